"""利用枠 of one child: how its schemes stand in a fiscal year, and every booking and use, the newest first.

Object names: `uses-heading`, `uses-red`, `uses-year`, `uses-limits`, `uses-table`, `uses-book`, `uses-used`,
`uses-cancel`, `uses-print`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import plan_offers, quota_ledger, register
from caseapp.casework.office import Office
from caseapp.casework.quota_views import Ledger
from caseapp.casework.views import ChildHead
from caseapp.desktop.child.history import open_history
from caseapp.desktop.child.words import red_facts
from caseapp.desktop.kit.bands import RedBand
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.chips import paint_chip
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Label
from caseapp.desktop.print import print_dialog
from caseapp.desktop.program_use import words
from caseapp.desktop.program_use.accounts_list import limit_list, lines
from caseapp.desktop.program_use.acts import UseActs
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.account import VIEWER
from caseapp.rules.changes import Changes
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.problem import NotFound
from caseapp.rules.program_use import BOOKED, CANCELLED, ProgramUse, meeting
from caseapp.words.language import _

_LINES = 3  # limits that are shown before the list scrolls


@dataclass(frozen=True)
class Loaded:
    head: ChildHead
    ledger: Ledger
    schemes: tuple[Scheme, ...]


class ProgramUsesPage(Page):
    """`open(child_id=…)`; with `use_id` that entry is chosen, with `scheme_code` a booking begins with that scheme;
    `writing` (a draft's form) opens the dialog again in which something was being written."""

    name = "program_uses"
    rail = "register"
    shown = (Keys.QUOTAS, Keys.CHOOSE, Keys.OPEN, Keys.DONE, Keys.PRINT, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.child_id, self._use_id, self.scheme_code = "", "", ""
        self.loaded: Loaded | None = None
        self._take_up = ""
        self._begun = False  # an empty ledger has offered its first booking
        self.writing = desk.office.account.role != VIEWER
        self.acts = UseActs(self)
        self._make()
        self._place()
        self._bind()
        self._chosen(None)
        masking.changed.connect(self._paint)

    # ---- building

    def _make(self) -> None:
        self.heading = Label(_("Quotas"), role="name", parent=self)
        self.heading.setObjectName("uses-heading")
        year = fiscal_year(self.desk.today())
        said = [(str(each), dates.fiscal_year_short(each)) for each in (year - 1, year, year + 1)]
        self.year = FilterPills(said, name=_("Fiscal year"), parent=self)
        self.year.setObjectName("uses-year")
        self.year.set_value(str(year))
        self.year.changed.connect(self._ask)
        self.red = RedBand(parent=self)
        self.red.setObjectName("uses-red")
        self.limits = limit_list(self)
        self.table: Table[ProgramUse] = Table(TableModel(self._columns()), name=_("Bookings and uses"))
        self.table.setObjectName("uses-table")
        self.table.opened.connect(self.acts.change)
        self.table.chosen.connect(self._chosen)
        self.book_button = Button(
            _("Book a use"), self.acts.book, kind="primary", key=Keys.QUOTAS, icon="plus", parent=self
        )
        self.used_button = Button(_("Mark as used"), self.acts.mark_used, key=Keys.DONE, parent=self)
        self.cancel_button = Button(_("Cancel the booking"), self.acts.cancel_booking, key=Keys.POSTPONE, parent=self)
        self.print_button = Button(_("Print"), self.print_ledger, key=Keys.PRINT, icon="printer", parent=self)
        for button, name in (
            (self.book_button, "book"),
            (self.used_button, "used"),
            (self.cancel_button, "cancel"),
            (self.print_button, "print"),
        ):
            button.setObjectName(f"uses-{name}")

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading, 1)
        head.addWidget(self.year, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.body.addWidget(self.red)
        above = Card(padding=(0, 4), spacing=0, parent=self)
        above.body.addWidget(self.limits)
        self.body.addWidget(above)
        below = Card(padding=(1, 1), spacing=0, parent=self)
        below.body.addWidget(self.table, 1)
        self.body.addWidget(below, 1)
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        leave = Button(_("Close"), self.desk.go.back, key=Keys.CLOSE)
        for button in (self.book_button, self.used_button, self.cancel_button, self.print_button, leave):
            button.setParent(holder)
            flow.addWidget(button)
        self.body.addWidget(holder)
        self.year.setFixedWidth(self.year.sizeHint().width())
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        count = min(_LINES, max(1, self.limits.list_model().rowCount()))
        self.limits.setFixedHeight(count * (theme.line() * 2 + 14) + 4)
        self.year.setFixedWidth(self.year.sizeHint().width())

    def _bind(self) -> None:
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN, _("Change the entry"))
        self.on(Keys.QUOTAS, self.acts.book, words=_("Book a use"))
        self.on(Keys.EDIT, lambda: self.acts.change(self.table.current()), words=_("Change the entry"))
        self.on(Keys.DONE, self.acts.mark_used, words=_("Mark as used"))
        self.on(Keys.POSTPONE, self.acts.cancel_booking, words=_("Cancel the booking"))
        self.on(Keys.WAIT, self.acts.book_again, words=_("Make it a booking again"))
        self.on(Keys.DELETE_ROW, self.acts.take_back, words=_("Take it back"))
        self.on(Keys.HISTORY, self._history)
        self.on(Keys.PRINT, self.print_ledger)
        self.on(Keys.NEXT_TAB, partial(self._step_year, 1), words=_("Next fiscal year"))
        self.on(Keys.PREVIOUS_TAB, partial(self._step_year, -1), words=_("Previous fiscal year"))
        self.on(Keys.OTHER_COLUMN, self._other_list)
        self.on(Keys.REFRESH, self._ask)
        self.on(Keys.CLOSE, self.desk.go.back)
        self.book_button.setEnabled(self.writing)
        self.action(Keys.QUOTAS).setEnabled(self.writing)

    def _columns(self) -> list[TableColumn[ProgramUse]]:
        def state(painter: QPainter, where: QRectF, use: ProgramUse) -> None:
            paint_chip(painter, where, words.state_chip(use, self.desk.today()))

        def days(use: ProgramUse) -> str:
            return words.days(use.first, use.last, self.desk.preferences["date_style"])

        return [
            TableColumn(name="days", head=_("Days"), text=days, width=210, bold=True, sort=lambda use: use.first),
            TableColumn(name="taken", head=_("How much"), text=words.taken, width=90, align_right=True),
            TableColumn(name="state", head=_("State"), width=110, paint=state, sort=lambda use: use.state,
                        text=lambda use: words.state_chip(use, self.desk.today()).words),
            TableColumn(name="scheme", head=_("Scheme"), text=lambda use: use.scheme, width=220,
                        sort=lambda use: use.scheme),
            TableColumn(name="place", head=_("Where"), text=lambda use: use.place, width=180,
                        sort=lambda use: use.place),
            TableColumn(name="remark", head=_("Reason and note"), text=self._remark, tip=self._remark),
        ]  # fmt: skip

    def _remark(self, use: ProgramUse) -> str:
        """Its own, after the other entries of the scheme on the same days: why the days are more than what counts."""
        others = meeting(use, self.loaded.ledger.uses) if self.loaded is not None else ()
        return words.with_same_days(use, others, self.desk.preferences["date_style"])

    # ---- what the window asks

    def title(self) -> str:
        return _("Quotas")

    def open(self, **args: Any) -> None:
        child_id = str(args.get("child_id", ""))
        if child_id != self.child_id:
            self.loaded = None
            self._begun = False
            self.year.set_value(str(fiscal_year(self.desk.today())))
        self.child_id = child_id
        self._use_id, self.scheme_code = str(args.get("use_id", "")), str(args.get("scheme_code", ""))
        self._take_up = str(args.get("writing", ""))
        self._ask()

    def place(self) -> dict[str, Any]:
        key, use = self.acts.written(), self.table.current()
        if key is not None:
            return {"child_id": self.child_id, "use_id": key.record_id, "writing": key.form}
        return {"child_id": self.child_id, **({"use_id": use.id} if use else {})}

    def keep_draft(self) -> None:
        self.acts.keep_now()

    def leave(self) -> None:
        self.acts.keep()

    def refresh(self, changes: Changes) -> None:
        concerned = self.child_id in changes.children or changes.touches("settings")
        if self.child_id and concerned and self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        return self.table if self.loaded and self.loaded.ledger.accounts else self.book_button

    def set_width_class(self, width_class: str) -> None:
        self.table.setColumnHidden(4, width_class == NARROW)
        self.table.settle()

    # ---- asking and showing

    def _ask(self) -> None:
        office, child_id, year = self.desk.office, self.child_id, int(self.year.value())
        self.desk.ask(
            partial(_load, office, child_id, year), self._show, key="program_uses", failed=self._failed, owner=self
        )

    def _failed(self, error: BaseException) -> None:
        self.desk.dialogs.report(error)
        if isinstance(error, NotFound):
            self.desk.go.open("register")

    def _show(self, loaded: Loaded) -> None:
        first = self.loaded is None
        self.loaded = loaded
        self._paint()
        uses = loaded.ledger.uses
        wanted, self._use_id = self._use_id, ""
        form, self._take_up = self._take_up, ""
        if wanted:
            self.table.choose(lambda use: use.id == wanted)
        elif self.table.current() is None and uses:
            self.table.choose_row(0)
        if first and uses:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if form and self.writing:
            self._begun = True
            self.acts.go_on_writing(form, wanted)
        elif first and not uses and self.writing and not self._begun:
            self._begun = True
            self.acts.book()

    def _paint(self) -> None:
        loaded = self.loaded
        if loaded is None:
            return
        style = self.desk.preferences["date_style"]
        child = loaded.head.child
        self.heading.setText(_("Quotas of {name}").format(name=masked(child.name)))
        self.red.set_facts(red_facts(child, self.desk.today()))
        self.limits.set_rows(lines(loaded.ledger.accounts, style=style), keep=lambda line: line.key)
        self._fit()
        self.table.set_rows(loaded.ledger.uses, keep=lambda use: use.id)
        self._chosen(self.table.current())

    def _chosen(self, use: ProgramUse | None) -> None:
        there = self.writing and use is not None
        self.used_button.setEnabled(there and use is not None and use.state != CANCELLED)
        self.cancel_button.setEnabled(there and use is not None and use.state == BOOKED)
        self.action(Keys.DONE).setEnabled(self.used_button.isEnabled())
        self.action(Keys.POSTPONE).setEnabled(self.cancel_button.isEnabled())
        self.action(Keys.WAIT).setEnabled(there and use is not None and use.state != BOOKED)
        for key in (Keys.EDIT, Keys.DELETE_ROW):
            self.action(key).setEnabled(there)
        self.action(Keys.HISTORY).setEnabled(use is not None)

    def _step_year(self, by: int) -> None:
        wanted, this_year = int(self.year.value()) + by, fiscal_year(self.desk.today())
        if abs(wanted - this_year) <= 1:
            self.year.set_value(str(wanted))
            self._ask()

    def _other_list(self) -> None:
        target = self.table if self.limits.hasFocus() else self.limits
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _history(self) -> None:
        use = self.table.current()
        if use is not None:
            open_history(self, self.desk, kind="program_use", record_id=use.id, title=self.acts.title_of(use))

    # ---- what its acts need

    def show_use(self, use_id: str) -> None:
        """Read anew, and choose that entry; the list has the keys."""
        self._use_id = use_id
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def print_ledger(self) -> None:
        """The ledger of the shown fiscal year."""
        print_dialog(self, self.child_id, document="program-use-ledger", record_id=self.year.value())


def _load(office: Office, child_id: str, year: int) -> Loaded:
    head = register.head(office, child_id)
    return Loaded(head, quota_ledger.of_child(office, child_id, year=year), plan_offers.schemes(office))
