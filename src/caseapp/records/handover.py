"""Hand-overs (引継ぎ): one row for each child that goes from one worker to the next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, ID, Moment, Record, free_text, one_where, packed, reference
from caseapp.rules.handover import Handover


class HandoverRow(Record):
    """`batch` is shared by the children that were handed over together; `frozen` is out of the history."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("state IN ('preparing', 'given', 'acknowledged', 'cancelled')", name="state"),
        Index(None, "child_id", "on"),
        Index(None, "state", "taker_id"),
        Index(None, "batch"),
        one_where("ix_handover_open", "child_id", "state IN ('preparing', 'given')"),
    )

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    batch: Mapped[str] = mapped_column(ID)
    state: Mapped[str] = mapped_column(CODE)
    on: Mapped[date] = mapped_column(Date)
    giver_id: Mapped[str] = reference("account.id")
    taker_id: Mapped[str] = reference("account.id")
    person: Mapped[str] = free_text()
    now: Mapped[str] = free_text()
    next_step: Mapped[str] = free_text()
    worked: Mapped[str] = free_text()
    not_worked: Mapped[str] = free_text()
    introduction: Mapped[str] = free_text()
    paper_records: Mapped[str] = free_text()
    looked_at: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    question: Mapped[str] = free_text()
    answer: Mapped[str] = free_text()
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_reason: Mapped[str] = free_text()
    worker_since: Mapped[date | None] = mapped_column(Date)
    moved: Mapped[Any] = packed()
    frozen: Mapped[str] = free_text()
    created_at: Mapped[datetime | None] = mapped_column(Moment)

    gives: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=giver_id)
    takes: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=taker_id)


SHAPE = Shape(HandoverRow, Handover, names={"giver": ("gives", "name"), "taker": ("takes", "name")})
SUBJECT = Subject(
    "handover",
    SHAPE,
    day=lambda handover: handover.on,
    texts=lambda handover: (
        *(handover.person, handover.now, handover.next_step, handover.worked, handover.not_worked),
        *(handover.introduction, handover.paper_records, handover.question, handover.answer),
    ),
)
