"""年間行事テンプレート: what comes up on the children's paths, from when and by when. Managers change it.

Object names: `stages-table`, `stages-change`, `stages-reset`, `stages-add`; in the overlay `stage-text`,
`stage-short`, `stage-since`, `stage-due`, `stage-years`, `stage-ahead`, `stage-enabled`, `stage-go`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from caseapp.casework import stages
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.desktop.settings.part import Part
from caseapp.desktop.theme.theme import theme
from caseapp.rules import grade
from caseapp.rules.stage_dates import ALLOWANCE, GUIDANCE, HANDBOOK, IN_USE, NO_PHONE, PHONE, SERVICE
from caseapp.rules.stage_template import AGE, CERTIFICATE, DEVICE, EVE, EVENT, GRADE, SCHOOL, Entry
from caseapp.words import language
from caseapp.words.language import _
from caseapp.words.stages import seed, template_text

if TYPE_CHECKING:
    from caseapp.desktop.settings.stage_dialog import StageDialog


class StagesPart(Part):
    """The entries as a table; each can be changed, switched off and put back."""

    can_add = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.say_who_may()
        told = _("What comes up on each child's path is proposed on Today and on the child's page by this template.")
        self.column.addWidget(Para(told, ink="sub", parent=self))
        self.change = self._button("change", _("Change it…"), self._change)
        self.reset = self._button("reset", _("Back to the original"), self._reset)
        self.add_one = self._button("add", _("Add one…"), self.add)
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        for button in (self.change, self.reset, self.add_one):
            flow.addWidget(button)
        self.column.addWidget(holder)
        self.table: Table[Entry] = Table(TableModel(_columns()), name=_("Yearly template"), parent=self)
        self.table.setObjectName("stages-table")
        self.table.setMinimumHeight(theme.px(420))
        self.table.opened.connect(lambda _row: self._change())
        self.column.addWidget(self.table)

    def _button(self, name: str, words: str, do: Callable[[], object]) -> Button:
        button = Button(words, do, parent=self)
        button.setObjectName(f"stages-{name}")
        button.setEnabled(self.managing)
        return button

    def heading(self) -> str:
        return _("Yearly template")

    def first_focus(self) -> QWidget:
        return self.table

    def load(self) -> None:
        self.table.set_rows(stages.template(self.desk.office), keep=lambda entry: entry.id)

    def add(self) -> None:
        if self.managing:
            number = sum(entry.id.startswith("own-") for entry in stages.template(self.desk.office)) + 1
            entry = Entry(id=f"own-{number}-{self.desk.now():%H%M%S}", text="", anchor=GRADE, due="e1 6/30", ahead=30)
            self._open(entry)

    def _change(self) -> None:
        entry = self.table.current()
        if entry is not None and self.managing:
            self._open(entry)

    def _open(self, entry: Entry) -> StageDialog:
        from caseapp.desktop.settings.stage_dialog import StageDialog

        dialog = StageDialog(self, self.desk, entry)
        dialog.begin()
        return dialog

    def _reset(self) -> None:
        entry = self.table.current()
        if entry is not None and self.managing:
            office = self.desk.office
            self.desk.act(lambda: stages.reset_entry(office, entry.id), lambda _changes: self.load(), owner=self)


def when_words(entry: Entry) -> str:
    """When an entry comes up, in words: 年中2月1日 – 年長6月30日, 18歳の誕生日(92日前から)."""
    if entry.anchor == GRADE:
        first = f"{grade_day(entry.since)} – " if entry.since else ""
        return f"{first}{grade_day(entry.due)}"
    ahead = _("from {count} days before").format(count=entry.ahead)
    about = {
        AGE: _("birthday {years}"),
        EVE: _("the day before birthday {years}"),
        CERTIFICATE: _("the last day of the certificate"),
        DEVICE: _("a year after the last check"),
        EVENT: _("an event: {words}"),
        HANDBOOK: _("the last day of the disability certificate"),
        ALLOWANCE: _("the last day of the allowance"),
        GUIDANCE: _("the next visit on the guidance form"),
        SERVICE: _("the last day of the service"),
        PHONE: _("a year after the telephone was checked"),
        NO_PHONE: _("31 March, while no telephone is noted"),
        IN_USE: _("in use for {years} years"),
        SCHOOL: _("1 April of a new school"),
    }.get(entry.anchor, _("every year on {month}/{day}"))
    words = "・".join(entry.words)
    what = about.format(years=entry.years, words=words, month=entry.month, day=entry.day)
    return _("{what} ({ahead})").format(what=what, ahead=ahead)


def grade_day(text: str) -> str:
    """`k3 6/30` as people say it: 年長 6/30."""
    code, _between, rest = text.partition(" ")
    named = _("the year before kindergarten") if code == "k0" else grade.short(code, language.current())
    return f"{named} {rest}"


def _state(entry: Entry) -> str:
    if not entry.enabled:
        return _("not used")
    original = next((each for each in seed() if each.id == entry.id), None)
    return _("own") if original is None else _("changed") if original != entry else ""


def _evidence(entry: Entry) -> str:
    return {"W": _("law or municipalities"), "GK": _("common practice")}.get(entry.evidence, "")


def _columns() -> list[TableColumn[Entry]]:
    return [
        TableColumn(name="text", head=_("What"), text=template_text),
        TableColumn(name="when", head=_("When"), text=when_words, width=280),
        TableColumn(name="state", head=_("Status"), text=_state, width=80),
        TableColumn(name="evidence", head=_("Rests on"), text=_evidence, width=230),
    ]
