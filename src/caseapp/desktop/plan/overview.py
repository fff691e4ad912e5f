"""支援計画 of the office: what wants attention first. Enter opens the plan, Ctrl+M narrows to one's own children.

Object names: `plans-table`, `plans-states` (pills), `plans-mine`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import plans
from caseapp.casework.plans import PlanRow
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.chips import Chip, paint_chip
from caseapp.desktop.kit.choices import CheckBox, FilterPills
from caseapp.desktop.kit.empty import EmptyState
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Label, draw_line
from caseapp.desktop.plan import words
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_
from caseapp.words.language import _

_STATES = {
    "review_late": N_("Review overdue"),
    "ended": N_("Period is over"),
    "draft": N_("Being written"),
    "review_soon": N_("Review within 30 days"),
    "none": N_("Without a plan"),
    "running": N_("Running"),
}
_CHIPS = {"review_late": "late", "ended": "late", "draft": "coming", "review_soon": "today", "none": "waiting"}


def _state_words(row: PlanRow) -> str:
    return _(_STATES[row.state])


def _paint_state(painter: QPainter, where: QRectF, row: PlanRow) -> None:
    kind = _CHIPS.get(row.state)
    if kind is None:
        draw_line(painter, where, _state_words(row), ink="sub")
    else:
        paint_chip(painter, where, Chip(_state_words(row), kind))  # type: ignore[arg-type]  # one of the kinds


def _version(row: PlanRow) -> str:
    return _("Version {number}").format(number=row.version) if row.plan_id else "—"


_LAST = "9999"


def _columns() -> list[TableColumn[PlanRow]]:
    def due(value: Any) -> str:
        return value.isoformat() if value else _LAST

    return [
        TableColumn(name="state", head=_("State"), text=_state_words, width=200, paint=_paint_state,
                    sort=lambda row: plans.ROW_STATES.index(row.state)),
        TableColumn(name="name", head=_("Name"), text=lambda row: masked(row.name), bold=True,
                    sort=lambda row: row.kana or row.name),
        TableColumn(name="number", head=_("Child no."), text=lambda row: row.child_number, width=110,
                    sort=lambda row: row.child_number),
        TableColumn(name="plan", head=_("Plan"), text=lambda row: row.number or "—", width=90,
                    sort=lambda row: row.number or _LAST),
        TableColumn(name="version", head=_("Version"), text=_version, width=90, sort=lambda row: row.version),
        TableColumn(name="status", head=_("Step"), text=lambda row: words.status(row.status) or "—", width=90,
                    sort=lambda row: row.status),
        TableColumn(name="review", head=_("Next review"), text=lambda row: words.day(row.next_review_on) or "—",
                    width=110, sort=lambda row: due(row.next_review_on)),
        TableColumn(name="end", head=_("Until"), text=lambda row: words.day(row.period_to) or "—", width=110,
                    sort=lambda row: due(row.period_to)),
    ]  # fmt: skip


class PlansPage(Page):
    """See the module."""

    name = "plans"
    rail = "plans"
    shown = (Keys.CHOOSE, Keys.OPEN, Keys.MINE, Keys.PRINT, Keys.REFRESH)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: tuple[PlanRow, ...] = ()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label(_("Support plans"), role="title", parent=self))
        self.mine = CheckBox(_("My children only"), parent=self)
        self.mine.setObjectName("plans-mine")
        self.mine.changed.connect(self._load)
        head.addStretch(1)
        head.addWidget(self.mine)
        self.body.addLayout(head)
        options = [("", _("All")), *((code, _(text)) for code, text in _STATES.items())]
        self.states = FilterPills(options, name=_("State"), parent=self)
        self.states.setObjectName("plans-states")
        self.states.changed.connect(self._paint)
        self.body.addWidget(self.states)
        card = Card(padding=(1, 1), spacing=0, parent=self)
        self.table: Table[PlanRow] = Table(TableModel(_columns()), name=_("Support plans"))
        self.table.setObjectName("plans-table")
        self.table.opened.connect(self._open_row)
        self.table.set_widths(desk.preferences.columns("plans"))
        self.table.widths_changed.connect(lambda: desk.preferences.set_columns("plans", self.table.widths()))
        self.empty = EmptyState(_("No plan is in this state."), parent=card)
        card.body.addWidget(self.empty)
        card.body.addWidget(self.table, 1)
        self.body.addWidget(card, 1)
        self.on(Keys.MINE, self._switch_mine)
        self.on(Keys.REFRESH, self._load)
        self.on(Keys.PRINT, self._print)
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Support plans")

    def open(self, **args: Any) -> None:
        self._load()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("support_plan", "review", "child"):
            self._load()

    def first_focus(self) -> QWidget | None:
        return self.table

    def set_width_class(self, width_class: str) -> None:
        for name in ("number", "plan"):
            self.table.setColumnHidden(self.table.model().column_number(name), width_class == NARROW)  # type: ignore[attr-defined]  # our model
        self.table.settle()

    # ---- rows

    def _load(self) -> None:
        job = partial(plans.overview, self.desk.office, mine=self.mine.value())
        self.desk.ask(job, self._show, key="plans.overview", owner=self)

    def _show(self, rows: tuple[PlanRow, ...]) -> None:
        self._rows = rows
        for code in _STATES:
            self.states.set_count(code, sum(1 for row in rows if row.state == code))
        self.states.set_count("", len(rows))
        self._paint()

    def _paint(self) -> None:
        wanted = self.states.value()
        shown = [row for row in self._rows if not wanted or row.state == wanted]
        self.table.set_rows(shown, keep=lambda row: (row.child_id, row.plan_id))
        self.empty.setVisible(not shown)
        self.table.setVisible(bool(shown))
        if shown and self.table.current() is None:
            self.table.choose_row(0)

    def _switch_mine(self) -> None:
        self.mine.set_value(not self.mine.value())
        self._load()

    def _open_row(self, row: PlanRow) -> None:
        args = {"plan_id": row.plan_id} if row.plan_id else {}
        self.desk.go.open("plan", child_id=row.child_id, **args)

    def _print(self) -> None:
        row = self.table.current()
        if row is not None and row.plan_id:
            from caseapp.desktop.print import print_dialog

            print_dialog(self, row.child_id, document="support-plan", record_id=row.plan_id)
