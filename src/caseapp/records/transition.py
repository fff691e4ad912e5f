"""Sheets of the transition checklist with their answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import relationship as related

from caseapp.records.account import AccountRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, ID, Moment, Record, Table, code, free_text, reference
from caseapp.rules.transition import TransitionAnswer, TransitionCheck


class TransitionAnswerRow(Table):
    __tablename__ = "transition_answer"

    transition_check_id: Mapped[str] = mapped_column(ID, ForeignKey("transition_check.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(CODE)
    domain: Mapped[str] = code()
    wording: Mapped[str] = free_text()
    answer: Mapped[str] = code()
    remark: Mapped[str] = free_text()


class TransitionCheckRow(Record):
    """`withdrawn`: taken back with a reason; kept, hidden, and to be restored."""

    __tablename__ = "transition_check"
    __table_args__ = (Index(None, "child_id", "withdrawn", "on"),)

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    on: Mapped[date] = mapped_column(Date)
    respondent: Mapped[str] = mapped_column(CODE)
    respondent_name: Mapped[str] = free_text()
    relationship: Mapped[str] = code()
    how: Mapped[str] = code()
    remark: Mapped[str] = free_text()
    list_version: Mapped[str] = free_text()
    none_reason: Mapped[str] = free_text()
    worker_id: Mapped[str] = reference("account.id")
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = related(lazy="joined", foreign_keys=worker_id)
    answers: Mapped[list[TransitionAnswerRow]] = related(
        order_by=TransitionAnswerRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


SHAPE = Shape(
    TransitionCheckRow,
    TransitionCheck,
    names={"worker": ("account", "name")},
    parts={"answers": Shape(TransitionAnswerRow, TransitionAnswer)},
)
SUBJECT = Subject(
    "transition_check",
    SHAPE,
    day=lambda check: check.on,
    texts=lambda check: (check.remark, *(each.remark for each in check.answers), check.none_reason),
)
