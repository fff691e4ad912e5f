"""Which characters of a read-model cannot be printed, or not in the form asked for; told before printing."""

from __future__ import annotations

from dataclasses import dataclass

from caseapp.documents.fonts import inexact, unprintable
from caseapp.documents.read_models import texts_in


@dataclass(frozen=True)
class Examination:
    """`unprintable` characters stop the print; `inexact` ones print as their base form. Each once, in order."""

    unprintable: tuple[str, ...] = ()
    inexact: tuple[str, ...] = ()


def examine(paper: object) -> Examination:
    """All text inside a read-model (a dataclass, with tuples, mappings and other dataclasses in it)."""
    missing: dict[str, None] = {}
    replaced: dict[str, None] = {}
    for text in texts_in(paper):
        missing.update(dict.fromkeys(unprintable(text)))
        replaced.update(dict.fromkeys(inexact(text)))
    return Examination(tuple(missing), tuple(replaced))
