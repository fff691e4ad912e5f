"""アセスメント: dated looks at the life areas. They are kept, shown and carried into plans."""

from __future__ import annotations

from sqlalchemy import select

from caseapp.casework.office import Office
from caseapp.records import assessment
from caseapp.records.assessment import AssessmentRow
from caseapp.rules.assessment import Assessment, assessment_problems
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Refused


def save(office: Office, value: Assessment) -> Changes:
    """Record an assessment, or change it. Raises Refused, ChangedMeanwhile."""
    problems = assessment_problems(value, today=office.today)
    if problems:
        raise Refused(problems)
    with office.work("assessment.save") as work:
        saved = work.save(assessment.SUBJECT, value)
        return work.commit(saved.id)


def of_child(office: Office, child_id: str) -> tuple[Assessment, ...]:
    """The child's assessments, the newest first."""
    statement = (
        select(AssessmentRow)
        .where(AssessmentRow.child_id == child_id, AssessmentRow.withdrawn.is_(False))
        .order_by(AssessmentRow.on.desc())
    )
    with office.reading() as session:
        return tuple(assessment.SHAPE.to_read(row) for row in session.scalars(statement))
