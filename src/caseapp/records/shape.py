"""The way between a row and the rules' frozen dataclass, told by a table instead of by hand for each of 250 fields.

A field is, unless said otherwise, the column of the same name. What else there is:
  names   read-only text that comes from another row: `worker` from the account that `worker_id` names
  flat    a value object spread over columns with a prefix: `child_wish.text` in `child_wish_text`
  parts   rows of their own, in order; those with an id keep it, the others are told by their place
  lists   a tuple of codes or ids in a table of its own, so that it can be counted
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

RowT = TypeVar("RowT", bound=Any)
ReadT = TypeVar("ReadT")
NewId = Callable[[], str]


@dataclass(frozen=True)
class ListColumn:
    """A tuple of plain values kept in rows of `row`, in their column `column`."""

    row: type[Any]
    column: str


@dataclass(frozen=True)
class Shape(Generic[RowT, ReadT]):
    """How the rows of one table and the values of one dataclass go together."""

    row: type[RowT]
    read: type[ReadT]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    flat: Mapping[str, type[Any]] = field(default_factory=dict)
    parts: Mapping[str, Shape[Any, Any]] = field(default_factory=dict)
    lists: Mapping[str, ListColumn] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The fields that are columns of the same name."""
        special = {*self.names, *self.flat, *self.parts, *self.lists}
        return tuple(f.name for f in _fields(self.read) if f.name not in special)

    @cached_property
    def has_id(self) -> bool:
        return "id" in self.columns

    def to_read(self, row: RowT) -> ReadT:
        """The row, with all its parts, as the frozen dataclass."""
        values: dict[str, Any] = {name: getattr(row, name) for name in self.columns}
        for name, (relation, attribute) in self.names.items():
            values[name] = getattr(getattr(row, relation), attribute, "")
        for name, kind in self.flat.items():
            values[name] = kind(**{f.name: getattr(row, f"{name}_{f.name}") for f in _fields(kind)})
        for name, shape in self.parts.items():
            values[name] = tuple(shape.to_read(part) for part in getattr(row, name))
        for name, kept in self.lists.items():
            values[name] = tuple(getattr(part, kept.column) for part in getattr(row, name))
        return self.read(**values)

    def apply(self, row: RowT, value: ReadT, *, new_id: NewId) -> None:
        """Write the value into the row. Identity and revision are the caller's; `new_id` names new parts."""
        for name in self.columns:
            if name not in ("id", "revision"):
                setattr(row, name, getattr(value, name))
        for name, kind in self.flat.items():
            for f in _fields(kind):
                setattr(row, f"{name}_{f.name}", getattr(getattr(value, name), f.name))
        for name, shape in self.parts.items():
            setattr(row, name, shape.arranged(getattr(row, name), getattr(value, name), new_id=new_id))
        for name, kept in self.lists.items():
            setattr(row, name, _listed(getattr(row, name), getattr(value, name), kept=kept))

    def make(self, value: ReadT, *, new_id: NewId) -> RowT:
        """A new row with the value's id, or with a fresh one where it has none."""
        row: RowT = self.row()
        if self.has_id:
            row.id = getattr(value, "id", "") or new_id()
        self.apply(row, value, new_id=new_id)
        return row

    def arranged(self, rows: Sequence[Any], values: Sequence[Any], *, new_id: NewId) -> list[Any]:
        """The rows for `values` in their order: the same row for the same id (or place), new ones for the rest."""
        known = {row.id if self.has_id else row.position: row for row in rows}
        arranged = []
        for position, value in enumerate(values):
            row = known.get(value.id if self.has_id else position)
            if row is None:
                row = self.make(value, new_id=new_id)
            else:
                self.apply(row, value, new_id=new_id)
            row.position = position
            arranged.append(row)
        return arranged


def _listed(rows: Sequence[Any], values: Sequence[Any], *, kept: ListColumn) -> list[Any]:
    listed = list(rows[: len(values)])
    for position, value in enumerate(values):
        if position == len(listed):
            listed.append(kept.row(position=position))
        setattr(listed[position], kept.column, value)
    return listed


def _fields(kind: type[Any]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)
