"""What a record that is taken back leaves behind: the next actions that grew from it, and those it settled."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework import next_steps
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records.follow_up import SHAPE, SUBJECT, FollowUpRow
from caseapp.records.history import HistoryRow
from caseapp.records.subject import Subject
from caseapp.rules.changes import Changes
from caseapp.rules.follow_up import DONE, DROPPED, OPEN, FollowUp
from caseapp.rules.problem import N_, Problem, Refused

_SIGN = "↩ "  # before the reason in the note of an action that went with its record


@dataclass(frozen=True)
class Grown:
    """`open`: the open actions that grew from the record; `settled`: those it ticked off when it was written."""

    open: tuple[FollowUp, ...] = ()
    settled: tuple[FollowUp, ...] = ()


def grown(office: Office, record_id: str) -> Grown:
    """What hangs on a record, for the question whether to take it back."""
    with office.reading("taking_back.grown") as session:
        row = FollowUpRow
        from_it = session.scalars(
            select(row).where(row.origin_id == record_id, row.state == OPEN).order_by(row.due_on, row.id)
        ).all()
        ticked = _ticked_off(session, record_id)
        settled = session.scalars(select(row).where(row.id.in_(ticked), row.state == DONE).order_by(row.due_on, row.id))
        return Grown(tuple(SHAPE.to_read(each) for each in from_it), tuple(SHAPE.to_read(each) for each in settled))


def _ticked_off(session: Session, record_id: str) -> list[str]:
    """The ids of the actions that were done in the transaction in which the record was made."""
    row = HistoryRow
    made = session.scalars(select(row).where(row.record_id == record_id, row.field == "").limit(1)).first()
    if made is None:
        return []
    after = select(row).where(row.child_id == made.child_id, row.seq > made.seq, row.at == made.at).order_by(row.seq)
    found = []
    for each in session.scalars(after):
        if each.kind != SUBJECT.kind and not each.field:  # another record of the same moment
            break
        if each.kind == SUBJECT.kind and each.field == "state" and each.after == json.dumps(DONE):
            found.append(each.record_id)
    return found


def withdraw(
    work: Work, subject: Subject[Any, Any], record_id: str, *, reason: str, drop_steps: bool = True
) -> Changes:
    """Take a record back, with `drop_steps` also the open actions that grew from it, for the same reason.

    It is kept and can be restored. Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused([Problem("reason", N_("Say why the record is taken back."))])
    work.withdraw(subject, record_id, reason=reason)
    if drop_steps:
        for follow_up in _of(work, record_id, OPEN):
            next_steps.close(work, follow_up, state=DROPPED, note=f"{_SIGN}{reason}")
    return work.commit(record_id)


def restore(work: Work, subject: Subject[Any, Any], record_id: str) -> Changes:
    """Bring a record back that was taken back; the actions that went with it are open again."""
    note = f"{_SIGN}{work.row(subject, record_id).withdrawn_reason}"
    work.restore(subject, record_id)
    for follow_up in _of(work, record_id, DROPPED):
        if follow_up.closed_note == note:
            work.save(SUBJECT, replace(follow_up, state=OPEN, closed_on=None, closed_note=""))
    return work.commit(record_id)


def move_grown(work: Work, record_id: str, *, child_id: str) -> None:
    """The open actions that grew from the record go along to the child it is moved to."""
    for follow_up in _of(work, record_id, OPEN):
        work.save(SUBJECT, replace(follow_up, child_id=child_id))


def _of(work: Work, record_id: str, state: str) -> list[FollowUp]:
    row = FollowUpRow
    found = work.session.scalars(select(row).where(row.origin_id == record_id, row.state == state))
    return [SHAPE.to_read(each) for each in found]
