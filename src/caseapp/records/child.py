"""The child and its parts: family, certificate periods, diseases, medical care, cautions and milestones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    CompoundSelect,
    Date,
    Index,
    String,
    bindparam,
    exists,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, lazyload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from caseapp.records.account import AccountRow
from caseapp.records.child_facts import (
    FACTS,
    ActivityGuidanceRow,
    AllowanceRow,
    CareProviderRow,
    DeviceRow,
    FormerNameRow,
    HandbookRow,
    SchoolTimeRow,
    ServiceUseRow,
    TellingRow,
    day,
)
from caseapp.records.search_index import KANA, NAME, NUMBER, NameKey
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.records.tables import Part, Record, code, free_text, owner, packed, reference
from caseapp.rules.child import Caution, CertificatePeriod, Child, ChildDisease, FamilyMember, MedicalCare, Milestone
from caseapp.rules.folding import fold
from caseapp.rules.kana_order import name_key
from caseapp.words import codes


class FamilyMemberRow(Part):
    __tablename__ = "family_member"
    __table_args__ = (Index(None, "sibling_child_number"),)

    child_id: Mapped[str] = owner("child.id")
    relationship: Mapped[str] = code()
    name: Mapped[str] = free_text()
    kana: Mapped[str] = free_text()
    birth_year: Mapped[int | None]
    lives_with: Mapped[bool]
    guardian: Mapped[bool]
    custody: Mapped[str] = code()
    main_carer: Mapped[bool]
    occupation: Mapped[str] = free_text()
    phone: Mapped[str] = free_text()
    call_order: Mapped[int]
    call_when: Mapped[str] = free_text()
    emergency_order: Mapped[int] = mapped_column(default=0)
    never_contact: Mapped[bool]
    note: Mapped[str] = free_text()
    sibling_child_number: Mapped[str] = free_text()
    confirmed_on: Mapped[date | None] = day()


class CertificatePeriodRow(Part):
    __tablename__ = "certificate_period"
    __table_args__ = (Index(None, "valid_to"),)

    child_id: Mapped[str] = owner("child.id")
    number: Mapped[str] = free_text()
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    disease_group: Mapped[str] = code()
    disease: Mapped[str] = free_text()
    severe: Mapped[bool]
    ventilator: Mapped[bool]


class ChildDiseaseRow(Part):
    __tablename__ = "child_disease"

    child_id: Mapped[str] = owner("child.id")
    disease_group: Mapped[str] = code()
    name: Mapped[str] = free_text()
    list_version: Mapped[str] = code()
    list_code: Mapped[str] = code()
    notice_number: Mapped[str] = code()
    detail: Mapped[str] = free_text()
    since: Mapped[str] = mapped_column(String(10), default="")
    main: Mapped[bool]
    confirmed_on: Mapped[date | None] = day()


class MedicalCareRow(Part):
    __tablename__ = "medical_care"

    child_id: Mapped[str] = owner("child.id")
    item: Mapped[str] = code()
    detail: Mapped[str] = free_text()
    carried_out_by: Mapped[str] = free_text()
    since: Mapped[str] = mapped_column(String(10), default="")
    confirmed_on: Mapped[date | None] = day()


class CautionRow(Part):
    __tablename__ = "caution"

    child_id: Mapped[str] = owner("child.id")
    kind: Mapped[str] = code()
    rule: Mapped[str] = free_text()
    reason: Mapped[str] = free_text()
    until: Mapped[date | None] = mapped_column(Date)


class MilestoneRow(Part):
    __tablename__ = "milestone"

    child_id: Mapped[str] = owner("child.id")
    on: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = free_text()


def parts(row: type[Part]) -> Any:
    """The rows of one kind of part, in their order; they go with the child."""
    return relationship(row, order_by=row.position, cascade="all, delete-orphan", lazy="selectin")


class ChildRow(Record):
    """`sort_key` and `search_keys` are derived from the names at each save (rules.kana_order, rules.folding)."""

    __tablename__ = "child"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'closed')", name="status"),
        Index(None, "status", "sort_key"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)
    family_name: Mapped[str] = free_text()
    given_name: Mapped[str] = free_text()
    family_name_kana: Mapped[str] = free_text()
    given_name_kana: Mapped[str] = free_text()
    former_name: Mapped[str] = free_text()
    alias: Mapped[str] = free_text()
    romaji: Mapped[str] = free_text()
    print_name: Mapped[str] = free_text()
    kana_confirmed_on: Mapped[date | None] = mapped_column(Date)
    birth_date: Mapped[date] = mapped_column(Date, index=True)
    sex: Mapped[str] = code()
    postal_code: Mapped[str] = free_text()
    address: Mapped[str] = free_text()
    phone: Mapped[str] = free_text()
    contact_confirmed_on: Mapped[date | None] = day()
    school: Mapped[str] = free_text()
    school_type: Mapped[str] = code()
    school_class: Mapped[str] = free_text()
    grade_override: Mapped[str] = code()
    school_confirmed_on: Mapped[date | None] = day()
    hospital: Mapped[str] = free_text()
    doctor: Mapped[str] = free_text()
    told: Mapped[str] = free_text()
    handbooks: Mapped[str] = free_text()
    allowances: Mapped[str] = free_text()
    note: Mapped[str] = free_text()
    worker_id: Mapped[str] = reference("account.id", index=True)
    worker_since: Mapped[date | None] = mapped_column(Date)
    registered_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = code()
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_reason: Mapped[str] = free_text()
    former_numbers: Mapped[Any] = packed()
    sort_key: Mapped[str] = free_text()
    search_keys: Mapped[str] = free_text()

    account: Mapped[AccountRow | None] = relationship(lazy="joined", foreign_keys=worker_id)
    family: Mapped[list[FamilyMemberRow]] = parts(FamilyMemberRow)
    certificates: Mapped[list[CertificatePeriodRow]] = parts(CertificatePeriodRow)
    diseases: Mapped[list[ChildDiseaseRow]] = parts(ChildDiseaseRow)
    medical_care: Mapped[list[MedicalCareRow]] = parts(MedicalCareRow)
    cautions: Mapped[list[CautionRow]] = parts(CautionRow)
    milestones: Mapped[list[MilestoneRow]] = parts(MilestoneRow)
    former_names: Mapped[list[FormerNameRow]] = parts(FormerNameRow)
    schools: Mapped[list[SchoolTimeRow]] = parts(SchoolTimeRow)
    guidance: Mapped[list[ActivityGuidanceRow]] = parts(ActivityGuidanceRow)
    tellings: Mapped[list[TellingRow]] = parts(TellingRow)
    care_providers: Mapped[list[CareProviderRow]] = parts(CareProviderRow)
    devices: Mapped[list[DeviceRow]] = parts(DeviceRow)
    handbook_list: Mapped[list[HandbookRow]] = parts(HandbookRow)
    allowance_list: Mapped[list[AllowanceRow]] = parts(AllowanceRow)
    services: Mapped[list[ServiceUseRow]] = parts(ServiceUseRow)


SHAPE = Shape(
    ChildRow,
    Child,
    names={"worker": ("account", "name")},
    parts={
        "family": Shape(FamilyMemberRow, FamilyMember),
        "certificates": Shape(CertificatePeriodRow, CertificatePeriod),
        "diseases": Shape(ChildDiseaseRow, ChildDisease),
        "medical_care": Shape(MedicalCareRow, MedicalCare),
        "cautions": Shape(CautionRow, Caution),
        "milestones": Shape(MilestoneRow, Milestone),
        **FACTS,
    },
)


def _texts(child: Child) -> Iterator[str]:
    yield from (child.note, child.told, child.handbooks, child.allowances)
    yield from (child.address, child.school, child.school_class, child.hospital, child.doctor)
    for disease in child.diseases:
        yield from (disease.name, disease.detail)
    for period in child.certificates:
        yield period.disease
    for care in child.medical_care:
        yield from (codes.load("medical_care").label(care.item, "ja"), care.detail, care.carried_out_by)
    for caution in child.cautions:
        yield from (caution.rule, caution.reason)
    for member in child.family:
        yield from (member.name, member.occupation, member.note)
    for milestone in child.milestones:
        yield milestone.name
    yield from _fact_texts(child)


def _fact_texts(child: Child) -> Iterator[str]:
    for school in child.schools:
        yield from (school.school, school.note)
    for telling in child.tellings:
        yield from (telling.words, telling.plan, telling.by)
    for provider in child.care_providers:
        yield from (provider.hospital, provider.department, provider.doctor, provider.note)
    for device in child.devices:
        yield from (codes.load("device").label(device.kind, "ja"), device.name, device.supplier, device.note)
    for handbook in child.handbook_list:
        yield from (codes.load("handbook").label(handbook.kind, "ja"), handbook.disability, handbook.note)
    for allowance in child.allowance_list:
        yield from (codes.load("allowance").label(allowance.kind, "ja"), allowance.note)
    for service in child.services:
        yield from (codes.load("service").label(service.scheme, "ja"), service.provider, service.note)
    for guidance in child.guidance:
        yield guidance.note


def _names(child: Child) -> Iterator[NameKey]:
    whole = (child.name, child.print_name, child.former_name, child.alias, child.romaji)
    for name in (*whole, child.family_name, child.given_name):  # the family name alone is an exact name, too
        yield NameKey(NAME, name)
    for kana in (child.kana, child.family_name_kana, child.given_name_kana):
        yield NameKey(KANA, kana)
    for former in child.former_names:
        for name in (former.name, former.family_name):
            yield NameKey(NAME, name)
        for kana in (former.kana, former.family_name_kana):
            yield NameKey(KANA, kana)
    born = child.birth_date
    numbers = [child.number, *child.former_numbers, child.phone, f"{born:%Y%m%d}", f"{born:%m%d}"]
    numbers += [member.phone for member in child.family]
    numbers += [period.number for period in child.certificates]
    for number in numbers:
        yield NameKey(NUMBER, number)


def search_keys(child: Child) -> str:
    """What the register's page filters by without the store: folded name, other names, reading and number."""
    before = [name for former in child.former_names for name in (former.name, former.kana)]
    numbers = (child.number, *child.former_numbers)
    shown = (child.name, child.former_name, child.alias, child.romaji, child.kana, *numbers, *before)
    return " ".join(folded for text in shown if (folded := fold(text)))


