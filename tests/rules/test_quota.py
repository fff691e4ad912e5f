"""The limits of schemes: what a booking takes, over the end of the fiscal year, a change of the limit, and a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.program_use import CANCELLED, USED, ProgramUse, program_use_problems
from caseapp.rules.quota import (
    APPROVAL,
    DAY,
    HOUR,
    MONTH,
    NIGHT,
    RUNNING,
    TIME,
    USE,
    WEEK,
    YEAR,
    Quota,
    Stay,
    balances,
    days_by_year,
    judge,
    quota_problems,
)

TODAY = date(2026, 11, 20)


def day(text: str) -> date:
    """`2027-03-30` of "3-30": January to March are those of 2027, the others of 2026; a year may stand before."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    return date(2027 if parts[0] < 4 else 2026, *parts)


def stay(text: str, *, used: bool = False, hours: float | None = None) -> Stay:
    """A stay of "3-30/2027-4-2"."""
    first, _, last = text.partition("/")
    minutes = None if hours is None else int(hours * 60)
    return Stay(first=day(first), last=day(last or first), minutes=minutes, used=used)


def quota(amount: float, unit: str, span: str, **more: object) -> Quota:
    return Quota(amount=int(amount * 60) if unit == HOUR else int(amount), unit=unit, span=span, **more)  # type: ignore[arg-type]  # the tests' own


# ---------------------------------------------------------------- the limits of real offices (S001), one row each

YEARLY = quota(14, DAY, YEAR)
OFFICES = [
    # 岩手: 年14日. Exactly the limit is still allowed, one day more is not.
    ([YEARLY], ["6-1/6-7"], stay("9-1/9-7"), []),
    ([YEARLY], ["6-1/6-7"], stay("9-1/9-8"), [1]),
    # 宇都宮: 1年度28日・1回7日.
    ([quota(28, DAY, YEAR), quota(7, DAY, USE)], [], stay("6-1/6-7"), []),
    ([quota(28, DAY, YEAR), quota(7, DAY, USE)], [], stay("6-1/6-8"), [1]),
    ([quota(28, DAY, YEAR), quota(7, DAY, USE)], ["4-1/4-7", "5-1/5-7", "6-1/6-7", "7-1/7-7"], stay("8-1"), [1]),
    # 訪問看護: 1年度100回・1週5回; the week begins on Sunday (2026-11-15).
    ([quota(5, TIME, WEEK)], ["11-15", "11-16", "11-17", "11-18"], stay("11-21"), []),
    ([quota(5, TIME, WEEK)], ["11-15", "11-16", "11-17", "11-18", "11-19"], stay("11-21"), [1]),
    ([quota(5, TIME, WEEK)], ["11-15", "11-16", "11-17", "11-18", "11-19"], stay("11-22"), []),
    # 介助人派遣: 1月16時間.
    ([quota(16, HOUR, MONTH)], [("11-2", 8), ("11-9", 7.5)], stay("11-30", hours=0.5), []),
    ([quota(16, HOUR, MONTH)], [("11-2", 8), ("11-9", 8)], stay("11-30", hours=0.5), [30]),
    ([quota(16, HOUR, MONTH)], [("11-2", 8), ("11-9", 8)], stay("12-1", hours=0.5), []),
    # 大津: 連続7日・合計14日; what adjoins goes on running, what has a day between does not.
    ([quota(7, DAY, RUNNING)], ["6-1/6-4"], stay("6-5/6-7"), []),
    ([quota(7, DAY, RUNNING)], ["6-1/6-4"], stay("6-5/6-8"), [1]),
    ([quota(7, DAY, RUNNING)], ["6-1/6-4"], stay("6-6/6-12"), []),
    # 姫路: 年98時間・1回7時間.
    ([quota(98, HOUR, YEAR), quota(7, HOUR, USE)], [], stay("6-1", hours=7), []),
    ([quota(98, HOUR, YEAR), quota(7, HOUR, USE)], [], stay("6-1", hours=7.5), [30]),
    # 泊: three days are two nights.
    ([quota(2, NIGHT, YEAR)], [], stay("6-1/6-3"), []),
    ([quota(2, NIGHT, YEAR)], [], stay("6-1/6-4"), [1]),
    # Two uses on one day are one day, and two times.
    ([quota(1, DAY, YEAR)], ["6-1"], stay("6-1"), []),
    ([quota(1, TIME, YEAR)], ["6-1"], stay("6-1"), [1]),
]  # fmt: skip


