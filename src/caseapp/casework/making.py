"""Making thousands of new records in one transaction: the rows, history and index of `Work.save` in few statements.

For imports only. What is there already is changed by `import_changing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import inspect

from caseapp.casework.unit_of_work import Work, document_of
from caseapp.records import search_index
from caseapp.records.all_subjects import METADATA
from caseapp.records.history import HistoryRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import Table

_STAMPS = ("recorded_at", "created_at")
_PORTION = 1000
_ORDER = {table.name: n for n, table in enumerate(METADATA.sorted_tables)}


class Making:
    """New records of one action, kept back until `flush`. What others refer to must be made before them."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._rows: dict[SqlTable, list[dict[str, Any]]] = {}
        self._history: list[dict[str, Any]] = []
        self._documents: list[search_index.Document] = []
        self._taken: set[tuple[str, str]] = set()

    def make(self, subject: Subject[Any, Any], value: Any, *, withdrawn: str | None = None) -> Any:
        """A new record, as it will be stored (its own id is kept). `withdrawn` is the reason it was taken back for."""
        stamps = {name: self._work.at for name in _STAMPS if getattr(value, name, self._work.at) is None}
        value = replace(value, id=value.id or self._work.new_id(), **stamps)
        derived = SimpleNamespace()
        subject.derive(cast("Any", derived), value)
        extra = {"revision": 1, **vars(derived)}
        if hasattr(subject.row, "withdrawn"):
            extra |= {"withdrawn": withdrawn is not None, "withdrawn_reason": withdrawn or ""}
        if hasattr(subject.row, "made_at"):
            extra["made_at"] = self._work.at
        self._add(subject.shape, value, extra)
        self._work.touch(subject.kind)
        self._history.append(self._made(subject, value))
        document = document_of(subject, value)
        if withdrawn is None and (document.texts or document.names):
            self._documents.append(document)
        return value

    @property
    def waiting(self) -> int:
        """How many records are kept back."""
        return len(self._history)

    def flush(self) -> None:
        """Write what was kept back: the rows, tables before those that refer to them; then history and index."""
        session = self._work.session
        session.flush()
        for table, rows in sorted(self._rows.items(), key=lambda item: _ORDER[item[0].name]):
            for begin in range(0, len(rows), _PORTION):
                session.execute(table.insert(), rows[begin : begin + _PORTION])
        if self._history:
            session.execute(table_of(HistoryRow).insert(), self._history)
        search_index.put(session.connection(), self._documents)
        self._rows, self._history, self._documents = {}, [], []

    def _made(self, subject: Subject[Any, Any], value: Any) -> dict[str, Any]:
        return {
            "at": self._work.at,
            "account_id": self._work.account.id,
            "kind": subject.kind,
            "record_id": value.id,
            "child_id": subject.child_id(value),
            "field": "",
            "part_id": "",
            "before": "",
            "after": "",
        }

    def _add(self, shape: Shape[Any, Any], value: Any, extra: Mapping[str, Any]) -> None:
        """The row of a value, and the rows of its parts and lists."""
        row = {name: getattr(value, name) for name in shape.columns} | dict(extra)
        if shape.has_id:
            row["id"] = self._own_id(shape, value.id)
        for name, kind in shape.flat.items():
            row |= {f"{name}_{f.name}": getattr(getattr(value, name), f.name) for f in fields(kind)}
        self._rows.setdefault(table_of(shape.row), []).append(row)
        for name, part in shape.parts.items():
            key = foreign_key(shape.row, name)
            for position, item in enumerate(getattr(value, name)):
                self._add(part, item, {key: row["id"], "position": position})
        for name, kept in shape.lists.items():
            key = foreign_key(shape.row, name)
            rows = self._rows.setdefault(table_of(kept.row), [])
            for position, item in enumerate(getattr(value, name)):
                rows.append({key: row["id"], "position": position, kept.column: item})

    def _own_id(self, shape: Shape[Any, Any], given: str) -> str:
        """The id as given; a fresh one where there is none, or where another part of this table has it already."""
        key = (shape.row.__tablename__, given)
        if not given or key in self._taken:
            return self._work.new_id()
        self._taken.add(key)
        return given


def table_of(row: type[Table]) -> SqlTable:
    """The table of a row."""
    return cast("SqlTable", row.__table__)


def foreign_key(row: type[Table], relation: str) -> str:
    """The column of a part that names the row it belongs to."""
    found = _KEYS.get((row, relation))
    if found is None:
        ((_, remote),) = inspect(row).relationships[relation].local_remote_pairs or ()
        found = _KEYS[row, relation] = str(remote.key)
    return found


_KEYS: dict[tuple[type[Table], str], str] = {}
