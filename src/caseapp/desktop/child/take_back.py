"""Take a record back: it is kept with its reason and hidden from lists and search; it can be brought back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from caseapp.casework import taking_back
from caseapp.casework.taking_back import Grown
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import CheckBox
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import hidden
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from caseapp.rules.changes import Changes
from caseapp.rules.follow_up import FollowUp
from caseapp.words.language import _

Act: TypeAlias = Callable[[str, bool], Changes]
"""What takes the record back: its reason, and whether the actions planned in it go with it."""


class TakeBackDialog(Dialog):
    """Asks for the reason, and whether what was planned in the record goes with it.

    Object names `take-back-dialog`, `take-back-reason`, `take-back-steps`, `take-back-save`.
    """

    def __init__(self, page: Page, *, about: str, record_id: str, act: Act, done: Callable[[], object]) -> None:
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
        self.steps = CheckBox(_("Take what was planned in this record off the list, too"), parent=self.panel)
        self.steps.setObjectName("take-back-steps")
        self.steps.setChecked(True)
        self.planned = Para("", parent=self.panel)
        self.settled = Para("", ink="sub", parent=self.panel)
        for widget in (self.steps, self.planned, self.settled):
            widget.hide()
            self.add(widget)
        save = Button(_("Take it back"), self._save, kind="primary", key="Enter")
        save.setObjectName("take-back-save")
        self.set_buttons(save, leave=_("Leave it"))
        page.desk.ask(partial(taking_back.grown, page.desk.office, record_id), self._show_grown, owner=self)

    def _show_grown(self, grown: Grown) -> None:
        """What hangs on the record: the planned actions go unless one says no; what it ticked off stays so."""
        self.planned.setText("\n".join(self._line(step) for step in grown.open))
        if grown.settled:
            told = _("What was ticked off with this record stays done:")
            self.settled.setText("\n".join((told, *(self._line(step) for step in grown.settled))))
        self.steps.setVisible(bool(grown.open))
        self.planned.setVisible(bool(grown.open))
        self.settled.setVisible(bool(grown.settled))
        self.refit()

    def _line(self, step: FollowUp) -> str:
        desk = self._page.desk
        day = plain_day(step.due_on, today=desk.today(), style=desk.preferences["date_style"])
        return f"・{day} {hidden(step.text)}"

    def _save(self) -> None:
        reason, act, steps = self.reason.value(), self._act, self.steps.isChecked()
        self._page.desk.act(lambda: act(reason, steps), self._taken, failed=self._failed, owner=self)

    def _taken(self, _changes: Changes) -> None:
        self.close()
        self._done()

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._page.desk)


def ask_reason(page: Page, *, about: str, record_id: str, act: Act, done: Callable[[], object]) -> TakeBackDialog:
    """Open the overlay; `act(reason, drop_steps)` runs on the store's thread, `done()` afterwards here."""
    dialog = TakeBackDialog(page, about=about, record_id=record_id, act=act, done=done)
    dialog.open(dialog.reason)
    return dialog
