"""The timeline: filter pills with counts over one painted list; it reads on when its end is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.casework.views import TimelineEntry
from caseapp.desktop.child.entries import GROUPS, Entry, Line, More, lines
from caseapp.desktop.kit.card import Card, Rule
from caseapp.desktop.kit.chips import chip_width, paint_chip
from caseapp.desktop.kit.choices import FilterPills, Pill
from caseapp.desktop.kit.empty import EmptyState
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import draw, draw_line, width_of, wrap
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.words.language import _

_DAY, _WAY, _GAP = 80, 28, 10
_WORKER = 44
_LEAST_TITLE = 120
_SELDOM = frozenset({"certificate", "milestone"})


class EntryDelegate(RowDelegate[Line]):
    """Day and weekday, the way with its icon, kind and title, chips and worker; below them the text.

    `text_lines`: how many lines of the text are shown at most. A line of text that does not fit ends in ….
    """

    def __init__(self) -> None:
        super().__init__()
        self.text_lines = 1

    def height(self, item: Line, width: int) -> int:
        if isinstance(item, More):
            return theme.height("today_row")
        count = 1
        if self.text_lines > 1 and item.text:
            count = len(wrap(item.text, self._text_width(width), lines=self.text_lines).lines)
        least = theme.line() * 2 + 12
        return max(56, least) + (count - 1) * theme.line()

    def _left(self) -> int:
        return theme.px(_DAY) + theme.px(_WAY) + _GAP

    def _text_width(self, width: int) -> int:
        return max(60, width - 2 * self.padding - self._left())

    def paint_head(self, painter: QPainter, where: QRectF, head: Head) -> None:
        inner = where.adjusted(self.padding, 0, -self.padding, 0)
        if not head.empty:
            inner.setTop(inner.bottom() - theme.line("caption") - 6)
            self._paint_way(painter, where, where.top(), inner.top())
        draw_line(painter, inner, head.words, role="body" if head.empty else "caption", ink="sub")
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(int(inner.left()), int(where.bottom()), int(inner.right()), int(where.bottom()))

    def _paint_way(self, painter: QPainter, where: QRectF, top: float, bottom: float) -> None:
        x = where.left() + self.padding + theme.px(_DAY) + theme.px(_WAY) / 2
        painter.setPen(QPen(theme.colour("line"), 2))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def paint_item(self, painter: QPainter, where: QRectF, item: Line, *, chosen: bool) -> None:
        if isinstance(item, More):
            draw_line(painter, where.adjusted(self._left(), 0, 0, 0), item.words, ink="accent")
            return
        line, caption = theme.line(), theme.line("caption")
        top = where.top() + 6
        self._paint_day(painter, where, item, top)
        whole = where.adjusted(-self.padding, 0, self.padding, 0)
        self._paint_way(painter, whole, whole.top(), whole.bottom())
        self._paint_icon(painter, where, item, top)
        x = where.left() + self._left()
        right = self._paint_end(painter, where, item, top, x)
        kind_width = min(width_of(item.kind, "caption") + 8, right - x)
        draw_line(painter, QRectF(x, top + 1, kind_width, caption), item.kind, role="caption", ink="sub")
        title = QRectF(x + kind_width, top, max(0.0, right - x - kind_width), line)
        draw_line(painter, title, item.title, bold=True)
        text = QRectF(x, top + line, where.right() - x, line)
        draw(painter, text, item.text, ink="ink" if item.near else "sub", lines=self.text_lines)

    def _paint_day(self, painter: QPainter, where: QRectF, item: Entry, top: float) -> None:
        day = QRectF(where.left(), top, theme.px(_DAY), theme.line())
        draw_line(painter, day, item.day)
        under = QRectF(where.left(), top + theme.line(), theme.px(_DAY), theme.line())
        draw_line(painter, under, item.under, role="caption", ink="sub")

    def _paint_icon(self, painter: QPainter, where: QRectF, item: Entry, top: float) -> None:
        radius = theme.px(_WAY) / 2 - 1
        centre = QPointF(where.left() + theme.px(_DAY) + theme.px(_WAY) / 2, top + radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if item.near else "control"), 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(centre, radius, radius)
        side = theme.px(16)
        box = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        icons.draw(painter, box, item.icon, ink="accent" if item.near else "sub")

    def _paint_end(self, painter: QPainter, where: QRectF, item: Entry, top: float, left: float) -> float:
        """The worker and the chips from the right; where the title must stop."""
        right = where.right()
        if item.worker:
            width = max(theme.px(_WORKER), width_of(item.worker, "caption"))
            box = QRectF(right - width, top, width, theme.line())
            draw_line(painter, box, item.worker, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)
            right -= width + 8
        for chip in reversed(item.chips):
            width = chip_width(chip)
            if right - width - left < theme.px(_LEAST_TITLE):
                break
            paint_chip(painter, QRectF(right - width, top, width, theme.line()), chip)
            right -= width + 6
        return right


class Timeline(Card):
    """Signals carry what was chosen or opened (an `Entry`), the pill (`group_chosen`), and `more_asked`.

    Object names: `child-timeline` (the list), `child-filter` (the pills), `child-timeline-empty`.
    """

    opened = Signal(object)
    chosen = Signal(object)
    group_chosen = Signal(str)
    more_asked = Signal()

    def __init__(self, record: object, parent: QWidget | None = None) -> None:
        super().__init__(padding=(0, 0), spacing=0, parent=parent)
        self._counts: dict[str, int] = {}
        self._folded = False
        self.pills = FilterPills([(code, _(words)) for code, words, _kinds in GROUPS], name=_("Show"), parent=self)
        self.pills.setObjectName("child-filter")
        self.pills.changed.connect(lambda: self.group_chosen.emit(self.pills.value()))
        self.delegate = EntryDelegate()
        self.list: ItemList[Line] = ItemList(
            ListModel(_spoken, tip=_tip), self.delegate, name=_("What happened, the newest first"), parent=self
        )
        self.list.setObjectName("child-timeline")
        self.list.opened.connect(self._opened)
        self.list.chosen.connect(self._chosen)
        self.empty = EmptyState(
            _("There is no record yet."),
            action=_("Record now"),
            do=record,  # type: ignore[arg-type]  # a callable without arguments
            key=Keys.RECORD,
            parent=self,
        )
        self.empty.setObjectName("child-timeline-empty")
        top = QWidget(self)
        row = QHBoxLayout(top)
        row.setContentsMargins(12, 7, 12, 7)
        row.addWidget(self.pills, 1)
        self.body.addWidget(top)
        self.body.addWidget(Rule(self))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 4)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(column, 1)
        bar = self.list.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """The numbers in the pills; a kind without entries has no pill."""
        self._counts = dict(counts)
        for pill in self.pills.findChildren(Pill):
            kinds = next(kinds for code, _words, kinds in GROUPS if code == pill.code)
            number = counts.get("", 0) if pill.code == "all" else sum(counts.get(kind, 0) for kind in kinds)
            pill.set_count(None if self._folded else number)
            seldom = self._folded and pill.code in _SELDOM
            pill.setVisible((bool(number) and not seldom) or pill.code == "all" or pill.isChecked())
        self.pills.updateGeometry()

    def fold(self, folded: bool) -> None:
        """Little room: pills without numbers, the seldom ones reached by Ctrl+PgDn only."""
        self._folded = folded
        self.show_counts(self._counts)

    def show_entries(
        self, entries: Sequence[TimelineEntry], *, today: date, style: dates.Style, left: int, chosen: object = None
    ) -> None:
        """Fill the list; the chosen entry stays chosen, or `chosen` (a key) is."""
        rows = lines(entries, today=today, style=style, left=left)
        if not rows and self.pills.value() != "all":
            rows = [Head(_("Nothing of this kind."), empty=True)]
        self.list.set_rows(rows, keep=_key)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if chosen is not None:
            self.choose(chosen)
        elif self.list.current() is None:
            self.list.choose_first()

    def choose(self, key: object) -> bool:
        """Choose the entry with this key (kind, record id); False when it is not in the list."""
        return self.list.choose(lambda line: _key(line) == key)

    def current(self) -> Entry | None:
        line = self.list.current()
        return line if isinstance(line, Entry) else None

    def _opened(self, line: Line) -> None:
        if isinstance(line, More):
            self.more_asked.emit()
        else:
            self.opened.emit(line)

    def _chosen(self, line: Line | None) -> None:
        self.chosen.emit(line if isinstance(line, Entry) else None)

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        rows = self.list.list_model().rows()
        if value >= bar.maximum() - theme.px(120) and rows and isinstance(rows[-1], More):
            self.more_asked.emit()


def _key(line: Line) -> object:
    return line.key if isinstance(line, Entry) else "more"


def _spoken(line: Line) -> str:
    return line.spoken if isinstance(line, Entry) else line.words


def _tip(line: Line) -> str:
    return "" if isinstance(line, More) else line.title
