"""Records as much as is asked of them: rows of a table whose values and parts are turned when they are looked at.

For searching, where the words of twenty records are looked through until the sentence is found: whole records
(`Shape.to_read`) would bring every part of each, a child some fifteen tables. A lean value has the attributes of the
dataclass and its properties except counts, yes and no, times, what comes from another record (`Shape.names`) and
lists of codes (`Shape.lists`); the last two are empty.
Statements are handed to the driver as they are and values turned one by one: SQLAlchemy's rows cost more than the rest.
Each table has a class of its own, made once, with a property for each column: looking an attribute up in a table of
names would cost as much as cutting the sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import Boolean, Connection, Dialect, Integer, Time, inspect

from caseapp.records.shape import Shape
from caseapp.records.tables import Table, driver_rows, marks

Columns: TypeAlias = frozenset[str]


def read(
    connection: Connection, shape: Shape[Any, Any], ids: Sequence[str], *, only: Columns | None = None
) -> list[Lean]:
    """The records with these ids, in no order; one statement, and one more for each kind of part that is looked at.

    `only`: the columns that will be looked at (`looked_at`). Another one is there all the same, at the cost of a
    further statement.
    """
    return _Batch(connection, shape, "id", ids, only=only).values


def looked_at(shape: Shape[Any, Any], *looks: Callable[[Any], Any]) -> Columns | None:
    """The columns that these functions look at in a record of this shape; None (all) where it cannot be found out."""
    probe = _Probe(shape)
    try:
        for look in looks:
            found = look(probe)
            if isinstance(found, Iterable):
                list(found)
    except (AttributeError, TypeError, ValueError):
        return None  # it does more with a value than saying it
    return frozenset(probe.seen)


class _Probe:
    """A record of nothing, which remembers what one wanted to know of it."""

    def __init__(self, shape: Shape[Any, Any], *, prefix: str = "", seen: set[str] | None = None) -> None:
        self.shape, self.prefix = shape, prefix
        self.seen: set[str] = set() if seen is None else seen

    def __getattr__(self, name: str) -> Any:
        if name in self.shape.flat:
            return _Probe(self.shape, prefix=f"{name}_", seen=self.seen)
        reckoned = getattr(self.shape.read, name, None)
        if isinstance(reckoned, property) and reckoned.fget is not None and not self.prefix:
            return reckoned.fget(self)
        self.seen.add(self.prefix + name)
        return ""


class _Batch:
    """Rows of one table that were read together, and their parts."""

    def __init__(
        self,
        connection: Connection,
        shape: Shape[Any, Any],
        column: str,
        keys: Sequence[str],
        *,
        only: Columns | None = None,
    ) -> None:
        self._connection = connection
        self.shape = shape
        self._only = only
        self._whole: dict[str, Lean] | None = None
        row: type[Table] = shape.row
        form = _form(row, connection.dialect, only)
        self._parts: dict[str, dict[str, list[Lean]]] = {}
        rows = driver_rows(connection, form.statement(column, len(keys)), keys) if keys else ()
        self.values = [form.made(self, row) for row in rows]

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

    def further(self, name: str, record_id: str) -> Any:
        """A column that was not thought of. AttributeError where it is none."""
        if self._only is None or name not in self.shape.row.__table__.c:
            raise AttributeError(name)
        if self._whole is None:
            again = _Batch(self._connection, self.shape, "id", [value.id for value in self.values])
            self._whole = {value.id: value for value in again.values}
        return getattr(self._whole[record_id], name)


class Lean:
    """One record, or a part of one: a subclass for each table, with its columns as properties (`_form`)."""

    __slots__ = ("_batch", "_row")
    id: ClassVar[Any]

    def __init__(self, batch: _Batch, row: Sequence[Any]) -> None:
        self._batch, self._row = batch, row

    def __getattr__(self, name: str) -> Any:
        """What is no column."""
        shape = self._batch.shape
        if name in shape.parts:
            return self._batch.part(name, self.id)
        if name in shape.flat:
            kind = shape.flat[name]
            return kind(**{each: getattr(self, f"{name}_{each}") for each in kind.__dataclass_fields__})
        if name in shape.lists:
            return ()
        if name in shape.names:
            return ""
        reckoned = getattr(shape.read, name, None)  # a property of the dataclass, from what is here
        if isinstance(reckoned, property) and reckoned.fget is not None:
            return reckoned.fget(self)
        return self._batch.further(name, self.id)


_NEVER_SAID = (Boolean, Integer, Time)
"""Columns of these types are no words and no days: they are left where they are."""


@dataclass(frozen=True)
class _Form:
    """A table as its rows come from the driver, and the class of its values."""

    table: str
    columns: str
    order: str
    made: type[Lean]

    def statement(self, column: str, count: int) -> str:
        # The names are those of our own tables, as SQLAlchemy quotes them.
        return f"SELECT {self.columns} FROM {self.table} WHERE {column} IN ({marks(count)}){self.order}"  # noqa: S608 - see above


@cache
def _form(row: type[Table], dialect: Dialect, only: Columns | None) -> _Form:
    table, quoted = row.__table__, dialect.identifier_preparer
    columns = [c for c in table.c if not isinstance(c.type, _NEVER_SAID)]
    if only is not None:
        columns = [c for c in columns if c.name in only or c.name == "id"]
    places = {
        c.name: _column(place, c.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, c in enumerate(columns)
    }
    return _Form(
        table=quoted.quote(row.__tablename__),
        columns=", ".join(quoted.quote(c.name) for c in columns),
        order=" ORDER BY position" if "position" in table.c else "",
        made=type(row.__name__, (Lean,), {"__slots__": (), **places}),
    )


def _column(place: int, turn: Callable[[Any], Any] | None) -> property:
    """The value at this place of the row, turned where the store holds it otherwise than the dataclass."""
    if turn is None:
        return property(lambda lean: lean._row[place])  # noqa: SLF001 - a property of that class
    return property(lambda lean: turn(lean._row[place]))  # noqa: SLF001 - a property of that class


@cache
def _foreign_key(row: type[Table], relation: str) -> str:
    """The column of a part that names the row it belongs to."""
    ((_, remote),) = inspect(row).relationships[relation].local_remote_pairs or ()
    return str(remote.key)
