"""Take a record back: it is kept with its reason and hidden from lists and search; it can be brought back."""

from __future__ import annotations

from collections.abc import Callable

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Refused
from caseapp.words.language import _


class TakeBackDialog(Dialog):
    """Asks for the reason. Object names `take-back-dialog`, `take-back-reason`, `take-back-save`."""

    def __init__(self, page: Page, *, about: str, act: Callable[[str], Changes], done: Callable[[], object]) -> None:
        super().__init__(page, _("Take this record back"), width=520)
        self.setObjectName("take-back-dialog")
        self._page, self._act, self._done = page, act, done
        self.add(Para(about, ink="sub", parent=self.panel))
        kept = _("It is kept with the reason and leaves the lists and the search. It can be brought back.")
        self.add(Para(kept, ink="sub", parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        self.reason = self.form.row(
            _("Reason"), TextField(placeholder=_("e.g. written for another child by mistake")), name="reason"
        )
        self.reason.setObjectName("take-back-reason")
        self.add(self.form)
        save = Button(_("Take it back"), self._save, kind="primary", key="Enter")
        save.setObjectName("take-back-save")
        self.set_buttons(save, leave=_("Leave it"))

    def _save(self) -> None:
        reason, act = self.reason.value(), self._act
        self._page.desk.act(lambda: act(reason), self._taken, failed=self._failed, owner=self)

    def _taken(self, _changes: Changes) -> None:
        self.close()
        self._done()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.form.show_problems(error.problems)
            self.refit()
        else:
            self.close()
            self._page.desk.dialogs.report(error)


def ask_reason(page: Page, *, about: str, act: Callable[[str], Changes], done: Callable[[], object]) -> TakeBackDialog:
    """Open the overlay; `act(reason)` runs on the store's thread, `done()` afterwards here."""
    dialog = TakeBackDialog(page, about=about, act=act, done=done)
    dialog.open(dialog.reason)
    return dialog
