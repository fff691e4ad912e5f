"""利用枠: how much of a scheme a child may use, and what its bookings and uses take of that.

A scheme has any number of limits: 年14日; 1年度28日・1回7日; 連続7日で合計14日; 週5回; 1月16時間; 承認期間中に14日.
What is counted falls on days: a stay over the end of March takes of both fiscal years what lies in each, and goes on
running. A night belongs to the day it begins on, hours and times to the first day. A day with two uses is one day.
A booking counts like a use until it is cancelled; what was really used takes the place of what was booked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.rules.fiscal import fiscal_bounds, fiscal_year
from caseapp.rules.problem import N_, Problem

DAY, NIGHT, HOUR, TIME = "day", "night", "hour", "time"
UNITS = (DAY, NIGHT, HOUR, TIME)
USE, WEEK, MONTH, YEAR, RUNNING, APPROVAL = "use", "week", "month", "fiscal_year", "running", "approval"
SPANS = (YEAR, APPROVAL, MONTH, WEEK, USE, RUNNING)
HALF_HOUR = 30
_ONE = timedelta(days=1)
_MOST = 100_000


@dataclass(frozen=True, kw_only=True)
class Quota:
    """One limit: at most `amount` of `unit` (code list quota_unit; hours in minutes) in each `span` (quota_span).

    From `warn_at` left on one is warned. It holds for days from `valid_from` to `valid_to` (None: without end); where
    a limit changes within a span, the one of before counts what lies until its last day, the next one everything, as
    soon as anything lies on one of its days: whichever was booked first.
    """

    amount: int
    unit: str
    span: str
    warn_at: int = 0
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, kw_only=True)
class Stay:
    """What counts: from `first` to `last`, `minutes` where hours are counted; `used`, or else booked.

    `approval`: the first and last day of the period it was approved for (None: not asked).
    """

    first: date
    last: date
    minutes: int | None = None
    used: bool = False
    approval: tuple[date, date] | None = None


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How a limit stands from `first` to `last`. `quota` None: nothing limits it, it is only counted (`unit`)."""

    quota: Quota | None
    unit: str
    first: date
    last: date
    used: int
    booked: int

    @property
    def left(self) -> int:
        """What is left; below 0 the limit is passed."""
        return self.quota.amount - self.used - self.booked if self.quota else 0

    @property
    def over(self) -> bool:
        return self.quota is not None and self.left < 0

    @property
    def near(self) -> bool:
        """So little is left that one is told; a limit of each use is met so often that it must be asked for."""
        if self.quota is None or self.over:
            return False
        if self.quota.span in (USE, RUNNING) and not self.quota.warn_at:
            return False
        return self.left <= self.quota.warn_at


@dataclass(frozen=True, kw_only=True)
class Verdict(Balance):
    """The same with a booking: `this` is what it takes (it is in `used` or `booked`, too)."""

    this: int


def judge(stay: Stay, others: Iterable[Stay], quotas: Iterable[Quota]) -> tuple[Verdict, ...]:
    """What a booking or use does to each limit that it adds to, `others` being all that counts beside it.

    A limit that is passed already is not named for days before or after its span.
    """
    known = tuple(others)
    found: list[Verdict] = []
    for quota in quotas:
        own = _amounts((stay,), quota.unit)
        for first, last in _periods(stay, known, quota, tuple(own)):
            until = min(last, quota.valid_to or last)
            counting = _counting(quota, stay, known, first, last)
            days = _amounts(counting, quota.unit)
            taken = sum(amount for day, amount in own.items() if first <= day <= until)
            if not taken or not any(first <= day <= until and quota.holds_on(day) for day in days):
                continue
            used, booked = _counted(counting, quota.unit, first, until)
            found.append(
                Verdict(quota=quota, unit=quota.unit, first=first, last=last, used=used, booked=booked, this=taken)
            )
    return tuple(found)


