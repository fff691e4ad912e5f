"""Painting the rows of the register: one pass over what is in sight, and words laid out once.

QTableView asks a delegate for each cell and Python four times for its data: a screen took three times as long as the
same strings in Qt's own. Here a row is its ground and line, then its cells; a text is shaped and cut once (QStaticText)
and kept, as dates, groups and workers come again in every row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPainter, QStaticText

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.kit.tables import TableColumn
from caseapp.desktop.kit.text import draw_line
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

_MOST = 20_000
_NARROWEST = 80  # percent of its width that a name is condensed to, before it goes on in a second, smaller line
_TIGHTEST = 60  # percent in two lines, before it is cut
_PADDING, _RIGHT = 8, 4


class _Laid(NamedTuple):
    """A text, shaped and cut to its place: one line, or two; `height` is that of all of them."""

    lines: tuple[QStaticText, ...]
    font: QFont
    width: float
    height: float


class Writer:
    """Paints single lines and keeps them laid out. It belongs to a page, so that no name outlives it."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, bool, bool], _Laid] = {}

    def forget(self) -> None:
        """Another size or face: everything is laid out anew."""
        self._kept.clear()

    def write(
        self,
        painter: QPainter,
        where: QRectF,
        words: str,
        *,
        bold: bool = False,
        ink: str = "ink",
        condensed: bool = False,
        right: bool = False,
    ) -> float:
        """One line in the middle of the height of `where`, cut (`condensed`: first made narrower, then two lines);
        gives its width."""
        if not words:
            return 0.0
        key = (words, int(where.width()), bold, condensed)
        laid = self._kept.get(key)
        if laid is None:
            if len(self._kept) > _MOST:
                self._kept.clear()
            room = (int(where.width()), int(where.height()))
            laid = self._kept[key] = _lay(words, room, bold=bold, condensed=condensed)
        painter.setFont(laid.font)
        painter.setPen(theme.colour(ink))
        x = where.right() - laid.width if right else where.left()
        top = where.top() + (where.height() - laid.height) / 2
        for number, line in enumerate(laid.lines):
            painter.drawStaticText(QPointF(x, top + number * laid.height / len(laid.lines)), line)
        return laid.width


def _lay(words: str, room: tuple[int, int], *, bold: bool, condensed: bool) -> _Laid:
    width, height = room
    font = QFont(theme.font(bold=bold))
    if condensed and not _narrow(font, [words], width, least=_NARROWEST):
        return _lay_twice(words, width, height)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    return _laid([shown], font)


def _lay_twice(words: str, width: int, height: int) -> _Laid:
    """A long name, in two lines as high as one row."""
    font = QFont(theme.font("caption", bold=True))
    for size in range(QFontInfo(font).pixelSize(), 1, -1):
        font.setPixelSize(size)
        if QFontMetricsF(font).height() * 2 <= height - 2:
            break
    lines = _halves(words, QFontMetricsF(font))
    _narrow(font, lines, width, least=_TIGHTEST)
    metrics = QFontMetricsF(font)
    return _laid([metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines], font)


def _halves(words: str, metrics: QFontMetricsF) -> list[str]:
    """Two lines as even as the spaces allow; without a space cut in the middle."""
    gaps = [number for number, letter in enumerate(words) if letter.isspace()]
    cuts = [(words[:gap], words[gap + 1 :]) for gap in gaps] or [(words[: len(words) // 2], words[len(words) // 2 :])]
    return list(min(cuts, key=lambda cut: max(metrics.horizontalAdvance(line) for line in cut)))


def _narrow(font: QFont, lines: Sequence[str], width: int, *, least: int) -> bool:
    """Condense the letters as little as possible, to `least` percent; whether the lines fit then."""
    for share in range(100, least - 1, -5):
        font.setStretch(share)
        metrics = QFontMetricsF(font)
        if all(metrics.horizontalAdvance(line) <= width for line in lines):
            return True
    return False


def _laid(lines: Sequence[str], font: QFont) -> _Laid:
    metrics = QFontMetricsF(font)
    texts = [QStaticText(line) for line in lines]
    for text in texts:
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.prepare(font=font)
    widest = max(metrics.horizontalAdvance(line) for line in lines)
    return _Laid(tuple(texts), font, widest, metrics.height() * len(texts))


class Lane(NamedTuple):
    """A visible column: where it begins, and how wide it is."""

    column: TableColumn[RegisterRow]
    left: int
    width: int


class RowPainter:
    """Paints rows. `marked` tells whether a child is chosen together with others; `boxes`: there are such children."""

    def __init__(self, writer: Writer, marked: Callable[[str], bool]) -> None:
        self._writer, self._marked = writer, marked
        self.boxes = False

    def paint(self, painter: QPainter, row: RegisterRow, where: QRectF, *, lanes: Sequence[Lane], bar: str) -> None:
        """`bar` is the ink of the bar at the left of the current row, "" for the others."""
        marked = self.boxes and self._marked(row.child_id)
        if bar or marked:
            painter.fillRect(where, theme.colour("tint"))
        if bar:
            painter.fillRect(QRectF(where.left(), where.top(), 3, where.height()), theme.colour(bar))
        painter.fillRect(QRectF(where.left(), where.bottom() - 1, where.width(), 1), theme.colour("line"))
        top, height = where.top(), where.height()
        for column, left, width in lanes:
            cell = QRectF(left + _PADDING, top, width - _PADDING - _RIGHT, height)
            if self.boxes and column.name == "flag":
                cell = _box(painter, cell, on=marked)
            if column.paint is not None:
                column.paint(painter, cell, row)
            elif column.spans is not None and (spans := column.spans(row)):
                draw_line(painter, cell, column.text(row), bold=column.bold, ink=column.ink, spans=spans)
            else:
                words = column.text(row)
                self._writer.write(painter, cell, words, bold=column.bold, ink=column.ink, right=column.align_right)


def _box(painter: QPainter, where: QRectF, *, on: bool) -> QRectF:
    """A box to be ticked before the red sign; where the sign stands then."""
    side = theme.px(15)
    box = QRectF(where.left(), where.center().y() - side / 2, side, side)
    painter.save()
    painter.setPen(theme.colour("accent" if on else "control"))
    painter.setBrush(theme.colour("accent" if on else "surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.restore()
    if on:
        icons.draw(painter, box, "check", ink="on_accent")
    return where.adjusted(side + 6, 0, 4, 0)
