"""アセスメント: how things stand in all areas of life, with the child's own voice first, and what comes next.

Object names: see `record.base_page` (prefix `assessment`), `assessment.form` and `assessment.area`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import assessments
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.desktop.assessment.form import AssessmentForm
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.print import print_dialog
from caseapp.desktop.record.base_page import ChildFormPage, Loaded
from caseapp.desktop.record.question_form import Given
from caseapp.rules import plan_state
from caseapp.rules.assessment import Assessment, assessment_problems
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Problem
from caseapp.words import codes
from caseapp.words.language import _


class AssessmentPage(ChildFormPage):
    """`open(child_id=…)`; `assessment_id=…` to change one. 1 to 5 rate the area whose rating has the focus."""

    name = "assessment"
    rail = "register"
    prefix = "assessment"
    record_argument = "assessment_id"
    record_kind = "assessment"
    shown = (Keys.SAVE, Keys.RATE, Keys.NEXT_TAB, Keys.NEXT_STEP, Keys.PRINT, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, title=_("Assessment of all areas of life"), parent=parent)
        self.on(Keys.NEXT_TAB, partial(self.form.step_area, 1), words=_("Next area of life"))
        self.on(Keys.PREVIOUS_TAB, partial(self.form.step_area, -1), words=_("Previous area of life"))
        self.on(Keys.PRINT, self.print_form)
        self.say_key(Keys.RATE)

    def make_form(self) -> AssessmentForm:
        self.form = AssessmentForm(self.desk.today, parent=self)
        return self.form

    def title_of(self, *, new: bool) -> str:
        return _("Assessment of all areas of life") if new else _("Change the assessment")

    def first_focus(self) -> QWidget | None:
        return self.form.voice

    def _goes_on(self) -> bool:
        return False  # one look at a child at a time

    def _masked(self) -> None:
        super()._masked()
        self.form.again()

    # ---- reading and filling

    @staticmethod
    def more(office: Office, child_id: str, found: Any, /) -> Any:
        """The assessments before, the newest first."""
        return assessments.before(office, child_id, than=found)

    def begin(self, loaded: Loaded, args: Mapping[str, Any]) -> None:
        account = self.desk.office.account
        self.form.start(loaded.page, loaded.more, worker=account.name)
        if loaded.record is not None:
            self.blank = loaded.record
            self.form.show_record(loaded.record, loaded.page.follow_ups)
            return
        self.blank = Assessment(
            id=self.desk.office.new_id(), child_id=self._child_id, on=self.desk.today(), worker_id=account.id
        )

    # ---- saving and taking back

    def lacking(self) -> list[Problem]:
        return assessment_problems(self.form.filled(self.blank), today=self.desk.today())

    def job(self, given: Given, key: DraftKey) -> Callable[[], Changes]:
        office, record, step = self.desk.office, self.form.filled(self.blank), given.step
        return lambda: assessments.save(office, record, next_step=step, draft_key=key)

    def saved_words(self) -> str:
        words = super().saved_words()
        bad = plan_state.bad_areas(self.form.filled(self.blank))
        if not bad:
            return words
        told = "、".join(codes.load("plan_area").label(area) for area in bad)
        return _("{saved}. Rated 1 or 2, to be a goal of the plan: {areas}").format(saved=words, areas=told)

    # ---- paper

    def print_form(self) -> None:
        """Ctrl+P: the assessment as it is stored; for a new one the last one, else the empty form to take along."""
        if self._loaded is None:
            return
        blank = not self._record_id and not self._loaded.more
        if self.discard.isHidden():
            self._open_print(blank=blank)
            return
        self.desk.dialogs.ask(
            _("What is not saved does not stand on the paper."),
            then=lambda _code: self._open_print(blank=blank),
            answers=[Answer("print", _("Print the empty form") if blank else _("Print what is saved"))],
            leave=_("Leave it"),
        )

    def _open_print(self, *, blank: bool) -> None:
        print_dialog(self, self._child_id, document="assessment", record_id=self._record_id, blank=blank)

    def about(self) -> str:
        today, style = self.desk.today(), self.desk.preferences["date_style"]
        return _("Assessment of {day}").format(day=plain_day(self.blank.on, today=today, style=style))
