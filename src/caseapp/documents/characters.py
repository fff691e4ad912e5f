"""Which characters of a read-model cannot be printed, or not in the form asked for; told before printing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from caseapp.documents.fonts import inexact, unprintable


@dataclass(frozen=True)
class Examination:
    """`unprintable` characters stop the print; `inexact` ones print as their base form. Each once, in order."""

    unprintable: tuple[str, ...] = ()
    inexact: tuple[str, ...] = ()


def examine(paper: object) -> Examination:
    """All text inside a read-model (a dataclass, with tuples, mappings and other dataclasses in it)."""
    missing: dict[str, None] = {}
    replaced: dict[str, None] = {}
    for text in _texts(paper):
        missing.update(dict.fromkeys(unprintable(text)))
        replaced.update(dict.fromkeys(inexact(text)))
    return Examination(tuple(missing), tuple(replaced))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
