"""Limits of schemes beside a counting of their own: day by day, without spans, over the end of March and a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.quota import (
    APPROVAL,
    DAY,
    HOUR,
    MONTH,
    NIGHT,
    RUNNING,
    SPANS,
    TIME,
    UNITS,
    USE,
    WEEK,
    YEAR,
    Quota,
    Stay,
    Verdict,
    balances,
    grown,
    judge,
)

ONE = timedelta(days=1)
BEGIN, END = date(2027, 3, 1), date(2027, 4, 30)
quick = settings(max_examples=60, deadline=None)

_days = st.dates(BEGIN, END)
_APPROVALS = [
    (date(2027, 2, 1), date(2027, 3, 20)),
    (date(2027, 3, 21), date(2027, 5, 31)),  # after the first
    (date(2027, 3, 15), date(2027, 4, 10)),  # over both
    (date(2027, 3, 22), date(2027, 5, 31)),  # the second, typed otherwise by a day
]


def a_stay(first: date, nights: int, used: bool, halves: int, approval: tuple[date, date]) -> Stay:
    last = first + nights * ONE
    period = min(approval[0], first), max(approval[1], last)  # days outside of it are refused before
    return Stay(first=first, last=last, used=used, minutes=30 * halves, approval=period)


_stays = st.builds(
    a_stay, _days, st.integers(1, 9), st.booleans(), st.integers(1, 20), st.sampled_from(_APPROVALS)
)  # fmt: skip
_several = st.lists(_stays, max_size=5)
_units = st.sampled_from(UNITS)
_KEYS: dict[str, Any] = {
    YEAR: fiscal_year,
    MONTH: lambda day: (day.year, day.month),
    WEEK: lambda day: (day + ONE).isocalendar()[:2],
}


def stretch(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE


def amount_on(day: date, stays: Sequence[Stay], unit: str) -> int:
    """What the stays take on one day, used or booked."""
    if unit == DAY:
        return int(any(each.first <= day <= each.last for each in stays))
    if unit == NIGHT:
        return int(any(each.first <= day < each.last for each in stays))
    begun = [each for each in stays if each.first == day]
    return len(begun) if unit == TIME else sum(each.minutes or 0 for each in begun)


def total(days: Iterator[date] | Sequence[date], stays: Sequence[Stay], unit: str) -> int:
    return sum(amount_on(day, stays, unit) for day in days)


def around() -> list[date]:
    """Every day that a stay of these tests may touch."""
    return list(stretch(BEGIN - 31 * ONE, END + 62 * ONE))


def counted(verdict: Verdict) -> int:
    return verdict.used + verdict.booked


@quick
@given(_stays, _several, _units, st.sampled_from(sorted(_KEYS)))
def test_years_months_and_weeks_are_the_sums_of_their_days(one: Stay, others: list[Stay], unit: str, span: str) -> None:
    key = _KEYS[span]
    found = {key(each.first): each for each in judge(one, others, [Quota(amount=1, unit=unit, span=span)])}
    mine = {key(day) for day in around() if amount_on(day, [one], unit)}
    assert set(found) == mine
    for place, verdict in found.items():
        days = [day for day in around() if key(day) == place]
        assert key(verdict.last) == place != key(verdict.last + ONE)
        assert (counted(verdict), verdict.this) == (total(days, [one, *others], unit), total(days, [one], unit))
        assert verdict.used == total(days, [each for each in (one, *others) if each.used], unit)


@quick
@given(_stays, _several, _units)
def test_each_use_is_measured_by_itself(one: Stay, others: list[Stay], unit: str) -> None:
    (found,) = judge(one, others, [Quota(amount=1, unit=unit, span=USE)])
    assert counted(found) == found.this == total(around(), [one], unit)


@quick
@given(_stays, _several, _units)
def test_running_days_are_those_without_a_break(one: Stay, others: list[Stay], unit: str) -> None:
    (found,) = judge(one, others, [Quota(amount=1, unit=unit, span=RUNNING)])
    everything = [one, *others]
    first, last = one.first, one.last
    while amount_on(first - ONE, everything, DAY):
        first -= ONE
    while amount_on(last + ONE, everything, DAY):
        last += ONE
    assert (found.first, found.last) == (first, last)
    assert counted(found) == total(stretch(first, last), everything, unit)


@quick
@given(_stays, _several, _units)
def test_approved_periods_that_overlap_are_one(one: Stay, others: list[Stay], unit: str) -> None:
    (found,) = judge(one, others, [Quota(amount=1, unit=unit, span=APPROVAL)])
    together: set[Stay] = {one}
    before: set[Stay] = set()
    while together != before:  # whoever shares a day with one of them belongs to them
        before = set(together)
        together |= {o for o in others if any(o.approval[0] <= t.approval[1] and t.approval[0] <= o.approval[1]  # type: ignore[index]  # all have one
                                              for t in before)}  # fmt: skip
    counting = [each for each in (one, *others) if each in together]
    assert found.first == min(each.approval[0] for each in counting if each.approval)
    assert found.last == max(each.approval[1] for each in counting if each.approval)
    assert counted(found) == total(stretch(found.first, found.last), counting, unit)


@quick
@given(_several, _units, st.sampled_from(SPANS), st.integers(1, 12))
def test_what_got_in_unrefused_passes_nothing_whichever_came_last(
    several: list[Stay], unit: str, span: str, amount: int
) -> None:
    limits = [Quota(amount=amount * (60 if unit == HOUR else 1), unit=unit, span=span)]
    kept = let_in(several, limits)
    for each in kept:
        assert not any(verdict.over for verdict in judge(each, [k for k in kept if k is not each], limits))


@quick
@given(
    st.lists(_stays, min_size=2, max_size=5),
    st.sampled_from([DAY, NIGHT]),
    st.integers(8, 20),
    st.integers(3, 12),
    st.sampled_from([date(2027, 3, 15), date(2027, 4, 1), date(2027, 4, 15)]),
)
def test_a_limit_that_changes_holds_on_both_sides_whichever_came_first(
    several: list[Stay], unit: str, old: int, new: int, change: date
) -> None:
    limits = [
        Quota(amount=old, unit=unit, span=YEAR, valid_to=change - ONE),
        Quota(amount=new, unit=unit, span=YEAR, valid_from=change),
    ]
    kept = let_in(several, limits)
    for year in (2026, 2027):
        days = [day for day in around() if fiscal_year(day) == year and amount_on(day, kept, unit)]
        early, late = [d for d in days if d < change], [d for d in days if d >= change]
        assert len(early) <= old
        assert not late or len(days) <= new
    refused = [each for each in several if each not in kept]
    for each in refused:  # nothing was refused that would have passed neither
        days = [day for day in around() if amount_on(day, [*kept, each], unit)]
        parts = [[d for d in days if fiscal_year(d) == year] for year in (2026, 2027)]
        past_old = any(sum(d < change for d in part) > old for part in parts)
        past_new = any(len(part) > new and part[-1] >= change for part in parts)
        assert past_old or past_new


@quick
@given(st.lists(_stays, min_size=1, max_size=6), _days, _units, st.sampled_from([YEAR, MONTH, WEEK, APPROVAL]))
def test_the_balance_is_what_the_verdict_said(several: list[Stay], on: date, unit: str, span: str) -> None:
    limits = [Quota(amount=5, unit=unit, span=span)]
    one, *others = several
    said = {(each.first, each.last): each.left for each in judge(one, others, limits)}
    for balance in balances(several, limits, on=on):
        if balance.quota is not None:
            assert said.get((balance.first, balance.last), balance.left) == balance.left


@quick
@given(_stays, _several, st.integers(1, 9), _units, st.sampled_from(SPANS))
def test_only_a_longer_use_needs_another_reason(one: Stay, others: list[Stay], more: int, unit: str, span: str) -> None:
    limits = [Quota(amount=1, unit=unit, span=span)]
    longer = Stay(
        first=one.first, last=one.last + more * ONE, minutes=one.minutes, used=one.used, approval=one.approval
    )
    before, now = judge(one, others, limits), judge(longer, others, limits)
    assert not grown(now, before)
    assert not grown(before, before)
    past = {each.first: -each.left for each in now if each.over}
    if span in _KEYS:
        was = {each.first: -each.left for each in before}
        assert grown(before, now) == any(over > max(was.get(place, 0), 0) for place, over in past.items())
    else:
        assert grown(before, now) == (max(past.values(), default=0) > max([0, *(-each.left for each in before)]))


def let_in(several: Sequence[Stay], limits: Sequence[Quota]) -> list[Stay]:
    """Those that are not refused, one after the other."""
    kept: list[Stay] = []
    for each in several:
        if not any(verdict.over for verdict in judge(each, kept, limits)):
            kept.append(each)
    return kept
