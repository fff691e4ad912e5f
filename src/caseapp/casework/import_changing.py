"""Changing thousands of records in one transaction: the rows, history and index of `Work.save` in few statements.

For imports and their undoing only. What a record holds is known before: it was read in the same transaction.
"""

from __future__ import annotations

from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, delete, update

from caseapp.casework.making import Making, foreign_key, table_of
from caseapp.casework.unit_of_work import Work, document_of, with_stamps
from caseapp.records import history
from caseapp.records.history import Difference
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.rules.problem import ChangedMeanwhile

_ID, _REVISION = "the_id", "the_revision"
_PORTION = 1000


class Changing(Making):
    """New and changed records of one action, kept back until `flush`."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._updates: dict[tuple[SqlTable, tuple[str, ...]], list[dict[str, Any]]] = {}
        self._deletes: dict[tuple[SqlTable, str], list[str]] = {}

    def change(self, subject: Subject[Any, Any], before: Any, after: Any) -> None:
        """A record that is there as `before` becomes `after`. Nothing happens where they are the same."""
        wanted = with_stamps(after, before)
        if _has_parts_of_parts(subject.shape, before, wanted):
            self._work.save(subject, wanted)
            return
        wanted = self._named(subject.shape, wanted)
        changed = list(history.differences(before, wanted, silent=subject.read_only))
        if not changed:
            return
        derived = SimpleNamespace()
        subject.derive(cast("Any", derived), wanted)
        values = _changed_columns(subject.shape, before, wanted) | vars(derived)
        values["revision"] = before.revision + 1
        if "updated_at" in subject.shape.columns:
            values["updated_at"] = self._work.at
        self._update(table_of(subject.shape.row), before.id, values, revision=before.revision)
        self._change_parts(subject.shape, before, wanted)
        self._tell(subject, before, wanted, changed)

    def flush(self) -> None:
        """Write what was kept back. Raises ChangedMeanwhile for a record that is not as it was."""
        session = self._work.session
        session.flush()
        for (table, column), keys in self._deletes.items():
            for begin in range(0, len(keys), _PORTION):
                session.execute(delete(table).where(table.c[column].in_(keys[begin : begin + _PORTION])))
        for (table, columns), rows in self._updates.items():
            wanted = update(table).where(table.c.id == bindparam(_ID))
            if _REVISION in rows[0]:
                wanted = wanted.where(table.c.revision == bindparam(_REVISION))
            statement = wanted.values({name: bindparam(f"new_{name}") for name in columns})
            done = session.connection().execute(statement, rows)
            if done.rowcount != len(rows):
                raise ChangedMeanwhile
        self._updates, self._deletes = {}, {}
        super().flush()

    # ---- inside

    def _named(self, shape: Shape[Any, Any], value: Any) -> Any:
        """The value with an id for each new part."""
        fresh = {
            name: tuple(item if item.id else replace(item, id=self._work.new_id()) for item in getattr(value, name))
            for name, part in shape.parts.items()
            if part.has_id
        }
        return replace(value, **fresh) if fresh else value

    def _change_parts(self, shape: Shape[Any, Any], before: Any, after: Any) -> None:
        for name, part in shape.parts.items():
            old, new = getattr(before, name), getattr(after, name)
            if old == new:
                continue
            known = {item.id: (place, item) for place, item in enumerate(old)}
            self._delete(table_of(part.row), "id", [key for key in known if key not in {item.id for item in new}])
            for place, item in enumerate(new):
                if item.id not in known:
                    self._add(part, item, {foreign_key(shape.row, name): after.id, "position": place})
                    continue
                values = _changed_columns(part, known[item.id][1], item)
                if known[item.id][0] != place:
                    values["position"] = place
                if values:
                    self._update(table_of(part.row), item.id, values)
        for name, kept in shape.lists.items():
            if getattr(before, name) != getattr(after, name):
                key, table = foreign_key(shape.row, name), table_of(kept.row)
                self._delete(table, key, [after.id])
                rows = self._rows.setdefault(table, [])
                for position, item in enumerate(getattr(after, name)):
                    rows.append({key: after.id, "position": position, kept.column: item})

    def _update(self, table: SqlTable, key: str, values: dict[str, Any], *, revision: int | None = None) -> None:
        columns = tuple(sorted(values))
        row: dict[str, Any] = {_ID: key, **{f"new_{name}": values[name] for name in columns}}
        if revision is not None:
            row[_REVISION] = revision
        self._updates.setdefault((table, columns), []).append(row)

    def _delete(self, table: SqlTable, column: str, keys: list[str]) -> None:
        if keys:
            self._deletes.setdefault((table, column), []).extend(keys)

    def _tell(self, subject: Subject[Any, Any], before: Any, value: Any, changed: list[Difference]) -> None:
        """History and index, and the pages that must be drawn anew."""
        self._work.touch(subject.kind, children=[subject.child_id(value), *subject.also_children(value)])
        for difference in changed:
            entry = self._made(subject, value)
            entry |= {name: getattr(difference, name) for name in ("field", "part_id", "before", "after")}
            self._history.append(entry)
        document = document_of(subject, value)
        if document != document_of(subject, before):  # a renewed certificate changes nothing that is searched
            self._documents.append(document)


def _has_parts_of_parts(shape: Shape[Any, Any], before: Any, after: Any) -> bool:
    """Whether something changes that is more than a list of plain parts with ids: `Work.save` knows how to do that."""
    return any(
        getattr(before, name) != getattr(after, name) and (not part.has_id or part.parts or part.lists or part.flat)
        for name, part in shape.parts.items()
    )


def _changed_columns(shape: Shape[Any, Any], before: Any, after: Any) -> dict[str, Any]:
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in shape.columns if name not in _KEPT}
    for name, kind in shape.flat.items():
        old, new = getattr(before, name), getattr(after, name)
        pairs |= {f"{name}_{f.name}": (getattr(old, f.name), getattr(new, f.name)) for f in fields(kind)}
    return {name: new for name, (old, new) in pairs.items() if old != new}


_KEPT = frozenset({"id", "revision", "updated_at"})
