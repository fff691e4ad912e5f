"""The stages of a child's life path in order: birth, its own events, school, 18, the end of 小慢, and "now"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from caseapp.rules import grade
from caseapp.rules.age import ADULT, age_long, age_on, birthday, last_day
from caseapp.rules.dates import PartialDate, Style, is_japanese, short_date
from caseapp.rules.due import distance
from caseapp.rules.problem import N_

Kind = Literal["birth", "event", "item", "kindergarten", "elementary", "junior_high", "high", "adult", "end", "now"]
When = Literal["past", "now", "next", "future"]

NAMES: dict[Kind, str] = {
    "birth": N_("Birth"),
    "kindergarten": N_("Kindergarten"),
    "elementary": N_("Elementary school"),
    "junior_high": N_("Junior high"),
    "high": N_("High school"),
    "adult": N_("Age 18"),
    "end": N_("End of the programme"),
    "now": N_("Now"),
}
_SCHOOLS: tuple[tuple[Kind, str], ...] = (
    ("kindergarten", "k1"),
    ("elementary", "e1"),
    ("junior_high", "j1"),
    ("high", "h1"),
)


@dataclass(frozen=True)
class Stage:
    """One stop on the path. `name` is a message id for every kind but `event`, which carries the worker's own words,
    and `item`, what the office's yearly template calls it.

    `when` is seen from today; exactly one stage is `now`, at most one is `next` (no item of the template). `days`
    counts from today.
    """

    kind: Kind
    on: date
    name: str
    when: When = "future"
    days: int = 0


def life_path(
    birth: date,
    *,
    today: date,
    events: Sequence[tuple[date, str]] = (),
    items: Sequence[tuple[date, str]] = (),
    grade_override: str = "",
) -> tuple[Stage, ...]:
    """The stages past and coming, in order, with the stage `now` between them.

    `events` are (day, name) of the child's own path, `items` those of the template that come up. Entering kindergarten
    is shown only to a child not yet in school, as most records do not say whether a schoolchild ever went. A stage of
    today counts as past: it has been reached.
    """
    stages = [Stage("birth", birth, NAMES["birth"]), *(Stage("event", on, name) for on, name in events)]
    stages += [Stage("item", on, name) for on, name in items]
    in_school = date(grade.entry_year(birth, "e1", override=grade_override), 4, 1) <= today
    for kind, first in _SCHOOLS:
        if kind != "kindergarten" or not in_school:
            stages.append(Stage(kind, date(grade.entry_year(birth, first, override=grade_override), 4, 1), NAMES[kind]))
    stages.append(Stage("adult", birthday(birth, ADULT), NAMES["adult"]))
    stages.append(Stage("end", last_day(birth), NAMES["end"]))
    stages.sort(key=lambda stage: stage.on)
    placed = [replace(s, when="past" if _reached(s, today) else "future", days=(s.on - today).days) for s in stages]
    past = [s for s in placed if s.when == "past"]
    coming = [s for s in placed if s.when == "future"]
    soonest = next((s for s in coming if s.kind != "item"), None)
    following = (replace(s, when="next") if s is soonest else s for s in coming)
    return (*past, Stage("now", today, NAMES["now"], "now"), *following)


def _reached(stage: Stage, today: date) -> bool:
    """小慢 still holds on its last day."""
    return stage.on < today if stage.kind == "end" else stage.on <= today


def caption(stage: Stage, *, birth: date, style: Style = "era", language: str = "ja") -> str:
    """The small line below a stop: `H30.2・3歳`, `12歳3か月`, `R9.4・あと4か月`, `R14.8.3`, `R16.8.2 まで`."""
    japanese = is_japanese(language)
    if stage.when == "now":
        return age_long(birth, stage.on, language=language)
    if stage.kind == "end":
        last = short_date(stage.on, style)
        return f"{last} まで" if japanese else f"until {last}"
    month = PartialDate(stage.on.year, stage.on.month).short(style)
    if stage.when == "next":
        left = distance(stage.on, today=stage.on - timedelta(days=stage.days), language=language)
        return f"{month}・{left}" if japanese else f"{month}, {left}"
    if stage.kind == "adult":
        return short_date(stage.on, style)
    years = age_on(birth, stage.on)
    if years < 1:
        return month
    return f"{month}・{years}歳" if japanese else f"{month}, age {years}"
