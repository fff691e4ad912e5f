"""What is to be done with the rows of a table, decided before anything is written; and what all kinds look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from caseapp.casework.unit_of_work import Work
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.findings import Finding, Place
from caseapp.records.account import AccountRow
from caseapp.records.subject import Subject
from caseapp.rules.folding import fold
from caseapp.rules.problem import N_, Problem
from caseapp.vault.trouble import Cancelled

OnDuplicate = Literal["skip", "update", "fail"]
Progress = Callable[[int, int], None]
T = TypeVar("T")

_PORTION = 500
_NOBODY = N_("“{name}” is not known in this office. Add the person first, or leave the cell empty.")
_SEVERAL = N_("“{name}” can be more than one person here. Write the name as it is written in this office.")


@dataclass(frozen=True)
class Item:
    """One row and what it does: a new record (`before` is None), a changed one, or none (`after` equals `before`).

    `held_back` are fields that change only where a person wants it. `also` are new records that come with a new one,
    `then` is what else follows from a change.
    """

    place: Place
    subject: Subject[Any, Any]
    after: Any
    before: Any = None
    held_back: frozenset[str] = frozenset()
    also: tuple[tuple[Subject[Any, Any], Any], ...] = ()
    then: Callable[[Work], object] | None = None

    @property
    def new(self) -> bool:
        return self.before is None

    @property
    def changed(self) -> bool:
        return self.before is not None and self.after != self.before


@dataclass(frozen=True)
class Doubt:
    """A row of which it cannot be told whose it is: the ids of those it may be, and the value a new one would have."""

    place: Place
    maybe: tuple[str, ...]
    value: Any


@dataclass
class Decision:
    """`items` in the order of the file; `doubts` wait for a person; `gone` are ids of records missing in it."""

    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    skipped: list[Item] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    gone: tuple[str, ...] = ()

    @classmethod
    def on(cls, found: Candidates[Any]) -> Decision:
        """Begins with what is amiss in the rows themselves."""
        return cls(list(found.problems), list(found.warnings))

    def refuse(self, place: Place, column: str, message: str, **values: Any) -> None:
        """Note a problem of a row."""
        self.problems.append(Finding(place, column, Problem(column, message, values)))

    def warn(self, place: Place, column: str, message: str, **values: Any) -> None:
        """Note something worth knowing of a row."""
        self.warnings.append(Finding(place, column, Problem(column, message, values)))


class Steps:
    """Counts rows and records of a long import, tells how far it is, and stops it by raising Cancelled."""

    def __init__(
        self, total: int = 0, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        self.total = total
        self._done = 0
        self._progress, self._cancelled = progress, cancelled

    def __call__(self) -> None:
        self._done += 1
        if self._done % 100 == 0:
            self.tell(self._done)

    def tell(self, done: int) -> None:
        """So many of them are done."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(min(done, self.total), self.total)


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
