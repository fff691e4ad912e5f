"""Who may use the store: a list, letting somebody in, closing somebody's way in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import PassphraseField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.desktop.lock.new_passphrase import NewPassphrase
from caseapp.desktop.settings.part import Part
from caseapp.rules.account import MANAGER, VIEWER, WORKER, Account
from caseapp.rules.changes import Changes
from caseapp.vault.trouble import WrongPassphrase
from caseapp.words import language
from caseapp.words.language import _, ngettext


@dataclass(frozen=True)
class Person:
    """A line of the list: the account and whether it has a passphrase."""

    account: Account
    unlocks: bool

    def state(self) -> str:
        if not self.account.active:
            return _("Way in closed")
        return _("May open the store") if self.unlocks else _("Name only")


def role_words(role: str) -> str:
    """The role as people say it."""
    return {MANAGER: _("Manager"), WORKER: _("Support worker"), VIEWER: _("Reads only")}.get(role, role)


class PeoplePart(Part):
    """The list with its two acts."""

    can_add = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.say_who_may()
        columns: list[TableColumn[Person]] = [
            TableColumn(name="name", head=_("Name"), text=lambda p: p.account.name, width=180, bold=True),
            TableColumn(name="title", head=_("Job title"), text=lambda p: p.account.title, width=180),
            TableColumn(name="role", head=_("Role"), text=lambda p: role_words(p.account.role), width=120),
            TableColumn(name="state", head=_("May use it"), text=lambda p: p.state()),
        ]
        self.table = Table[Person](TableModel(columns), name=_("People"), parent=self)
        self.table.setMinimumHeight(220)
        self.table.chosen.connect(self._settle)
        self.column.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.add_button = Button(_("Let somebody in"), self.add, key=Keys.NEW, icon="plus", parent=self)
        self.close_button = Button(_("Close the way in"), self.close_account, parent=self)
        row.addWidget(self.add_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.column.addLayout(row)
        self.add_button.setVisible(self.managing)
        self.close_button.setVisible(self.managing)
        self._settle()

    def heading(self) -> str:
        return _("People")

    def load(self) -> None:
        from caseapp.casework import accounts

        office = self.desk.office

        def job() -> list[Person]:
            able = accounts.can_unlock(office)
            return [Person(account, account.id in able) for account in accounts.list_accounts(office)]

        self.desk.ask(job, self._show, key="settings.people", owner=self)

    def _show(self, people: list[Person]) -> None:
        self.table.set_rows(people, keep=lambda person: person.account.id)
        self._settle()

    def _settle(self, *_args: object) -> None:
        person = self.table.current()
        own = person is not None and person.account.id == self.desk.office.account.id
        self.close_button.setEnabled(person is not None and person.account.active and not own)

    def add(self) -> None:
        if self.managing:
            AddPerson(self, self.desk).open()

    def close_account(self) -> None:
        person = self.table.current()
        if person is not None and self.close_button.isEnabled():
            ClosePerson(self, self.desk, person.account).open()

    def first_focus(self) -> QWidget:
        return self.table


class AddPerson(Dialog):
    """Name, job title, role and a first passphrase."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, _("Let somebody in"), width=560)
        self._desk = desk
        self.form = Form(label_width=104, parent=self.panel)
        self.name = self.form.row(_("Name"), TextField(placeholder=_("Family name, blank, given name")), name="name")
        self.job = self.form.row(_("Job title"), TextField(), name="title")
        self.role = self.form.row(
            _("Role"),
            ToggleFlow((role, role_words(role)) for role in (WORKER, MANAGER, VIEWER)),
            name="role",
            help_text=_("Managers approve plans and change settings. Those who read only change nothing."),
        )
        self.role.set_value(WORKER)
        self.add(self.form)
        self.add(Para(_("The person types a first passphrase here, or changes yours later."), ink="sub"))
        self.fresh = NewPassphrase(lambda: [desk.office.settings.name, self.name.text()], parent=self.panel)
        self.add(self.fresh)
        self.go = Button(_("Let in"), self.submit, kind="primary", parent=self.panel)
        self.set_buttons(self.go, leave=_("Leave it"))

    def submit(self) -> None:
        missing = not self.name.text().strip()
        self.form.row_of("name").show_problem(_("Enter a name.") if missing else "")
        if missing:
            self.name.setFocus()
            return
        if not self.fresh.explain():
            return
        from caseapp.casework import accounts

        office, name, role, title = self._desk.office, self.name.text(), self.role.value(), self.job.text()
        passphrase = self.fresh.value()
        self.go.setEnabled(False)
        self._desk.act(
            lambda: accounts.add(office, name=name, role=role, title=title, passphrase=passphrase),
            self._done,
            failed=self._failed,
            owner=self,
        )

    def _done(self, _changes: Changes) -> None:
        self.close()

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        failed_in(self, self.form, error, desk=self._desk, stays=True)


class ClosePerson(Dialog):
    """Take somebody's way in; the manager's own passphrase is asked again. It cannot be undone."""

    def __init__(self, host: QWidget, desk: Desk, account: Account) -> None:
        super().__init__(host, _("Close the way in of {name}").format(name=account.name))
        self._desk, self._account = desk, account
        words = _(
            "{name} can no longer open the store, and the store gets a new key. "
            "The records stay. Old backups open with the old passphrase."
        )
        self.add(Para(words.format(name=account.name), parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        self.passphrase = self.form.row(_("Your own passphrase"), PassphraseField(), name="passphrase")
        self.add(self.form)
        self.go = Button(_("Close the way in"), self.submit, parent=self.panel)
        self.set_buttons(self.go, leave=_("Leave it"))

    def submit(self) -> None:
        if not self.passphrase.text():
            self.form.row_of("passphrase").show_problem(_("Enter the passphrase."))
            self.passphrase.setFocus()
            return
        from caseapp.casework import accounts

        office, account_id, passphrase = self._desk.office, self._account.id, self.passphrase.take()
        self.go.setEnabled(False)
        self._desk.act(
            lambda: accounts.disable(office, account_id, passphrase=passphrase),
            self._done,
            failed=self._failed,
            owner=self,
        )

    def _done(self, _changes: Changes) -> None:
        self.close()
        offer_hand_over(self._host, self._desk, self._account)

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self.form.row_of("passphrase").show_problem(language.say(error.problem))
            self.passphrase.setFocus()
        else:
            self._desk.dialogs.report(error)


def offer_hand_over(host: QWidget, desk: Desk, account: Account) -> None:
    """Whose children are left without somebody who works here: ask whether they are to be handed over now."""
    from caseapp.casework import handover_views
    from caseapp.desktop.handover import begin_dialog

    office = desk.office

    def answered(child_ids: tuple[str, ...]) -> None:
        if not child_ids:
            return
        words = ngettext(
            "{name} is still the worker of {count} child.",
            "{name} is still the worker of {count} children.",
            len(child_ids),
        )
        desk.dialogs.ask(
            words.format(name=account.name, count=len(child_ids)),
            then=lambda _code: begin_dialog.begin(host, desk, child_ids, without=account.id),
            answers=[Answer("begin", _("Begin a hand-over"), "primary")],
            leave=_("Later"),
        )

    desk.ask(lambda: handover_views.left_with(office, account.id, free=True), answered, owner=host)
