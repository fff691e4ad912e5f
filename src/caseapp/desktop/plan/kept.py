"""A frozen record of the rules as JSON values and back, for the draft that a form keeps of it."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def content_of(value: Any) -> Any:
    """`value` as what the json module can write."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: content_of(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [content_of(part) for part in value]
    return value


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
        if parts[-1] is Ellipsis:
            return tuple(_value(parts[0], each) for each in raw)
        return tuple(_value(part, each) for part, each in zip(parts, raw, strict=True))
    if dataclasses.is_dataclass(kind):
        return record_from(typing.cast("type[Any]", kind), raw)
    if kind in (date, datetime):
        return kind.fromisoformat(raw)
    if not isinstance(raw, kind):
        raise TypeError(kind.__name__)
    return raw
