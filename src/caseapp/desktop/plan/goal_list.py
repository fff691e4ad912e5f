"""The goals as a table: need, goal, supports, the child's part, by when, reviewed how often. Missing cells on sand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.lists import ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para, draw, draw_line, width_of, wrap
from caseapp.desktop.plan import words
from caseapp.desktop.theme.theme import theme
from caseapp.rules.plan import Goal
from caseapp.rules.plan_state import Missing
from caseapp.rules.problem import N_
from caseapp.words.language import _

_PAD = 7
_DAY_SHARE = 11
# field, head, share of the width, what to write where it is missing
_COLUMNS = (
    ("need", N_("Need"), 18, N_("Write what the child needs")),
    ("goal", N_("Goal"), 16, N_("Write what will have changed")),
    ("supports", N_("Support: what, who, how often"), 30, N_("Write who does what, and how often")),
    ("role", N_("Their own part"), 15, ""),
    ("achieve_by", N_("By when"), _DAY_SHARE, N_("Decide")),
    ("review_every", N_("Reviewed"), 10, N_("Decide")),
)


@dataclass(frozen=True)
class GoalRow:
    """A goal with its number (from 1) and the fields that are still missing in it."""

    number: int
    goal: Goal
    missing: frozenset[str] = frozenset()

    def text(self, field: str) -> str:
        """What stands in a column."""
        goal = self.goal
        if field == "supports":
            return words.supports(goal)
        if field == "role":
            family = _("family: {part}").format(part=goal.family_role) if goal.family_role.strip() else ""
            return "\n".join(filter(None, (goal.child_role, family)))
        if field == "achieve_by":
            return words.day(goal.achieve_by)
        if field == "review_every":
            return words.every(goal.review_every)
        return str(getattr(goal, field))


def rows_of(goals: Sequence[Goal], missing: Iterable[Missing]) -> list[GoalRow]:
    """The goals with what is missing in each."""
    lacking: dict[int, set[str]] = {}
    for lack in missing:
        parts = lack.field.split(".")
        if parts[0] == "goals" and len(parts) == 3:
            lacking.setdefault(int(parts[1]), set()).add(parts[2])
    return [GoalRow(n + 1, goal, frozenset(lacking.get(n, ()))) for n, goal in enumerate(goals)]


def _spoken(row: GoalRow) -> str:
    parts = [f"{row.number}"]
    for field, head, _share, hint in _COLUMNS:
        text = row.text(field) or (_(hint) if field in row.missing else "")
        if text:
            parts.append(f"{_(head)}: {text}")
    return "。".join(parts)


class _GoalDelegate(RowDelegate[GoalRow]):
    padding = 0

    def height(self, item: GoalRow, width: int) -> int:
        boxes = columns(width)
        highest = max(wrap(_shown(item, field), box, bold=field == "need").height for field, _left, box in boxes)
        return max(theme.height("row"), highest + 2 * _PAD + 6)

    def paint_item(self, painter: QPainter, where: QRectF, item: GoalRow, *, chosen: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = QRectF(where.left() + 10, where.top() + _PAD, theme.px(20), theme.line())
        draw_line(painter, number, str(item.number), ink="sub")
        for field, left, width in columns(int(where.width())):
            box = QRectF(where.left() + left, where.top() + _PAD, width, where.height() - 2 * _PAD)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(int(box.left()) - 8, int(where.top()) + 5, int(box.left()) - 8, int(where.bottom()) - 5)
            if field in item.missing:
                self._sand(painter, box)
            text = _shown(item, field)
            ink = "ink" if item.text(field) or field in item.missing else "faint"
            draw(painter, box, text, bold=field == "need" and bool(item.text(field)), ink=ink, lines=0)

    def _sand(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(theme.colour("control"), 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("sand"))
        painter.drawRoundedRect(box.adjusted(-4, -3, 4, 3), 4, 4)


def _shown(item: GoalRow, field: str) -> str:
    text = item.text(field)
    if text:
        return text
    if field in item.missing:
        return _(next(hint for name, _head, _share, hint in _COLUMNS if name == field))
    return "—"


def columns(width: int) -> list[tuple[str, int, int]]:
    """(field, left, width) of every column in a table of this width; narrow tables leave the parts out."""
    first = theme.px(36)
    shown = [c for c in _COLUMNS if c[0] != "role" or width > theme.px(640)]
    room = width - first - 16 * len(shown)
    whole = sum(share for _f, _h, share, _m in shown)
    day = max(room * _DAY_SHARE // whole, width_of("2026/12/31") + 2)  # a day is never broken in two
    room, whole = room - day, whole - _DAY_SHARE
    found, left = [], first
    for field, _head, share, _hint in shown:
        box = day if field == "achieve_by" else max(20, room * share // whole)
        found.append((field, left, box))
        left += box + 16
    return found


class _Heads(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.height("row"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sunken"))
        heads = {field: head for field, head, _share, _hint in _COLUMNS}
        for field, left, width in columns(self.width()):
            draw_line(painter, QRectF(left, 0, width + 6, self.height()), _(heads[field]), role="caption", ink="sub")


class GoalTable(Card):
    """Heads and rows, as high as its rows. `list` (object name `plan-goals`) has the focus and the signals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=(1, 1), spacing=0, parent=parent)
        self._heads = _Heads(self)
        self._heads.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list: ItemList[GoalRow] = ItemList(ListModel(_spoken), _GoalDelegate(), name=_("Needs and goals"))
        self.list.setObjectName("plan-goals")
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = Para(ink="sub")
        self._nothing.setObjectName("plan-no-goals")
        self.body.addWidget(self._heads)
        self.body.addWidget(self.list)
        self._begin = QWidget(self)
        inside = QVBoxLayout(self._begin)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._nothing)
        self.body.addWidget(self._begin)
        self._begin.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[GoalRow], *, editable: bool = True) -> None:
        """The rows; where there is none yet, how one begins."""
        self.list.set_rows(rows, keep=lambda row: row.goal.id)
        begin = _("No need yet. {pick}: out of consultations. {add}: write one yourself.")
        told = begin.format(pick=Keys.SAID.text, add=Keys.ADD_ROW.text) if editable else _("No goals yet")
        self._nothing.setText("" if rows else told)
        self._begin.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._fit()

    def _fit(self) -> None:
        self.list.setFixedHeight(max(theme.height("row"), self.list.content_height() + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
