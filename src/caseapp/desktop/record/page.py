"""相談を記録する: one contact with the child, the family or a body about the child, and what comes next.

Object names: see `base_page` (prefix `record`), `heads`, `paragraphs` and `follow_up.next_step_box`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import consultations
from caseapp.casework.views import DraftKey
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.record.base_page import ChildFormPage, Loaded
from caseapp.desktop.record.form import RecordForm
from caseapp.desktop.record.question_form import Given
from caseapp.rules.changes import Changes
from caseapp.rules.consultation import Consultation, consultation_problems
from caseapp.rules.problem import Problem
from caseapp.words.language import _

_METHOD_OF_STEP = {"phone": "phone", "visit": "visit", "counter": "counter", "letter": "letter_fax"}


class RecordPage(ChildFormPage):
    """`open(child_id=…)`; `consultation_id=…` to change a record, `follow_up_id=…` when it settles a planned action."""

    name = "record"
    rail = "register"
    prefix = "record"
    record_argument = "consultation_id"
    record_kind = "consultation"
    shown = (Keys.SAVE, Keys.PARAGRAPHS, Keys.NEXT_STEP, Keys.OTHER_COLUMN, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, title=_("Recording a consultation"), parent=parent)
        self.on(Keys.SAVE_NEXT, self.save_and_go_on)
        self.say_key(Keys.PARAGRAPHS)
        self.form.bind(self)

    def make_form(self) -> RecordForm:
        self.form = RecordForm(self.desk.today, parent=self)
        return self.form

    def title_of(self, *, new: bool) -> str:
        return _("Recording a consultation") if new else _("Change the record")

    def first_focus(self) -> QWidget | None:
        return self.form.first_field()

    # ---- reading and filling

    def begin(self, loaded: Loaded, args: Mapping[str, Any]) -> None:
        form, page = self.form, loaded.page
        form.start(page)
        if loaded.record is not None:
            self.blank = loaded.record
            form.show_record(loaded.record, page.follow_ups)
            return
        office = self.desk.office
        self.blank = Consultation(
            id=office.new_id(),
            child_id=self._child_id,
            on=self.desk.today(),
            method="phone",
            worker_id=office.account.id,
        )
        follow_up_id = str(args.get("follow_up_id", ""))
        step = next((each for each in page.follow_ups if each.id == follow_up_id), None)
        method = _METHOD_OF_STEP.get(step.kind, "phone") if step else "phone"
        form.heads.defaults(self.desk.now(), method=method, trigger="follow_up" if step else "")
        form.question.settle(follow_up_id)

    # ---- saving and taking back

    def lacking(self) -> list[Problem]:
        child = self.child()
        return consultation_problems(
            self.form.filled(self.blank), today=self.desk.today(), birth_date=child.birth_date if child else None
        )

    def job(self, given: Given, key: DraftKey) -> Callable[[], Changes]:
        office, record, step = self.desk.office, self.form.filled(self.blank), given.step
        return lambda: consultations.record(office, record, next_step=step, draft_key=key)

    def saved_words(self) -> str:
        words = super().saved_words()
        left_empty = not self.form.heads.topics.values()
        return _("{saved}. No topic was chosen.").format(saved=words) if left_empty else words

    def about(self) -> str:
        today, style = self.desk.today(), self.desk.preferences["date_style"]
        return _("Record of {day}").format(day=plain_day(self.blank.on, today=today, style=style))
