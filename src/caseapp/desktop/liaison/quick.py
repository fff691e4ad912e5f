"""A new organization without leaving the form in which one is needed: name, kind, telephone."""

from __future__ import annotations

from collections.abc import Callable

from caseapp.casework import organizations
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.rules.changes import Changes
from caseapp.rules.organization import Organization
from caseapp.words import codes
from caseapp.words.language import _


class QuickOrganization(Dialog):
    """Object names: `organization-quick-name`, `-kind`, `-phone`, `-save`. The rest is added on its own page."""

    def __init__(self, page: Page, *, typed: str, done: Callable[[Organization], object]) -> None:
        super().__init__(page, _("Add a new organization"))
        self._page, self._done = page, done
        self.form = Form(above=True, parent=self.panel)
        self.add(self.form)
        self.name = self.form.row(_("Name of the organization"), TextField(typed), name="name")
        kinds = codes.load("organization_kind")
        self.kind = self.form.row(
            _("Kind"), Combo([("", ""), *((code, kinds.label(code)) for code in kinds.toggles)]), name="kind"
        )
        self.phone = self.form.row(_("Telephone"), TextField(placeholder="0000-00-0000"), name="phone")
        button = Button(_("Add it"), self.save, kind="primary", key="Enter")
        for widget, name in ((self.name, "name"), (self.kind, "kind"), (self.phone, "phone"), (button, "save")):
            widget.setObjectName(f"organization-quick-{name}")
        self.set_buttons(button, leave=_("Leave it"))

    def save(self) -> None:
        office = self._page.desk.office
        name, kind, phone = self.name.value(), self.kind.value(), self.phone.value()

        def job() -> Changes:
            number = organizations.next_number(office)
            return organizations.save(office, Organization(number=number, name=name, kind=kind, phone=phone))

        self._page.desk.act(job, self._saved, failed=self._failed, owner=self)

    def _saved(self, changes: Changes) -> None:
        office, made = self._page.desk.office, changes.record_id
        self._page.desk.ask(lambda: organizations.get(office, made), self._read, owner=self)

    def _read(self, organization: Organization) -> None:
        self.close()
        self._done(organization)

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._page.desk)


def open_quick(page: Page, *, typed: str, done: Callable[[Organization], object]) -> QuickOrganization:
    """Open the overlay; `done` gets the organization that was added."""
    dialog = QuickOrganization(page, typed=typed, done=done)
    dialog.open(dialog.kind if typed else dialog.name)
    return dialog
