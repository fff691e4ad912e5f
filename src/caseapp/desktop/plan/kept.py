"""A frozen record of the rules as JSON values and back, for the draft that a form keeps of it."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
_UNREADABLE = (ValueError, TypeError, KeyError)
_NO_TEXT = re.compile(r"[0-9a-fA-F-]{16,}|[0-9T:.+-]+|[a-z_]+")  # ids, days, codes


def content_of(value: Any) -> Any:
    """`value` as what the json module can write."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: content_of(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [content_of(part) for part in value]
    return value


@dataclasses.dataclass(frozen=True)
class Kept(typing.Generic[T]):
    """What a draft still gives: the record, and of what could not be read the texts that somebody may have written.
    `whole`: everything could be read."""

    record: T
    whole: bool = True
    unread: tuple[str, ...] = ()

    def content(self, record: Any) -> dict[str, Any]:
        """A draft of `record` that still holds what could not be read of this one."""
        content: dict[str, Any] = content_of(record)
        return {**content, _UNREAD: list(self.unread)} if self.unread else content


_UNREAD = "unread"


def salvaged(content: object, base: T) -> Kept[T]:
    """As much of the draft as can be read; `base` stands where it cannot."""
    lost: list[str] = []
    record = _salvaged(type(base), content, base, lost)
    whole = record == _strict(type(base), content)
    before = content.get(_UNREAD, ()) if isinstance(content, Mapping) else ()
    return Kept(record, whole and not before, (*_texts(before), *lost))


def _strict(kind: type[T], content: Any) -> T | None:
    try:
        return record_from(kind, content)
    except _UNREADABLE:
        return None


def _salvaged(kind: Any, raw: Any, base: Any, lost: list[str]) -> Any:
    try:
        return _value(kind, raw)
    except _UNREADABLE:
        pass  # then its parts, one by one
    if dataclasses.is_dataclass(kind) and isinstance(raw, Mapping) and base is not None:
        hints = _hints(typing.cast("Any", kind))
        parts = {name: _salvaged(hints[name], raw[name], getattr(base, name), lost) for name in hints if name in raw}
        return dataclasses.replace(base, **parts)
    if typing.get_origin(kind) is tuple and typing.get_args(kind)[-1] is Ellipsis and isinstance(raw, list):
        return tuple(_salvaged_items(typing.get_args(kind)[0], raw, lost))
    lost += _texts(raw)
    return base


def _salvaged_items(kind: Any, raw: list[Any], lost: list[str]) -> Iterator[Any]:
    for each in raw:
        found = _salvaged(kind, each, _empty(kind) if isinstance(each, Mapping) else None, lost)
        if found is not None:
            yield found


def _empty(kind: Any) -> Any:
    """None for what cannot be without its id or name: it is read as a whole or not at all."""
    try:
        return kind()
    except TypeError:
        return None


def _texts(raw: Any) -> list[str]:
    """Every text in it, but for ids and days."""
    if isinstance(raw, str):
        return [raw] if raw.strip() and not _NO_TEXT.fullmatch(raw) else []
    if isinstance(raw, Mapping):
        return [text for each in raw.values() for text in _texts(each)]
    if isinstance(raw, list | tuple):
        return [text for each in raw for text in _texts(each)]
    return []


def record_from(kind: type[T], content: Mapping[str, Any]) -> T:
    """The record again. Raises ValueError, TypeError or KeyError for what no draft of this version can be."""
    hints: dict[str, Any] = _hints(typing.cast("Any", kind))
    known = {name: _value(hints[name], content[name]) for name in hints if name in content}
    return kind(**known)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _value(kind: Any, raw: Any) -> Any:
    if isinstance(kind, types.UnionType):
        inner = next(part for part in typing.get_args(kind) if part is not type(None))
        return None if raw is None else _value(inner, raw)
    if typing.get_origin(kind) is tuple:
        parts = typing.get_args(kind)
        if not isinstance(raw, list | tuple):
            raise TypeError(kind)
        if parts[-1] is Ellipsis:
            return tuple(_value(parts[0], each) for each in raw)
        return tuple(_value(part, each) for part, each in zip(parts, raw, strict=True))
    if dataclasses.is_dataclass(kind):
        if not isinstance(raw, Mapping):
            raise TypeError(kind)
        return record_from(typing.cast("type[Any]", kind), raw)
    if kind in (date, datetime):
        return kind.fromisoformat(raw)
    if not isinstance(raw, kind):
        raise TypeError(kind.__name__)
    return raw