@pytest.mark.parametrize(("quotas", "before", "wanted", "over"), OFFICES)
def test_each_limit_of_real_offices_holds_to_the_day_and_half_hour(
    quotas: list[Quota], before: list[object], wanted: Stay, over: list[int]
) -> None:
    others = [stay(b) if isinstance(b, str) else stay(b[0], hours=b[1]) for b in before]  # type: ignore[index]  # a day with its hours
    assert [-each.left for each in judge(wanted, others, quotas) if each.over] == over


# ---------------------------------------------------------------- over the end of the fiscal year

ACROSS = [
    # a stay, what was taken before, of which years how much is left afterwards
    ("3-29/2027-4-2", [], {2026: 11, 2027: 12}),
    ("3-31/2027-4-1", [], {2026: 13, 2027: 13}),
    ("3-25/3-31", [], {2026: 7}),
    ("2027-4-1/2027-4-7", [], {2027: 7}),
    ("3-30/2027-4-2", ["6-1/6-12"], {2026: 0, 2027: 12}),
    ("3-29/2027-4-2", ["6-1/6-12"], {2026: -1, 2027: 12}),
    ("3-31/2027-4-14", [], {2026: 13, 2027: 0}),
    ("3-31/2027-4-15", [], {2026: 13, 2027: -1}),
    ("2028-2-27/2028-3-1", [], {2027: 10}),  # a leap day counts
]


@pytest.mark.parametrize(("wanted", "before", "left"), ACROSS)
def test_a_stay_over_the_end_of_march_takes_of_both_years(wanted: str, before: list[str], left: dict[int, int]) -> None:
    found = judge(stay(wanted), [stay(each) for each in before], [YEARLY])
    assert {fiscal_year(each.first): each.left for each in found} == left


def test_a_night_belongs_to_the_year_it_begins_in() -> None:
    (only,) = judge(stay("3-31/2027-4-1"), [], [quota(1, NIGHT, YEAR)])
    assert (fiscal_year(only.first), only.left) == (2026, 0)


def test_running_days_go_on_over_the_end_of_the_year() -> None:
    (found,) = judge(stay("2027-4-1/2027-4-4"), [stay("3-28/3-31")], [quota(7, DAY, RUNNING)])
    assert (found.first, found.last, found.left) == (day("3-28"), day("2027-4-4"), -1)


# ---------------------------------------------------------------- a limit that changes

RAISED = [quota(14, DAY, YEAR, valid_to=day("9-30")), quota(21, DAY, YEAR, valid_from=day("10-1"))]
LOWERED = [quota(14, DAY, YEAR, valid_to=day("9-30")), quota(10, DAY, YEAR, valid_from=day("10-1"))]


@pytest.mark.parametrize(
    ("quotas", "before", "wanted", "left"),
    [
        (RAISED, ["6-1/6-14"], "9-30", [-1]),
        (RAISED, ["6-1/6-14"], "10-1", [6]),
        (RAISED, ["6-1/6-14", "11-1/11-7"], "12-1", [-1]),
        (RAISED, ["6-1/6-13"], "9-30/10-2", [0, 5]),  # of the old limit one day, of the new one all
        (RAISED, ["11-1/11-7"], "8-1/8-14", [0, 0]),  # of the old one only what lies before, of the new one all
        (LOWERED, ["12-1/12-10"], "8-1", [13, -1]),  # whichever was booked first
        (LOWERED, ["6-1/6-12"], "8-1/8-2", [0]),  # nothing lies after the change yet
        (LOWERED, ["6-1/6-12"], "10-1", [-3]),
        (LOWERED, ["6-1/6-12"], "9-30", [1]),
    ],
)
def test_a_limit_changed_in_mid_year_holds_by_its_days(
    quotas: list[Quota], before: list[str], wanted: str, left: list[int]
) -> None:
    assert [each.left for each in judge(stay(wanted), [stay(b) for b in before], quotas)] == left


# ---------------------------------------------------------------- booked, used, cancelled; approval; how it stands


def a_use(**fields: object) -> ProgramUse:
    given: dict[str, object] = {"child_id": "c", "scheme_code": "s", "begins_on": day("6-1"), "ends_on": day("6-5")}
    return ProgramUse(**{**given, **fields})  # type: ignore[arg-type]  # the tests' own


