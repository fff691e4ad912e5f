"""What is typed into a booking is a draft: locked or left it is there again. Past a limit a reason is asked for."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from caseapp.casework import drafts, program_uses
from caseapp.desktop.child.take_back import TakeBackDialog
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.program_use.page import ProgramUsesPage
from caseapp.desktop.today.begun import begun
from caseapp.desktop.today.lines import Notice
from caseapp.rules.program_use import ProgramUse
from tests.desktop.child.showing import child_id, part, show
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.desktop.program_use.test_program_uses import MIO, SANO, dialog, fill, page_of, uses


def kept(desk: Desk) -> list[tuple[str, str]]:
    return [(draft.form, draft.record_id) for draft in drafts.all(desk.office) if draft.form.startswith("program_use")]


def again(desk: Desk, page: ProgramUsesPage) -> ProgramUsesPage:
    """The page as after a lock: another one, opened where this one was."""
    page.keep_draft()
    place = page.place()
    for opened in page.window().findChildren(type(dialog(page))):
        opened.close()
    return show(desk, ProgramUsesPage, **place)


def booking(desk: Desk, name: str, state: str = "booked") -> ProgramUse:
    return next(use for use in uses(desk, name) if use.state == state)


def test_a_booking_is_there_again_after_a_lock_and_its_draft_goes_with_saving(desk: Desk) -> None:
    page = page_of(desk)
    page.trigger(Keys.QUOTAS)
    opened = dialog(page)
    fill(opened, "begins", date(2026, 12, 24))
    opened.hours.setText("1.")
    opened.hours.setModified(True)
    fill(opened, "note", "母が送る")
    there = again(desk, page)
    back = dialog(there)
    assert back.begins.value() == date(2026, 12, 24)
    assert back.hours.text() == "1."
    assert back.note.value() == "母が送る"
    assert "保存した下書きを開きました" in back.banner.text()
    fill(back, "hours", None)
    part(back, "use-save").click()
    turn()
    assert uses(desk)[0].note == "母が送る"
    assert kept(desk) == []


def test_left_by_esc_it_is_kept_said_and_offered_by_today(desk: Desk) -> None:
    page = page_of(desk)
    page.trigger(Keys.QUOTAS)
    opened = dialog(page)
    fill(opened, "note", "母が送る")
    opened.cancel()
    turn()
    (line,) = [each for each in begun(drafts.all(desk.office), now=desk.now()) if isinstance(each, Notice)]
    assert (line.page, line.aside) == ("program_uses", "支援策の予約")
    place: dict[str, Any] = dict(line.args)
    back = dialog(show(desk, ProgramUsesPage, **place))
    assert back.note.value() == "母が送る"


def test_what_nobody_typed_in_leaves_no_draft(desk: Desk) -> None:
    page = page_of(desk)
    page.trigger(Keys.QUOTAS)
    dialog(page).cancel()
    page.keep_draft()
    assert kept(desk) == []
    assert "writing" not in page.place()


def test_the_draft_is_thrown_away_when_one_says_so(desk: Desk, dialogs: ScriptedDialogs) -> None:
    page = page_of(desk)
    page.trigger(Keys.QUOTAS)
    first = dialog(page)
    offered = first.place.value()
    fill(first, "place", "別の病院")
    back = dialog(again(desk, page))
    dialogs.answers.append("discard")
    part_of = back.banner.findChildren(type(back.button))
    part_of[0].click()
    turn()
    assert back.place.value() == offered
    assert back.banner.text() == ""
    assert kept(desk) == []


@pytest.mark.parametrize(
    ("key", "field", "value", "form"),
    [
        (Keys.EDIT, "note", "持ち物を聞く", "program_use"),
        (Keys.DONE, "begins", date(2026, 11, 1), "program_use_used"),
        (Keys.POSTPONE, "reason", "発熱", "program_use_cancelled"),
    ],
)
def test_what_is_changed_marked_or_cancelled_is_there_again(
    desk: Desk, key: Keys, field: str, value: Any, form: str
) -> None:
    page = page_of(desk, MIO)
    use = booking(desk, MIO)
    page.table.choose(lambda each: each.id == use.id)
    page.trigger(key)
    fill(dialog(page), field, value)
    back = dialog(again(desk, page))
    assert kept(desk) == [(form, use.id)]
    assert getattr(back, field).value() == value


def test_a_draft_of_an_entry_that_was_taken_back_is_asked_about(desk: Desk, dialogs: ScriptedDialogs) -> None:
    page = page_of(desk, MIO)
    use = booking(desk, MIO)
    page.table.choose(lambda each: each.id == use.id)
    page.trigger(Keys.POSTPONE)
    opened = dialog(page)
    fill(opened, "reason", "発熱")
    page.keep_draft()
    place = page.place()
    opened.close()
    program_uses.withdraw(desk.office, use.id, reason="誤り")
    dialogs.answers.append("discard")
    show(desk, ProgramUsesPage, **place)
    assert kept(desk) == []


def _full(desk: Desk, use: ProgramUse) -> None:
    """Other bookings take all that is left of its scheme, and more."""
    for day in range(1, 28):
        wanted = ProgramUse(
            child_id=use.child_id, scheme_code=use.scheme_code, begins_on=date(2027, 1, day), ends_on=date(2027, 1, day)
        )
        if program_uses.look(desk.office, wanted).over:
            return
        program_uses.save(desk.office, wanted)


@pytest.mark.parametrize("how", ["book_again", "restore"])
def test_what_counts_again_past_a_limit_asks_for_the_reason(desk: Desk, how: str) -> None:
    use = next(each for each in uses(desk) if each.state == "booked")
    page = page_of(desk)
    page.table.choose(lambda each: each.id == use.id)
    if how == "book_again":
        program_uses.cancel(desk.office, use.id, reason="発熱")
        _full(desk, use)
        page = page_of(desk)
        page.table.choose(lambda each: each.id == use.id)
        page.trigger(Keys.WAIT)
    else:
        page.trigger(Keys.DELETE_ROW)
        turn()
        asked: Any = next(each for each in page.window().findChildren(TakeBackDialog) if each.is_open)
        asked.reason.set_value("誤り")
        part(asked, "take-back-save").click()
        turn()
        _full(desk, use)
        page.undo_bar.undo()
    opened = dialog(page)
    assert "理由を書いてください" in opened.why.row_of("override_reason").problem_line.text()
    opened.override.set_value("県と協議した")
    part(opened, "use-save").click()
    turn()
    found = program_uses.get(desk.office, use.id)
    assert (found.state, found.override_reason) == ("booked", "県と協議した")
    assert child_id(desk.office, SANO) == found.child_id


def test_a_dialog_that_was_closed_is_held_by_nobody(desk: Desk) -> None:
    page = page_of(desk)
    gone = []
    for _time in range(2):
        page.trigger(Keys.QUOTAS)
        opened = dialog(page)
        fill(opened, "note", "母が送る")
        gone.append(weakref.ref(opened))
        opened.cancel()
        del opened
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert page.findChildren(DraftKeeper) == []
    gc.collect()
    assert [ref() for ref in gone if ref() is not None] == []
