"""The office's yearly template, and the dated items that it gives for one child: what comes up, from when, by when.

Pure: facts and template in, items out. An item's `key` stays the same however often it is worked out, also when the
birth date is corrected; it names the certificate, the device or the year where an entry can come up again. Sources of
the entries: resources/data/stage-template.toml (domain.md §1.7, §4.3, §4.4).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from caseapp.rules.age import ADULT, age_on, birthday, last_day, reaches
from caseapp.rules.child import Child
from caseapp.rules.fiscal import fiscal_bounds, fiscal_year
from caseapp.rules.grade import GRADES, entry_year
from caseapp.rules.problem import N_, Problem
from caseapp.rules.stage_dates import CODE_LISTS, IN_USE, DatedFact, dated_facts, paid

GRADE, AGE, EVE, CERTIFICATE, DEVICE, EVENT, YEARLY = "grade", "age", "eve", "certificate", "device", "event", "yearly"
SCHOOL = "school"
ANCHORS = (GRADE, AGE, EVE, CERTIFICATE, DEVICE, EVENT, YEARLY, SCHOOL, *CODE_LISTS)
AT_SCHOOL = "school"
"""The audience of a telling (list told_to)."""
ORIGIN = "stage"
"""The origin kind of follow-ups that were decided from an item; their origin id is the item's key."""

_NOT_READ = N_("The yearly template cannot be read.")
_NOT_THIS = N_("The entry “{entry}” of the yearly template cannot be read.")
_SHOWN = 40
_GRADE_DAY = re.compile(r"(?P<grade>k[0-3]|e[1-6]|j[1-3]|h[1-3]) (?P<month>1[0-2]|[1-9])/(?P<day>3[01]|[12]\d|[1-9])")
_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)
_YEARS_BEHIND, _YEARS_AHEAD = 3, 5  # what is further away cannot be shown: ahead and lapse are shorter than that
_LONGEST = {"ahead": 1100, "lapse": 730}
_NEW_SCHOOLS = ("e1", "j1", "h1")
_TOLD_AHEAD = timedelta(days=45)  # who notes in March which school it will be has confirmed it


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the template. The file says what the fields mean; `text` may hold {day} and {name}."""

    id: str
    text: str
    english: str = ""
    short: str = ""
    short_english: str = ""
    kind: str = "other"
    anchor: str
    due: str = ""
    since: str = ""
    years: int = 0
    month: int = 0
    day: int = 0
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    offset: int = 0
    ahead: int = 0
    lapse: int = 90
    only: str = ""
    path: bool = False
    evidence: str = ""
    enabled: bool = True


Template = tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class StageFacts:
    """What the template looks at. `certificate_to` the last day of the latest 受給者証; `devices` those with a battery:
    (id, name, day of the last check or None); `events` (id, day, name); `dated` what else runs out; `allowances` the
    codes of those received; `school_told` something was agreed with the school about the illness."""

    birth: date
    grade_override: str = ""
    certificate_to: date | None = None
    devices: tuple[tuple[str, str, date | None], ...] = ()
    events: tuple[tuple[str, date, str], ...] = ()
    dated: tuple[DatedFact, ...] = ()
    allowances: frozenset[str] = frozenset()
    care: bool = False
    guidance: bool = False
    school_told: bool = False
    school_confirmed: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class DatedItem:
    """One item of one child: shown from `from_on` to `lapses_on`, due on `due_on`; `on` is the day it is about, `name`
    the device or event. `danger`: what is missed cannot be mended."""

    key: str
    entry: str
    from_on: date
    due_on: date
    lapses_on: date
    on: date
    name: str = ""
    danger: bool = False


def facts_of(child: Child) -> StageFacts:
    """The facts of a child's record."""
    ends = [period.valid_to for period in child.certificates if period.valid_to]
    return StageFacts(
        birth=child.birth_date,
        grade_override=child.grade_override,
        certificate_to=max(ends, default=None),
        devices=with_battery(child.devices),
        events=tuple((event.id, event.on, event.name) for event in child.milestones),
        dated=dated_facts(
            handbooks=child.handbook_list,
            allowances=child.allowance_list,
            guidance=child.guidance,
            services=child.services,
            devices=child.devices,
        ),
        allowances=paid(child.allowance_list),
        care=bool(child.devices or child.medical_care),
        guidance=bool(child.guidance),
        school_told=any(telling.audience == AT_SCHOOL for telling in child.tellings),
        school_confirmed=child.school_confirmed_on,
        since=child.registered_on,
    )


def with_battery(devices: Iterable[Any]) -> tuple[tuple[str, str, date | None], ...]:
    """The devices (or their rows) that have a battery which grows old."""
    return tuple(
        (device.id, device.kind, device.checked_on or device.confirmed_on)
        for device in devices
        if device.battery_minutes or device.spare_minutes
    )


