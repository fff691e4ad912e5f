"""「次に、何を、いつまでに?」: what the answer does to the follow-ups, in the same transaction as its record."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from caseapp.casework.unit_of_work import Work
from caseapp.records.follow_up import SHAPE, SUBJECT, FollowUpRow
from caseapp.rules.follow_up import DONE, DROPPED, OPEN, FollowUp, NextStep, closed
from caseapp.rules.problem import NotFound


def take(work: Work, step: NextStep | None, *, child_id: str, origin_kind: str, origin_id: str) -> None:
    """Make the next action, settle and replace what the answer says. None leaves the follow-ups as they are.

    The action that grew from this record before, while it is open, is changed and not made a second time.
    Raises NotFound for a follow-up that is not there or is another child's, Refused for one that is closed already.
    """
    if step is None:
        return
    today = work.at.date()
    for follow_up_id in step.settles:
        work.save(SUBJECT, closed(_of(work, follow_up_id, child_id), state=DONE, note="", on=today))
    for follow_up_id in step.replaces:
        old = _of(work, follow_up_id, child_id)
        work.save(SUBJECT, closed(old, state=DROPPED, note=f"→ {step.text}", on=today))
    if step.none_reason.strip() or step.due_on is None:
        return
    before = _grown_from(work, origin_id) or FollowUp(
        child_id=child_id, text="", due_on=step.due_on, origin_kind=origin_kind, origin_id=origin_id
    )
    wanted = replace(
        before,
        text=step.text,
        due_on=step.due_on,
        due_time=step.due_time,
        kind=step.kind,
        worker_id=step.worker_id or before.worker_id or work.account.id,
    )
    work.save(SUBJECT, wanted)


def _of(work: Work, follow_up_id: str, child_id: str) -> FollowUp:
    found = work.find(SUBJECT, follow_up_id)
    if found.child_id != child_id:
        raise NotFound("follow_up", follow_up_id)
    return found


def _grown_from(work: Work, origin_id: str) -> FollowUp | None:
    row = work.session.scalars(
        select(FollowUpRow).where(FollowUpRow.origin_id == origin_id, FollowUpRow.state == OPEN).limit(1)
    ).first()
    return SHAPE.to_read(row) if row else None
