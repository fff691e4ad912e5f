"""What comes again: every so many weeks, months, school terms or fiscal years, counted from the first planned day.

Every occurrence is reckoned from the first one, so nothing drifts: what begins on 31 January is due on 28 February and
on 31 March again. A school term (学期) is April to August, September to December, January to March; the place inside
the term is kept (the third week of May gives the third week of October). Years are fiscal years (年度): twelve months
keep the month, and so the fiscal year moves on by one.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.rules.dates import add_months
from caseapp.rules.fiscal import fiscal_bounds, fiscal_year
from caseapp.rules.problem import N_, Problem

WEEKS, MONTHS, TERMS, YEARS = "weeks", "months", "terms", "years"
UNITS = (WEEKS, MONTHS, TERMS, YEARS)
MOST = {WEEKS: 52, MONTHS: 24, TERMS: 6, YEARS: 5}
_TERM_MONTHS = ((4, 5), (9, 4), (1, 3))  # first month, how many
_TERMS = len(_TERM_MONTHS)


@dataclass(frozen=True)
class Repeat:
    """Every `every` `unit`s from `start` on, not after `until` (None: without end)."""

    unit: str
    every: int
    start: date
    until: date | None = None


def occurrence(repeat: Repeat, number: int) -> date:
    """The day number `number`; 0 is the start."""
    count = repeat.every * number
    if repeat.unit == WEEKS:
        return repeat.start + timedelta(weeks=count)
    if repeat.unit == MONTHS:
        return add_months(repeat.start, count)
    if repeat.unit == YEARS:
        return add_months(repeat.start, 12 * count)
    return _terms_later(repeat.start, count)


def next_after(repeat: Repeat, day: date) -> date | None:
    """The first occurrence after `day`; None when the series has ended by then."""
    number = 1
    while (found := occurrence(repeat, number)) <= day:
        number += 1
    return found if repeat.until is None or found <= repeat.until else None


def end_of_year(day: date) -> date:
    """The last day of the fiscal year of `day`: how far most plans reach."""
    return fiscal_bounds(fiscal_year(day))[1]


def repeat_problems(repeat: Repeat) -> list[Problem]:
    """What is wrong with a repetition that was chosen."""
    found = []
    if not 1 <= repeat.every <= MOST.get(repeat.unit, 0):
        found.append(
            Problem("repeat_every", N_("Choose a distance of 1 to {most}."), {"most": MOST.get(repeat.unit, 0)})
        )
    if repeat.until is not None and repeat.until < repeat.start:
        found.append(Problem("repeat_until", N_("The repetition ends before it begins.")))
    return found


def _terms_later(start: date, count: int) -> date:
    term = 0 if 4 <= start.month <= 8 else 1 if start.month >= 9 else 2
    place = start.month - _TERM_MONTHS[term][0]
    years, target = divmod(term + count, _TERMS)
    first, months = _TERM_MONTHS[target]
    year = fiscal_year(start) + years + (target == _TERMS - 1)
    month = first + min(place, months - 1)
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
