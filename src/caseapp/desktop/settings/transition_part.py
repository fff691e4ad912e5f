"""移行準備チェックリストの項目: what the checklist asks, changed, taken off and added to by the office.

Object names: `items-search`, `items-add`, `items-change`, `items-table`; `item-domain`, `item-child`, `item-guardian`,
`item-retired`, `offer-go`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import transition_items
from caseapp.desktop.kit.boxes import CheckBox, Combo
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.desktop.settings.part import Part
from caseapp.desktop.settings.plan_offer_dialogs import OfferDialog
from caseapp.desktop.theme.theme import theme
from caseapp.rules.account import VIEWER
from caseapp.rules.changes import Changes
from caseapp.rules.folding import fold
from caseapp.rules.transition import ChecklistItem
from caseapp.words import codes, transition
from caseapp.words.language import _, current


class TransitionPart(Part):
    """Workers and managers change it, viewers read it."""

    can_add = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.writing = desk.office.account.role != VIEWER
        told = _("What the transition checklist asks of the young person and of the guardians, in words of each.")
        kept = _("Sheets that were filled in keep the words they were asked in.")
        version = _("Version {version}. {source}").format(
            version=transition.version(), source=transition.source_note(current())
        )
        self.column.addWidget(Para(f"{told} {kept}\n{version}", ink="sub", parent=self))
        self.search = SearchField(placeholder=_("part of the words"), parent=self)
        self.search.setObjectName("items-search")
        self.search.setAccessibleName(_("part of the words"))
        self.search.changed.connect(self._narrow)
        self.column.addWidget(self.search)
        self.add_one = Button(_("Add an item…"), self.add, parent=self)
        self.change = Button(_("Change it…"), self._change, parent=self)
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        for part, name in ((self.add_one, "add"), (self.change, "change")):
            part.setObjectName(f"items-{name}")
            part.setEnabled(self.writing)
            flow.addWidget(part)
        self.column.addWidget(holder)
        self.table: Table[ChecklistItem] = Table(TableModel(_columns()), name=_("Items of the checklist"), parent=self)
        self.table.setObjectName("items-table")
        self.table.setMinimumHeight(theme.px(340))
        self.table.opened.connect(lambda _row: self._change())
        self.column.addWidget(self.table)
        self._rows: tuple[ChecklistItem, ...] = ()

    def heading(self) -> str:
        return _("Transition readiness")

    def first_focus(self) -> QWidget:
        return self.search

    def load(self) -> None:
        office = self.desk.office
        self.desk.ask(lambda: transition_items.items(office), self._show, key="settings.items", owner=self)

    def _show(self, rows: tuple[ChecklistItem, ...]) -> None:
        self._rows = rows
        self._narrow()

    def _narrow(self) -> None:
        wanted = [fold(word) for word in self.search.value().split()]
        shown = [each for each in self._rows if all(word in fold(f"{each.child} {each.guardian}") for word in wanted)]
        self.table.set_rows(shown, keep=lambda each: each.code)
        self.change.setEnabled(self.writing and bool(shown))

    def add(self) -> None:
        """An item of the office's own."""
        if self.writing:
            EditItemDialog(self, self.desk, None, then=self.load).begin()

    def _change(self) -> None:
        row = self.table.current()
        if self.writing and row is not None:
            EditItemDialog(self, self.desk, row, then=self.load).begin()


class EditItemDialog(OfferDialog):
    """A new item (`value` None), or a change."""

    def __init__(self, host: QWidget, desk: Desk, value: ChecklistItem | None, *, then: Callable[[], object]) -> None:
        super().__init__(host, desk, _("Item of the transition checklist"), then=then)
        self._value = value
        shown = value or ChecklistItem(domain="", child="", guardian="")
        domains = codes.load("transition_domain")
        known = [("", _("Choose")), *((code, domains.label(code)) for code in domains)]
        self.domain = self.form.row(_("Group of items"), Combo(known), name="domain")
        self.domain.set_value(shown.domain)
        self.child = self.form.row(
            _("Asked of the young person"),
            Paragraph(shown.child, least=2),
            name="child",
            help_text=_("Words a child understands, to be answered with yes, not yet or help"),
        )
        self.guardian = self.form.row(_("Asked of the guardians"), Paragraph(shown.guardian, least=2), name="guardian")
        self.retired = self.form.row(_("State"), CheckBox(_("No longer asked"), checked=shown.retired), name="retired")
        self.form.row_of("retired").set_visible(value is not None)
        fields = {"domain": self.domain, "child": self.child, "guardian": self.guardian, "retired": self.retired}
        self.name_fields("item", fields)

    def begin(self) -> None:
        self.open(self.child if self._value else self.domain)

    def keep(self) -> Callable[[], Changes]:
        value = ChecklistItem(
            code=self._value.code if self._value else "",
            domain=self.domain.value(),
            child=self.child.value(),
            guardian=self.guardian.value(),
            retired=self.retired.value(),
        )
        office = self._desk.office
        return lambda: transition_items.save_item(office, value)


def _state(each: ChecklistItem) -> str:
    if each.retired:
        return _("no longer asked")
    return _("our own") if each.own else _("of the program")


def _columns() -> tuple[TableColumn[Any], ...]:
    make = TableColumn[Any]
    domains = codes.load("transition_domain")
    return (
        make(name="domain", head=_("Group of items"), text=lambda each: domains.label(each.domain), width=110),
        make(name="child", head=_("Asked of the young person"), text=lambda each: each.child, bold=True),
        make(name="guardian", head=_("Asked of the guardians"), text=lambda each: each.guardian),
        make(name="state", head=_("State"), text=_state, width=96),
    )
