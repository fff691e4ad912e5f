"""Follow-ups (次にすること) and their postponements."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, ID, Record, Table, code, free_text, reference
from caseapp.rules.follow_up import FollowUp, Postponement


class PostponementRow(Table):
    __tablename__ = "postponement"

    follow_up_id: Mapped[str] = mapped_column(ID, ForeignKey("follow_up.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    due_from: Mapped[date] = mapped_column(Date)
    due_to: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = free_text()
    on: Mapped[date] = mapped_column(Date)


class FollowUpRow(Record):
    """`origin_id` has no foreign key: what it points to depends on `origin_kind`."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'dropped')", name="state"),
        Index(None, "state", "due_on"),
        Index(None, "child_id", "state", "due_on"),
        Index(None, "child_id", "origin_kind", "origin_id"),
        Index(None, "origin_id"),
    )

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    text: Mapped[str] = free_text()
    due_on: Mapped[date] = mapped_column(Date)
    due_time: Mapped[time | None] = mapped_column(Time)
    kind: Mapped[str] = code()
    worker_id: Mapped[str] = reference("account.id", index=True)
    state: Mapped[str] = mapped_column(CODE)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_note: Mapped[str] = free_text()
    origin_kind: Mapped[str] = code()
    origin_id: Mapped[str] = code()
    waiting_for: Mapped[str] = free_text()
    waiting_since: Mapped[date | None] = mapped_column(Date)
    repeat: Mapped[str] = code()
    repeat_every: Mapped[int] = mapped_column(default=1)
    repeat_from: Mapped[date | None] = mapped_column(Date)
    repeat_until: Mapped[date | None] = mapped_column(Date)

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)
    postponements: Mapped[list[PostponementRow]] = relationship(
        order_by=PostponementRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


SHAPE = Shape(
    FollowUpRow,
    FollowUp,
    names={"worker": ("account", "name")},
    parts={"postponements": Shape(PostponementRow, Postponement)},
)
SUBJECT = Subject(
    "follow_up",
    SHAPE,
    day=lambda follow_up: follow_up.due_on,
    texts=lambda follow_up: (
        follow_up.text,
        follow_up.closed_note,
        follow_up.waiting_for,
        *(p.reason for p in follow_up.postponements),
    ),
)