def _derive(row: ChildRow, child: Child) -> None:
    row.sort_key = name_key(child.family_name_kana, child.given_name_kana)
    row.search_keys = search_keys(child)


def find(session: Session, child_id: str) -> ChildRow | None:
    """The row of one child. Most children have few kinds of parts: one statement says which, so that no statement is
    spent on the others."""
    row = session.identity_map.get(session.identity_key(ChildRow, child_id))
    if isinstance(row, ChildRow):
        return session.get(ChildRow, child_id)
    there = {name for (name,) in session.execute(_KINDS_OF_PARTS, {"child": child_id})}
    missing = [name for name in SHAPE.parts if name not in there]
    found = session.get(ChildRow, child_id, options=[lazyload(getattr(ChildRow, name)) for name in missing])
    if found is not None:
        for name in missing:
            set_committed_value(found, name, [])
    return found


def _kinds_of_parts() -> CompoundSelect[str]:
    child: BindParameter[str] = bindparam("child")
    return union_all(
        *(select(literal(name)).where(exists().where(part.row.child_id == child)) for name, part in SHAPE.parts.items())
    )


_KINDS_OF_PARTS = _kinds_of_parts()
SUBJECT = Subject(
    "child",
    SHAPE,
    day=lambda child: child.registered_on,
    child_id=lambda child: child.id,
    texts=_texts,
    names=_names,
    derive=_derive,
    find=find,
)
