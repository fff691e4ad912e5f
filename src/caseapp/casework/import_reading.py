"""Reading thousands of records at once as their dataclasses: plain columns, a few statements for each table.

What the ORM would load one object at a time; for imports, which must know what is there and change it in bulk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from caseapp.casework.import_decision import portions
from caseapp.casework.making import foreign_key, table_of
from caseapp.records.shape import Shape

ReadT = TypeVar("ReadT")


def read_many(session: Session, shape: Shape[Any, ReadT], ids: Iterable[str]) -> dict[str, ReadT]:
    """The records with these ids, by id."""
    found: dict[str, ReadT] = {}
    for part in portions(dict.fromkeys(ids)):
        for row, value in _values(session, shape, "id", part):
            found[row["id"]] = value
    return found


def _values(session: Session, shape: Shape[Any, ReadT], column: str, keys: Sequence[Any]) -> list[tuple[Any, ReadT]]:
    """Rows whose `column` is one of `keys`, each with its value; parts in their order."""
    table = table_of(shape.row)
    question = select(table).where(table.c[column].in_(keys))
    if "position" in table.c:
        question = question.order_by(table.c.position)
    rows = [dict(row) for row in session.execute(question).mappings()]
    more: dict[str, dict[Any, tuple[Any, ...]]] = {}
    owners = [row["id"] for row in rows] if "id" in table.c else []
    for name, part in shape.parts.items():
        more[name] = _grouped(session, shape, name, part, owners)
    for name, kept in shape.lists.items():
        key = foreign_key(shape.row, name)
        listed = table_of(kept.row)
        plain = select(listed.c[key], listed.c[kept.column]).where(listed.c[key].in_(owners))
        groups: dict[Any, list[Any]] = defaultdict(list)
        for owner, item in session.execute(plain.order_by(listed.c.position)):
            groups[owner].append(item)
        more[name] = {owner: tuple(items) for owner, items in groups.items()}
    names = {name: _names(session, shape, relation, what, rows) for name, (relation, what) in shape.names.items()}
    return [(row, _made(shape, row, more, names)) for row in rows]


def _grouped(
    session: Session, shape: Shape[Any, Any], name: str, part: Shape[Any, Any], owners: Sequence[Any]
) -> dict[Any, tuple[Any, ...]]:
    key = foreign_key(shape.row, name)
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row, value in _values(session, part, key, owners):
        groups[row[key]].append(value)
    return {owner: tuple(items) for owner, items in groups.items()}


def _names(
    session: Session, shape: Shape[Any, Any], relation: str, what: str, rows: Sequence[dict[str, Any]]
) -> tuple[str, dict[Any, Any]]:
    """The column that refers to another row, and what is read from there (the worker's name)."""
    pairs = inspect(shape.row).relationships[relation].local_remote_pairs
    assert pairs is not None
    ((local, remote),) = pairs
    table = remote.table
    wanted = {row[str(local.key)] for row in rows if row[str(local.key)]}
    question = select(remote, table.c[what]).where(remote.in_(sorted(wanted)))
    return str(local.key), dict(session.execute(question).all())


def _made(shape: Shape[Any, ReadT], row: dict[str, Any], more: dict[str, Any], names: dict[str, Any]) -> ReadT:
    values: dict[str, Any] = {name: row[name] for name in shape.columns}
    for name, kind in shape.flat.items():
        values[name] = kind(**{f.name: row[f"{name}_{f.name}"] for f in fields(kind)})
    for name, groups in more.items():
        values[name] = groups.get(row["id"], ())
    for name, (column, known) in names.items():
        values[name] = known.get(row[column], "")
    return shape.read(**values)