def dated_items(facts: StageFacts, template: Iterable[Entry], today: date) -> tuple[DatedItem, ...]:
    """What has not lapsed by today and comes up before the end of the next fiscal year, by the due day."""
    horizon = fiscal_bounds(fiscal_year(today) + 1)[1]
    first = entry_year(facts.birth, GRADES[0], override=facts.grade_override)
    found = []
    for entry in template:
        if entry.enabled and (not entry.only or _meant(entry, facts)):
            for key, on, name in _ANCHORED[entry.anchor](entry, facts, today, first):
                if -_YEARS_BEHIND <= on.year - today.year <= _YEARS_AHEAD:
                    item = _item(entry, key, on, name=name, facts=facts, first=first)
                    if item.lapses_on >= today and item.from_on <= horizon:
                        found.append(item)
    found.sort(key=lambda item: (item.due_on, item.key))
    return tuple(found)


def _meant(entry: Entry, facts: StageFacts) -> bool:
    if entry.only == "allowance":
        return not facts.allowances.isdisjoint(entry.kinds)
    if entry.only == "school":  # who has a 管理指導表 is asked about it with that
        return (facts.care or facts.school_told) and not facts.guidance
    return facts.care if entry.only == "care" else facts.guidance


Anchored = Iterator[tuple[str, date, str]]
"""Keys, the days they are about, and names."""


def _by_grade(entry: Entry, _facts: StageFacts, _today: date, first: int) -> Anchored:
    yield entry.id, _grade_day(entry.due, first), ""


def _by_age(entry: Entry, facts: StageFacts, _today: date, _first: int) -> Anchored:
    yield entry.id, (birthday if entry.anchor == AGE else reaches)(facts.birth, entry.years), ""


def _by_device(entry: Entry, facts: StageFacts, _today: date, _first: int) -> Anchored:
    for key, name, checked in facts.devices:
        begun = checked or facts.since or facts.birth
        yield f"{entry.id}@{key[-12:]}@{begun:%Y%m%d}", begun + _YEAR, name


def _by_event(entry: Entry, facts: StageFacts, _today: date, _first: int) -> Anchored:
    for key, on, name in facts.events:
        if any(word in name for word in entry.words):
            yield f"{entry.id}@{key[-12:]}", on, name


def _by_year(entry: Entry, facts: StageFacts, today: date, first: int) -> Anchored:
    year = fiscal_year(today)
    for each in (year - 1, year, year + 1):
        day = _in_year(each, entry.month, entry.day)
        if facts.birth < day <= last_day(facts.birth) and (entry.only != "school" or _goes_on(each - first)):
            yield f"{entry.id}@{each}", day, ""


def _goes_on(years: int) -> bool:
    """Whether so many years after entering 年少 the child is in the middle of a school."""
    return 0 < years < len(GRADES) and GRADES[years] not in _NEW_SCHOOLS


def _by_school(entry: Entry, facts: StageFacts, today: date, first: int) -> Anchored:
    """1 April of a new school, and of the year after the last; not when the school was made sure of since."""
    for later in (*(GRADES.index(grade) for grade in _NEW_SCHOOLS), len(GRADES)):
        if abs(first + later - today.year) > _YEARS_BEHIND:
            continue  # most of the four: not to be worked out
        begins = date(first + later, 4, 1)
        told = facts.school_confirmed
        if (told is None or told < begins - _TOLD_AHEAD) and begins <= last_day(facts.birth):
            yield f"{entry.id}@{begins.year}", begins, ""


def _by_fact(entry: Entry, facts: StageFacts, today: date, _first: int) -> Anchored:
    """What runs out, while 小慢 lasts. What is missing is asked for by the end of each fiscal year."""
    for fact in facts.dated:
        if fact.anchor == entry.anchor and (not entry.kinds or fact.name in entry.kinds):
            begins, ends = fiscal_bounds(fiscal_year(today))
            on = fact.on or ends
            if fact.anchor == IN_USE:  # once it is old it is asked for in each fiscal year, until there is another
                on = max(birthday(on, entry.years), begins)
            if on <= last_day(facts.birth):
                yield f"{entry.id}@{fact.id[-12:]}@{on:%Y%m%d}", on, fact.name


def _by_certificate(entry: Entry, facts: StageFacts, _today: date, _first: int) -> Anchored:
    """Not for a certificate that reaches to the end of 小慢."""
    ends = facts.certificate_to
    if ends is not None and ends < last_day(facts.birth):
        yield f"{entry.id}@{ends:%Y%m%d}", ends, ""


_ANCHORED: dict[str, Callable[[Entry, StageFacts, date, int], Anchored]] = {
    GRADE: _by_grade,
    AGE: _by_age,
    EVE: _by_age,
    CERTIFICATE: _by_certificate,
    DEVICE: _by_device,
    EVENT: _by_event,
    YEARLY: _by_year,
    SCHOOL: _by_school,
    **dict.fromkeys(CODE_LISTS, _by_fact),
}


