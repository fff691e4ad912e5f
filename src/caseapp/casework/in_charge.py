"""担当: the one way by which a child gets another worker.

The child's form, lists that are read in, a merge and its undoing, 担当を替える and the hand-over all come here. What is
decided here and nowhere else: who may give which child to whom, what a hand-over that waits for the successor's word
stands in the way of (docs/handover.md), since when, and which next steps move along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework import next_steps
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work, enter_child
from caseapp.records import account, child, follow_up
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.handover import HandoverRow
from caseapp.rules import handover
from caseapp.rules.account import MANAGER, Account
from caseapp.rules.child import Child
from caseapp.rules.follow_up import OPEN
from caseapp.rules.problem import N_, NotFound, Problem

FIELD = "worker_id"
_NOT_YOURS = N_(
    "Only the worker in charge or a manager gives these to somebody else: {numbers}. You can take them over."
)
_WAITING = N_("Handed over with a sheet, and not confirmed yet: {numbers}. A manager can stop waiting for it.")


@dataclass(frozen=True)
class Before:
    """How one child stood before: what `give_back` brings again. `follow_ups` are the next steps that moved along."""

    child_id: str
    worker_id: str
    worker_since: date | None
    follow_ups: tuple[str, ...]


class WhoMay:
    """To whom the user of this office may give which children."""

    def __init__(self, office: Office, session: Session) -> None:
        self._office, self._session = office, session

    @cached_property
    def people(self) -> dict[str, Account]:
        """Everybody known, by id, in the order of their names."""
        rows = self._session.scalars(select(AccountRow).order_by(AccountRow.name))
        return {row.id: account.SHAPE.to_read(row) for row in rows}

    @cached_property
    def _able(self) -> frozenset[str]:
        return frozenset(face.id for face in self._office.vault.users)

    @cached_property
    def _waiting(self) -> frozenset[str]:
        asked = select(HandoverRow.child_id).where(HandoverRow.state == handover.GIVEN)
        return frozenset(self._session.scalars(asked))

    def can_open(self, to: str) -> bool:
        """Whether somebody sees what waits for this account: it has a way into the program. An office that one person
        alone opens (and the demo) looks after everybody from one desk: there a name is enough."""
        return to in self._able or len(self._able) == 1

    def taker_problems(self, to: str, *, field: str = FIELD) -> list[Problem]:
        """Why nobody at all can be given to this account: closed, without a way in, or one that only reads."""
        return handover.taker_problems(self.people.get(to), field, can_open=self.can_open(to))

    def takers(self) -> dict[str, str]:
        """Whom children can be given to: names by id."""
        return {key: each.name for key, each in self.people.items() if not self.taker_problems(key)}

    def problems(self, children: Iterable[Child], to: str, *, field: str = FIELD) -> list[Problem]:
        """Why these children cannot be given to `to` ("": they are nobody's from now on). Those that are his stay.

        A worker takes children over and gives his own away (and nobody's); what is a colleague's goes to a third, or to
        nobody, only by a manager. What was handed over with a sheet waits for the successor's word.
        """
        given = [each for each in children if each.worker_id != to]
        if not given:
            return []
        found = self.taker_problems(to, field=field) if to else []
        found += self.giver_problems(given, to, field=field)
        where = field if len(given) == 1 else ""
        return found + handover.named(_WAITING, [each for each in given if each.id in self._waiting], field=where)

    def giver_problems(self, children: Iterable[Child], to: str, *, field: str = FIELD) -> list[Problem]:
        """Why this user does not give these children to `to`."""
        me, given = self._office.account, [each for each in children if each.worker_id != to]
        if me.role == MANAGER or to == me.id:
            return []
        others = [each for each in given if each.worker_id not in ("", me.id)]
        return handover.named(_NOT_YOURS, others, field=field if len(given) == 1 else "")


class Charge(WhoMay):
    """Giving children to somebody, within the transaction of `work`."""

    def __init__(self, office: Office, work: Work) -> None:
        super().__init__(office, work.session)
        self._work = work

    def dated(self, before: Child | None, wanted: Child) -> Child:
        """The record with the day from which another worker is in charge: today, unless another one was written."""
        if before is None or wanted.worker_id == before.worker_id:
            return wanted
        if not wanted.worker_id:
            return replace(wanted, worker_since=None)
        new = wanted.worker_since is None or wanted.worker_since == before.worker_since
        return replace(wanted, worker_since=self._office.today) if new else wanted

    def follow(self, child_id: str, *, before: str, to: str) -> tuple[str, ...]:
        """The open next steps of the worker before move along; their ids. To nobody none does."""
        return next_steps.move_open(self._work, child_id, before=before, to=to) if to and to != before else ()

    def save(self, wanted: Child, *, before: Child | None) -> Child:
        """Keep a record that may have another worker than `before`. The caller has asked `problems`."""
        saved = self._work.save(child.SUBJECT, self.dated(before, wanted))
        if before is not None and saved.worker_id != before.worker_id:
            moved = self.follow(saved.id, before=before.worker_id, to=saved.worker_id)
            self._work.note(worker_changed=True, next_steps=len(moved))
        return saved

    def entered(self, child_id: str, *, before: str, to: str) -> None:
        """What follows when a list has changed the worker: the next steps, and an entry in the child's log."""
        enter_child(self._work, child_id, next_steps=len(self.follow(child_id, before=before, to=to)))

    def give(self, value: Child, to: str) -> Before | None:
        """Give one child, from today on; None where it is his already. The caller has asked `problems`."""
        if value.worker_id == to:
            return None
        steps = self.follow(value.id, before=value.worker_id, to=to)
        self._work.save(child.SUBJECT, self.dated(value, replace(value, worker_id=to)))
        return Before(value.id, value.worker_id, value.worker_since, steps)


def give_back(work: Work, before: Before, *, was_given: str) -> bool:
    """The child is whose it was before, with those of the moved next steps that are open, still its own and still
    `was_given`'s. False, and nothing is changed, when somebody gave the child to a third in the meantime."""
    value = work.find(child.SUBJECT, before.child_id)
    if value.worker_id != was_given:
        return False
    work.save(child.SUBJECT, replace(value, worker_id=before.worker_id, worker_since=before.worker_since))
    steps_back(work, before.follow_ups, child_id=before.child_id, was_given=was_given, to=before.worker_id)
    return True


def steps_back(work: Work, ids: Iterable[str], *, child_id: str, was_given: str, to: str) -> None:
    """Those of the next steps that are open, this child's and still `was_given`'s go to another worker."""
    for key in ids:
        if follow_up.SUBJECT.row_of(work.session, key) is None:
            continue
        step = work.find(follow_up.SUBJECT, key)
        if step.state == OPEN and step.worker_id == was_given and step.child_id == child_id:
            work.save(follow_up.SUBJECT, replace(step, worker_id=to))


def takers(office: Office) -> dict[str, str]:
    """Whom children can be given to: names by the id of the account."""
    with office.reading("account.list") as session:
        return WhoMay(office, session).takers()


def choices(office: Office, child_id: str = "") -> tuple[tuple[str, str], ...]:
    """(id, name) of whom the user of this office may put in charge of a child ("" for a new one), and of whoever is;
    ("", "") comes first where it may be nobody's, else whoever is in charge. Raises NotFound."""
    with office.reading("child.get") as session:
        may = WhoMay(office, session)
        if not child_id:
            return (("", ""), *may.takers().items())
        row = session.get(ChildRow, child_id)
        if row is None:
            raise NotFound("child", child_id)
        value = child.SHAPE.to_read(row)
        names: Sequence[tuple[str, str]] = [("", ""), *((key, each.name) for key, each in may.people.items())]
        found = [(key, name) for key, name in names if not may.problems([value], key)]
        return tuple(sorted(found, key=lambda each: (each[0] != "", each[0] != value.worker_id and found[0][0] != "")))
