"""The course of a plan's ratings through its reviews and those of the versions before it, out of the store."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.plans import reviews_of
from caseapp.records import plan
from caseapp.records.plan import ReviewRow, SupportPlanRow
from caseapp.rules.plan import Review, SupportPlan
from caseapp.rules.plan_course import Course, courses
from caseapp.rules.problem import NotFound


def course(office: Office, plan_id: str) -> tuple[Course, ...]:
    """The goals of a plan that were rated, each with its ratings from the oldest on. Raises NotFound."""
    with office.reading("plan.course") as session:
        row = session.get(SupportPlanRow, plan_id)
        if row is None:
            raise NotFound("support_plan", plan_id)
        return course_of(session, plan.SHAPE.to_read(row))


def course_of(session: Session, value: SupportPlan) -> tuple[Course, ...]:
    """The same for callers that have a session."""
    statement = (
        select(SupportPlanRow)
        .where(SupportPlanRow.child_id == value.child_id, SupportPlanRow.version < value.version)
        .order_by(SupportPlanRow.version.desc())
    )
    earlier = [plan.SHAPE.to_read(row) for row in session.scalars(statement)]
    by_plan: dict[str, list[Review]] = {}
    for review in reviews_of(session, [value.id, *(each.id for each in earlier)]):
        by_plan.setdefault(review.plan_id, []).append(review)
    return courses(value, earlier, by_plan)


def courses_shown(session: Session, plan_id: str) -> tuple[Course, ...]:
    """The same for a page that shows them beside other things: one small question where nothing was reviewed yet."""
    whose = select(SupportPlanRow.child_id).where(SupportPlanRow.id == plan_id).scalar_subquery()
    reviewed = select(ReviewRow.id).where(ReviewRow.child_id == whose, ReviewRow.withdrawn.is_(False)).limit(1)
    row = session.get(SupportPlanRow, plan_id) if plan_id and session.scalar(reviewed) is not None else None
    return course_of(session, plan.SHAPE.to_read(row)) if row is not None else ()
