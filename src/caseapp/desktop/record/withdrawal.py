"""取り下げ: a consultation that should not have been written is taken back with a reason; it is kept and can return."""

from __future__ import annotations

from collections.abc import Callable

from caseapp.casework import consultations
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Refused
from caseapp.words.language import _


class WithdrawDialog(Dialog):
    """Asks why. Object names: `withdraw-reason`, `withdraw-save`."""

    def __init__(self, page: Page, consultation_id: str, *, done: Callable[[], object]) -> None:
        super().__init__(page, _("Take the record back"))
        self._page, self._id, self._done = page, consultation_id, done
        self.add(Para(_("It disappears from lists and search, and can be brought back."), ink="sub"))
        self.form = Form(above=True, parent=self.panel)
        self.add(self.form)
        field = TextField(placeholder=_("e.g. written in another child's record"))
        self.reason = self.form.row(_("Reason"), field, name="reason")
        self.reason.setObjectName("withdraw-reason")
        button = Button(_("Take it back"), self.save, kind="primary", key="Enter")
        button.setObjectName("withdraw-save")
        self.set_buttons(button, leave=_("Leave it"))

    def save(self) -> None:
        office, record_id, reason = self._page.desk.office, self._id, self.reason.value()
        self._page.desk.act(
            lambda: consultations.withdraw(office, record_id, reason=reason),
            self._saved,
            failed=self._failed,
            owner=self,
        )

    def _saved(self, _changes: Changes) -> None:
        self.close()
        self._done()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.form.show_problems(error.problems)
            self.refit()
        else:
            self.close()
            self._page.desk.dialogs.report(error)
