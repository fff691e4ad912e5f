"""The squares of the days, painted: a week or the weeks of a month. Arrows move, Enter goes to what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.casework import calendar
from caseapp.casework.calendar import CalendarEntry
from caseapp.desktop.calendar.spans import closed_words
from caseapp.desktop.calendar.words import head_line, square_line, text_of
from caseapp.desktop.kit.text import draw, draw_line, width_of, wrap
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates, holidays
from caseapp.words import language
from caseapp.words.language import _, ngettext

_PAD = 6
_WEEK = 7
_TEXT_LINES = 4  # of a week's entry below its head


class DayGrid(QWidget):
    """`moved` (day) when another day is chosen, shown or not; `entered` when Enter asks for its list."""

    moved = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar-grid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._days: list[date] = []
        self._entries: dict[date, list[CalendarEntry]] = {}
        self._chosen = self._today = date.min
        self._month = 0
        theme.changed.connect(self.update)

    def show_days(
        self, days: Sequence[date], entries: Sequence[CalendarEntry], *, chosen: date, today: date, month: int = 0
    ) -> None:
        """These days (whole weeks); those of another month than `month` (0: none) stand back."""
        self._days, self._chosen, self._today, self._month = list(days), chosen, today, month
        self._entries = {}
        for entry in entries:
            self._entries.setdefault(entry.on, []).append(entry)
        self.setAccessibleName(_("Calendar"))
        self.setAccessibleDescription(self.spoken())
        self.update()

    def spoken(self) -> str:
        """The chosen day, its holiday and what stands there."""
        there = self._entries.get(self._chosen, [])
        count = ngettext("{count} item", "{count} items", len(there)).format(count=len(there))
        day = dates.era_weekday(self._chosen, language.current()) if self._chosen > date.min else ""
        lines = [square_line(entry) for entry in there[:5]]
        return "、".join(part for part in (day, closed_words(self._chosen), count, *lines) if part)

    # ---- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in steps:
            self.moved.emit(self._chosen + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for day in self._days:
            if self.square(day).contains(event.position()):
                self.moved.emit(day)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.entered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ---- places

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(260))

    def square(self, day: date) -> QRectF:
        """Where a day stands."""
        row, column = divmod(self._days.index(day), 7)
        top = theme.line() + 4
        width = self.width() / 7
        height = (self.height() - top) / max(1, len(self._days) // 7)
        return QRectF(column * width, top + row * height, width, height)

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._days:
            return
        painter = QPainter(self)
        for day in self._days[:7]:
            square = self.square(day)
            box = QRectF(square.left(), 0, square.width(), theme.line())
            draw_line(painter, box, _weekday(day), ink=_ink(day), align=Qt.AlignmentFlag.AlignHCenter)
        for day in self._days:
            self._paint_day(painter, day)
        chosen = self.square(self._chosen) if self._chosen in self._days else None
        if chosen is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2.5 if self.hasFocus() else 1.5))
            painter.drawRect(chosen.adjusted(1.5, 1.5, -1.5, -1.5))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        square = self.square(day)
        ground = "tint" if day == self._chosen else "sunken" if holidays.closed(day) else "surface"
        painter.fillRect(square, theme.colour(ground))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRect(square.adjusted(0, 0, -0.5, -0.5))
        line = theme.line()
        inner = square.adjusted(_PAD, 2, -_PAD, -2)
        number = str(day.day) if day.day > 1 else f"{day.month}/{day.day}"
        ink = "sub" if self._month and day.month != self._month else _ink(day)
        used = self._paint_number(painter, QRectF(inner.left(), inner.top(), inner.width(), line), number, day, ink)
        top = inner.top() + line + self._paint_closed(painter, inner, day, beside=used + 6)
        self._paint_entries(painter, QRectF(inner.left(), top, inner.width(), inner.bottom() - top), day)

    def _paint_closed(self, painter: QPainter, inner: QRectF, day: date, *, beside: float) -> float:
        """The name of a holiday beside the number where it has room, else below it; the height it takes there. What
        stands in the day keeps a line."""
        named, where = closed_words(day), inner.adjusted(beside, 0, 0, 0)
        if width_of(named, "caption") <= where.width():
            where.setHeight(theme.line())
            draw_line(painter, where, named, role="caption", ink="sub")
            return 0.0
        below = inner.adjusted(0, theme.line(), 0, 0)
        lines = int(below.height() / theme.line("caption")) - bool(self._entries.get(day))
        return draw(painter, below, named, role="caption", ink="sub", lines=min(3, max(1, lines)))

    def _paint_number(self, painter: QPainter, box: QRectF, number: str, day: date, ink: str) -> float:
        """The number of the day; today's stands on the accent."""
        width = width_of(number, bold=True)
        if day == self._today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(box.left() - 3, box.top() + 1, width + 8, box.height() - 2), 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ink = "on_accent"
        draw_line(painter, QRectF(box.left() + 1, box.top(), width + 4, box.height()), number, bold=True, ink=ink)
        return width

    def _paint_entries(self, painter: QPainter, room: QRectF, day: date) -> None:
        """One line each; in a week, where there is room, what it is stands below whom it is about."""
        entries, line = self._entries.get(day, []), theme.line("caption")
        apart, bottom, top = len(self._days) == _WEEK, room.bottom(), room.top()
        for number, entry in enumerate(entries):
            height = line + self._text_height(entry, room.width() - 8) if apart else line
            rest = 0 if number == len(entries) - 1 else line
            if top + height + rest > bottom:
                hidden = len(entries) - number
                more = ngettext("{count} more", "{count} more", hidden)
                words = (more if number else ngettext("{count} item", "{count} items", hidden)).format(count=hidden)
                box = QRectF(room.left() + 8, top, room.width() - 8, line)
                draw_line(painter, box, words, role="caption", ink="sub")
                return
            self._paint_entry(painter, QRectF(room.left(), top, room.width(), height), entry, apart=apart)
            top += height + (4 if apart else 0)

    def _text_height(self, entry: CalendarEntry, width: float) -> int:
        return wrap(text_of(entry), int(width), "caption", lines=_TEXT_LINES).height

    def _paint_entry(self, painter: QPainter, where: QRectF, entry: CalendarEntry, *, apart: bool) -> None:
        line = theme.line("caption")
        mark = QRectF(where.left(), where.top() + line / 2 - 2.5, 5, 5)
        painter.fillRect(mark, theme.colour(_MARKS.get(entry.kind, "sub") if not entry.danger else "red"))
        ink = "sub" if entry.kind == calendar.VISIT else "red" if entry.danger else "ink"
        box = QRectF(where.left() + 8, where.top(), where.width() - 8, line)
        if apart:
            draw_line(painter, box, head_line(entry), role="caption", bold=True, ink=ink)
            below = where.adjusted(8, line, 0, 0)
            draw(painter, below, text_of(entry), role="caption", ink=ink, lines=_TEXT_LINES)
        else:
            draw_line(painter, box, square_line(entry), role="caption", ink=ink)


_MARKS = {
    calendar.STEP: "accent",
    calendar.WAITING: "control",
    calendar.VISIT: "control",
    calendar.REVIEW: "ink",
    calendar.USE: "ink",
    calendar.HANDOVER: "ink",
    calendar.CERTIFICATE: "ink",
    calendar.STAGE: "ink",
}


def _ink(day: date) -> str:
    return "sub" if holidays.closed(day) else "ink"


def _weekday(day: date) -> str:
    speech = language.current()
    return "月火水木金土日"[day.weekday()] if dates.is_japanese(speech) else f"{day:%a}"
