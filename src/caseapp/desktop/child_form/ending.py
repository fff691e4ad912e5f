"""支援の終了: a day and a reason; the record stays, the child leaves the lists of the day."""

from __future__ import annotations

from functools import partial

from caseapp.casework import register
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import DateField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.problem import Problem
from caseapp.words.language import _


class EndDialog(Dialog):
    """Object names: `end-dialog`, `end-day`, `end-reason`, `end-save`."""

    def __init__(self, page: Page, child: Child) -> None:
        super().__init__(page, _("End the support of {name}").format(name=masked(child.name)), width=520)
        self.setObjectName("end-dialog")
        self._page, self._child_id = page, child.id
        words = _("The record stays and can be taken up again. The child leaves today's lists.")
        self.add(Para(words, ink="sub", parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        self.day = self.form.row(_("Day"), DateField(page.desk.today), name="on")
        self.day.setObjectName("end-day")
        self.day.set_value(page.desk.today())
        self.reason = self.form.row(_("Reason"), TextField(placeholder=_("e.g. moved to another town")), name="reason")
        self.reason.setObjectName("end-reason")
        self.add(self.form)
        save = Button(_("End the support"), self._save, kind="primary", key="Enter")
        save.setObjectName("end-save")
        self.set_buttons(save, leave=_("Leave it"))

    def _save(self) -> None:
        if self.form.own_problems():
            return
        on, reason = self.day.value(), self.reason.value()
        if on is None:
            self.form.show_problems([Problem("on", "Enter the day on which the support ended.")])
            return
        end = partial(register.close, self._page.desk.office, self._child_id, on=on, reason=reason)
        self._page.desk.act(end, self._ended, failed=self._failed, owner=self)

    def _ended(self, _changes: Changes) -> None:
        self.close()
        self._page.desk.saved(_("The support has ended"))
        self._page.desk.go.open_child(self._child_id)

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._page.desk)


def end_support(page: Page, child: Child) -> None:
    """Ask for day and reason; a child whose support has ended is taken up again at once (with a word about it)."""
    if child.status != "closed":
        dialog = EndDialog(page, child)
        dialog.open(dialog.reason)
        return
    desk = page.desk

    def reopened(_changes: Changes) -> None:
        desk.saved(_("The support was taken up again"))
        desk.go.open_child(child.id)

    desk.act(partial(register.reopen, desk.office, child.id), reopened, owner=page)
