"""The way between a frozen dataclass and a JSON object, told by what differs in names; the rest follows from the types.

Reading is strict: every value of a wrong type, impossible date or unknown code is named by its path
(`children[3].birth_date`), all of them at once; keys that nobody knows are named in a warning.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Generic, TypeVar

from caseapp.exchange.findings import Finding, Place
from caseapp.rules.clock import TOKYO
from caseapp.rules.problem import N_, Problem
from caseapp.words import codes

T = TypeVar("T")
Json = Any  # what the json module gives and takes

_WRONG_TYPE = {
    str: N_("must be text"),
    bool: N_("must be true or false"),
    int: N_("must be a whole number"),
    date: N_("must be a date as in 2026-11-20"),
    time: N_("must be a time as in 15:20"),
    datetime: N_("must be a moment as in 2026-11-20T10:12:00+09:00"),
    list: N_("must be a list"),
    dict: N_("must be an object"),
}
_MISSING = N_("is missing")
_BAD_CHARACTERS = N_("holds characters that are no text")
_UNKNOWN_KEY = N_("is not known and was left out")
_UNKNOWN_CODE = N_("“{code}” is not in the list")
_TOO_LONG = N_("The value is longer than {most} characters.")
_MOST_TEXT = 1_000_000
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d(:\d\d)?")
_INVALID = object()
_HINTS: dict[Any, dict[str, Any]] = {}


def _hints(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields; working them out anew for each record took a third of the reading."""
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


@dataclass
class Reading:
    """What was found amiss while reading one file."""

    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def refuse(self, path: str, message: str, **values: Any) -> None:
        self.problems.append(Finding(Place(), path, Problem(path, message, values)))

    def warn(self, path: str, message: str, **values: Any) -> None:
        self.warnings.append(Finding(Place(), path, Problem(path, message, values)))

    def an_object(self, value: Json, path: str) -> Mapping[str, Json] | None:
        """`value` if it is an object; else None, and a problem."""
        if isinstance(value, dict):
            return value
        self.refuse(path, _WRONG_TYPE[dict])
        return None

    def a_list(self, value: Json, path: str) -> Sequence[Json]:
        """`value` if it is a list; empty for null; else empty, and a problem."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.refuse(path, _WRONG_TYPE[list])
        return ()


@dataclass(frozen=True)
class Leaf:
    """One plain value: where it is in the dataclass, its type, and its default (MISSING: required)."""

    attribute: tuple[str, ...]
    type: Any
    default: Any


@dataclass(frozen=True)
class Shape(Generic[T]):
    """How a dataclass stands in JSON.

    names    JSON key of a field where it is another than the field's; dots go into the dataclass (`child_wish.text`)
             and into the JSON (`child_wish_heard.by`)
    given    fields that are not in the JSON: the reader's caller gives them
    parts    shapes of parts that need one of their own
    codes    the code list of a field (or of the items of a tuple)
    derived  JSON keys that are written for others and skipped in reading
    """

    kind: type[T]
    names: Mapping[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    parts: Mapping[str, Shape[Any]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()

    @functools.cached_property
    def leaves(self) -> dict[str, Any]:
        """The JSON object's keys: leaves, or again such a mapping for an object inside."""
        tree: dict[str, Any] = {}
        for leaf in self._leaves(self.kind, ()):
            name = ".".join(leaf.attribute)
            *outer, last = self.names.get(name, leaf.attribute[-1]).split(".")
            branch = tree
            for key in outer:
                branch = branch.setdefault(key, {})
            branch[last] = leaf
        return tree

    def _leaves(self, kind: type[Any], prefix: tuple[str, ...]) -> list[Leaf]:
        hints = _hints(kind)
        found: list[Leaf] = []
        for f in dataclasses.fields(kind):
            path = (*prefix, f.name)
            if f.name in self.given and not prefix:
                continue
            if dataclasses.is_dataclass(hints[f.name]):
                found += self._leaves(hints[f.name], path)
            else:
                found.append(Leaf(path, hints[f.name], f.default))
        return found

    # ---- writing

    def write(self, value: T) -> dict[str, Json]:
        """The value as a JSON object, keys in the order of the dataclass."""
        return self._write(value, self.leaves)

    def _write(self, value: T, tree: Mapping[str, Any]) -> dict[str, Json]:
        written: dict[str, Json] = {}
        for key, leaf in tree.items():
            if isinstance(leaf, Leaf):
                inner: Any = value
                for name in leaf.attribute:
                    inner = getattr(inner, name)
                written[key] = self._plain(leaf, inner)
            else:
                written[key] = self._write(value, leaf)
        return written

    def _plain(self, leaf: Leaf, value: Any) -> Json:
        if isinstance(value, tuple):
            shape = self._part(leaf)
            return [shape.write(v) if shape else list(v) if isinstance(v, tuple) else v for v in value]
        return value.isoformat() if isinstance(value, date | time) else value

    def _part(self, leaf: Leaf) -> Shape[Any] | None:
        item = typing.get_args(leaf.type)[0]
        if not dataclasses.is_dataclass(item):
            return None
        assert isinstance(item, type)
        return self.parts.get(".".join(leaf.attribute)) or _plain_shape(item)

    # ---- reading

    def read(self, data: Json, reading: Reading, path: str, **given: Any) -> T | None:
        """The dataclass, or None when anything in it was refused (`reading` has the problems)."""
        before = len(reading.problems)
        values = dict(given)
        mapping = reading.an_object(data, path)
        if mapping is None:
            return None
        self._read(mapping, self.leaves, reading=reading, path=path, values=values, top=True)
        if len(reading.problems) > before:
            return None
        return _build(self.kind, values)

    def _read(
        self,
        data: Mapping[str, Json],
        tree: Mapping[str, Any],
        *,
        reading: Reading,
        path: str,
        values: dict[str, Any],
        top: bool = False,
    ) -> None:
        for key in data:
            if key not in tree and not (top and key in self.derived):
                reading.warn(f"{path}.{key}", _UNKNOWN_KEY)
        for key, leaf in tree.items():
            where = f"{path}.{key}"
            raw = data.get(key)
            if not isinstance(leaf, Leaf):
                inner = {} if raw is None else reading.an_object(raw, where)
                if inner is not None:
                    self._read(inner, leaf, reading=reading, path=where, values=values)
                continue
            value = self._leaf(leaf, raw, reading=reading, path=where)
            if value is not _INVALID:
                _put(values, leaf.attribute, value)

    def _leaf(self, leaf: Leaf, raw: Json, *, reading: Reading, path: str) -> Any:
        if raw is None:
            if leaf.default is dataclasses.MISSING:
                reading.refuse(path, _MISSING)
                return _INVALID
            return leaf.default
        if typing.get_origin(leaf.type) is tuple:
            return self._tuple(leaf, raw, reading=reading, path=path)
        value = plain_value(raw, leaf.type, reading=reading, path=path)
        name = ".".join(leaf.attribute)
        if name in self.codes and isinstance(value, str) and value and value not in codes.load(self.codes[name]):
            reading.refuse(path, _UNKNOWN_CODE, code=value)
        return value

    def _tuple(self, leaf: Leaf, raw: Json, *, reading: Reading, path: str) -> Any:
        items = []
        shape = self._part(leaf)
        item_type = typing.get_args(leaf.type)[0]
        for n, item in enumerate(reading.a_list(raw, path)):
            where = f"{path}[{n}]"
            if shape is not None:
                items.append(shape.read(item, reading, where))
            elif typing.get_origin(item_type) is tuple:
                items.append(
                    tuple(plain_value(v, str, reading=reading, path=where) for v in _pair(item, reading, where))
                )
            else:
                items.append(plain_value(item, item_type, reading=reading, path=where))
        code_list = self.codes.get(".".join(leaf.attribute))
        for n, item in enumerate(items if code_list else ()):
            code = item[0] if isinstance(item, tuple) else item
            if isinstance(code, str) and code not in codes.load(code_list or ""):
                reading.refuse(f"{path}[{n}]", _UNKNOWN_CODE, code=code)
        return tuple(items)


