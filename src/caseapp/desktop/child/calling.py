"""Before one dials: what must be heeded, then the number; and the whole family, whom one must never call first.

Object names: `call-dialog`, `call-record`, `call-copy`, `call-show`.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtGui import QGuiApplication

from caseapp.casework import household
from caseapp.casework.household import Household
from caseapp.desktop.child.words import DOT, relationship
from caseapp.desktop.kit.bands import RedBand, RedFact
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Label, Para
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.red_facts import stops_calling
from caseapp.words import language, people
from caseapp.words.language import _

_MOST = 6  # others of the family, below the number


def secrets(child: Child, today: date) -> list[RedFact]:
    """What must not be said or sent: the red facts that matter before dialling and printing."""
    facts = stops_calling(people.red_facts(child, language.current(), hide=masked, today=today))
    return [RedFact(fact.rule, fact.reason, privacy=True) for fact in facts]


class CallDialog(Dialog):
    """One person's number. Of somebody who must never be contacted it is only shown when one insists."""

    def __init__(self, page: Page, child: Child, member: FamilyMember) -> None:
        who = " ".join(part for part in (relationship(member), masked(member.name)) if part)
        forbidden = member.never_contact
        title = _("{name}: do not contact") if forbidden else _("Call {name}")
        super().__init__(page, title.format(name=who), width=560)
        self.setObjectName("call-dialog")
        self._page, self._child, self._member = page, child, member
        self.leave: Button | None = None
        self.band = RedBand(secrets(child, page.desk.today()), parent=self.panel)
        self.add(self.band)
        self.number = Label("", role="title", parent=self.panel)
        self.add(self.number)
        when = DOT.join(part for part in (member.call_when, member.note) if part)
        if when and not forbidden:
            self.add(Para(hidden(when), ink="sub", parent=self.panel))
        self.others = Para("", ink="sub", parent=self.panel)
        self.add(self.others)
        self.show_number = Button(_("Show the number all the same"), self._show, kind="quiet", parent=self.panel)
        self.show_number.setObjectName("call-show")
        self.copy = Button(_("Copy the number"), self._copy, kind="quiet", parent=self.panel)
        self.copy.setObjectName("call-copy")
        self.record = Button(_("Record this call"), self._record, kind="primary", parent=self.panel)
        self.record.setObjectName("call-record")
        if forbidden:  # Enter closes; the number wants a deliberate press
            self.number.hide()
            self.add(self.show_number)
            self.record.hide()
            self.copy.hide()
            self.leave = Button(_("Close"), self.close, kind="primary", key="Esc", parent=self.panel)
            self.set_buttons(self.leave)
        else:
            self.show_number.hide()
            self.set_buttons(self.record, self.copy, leave=_("Close"))
            self._show()
        page.desk.ask(partial(household.household, page.desk.office, child.id), self._show_family, owner=self)

    def _show(self) -> None:
        words = hidden(self._member.phone) or _("No number is written down.")
        self.number.setText(words)
        self.number.show()
        self.show_number.hide()
        self.refit()

    def _show_family(self, found: Household) -> None:
        lines = []
        for each in found.members:
            member = each.member
            if member.name == self._member.name or not (member.phone or member.never_contact):
                continue
            told = _("do not contact") if member.never_contact else hidden(member.phone)
            who = " ".join(part for part in (relationship(member), masked(member.name)) if part)
            lines.append(DOT.join(part for part in (who, told, member.call_when) if part))
        self.others.setText("\n".join(lines[:_MOST]))
        self.refit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._member.phone)
        self._page.desk.saved(_("The number is copied"))

    def _record(self) -> None:
        self.close()
        self._page.desk.go.open_record(self._child.id)


def call(page: Page, child: Child, member_id: str) -> None:
    """Open the number of this member of the family."""
    member = next((each for each in child.family if each.id == member_id), None)
    if member is not None:
        dialog = CallDialog(page, child, member)
        dialog.open(dialog.leave if member.never_contact else dialog.record)
