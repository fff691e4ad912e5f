"""A form whose record is taken back: it asks for the reason, rests then, and offers to bring the record back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from caseapp.desktop.child.record_cases import RecordCases
from caseapp.desktop.child.take_back import ask_reason
from caseapp.rules.changes import Changes
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.record.base_page import ChildFormPage


def take_back(page: ChildFormPage, cases: RecordCases, *, about: str) -> None:
    """Ask for the reason and take the record back; `about` says which it is."""
    office, record_id = page.desk.office, page.blank.id
    ask_reason(
        page,
        about=about,
        record_id=record_id,
        act=lambda reason, steps: cases.withdraw(office, record_id, reason=reason, drop_steps=steps),
        done=lambda: page.was_withdrawn(cases.restore),
    )


def rest(page: ChildFormPage, restore: Callable[[Any, str], Changes]) -> None:
    """The record was taken back: the form rests, and 「元に戻す」 calls `restore(office, id)`."""
    page.forget_draft()
    page.question_form.setEnabled(False)
    page.save_button.setEnabled(False)
    page.take_back.hide()
    page.close_button.setFocus()
    office, record_id = page.desk.office, page.blank.id

    def again(_changes: Changes) -> None:
        page.save_button.setEnabled(True)
        page.open(**page.place())

    def back() -> None:
        page.desk.act(lambda: restore(office, record_id), again, owner=page)

    page.offer_undo(_("The record was taken back."), back)