def test_booked_and_used_count_and_cancelled_does_not_and_the_actual_replaces_the_booked() -> None:
    uses = [
        a_use(),
        a_use(begins_on=day("7-1"), ends_on=day("7-5"), state=USED, used_from=day("7-1"), used_to=day("7-3")),
        a_use(begins_on=day("8-1"), ends_on=day("8-5"), state=CANCELLED, cancelled_reason="発熱"),
    ]
    stays = [each.stay for each in uses if each.stay]
    (found,) = balances(stays, [YEARLY], on=TODAY)
    assert (found.used, found.booked, found.left) == (3, 5, 6)


def test_a_day_at_the_end_of_the_calendar_that_is_kept_already_closes_no_page() -> None:
    far = Stay(first=date.max, last=date.max, minutes=60)
    for unit in (DAY, NIGHT, HOUR, TIME):
        (found,) = balances([far, stay("6-1/6-3")], [quota(14, unit, YEAR)], on=TODAY)
        assert found.booked == {DAY: 3, NIGHT: 2, HOUR: 0, TIME: 1}[unit]
    assert days_by_year(far) == {9999: 1}


def test_the_approved_period_is_asked_for_where_its_limit_holds_on_any_day() -> None:
    limits = [quota(14, DAY, APPROVAL, valid_from=day("6-5"), valid_to=day("6-9"))]
    for first, last, asked in (("6-1", "6-4", 0), ("6-1", "6-5", 1), ("6-9", "6-12", 1), ("6-10", "6-12", 0)):
        use = a_use(begins_on=day(first), ends_on=day(last))
        assert len(program_use_problems(use, limits, today=TODAY)) == asked


def test_a_day_that_was_used_is_not_booked_as_well() -> None:
    (found,) = balances([stay("6-1/6-3", used=True), stay("6-3/6-4")], [YEARLY], on=TODAY)
    assert (found.used, found.booked) == (3, 1)


def test_each_approved_period_has_its_own_fourteen_days() -> None:
    first, second = (day("4-1"), day("9-30")), (day("10-1"), day("3-31"))
    fourteen = [quota(14, DAY, APPROVAL)]
    before = Stay(first=day("6-1"), last=day("6-14"), approval=first)
    over = Stay(first=day("7-1"), last=day("7-1"), approval=first)
    fresh = Stay(first=day("11-1"), last=day("11-5"), approval=second)
    assert [each.left for each in judge(over, [before], fourteen)] == [-1]
    assert [each.left for each in judge(fresh, [before], fourteen)] == [9]
    (stands,) = balances([before, fresh], fourteen, on=TODAY)
    assert (stands.first, stands.left) == (second[0], 9)
    renewed = replace(fresh, approval=(first[1], second[1]))  # they share a day: no fresh limit
    assert [each.left for each in judge(renewed, [before], fourteen)] == [-5]


@pytest.mark.parametrize(
    ("limit", "booked", "near"),
    [
        (quota(14, DAY, YEAR, warn_at=3), "6-1/6-10", False),
        (quota(14, DAY, YEAR, warn_at=3), "6-1/6-11", True),
        (quota(14, DAY, YEAR), "6-1/6-14", True),  # nothing is left
        (quota(7, DAY, USE), "6-1/6-7", False),  # all of a use is no news
        (quota(14, DAY, YEAR, warn_at=3), "6-1/6-15", False),  # refused, not warned
    ],
)
def test_one_is_warned_from_the_threshold_on(limit: Quota, booked: str, near: bool) -> None:
    (found,) = judge(stay(booked), [], [limit])
    assert found.near is near


def test_without_a_limit_it_is_counted_all_the_same() -> None:
    (days,) = balances([stay("6-1/6-3")], [], on=TODAY)
    (hours,) = balances([stay("6-1", hours=1.5, used=True)], [quota(7, HOUR, USE)], on=TODAY)
    assert (days.quota, days.unit, days.booked, days.over, days.near) == (None, DAY, 3, False, False)
    assert (hours.quota, hours.unit, hours.used) == (None, HOUR, 90)


# ---------------------------------------------------------------- properties

_days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
_stays = st.builds(
    lambda first, length, used: Stay(first=first, last=first + timedelta(days=length), used=used),
    _days, st.integers(0, 40), st.booleans(),
)  # fmt: skip


@given(_stays)
def test_the_years_share_a_stay_without_a_day_lost_or_twice(one: Stay) -> None:
    assert sum(days_by_year(one).values()) == (one.last - one.first).days + 1
    assert sum(each.this for each in judge(one, [], [YEARLY])) == (one.last - one.first).days + 1


