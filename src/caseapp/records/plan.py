"""Support plans with their goals and supports, and the reviews of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import (
    CODE,
    ID,
    Moment,
    Packed,
    Part,
    Record,
    Table,
    code,
    free_text,
    owner,
    packed,
    reference,
)
from caseapp.rules.plan import DatedGoal, Goal, GoalRating, PlanConsent, Review, Support, SupportPlan, Wish


class Situation(Packed):
    """(area code, text) pairs."""

    cache_ok = True

    def unpack(self, stored: Any) -> Any:
        return tuple((area, said) for area, said in stored)


class DatedGoals(Packed):
    """Short-term goals, each with the day by which it is to be reached."""

    cache_ok = True

    def pack(self, value: Any) -> Any:
        return [[goal.text, goal.by.isoformat() if goal.by else None] for goal in value]

    def unpack(self, stored: Any) -> Any:
        return tuple(DatedGoal(text=said, by=date.fromisoformat(by) if by else None) for said, by in stored)


class PlanSupportRow(Part):
    __tablename__ = "plan_support"

    goal_id: Mapped[str] = owner("plan_goal.id")
    scheme: Mapped[str] = free_text()
    content: Mapped[str] = free_text()
    frequency: Mapped[str] = free_text()
    provider: Mapped[str] = free_text()
    contact: Mapped[str] = free_text()
    period_from: Mapped[date | None] = mapped_column(Date)
    period_to: Mapped[date | None] = mapped_column(Date)
    no_scheme: Mapped[bool]


class PlanGoalRow(Part):
    __tablename__ = "plan_goal"

    plan_id: Mapped[str] = owner("support_plan.id")
    priority: Mapped[int]
    area: Mapped[str] = code()
    need: Mapped[str] = free_text()
    goal: Mapped[str] = free_text()
    achieve_by: Mapped[date | None] = mapped_column(Date)
    review_every: Mapped[int]
    child_role: Mapped[str] = free_text()
    family_role: Mapped[str] = free_text()
    note: Mapped[str] = free_text()

    supports: Mapped[list[PlanSupportRow]] = relationship(
        order_by=PlanSupportRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


class SupportPlanRow(Record):
    __tablename__ = "support_plan"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'approved', 'delivered', 'active', 'closed', 'superseded')", name="status"
        ),
        UniqueConstraint("number", "version"),
        Index(None, "child_id", "made_on"),
        Index(None, "status", "next_review_on"),
    )

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    number: Mapped[str] = mapped_column(CODE)
    version: Mapped[int]
    status: Mapped[str] = mapped_column(CODE)
    made_on: Mapped[date] = mapped_column(Date)
    period_from: Mapped[date | None] = mapped_column(Date)
    period_to: Mapped[date | None] = mapped_column(Date)
    situation: Mapped[Any] = packed(Situation)
    child_wish_text: Mapped[str] = free_text()
    child_wish_heard_by: Mapped[str] = free_text()
    child_wish_heard_on: Mapped[date | None] = mapped_column(Date)
    child_wish_how: Mapped[str] = free_text()
    child_wish_not_heard_reason: Mapped[str] = free_text()
    guardian_wish_text: Mapped[str] = free_text()
    guardian_wish_heard_by: Mapped[str] = free_text()
    guardian_wish_heard_on: Mapped[date | None] = mapped_column(Date)
    guardian_wish_how: Mapped[str] = free_text()
    guardian_wish_not_heard_reason: Mapped[str] = free_text()
    policy: Mapped[str] = free_text()
    long_term_goal_text: Mapped[str] = free_text()
    long_term_goal_by: Mapped[date | None] = mapped_column(Date)
    short_term_goals: Mapped[Any] = packed(DatedGoals)
    transition: Mapped[str] = free_text()
    disaster: Mapped[str] = free_text()
    area_reasons: Mapped[Any] = packed(Situation)
    consent_explained_on: Mapped[date | None] = mapped_column(Date)
    consent_explained_by: Mapped[str] = free_text()
    consent_child_agreed_on: Mapped[date | None] = mapped_column(Date)
    consent_guardian_agreed_on: Mapped[date | None] = mapped_column(Date)
    consent_guardian_name: Mapped[str] = free_text()
    consent_how: Mapped[str] = free_text()
    consent_child_signature: Mapped[str] = free_text()
    consent_guardian_signature: Mapped[str] = free_text()
    next_review_on: Mapped[date | None] = mapped_column(Date)
    author_id: Mapped[str] = reference("account.id")
    approved_by_id: Mapped[str] = reference("account.id")
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    delivered_on: Mapped[date | None] = mapped_column(Date)
    delivered_to: Mapped[str] = free_text()
    delivered_how: Mapped[str] = free_text()
    activated_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_reason: Mapped[str] = free_text()
    previous_id: Mapped[str] = reference("support_plan.id")
    frozen: Mapped[str] = free_text()
    created_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime | None] = mapped_column(Moment)

    writer: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=author_id)
    approver: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=approved_by_id)
    goals: Mapped[list[PlanGoalRow]] = relationship(
        order_by=PlanGoalRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


class GoalRatingRow(Table):
    """How one goal came out. `goal_id` has no foreign key: a later version of the plan may have dropped the goal."""

    __tablename__ = "goal_rating"

    review_id: Mapped[str] = mapped_column(ID, ForeignKey("review.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[str] = mapped_column(ID, index=True)
    rating: Mapped[str] = code()
    comment: Mapped[str] = free_text()
    knowledge: Mapped[int | None]
    behaviour: Mapped[int | None]
    state: Mapped[int | None]


class ReviewRow(Record):
    """`withdrawn`: taken back with a reason; kept, hidden, and to be restored."""

    __tablename__ = "review"
    __table_args__ = (Index(None, "child_id", "withdrawn", "on"),)

    plan_id: Mapped[str] = owner("support_plan.id")
    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    on: Mapped[date] = mapped_column(Date)
    method: Mapped[str] = code()
    child_words: Mapped[str] = free_text()
    family_words: Mapped[str] = free_text()
    summary: Mapped[str] = free_text()
    change_needed: Mapped[bool]
    next_review_on: Mapped[date | None] = mapped_column(Date)
    worker_id: Mapped[str] = reference("account.id")
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)
    ratings: Mapped[list[GoalRatingRow]] = relationship(
        order_by=GoalRatingRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


SHAPE = Shape(
    SupportPlanRow,
    SupportPlan,
    names={"author": ("writer", "name"), "approved_by": ("approver", "name")},
    flat={"child_wish": Wish, "guardian_wish": Wish, "long_term_goal": DatedGoal, "consent": PlanConsent},
    parts={"goals": Shape(PlanGoalRow, Goal, parts={"supports": Shape(PlanSupportRow, Support)})},
)
REVIEW_SHAPE = Shape(
    ReviewRow,
    Review,
    names={"worker": ("account", "name")},
    parts={"ratings": Shape(GoalRatingRow, GoalRating)},
)


def _texts(plan: SupportPlan) -> Iterator[str]:
    for wish in (plan.child_wish, plan.guardian_wish):
        yield from (wish.text, wish.not_heard_reason)
    yield from (plan.policy, plan.long_term_goal.text, *(goal.text for goal in plan.short_term_goals))
    yield from (said for _area, said in plan.situation)
    for goal in plan.goals:
        yield from (goal.need, goal.goal, goal.child_role, goal.family_role, goal.note)
        for support in goal.supports:
            yield from (support.scheme, support.content, support.provider)
    yield from (reason for _area, reason in plan.area_reasons)
    yield from (plan.transition, plan.disaster, plan.closed_reason)


SUBJECT = Subject(
    "support_plan",
    SHAPE,
    day=lambda plan: plan.made_on,
    texts=_texts,
)
REVIEW_SUBJECT = Subject(
    "review",
    REVIEW_SHAPE,
    day=lambda review: review.on,
    texts=lambda review: (
        *(review.child_words, review.family_words, review.summary),
        *(rating.comment for rating in review.ratings),
    ),
)
