"""Consultations, with their topics (counted in the yearly figures) and the other children they concern."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Date, ForeignKey, Index, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.shape import ListColumn, Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, ID, Moment, Record, Table, code, free_text, reference
from caseapp.rules.consultation import Consultation


class ConsultationTopicRow(Table):
    __tablename__ = "consultation_topic"

    consultation_id: Mapped[str] = mapped_column(ID, ForeignKey("consultation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(CODE)


class ConsultationChildRow(Table):
    """Another child (a brother or sister) whom the consultation concerned, too."""

    __tablename__ = "consultation_child"

    consultation_id: Mapped[str] = mapped_column(ID, ForeignKey("consultation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"), index=True)


class ConsultationRow(Record):
    """`withdrawn`: taken back with a reason; kept, hidden, and to be restored."""

    __tablename__ = "consultation"
    __table_args__ = (
        # A child's last contact is one seek in the first; the yearly figures and "who was seen today" use the second.
        Index(None, "child_id", "withdrawn", "on"),
        Index(None, "on"),
    )

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    number: Mapped[str] = mapped_column(CODE, default="", index=True)
    on: Mapped[date] = mapped_column(Date)
    start: Mapped[time | None] = mapped_column(Time)
    minutes: Mapped[int | None]
    method: Mapped[str] = code()
    place: Mapped[str] = code()
    consulter: Mapped[str] = code()
    consulter_name: Mapped[str] = free_text()
    met_child: Mapped[bool]
    trigger: Mapped[str] = code()
    words: Mapped[str] = free_text()
    facts: Mapped[str] = free_text()
    third_party: Mapped[str] = free_text()
    third_party_source: Mapped[str] = free_text()
    opinion: Mapped[str] = free_text()
    response: Mapped[str] = free_text()
    handed_over: Mapped[str] = free_text()
    none_reason: Mapped[str] = free_text()
    next_on: Mapped[date | None] = mapped_column(Date)
    late_reason: Mapped[str] = free_text()
    worker_id: Mapped[str] = reference("account.id", index=True)
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)
    topics: Mapped[list[ConsultationTopicRow]] = relationship(
        order_by=ConsultationTopicRow.position, cascade="all, delete-orphan", lazy="selectin"
    )
    also_children: Mapped[list[ConsultationChildRow]] = relationship(
        order_by=ConsultationChildRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


SHAPE = Shape(
    ConsultationRow,
    Consultation,
    names={"worker": ("account", "name")},
    lists={
        "topics": ListColumn(ConsultationTopicRow, "topic"),
        "also_children": ListColumn(ConsultationChildRow, "child_id"),
    },
)
SUBJECT = Subject(
    "consultation",
    SHAPE,
    day=lambda consultation: consultation.on,
    also_children=lambda consultation: consultation.also_children,
    texts=lambda c: (
        *(c.words, c.facts, c.third_party, c.opinion, c.response, c.handed_over),
        *(c.third_party_source, c.consulter_name),
    ),
)
