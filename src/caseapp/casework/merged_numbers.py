"""The numbers of records that were merged into another one: they belong to that child for good (until it is undone)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.records.child import ChildRow


def survivors(session: Session, numbers: Iterable[str]) -> dict[str, str]:
    """The ids of the children whom these numbers find now, by number; only those that were merged away."""
    wanted = set(numbers)
    return {number: child_id for number, child_id in _all(session).items() if number in wanted}


def of_another(session: Session, number: str, child_id: str) -> bool:
    """Whether this number finds another child than this one."""
    return _all(session).get(number, child_id) != child_id


def all_of(session: Session) -> tuple[str, ...]:
    """All numbers that were merged away."""
    return tuple(_all(session))


def _all(session: Session) -> dict[str, str]:
    """Few children have one, so all are read. They stand with the child, so that an export takes them along."""
    asked = select(ChildRow.id, ChildRow.former_numbers).where(ChildRow.former_numbers != [])
    return {number: child_id for child_id, numbers in session.execute(asked) for number in numbers}
