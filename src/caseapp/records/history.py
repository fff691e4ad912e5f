"""History: what each change of a record changed, field by field, by whom and when."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.tables import CODE, ID, Moment, Table, free_text

# What goes with every change and says nothing by itself; `worker` and the like are names read from elsewhere.
_SILENT = frozenset({"id", "revision", "updated_at", "recorded_at", "created_at", "frozen"})


class HistoryRow(Table):
    """One changed field. `field` is "" for the making of the record, "family.phone" for a part (`part_id`)."""

    __tablename__ = "history"
    __table_args__ = (Index(None, "record_id", "seq"), Index(None, "child_id", "seq"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[str] = mapped_column(ID, ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(CODE)
    record_id: Mapped[str] = mapped_column(ID)
    child_id: Mapped[str] = mapped_column(ID, default="")
    field: Mapped[str] = mapped_column(String(80), default="")
    part_id: Mapped[str] = mapped_column(ID, default="")
    before: Mapped[str] = free_text()
    after: Mapped[str] = free_text()


@dataclasses.dataclass(frozen=True)
class Difference:
    """One changed field: its path, the part it is in, and both values as JSON ("" where there was none)."""

    field: str
    part_id: str
    before: str
    after: str


def differences(before: Any, after: Any, *, silent: frozenset[str] = frozenset()) -> Iterator[Difference]:
    """What changed between two values of one dataclass. `silent` names fields that are read from elsewhere."""
    yield from _of_value(before, after, path="", part="", silent=_SILENT | silent)


def _of_value(before: Any, after: Any, *, path: str, part: str, silent: frozenset[str]) -> Iterator[Difference]:
    for field in dataclasses.fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new or field.name in silent:
            continue
        inner = f"{path}{field.name}"
        if dataclasses.is_dataclass(new):
            yield from _of_value(old, new, path=f"{inner}.", part=part, silent=silent)
        elif _has_parts(old) or _has_parts(new):
            yield from _of_parts(old, new, path=inner, silent=silent)
        else:
            yield Difference(inner, part, as_json(old), as_json(new))


def _of_parts(before: Any, after: Any, *, path: str, silent: frozenset[str]) -> Iterator[Difference]:
    old, new = {part.id: part for part in before}, {part.id: part for part in after}
    for key, part in old.items():
        if key not in new:
            yield Difference(path, key, as_json(part), "")
    for key, part in new.items():
        if key not in old:
            yield Difference(path, key, "", as_json(part))
        elif part != old[key]:
            yield from _of_value(old[key], part, path=f"{path}.", part=key, silent=silent)
    if list(old) != list(new) and set(old) == set(new):
        yield Difference(f"{path}.order", "", as_json(list(old)), as_json(list(new)))


def _has_parts(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "id")


def as_json(value: Any) -> str:
    """Any field's value, or a whole part, as JSON text."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (date, time)):  # a datetime is a date, too
        return value.isoformat()
    return value
