"""Liaisons (連絡調整): exchanges with organizations, with request and reply."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import ID, Moment, Record, code, free_text, owner, reference
from caseapp.rules.organization import Liaison


class LiaisonRow(Record):
    """`withdrawn`: taken back with a reason; kept, hidden, and to be restored."""

    __tablename__ = "liaison"
    __table_args__ = (
        Index(None, "child_id", "withdrawn", "on"),
        Index(None, "withdrawn", "answered_on", "reply_due_on"),  # waiting for an answer: Today
    )

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    organization_id: Mapped[str] = owner("organization.id")
    person: Mapped[str] = free_text()
    on: Mapped[date] = mapped_column(Date)
    method: Mapped[str] = code()
    subject: Mapped[str] = free_text()
    request: Mapped[str] = free_text()
    content: Mapped[str] = free_text()
    reply_due_on: Mapped[date | None] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = free_text()
    basis: Mapped[str] = free_text()
    none_reason: Mapped[str] = free_text()
    worker_id: Mapped[str] = reference("account.id", index=True)
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)
    body: Mapped[OrganizationRow] = relationship(lazy="joined", innerjoin=True, foreign_keys=organization_id)


SHAPE = Shape(LiaisonRow, Liaison, names={"worker": ("account", "name"), "organization": ("body", "name")})
SUBJECT = Subject(
    "liaison",
    SHAPE,
    day=lambda liaison: liaison.on,
    texts=lambda liaison: (liaison.subject, liaison.request, liaison.content, liaison.answer, liaison.person),
)
