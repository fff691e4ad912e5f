"""The clock as an argument: what gives the time, and the zone it is given in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""

# Japan has one zone and no summer time since 1951; a fixed offset needs no time-zone data, which Windows lacks.
TOKYO = timezone(timedelta(hours=9), "Asia/Tokyo")


def now(clock: Clock) -> datetime:
    """The moment in Tokyo. Raises ValueError when the clock gives a time without zone."""
    moment = clock()
    if moment.tzinfo is None:
        raise ValueError("the clock must give aware times")
    return moment.astimezone(TOKYO)


def today(clock: Clock) -> date:
    """The day in Tokyo."""
    return now(clock).date()


def stopped(moment: datetime) -> Clock:
    """A clock that stands still; a time without zone is taken as Tokyo's."""
    fixed = moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)
    return lambda: fixed