@functools.cache
def _plain_shape(kind: type[Any]) -> Shape[Any]:
    return Shape(kind)


def _pair(item: Json, reading: Reading, path: str) -> Sequence[Json]:
    pair = reading.a_list(item, path)
    if len(pair) == 2:
        return pair
    reading.refuse(path, _WRONG_TYPE[list])
    return ("", "")


def plain_value(raw: Json, kind: Any, *, reading: Reading, path: str) -> Any:
    """A plain value of type `kind` (`X | None` takes X); `_INVALID` after a problem was named."""
    if isinstance(kind, types.UnionType):
        kind = next(k for k in typing.get_args(kind) if k is not type(None))
    value = _READERS[kind](raw)
    if value is _INVALID:
        reading.refuse(path, _WRONG_TYPE[kind])
    elif isinstance(value, str) and _NO_TEXT.search(value):
        reading.refuse(path, _BAD_CHARACTERS)
    elif isinstance(value, str) and len(value) > _MOST_TEXT:
        reading.refuse(path, _TOO_LONG, most=_MOST_TEXT)
    return value


def _text(raw: Json) -> Any:
    return raw if isinstance(raw, str) else _INVALID


def _boolean(raw: Json) -> Any:
    return raw if isinstance(raw, bool) else _INVALID


def _integer(raw: Json) -> Any:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 2**53 else _INVALID


def _date(raw: Json) -> Any:
    return _iso(raw, _DATE, date.fromisoformat)


def _time(raw: Json) -> Any:
    return _iso(raw, _TIME, time.fromisoformat)


def _moment(raw: Json) -> Any:
    value = _iso(raw, re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*"), datetime.fromisoformat)
    if value is _INVALID or value.year < 1900:
        return _INVALID
    return value if value.tzinfo else value.replace(tzinfo=TOKYO)


def _iso(raw: Json, form: re.Pattern[str], read: Callable[[str], Any]) -> Any:
    if not isinstance(raw, str) or not form.fullmatch(raw):
        return _INVALID
    try:
        return read(raw)
    except ValueError:
        return _INVALID


_READERS: Mapping[Any, Callable[[Json], Any]] = {
    str: _text,
    bool: _boolean,
    int: _integer,
    date: _date,
    time: _time,
    datetime: _moment,
}


def _put(values: dict[str, Any], attribute: tuple[str, ...], value: Any) -> None:
    *outer, last = attribute
    for name in outer:
        values = values.setdefault(name, {})
    values[last] = value


def _build(kind: type[T], values: Mapping[str, Any]) -> T:
    hints = _hints(kind)
    return kind(
        **{name: _build(hints[name], v) if dataclasses.is_dataclass(hints[name]) else v for name, v in values.items()}
    )
