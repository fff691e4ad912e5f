"""Which columns a person has chosen for the register, in which order, and by what the rows stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.register.columns import USUAL

_KEY = "register_list"
FIXED = "flag"
"""Always there, always first: the sign of a red fact is not to be left out."""


@dataclass(frozen=True)
class Layout:
    """`shown` from left to right; `chosen`: by the person (False: what comes with the program)."""

    shown: tuple[str, ...] = USUAL
    sorted_by: str = "kana"
    descending: bool = False
    chosen: bool = False


def read(preferences: Preferences, known: Sequence[str]) -> Layout:
    """What was kept; columns that this version does not know are left out."""
    stored: dict[str, Any] = preferences.get(_KEY) or {}
    names = stored.get("shown")
    listed = tuple(name for name in names if name in known and name != FIXED) if isinstance(names, list) else ()
    sorted_by = stored.get("sorted_by")
    return Layout(
        shown=listed or USUAL,
        sorted_by=str(sorted_by) if sorted_by in known else "kana",
        descending=bool(stored.get("descending")),
        chosen=bool(listed) and listed != USUAL,
    )


def keep(preferences: Preferences, layout: Layout) -> None:
    """Remember it."""
    stored: dict[str, Any] = {"sorted_by": layout.sorted_by, "descending": layout.descending}
    if layout.chosen:
        stored["shown"] = list(layout.shown)
    preferences.set(_KEY, stored)


def ordered(known: Sequence[str], layout: Layout) -> list[str]:
    """All columns: the fixed one, those that are shown in their order, then the others."""
    shown = [name for name in layout.shown if name in known]
    return [FIXED, *shown, *(name for name in known if name != FIXED and name not in shown)]