def _item(entry: Entry, key: str, on: date, *, name: str, facts: StageFacts, first: int) -> DatedItem:
    """From 18 on an expired certificate cannot be renewed: that is danger until the programme ends."""
    due = on + _days(entry.offset)
    begins = _grade_day(entry.since, first) if entry.since else due - _days(entry.ahead)
    lapses, danger = due + _days(entry.lapse), False
    if entry.anchor == CERTIFICATE:
        danger = age_on(facts.birth, on + _DAY) >= ADULT
        end = last_day(facts.birth)
        lapses = end if danger else min(lapses, end)
    return DatedItem(key, entry.id, begins, due, lapses, on, name, danger)


@lru_cache(maxsize=4096)
def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _grade_day(text: str, first: int) -> date:
    """`k3 6/30`: that day of the fiscal year in which the child is of the grade; `first` is the year of 年少."""
    later, month, day = _years_from_first(text)
    return _in_year(first + later, month, day)


@lru_cache(maxsize=256)
def _years_from_first(text: str) -> tuple[int, int, int]:
    """How many years after entering 年少 (-1 for k0), and the month and day."""
    grade, _, rest = text.partition(" ")
    month, _, day = rest.partition("/")
    return (GRADES.index(grade) if grade in GRADES else -1), int(month), int(day)


def _in_year(fiscal: int, month: int, day: int) -> date:
    year = fiscal if month >= 4 else fiscal + 1
    while True:
        try:
            return date(year, month, day)
        except ValueError:  # 31 April, 29 February of an ordinary year
            day -= 1


# ------------------------------------------------------------------------------------------------ the template


def entry_from(key: str, given: dict[str, Any]) -> Entry:
    """An entry from the file or the store; what this version does not know is left out."""
    known = {field.name for field in fields(Entry)}
    named = {("since" if name == "from" else name): value for name, value in given.items()}
    kept: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in named.items() if n in known}
    return Entry(**{**kept, "id": key})


def as_stored(entry: Entry) -> dict[str, Any]:
    """What `entry_from` reads."""
    return asdict(entry)


def with_changes(seed: Template, changes: dict[str, dict[str, Any]]) -> Template:
    """The seed with what the office changed, and its own entries behind it."""
    ours = {key: entry_from(key, given) for key, given in changes.items()}
    known = {entry.id for entry in seed}
    own = tuple(entry for key, entry in ours.items() if key not in known)
    return (*(ours.get(entry.id, entry) for entry in seed), *own)


@lru_cache(maxsize=8)
def mark(template: Template) -> str:
    """A short mark of the whole template: another one, another mark."""
    told = json.dumps([as_stored(entry) for entry in template], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def entry_problems(entry: Entry) -> list[Problem]:
    """What must be mended before an entry can be saved."""
    found = []
    if not entry.text.strip():
        found.append(Problem("text", N_("Write what is to be done next.")))
    if entry.anchor == GRADE:
        for field, value in (("due", entry.due), ("since", entry.since)):
            if not _readable(value):
                found.append(Problem(field, N_("Choose a grade and a day that exists.")))
    if entry.anchor in (AGE, EVE, IN_USE) and not 0 <= entry.years <= 20:
        found.append(Problem("years", N_("Choose an age of 0 to 20.")))
    if entry.anchor == YEARLY and not _readable(f"e1 {entry.month}/{entry.day}"):
        found.append(Problem("month", N_("Choose a grade and a day that exists.")))
    for field, most in _LONGEST.items():
        if not 0 <= getattr(entry, field) <= most:
            found.append(Problem(field, N_("Choose 0 to {most} days."), {"most": most}))
    return found


def stored_problems(text: str) -> list[Problem]:
    """What is wrong with a template out of a file: the JSON of what the office changed, `as_stored` by entry ("" for
    nothing). A wrong one would stop every page of a child."""
    try:
        entries = [entry_from(key, given) for key, given in json.loads(text or "{}").items()]
    except (ValueError, TypeError, AttributeError):
        return [Problem("stage_template", _NOT_READ)]
    for entry in entries:
        if entry.anchor not in ANCHORS or not _of_its_types(entry) or entry_problems(entry):
            return [Problem("stage_template", _NOT_THIS, {"entry": entry.id[:_SHOWN]})]
    return []


def _of_its_types(entry: Entry) -> bool:
    for field in fields(Entry):
        value = getattr(entry, field.name)
        wanted = str if field.default is MISSING else type(field.default)
        if type(value) is not wanted or (isinstance(value, tuple) and not all(isinstance(each, str) for each in value)):
            return False
    return True


def _readable(text: str) -> bool:
    found = _GRADE_DAY.fullmatch(text)
    if not found:
        return False
    return _in_year(2027, int(found["month"]), int(found["day"])).day == int(found["day"])  # with 29 February
