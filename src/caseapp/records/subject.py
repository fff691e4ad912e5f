"""What the unit of work must know of a kind of record: its table, its child, its day, and what is searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from caseapp.records.search_index import NameKey
from caseapp.records.shape import Shape
from caseapp.records.tables import Record

RowT = TypeVar("RowT", bound=Record)
ReadT = TypeVar("ReadT")


def _of_its_child(value: Any) -> str:
    return str(value.child_id)


def _nothing(_value: Any) -> tuple[Any, ...]:
    return ()


def _no_derived(_row: Any, _value: Any) -> None:
    return


@dataclass(frozen=True)
class Subject(Generic[RowT, ReadT]):
    """One kind of record.

    `kind` is its glossary name. `day` places it in time (the newest is found first). `texts` and `names` are what is
    searched; a record with neither is not in the index. `derive` fills columns that follow from the value. `find` reads
    one row by its id where there is a better way than the session's own.
    """

    kind: str
    shape: Shape[RowT, ReadT]
    day: Callable[[ReadT], date | None]
    child_id: Callable[[ReadT], str] = field(default=_of_its_child)
    also_children: Callable[[ReadT], Iterable[str]] = field(default=_nothing)
    texts: Callable[[ReadT], Iterable[str]] = field(default=_nothing)
    names: Callable[[ReadT], Iterable[NameKey]] = field(default=_nothing)
    derive: Callable[[RowT, ReadT], None] = field(default=_no_derived)
    find: Callable[[Session, str], RowT | None] | None = None

    def row_of(self, session: Session, record_id: str) -> RowT | None:
        """The row with this id, or None."""
        return self.find(session, record_id) if self.find else session.get(self.row, record_id)

    @property
    def row(self) -> type[RowT]:
        return self.shape.row

    @property
    def read_only(self) -> frozenset[str]:
        """Fields that are read from elsewhere: never a change."""
        return frozenset(self.shape.names)
