"""Saving a form about one child: once for two hurried presses, and what was typed is kept should the store refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from caseapp.rules.problem import ChangedMeanwhile, Refused
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.record.base_page import ChildFormPage


class Saving:
    """What `ChildFormPage` hands its saving to. `busy`: a saving is under way."""

    def __init__(self, page: ChildFormPage) -> None:
        self._page = page
        self.busy = False
        self._focus_before: QWidget | None = None

    def save(self, *, go_on: bool) -> None:
        """Save, or show what is missing beside its field; `go_on` is handed to the page's `after_saving`."""
        page = self._page
        keeper, form = page.keeper, page.question_form
        if self.busy or keeper is None or page.blank is None or not form.isEnabled():
            return
        keeper.keep()  # refused or failed, what was typed is there
        given = form.answer(needed=page.answer_needed(), lacking=page.lacking)
        if given is None:
            return
        job = page.job(given, keeper.key)
        self.busy = True
        self._focus_before = QApplication.focusWidget()
        page.saved.setFocus()  # what is typed while the store writes must not look as if it were saved
        page.desk.act(job, lambda _changes: self._done(go_on=go_on), failed=self._failed, owner=page)

    def _done(self, *, go_on: bool) -> None:
        self.busy = False
        page = self._page
        page.stop_keeping()
        page.desk.saved(page.saved_words())
        page.after_saving(go_on=go_on)

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        page = self._page
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()
        if isinstance(error, Refused):
            page.question_form.show_problems(error.problems)
        elif isinstance(error, ChangedMeanwhile):
            words = _("The record was changed meanwhile. Nothing was saved; what you wrote is kept as a draft.")
            page.question_form.say(words, action=_("Read the record as it is now"), do=page.ask_to_discard)
        else:
            page.desk.dialogs.report(error, title=_("The record could not be saved"))