@given(_stays, st.lists(_stays, max_size=4), st.integers(1, 30))
def test_a_booking_that_is_not_refused_leaves_every_balance_at_or_above_nothing(
    one: Stay, others: list[Stay], amount: int
) -> None:
    limits = [quota(amount, DAY, YEAR)]
    for found in judge(one, others, limits):
        (stands,) = balances([one, *others], limits, on=found.first)
        assert (stands.left, stands.over) == (found.left, found.over)


@given(_stays, _stays, st.integers(1, 60))
def test_a_run_is_the_same_from_both_sides(one: Stay, other: Stay, amount: int) -> None:
    limits = [quota(amount, DAY, RUNNING)]
    (mine,), (theirs,) = judge(one, [other], limits), judge(other, [one], limits)
    if one.first <= other.last + timedelta(days=1) and other.first <= one.last + timedelta(days=1):
        assert (mine.first, mine.last, mine.left) == (theirs.first, theirs.last, theirs.left)
    else:
        assert mine.left == amount - (one.last - one.first).days - 1


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"scheme_code": ""}, ["scheme_code"]),
        ({"ends_on": day("5-31")}, ["ends_on"]),
        ({"ends_on": day("2027-6-3")}, ["ends_on"]),
        ({"begins_on": date.max, "ends_on": date.max}, ["begins_on", "ends_on"]),
        ({"begins_on": day("2126-6-1"), "ends_on": day("2126-6-1")}, []),
        ({"begins_on": day("2127-6-1"), "ends_on": day("2127-6-1")}, ["begins_on", "ends_on"]),
        ({"approved_from": date.min, "approved_to": date.max}, ["approved_from", "approved_to"]),
        ({"state": USED, "used_from": date.min, "used_to": date.max}, ["used_from", "used_to"]),
        ({"ends_on": day("6-1"), "minutes": 90}, []),
        ({"ends_on": day("6-1"), "minutes": 100}, ["minutes"]),
        ({"ends_on": day("6-1"), "minutes": 0}, ["minutes"]),
        ({"minutes": 90}, ["ends_on"]),
        ({"approved_from": day("4-1")}, ["approved_from"]),
        ({"approved_from": day("6-30"), "approved_to": day("4-1")}, ["approved_from"]),
        ({"approved_from": day("6-2"), "approved_to": day("9-30")}, ["approved_from"]),
        ({"state": "lost"}, ["state"]),
        ({"state": CANCELLED, "cancelled_reason": " "}, ["cancelled_reason"]),
        ({"state": USED}, ["used_from"]),
        ({"state": USED, "used_from": day("11-20"), "used_to": day("11-21")}, ["used_to"]),
        ({"state": USED, "used_from": day("6-2"), "used_to": day("6-1")}, ["used_to"]),
    ],
)
def test_what_is_wrong_with_a_booking_is_named(fields: dict[str, object], wrong: list[str]) -> None:
    assert [problem.field for problem in program_use_problems(a_use(**fields), (), today=TODAY)] == wrong


def test_hours_and_the_approved_period_are_asked_for_where_a_limit_needs_them() -> None:
    limits = [quota(98, HOUR, YEAR), quota(14, DAY, APPROVAL)]
    assert [p.field for p in program_use_problems(a_use(), limits, today=TODAY)] == ["minutes", "approved_from"]
    known = {"ends_on": day("6-1"), "minutes": 60, "approved_from": day("4-1"), "approved_to": day("9-30")}
    used = a_use(**known, state=USED, used_from=day("6-1"), used_to=day("6-1"))
    assert [p.field for p in program_use_problems(used, limits, today=TODAY)] == ["used_minutes"]


@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        ([YEARLY, quota(7, DAY, USE)], []),
        (RAISED, []),
        ([quota(0, DAY, YEAR)], ["quotas.0.amount"]),
        ([quota(0.4, HOUR, YEAR)], ["quotas.0.amount"]),
        ([quota(14, "month", YEAR)], ["quotas.0.unit"]),
        ([quota(14, DAY, "decade")], ["quotas.0.span"]),
        ([quota(14, DAY, YEAR, warn_at=15)], ["quotas.0.warn_at"]),
        ([quota(14, DAY, YEAR, valid_from=day("6-2"), valid_to=day("6-1"))], ["quotas.0.valid_to"]),
        ([YEARLY, quota(28, DAY, YEAR)], ["quotas.1.span"]),
    ],
)
def test_what_is_wrong_with_limits_is_named(limits: list[Quota], wrong: list[str]) -> None:
    assert [problem.field for problem in quota_problems(limits)] == wrong
