"""「次に、何を、いつまでに?」: what the answer does to the follow-ups, in the same transaction as its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from caseapp.casework.unit_of_work import Work
from caseapp.records.child import ChildRow
from caseapp.records.follow_up import SHAPE, SUBJECT, FollowUpRow
from caseapp.rules.follow_up import DONE, DROPPED, OPEN, FollowUp, NextStep, Postponement, closed, successor
from caseapp.rules.identity import made_at
from caseapp.rules.problem import NotFound
from caseapp.words.language import _


def take(work: Work, step: NextStep | None, *, child_id: str, origin_kind: str, origin_id: str) -> None:
    """Make the next action, settle and replace what the answer says. None leaves the follow-ups as they are.

    The action that grew from this record before, while it is open, is changed and not made a second time.
    Raises NotFound for a follow-up that is not there or is another child's, Refused for one that is closed already.
    """
    if step is None:
        return
    for follow_up_id in step.settles:
        close(work, _of(work, follow_up_id, child_id), state=DONE, go_on=True)
    for follow_up_id in step.replaces:
        close(work, _of(work, follow_up_id, child_id), state=DROPPED, note=f"→ {step.text}")
    if step.none_reason.strip() or step.due_on is None:
        return
    before = _grown_from(work, origin_id, child_id=child_id) or FollowUp(
        child_id=child_id, text="", due_on=step.due_on, origin_kind=origin_kind, origin_id=origin_id
    )
    wanted = replace(
        before,
        text=step.text,
        due_on=step.due_on,
        due_time=step.due_time,
        kind=step.kind,
        worker_id=step.worker_id or before.worker_id or work.account.id,
        repeat=step.repeat,
        repeat_every=step.repeat_every,
        repeat_from=_begins(before, step),
        repeat_until=step.repeat_until,
        postponements=(*before.postponements, *_put_off(work, before, step.due_on)),
    )
    work.save(SUBJECT, wanted)


def _put_off(work: Work, before: FollowUp, to: date) -> tuple[Postponement, ...]:
    """A later day in the record it grew from puts it off, too; on the day on which it was made it corrects it."""
    if not before.id or to <= before.due_on or before.waiting_for:
        return ()
    made, today = made_at(before.id), work.at.date()
    if made is not None and made.astimezone(work.at.tzinfo).date() == today:
        return ()
    return (Postponement(due_from=before.due_on, due_to=to, reason=_("The record was changed."), on=today),)


def _begins(before: FollowUp, step: NextStep) -> date | None:
    """From which day the series counts: from where it did, while it stays the same series."""
    if not step.repeat:
        return None
    same = (before.repeat, before.repeat_every) == (step.repeat, step.repeat_every)
    return (before.repeat_from if same else None) or step.due_on


def close(work: Work, follow_up: FollowUp, *, state: str, note: str = "", go_on: bool = False) -> FollowUp:
    """The follow-up done or dropped; with `go_on` the next of its series appears while the child is in support."""
    today = work.at.date()
    saved = work.save(SUBJECT, closed(follow_up, state=state, note=note, on=today))
    following = successor(saved, on=today) if go_on else None
    if following is not None and _in_support(work, saved.child_id):
        # Taken back once: the same one comes again.
        old = _grown_from(work, saved.id, child_id=saved.child_id, state=DROPPED)
        kept = replace(following, id=old.id, revision=old.revision) if old else following
        work.save(SUBJECT, kept)
    return saved


def take_back_successor(work: Work, follow_up: FollowUp) -> None:
    """The next of a series goes again when what it followed is open once more: it was never asked for."""
    following = _grown_from(work, follow_up.id, child_id=follow_up.child_id)
    if following is not None and following.origin_kind == "follow_up" and follow_up.state != OPEN:
        work.save(SUBJECT, closed(following, state=DROPPED, note="↩", on=work.at.date()))


def went_on(work: Work, follow_up: FollowUp) -> bool:
    """Whether the next of its series is done already: what it followed, open once more, is no longer part of one."""
    following = _grown_from(work, follow_up.id, child_id=follow_up.child_id, state=DONE)
    return following is not None and following.origin_kind == "follow_up"


def _in_support(work: Work, child_id: str) -> bool:
    found = work.session.get(ChildRow, child_id)
    return found is not None and found.status == "active"


def _of(work: Work, follow_up_id: str, child_id: str) -> FollowUp:
    found = work.find(SUBJECT, follow_up_id)
    if found.child_id != child_id:
        raise NotFound("follow_up", follow_up_id)
    return found


def _grown_from(work: Work, origin_id: str, *, child_id: str, state: str = OPEN) -> FollowUp | None:
    """The action that grew from a record; never another child's (an older program left such at the wrong one)."""
    grown = select(FollowUpRow).where(FollowUpRow.origin_id == origin_id, FollowUpRow.child_id == child_id)
    row = work.session.scalars(grown.where(FollowUpRow.state == state).limit(1)).first()
    return SHAPE.to_read(row) if row else None


def move_open(work: Work, child_id: str, *, before: str, to: str) -> tuple[str, ...]:
    """The open actions that are the old worker's become the new one's; their ids. Nobody's go along, too."""
    wanted = select(FollowUpRow.id).where(
        FollowUpRow.child_id == child_id, FollowUpRow.state == OPEN, FollowUpRow.worker_id == (before or None)
    )
    moved = tuple(work.session.scalars(wanted))
    for key in moved:
        work.save(SUBJECT, replace(work.find(SUBJECT, key), worker_id=to))
    return moved
