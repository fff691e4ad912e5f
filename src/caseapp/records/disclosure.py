"""Consents, information letters, and the record of what was disclosed to whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.account import AccountRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import CODE, ID, Moment, Packed, Record, code, free_text, owner, packed, reference
from caseapp.rules.disclosure import Consent, Disclosure, InformationLetter, LetterSection


class Sections(Packed):
    """The parts of a letter's enclosure."""

    cache_ok = True

    def pack(self, value: Any) -> Any:
        return [[section.heading, section.text] for section in value]

    def unpack(self, stored: Any) -> Any:
        return tuple(LetterSection(heading=heading, text=said) for heading, said in stored)


class ConsentRow(Record):
    __tablename__ = "consent"

    child_id: Mapped[str] = owner("child.id")
    number: Mapped[str] = mapped_column(CODE, default="")
    given_on: Mapped[date] = mapped_column(Date)
    given_by: Mapped[str] = free_text()
    purpose: Mapped[str] = free_text()
    recipient: Mapped[str] = free_text()
    items: Mapped[Any] = packed()
    valid_to: Mapped[date | None] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)


class InformationLetterRow(Record):
    """`withdrawn`: taken back with a reason (never once it was issued); kept, hidden, and to be restored.

    `frozen`: what an issued letter is printed from for ever; out of the history.
    """

    __tablename__ = "information_letter"
    __table_args__ = (Index(None, "child_id", "withdrawn", "on"),)

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    organization_id: Mapped[str] = reference("organization.id", index=True)
    addressee: Mapped[str] = free_text()
    document_number: Mapped[str] = mapped_column(CODE, default="")
    on: Mapped[date] = mapped_column(Date)
    title: Mapped[str] = free_text()
    opening: Mapped[str] = free_text()
    purpose: Mapped[str] = free_text()
    items: Mapped[Any] = packed()
    withheld: Mapped[Any] = packed()
    consent_id: Mapped[str] = reference("consent.id")
    basis: Mapped[str] = free_text()
    valid_to: Mapped[date | None] = mapped_column(Date)
    readers: Mapped[str] = free_text()
    storage: Mapped[str] = free_text()
    method: Mapped[str] = code()
    sections: Mapped[Any] = packed(Sections)
    issued_on: Mapped[date | None] = mapped_column(Date)
    worker_id: Mapped[str] = reference("account.id")
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawn_reason: Mapped[str] = free_text()
    frozen: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)
    body: Mapped[OrganizationRow | None] = relationship(lazy="joined", foreign_keys=organization_id)


class DisclosureRow(Record):
    """Written once when something leaves the office, and never changed."""

    __tablename__ = "disclosure"
    __table_args__ = (Index(None, "child_id", "at"),)

    child_id: Mapped[str] = mapped_column(ID, ForeignKey("child.id"))
    number: Mapped[str] = mapped_column(CODE, unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    recipient: Mapped[str] = free_text()
    organization_id: Mapped[str] = reference("organization.id")
    items: Mapped[Any] = packed()
    method: Mapped[str] = code()
    purpose: Mapped[str] = free_text()
    basis: Mapped[str] = free_text()
    letter_id: Mapped[str] = reference("information_letter.id", index=True)
    document_hash: Mapped[str] = mapped_column(String(64), default="")
    worker_id: Mapped[str] = reference("account.id")

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)


CONSENT_SHAPE = Shape(ConsentRow, Consent)
LETTER_SHAPE = Shape(
    InformationLetterRow,
    InformationLetter,
    names={"worker": ("account", "name"), "organization": ("body", "name")},
)
DISCLOSURE_SHAPE = Shape(DisclosureRow, Disclosure, names={"worker": ("account", "name")})
CONSENT_SUBJECT = Subject("consent", CONSENT_SHAPE, day=lambda consent: consent.given_on)
LETTER_SUBJECT = Subject(
    "information_letter",
    LETTER_SHAPE,
    day=lambda letter: letter.on,
    texts=lambda letter: (
        *(letter.title, letter.addressee, letter.opening, letter.purpose),
        *(part.text for part in letter.sections),
    ),
)
DISCLOSURE_SUBJECT = Subject("disclosure", DISCLOSURE_SHAPE, day=lambda disclosure: disclosure.at.date())
