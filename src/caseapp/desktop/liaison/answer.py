"""The answer that was waited for: when it came and what it was."""

from __future__ import annotations

from collections.abc import Callable

from caseapp.casework import liaisons
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import DateField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.text import Para
from caseapp.rules.changes import Changes
from caseapp.rules.organization import Liaison
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.words.language import _


class AnswerDialog(Dialog):
    """Object names: `answer-dialog`, `answer-on`, `answer-text`, `answer-save`."""

    def __init__(self, page: Page, liaison: Liaison, *, done: Callable[[], object]) -> None:
        super().__init__(page, _("Write down the answer"))
        self.setObjectName("answer-dialog")
        self._page, self._liaison, self._done = page, liaison, done
        self.add(Para(" ・ ".join(part for part in (liaison.organization, liaison.subject) if part), bold=True))
        if liaison.request.strip():
            self.add(Para(liaison.request, ink="sub", lines=4))
        self.form = Form(above=True, parent=self.panel)
        self.add(self.form)
        self.text = self.form.row(
            _("Answer"), Paragraph(placeholder=_("what was answered, and by whom"), least=3, most=8), name="answer"
        )
        self.on_day = self.form.row(_("Answered on"), DateField(page.desk.today), name="answered_on")
        self.on_day.set_value(page.desk.today())
        button = Button(_("Save"), self.save, kind="primary", key="Ctrl+Enter")
        for widget, name in ((self.text, "text"), (self.on_day, "on"), (button, "save")):
            widget.setObjectName(f"answer-{name}")
        self.set_buttons(button, leave=_("Leave it"))

    def save(self) -> None:
        if self.form.own_problems():
            return
        on, answer = self.on_day.value(), self.text.value()
        problems = [] if answer.strip() else [Problem("answer", N_("Write what the answer was."))]
        if on is None:
            problems.append(Problem("answered_on", N_("Enter the day.")))
        if problems or on is None:
            self._failed(Refused(problems))
            return
        office, liaison_id = self._page.desk.office, self._liaison.id
        self._page.desk.act(
            lambda: liaisons.answered(office, liaison_id, on=on, answer=answer),
            self._saved,
            failed=self._failed,
            owner=self,
        )

    def _saved(self, _changes: Changes) -> None:
        self._page.desk.saved(_("The answer was written down"))
        self.close()
        self._done()

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._page.desk)


def open_answer(page: Page, liaison: Liaison, *, done: Callable[[], object] = lambda: None) -> AnswerDialog:
    """Open the overlay for a contact whose answer has come; `done` is called when it was saved."""
    dialog = AnswerDialog(page, liaison, done=done)
    dialog.open(dialog.text)
    return dialog
