"""Whether a child may stand in the register already: the same birth date and the same name or reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from caseapp.casework.list_views import RegisterRow
from caseapp.rules.folding import fold


@dataclass(frozen=True)
class Likeness:
    """`same`: probably the same child; `twins`: born the same day into a family of the same name."""

    same: tuple[RegisterRow, ...] = ()
    twins: tuple[RegisterRow, ...] = ()


def likeness(
    rows: Iterable[RegisterRow],
    *,
    child_id: str,
    birth_date: date | None,
    family_name: str,
    given_name: str,
    family_kana: str,
    given_kana: str,
) -> Likeness:
    """Who of the register is like what was written. Nothing without a birth date and a family name."""
    family, given = fold(family_name), fold(given_name)
    reading = fold(family_kana + given_kana)
    if birth_date is None or not family:
        return Likeness()
    same, twins = [], []
    for row in rows:
        if row.child_id == child_id or row.birth_date != birth_date:
            continue
        if (given and fold(row.name) == family + given) or (given_kana and fold(row.kana) == reading):
            same.append(row)
        elif fold(row.name.split(" ")[0]) == family:
            twins.append(row)
    return Likeness(tuple(same), tuple(twins))
