"""A record as it was before some of its history: the differences undone, the last one first."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time
from typing import Any, Union, get_args, get_origin, get_type_hints

from caseapp.records.history import Difference


def restored(value: Any, differences: Iterable[Difference]) -> Any:
    """The value before these differences were made (given in the order in which they were). The record itself stays."""
    for difference in reversed(list(differences)):
        if difference.field and hasattr(value, difference.field.split(".")[0]):
            value = _undone(value, difference.field.split("."), difference)
    return value


def _undone(value: Any, path: list[str], difference: Difference) -> Any:
    name, rest = path[0], path[1:]
    kind, held = _hints(type(value))[name], getattr(value, name)
    if rest == ["order"]:
        wanted = json.loads(difference.before)
        held = tuple(sorted(held, key=lambda part: wanted.index(part.id) if part.id in wanted else len(wanted)))
    elif is_dataclass(held):
        held = _undone(held, rest, difference)
    elif _part_of(kind) is not None and difference.part_id:
        held = _parts_undone(held, kind, rest, difference)
    else:
        held = _typed(json.loads(difference.before), kind) if difference.before else _nothing(kind)
    return replace(value, **{name: held})


def _parts_undone(parts: tuple[Any, ...], kind: Any, rest: list[str], difference: Difference) -> tuple[Any, ...]:
    key = difference.part_id
    if rest:
        return tuple(_undone(part, rest, difference) if part.id == key else part for part in parts)
    if not difference.before:
        return tuple(part for part in parts if part.id != key)
    if any(part.id == key for part in parts):
        return parts
    return (*parts, _typed(json.loads(difference.before), _part_of(kind)))


def _part_of(kind: Any) -> Any:
    """The dataclass that a tuple of parts holds; None for anything else."""
    if get_origin(kind) is tuple and is_dataclass(get_args(kind)[0]):
        return get_args(kind)[0]
    return None


def _hints(kind: type[Any]) -> dict[str, Any]:
    if kind not in _KINDS:
        _KINDS[kind] = get_type_hints(kind)
    return _KINDS[kind]


_KINDS: dict[type[Any], dict[str, Any]] = {}


def _nothing(kind: Any) -> Any:
    return () if get_origin(kind) is tuple else None if _may_be_none(kind) else ""


def _may_be_none(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)


def _typed(plain: Any, kind: Any) -> Any:
    """A value of JSON as the field has it."""
    if plain is None:
        return None
    if _may_be_none(kind):
        return _typed(plain, next(each for each in get_args(kind) if each is not type(None)))
    if get_origin(kind) is tuple:
        return tuple(_typed(each, get_args(kind)[0]) for each in plain)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{f.name: _typed(plain[f.name], hints[f.name]) for f in fields(kind) if f.name in plain})
    if kind in (date, datetime, time):
        return kind.fromisoformat(plain)
    return plain
