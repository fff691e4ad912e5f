"""A new consent, recorded while the letter that needs it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import DateField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.letter.lines import Items
from caseapp.rules.disclosure import Consent, InformationLetter
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.words.language import _


class ConsentDialog(Dialog):
    """Starts from what the letter says; `then(consent id)` after it was saved. Object names `consent-given-on`,
    `consent-given-by`, `consent-recipient`, `consent-purpose`, `consent-items`, `consent-valid-to`, `consent-go`."""

    def __init__(
        self, host: QWidget, desk: Desk, letter: InformationLetter, *, guardian: str, then: Callable[[str], object]
    ) -> None:
        super().__init__(host, _("Record a consent"), width=640)
        self._desk, self._child_id, self._then = desk, letter.child_id, then
        self.form = Form(label_width=112, parent=self.panel)
        self.on = self.form.row(_("Given on"), DateField(desk.today), name="given_on")
        self.by = self.form.row(_("Given by"), TextField(guardian), name="given_by")
        self.recipient = self.form.row(_("For whom"), TextField(letter.organization), name="recipient")
        self.purpose = self.form.row(_("Purpose"), TextField(letter.purpose), name="purpose")
        help_text = _("One item a line")
        self.items = self.form.row(_("What may be told"), Items(least=3, most=6), name="items", help_text=help_text)
        self.valid_to = self.form.row(_("Valid until"), DateField(desk.today), name="valid_to")
        self.on.set_value(desk.today())
        self.items.set_items(letter.items)
        for field, name in (
            (self.on, "given-on"),
            (self.by, "given-by"),
            (self.recipient, "recipient"),
            (self.purpose, "purpose"),
            (self.items, "items"),
            (self.valid_to, "valid-to"),
        ):
            field.setObjectName(f"consent-{name}")
        self.add(self.form)
        self.go = Button(_("Record the consent"), self._go, kind="primary", key="Ctrl+Enter")
        self.go.setObjectName("consent-go")
        self.set_buttons(self.go, leave=_("Leave it"))

    def _go(self) -> None:
        if self.form.own_problems():
            return
        on = self.on.value()
        if on is None:
            self._problems([Problem("given_on", N_("Enter the day."))])
            return
        consent = Consent(
            id=self._desk.office.new_id(),
            child_id=self._child_id,
            given_on=on,
            given_by=self.by.value(),
            purpose=self.purpose.value(),
            recipient=self.recipient.value(),
            items=self.items.items(),
            valid_to=self.valid_to.value(),
        )
        office = self._desk.office
        self.go.setEnabled(False)

        def job() -> object:
            from caseapp.casework import disclosures

            return disclosures.save_consent(office, consent)

        self._desk.act(job, self._done, failed=self._failed, owner=self)  # type: ignore[arg-type]  # Changes, as said there

    def _done(self, changes: object) -> None:
        self.close()
        self._then(getattr(changes, "record_id", ""))

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Refused):
            self._problems(error.problems)
        else:
            self._desk.dialogs.report(error)

    def _problems(self, problems: Sequence[Problem]) -> None:
        self.form.show_problems(problems)
        self.refit()
