"""Day, week, month: which days one span shows, and how one moves from span to span."""

from __future__ import annotations

from datetime import date, timedelta

from caseapp.rules import dates, holidays
from caseapp.rules.dates import add_months, is_japanese
from caseapp.words import language
from caseapp.words.language import _

DAY, WEEK, MONTH = "day", "week", "month"
SPANS = (DAY, WEEK, MONTH)
_ONE = timedelta(days=1)


def week_of(day: date) -> date:
    """Its Monday: the week of an office begins with it."""
    return day - timedelta(days=day.weekday())


def days_of(span: str, day: date) -> list[date]:
    """The days that are shown: a month with the whole weeks at both ends."""
    if span == DAY:
        return [day]
    if span == WEEK:
        first, count = week_of(day), 7
    else:
        month = day.replace(day=1)
        first = week_of(month)
        count = (week_of(add_months(month, 1) - _ONE) - first).days + 7
    return [first + timedelta(days=number) for number in range(count)]


def moved(span: str, day: date, by: int) -> date:
    """The same place so many spans later (earlier where negative)."""
    return add_months(day, by) if span == MONTH else day + timedelta(days=by * (7 if span == WEEK else 1))


def title(span: str, day: date) -> str:
    """What the span is called: 令和8年11月, 令和8年11月16日〜22日, 11月20日(金)."""
    speech = language.current()
    if span == DAY:
        return dates.era_weekday(day, speech)
    year = dates.fiscal_year_long(day.year, language=speech).removesuffix("度") if is_japanese(speech) else day.year
    if span == MONTH:
        return f"{year}{day.month}月" if is_japanese(speech) else f"{day:%B} {day.year}"
    first, last = days_of(WEEK, day)[0], days_of(WEEK, day)[-1]
    if not is_japanese(speech):
        begins = "" if first.year == last.year else f" {first.year}"
        return f"{dates.month_day(first, speech)}{begins} – {dates.month_day(last, speech)} {last.year}"
    ends = dates.month_day(last) if first.year == last.year else dates.sentence_date(last)
    return f"{dates.sentence_date(first)}〜{f'{last.day}日' if first.month == last.month else ends}"


def closed_words(day: date) -> str:
    """The name of the holiday, or of the New Year break; weekends need no word."""
    why = holidays.closed(day)
    return "" if why in ("", holidays.SATURDAY, holidays.SUNDAY) else _(why)
