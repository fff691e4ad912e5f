"""次にすること: next actions that stand alone, and what becomes of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from caseapp.casework import next_steps, register, stages
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records.child import ChildRow
from caseapp.records.follow_up import SHAPE, SUBJECT, FollowUpRow
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.follow_up import (
    DONE,
    DROPPED,
    OPEN,
    FollowUp,
    arrived,
    awaiting,
    follow_up_problems,
    planned_again,
    postponed,
)
from caseapp.rules.problem import NotFound, Refused
from caseapp.rules.stage_template import ORIGIN


def add(office: Office, follow_up: FollowUp) -> Changes:
    """Plan a next action, or change what an open one says. Without a worker it is the user's own."""
    problems = follow_up_problems(follow_up)
    if problems:
        raise Refused(problems)
    with office.work("follow_up.save") as work:
        if work.session.get(ChildRow, follow_up.child_id) is None:
            raise NotFound("child", follow_up.child_id)
        begins = (follow_up.repeat_from or follow_up.due_on) if follow_up.repeat else None
        if follow_up.origin_kind == ORIGIN:
            stages.taken(work, follow_up)
        wanted = replace(follow_up, worker_id=follow_up.worker_id or office.account.id, repeat_from=begins)
        saved = work.save(SUBJECT, wanted)
        return work.commit(saved.id)


def get(office: Office, follow_up_id: str) -> FollowUp:
    """One follow-up. Raises NotFound."""
    with office.reading("follow_up.get") as session:
        row = session.get(FollowUpRow, follow_up_id)
        if row is None:
            raise NotFound("follow_up", follow_up_id)
        return SHAPE.to_read(row)


def about(office: Office, follow_up_id: str) -> tuple[FollowUp, Child]:
    """One follow-up and whose it is. Raises NotFound."""
    found = get(office, follow_up_id)
    return found, register.child(office, found.child_id)


def done(office: Office, follow_up_id: str, *, note: str = "") -> Changes:
    """Say that it is done, and what came of it: the next of its series appears. Refused when it is closed already."""
    with office.work("follow_up.done") as work:
        saved = next_steps.close(work, work.find(SUBJECT, follow_up_id), state=DONE, note=note, go_on=True)
        return work.commit(saved.id)


def drop(office: Office, follow_up_id: str, *, reason: str, go_on: bool = False) -> Changes:
    """Say that it is no longer needed, and why; a series ends with it unless it shall `go_on`.

    Raises Refused without a reason or when it is closed already.
    """
    with office.work("follow_up.drop") as work:
        saved = next_steps.close(work, work.find(SUBJECT, follow_up_id), state=DROPPED, note=reason, go_on=go_on)
        return work.commit(saved.id)


def wait(office: Office, follow_up_id: str, *, whom: str, since: date, until: date) -> Changes:
    """Say that it is another's turn (待ち), since when, and when one asks again. Raises Refused otherwise."""
    with office.work("follow_up.wait") as work:
        found = work.find(SUBJECT, follow_up_id)
        return _save(work, awaiting(found, whom=whom, since=since, until=until, on=office.today))


def answered(office: Office, follow_up_id: str) -> Changes:
    """What was waited for has come: the action is one's own again, today. Refused when nobody was waited for."""
    with office.work("follow_up.answered") as work:
        return _save(work, arrived(work.find(SUBJECT, follow_up_id), on=office.today))


def postpone(office: Office, follow_up_id: str, *, to: date, reason: str) -> Changes:
    """Put it off to a later day, and say why. Raises Refused otherwise."""
    with office.work("follow_up.postpone") as work:
        return _save(work, postponed(work.find(SUBJECT, follow_up_id), to=to, reason=reason, on=office.today))


def plan_again(office: Office, follow_up_id: str) -> Changes:
    """Take back that it was put off: the day and the reason of the last time go. Raises Refused otherwise."""
    with office.work("follow_up.plan_again") as work:
        return _save(work, planned_again(work.find(SUBJECT, follow_up_id)))


def reopen(office: Office, follow_up_id: str) -> Changes:
    """Take back that it was done or dropped, and the next of its series with it; an open one stays as it is.

    Where the next one is done already the series has gone on: this one is open by itself, or there would be two.
    """
    with office.work("follow_up.reopen") as work:
        found = work.find(SUBJECT, follow_up_id)
        next_steps.take_back_successor(work, found)
        if found.state != OPEN and next_steps.went_on(work, found):
            found = replace(found, repeat="", repeat_every=1, repeat_from=None, repeat_until=None)
        return _save(work, replace(found, state=OPEN, closed_on=None, closed_note=""))


def of_child(office: Office, child_id: str, *, open_only: bool = True) -> tuple[FollowUp, ...]:
    """A child's follow-ups: the open ones by their day, then, where wanted, the closed ones from the newest on."""
    wanted = [FollowUpRow.child_id == child_id]
    if open_only:
        wanted.append(FollowUpRow.state == OPEN)
    with office.reading("follow_up.of_child") as session:
        rows = session.scalars(select(FollowUpRow).where(*wanted).order_by(FollowUpRow.due_on, FollowUpRow.id))
        found = [SHAPE.to_read(row) for row in rows]
    still_open = [f for f in found if f.state == OPEN]
    closed_ones = [f for f in found if f.state != OPEN]
    return (*still_open, *sorted(closed_ones, key=lambda f: f.closed_on or f.due_on, reverse=True))


def _save(work: Work, follow_up: FollowUp) -> Changes:
    saved = work.save(SUBJECT, follow_up)
    return work.commit(saved.id)
