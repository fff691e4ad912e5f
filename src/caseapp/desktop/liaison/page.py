"""連絡調整: a contact with a school, a hospital, a municipality about a child, and the answer one waits for.

Object names: see `record.base_page` (prefix `liaison`), `liaison-save-letter`, and `liaison.form`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import disclosures, liaisons, organizations
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.page import NARROW, Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.liaison.answer import open_answer
from caseapp.desktop.liaison.finding import SCHOOLS
from caseapp.desktop.liaison.form import LiaisonForm
from caseapp.desktop.liaison.quick import open_quick
from caseapp.desktop.record.base_page import ChildFormPage, Loaded
from caseapp.desktop.record.question_form import Given
from caseapp.rules import due
from caseapp.rules.changes import Changes
from caseapp.rules.disclosure import Consent
from caseapp.rules.organization import Liaison, Organization, liaison_problems
from caseapp.rules.problem import Problem
from caseapp.words import language
from caseapp.words.language import _


@dataclass(frozen=True)
class _More:
    organizations: tuple[Organization, ...]
    consents: tuple[Consent, ...]


class LiaisonPage(ChildFormPage):
    """`open(child_id=…)`; `organization_id=…` begins with an organization, `liaison_id=…` changes a contact."""

    name = "liaison"
    rail = "liaisons"
    prefix = "liaison"
    record_argument = "liaison_id"
    record_kind = "liaison"
    shown = (Keys.SAVE, Keys.NEXT_STEP, Keys.OTHER_COLUMN, Keys.DONE, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._letter_wanted = False
        super().__init__(desk, title=_("Contact with an organization"), parent=parent)
        self.save_letter = Button(_("Save and write an information letter"), self._save_and_write, parent=self)
        set_tip(self.save_letter, f"{self.save_letter.text()} ({Keys.LETTER.text})")
        self.save_letter.setObjectName("liaison-save-letter")
        self.bar.row.replaceWidget(self.save_next, self.save_letter)
        self.save_next.hide()
        self.save_letter.hide()
        self._answered = self.on(Keys.DONE, self._answer, words=_("Write down the answer"))
        self._answered.setEnabled(False)
        self._letter = self.on(Keys.LETTER, self._save_and_write, words=self.save_letter.text())
        self.form.changed.connect(self._settle)

    def make_form(self) -> LiaisonForm:
        self.form = LiaisonForm(self.desk.today, add=self._add_organization, parent=self)
        return self.form

    def title_of(self, *, new: bool) -> str:
        return _("Contact with an organization") if new else _("Change the contact")

    def first_focus(self) -> QWidget | None:
        return self.form.organization

    # ---- reading and filling

    @staticmethod
    def more(office: Office, child_id: str, _found: Any, /) -> Any:
        return _More(organizations.list_all(office), disclosures.consents(office, child_id))

    def begin(self, loaded: Loaded, args: Mapping[str, Any]) -> None:
        form, office = self.form, self.desk.office
        self._letter_wanted = False
        form.start(loaded.page, loaded.more.organizations, loaded.more.consents)
        if loaded.record is not None:
            self.blank = loaded.record
            form.show_record(loaded.record, loaded.page.follow_ups)
        else:
            self.blank = Liaison(
                id=office.new_id(),
                child_id=self._child_id,
                organization_id="",
                on=self.desk.today(),
                method="phone",
                subject="",
                worker_id=office.account.id,
            )
            form.organization.set_value(str(args.get("organization_id", "")))
        self._answered.setEnabled(loaded.record is not None and loaded.record.waiting)
        self._settle()

    def _begin_draft(self, draft: Any) -> None:
        super()._begin_draft(draft)
        if draft is None and isinstance(self.blank, Liaison) and self._record_id:
            self._say_waiting(self.blank)
        self._settle()

    def _say_waiting(self, record: Liaison) -> None:
        if not record.waiting:
            return
        since = due.elapsed(record.on, today=self.desk.today(), language=language.current())
        words = _("The answer is waited for ({since}).").format(since=since)
        self.form.say(words, action=_("Write down the answer"), do=self._answer)

    def _settle(self) -> None:
        chosen = self.form.organization.organization()
        school = chosen is not None and chosen.kind in SCHOOLS
        self._letter.setEnabled(school)
        self.save_letter.setVisible(school and self.width_class != NARROW)

    def set_width_class(self, width_class: str) -> None:
        super().set_width_class(width_class)
        self._settle()

    def _goes_on(self) -> bool:
        return False  # one contact at a time; its place in the bar belongs to the letter

    def answer_needed(self) -> bool:
        return super().answer_needed() and not self.form.waits()

    # ---- acts

    def lacking(self) -> list[Problem]:
        return liaison_problems(self.form.filled(self.blank), today=self.desk.today())

    def job(self, given: Given, key: DraftKey) -> Callable[[], Changes]:
        office, record, step = self.desk.office, self.form.filled(self.blank), given.step
        return lambda: liaisons.record(office, record, next_step=step, draft_key=key)

    def _save_and_write(self) -> None:
        """Save, then the letter to the same organization."""
        self._letter_wanted = True
        self.save()

    def after_saving(self, *, go_on: bool) -> None:
        wanted, self._letter_wanted = self._letter_wanted, False
        if wanted:
            organization_id = self.form.organization.value()
            self.desk.go.open("letter", child_id=self._child_id, organization_id=organization_id)
        else:
            super().after_saving(go_on=go_on)

    def _add_organization(self, typed: str) -> None:
        open_quick(self, typed=typed.strip(), done=self.form.organization.choose)

    def _answer(self) -> None:
        record = self.blank
        if isinstance(record, Liaison) and self._record_id and record.waiting:
            open_answer(self, record, done=lambda: self.open(**self.place()))

    def about(self) -> str:
        return f"{self.blank.organization} {self.blank.subject}"
