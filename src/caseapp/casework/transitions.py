"""移行準備チェックリスト: sheets by child and by guardian apart, dated, repeated; how they stand for a child."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.casework import drafts, next_steps, taking_back
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey, TransitionView
from caseapp.records import transition
from caseapp.records.child import ChildRow
from caseapp.records.transition import TransitionCheckRow
from caseapp.rules.changes import Changes
from caseapp.rules.follow_up import NextStep, next_step_problems
from caseapp.rules.problem import ANOTHERS, NotFound, Problem, Refused
from caseapp.rules.transition import CHILD, GUARDIAN, TransitionCheck, check_problems, latest


def save(
    office: Office, value: TransitionCheck, *, next_step: NextStep | None, draft_key: DraftKey | None = None
) -> Changes:
    """Keep a sheet, or change it, with the answer to what comes next; the draft goes in the same transaction.

    The same id given twice makes one record. `next_step` may be None for one that is being changed, which leaves the
    follow-ups alone. Raises Refused (also for a sheet of another child), NotFound, ChangedMeanwhile.
    """
    with office.work("transition.save") as work:
        if work.session.get(ChildRow, value.child_id) is None:
            raise NotFound("child", value.child_id)
        stored = work.session.get(TransitionCheckRow, value.id) if value.id else None
        known = stored is not None
        if stored is not None and stored.child_id != value.child_id:
            raise Refused([Problem("child_id", ANOTHERS)])
        problems = check_problems(value, today=office.today)
        if next_step is not None or not known:
            problems += next_step_problems(next_step)
        if problems:
            raise Refused(problems)
        again = known and value.revision == 0
        completed = replace(value, worker_id=value.worker_id or office.account.id)
        if next_step is not None:
            completed = replace(completed, none_reason=next_step.none_reason)
        saved = work.save(transition.SUBJECT, completed)
        if not again:
            next_steps.take(
                work, next_step, child_id=value.child_id, origin_kind="transition_check", origin_id=saved.id
            )
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def withdraw(office: Office, check_id: str, *, reason: str, drop_steps: bool = True) -> Changes:
    """Take a sheet back; it is kept and can be restored.

    With `drop_steps` the open actions that grew from it go, too. Raises Refused without a reason.
    """
    with office.work("transition.withdraw") as work:
        return taking_back.withdraw(work, transition.SUBJECT, check_id, reason=reason, drop_steps=drop_steps)


def restore(office: Office, check_id: str) -> Changes:
    """Bring a sheet back that was taken back."""
    with office.work("transition.restore") as work:
        return taking_back.restore(work, transition.SUBJECT, check_id)


def get(office: Office, check_id: str) -> TransitionCheck:
    """One sheet. Raises NotFound."""
    with office.reading("transition.get") as session:
        row = session.get(TransitionCheckRow, check_id)
        if row is None or row.withdrawn:
            raise NotFound("transition_check", check_id)
        return transition.SHAPE.to_read(row)


def of_child(office: Office, child_id: str) -> tuple[TransitionCheck, ...]:
    """The child's sheets of both sides, the newest first."""
    with office.reading("transition.of_child") as session:
        return kept_of(session, child_id)


def kept_of(session: Session, child_id: str) -> tuple[TransitionCheck, ...]:
    """The same inside a transaction."""
    return tuple(transition.SHAPE.to_read(row) for row in session.scalars(_newest_first(child_id)))


def view_of(session: Session, child_id: str) -> TransitionView:
    """How the checklist stands: the newest sheet of each side, and the one before it."""
    sides = (CHILD, GUARDIAN)
    known = session.execute(
        select(TransitionCheckRow.id, TransitionCheckRow.respondent)
        .where(TransitionCheckRow.child_id == child_id, TransitionCheckRow.withdrawn.is_(False))
        .order_by(TransitionCheckRow.on.desc(), TransitionCheckRow.id.desc())
    ).all()
    if not known:
        return TransitionView()
    wanted = [key for side in sides for key in [row.id for row in known if row.respondent == side][:2]]
    rows = session.scalars(select(TransitionCheckRow).where(TransitionCheckRow.id.in_(wanted)))
    found = [transition.SHAPE.to_read(row) for row in rows]
    return TransitionView(child=latest(found, CHILD), guardian=latest(found, GUARDIAN))


def _newest_first(child_id: str) -> Select[TransitionCheckRow]:
    row = TransitionCheckRow
    return select(row).where(row.child_id == child_id, row.withdrawn.is_(False)).order_by(row.on.desc(), row.id.desc())
