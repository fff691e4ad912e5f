"""Dates of birth as they are typed into the search: every form that `dates.parse` reads, and those with a doubt.

A form or file must say which era is meant; a search may try each. So this gives spans of days, and refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TypeAlias

from caseapp.rules.dates import ERAS, BadDate, era_of, parse, parse_partial

Days: TypeAlias = tuple[date, date]
"""The first and the last day of a span."""

_YEARS_BACK = 45
"""Who is looked for by two figures of a year was born in these years: the register holds children and young adults."""
_BARE = re.compile(r"([0-9]{1,2})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2})([0-9]{2})")
_MONTH_DAY = re.compile(r"([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_NO_DATE = re.compile(r"[0-9]{1,5}|[0-9]{7}|[0-9]{9,}|[^0-9元]*")


def birth_days(text: str, *, today: date) -> tuple[Days, ...]:
    """The days of birth that `text` can mean: H30.4.1, 平成30年4月1日, 2018/4/1, 20180401 one day; 平成30年4月 a month.

    300401 and 30.4.1 leave the era open: each day that was, in Japanese or Western years, the latest first. () where
    the text is no date.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _NO_DATE.fullmatch(plain):
        return ()
    bare = _BARE.fullmatch(plain)
    if bare:
        year, month, day = (int(part) for part in bare.groups() if part is not None)
        return tuple((found, found) for found in _with_any_era(year, month, day, today=today))
    try:
        found = parse(plain, today=today)
    except BadDate:
        return _partial(plain, today=today)
    return ((found, found),)


def birthday(text: str) -> str:
    """`0401` for 4/1, 4月1日 or 4-1: a birthday without its year. "" for anything else."""
    found = _MONTH_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return f"{int(found[1]):02}{int(found[2]):02}" if found else ""


def _partial(plain: str, *, today: date) -> tuple[Days, ...]:
    try:
        found = parse_partial(plain, today=today)
    except BadDate:
        return ()
    return ((found.first, found.last),)


def _with_any_era(year: int, month: int, day: int, *, today: date) -> list[date]:
    years = {era.first.year + year - 1: era for era in ERAS}
    found = {made for full, era in years.items() if (made := _day(full, month, day)) and era_of(made) == era}
    found |= {made for century in (1900, 2000) if (made := _day(century + year, month, day))}
    return sorted((made for made in found if today.year - _YEARS_BACK <= made.year and made <= today), reverse=True)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
