"""What the office made its own, in the whole export and out of it: lists, codes, filters, sentences, told-apart pairs.

Each is a setting under a key (`SettingRow`); in the file they stand under `settings.own` by the same keys. Most go out
as they are stored. Two name children or people by id: in the file these are numbers and names, as everywhere there.
Everything is checked before any of it is stored: a file may have been changed on its way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework import (
    duplicates,
    import_columns,
    list_codes,
    list_in_use,
    list_saved,
    plan_offers,
    transition_items,
)
from caseapp.casework.list_views import MINE, NOBODY
from caseapp.exchange.casefile import OWN
from caseapp.exchange.findings import BadRows, Finding
from caseapp.exchange.json_shape import Json, Reading, Shape
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.setting import SettingRow
from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.rules.problem import N_
from caseapp.rules.quota import quota_problems
from caseapp.rules.transition import ChecklistItem
from caseapp.words import diseases

_UNKNOWN = N_("is not known and was left out")
_NO_LIST = N_("is no list of diseases")
_NO_CHILD = N_("there is no child with the number “{text}” in the file")
_NOT_TEXTS = N_("must be text")
_MISSING = N_("is missing")


@dataclass(frozen=True)
class Names:
    """What children and people are called on the other side: ids by number and name, or numbers and names by id."""

    child: Callable[[str], str]
    person: Callable[[str], str]


@dataclass(frozen=True)
class _Kind:
    """One kind of setting: how it is checked, and written and stored where it names children or people."""

    check: Callable[[Json, Reading, str], None]
    write: Callable[[Any, Names], Json] = lambda stored, _names: stored
    store: Callable[[Any, Names], Any] = lambda written, _names: written


# ---- out


def written(session: Session) -> tuple[dict[str, Json], set[str]]:
    """The settings by their keys as the file has them, and the names of the people in them."""
    children: dict[str, str] = dict(session.execute(select(ChildRow.id, ChildRow.number)).all())
    people: dict[str, str] = dict(session.execute(select(AccountRow.id, AccountRow.name)).all())
    names = Names(lambda child_id: children.get(child_id, ""), lambda person_id: people.get(person_id, ""))
    found: dict[str, Json] = {}
    for row in session.scalars(select(SettingRow).order_by(SettingRow.key)):
        kind = _kind(row.key)
        if kind is not None:
            found[row.key] = kind.write(json.loads(row.value), names)
    told = {pair["by"] for pair in found.get(duplicates.SETTLED, ())}
    asked = {each["filter"].get("worker_id") for each in found.get(list_saved.KEY, {}).values()}
    return found, (told | asked) & set(people.values())


# ---- in


def read(file: Mapping[str, Json]) -> tuple[dict[str, Json], tuple[Finding, ...]]:
    """The office's own settings of an export (`casefile.parsed`), and a warning for each that is not known here.

    Raises BadRows.
    """
    settings = file.get("settings")
    given = settings.get(OWN) if isinstance(settings, dict) else None
    reading = Reading()
    own = reading.an_object({} if given is None else given, f"settings.{OWN}") or {}
    found: dict[str, Json] = {}
    for key, value in own.items():
        kind = _kind(key)
        if kind is None:
            reading.warn(f"settings.{OWN}.{key}", _UNKNOWN)
        else:
            kind.check(value, reading, f"settings.{OWN}.{key}")
            found[key] = value
    _check_children(found, file, reading)
    if reading.problems:
        raise BadRows(tuple(reading.problems))
    return found, tuple(reading.warnings)


@contextmanager
def in_use(session: Session, own: Mapping[str, Json]) -> Iterator[None]:
    """Let the file's lists of codes hold while its records are read; afterwards the store's hold, as it then is."""
    if list_in_use.LOCAL in own:
        list_in_use.use_local(own[list_in_use.LOCAL])
    try:
        yield
    finally:
        list_in_use.install(session)


def store(session: Session, own: Mapping[str, Json], ids: Names) -> None:
    """Keep them, inside the caller's transaction, when the file's children are there."""
    for key, value in own.items():
        kind = _kind(key)
        if kind is not None:
            stored = json.dumps(kind.store(value, ids), ensure_ascii=False)
            session.merge(SettingRow(key=key, value=stored))
    session.flush()


# ---- the kinds


def _kind(key: str) -> _Kind | None:
    if key.startswith(import_columns.KEY):
        return _KINDS[import_columns.KEY]
    return _KINDS.get(key)


def _check_columns(value: Json, reading: Reading, path: str) -> None:
    for head, field in (reading.an_object(value, path) or {}).items():
        if not isinstance(field, str):
            reading.refuse(f"{path}.{head}", _NOT_TEXTS)


def _check_diseases(value: Json, reading: Reading, path: str) -> None:
    listed = reading.an_object(value, path)
    if listed is None:
        return
    text, version = listed.get("text"), listed.get("version")
    if not isinstance(version, str) or not version.strip():
        reading.refuse(f"{path}.version", _MISSING)
    if not isinstance(text, str) or text.split("\n")[0].split("\t") != list(diseases.COLUMNS):
        reading.refuse(f"{path}.text", _NO_LIST)
        return
    try:
        diseases.made(text)
    except (KeyError, ValueError, TypeError):
        reading.refuse(f"{path}.text", _NO_LIST)


def _check_codes(value: Json, reading: Reading, path: str) -> None:
    shape = Shape(list_codes.LocalCode)
    given = [shape.read(each, reading, f"{path}[{n}]") for n, each in enumerate(reading.a_list(value, path))]
    if None not in given:
        for number, problem in list_codes.amiss([each for each in given if each is not None]):
            reading.refuse(f"{path}[{number}].{problem.field}", problem.message, **problem.values)


def _check_offers(kind: type[Any], value: Json, reading: Reading, path: str) -> None:
    for n, each in enumerate(reading.a_list(value, path)):
        offer = Shape(kind).read(each, reading, f"{path}[{n}]")
        if offer is not None and not offer.code:
            reading.refuse(f"{path}[{n}].code", _MISSING)
        for problem in quota_problems(getattr(offer, "quotas", ())):
            reading.refuse(f"{path}[{n}].{problem.field}", problem.message, **problem.values)


def _check_filters(value: Json, reading: Reading, path: str) -> None:
    for key, each in (reading.an_object(value, path) or {}).items():
        saved = reading.an_object(each, f"{path}.{key}") or {}
        if not isinstance(saved.get("name"), str):
            reading.refuse(f"{path}.{key}.name", _NOT_TEXTS)
        wanted = reading.an_object(saved.get("filter"), f"{path}.{key}.filter") or {}
        if not isinstance(wanted.get("worker_id", ""), str):
            reading.refuse(f"{path}.{key}.filter.worker_id", _NOT_TEXTS)


def _check_pairs(value: Json, reading: Reading, path: str) -> None:
    for n, each in enumerate(reading.a_list(value, path)):
        pair = reading.an_object(each, f"{path}[{n}]") or {}
        numbers = pair.get("children")
        if not isinstance(numbers, list) or len(numbers) != 2 or not all(isinstance(number, str) for number in numbers):
            reading.refuse(f"{path}[{n}].children", _MISSING)
        for field in ("by", "on"):
            if not isinstance(pair.get(field), str):
                reading.refuse(f"{path}[{n}].{field}", _NOT_TEXTS)


def _check_children(own: Mapping[str, Json], file: Mapping[str, Json], reading: Reading) -> None:
    """A pair that was told apart must be two children of the file."""
    if reading.problems or duplicates.SETTLED not in own:
        return
    listed = file.get("children")
    cases = listed if isinstance(listed, list) else ()
    numbers = {each.get("number") for each in cases if isinstance(each, dict) and isinstance(each.get("number"), str)}
    for n, pair in enumerate(own[duplicates.SETTLED]):
        for number in pair["children"]:
            if number not in numbers:
                reading.refuse(f"settings.{OWN}.{duplicates.SETTLED}[{n}].children", _NO_CHILD, text=number)


def _filters(stored: Mapping[str, Any], called: Callable[[str], str]) -> dict[str, Any]:
    """Shared filters with the worker they ask for called otherwise."""
    changed: dict[str, Any] = {}
    for key, each in stored.items():
        wanted = dict(each["filter"])
        worker = wanted.get("worker_id", "")
        if worker and worker not in (MINE, NOBODY):
            wanted["worker_id"] = called(worker)
        changed[key] = {**each, "filter": wanted}
    return changed


def _written_pairs(stored: Mapping[str, Any], names: Names) -> list[Json]:
    pairs: list[dict[str, Any]] = []
    for key, (by, on) in stored.items():
        numbers = sorted(names.child(each) for each in key.split(" "))
        if all(numbers):  # a record that was merged away is told apart from nobody
            pairs.append({"children": numbers, "by": names.person(by), "on": on})
    return sorted(pairs, key=lambda pair: pair["children"])


def _stored_pairs(pairs: list[Json], ids: Names) -> dict[str, list[str]]:
    return {
        " ".join(sorted(ids.child(number) for number in pair["children"])): [ids.person(pair["by"]), pair["on"]]
        for pair in pairs
    }


_KINDS: dict[str, _Kind] = {
    list_in_use.DISEASES: _Kind(_check_diseases),
    list_in_use.LOCAL: _Kind(_check_codes),
    plan_offers.PHRASES: _Kind(partial(_check_offers, Phrase)),
    plan_offers.SCHEMES: _Kind(partial(_check_offers, Scheme)),
    transition_items.ITEMS: _Kind(partial(_check_offers, ChecklistItem)),
    import_columns.KEY: _Kind(_check_columns),
    list_saved.KEY: _Kind(
        _check_filters,
        write=lambda stored, names: _filters(stored, names.person),
        store=lambda written, ids: _filters(written, ids.person),
    ),
    duplicates.SETTLED: _Kind(_check_pairs, write=_written_pairs, store=_stored_pairs),
}
