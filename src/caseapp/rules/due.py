"""How near a day is: late, today, near, later; and the few characters that say so on a chip (visual.md §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from caseapp.rules.age import months
from caseapp.rules.dates import era_weekday, is_japanese, month_day, screen_date, time_text

Nearness = Literal["late", "today", "near", "later", "waiting"]
NEAR_DAYS = 7
FAR_DAYS = 100
"""From so many days on nobody counts days: months and years say how far it is."""


@dataclass(frozen=True)
class Chip:
    """What a chip shows. `kind` decides its ink: late and today filled, near and later outline, waiting dashed."""

    kind: Nearness
    text: str


def nearness(on: date, *, today: date, near: int = NEAR_DAYS) -> Nearness:
    """Where `on` lies: before today, today, within the next `near` days, or later."""
    days = (on - today).days
    if days < 0:
        return "late"
    if days == 0:
        return "today"
    return "near" if days <= near else "later"


def distance(on: date, *, today: date, language: str = "ja") -> str:
    """`4日超過`, `今日中`, `あと6日`, `あと3年4か月`; English `4 d late`, `today`, `in 6 d`, `in 3 y 4 mo`."""
    if on < today:
        late = span(on, today, language=language)
        return f"{late}超過" if is_japanese(language) else f"{late} late"
    if on == today:
        return "今日中" if is_japanese(language) else "today"
    left = span(today, on, language=language)
    return f"あと{left}" if is_japanese(language) else f"in {left}"


def span(first: date, last: date, *, language: str = "ja") -> str:
    """From one day to a later one: `99日`, from 100 days on `5か月`, `2年`, `3年4か月`; English `99 d`, `3 y 4 mo`."""
    days = (last - first).days
    japanese = is_japanese(language)
    if days < FAR_DAYS:
        return f"{days}日" if japanese else f"{days} d"
    years, rest = divmod(months(first, last), 12)
    parts = ((years, "年", " y"), (rest, "か月", " mo"))
    return ("" if japanese else " ").join(f"{n}{ja if japanese else en}" for n, ja, en in parts if n)


def due_chip(on: date, *, today: date, at: time | None = None, language: str = "ja") -> Chip:
    """The chip of a next action: the distance; today with a time `10:30`; later than a week the date `12月11日`."""
    kind = nearness(on, today=today)
    if kind == "today" and at is not None:
        return Chip(kind, time_text(at))
    if kind != "later":
        return Chip(kind, distance(on, today=today, language=language))
    full = screen_date(on, today=today, language=language)
    if full != era_weekday(on, language):
        return Chip(kind, full)
    return Chip(kind, month_day(on) if is_japanese(language) else full)


def reply_chip(asked_on: date, *, reply_due_on: date | None, today: date, language: str = "ja") -> Chip:
    """The chip of an answer one waits for.

    Until the promised day the distance to it; after it, late, and the days since one asked (`11日め`);
    without a promised day waiting, and the days since one asked.
    """
    since = elapsed(asked_on, today=today, language=language)
    if reply_due_on is None:
        return Chip("waiting", since)
    kind = nearness(reply_due_on, today=today)
    return Chip(kind, since if kind == "late" else distance(reply_due_on, today=today, language=language))


def elapsed(since: date, *, today: date, language: str = "ja") -> str:
    """`11日め`: days that something has been going on; English `day 11`."""
    days = (today - since).days
    return f"{days}日め" if is_japanese(language) else f"day {days}"


def silence(last: date, *, today: date, language: str = "ja") -> str:
    """How long ago the last contact was: `7か月`, under a month `12日`, two years and more `2年`."""
    japanese = is_japanese(language)
    count = months(last, today)
    if count >= 24:
        return f"{count // 12}年" if japanese else f"{count // 12} y"
    if count:
        return f"{count}か月" if japanese else f"{count} mo"
    days = (today - last).days
    return f"{days}日" if japanese else f"{days} d"
