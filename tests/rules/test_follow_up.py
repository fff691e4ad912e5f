"""Next actions: the question every record ends with, putting off, closing."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.rules import follow_up
from caseapp.rules.follow_up import FollowUp, NextStep, next_step_problems
from caseapp.rules.problem import Refused

TODAY = date(2026, 11, 20)
BEFORE = date(2026, 11, 1)
CALL = FollowUp(child_id="c", text="学校に確かめる", due_on=date(2026, 11, 16))


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (None, ["next_step"]),
        (NextStep(), ["next_step"]),
        (NextStep(text=" ", none_reason=" "), ["next_step"]),
        (NextStep(text="宿に聞く", due_on=TODAY), []),
        (NextStep(none_reason="解決した"), []),
        (NextStep(none_reason="解決した", settles=("a",)), []),
        (NextStep(text="宿に聞く", due_on=TODAY, none_reason="解決した"), ["next_step"]),
        (NextStep(due_on=TODAY, none_reason="解決した"), ["next_step"]),
        (NextStep(none_reason="解決した", replaces=("a",)), ["next_step"]),
        (NextStep(text="宿に聞く"), ["next_step.due_on"]),
        (NextStep(due_on=TODAY), ["next_step.text"]),
        (NextStep(text="宿に聞く", due_on=TODAY, repeat="months", repeat_every=3), []),
        (NextStep(text="宿に聞く", due_on=TODAY, repeat="months", repeat_every=25), ["next_step.repeat_every"]),
        (NextStep(text="宿に聞く", due_on=TODAY, repeat="years", repeat_until=BEFORE), ["next_step.repeat_until"]),
    ],
)
def test_either_a_next_action_with_its_day_or_a_reason_for_none(step: NextStep | None, fields: list[str]) -> None:
    assert [p.field for p in next_step_problems(step)] == fields


def test_putting_off_keeps_the_day_before() -> None:
    once = follow_up.postponed(CALL, to=date(2026, 11, 24), reason="担任が不在", on=TODAY)
    twice = follow_up.postponed(once, to=date(2026, 11, 30), reason="返事待ち", on=TODAY)
    assert twice.due_on == date(2026, 11, 30)
    assert [(p.due_from, p.due_to) for p in twice.postponements] == [
        (date(2026, 11, 16), date(2026, 11, 24)),
        (date(2026, 11, 24), date(2026, 11, 30)),
    ]
    assert follow_up.planned_again(twice) == once
    assert follow_up.planned_again(once) == CALL
    with pytest.raises(Refused):
        follow_up.planned_again(CALL)


def test_putting_off_needs_a_later_day_and_a_reason_and_something_open() -> None:
    done = follow_up.closed(CALL, state=follow_up.DONE, note="", on=TODAY)
    with pytest.raises(Refused) as refused:
        follow_up.postponed(done, to=CALL.due_on, reason=" ", on=TODAY)
    assert [p.field for p in refused.value.problems] == ["state", "due_on", "reason"]


def test_closing_keeps_when_and_what_came_of_it() -> None:
    done = follow_up.closed(CALL, state=follow_up.DONE, note="酸素を運べる", on=TODAY)
    assert (done.state, done.closed_on, done.closed_note) == ("done", TODAY, "酸素を運べる")


def test_dropping_needs_a_reason_and_nothing_is_closed_twice() -> None:
    with pytest.raises(Refused) as refused:
        follow_up.closed(CALL, state=follow_up.DROPPED, note="", on=TODAY)
    assert [p.field for p in refused.value.problems] == ["reason"]
    dropped = follow_up.closed(CALL, state=follow_up.DROPPED, note="転居", on=TODAY)
    with pytest.raises(Refused, match="closed already"):
        follow_up.closed(dropped, state=follow_up.DONE, note="", on=TODAY)


def test_a_next_action_says_what_is_to_be_done() -> None:
    assert follow_up.follow_up_problems(CALL) == []
    empty = FollowUp(child_id="c", text=" ", due_on=TODAY)
    assert [p.field for p in follow_up.follow_up_problems(empty)] == ["text"]
