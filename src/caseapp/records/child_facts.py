"""The rows of the child's further facts: former names, schools, 管理指導表, what was told, devices, 手帳, …"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from caseapp.records.shape import Shape
from caseapp.records.tables import Part, code, free_text, owner
from caseapp.rules.child_facts import (
    ActivityGuidance,
    Allowance,
    CareProvider,
    Device,
    FormerName,
    Handbook,
    SchoolTime,
    ServiceUse,
    Telling,
)


def day() -> MappedColumn[date | None]:
    """A day that may be unknown."""
    return mapped_column(Date)


def since() -> MappedColumn[str]:
    """A day as exact as known: "2019", "2019-05" or "2019-05-20"."""
    return mapped_column(String(10), default="")


class FormerNameRow(Part):
    __tablename__ = "former_name"

    child_id: Mapped[str] = owner("child.id")
    family_name: Mapped[str] = free_text()
    given_name: Mapped[str] = free_text()
    family_name_kana: Mapped[str] = free_text()
    given_name_kana: Mapped[str] = free_text()
    until: Mapped[date | None] = day()
    reason: Mapped[str] = free_text()


class DeviceRow(Part):
    __tablename__ = "device"

    child_id: Mapped[str] = owner("child.id")
    kind: Mapped[str] = code()
    name: Mapped[str] = free_text()
    settings: Mapped[str] = free_text()
    watts: Mapped[int | None]
    battery_minutes: Mapped[int | None]
    spare_minutes: Mapped[int | None]
    without_power: Mapped[str] = free_text()
    power_company: Mapped[bool]
    supplier: Mapped[str] = free_text()
    phone: Mapped[str] = free_text()
    night_phone: Mapped[str] = free_text()
    since: Mapped[str] = since()
    checked_on: Mapped[date | None] = day()
    note: Mapped[str] = free_text()
    confirmed_on: Mapped[date | None] = day()


class HandbookRow(Part):
    __tablename__ = "handbook"

    child_id: Mapped[str] = owner("child.id")
    kind: Mapped[str] = code()
    grade: Mapped[str] = free_text()
    number: Mapped[str] = free_text()
    disability: Mapped[str] = free_text()
    issued_on: Mapped[date | None] = day()
    valid_to: Mapped[date | None] = day()
    note: Mapped[str] = free_text()
    confirmed_on: Mapped[date | None] = day()


class AllowanceRow(Part):
    __tablename__ = "allowance"

    child_id: Mapped[str] = owner("child.id")
    kind: Mapped[str] = code()
    grade: Mapped[str] = free_text()
    state: Mapped[str] = code()
    since: Mapped[str] = since()
    review_on: Mapped[date | None] = day()
    note: Mapped[str] = free_text()
    confirmed_on: Mapped[date | None] = day()


class ServiceUseRow(Part):
    __tablename__ = "service_use"

    child_id: Mapped[str] = owner("child.id")
    scheme: Mapped[str] = code()
    provider: Mapped[str] = free_text()
    days: Mapped[str] = free_text()
    phone: Mapped[str] = free_text()
    since: Mapped[str] = since()
    valid_to: Mapped[date | None] = day()
    note: Mapped[str] = free_text()
    confirmed_on: Mapped[date | None] = day()


class SchoolTimeRow(Part):
    __tablename__ = "school_time"

    child_id: Mapped[str] = owner("child.id")
    school: Mapped[str] = free_text()
    kind: Mapped[str] = code()
    class_kind: Mapped[str] = code()
    begins_on: Mapped[date | None] = day()
    ends_on: Mapped[date | None] = day()
    note: Mapped[str] = free_text()


class ActivityGuidanceRow(Part):
    __tablename__ = "activity_guidance"

    child_id: Mapped[str] = owner("child.id")
    kind: Mapped[str] = code()
    level: Mapped[str] = code()
    clubs: Mapped[str] = free_text()
    issued_on: Mapped[date | None] = day()
    valid_to: Mapped[date | None] = day()
    hospital: Mapped[str] = free_text()
    doctor: Mapped[str] = free_text()
    given_on: Mapped[date | None] = day()
    note: Mapped[str] = free_text()


class TellingRow(Part):
    __tablename__ = "telling"

    child_id: Mapped[str] = owner("child.id")
    audience: Mapped[str] = code()
    state: Mapped[str] = code()
    words: Mapped[str] = free_text()
    by: Mapped[str] = free_text()
    on: Mapped[date | None] = day()
    plan: Mapped[str] = free_text()
    confirmed_on: Mapped[date | None] = day()


class CareProviderRow(Part):
    __tablename__ = "care_provider"

    child_id: Mapped[str] = owner("child.id")
    role: Mapped[str] = code()
    hospital: Mapped[str] = free_text()
    department: Mapped[str] = free_text()
    doctor: Mapped[str] = free_text()
    phone: Mapped[str] = free_text()
    note: Mapped[str] = free_text()
    confirmed_on: Mapped[date | None] = day()


FACTS: dict[str, Shape[Part, object]] = {
    "former_names": Shape(FormerNameRow, FormerName),
    "schools": Shape(SchoolTimeRow, SchoolTime),
    "guidance": Shape(ActivityGuidanceRow, ActivityGuidance),
    "tellings": Shape(TellingRow, Telling),
    "care_providers": Shape(CareProviderRow, CareProvider),
    "devices": Shape(DeviceRow, Device),
    "handbook_list": Shape(HandbookRow, Handbook),
    "allowance_list": Shape(AllowanceRow, Allowance),
    "services": Shape(ServiceUseRow, ServiceUse),
}
"""The parts of the child's shape that stand here."""
