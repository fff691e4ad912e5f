"""連絡調整: exchanges with organizations about a child, and the answers we wait for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, select

from caseapp.casework import drafts, next_steps, taking_back
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.records import liaison
from caseapp.records.liaison import LiaisonRow
from caseapp.rules.changes import Changes
from caseapp.rules.follow_up import NextStep, next_step_problems
from caseapp.rules.organization import Liaison, liaison_problems
from caseapp.rules.problem import N_, NotFound, Problem, Refused


def record(office: Office, value: Liaison, *, next_step: NextStep | None, draft_key: DraftKey | None = None) -> Changes:
    """Record an exchange, or change it, with the answer to what comes next; the draft goes in the same transaction.

    While an answer is expected the waiting itself is the next step: `next_step` may then be None; so it may for one
    that is being changed, which leaves the follow-ups alone. Raises Refused, NotFound, ChangedMeanwhile.
    """
    with office.work("liaison.record") as work:
        known = bool(value.id) and work.session.get(LiaisonRow, value.id) is not None
        problems = liaison_problems(value, today=office.today)
        if next_step is not None or not (value.waiting or known):
            problems += next_step_problems(next_step)
        if problems:
            raise Refused(problems)
        again = known and value.revision == 0
        completed = replace(value, worker_id=value.worker_id or office.account.id)
        if next_step is not None:
            completed = replace(completed, none_reason=next_step.none_reason)
        saved = work.save(liaison.SUBJECT, completed)
        if not again:
            next_steps.take(work, next_step, child_id=value.child_id, origin_kind="liaison", origin_id=saved.id)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def answered(office: Office, liaison_id: str, *, on: date, answer: str) -> Changes:
    """Write down the answer; the waiting ends. Raises Refused, NotFound."""
    with office.work("liaison.answered") as work:
        value = work.find(liaison.SUBJECT, liaison_id)
        if value.answered_on is not None:
            raise Refused([Problem("answered_on", N_("The answer has been written down already."))])
        after = replace(value, answered_on=on, answer=answer)
        problems = liaison_problems(after, today=office.today)
        if problems:
            raise Refused(problems)
        saved = work.save(liaison.SUBJECT, after)
        return work.commit(saved.id)


def withdraw(office: Office, liaison_id: str, *, reason: str, drop_steps: bool = True) -> Changes:
    """Take a liaison back; it is kept and can be restored.

    With `drop_steps` the open actions that grew from it go, too. Raises Refused without a reason.
    """
    with office.work("liaison.withdraw") as work:
        return taking_back.withdraw(work, liaison.SUBJECT, liaison_id, reason=reason, drop_steps=drop_steps)


def restore(office: Office, liaison_id: str) -> Changes:
    """Bring a liaison back that was taken back."""
    with office.work("liaison.restore") as work:
        return taking_back.restore(work, liaison.SUBJECT, liaison_id)


def get(office: Office, liaison_id: str) -> Liaison:
    """One liaison. Raises NotFound."""
    with office.reading() as session:
        row = session.get(LiaisonRow, liaison_id)
        if row is None or row.withdrawn:
            raise NotFound("liaison", liaison_id)
        return liaison.SHAPE.to_read(row)


def of_child(office: Office, child_id: str) -> tuple[Liaison, ...]:
    """The child's liaisons, the newest first."""
    return _read(office, _kept().where(LiaisonRow.child_id == child_id))


def recent(office: Office, *, limit: int = 200) -> tuple[Liaison, ...]:
    """The office's newest liaisons."""
    return _read(office, _kept().limit(limit))


def waiting(office: Office) -> tuple[Liaison, ...]:
    """Liaisons whose answer has not come, the longest due first."""
    statement = _kept().where(LiaisonRow.answered_on.is_(None), LiaisonRow.reply_due_on.is_not(None))
    return _read(office, statement.order_by(None).order_by(LiaisonRow.reply_due_on, LiaisonRow.id))


def _kept() -> Select[LiaisonRow]:
    return (
        select(LiaisonRow).where(LiaisonRow.withdrawn.is_(False)).order_by(LiaisonRow.on.desc(), LiaisonRow.id.desc())
    )


def _read(office: Office, statement: Select[LiaisonRow]) -> tuple[Liaison, ...]:
    with office.reading() as session:
        rows: Iterable[LiaisonRow] = session.scalars(statement)
        return tuple(liaison.SHAPE.to_read(row) for row in rows)
