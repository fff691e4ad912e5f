"""Paints the lines of Today. Columns are as wide as the longest name and age need: neither is ever cut."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from caseapp.desktop.kit.chips import Chip, chip_width, column_width, paint_chip
from caseapp.desktop.kit.lists import Head, RowDelegate
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.today.lines import Action, Line, Notice

_GAP = 8
_WORKER = 60
_DANGER_SHARE = 0.4  # of the line; a longer one is told by its sign alone


class LineDelegate(RowDelegate[Line]):
    """One line for what is to be done, two for what is to be known."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Line, ...] = ()
        self._columns: tuple[float, int, int, int, int] | None = None
        self.narrow = False
        theme.changed.connect(self._forget)

    def measure(self, rows: Iterable[Head | Line]) -> None:
        """Look at the lines there are, for the widths of the columns."""
        self._rows = tuple(row for row in rows if not isinstance(row, Head))
        self._columns = None

    def _forget(self) -> None:
        self._columns = None

    def _widths(self) -> tuple[int, int, int, int]:
        """Chip, day, name and age."""
        if self._columns is None or self._columns[0] != theme.scale:
            acts = [row for row in self._rows if isinstance(row, Action)]
            chips = max((chip_width(act.chip) for act in acts), default=0)
            day = max((width_of(act.day) for act in acts), default=0)
            name = max((width_of(act.name, bold=True) for act in acts), default=0)
            age = max((width_of(act.row.age_grade) for act in acts), default=0)
            self._columns = (
                theme.scale,
                max(column_width(), chips),
                max(theme.px(54), day),
                max(theme.px(92), name) + theme.px(10),
                age + theme.px(12),
            )
        return self._columns[1:]

    def height(self, item: Line, width: int) -> int:
        if isinstance(item, Notice):
            return max(44, theme.line() + theme.line("caption") + 6)
        return theme.height("today_row")

    def paint_item(self, painter: QPainter, where: QRectF, item: Line, *, chosen: bool) -> None:
        if isinstance(item, Action):
            self._paint_action(painter, where, item)
        else:
            self._paint_notice(painter, where, item)

    def _paint_action(self, painter: QPainter, where: QRectF, act: Action) -> None:
        chip, day, name, age = self._widths()
        side = theme.px(18)
        x = where.left()
        paint_chip(painter, QRectF(x, where.top(), chip, where.height()), act.chip, fixed=True)
        x += chip + _GAP
        draw_line(painter, QRectF(x, where.top(), day + 2, where.height()), act.day, ink="sub")
        x += day + _GAP
        icons.draw(painter, QRectF(x, where.top(), side, where.height()), act.icon, ink="sub")
        x += side + _GAP
        draw_line(painter, QRectF(x, where.top(), name, where.height()), act.name, bold=True)
        x += name
        if not self.narrow:
            draw_line(painter, QRectF(x, where.top(), age, where.height()), act.row.age_grade, ink="sub")
            x += age
        right = self._paint_end(painter, where, act)
        draw_line(painter, QRectF(x, where.top(), max(0, right - x), where.height()), act.row.text)

    def _paint_end(self, painter: QPainter, where: QRectF, act: Action) -> float:
        """The worker, how often it was put off and the red chip at the right end; where the words must stop."""
        right = where.right()
        if act.worker:
            width = min(theme.px(_WORKER), width_of(act.worker))
            box = QRectF(right - width, where.top(), width, where.height())
            draw_line(painter, box, act.worker, ink="sub")
            right -= width + _GAP
        if act.postponed is not None:
            width = chip_width(act.postponed)
            paint_chip(painter, QRectF(right - width, where.top(), width, where.height()), act.postponed)
            right -= width + _GAP
        if act.repeats and not self.narrow:
            width = width_of(act.repeats, "caption")
            box = QRectF(right - width, where.top(), width + 2, where.height())
            draw_line(painter, box, act.repeats, role="caption", ink="sub")
            right -= width + _GAP
        if act.danger:
            red = Chip(act.danger, "red", "stop")
            width = chip_width(red)
            if width < where.width() * _DANGER_SHARE:
                paint_chip(painter, QRectF(right - width, where.top(), width, where.height()), red)
            else:
                width = theme.px(18)
                icons.draw(painter, QRectF(right - width, where.top(), width, where.height()), "stop", ink="red")
            right -= width + _GAP
        return right

    def _paint_notice(self, painter: QPainter, where: QRectF, note: Notice) -> None:
        first, second = theme.line(), theme.line("caption")
        top = where.top() + (where.height() - first - second) / 2
        chip = chip_width(note.chip)
        paint_chip(painter, QRectF(where.right() - chip, top, chip, first), note.chip)
        room = where.width() - chip - _GAP
        aside = width_of(note.beside, "caption")
        line = QRectF(where.left(), top, max(theme.px(60), room - aside - _GAP), first)
        used = draw_line(painter, line, note.title, bold=True)
        draw_line(
            painter, QRectF(where.left() + used + _GAP, top, aside, first), note.beside, role="caption", ink="sub"
        )
        below = QRectF(where.left(), top + first, where.width(), second)
        ink = "ink" if note.chip.kind == "red" else "sub"
        draw_line(painter, below, note.text, role="caption", ink=ink, align=Qt.AlignmentFlag.AlignLeft)
