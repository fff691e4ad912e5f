"""国民の祝日 and the days on which public offices are closed.

Sources: 国民の祝日に関する法律(昭和23年法律第178号) as it reads since 2007, with the days that were moved in 2019
(平成30年法律第99号) and, for the Games of Tokyo, in 2020 and 2021; 行政機関の休日に関する法律 for the end of the year.
The equinoxes by the usual formula for 1980 to 2099: the day itself is announced each February for the year after.
Right from 2007 on.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from caseapp.rules.problem import N_

_DAY = timedelta(days=1)
_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6

NEW_YEAR, COMING_OF_AGE = N_("New Year's Day"), N_("Coming of Age Day")
FOUNDATION, EMPEROR = N_("National Foundation Day"), N_("The Emperor's Birthday")
SPRING, SHOWA, CONSTITUTION = N_("Vernal Equinox Day"), N_("Showa Day"), N_("Constitution Memorial Day")
GREENERY, CHILDREN, SEA = N_("Greenery Day"), N_("Children's Day"), N_("Marine Day")
MOUNTAIN, AGED, AUTUMN = N_("Mountain Day"), N_("Respect for the Aged Day"), N_("Autumnal Equinox Day")
SPORTS, CULTURE, LABOUR = N_("Sports Day"), N_("Culture Day"), N_("Labour Thanksgiving Day")
SUBSTITUTE, BETWEEN = N_("Substitute holiday"), N_("Holiday between two holidays")
ONCE = N_("Holiday of the succession")
SATURDAY, SUNDAY, YEAR_END = N_("Saturday"), N_("Sunday"), N_("the New Year break")

_MOVED: dict[int, dict[str, tuple[int, int]]] = {
    2020: {SEA: (7, 23), SPORTS: (7, 24), MOUNTAIN: (8, 10)},
    2021: {SEA: (7, 22), SPORTS: (7, 23), MOUNTAIN: (8, 8)},
}
_ENTHRONED = {2019: ((5, 1), (10, 22))}


def holiday(day: date) -> str:
    """The English name (marked for translation) of the national holiday, or "" on any other day."""
    return _of_year(day.year).get(day, "")


def closed(day: date) -> str:
    """Why a public office is closed on this day: a holiday, the end of the year, a weekend; "" when it is open."""
    name = holiday(day)
    if name:
        return name
    if (day.month, day.day) >= (12, 29) or (day.month == 1 and day.day <= 3):
        return YEAR_END
    return {_SATURDAY: SATURDAY, _SUNDAY: SUNDAY}.get(day.weekday(), "")


def next_open(day: date) -> date:
    """`day`, or the first day after it on which a public office is open."""
    while closed(day):
        day += _DAY
    return day


@lru_cache(maxsize=64)
def _of_year(year: int) -> dict[date, str]:
    named = _named(year)
    found = dict(named)
    for day in sorted(named):  # 振替休日: the first day after a Sunday's holiday that is no holiday itself
        if day.weekday() == _SUNDAY:
            free = day + _DAY
            while free in named:
                free += _DAY
            found[free] = SUBSTITUTE
    for day in sorted(named):  # 国民の休日: a day between two holidays
        middle = day + _DAY
        if middle not in found and middle + _DAY in named:
            found[middle] = BETWEEN
    return found


def _named(year: int) -> dict[date, str]:
    days = {
        NEW_YEAR: (1, 1),
        COMING_OF_AGE: _monday(year, 1, 2),
        FOUNDATION: (2, 11),
        SPRING: (3, _equinox(year, 20.8431)),
        SHOWA: (4, 29),
        CONSTITUTION: (5, 3),
        GREENERY: (5, 4),
        CHILDREN: (5, 5),
        SEA: _monday(year, 7, 3),
        AGED: _monday(year, 9, 3),
        AUTUMN: (9, _equinox(year, 23.2488)),
        SPORTS: _monday(year, 10, 2),
        CULTURE: (11, 3),
        LABOUR: (11, 23),
    }
    if year >= 2016:
        days[MOUNTAIN] = (8, 11)
    if year != 2019:
        days[EMPEROR] = (2, 23) if year >= 2020 else (12, 23)
    days.update(_MOVED.get(year, {}))
    made = {date(year, month, day): name for name, (month, day) in days.items()}
    return made | {date(year, month, day): ONCE for month, day in _ENTHRONED.get(year, ())}


def _monday(year: int, month: int, number: int) -> tuple[int, int]:
    first = date(year, month, 1)
    return month, 1 + (_MONDAY - first.weekday()) % 7 + 7 * (number - 1)


def _equinox(year: int, base: float) -> int:
    return int(base + 0.242194 * (year - 1980)) - (year - 1980) // 4
