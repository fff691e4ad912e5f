"""What comes again: weeks, months, school terms, fiscal years; never drifting, never in the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import follow_up
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.problem import Refused
from caseapp.rules.recurrence import UNITS, Repeat, end_of_year, next_after, occurrence, repeat_problems

TODAY = date(2026, 11, 20)
CALL = FollowUp(id="a", child_id="c", text="学校に確かめる", due_on=date(2026, 11, 16))


@pytest.mark.parametrize(
    ("unit", "every", "start", "found"),
    [
        ("weeks", 2, "2026-12-24", ["2027-01-07", "2027-01-21", "2027-02-04"]),
        ("months", 1, "2027-01-31", ["2027-02-28", "2027-03-31", "2027-04-30"]),
        ("months", 6, "2028-02-29", ["2028-08-29", "2029-02-28", "2029-08-29"]),
        ("terms", 1, "2026-05-20", ["2026-10-20", "2027-02-20", "2027-05-20"]),
        ("terms", 1, "2026-07-31", ["2026-12-31", "2027-03-31", "2027-07-31"]),
        ("terms", 1, "2027-01-15", ["2027-04-15", "2027-09-15", "2028-01-15"]),
        ("terms", 3, "2026-11-20", ["2027-11-20", "2028-11-20", "2029-11-20"]),
        ("years", 1, "2028-02-29", ["2029-02-28", "2030-02-28", "2031-02-28"]),
        ("years", 1, "2027-03-31", ["2028-03-31", "2029-03-31", "2030-03-31"]),
        ("years", 1, "2027-04-01", ["2028-04-01", "2029-04-01", "2030-04-01"]),
    ],
)
def test_the_days_of_a_series(unit: str, every: int, start: str, found: list[str]) -> None:
    series = Repeat(unit, every, date.fromisoformat(start))
    assert [occurrence(series, number).isoformat() for number in (1, 2, 3)] == found


@given(st.sampled_from(UNITS), st.integers(1, 5), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 2000))
def test_the_next_one_lies_behind_and_no_nearer_one_is_left_out(unit: str, every: int, start: date, days: int) -> None:
    day = date.fromordinal(start.toordinal() + days)
    series = Repeat(unit, every, start)
    found = next_after(series, day)
    assert found is not None
    assert found > day
    before = [occurrence(series, number) for number in range(500)]
    assert not [each for each in before if day < each < found]
    assert before == sorted(set(before))
    if unit == "years":
        assert fiscal_year(found) - fiscal_year(start) == before.index(found) * every


def test_a_series_ends() -> None:
    series = Repeat("months", 1, date(2026, 11, 16), until=date(2027, 1, 15))
    assert next_after(series, date(2026, 11, 16)) == date(2026, 12, 16)
    assert next_after(series, date(2026, 12, 16)) is None
    assert end_of_year(TODAY) == date(2027, 3, 31)
    assert end_of_year(date(2027, 4, 1)) == date(2028, 3, 31)


@pytest.mark.parametrize(
    ("series", "field"),
    [
        (Repeat("weeks", 0, TODAY), "repeat_every"),
        (Repeat("weeks", 53, TODAY), "repeat_every"),
        (Repeat("moons", 1, TODAY), "repeat_every"),
        (Repeat("weeks", 1, TODAY, until=date(2026, 11, 19)), "repeat_until"),
    ],
)
def test_what_cannot_be_a_repetition(series: Repeat, field: str) -> None:
    assert [problem.field for problem in repeat_problems(series)] == [field]


def weekly(**fields: object) -> FollowUp:
    return replace(CALL, repeat="weeks", **{"repeat_from": CALL.due_on, **fields})  # type: ignore[arg-type]  # any field


def test_the_next_follows_when_one_is_done() -> None:
    following = follow_up.successor(weekly(), on=date(2026, 11, 16))
    assert following is not None
    assert (following.due_on, following.id, following.state) == (date(2026, 11, 24), "", "open")  # 23rd is a holiday
    assert (following.origin_kind, following.origin_id) == ("follow_up", "a")
    assert follow_up.successor(CALL, on=TODAY) is None


def test_a_holiday_does_not_move_the_series() -> None:
    third = follow_up.successor(weekly(due_on=date(2026, 11, 24)), on=date(2026, 11, 24))
    assert third is not None
    assert third.due_on == date(2026, 11, 30)


def test_nothing_is_made_up_for_what_was_missed_or_put_off() -> None:
    late = follow_up.successor(weekly(), on=date(2026, 12, 10))
    assert late is not None
    assert late.due_on == date(2026, 12, 14)
    put_off = follow_up.postponed(weekly(), to=date(2026, 11, 27), reason="不在", on=TODAY)
    following = follow_up.successor(put_off, on=date(2026, 11, 26))
    assert following is not None
    assert (following.due_on, following.postponements) == (date(2026, 11, 30), ())


def test_put_off_and_done_before_that_the_series_goes_on_from_the_planned_day() -> None:
    """A weekly step of the 16th, put off to the 4th and done on the 17th: the next is the 24th, not the week after."""
    put_off = follow_up.postponed(weekly(), to=date(2026, 12, 4), reason="不在", on=TODAY)
    following = follow_up.successor(put_off, on=date(2026, 11, 17))
    assert following is not None
    assert following.due_on == date(2026, 11, 24)


def test_waiting_holds_the_series_back_for_nothing() -> None:
    waiting = follow_up.awaiting(weekly(), whom="担任", since=TODAY, until=date(2026, 12, 31), on=TODAY)
    following = follow_up.successor(waiting, on=TODAY)
    assert following is not None
    assert (following.due_on, following.waiting_for) == (date(2026, 11, 24), "")


def test_the_last_day_of_a_series_belongs_to_it() -> None:
    series = Repeat("weeks", 1, date(2026, 11, 16), until=date(2026, 11, 30))
    assert next_after(series, date(2026, 11, 23)) == date(2026, 11, 30)
    assert next_after(series, date(2026, 11, 30)) is None


def test_waiting_for_somebody_and_back() -> None:
    waiting = follow_up.awaiting(CALL, whom="主治医", since=date(2026, 11, 18), until=date(2026, 12, 1), on=TODAY)
    assert (waiting.waiting_for, waiting.due_on, waiting.postponements) == ("主治医", date(2026, 12, 1), ())
    back = follow_up.arrived(waiting, on=TODAY)
    assert (back.waiting_for, back.waiting_since, back.due_on) == ("", None, TODAY)


@pytest.mark.parametrize(
    ("fields", "given", "problem"),
    [
        ({"state": "done"}, {}, "state"),
        ({}, {"whom": " "}, "waiting_for"),
        ({}, {"since": date(2026, 11, 21)}, "waiting_since"),
        ({}, {"until": date(2026, 11, 19)}, "due_on"),
    ],
)
def test_waiting_is_refused(fields: dict[str, str], given: dict[str, object], problem: str) -> None:
    asked: dict[str, object] = {"whom": "主治医", "since": TODAY, "until": TODAY, "on": TODAY, **given}
    with pytest.raises(Refused) as refused:
        follow_up.awaiting(replace(CALL, **fields), **asked)  # type: ignore[arg-type]  # any field
    assert [each.field for each in refused.value.problems] == [problem]


def test_nobody_waited_for_nobody_arrives() -> None:
    with pytest.raises(Refused):
        follow_up.arrived(CALL, on=TODAY)
