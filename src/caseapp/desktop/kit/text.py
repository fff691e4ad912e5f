"""Text with a fixed line step: one QTextLayout helper for painted widgets and delegates, and labels by role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from caseapp.desktop.theme.theme import theme

Role = Literal["caption", "body", "lead", "title", "name", "strong"]
Tone = Literal["ink", "sub", "faint", "accent", "red"]
Span = tuple[int, int]
"""A search hit: first character and length."""


class Block(NamedTuple):
    """Text laid out to a width: its lines as (start, length, y), how high it is, how wide its widest line."""

    text: str
    lines: tuple[str, ...]
    height: int
    width: int
    elided: bool


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int, font_key: str, step: int, most: int) -> Block:
    font = QFont()
    font.fromString(font_key)
    metrics = QFontMetricsF(font)
    lines: list[str] = []
    cut = False
    for paragraph in text.split("\n"):
        found = _lines(paragraph, width, font)
        for line in found:
            if most and len(lines) == most:
                cut = True
                break
            lines.append(line)
    if cut:
        lines[-1] = _with_dots(lines[-1], width, metrics)
    widest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
    return Block(text, tuple(lines), step * max(1, len(lines)), round(widest + 0.5), cut)


def _lines(paragraph: str, width: int, font: QFont) -> list[str]:
    from PySide6.QtGui import QTextLayout, QTextOption  # the lock screen has no text to wrap

    layout = QTextLayout(paragraph, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        # positions are in UTF-16 units
        units = paragraph.encode("utf-16-le")
        piece = units[2 * line.textStart() : 2 * (line.textStart() + line.textLength())]
        found.append(piece.decode("utf-16-le", "replace"))
    layout.endLayout()
    return found or [""]


def _with_dots(line: str, width: int, metrics: QFontMetricsF) -> str:
    text = line.rstrip() + "…"
    while len(text) > 1 and metrics.horizontalAdvance(text) > width:
        text = text[:-2] + "…"
    return text


def wrap(
    text: str, width: int, role: str = "body", *, bold: bool = False, lines: int = 0, reading: bool = False
) -> Block:
    """Lay `text` out to `width` pixels, at most so many `lines` (0: all; the last one ends in … when cut)."""
    key = theme.font_key(role, bold=bold)
    return _wrapped(text, max(1, width), key, theme.line(role, reading=reading), lines)


def draw(
    painter: QPainter,
    at: QRectF,
    text: str,
    *,
    role: str = "body",
    bold: bool = False,
    ink: str = "ink",
    lines: int = 1,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    reading: bool = False,
) -> int:
    """Paint `text` from the top of `at`, elided after `lines` (0: all), and return the height used."""
    block = wrap(text, int(at.width()), role, bold=bold, lines=lines, reading=reading)
    painter.setFont(theme.font(role, bold=bold))
    painter.setPen(theme.colour(ink))
    step = block.height / max(1, len(block.lines))
    for number, line in enumerate(block.lines):
        box = QRectF(at.left(), at.top() + number * step, at.width(), step)
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)
    return block.height


def draw_line(
    painter: QPainter,
    at: QRectF,
    text: str,
    *,
    role: str = "body",
    bold: bool = False,
    ink: str = "ink",
    spans: Sequence[Span] = (),
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """Paint one line centred in the height of `at`, elided at its right, hits on `mark` and bold; return its width."""
    font = theme.font(role, bold=bold)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, at.width()) if text else ""
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    if not spans:
        painter.drawText(at, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return min(metrics.horizontalAdvance(shown), at.width())
    return _draw_with_hits(painter, at, shown, font=font, spans=spans)


def _draw_with_hits(painter: QPainter, at: QRectF, shown: str, *, font: QFont, spans: Sequence[Span]) -> float:
    from PySide6.QtGui import QTextCharFormat, QTextLayout

    layout = QTextLayout(shown, font)
    formats = []
    for start, length in spans:
        hit = QTextLayout.FormatRange()
        hit.start, hit.length = utf16(shown[:start]), utf16(shown[start : start + length])
        look = QTextCharFormat()
        look.setBackground(theme.colour("mark"))
        look.setForeground(theme.colour("ink"))
        look.setFontWeight(QFont.Weight.Bold)
        hit.format = look
        formats.append(hit)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(100_000)
    layout.endLayout()
    layout.draw(painter, QPointF(at.left(), at.center().y() - line.height() / 2))
    return line.naturalTextWidth()


def utf16(text: str) -> int:
    """The length of `text` as Qt counts it (a character beyond U+FFFF counts twice)."""
    return len(text.encode("utf-16-le")) // 2


def width_of(text: str, role: str = "body", *, bold: bool = False) -> int:
    """The width of one line in pixels, rounded up with one to spare."""
    return theme.metrics(role, bold=bold).horizontalAdvance(text) + 1


def fits(metrics: QFontMetrics, text: str, width: int) -> bool:
    return metrics.horizontalAdvance(text) <= width


class Para(QWidget):
    """Wrapped text with the line step of the design. A QLabel has none, and HTML is not used for it."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "body",
        bold: bool = False,
        ink: str = "ink",
        lines: int = 0,
        reading: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._bold, self._ink = text, role, bold, ink
        self._lines, self._reading = lines, reading
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        theme.changed.connect(self.updateGeometry)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: str) -> None:
        self._ink = ink
        self.update()

    def _block(self, width: int) -> Block:
        return wrap(self._text, width, self._role, bold=self._bold, lines=self._lines, reading=self._reading)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._block(width).height if self._text else 0

    def sizeHint(self) -> QSize:
        width = min(width_of(max(self._text.split("\n"), key=len), self._role, bold=self._bold) + 2, theme.px(520))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.line(self._role, reading=self._reading) if self._text else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw(
            painter,
            QRectF(self.rect()),
            self._text,
            role=self._role,
            bold=self._bold,
            ink=self._ink if self.isEnabled() else "faint",
            lines=self._lines,
            reading=self._reading,
        )


class Label(QLabel):
    """A line of text by role and tone; never HTML, never a mnemonic unless it has a buddy."""

    def __init__(
        self,
        text: str = "",
        *,
        role: Role = "body",
        tone: Tone = "ink",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        self.setText(text)


def restyle(widget: QWidget) -> None:
    """After a change of a dynamic property: let the style sheet look again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
