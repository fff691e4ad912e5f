"""Assessments with the rating of each life area."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, ID, Moment, Record, Table, free_text, reference
from caseapp.rules.assessment import AreaRating, Assessment


class AreaRatingRow(Table):
    __tablename__ = "area_rating"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),)

    assessment_id: Mapped[str] = mapped_column(ID, ForeignKey("assessment.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(CODE)
    state: Mapped[str] = free_text()
    strength: Mapped[str] = free_text()
    worry: Mapped[str] = free_text()
    rating: Mapped[int | None]
    child_says: Mapped[str] = mapped_column(CODE, default="")


class AssessmentRow(Record):
    """`withdrawn`: taken back with a reason; kept, hidden, and to be restored."""

    __tablename__ = "assessment"
    __table_args__ = (Index(None, "child_id", "withdrawn", "on"),)

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    on: Mapped[date] = mapped_column(Date)
    child_voice: Mapped[str] = free_text()
    voice_how: Mapped[str] = free_text()
    voice_missing_reason: Mapped[str] = free_text()
    voice_by: Mapped[str] = free_text()
    voice_on: Mapped[date | None] = mapped_column(Date)
    summary: Mapped[str] = free_text()
    none_reason: Mapped[str] = free_text()
    worker_id: Mapped[str] = reference("account.id")
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)
    areas: Mapped[list[AreaRatingRow]] = relationship(
        order_by=AreaRatingRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


SHAPE = Shape(
    AssessmentRow,
    Assessment,
    names={"worker": ("account", "name")},
    parts={"areas": Shape(AreaRatingRow, AreaRating)},
)
SUBJECT = Subject(
    "assessment",
    SHAPE,
    day=lambda assessment: assessment.on,
    texts=lambda assessment: (
        *(assessment.child_voice, assessment.voice_missing_reason, assessment.summary, assessment.none_reason),
        *(text for area in assessment.areas for text in (area.state, area.strength, area.worry)),
    ),
)
