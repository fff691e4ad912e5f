"""The numbers of records that were merged into another one: they belong to that child for good (until it is undone)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.records.child_merge import ChildMergeRow

_PORTION = 500


def survivors(session: Session, numbers: Iterable[str]) -> dict[str, str]:
    """The ids of the children whom these numbers find now, by number; only those that were merged away."""
    wanted = sorted(set(numbers))
    row = ChildMergeRow
    found: dict[str, str] = {}
    for begin in range(0, len(wanted), _PORTION):
        asked = select(row.number, row.survivor_id).where(row.undone_at.is_(None))
        found |= dict(session.execute(asked.where(row.number.in_(wanted[begin : begin + _PORTION]))).all())
    return found


def of_another(session: Session, number: str, child_id: str) -> bool:
    """Whether this number finds another child than this one."""
    return survivors(session, [number]).get(number, child_id) != child_id


def all_of(session: Session) -> Sequence[str]:
    """All numbers that were merged away."""
    return session.scalars(select(ChildMergeRow.number).where(ChildMergeRow.undone_at.is_(None))).all()