def grown(before: Iterable[Verdict], now: Iterable[Verdict]) -> bool:
    """Whether a limit is passed by more than before: what was the reason then is none for this."""
    passed = {_where(each): -each.left for each in before}
    return any(-each.left > passed.get(_where(each), 0) for each in now if each.over)


def balances(stays: Iterable[Stay], quotas: Iterable[Quota], *, on: date) -> tuple[Balance, ...]:
    """How the limits of a year, a month, a week and an approval stand on a day; those of each use have no balance.

    What nothing limits in its fiscal year is counted all the same: the last one has no `quota` then.
    """
    known = tuple(stays)
    found: list[Balance] = []
    for quota in quotas:
        period = _period_on(quota, known, on)
        if period is None or not quota.holds_on(on):
            continue
        first, last = period
        counting = _approved_in(known, first, last) if quota.span == APPROVAL else known
        used, booked = _counted(counting, quota.unit, first, min(last, quota.valid_to or last))
        found.append(Balance(quota=quota, unit=quota.unit, first=first, last=last, used=used, booked=booked))
    if not any(each.quota and each.quota.span in (YEAR, APPROVAL) for each in found):
        first, last = fiscal_bounds(fiscal_year(on))
        unit = HOUR if any(each.minutes for each in known) else DAY
        used, booked = _counted(known, unit, first, last)
        found.append(Balance(quota=None, unit=unit, first=first, last=last, used=used, booked=booked))
    return tuple(found)


def days_by_year(stay: Stay) -> dict[int, int]:
    """How many days of it lie in each fiscal year: 3/30–4/2 gives {2026: 2, 2027: 2}."""
    found: dict[int, int] = defaultdict(int)
    for day in _amounts((stay,), DAY):
        found[fiscal_year(day)] += 1
    return dict(found)


def needs_hours(quotas: Iterable[Quota], *, on: date) -> bool:
    """Whether hours must be known of a use that begins on that day."""
    return any(quota.unit == HOUR and quota.holds_on(on) for quota in quotas)


def needs_approval(quotas: Iterable[Quota], *, first: date, last: date) -> bool:
    """Whether the period of approval must be known of a use on these days: such a limit holds on one of them."""
    return any(
        quota.span == APPROVAL and (quota.valid_from or first) <= last and first <= (quota.valid_to or last)
        for quota in quotas
    )


def quota_problems(quotas: Sequence[Quota]) -> list[Problem]:
    """What must be mended before the limits of a scheme can be kept; `field` is `quotas.N.field`."""
    found: list[Problem] = []
    for n, quota in enumerate(quotas):
        if not 0 < quota.amount <= _MOST:
            found.append(Problem(f"quotas.{n}.amount", N_("Write how much is allowed: a number above 0.")))
        elif quota.unit == HOUR and (quota.amount % HALF_HOUR or quota.warn_at % HALF_HOUR):
            found.append(Problem(f"quotas.{n}.amount", N_("Hours go by halves: 1, 1.5, 2.")))
        if quota.unit not in UNITS:
            found.append(Problem(f"quotas.{n}.unit", N_("Choose what is counted.")))
        if quota.span not in SPANS:
            found.append(Problem(f"quotas.{n}.span", N_("Choose in which time it is counted.")))
        if not 0 <= quota.warn_at <= quota.amount:
            found.append(Problem(f"quotas.{n}.warn_at", N_("The warning comes before the limit, not after it.")))
        if quota.valid_from and quota.valid_to and quota.valid_to < quota.valid_from:
            found.append(Problem(f"quotas.{n}.valid_to", N_("The last day lies before the first.")))
        twice = any(_alike(quota, other) for other in quotas[:n])
        if twice:
            found.append(Problem(f"quotas.{n}.span", N_("There is a limit of this kind for these days already.")))
    return found


def _alike(one: Quota, other: Quota) -> bool:
    if (one.unit, one.span) != (other.unit, other.span):
        return False
    first, last = (one.valid_from or date.min), (one.valid_to or date.max)
    return first <= (other.valid_to or date.max) and (other.valid_from or date.min) <= last


