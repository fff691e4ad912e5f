"""What Today asks of every child in support: narrow rows of whole tables, and names only for the lines that are shown.

Thousands of children are looked at each morning and a hundred are shown. So the tables are read once, in the columns
that decide, and each further question is asked of the few that remain (tests/benchmarks/bench_store.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from caseapp.casework.list_rows import last_contacts
from caseapp.records import search_index
from caseapp.records.child import CertificatePeriodRow, ChildRow
from caseapp.records.stage import StageItemRow
from caseapp.records.tables import driver_rows, driver_words
from caseapp.rules.certificate_rule import CertificateState, certificate_state
from caseapp.rules.child import CertificatePeriod, period_on

_MANY = 5000
"""So many ids in one statement; of more children the whole table is asked for their last contacts."""
_FEW = 20
"""One in so many: asking them one by one is quicker than looking further back for all."""
_COLUMNS = (ChildRow.id, ChildRow.birth_date, ChildRow.registered_on, ChildRow.worker_id)
_EVERYBODY = select(*_COLUMNS).where(ChildRow.status == bindparam("status"))
_OF_WORKER = _EVERYBODY.where(ChildRow.worker_id == bindparam("worker"))
_PERIODS = select(CertificatePeriodRow.child_id, CertificatePeriodRow.valid_from, CertificatePeriodRow.valid_to)
_PERIODS_OF = _PERIODS.where(CertificatePeriodRow.child_id.in_(bindparam("ids", expanding=True)))
_ITEMS = select(StageItemRow.child_id, StageItemRow.key, StageItemRow.due_on, StageItemRow.danger).where(
    StageItemRow.from_on <= bindparam("from"), StageItemRow.lapses_on >= bindparam("to")
)


class InSupport(NamedTuple):
    """A child in support, as much as decides whether it is shown; days as the store has them (ISO)."""

    id: str
    birth_date: str
    registered_on: str | None
    worker_id: str | None


def in_support(connection: Connection, *, worker_id: str | None) -> dict[str, InSupport]:
    """The children in support: of one worker, or (None) of everybody."""
    question, values = (_EVERYBODY, ["active"]) if worker_id is None else (_OF_WORKER, ["active", worker_id])
    rows = driver_rows(connection, driver_words(question, connection.dialect), values)
    return {row[0]: InSupport._make(row) for row in rows}


class Silent(NamedTuple):
    """A child nobody has contacted since `since`: the last contact, else when it was registered."""

    since: date
    child_id: str
    last_on: date | None


def silent(connection: Connection, children: dict[str, InSupport], *, before: date) -> list[Silent]:
    """Those of the children without a contact since `before`, the longest silent first.

    Who was spoken with lately the search index knows: it is written with each record, and in the order of days. It is
    followed back until most children were met; only the others are asked for their last contact, a step in the index
    of consultations each. (From a day later on than `before`: a day that is full goes on in the next.)
    """
    others = set(children)
    for met in search_index.children_since(connection, "consultation", before + timedelta(days=1)):
        others.difference_update(met)
        if len(others) * _FEW < len(children):
            break
    last = last_contacts(connection, child_ids=list(others) if len(others) < _MANY else None) if others else {}
    found = []
    for child_id in others:
        on, registered = last.get(child_id), children[child_id].registered_on
        since = on or (date.fromisoformat(registered) if registered else date.min)
        if since < before:
            found.append(Silent(since, child_id, on))
    return sorted(found, key=lambda each: each[:2])


class Ending(NamedTuple):
    """A certificate that runs out or has run out, in the order in which it is shown: what cannot be mended first."""

    can_wait: bool
    valid_to: date
    child_id: str
    state: CertificateState


def ending(
    connection: Connection, children: dict[str, InSupport], *, today: date, since: timedelta, until: date
) -> list[Ending]:
    """The certificates whose last day was at most `since` ago or is by `until`, the most urgent first."""
    oldest, newest = (today - since).isoformat(), until.isoformat()
    rows = driver_rows(connection, driver_words(_PERIODS, connection.dialect))
    last: dict[str, str] = {}
    for child_id, _, valid_to in rows:
        if valid_to and valid_to > last.get(child_id, ""):
            last[child_id] = valid_to
    births = {
        child_id: date.fromisoformat(children[child_id].birth_date)
        for child_id, valid_to in last.items()
        if oldest <= valid_to <= newest and child_id in children
    }
    states = _states((row for row in rows if row[0] in births), births, today=today)
    return sorted(
        (Ending(not state.danger, to, child_id, state) for child_id, (to, state) in states.items() if to),
        key=lambda each: each[:3],
    )


def certificates_on(
    connection: Connection, births: dict[str, date], *, today: date
) -> dict[str, tuple[date | None, CertificateState]]:
    """The last day and the state of the certificate that counts today, of these children (with their birth dates)."""
    ids = list(births)
    rows = driver_rows(connection, driver_words(_PERIODS_OF, connection.dialect, len(ids)), ids) if ids else ()
    return _states(rows, births, today=today)


def _states(
    rows: Iterable[Sequence[Any]], births: dict[str, date], *, today: date
) -> dict[str, tuple[date | None, CertificateState]]:
    periods: dict[str, list[CertificatePeriod]] = defaultdict(list)
    for child_id, valid_from, valid_to in rows:
        periods[child_id].append(CertificatePeriod(valid_from=_day(valid_from), valid_to=_day(valid_to)))
    states = {}
    for child_id, listed in periods.items():
        period = period_on(listed, today)
        if period:
            dates = (period.valid_from, period.valid_to)
            states[child_id] = period.valid_to, certificate_state(*dates, birth=births[child_id], today=today)
    return states


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


class Item(NamedTuple):
    """An item of a child's path, in the order in which it is shown: what cannot be mended first."""

    can_wait: bool
    due_on: str
    child_id: str
    key: str


def first_items(
    connection: Connection, children: dict[str, InSupport], *, today: date, most: int
) -> tuple[list[Item], int]:
    """The first so many items of the children's paths that are shown by now, and how many there are."""
    day = today.isoformat()
    rows = driver_rows(connection, driver_words(_ITEMS, connection.dialect), [day, day])
    items = [Item(not danger, due_on, child_id, key) for child_id, key, due_on, danger in rows if child_id in children]
    return nsmallest(most, items), len(items)
