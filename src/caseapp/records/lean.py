"""Records as much as is asked of them: rows of a table whose values and parts are turned when they are looked at.

For searching, where the words of twenty records are looked through until the sentence is found: whole records
(`Shape.to_read`) would bring every part of each, a child some fifteen tables. A lean value has the attributes of the
dataclass except counts, yes and no, times, what comes from another record (`Shape.names`) and lists of codes
(`Shape.lists`); the last two are empty.
Statements are handed to the driver as they are and values turned one by one: SQLAlchemy's rows cost more than the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Connection, Dialect, Integer, Time, inspect

from caseapp.records.shape import Shape
from caseapp.records.tables import Table, driver_rows, marks


def read(connection: Connection, shape: Shape[Any, Any], ids: Sequence[str]) -> list[Lean]:
    """The records with these ids, in no order; one statement, and one more for each kind of part that is looked at."""
    return _Batch(connection, shape, "id", ids).values


class _Batch:
    """Rows of one table that were read together, and their parts."""

    def __init__(self, connection: Connection, shape: Shape[Any, Any], column: str, keys: Sequence[str]) -> None:
        self._connection = connection
        self.shape = shape
        row: type[Table] = shape.row
        self.form = _form(row, connection.dialect)
        self._parts: dict[str, dict[str, list[Lean]]] = {}
        rows = driver_rows(connection, self.form.statement(column, len(keys)), keys)
        self.values = [Lean(self, row) for row in rows]

    def part(self, name: str, owner: str) -> tuple[Lean, ...]:
        """The parts of this name of one of the rows."""
        if name not in self._parts:
            row: type[Table] = self.shape.row
            column = _foreign_key(row, name)
            found: dict[str, list[Lean]] = defaultdict(list)
            below = _Batch(self._connection, self.shape.parts[name], column, [value.id for value in self.values])
            for value in below.values:
                found[getattr(value, column)].append(value)
            self._parts[name] = found
        return tuple(self._parts[name].get(owner, ()))


class Lean:
    """One record, or a part of one."""

    __slots__ = ("_batch", "_row")

    def __init__(self, batch: _Batch, row: Sequence[Any]) -> None:
        self._batch, self._row = batch, row

    def __getattr__(self, name: str) -> Any:
        form, shape = self._batch.form, self._batch.shape
        place = form.places.get(name)
        if place is not None:
            value, turn = self._row[place], form.turns.get(name)
            return turn(value) if turn is not None else value
        if name in shape.parts:
            return self._batch.part(name, self.id)
        if name in shape.flat:
            kind = shape.flat[name]
            return kind(**{each: getattr(self, f"{name}_{each}") for each in kind.__dataclass_fields__})
        if name in shape.lists:
            return ()
        if name in shape.names:
            return ""
        raise AttributeError(name)


_NEVER_SAID = (Boolean, Integer, Time)
"""Columns of these types are no words and no days: they are left where they are."""


@dataclass(frozen=True)
class _Form:
    """A table as its rows come from the driver: where each column stands, and how its value is turned."""

    table: str
    columns: str
    order: str
    places: dict[str, int]
    turns: dict[str, Callable[[Any], Any]]

    def statement(self, column: str, count: int) -> str:
        # The names are those of our own tables, as SQLAlchemy quotes them.
        return f"SELECT {self.columns} FROM {self.table} WHERE {column} IN ({marks(count)}){self.order}"  # noqa: S608 - see above


@cache
def _form(row: type[Table], dialect: Dialect) -> _Form:
    table, quoted = row.__table__, dialect.identifier_preparer
    columns = [c for c in table.c if not isinstance(c.type, _NEVER_SAID)]
    turns = {c.name: c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns}
    return _Form(
        table=quoted.quote(row.__tablename__),
        columns=", ".join(quoted.quote(c.name) for c in columns),
        order=" ORDER BY position" if "position" in table.c else "",
        places={c.name: place for place, c in enumerate(columns)},
        turns={name: turn for name, turn in turns.items() if turn is not None},
    )


@cache
def _foreign_key(row: type[Table], relation: str) -> str:
    """The column of a part that names the row it belongs to."""
    ((_, remote),) = inspect(row).relationships[relation].local_remote_pairs or ()
    return str(remote.key)