# ---- counting


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last; none when the last lies before. The last day of the calendar is no end."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _amounts(stays: Iterable[Stay], unit: str) -> dict[date, int]:
    """What falls on each day."""
    found: dict[date, int] = defaultdict(int)
    for stay in stays:
        if unit in (DAY, NIGHT):
            for day in days_between(stay.first, stay.last):
                if unit == DAY or day < stay.last:
                    found[day] = 1
        else:
            found[stay.first] += (stay.minutes or 0) if unit == HOUR else 1
    return found


def _counted(stays: Sequence[Stay], unit: str, first: date, last: date) -> tuple[int, int]:
    """(used, booked) from `first` to `last`; a day that was used is not booked as well."""
    used = _amounts((each for each in stays if each.used), unit)
    booked = _amounts((each for each in stays if not each.used), unit)
    if unit in (DAY, NIGHT):
        booked = {day: amount for day, amount in booked.items() if day not in used}
    return tuple(sum(n for day, n in part.items() if first <= day <= last) for part in (used, booked))  # type: ignore[return-value]  # two of them


# ---- spans of time


def _counting(quota: Quota, stay: Stay, others: Sequence[Stay], first: date, last: date) -> Sequence[Stay]:
    """What counts for a span beside the stay: for each use nothing, for an approved period what was approved in it."""
    if quota.span == USE:
        return (stay,)
    if quota.span == APPROVAL:
        return _approved_in((*others, stay), first, last)
    return (*others, stay)


def _where(verdict: Verdict) -> tuple[Quota | None, date | None]:
    """Which limit, and of which year, month or week; a run, an approved period and a use go along with their days."""
    moves = verdict.quota is None or verdict.quota.span in (USE, RUNNING, APPROVAL)
    return verdict.quota, None if moves else verdict.first


def _approved(stays: Iterable[Stay]) -> list[tuple[date, date]]:
    """The approved periods in their order. Those that overlap are one: a period typed otherwise by a day, or renewed
    before its end, is no fresh limit."""
    found: list[tuple[date, date]] = []
    for first, last in sorted({each.approval for each in stays if each.approval}):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _approved_in(stays: Iterable[Stay], first: date, last: date) -> tuple[Stay, ...]:
    return tuple(each for each in stays if each.approval and first <= each.approval[0] <= last)


def _periods(stay: Stay, others: Sequence[Stay], quota: Quota, days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The spans of the quota in which these days of the stay lie, in their order."""
    if quota.span == APPROVAL:
        if stay.approval is not None:
            yield next(each for each in _approved((*others, stay)) if each[0] <= stay.approval[0] <= each[1])
    elif quota.span == USE:
        yield stay.first, stay.last
    elif quota.span == RUNNING:
        yield _run(stay, others)
    else:
        yield from dict.fromkeys(_bounds(quota.span, day) for day in days)


def _bounds(span: str, day: date) -> tuple[date, date]:
    """The week (Sunday to Saturday, as visits are reckoned), month or fiscal year of a day."""
    if span == WEEK:
        first = day - timedelta(days=(day.weekday() + 1) % 7)
        return first, first + timedelta(days=6)
    if span == MONTH:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return day.replace(day=1), following - _ONE
    return fiscal_bounds(fiscal_year(day))


def _run(stay: Stay, others: Iterable[Stay]) -> tuple[date, date]:
    """The days without a break around the stay."""
    covered = _amounts((stay, *others), DAY)
    first, last = stay.first, stay.last
    while first - _ONE in covered:
        first -= _ONE
    while last + _ONE in covered:
        last += _ONE
    return first, last


def _period_on(quota: Quota, stays: Sequence[Stay], on: date) -> tuple[date, date] | None:
    if quota.span in (USE, RUNNING):
        return None
    if quota.span != APPROVAL:
        return _bounds(quota.span, on)
    approvals = _approved(stays)
    return next((each for each in approvals if each[0] <= on <= each[1]), approvals[-1] if approvals else None)
