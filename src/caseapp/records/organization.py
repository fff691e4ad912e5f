"""Organizations (関係機関) and the persons one talks to there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.records.search_index import NAME, NUMBER, NameKey
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import Part, Record, code, free_text, owner
from caseapp.rules.organization import ContactPerson, Organization


class ContactPersonRow(Part):
    __tablename__ = "contact_person"

    organization_id: Mapped[str] = owner("organization.id")
    name: Mapped[str] = free_text()
    role: Mapped[str] = free_text()
    phone: Mapped[str] = free_text()
    email: Mapped[str] = free_text()
    note: Mapped[str] = free_text()


class OrganizationRow(Record):
    __tablename__ = "organization"

    number: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = free_text()
    kind: Mapped[str] = code()
    department: Mapped[str] = free_text()
    contact: Mapped[str] = free_text()
    phone: Mapped[str] = free_text()
    fax: Mapped[str] = free_text()
    email: Mapped[str] = free_text()
    postal_code: Mapped[str] = free_text()
    address: Mapped[str] = free_text()
    note: Mapped[str] = free_text()

    contacts: Mapped[list[ContactPersonRow]] = relationship(
        order_by=ContactPersonRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


SHAPE = Shape(OrganizationRow, Organization, parts={"contacts": Shape(ContactPersonRow, ContactPerson)})


def _names(organization: Organization) -> Iterator[NameKey]:
    for name in (organization.name, organization.contact, *(person.name for person in organization.contacts)):
        yield NameKey(NAME, name)
    phones = (person.phone for person in organization.contacts)
    for number in (organization.number, organization.phone, organization.fax, *phones):
        yield NameKey(NUMBER, number)


def _texts(organization: Organization) -> Iterator[str]:
    yield from (organization.department, organization.address, organization.note)
    for person in organization.contacts:
        yield from (person.role, person.note)


SUBJECT = Subject(
    "organization",
    SHAPE,
    day=lambda _organization: None,
    child_id=lambda _organization: "",
    texts=_texts,
    names=_names,
)
