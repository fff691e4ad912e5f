"""What all tables share: named constraints, identity and revision, and how dates, references and lists are stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import DDL, Connection, Dialect, ForeignKey, Index, MetaData, Select, String, Text, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from caseapp.rules.clock import TOKYO

# SQLite cannot alter a constraint without a name, so each has one from the first day.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

ID = String(36)
CODE = String(40)


class Table(DeclarativeBase):
    """The base of all rows."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC in ISO 8601 of a fixed width, so that text order is order in time.

    It is read back in Japan's time (the same instant). A naive datetime is refused with ValueError: it is a bug.
    """

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value).astimezone(TOKYO)


def one_where(name: str, column: str, condition: str) -> Index:
    """At most one row with each value of the column among those of which the condition holds."""
    held = text(condition)
    return Index(name, column, unique=True, sqlite_where=held, postgresql_where=held)


def moment_text(value: datetime) -> str:
    """`2026-11-20T01:12:00.000000Z`. ValueError for a naive datetime."""
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Reference(TypeDecorator[str]):
    """An id that may be missing: "" in the dataclasses, NULL in the table (so that foreign keys hold)."""

    impl = ID
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return value or None

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str:
        return value or ""


class Packed(TypeDecorator[Any]):
    """A short list that is never asked by its content, as JSON text.

    A subclass that holds more than texts packs and unpacks it.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(self.pack(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        return self.unpack(json.loads(value or "[]"))

    def pack(self, value: Any) -> Any:
        """The value as something JSON can hold."""
        return list(value)

    def unpack(self, stored: Any) -> Any:
        """What `pack` made, as the dataclass has it."""
        return tuple(stored)


class Record(Table):
    """A record of its own: a UUIDv7, and a revision that moves on with each change (optimistic locking)."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands in the class
        # The UPDATE itself asks for the revision that was read; the unit of work moves it on.
        return {"version_id_col": cls.revision, "version_id_generator": False}


class Part(Table):
    """A part of a record with an id of its own, kept through edits, and its place among its fellows."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


def free_text() -> MappedColumn[str]:
    """A text kept to the code point; never NULL."""
    return mapped_column(Text, default="", nullable=False)


def code(*, index: bool = False) -> MappedColumn[str]:
    """A code of one of the lists, or ""."""
    return mapped_column(CODE, default="", nullable=False, index=index)


def owner(target: str) -> MappedColumn[str]:
    """The id of the record this belongs to; required."""
    return mapped_column(ID, ForeignKey(target), nullable=False, index=True)


def reference(target: str, *, index: bool = False) -> MappedColumn[str]:
    """The id of another record, or ""."""
    return mapped_column(Reference, ForeignKey(target), nullable=True, index=index)


def packed(kind: type[Packed] = Packed) -> MappedColumn[Any]:
    """A short list in one column."""
    return mapped_column(kind, nullable=False, default=())


def sqlite_only(row: type[Table], statement: str) -> None:
    """Let a statement that only SQLite knows (a trigger, a virtual table) run when the row's table is made."""
    ddl: Any = DDL  # its constructor has no types
    event.listen(row.__table__, "after_create", ddl(statement).execute_if(dialect="sqlite"))


def marks(count: int) -> str:
    """The places of so many values in a statement for `driver_rows`."""
    return ", ".join("?" * count)


@cache
def driver_words(question: Select[*tuple[Any, ...]], dialect: Dialect, count: int = 0) -> str:
    """A question for `driver_rows`, with places for so many values where it says `in_(ids)`."""
    written = str(question.compile(dialect=dialect))
    return written.replace("(__[POSTCOMPILE_ids])", f"({marks(count)})")


def driver_rows(connection: Connection, statement: str, values: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
    """The rows of a statement that is asked on the driver's own cursor, values not turned.

    For what is asked at every key typed: SQLAlchemy's compiler, events and rows cost more there than the store itself.
    It names no trouble and begins no transaction: `Office.looking` does the one and needs not the other.
    """
    rows: Sequence[Sequence[Any]] = connection.connection.driver_connection.execute(statement, values).fetchall()  # type: ignore[union-attr]  # it is open
    return rows
