"""アセスメント: how things stand in all areas of life, with the child's own voice first, and what comes next.

Object names: see `record.base_page` (prefix `assessment`), `assessment.form` and `assessment.area`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import assessments, consultations, drafts, register
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.desktop.assessment.form import AssessmentForm
from caseapp.desktop.child.take_back import ask_reason
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
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
    shown = (Keys.SAVE, Keys.RATE, Keys.NEXT_TAB, Keys.NEXT_STEP, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.form = AssessmentForm(desk.today)
        super().__init__(desk, self.form, title=_("Assessment of all areas of life"), parent=parent)
        self.on(Keys.NEXT_TAB, partial(self.form.step_area, 1), words=_("Next area of life"))
        self.on(Keys.PREVIOUS_TAB, partial(self.form.step_area, -1), words=_("Previous area of life"))
        self.say_key(Keys.RATE)

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

    def load(self, child_id: str, record_id: str) -> Callable[[], Loaded]:
        office = self.desk.office
        return lambda: load(office, child_id, record_id)

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

    def withdraw(self) -> None:
        office, stored = self.desk.office, self.blank
        style = self.desk.preferences["date_style"]
        ask_reason(
            self,
            about=_("Assessment of {day}").format(day=plain_day(stored.on, today=self.desk.today(), style=style)),
            record_id=stored.id,
            act=lambda reason, steps: assessments.withdraw(office, stored.id, reason=reason, drop_steps=steps),
            done=lambda: self.was_withdrawn(assessments.restore),
        )


def load(office: Office, child_id: str, record_id: str) -> Loaded:
    """Everything the form needs; `more` are the assessments before, the newest first. Raises NotFound."""
    found = assessments.get(office, record_id) if record_id else None
    child_id = found.child_id if found is not None else child_id
    return Loaded(
        page=register.head(office, child_id),
        before=consultations.before(office, child_id),
        record=found,
        draft=drafts.find(office, form=AssessmentPage.name, child_id=child_id, record_id=record_id),
        more=assessments.before(office, child_id, than=found),
    )
