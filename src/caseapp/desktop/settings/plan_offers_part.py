"""文例と支援策: what is offered while a plan is written, changed, taken off and added to by the office.

Object names: `offers-kind`, `offers-search`, `offers-add`, `offers-change`, `offers-table`.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.desktop.plan import words
from caseapp.desktop.settings.part import Part
from caseapp.desktop.theme.theme import theme
from caseapp.rules.account import VIEWER
from caseapp.rules.folding import fold
from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.words import codes
from caseapp.words.language import _

PHRASES, SCHEMES = "phrases", "schemes"


def kind_words() -> dict[str, str]:
    """What a sentence is for."""
    return {"need": _("Need"), "goal": _("Goal"), "support": _("Support")}


class PlanOffersPart(Part):
    """Workers and managers change it, viewers read it."""

    can_add = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.writing = desk.office.account.role != VIEWER
        told = _("Offered by Ctrl+J while a plan is written. Change them, take them off the list, add your own.")
        self.column.addWidget(Para(told, ink="sub", parent=self))
        self.kind = FilterPills(
            [(PHRASES, _("Sentence examples")), (SCHEMES, _("Schemes of support"))],
            name=_("What is offered"),
            parent=self,
        )
        self.kind.setObjectName("offers-kind")
        self.kind.set_value(PHRASES)
        self.kind.changed.connect(self.load)
        self.column.addWidget(self.kind)
        self.search = SearchField(placeholder=_("part of the words"), parent=self)
        self.search.setObjectName("offers-search")
        self.search.setAccessibleName(_("part of the words"))
        self.search.changed.connect(self._narrow)
        self.add_one = Button(_("Add one…"), self.add, parent=self)
        self.change = Button(_("Change it…"), self._change, parent=self)
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        for part, name in ((self.add_one, "add"), (self.change, "change")):
            part.setObjectName(f"offers-{name}")
            part.setEnabled(self.writing)
            flow.addWidget(part)
        self.column.addWidget(self.search)
        self.column.addWidget(holder)
        self._tables: dict[str, Table[Any]] = {}
        for each, columns in ((PHRASES, _phrase_columns()), (SCHEMES, _scheme_columns())):
            table: Table[Any] = Table(TableModel(columns), name=_("What is offered"), parent=self)
            table.setObjectName("offers-table" if each == PHRASES else "offers-schemes")
            table.setMinimumHeight(theme.px(340))
            table.opened.connect(lambda _row: self._change())
            self._tables[each] = table
            self.column.addWidget(table)
        self._rows: tuple[Any, ...] = ()

    def heading(self) -> str:
        return _("Words for plans")

    def first_focus(self) -> QWidget:
        return self.search

    @property
    def table(self) -> Table[Any]:
        """The one that is shown."""
        return self._tables[self.kind.value()]

    def load(self) -> None:
        office, kind = self.desk.office, self.kind.value()
        for name, table in self._tables.items():
            table.setVisible(name == kind)

        def job() -> Any:
            from caseapp.casework import plan_offers

            return plan_offers.phrases(office) if kind == PHRASES else plan_offers.schemes(office)

        self.desk.ask(job, self._show, key="settings.offers", owner=self)

    def _show(self, rows: tuple[Any, ...]) -> None:
        self._rows = rows
        self._narrow()

    def _narrow(self) -> None:
        wanted = [fold(word) for word in self.search.value().split()]
        shown = [each for each in self._rows if all(word in fold(_said(each)) for word in wanted)]
        self.table.set_rows(shown, keep=lambda each: each.code)
        self.change.setEnabled(self.writing and bool(shown))

    def add(self) -> None:
        """A sentence or scheme of the office's own."""
        if self.writing:
            self._open(None)

    def _change(self) -> None:
        row = self.table.current()
        if self.writing and row is not None:
            self._open(row)

    def _open(self, value: Any) -> None:
        from caseapp.desktop.settings.plan_offer_dialogs import EditPhraseDialog, EditSchemeDialog

        if self.kind.value() == PHRASES:
            EditPhraseDialog(self, self.desk, value, then=self.load).begin()
        else:
            EditSchemeDialog(self, self.desk, value, then=self.load).begin()


def _said(each: Phrase | Scheme) -> str:
    if isinstance(each, Phrase):
        return f"{each.text} {codes.load('plan_area').label(each.area)}"
    return f"{each.name} {each.law} {each.provider} {each.who} {each.contact}"


def _state(each: Phrase | Scheme) -> str:
    if each.retired:
        return _("no longer offered")
    return _("our own") if each.own else _("of the program")


def _phrase_columns() -> tuple[TableColumn[Any], ...]:
    make = TableColumn[Any]
    kinds, areas = kind_words(), codes.load("plan_area")

    def area(each: Phrase) -> str:
        return f"{areas.short(each.area)} {words.ages(each.ages_from, each.ages_to)}"

    return (
        make(name="kind", head=_("For"), text=lambda each: kinds[each.kind], width=100),
        make(name="area", head=_("Area of life"), text=area, width=160),
        make(name="text", head=_("Sentence"), text=lambda each: each.text, bold=True),
        make(name="state", head=_("State"), text=_state, width=76),
    )


def _scheme_columns() -> tuple[TableColumn[Any], ...]:
    make = TableColumn[Any]

    def state(each: Scheme) -> str:
        return _("to be checked") if each.unsure and not each.retired else _state(each)

    return (
        make(name="name", head=_("Scheme"), text=lambda each: each.name, bold=True),
        make(name="contact", head=_("Whom to ask"), text=lambda each: each.contact, width=180),
        make(name="state", head=_("State"), text=state, width=76),
    )
