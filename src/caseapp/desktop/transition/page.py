"""移行準備チェックリスト: one sheet of the child's or of the guardians' answers, and when to look again.

Object names: see `record.base_page` (prefix `transition`), `transition.form` and `transition.item_row`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import transition_items, transitions
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.desktop.child.words import plain_day
from caseapp.desktop.kit.page import NARROW, Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.record.base_page import ChildFormPage, Loaded
from caseapp.desktop.record.question_form import Given
from caseapp.desktop.transition import words
from caseapp.desktop.transition.form import TransitionForm
from caseapp.rules import dates
from caseapp.rules.age import age_on
from caseapp.rules.changes import Changes
from caseapp.rules.holidays import next_open
from caseapp.rules.problem import Problem
from caseapp.rules.transition import CHILD, GUARDIAN, SIDES, TransitionCheck, check_problems, latest
from caseapp.words import transition
from caseapp.words.language import _

_OFTEN_FROM = 17  # years; from then on the next look is offered in half a year, before that in a year


class TransitionPage(ChildFormPage):
    """`open(child_id=…)`, with `respondent=…` for one side; `transition_id=…` to change a sheet."""

    name = "transition"
    rail = "register"
    prefix = "transition"
    record_argument = "transition_id"
    record_kind = "transition_check"
    shown = (Keys.SAVE, Keys.SAVE_NEXT, Keys.ANSWER, Keys.CHOOSE, Keys.COMPARE, Keys.NEXT_STEP)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, title=_("Transition checklist"), parent=parent)
        self.on(Keys.SAVE_NEXT, self.save_and_go_on, words=_("Save and ask the other side"))
        self.on(Keys.NEXT_TAB, partial(self.form.step_domain, 1), words=_("Next group of items"))
        self.on(Keys.PREVIOUS_TAB, partial(self.form.step_domain, -1), words=_("Previous group of items"))
        self.save_next.setText(_("Save and ask the other side"))
        set_tip(self.save_next, Keys.SAVE_NEXT.text)
        self.say_key(Keys.ANSWER)
        self.say_key(Keys.NO_ANSWER)
        self.on(Keys.COMPARE, self.form.switch_other, words=_("The other side's answers"))
        self.say_key(Keys.CHOOSE, words=_("Another item"))

    def make_form(self) -> TransitionForm:
        self.form = TransitionForm(self.desk.today, parent=self)
        return self.form

    def title_of(self, *, new: bool) -> str:
        return _("Transition checklist") if new else _("Change the transition checklist")

    def first_focus(self) -> QWidget | None:
        return self.form.rows[0].answer if self.form.rows else self.form.side

    def _goes_on(self) -> bool:
        return not self._record_id and self.width_class != NARROW

    def _masked(self) -> None:
        super()._masked()
        self.form.again()

    # ---- reading and filling

    @staticmethod
    def more(office: Office, child_id: str, found: Any, /) -> Any:
        """The sheets before this one, the newest first, and the items that are asked."""
        sheets = transitions.of_child(office, child_id)
        if found is not None:
            sheets = tuple(each for each in sheets if each.id != found.id and each.on <= found.on)
        return sheets, transition_items.items(office)

    def begin(self, loaded: Loaded, args: Mapping[str, Any]) -> None:
        sheets, items = loaded.more
        style = self.desk.preferences["date_style"]
        self.form.start(loaded.page, sheets, items, side=self._side(args, sheets), style=style)
        if loaded.record is not None:
            self.blank = loaded.record
            self.form.show_record(loaded.record, loaded.page.follow_ups)
            return
        today, account = self.desk.today(), self.desk.office.account
        self.blank = TransitionCheck(
            id=self.desk.office.new_id(),
            child_id=self._child_id,
            on=today,
            worker_id=account.id,
            list_version=transition.version(),
        )
        months = 6 if age_on(loaded.page.child.birth_date, today) >= _OFTEN_FROM else 12
        again = next_open(dates.add_months(today, months))
        self.form.question.offer(_("Go through the transition checklist again"), again)

    def _side(self, args: Mapping[str, Any], sheets: tuple[TransitionCheck, ...]) -> str:
        """The side that was asked for; else the guardians when the child has answered today."""
        wanted = str(args.get("respondent", ""))
        if wanted in SIDES:
            return wanted
        own, theirs = (next((each.on for each in latest(sheets, side)), date.min) for side in SIDES)
        today = self.desk.today()
        return GUARDIAN if own == today and theirs != today else CHILD

    # ---- saving and taking back

    def lacking(self) -> list[Problem]:
        return check_problems(self.form.filled(self.blank), today=self.desk.today())

    def job(self, given: Given, key: DraftKey) -> Callable[[], Changes]:
        office, record, step = self.desk.office, self.form.filled(self.blank), given.step
        return lambda: transitions.save(office, record, next_step=step, draft_key=key)

    def saved_words(self) -> str:
        sheet = self.form.filled(self.blank)
        told = words.DOT.join((words.side_words(sheet.respondent), words.standing_words(sheet)))
        return f"{super().saved_words()} {told}"

    def after_saving(self, *, go_on: bool) -> None:
        """On to the other side's sheet, where both are asked one after the other."""
        if not go_on:
            super().after_saving(go_on=False)
            return
        other = GUARDIAN if self.form.side.value() == CHILD else CHILD
        self.open(child_id=self._child_id, respondent=other)

    def about(self) -> str:
        day = plain_day(self.blank.on, today=self.desk.today(), style=self.desk.preferences["date_style"])
        return _("Transition checklist of {day}, {side}").format(day=day, side=words.side_words(self.blank.respondent))
