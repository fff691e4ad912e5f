"""Bookings and uses of schemes (利用実績)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, ID, Moment, Record, free_text, reference
from caseapp.rules.program_use import ProgramUse


class ProgramUseRow(Record):
    """`scheme_code` has no foreign key: the schemes are the office's setting. `withdrawn`: taken back with a reason."""

    __tablename__ = "program_use"
    __table_args__ = (
        CheckConstraint("state IN ('booked', 'used', 'cancelled')", name="state"),
        Index(None, "child_id", "withdrawn", "begins_on"),
        Index(None, "scheme_code", "withdrawn", "begins_on"),
        Index(None, "withdrawn", "state", "ends_on"),
    )

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    scheme_code: Mapped[str] = mapped_column(CODE)
    scheme: Mapped[str] = free_text()
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    minutes: Mapped[int | None]
    place: Mapped[str] = free_text()
    note: Mapped[str] = free_text()
    approved_from: Mapped[date | None] = mapped_column(Date)
    approved_to: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(CODE)
    used_from: Mapped[date | None] = mapped_column(Date)
    used_to: Mapped[date | None] = mapped_column(Date)
    used_minutes: Mapped[int | None]
    cancelled_reason: Mapped[str] = free_text()
    override_reason: Mapped[str] = free_text()
    worker_id: Mapped[str] = reference("account.id")
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)


SHAPE = Shape(ProgramUseRow, ProgramUse, names={"worker": ("account", "name")})
SUBJECT = Subject(
    "program_use",
    SHAPE,
    day=lambda use: use.first,
    texts=lambda use: (use.scheme, use.place, use.note, use.override_reason, use.cancelled_reason),
)
