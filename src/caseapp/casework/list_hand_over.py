"""担当を替える for many children at once: one transaction, an entry of the access log for each, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from caseapp.casework import next_steps
from caseapp.casework.import_decision import portions
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work, enter_child
from caseapp.casework.worker_return import give_back
from caseapp.records import account, child
from caseapp.records.account import AccountRow
from caseapp.records.handover import HandoverRow
from caseapp.rules import handover
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_, Problem, Refused

_MOST = 500
_NOT_YOURS = N_(
    "Only the worker in charge or a manager gives these to somebody else: {numbers}. You can take them over."
)
_WAITING = N_("Handed over with a sheet, and not confirmed yet: {numbers}. A manager can stop waiting for it.")


@dataclass(frozen=True)
class Before:
    """How one child stood before: what `back` brings again."""

    child_id: str
    worker_id: str
    worker_since: date | None
    follow_ups: tuple[str, ...]


@dataclass(frozen=True)
class HandedOver:
    """What was changed: `changes` for the pages, `before` for the way back, `to` the new worker, `moved` next steps."""

    changes: Changes
    before: tuple[Before, ...]
    to: str
    moved: int


def hand_over(office: Office, child_ids: Iterable[str], *, to: str) -> HandedOver:
    """Give these children to the worker with the account `to`, from today on, with the open next steps of the old one.

    Children who are this worker's already are left as they are. Raises Refused when nobody is named, when the worker
    no longer works here or only reads, for more than 500 children, for a colleague's children that a worker gives to a
    third, and for what was handed over with a sheet and is not confirmed; NotFound for a child that is not there. Then
    nothing changed.
    """
    wanted = list(dict.fromkeys(child_ids))
    with office.work("child.hand_over") as work:
        _refuse(work, wanted, to)
        _refuse_of(work, wanted, to)
        before = [each for child_id in wanted if (each := _give(work, child_id, to=to, since=office.today)) is not None]
        moved = sum(len(each.follow_ups) for each in before)
        return HandedOver(_commit(work, before, moved=moved), tuple(before), to, moved)


def back(office: Office, done: HandedOver) -> Changes:
    """Take it back: every child and every moved next step that is still the new worker's goes to whom it had before."""
    with office.work("child.hand_back") as work:
        returned = []
        for each in done.before:
            went = give_back(
                work,
                each.child_id,
                was_given=done.to,
                to=each.worker_id,
                since=each.worker_since,
                follow_ups=each.follow_ups,
            )
            returned += [each] if went else []
        return _commit(work, returned, moved=sum(len(each.follow_ups) for each in returned))


def _refuse(work: Work, child_ids: Sequence[str], to: str) -> None:
    worker = work.session.get(AccountRow, to) if to else None
    problems = handover.taker_problems(account.SHAPE.to_read(worker) if worker is not None else None, "worker_id")
    if not child_ids:
        problems.append(Problem("", N_("No child is chosen.")))
    if len(child_ids) > _MOST:
        problems.append(Problem("", N_("At most {most} children at once."), {"most": _MOST}))
    if problems:
        raise Refused(problems)


def _refuse_of(work: Work, child_ids: Sequence[str], to: str) -> None:
    """Who may move which child: a worker takes children over and gives his own away (and nobody's); what is a
    colleague's goes to a third only by a manager. What was handed over with a sheet waits for the successor's word."""
    children = [work.find(child.SUBJECT, child_id) for child_id in child_ids]
    problems: list[Problem] = []
    if work.account.role != MANAGER and to != work.account.id:
        problems += handover.named(_NOT_YOURS, [c for c in children if c.worker_id not in ("", work.account.id)])
    waiting = {
        child_id
        for part in portions(child_ids)
        for child_id in work.session.scalars(
            select(HandoverRow.child_id).where(HandoverRow.child_id.in_(part), HandoverRow.state == handover.GIVEN)
        )
    }
    problems += handover.named(_WAITING, [c for c in children if c.id in waiting and c.worker_id != to])
    if problems:
        raise Refused(problems)


def _give(work: Work, child_id: str, *, to: str, since: date) -> Before | None:
    value = work.find(child.SUBJECT, child_id)
    if value.worker_id == to:
        return None
    steps = next_steps.move_open(work, child_id, before=value.worker_id, to=to)
    work.save(child.SUBJECT, replace(value, worker_id=to, worker_since=since))
    return Before(child_id, value.worker_id, value.worker_since, steps)


def _commit(work: Work, before: Sequence[Before], *, moved: int) -> Changes:
    """An entry for each child (whose record shows it), then one for the whole."""
    for each in before:
        enter_child(work, each.child_id, next_steps=len(each.follow_ups))
    if before:
        work.about("register", "")
        work.note(children=len(before), next_steps=moved)
    return work.commit()
