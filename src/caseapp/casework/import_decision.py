"""What is to be done with the rows of a table, decided before anything is written; and what all kinds look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from caseapp.casework.unit_of_work import Work
from caseapp.exchange.findings import Finding, Place
from caseapp.records.account import AccountRow
from caseapp.records.subject import Subject
from caseapp.rules.folding import fold
from caseapp.rules.problem import N_, Problem

OnDuplicate = Literal["skip", "update", "fail"]
T = TypeVar("T")

_PORTION = 500
_NOBODY = N_("“{name}” is not known in this office. Add the person first, or leave the cell empty.")
_SEVERAL = N_("“{name}” can be more than one person here. Write the name as it is written in this office.")


@dataclass
class Decision:
    """`make` are new records in the order in which they are to be made, `change` what is to be done to known ones.

    `kept` holds rows that will be changed, so that the session does not forget them and ask for each again.
    """

    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    make: list[tuple[Subject[Any, Any], Any]] = field(default_factory=list)
    change: list[Callable[[Work], object]] = field(default_factory=list)
    kept: list[object] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0

    def refuse(self, place: Place, column: str, message: str, **values: Any) -> None:
        """Note a problem of a row."""
        self.problems.append(Finding(place, column, Problem(column, message, values)))


class People:
    """The accounts of the office, found by name in any width and with or without blanks."""

    def __init__(self, session: Session) -> None:
        self._rows = session.scalars(select(AccountRow)).all()  # kept, so that no record asks for its worker again
        self._exact = {row.name: row.id for row in self._rows}
        self._folded: dict[str, set[str]] = {}
        for row in self._rows:
            self._folded.setdefault(fold(row.name), set()).add(row.id)

    def find(self, name: str, decision: Decision, *, place: Place, column: str = "担当者") -> str:
        """The id of the account; "" for "" and after a problem was noted."""
        if not name or name in self._exact:
            return self._exact.get(name, "")
        found = self._folded.get(fold(name), set())
        if len(found) == 1:
            return next(iter(found))
        decision.refuse(place, column, _SEVERAL if found else _NOBODY, name=name)
        return ""


def portions(values: Iterable[T]) -> Iterator[Sequence[T]]:
    """The values in lists short enough for one statement."""
    listed = list(values)
    for begin in range(0, len(listed), _PORTION):
        yield listed[begin : begin + _PORTION]


def ids_by_number(
    session: Session, number: InstrumentedAttribute[str], key: InstrumentedAttribute[str], numbers: Iterable[str]
) -> dict[str, str]:
    """The ids of those records of a table whose numbers are among `numbers`."""
    found: dict[str, str] = {}
    for part in portions(sorted(set(numbers))):
        found |= dict(session.execute(select(number, key).where(number.in_(part))).all())
    return found
