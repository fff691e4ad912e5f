"""Next actions that come again, that are another's turn, and that go along to another worker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from caseapp.casework import accounts, consultations, follow_ups, office, register, today
from caseapp.casework.office import Office
from caseapp.records.follow_up import FollowUpRow
from caseapp.rules.child import Child
from caseapp.rules.clock import TOKYO, stopped
from caseapp.rules.follow_up import FollowUp, NextStep
from caseapp.rules.problem import Refused
from tests.casework.people import MANAGER, TODAY, WORDS, WORKER, a_talk, everything, saved_child


def monthly(opened: Office, child: Child, **fields: object) -> FollowUp:
    step = FollowUp(child_id=child.id, text="電話する", due_on=TODAY, repeat="months", **fields)  # type: ignore[arg-type]  # any field
    return follow_ups.get(opened, follow_ups.add(opened, step).record_id)


def planned(opened: Office, child: Child) -> list[date]:
    return [each.due_on for each in follow_ups.of_child(opened, child.id)]


def test_the_next_appears_when_one_is_done_and_goes_when_that_is_taken_back(opened: Office) -> None:
    child = saved_child(opened)
    first = monthly(opened, child)
    for _ in range(2):  # the second time the same one comes again
        follow_ups.done(opened, first.id)
        assert planned(opened, child) == [date(2026, 12, 21)]  # the 20th is a Sunday
        follow_ups.reopen(opened, first.id)
        assert planned(opened, child) == [TODAY]
    assert len(follow_ups.of_child(opened, child.id, open_only=False)) == 2


def test_a_record_that_settles_it_brings_the_next(opened: Office) -> None:
    child = saved_child(opened)
    first = monthly(opened, child)
    step = NextStep(none_reason="次回も電話", settles=(first.id,))
    consultations.record(opened, a_talk(opened, child.id), next_step=step)
    assert planned(opened, child) == [date(2026, 12, 21)]


def test_what_follows_from_a_record_may_come_again(opened: Office) -> None:
    child = saved_child(opened)
    step = NextStep(text="様子を聞く", due_on=date(2027, 1, 29), repeat="months", repeat_every=3)
    talk = consultations.record(opened, a_talk(opened, child.id), next_step=step).record_id
    (first,) = follow_ups.of_child(opened, child.id)
    assert (first.repeat, first.repeat_every, first.repeat_from) == ("months", 3, date(2027, 1, 29))
    stored = consultations.get(opened, talk)
    consultations.record(opened, stored, next_step=replace(step, due_on=date(2027, 2, 5)))
    (moved,) = follow_ups.of_child(opened, child.id)
    assert (moved.due_on, moved.repeat_from) == (date(2027, 2, 5), date(2027, 1, 29))  # the same series
    once = consultations.get(opened, talk)
    consultations.record(opened, once, next_step=NextStep(text="様子を聞く", due_on=date(2027, 2, 5)))
    assert follow_ups.of_child(opened, child.id)[0].series is None


def test_a_series_ends_with_its_last_day_its_child_or_when_it_is_dropped(opened: Office) -> None:
    child, gone = saved_child(opened, "1"), saved_child(opened, "2")
    follow_ups.done(opened, monthly(opened, child, repeat_until=date(2026, 12, 1)).id)
    follow_ups.drop(opened, monthly(opened, child).id, reason="もう要らない")
    assert planned(opened, child) == []
    follow_ups.drop(opened, monthly(opened, child).id, reason="今月は入院", go_on=True)
    assert planned(opened, child) == [date(2026, 12, 21)]
    last = monthly(opened, gone)
    register.close(opened, gone.id, on=TODAY, reason="転出")
    follow_ups.done(opened, last.id)
    assert planned(opened, gone) == []


def test_a_series_that_went_on_is_not_doubled_by_what_is_taken_back(opened: Office) -> None:
    child = saved_child(opened)
    first = monthly(opened, child)
    follow_ups.done(opened, first.id)
    (second,) = follow_ups.of_child(opened, child.id)
    follow_ups.done(opened, second.id)
    follow_ups.reopen(opened, first.id)
    assert next((each.id, each.repeat) for each in follow_ups.of_child(opened, child.id)) == (first.id, "")
    follow_ups.done(opened, first.id)
    assert planned(opened, child) == [date(2027, 1, 20)]


def test_a_later_day_in_the_record_counts_as_put_off_from_the_next_day_on(opened: Office, folder: Path) -> None:
    """Else the day could be moved for months without a word; a slip of today is mended today."""
    child = saved_child(opened)
    step = NextStep(text="電話する", due_on=date(2026, 12, 1))
    talk = consultations.record(opened, a_talk(opened, child.id), next_step=step).record_id
    for due_on in (date(2026, 12, 4), date(2026, 12, 2)):
        consultations.record(opened, consultations.get(opened, talk), next_step=replace(step, due_on=due_on))
    assert follow_ups.of_child(opened, child.id)[0].postponements == ()
    opened.close()
    tomorrow = datetime(2026, 11, 21, 9, 0, tzinfo=TOKYO)
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(tomorrow)) as later:
        for due_on in (date(2027, 3, 1), date(2027, 2, 1), date(2027, 2, 1)):
            consultations.record(later, consultations.get(later, talk), next_step=replace(step, due_on=due_on))
        (moved,) = follow_ups.of_child(later, child.id)
    assert moved.due_on == date(2027, 2, 1)
    assert [(each.due_from, each.due_to, each.on) for each in moved.postponements] == [
        (date(2026, 12, 2), date(2027, 3, 1), tomorrow.date())
    ]


def test_a_step_of_another_program_is_put_off_in_its_record_like_any_other(opened: Office) -> None:
    """Its id tells no day: it was not made today as far as anybody knows."""
    child = saved_child(opened)
    step = NextStep(text="電話する", due_on=date(2026, 12, 1))
    talk = consultations.record(opened, a_talk(opened, child.id), next_step=step).record_id
    other = "7c1c2a34-6b7e-5d0e-9f53-0d3b6e1d8a10"
    with opened.vault.engine.begin() as connection:
        connection.execute(update(FollowUpRow).values(id=other))
    consultations.record(opened, consultations.get(opened, talk), next_step=replace(step, due_on=date(2027, 1, 8)))
    (moved,) = follow_ups.of_child(opened, child.id)
    assert [(each.due_from, each.due_to) for each in moved.postponements] == [(date(2026, 12, 1), date(2027, 1, 8))]


def test_a_wrong_repetition_is_refused(opened: Office) -> None:
    child = saved_child(opened)
    before = everything(opened)
    with pytest.raises(Refused):
        monthly(opened, child, repeat_every=0)
    assert everything(opened) == before


def test_what_is_anothers_turn_stands_with_the_answers_one_waits_for(opened: Office) -> None:
    child = saved_child(opened, worker_id=opened.account.id)
    step = FollowUp(child_id=child.id, text="意見書をもらう", due_on=TODAY - timedelta(days=3))
    key = follow_ups.add(opened, step).record_id
    follow_ups.wait(opened, key, whom="榎本医師", since=date(2026, 11, 18), until=date(2026, 12, 4))
    page = today.page(opened, mine=True)
    assert (page.overdue, page.next_7_days) == ((), ())
    row = page.waiting[0]
    assert (row.follow_up_id, row.organization, row.subject) == (key, "榎本医師", "意見書をもらう")
    assert (row.on, row.reply_due_on, page.counts["waiting"]) == (date(2026, 11, 18), date(2026, 12, 4), 1)
    follow_ups.answered(opened, key)
    page = today.page(opened, mine=True)
    assert (page.waiting, [each.follow_up_id for each in page.due_today]) == ((), [key])


def test_how_often_it_was_put_off_is_counted(opened: Office) -> None:
    child = saved_child(opened, worker_id=opened.account.id)
    key = follow_ups.add(opened, FollowUp(child_id=child.id, text="電話", due_on=TODAY)).record_id
    for days in (1, 2, 3):
        follow_ups.postpone(opened, key, to=TODAY + timedelta(days=days), reason="不在")
    assert [row.postponed for row in today.page(opened, mine=True).next_7_days] == [3]


def test_open_actions_go_along_when_the_child_form_changes_the_worker(opened: Office) -> None:
    colleague = accounts.add_name(opened, name=WORKER).record_id
    third = accounts.add_name(opened, name="西田 聡").record_id
    child = saved_child(opened, worker_id=opened.account.id)
    for text, whose in (("わたしの", opened.account.id), ("第三者の", third)):
        follow_ups.add(opened, FollowUp(child_id=child.id, text=text, due_on=TODAY, worker_id=whose))
    closed = follow_ups.add(opened, FollowUp(child_id=child.id, text="済み", due_on=TODAY)).record_id
    follow_ups.done(opened, closed)
    register.save(opened, replace(child, worker_id=colleague))
    workers = {each.text: each.worker_id for each in follow_ups.of_child(opened, child.id, open_only=False)}
    assert workers == {"わたしの": colleague, "第三者の": third, "済み": opened.account.id}


def test_the_silent_are_counted_by_worker(opened: Office) -> None:
    for number in ("1", "2"):
        saved_child(opened, number, worker_id=opened.account.id, registered_on=date(2025, 1, 1))
    saved_child(opened, "3", registered_on=date(2025, 1, 1))
    assert today.page(opened, mine=False).silent_by_worker == (("村井", 2), ("", 1))
