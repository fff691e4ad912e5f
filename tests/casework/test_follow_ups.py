"""Next actions: planned, done, put off, dropped, taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseapp.casework import follow_ups, history
from caseapp.casework.office import Office
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.problem import NotFound, Refused
from tests.casework.people import everything, saved_child


@pytest.fixture
def planned(opened: Office) -> FollowUp:
    child = saved_child(opened)
    changes = follow_ups.add(
        opened, FollowUp(child_id=child.id, text="主治医に聞く", due_on=date(2026, 11, 24), kind="phone")
    )
    return follow_ups.get(opened, changes.record_id)


def test_it_is_the_users_own_unless_said_otherwise(opened: Office, planned: FollowUp) -> None:
    assert planned.worker == opened.account.name
    assert planned.state == "open"


def test_done_with_what_came_of_it_and_undone(opened: Office, planned: FollowUp) -> None:
    changes = follow_ups.done(opened, planned.id, note="電話した")
    assert changes.children == {planned.child_id}
    done = follow_ups.get(opened, planned.id)
    assert (done.state, done.closed_on, done.closed_note) == ("done", opened.today, "電話した")
    assert follow_ups.of_child(opened, planned.child_id) == ()
    follow_ups.reopen(opened, planned.id)
    assert follow_ups.get(opened, planned.id) == replace(planned, revision=3)


def test_closing_twice_is_refused(opened: Office, planned: FollowUp) -> None:
    follow_ups.done(opened, planned.id)
    before = everything(opened)
    with pytest.raises(Refused):
        follow_ups.done(opened, planned.id)
    with pytest.raises(Refused):
        follow_ups.drop(opened, planned.id, reason="x")
    with pytest.raises(Refused):
        follow_ups.postpone(opened, planned.id, to=date(2027, 1, 1), reason="x")
    assert everything(opened) == before


def test_put_off_with_its_reason(opened: Office, planned: FollowUp) -> None:
    follow_ups.postpone(opened, planned.id, to=date(2026, 12, 1), reason="入院中")
    follow_ups.postpone(opened, planned.id, to=date(2026, 12, 8), reason="まだ入院中")
    after = follow_ups.get(opened, planned.id)
    assert after.due_on == date(2026, 12, 8)
    assert [(p.due_from.day, p.due_to.day, p.reason) for p in after.postponements] == [
        (24, 1, "入院中"),
        (1, 8, "まだ入院中"),
    ]
    assert {change.field for change in history.of_record(opened, "follow_up", planned.id)} == {
        "",
        "due_on",
        "postponements",
    }


@pytest.mark.parametrize(("to", "reason"), [(date(2026, 11, 24), "x"), (date(2026, 12, 1), " ")])
def test_put_off_to_no_later_day_or_without_reason(opened: Office, planned: FollowUp, to: date, reason: str) -> None:
    with pytest.raises(Refused):
        follow_ups.postpone(opened, planned.id, to=to, reason=reason)


def test_dropped_needs_a_reason(opened: Office, planned: FollowUp) -> None:
    with pytest.raises(Refused):
        follow_ups.drop(opened, planned.id, reason="")
    follow_ups.drop(opened, planned.id, reason="転居した")
    assert follow_ups.get(opened, planned.id).state == "dropped"


def test_without_text_or_child(opened: Office, planned: FollowUp) -> None:
    with pytest.raises(Refused):
        follow_ups.add(opened, replace(planned, text=" "))
    with pytest.raises(NotFound):
        follow_ups.add(opened, replace(planned, id="", child_id="nobody"))
    with pytest.raises(NotFound):
        follow_ups.done(opened, "nothing")
    with pytest.raises(NotFound):
        follow_ups.get(opened, "nothing")


def test_the_open_ones_first_then_the_closed_ones(opened: Office, planned: FollowUp) -> None:
    for text, day in (("い", 30), ("あ", 25)):
        follow_ups.add(opened, FollowUp(child_id=planned.child_id, text=text, due_on=date(2026, 11, day)))
    follow_ups.done(opened, planned.id)
    listed = follow_ups.of_child(opened, planned.child_id, open_only=False)
    assert [f.text for f in listed] == ["あ", "い", "主治医に聞く"]
