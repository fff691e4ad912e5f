"""アセスメント: dated looks at the life areas. They are kept, shown and carried into plans."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from caseapp.casework import drafts, next_steps, taking_back
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.records import assessment
from caseapp.records.assessment import AssessmentRow
from caseapp.rules.assessment import Assessment, assessment_problems
from caseapp.rules.changes import Changes
from caseapp.rules.follow_up import NextStep, next_step_problems
from caseapp.rules.problem import NotFound, Refused


def save(
    office: Office, value: Assessment, *, next_step: NextStep | None, draft_key: DraftKey | None = None
) -> Changes:
    """Record an assessment, or change it, with the answer to what comes next; the draft goes in the same transaction.

    The same id given twice makes one record. `next_step` may be None for one that is being changed, which leaves the
    follow-ups alone. Raises Refused, NotFound, ChangedMeanwhile.
    """
    with office.work("assessment.save") as work:
        known = bool(value.id) and work.session.get(AssessmentRow, value.id) is not None
        problems = assessment_problems(value, today=office.today)
        if next_step is not None or not known:
            problems += next_step_problems(next_step)
        if problems:
            raise Refused(problems)
        again = known and value.revision == 0
        completed = replace(value, worker_id=value.worker_id or office.account.id)
        if next_step is not None:
            completed = replace(completed, none_reason=next_step.none_reason)
        saved = work.save(assessment.SUBJECT, completed)
        if not again:
            next_steps.take(work, next_step, child_id=value.child_id, origin_kind="assessment", origin_id=saved.id)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def withdraw(office: Office, assessment_id: str, *, reason: str, drop_steps: bool = True) -> Changes:
    """Take an assessment back; it is kept and can be restored.

    With `drop_steps` the open actions that grew from it go, too. Raises Refused without a reason.
    """
    with office.work("assessment.withdraw") as work:
        return taking_back.withdraw(work, assessment.SUBJECT, assessment_id, reason=reason, drop_steps=drop_steps)


def restore(office: Office, assessment_id: str) -> Changes:
    """Bring an assessment back that was taken back."""
    with office.work("assessment.restore") as work:
        return taking_back.restore(work, assessment.SUBJECT, assessment_id)


def get(office: Office, assessment_id: str) -> Assessment:
    """One assessment. Raises NotFound."""
    with office.reading() as session:
        row = session.get(AssessmentRow, assessment_id)
        if row is None or row.withdrawn:
            raise NotFound("assessment", assessment_id)
        return assessment.SHAPE.to_read(row)


def of_child(office: Office, child_id: str) -> tuple[Assessment, ...]:
    """The child's assessments, the newest first."""
    statement = (
        select(AssessmentRow)
        .where(AssessmentRow.child_id == child_id, AssessmentRow.withdrawn.is_(False))
        .order_by(AssessmentRow.on.desc(), AssessmentRow.id.desc())
    )
    with office.reading() as session:
        return tuple(assessment.SHAPE.to_read(row) for row in session.scalars(statement))


def before(office: Office, child_id: str, *, than: Assessment | None = None) -> tuple[Assessment, ...]:
    """The child's assessments that came before this one (before a new one: all), the newest first."""
    found = of_child(office, child_id)
    if than is None:
        return found
    return tuple(each for each in found if each.id != than.id and each.on <= than.on)
