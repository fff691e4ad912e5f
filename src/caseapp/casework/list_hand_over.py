"""担当を替える for many children at once: one transaction, an entry of the access log for each, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caseapp.casework.in_charge import Before, Charge, give_back
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work, enter_child
from caseapp.records import child
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_, Problem, Refused

_MOST = 500


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
        charge = Charge(office, work)
        _refuse(charge, wanted, to)
        children = [work.find(child.SUBJECT, child_id) for child_id in wanted]
        problems = charge.problems(children, to)
        if problems:
            raise Refused(problems)
        before = [each for value in children if (each := charge.give(value, to)) is not None]
        moved = sum(len(each.follow_ups) for each in before)
        return HandedOver(_commit(work, before, moved=moved), tuple(before), to, moved)


def back(office: Office, done: HandedOver) -> Changes:
    """Take it back: every child and every moved next step that is still the new worker's goes to whom it had before."""
    with office.work("child.hand_back") as work:
        returned = [each for each in done.before if give_back(work, each, was_given=done.to)]
        return _commit(work, returned, moved=sum(len(each.follow_ups) for each in returned))


def _refuse(charge: Charge, child_ids: Sequence[str], to: str) -> None:
    problems = charge.taker_problems(to)
    if not child_ids:
        problems.append(Problem("", N_("No child is chosen.")))
    if len(child_ids) > _MOST:
        problems.append(Problem("", N_("At most {most} children at once."), {"most": _MOST}))
    if problems:
        raise Refused(problems)


def _commit(work: Work, before: Sequence[Before], *, moved: int) -> Changes:
    """An entry for each child (whose record shows it), then one for the whole."""
    for each in before:
        enter_child(work, each.child_id, next_steps=len(each.follow_ups))
    if before:
        work.about("register", "")
        work.note(children=len(before), next_steps=moved)
    return work.commit()
