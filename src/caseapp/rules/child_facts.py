"""The facts about a child that most children do not have, or that have a history: names, devices, handbooks,
allowances, services, schools, 管理指導表, what was told of the illness, hospitals around. Each is a part of the
child's record.

`confirmed_on` (最終確認日) is the day on which somebody last made sure that the fact still holds; None: never noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from caseapp.rules.age import birthday
from caseapp.rules.problem import N_, Problem

TOLD, PARTLY_TOLD, NOT_TOLD = "told", "partly", "not_told"


@dataclass(frozen=True, kw_only=True)
class FormerName:
    """A name the child had. It held until `until` (the first day of the next name; None: not known); `reason` why it
    changed. Stored to the code point, found like the name of today."""

    id: str = ""
    family_name: str = ""
    given_name: str = ""
    family_name_kana: str = ""
    given_name_kana: str = ""
    until: date | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """姓 名 with one blank; the family name alone where that is all that is known."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def kana(self) -> str:
        """セイ メイ with one blank."""
        return f"{self.family_name_kana} {self.given_name_kana}".strip()


@dataclass(frozen=True, kw_only=True)
class Device:
    """A machine the child lives with. `kind` is a code of the list `device`, `name` maker and model, `watts` its power.

    `battery_minutes` is what the built-in battery lasts, `spare_minutes` all spare batteries (or cylinders) together.
    `without_power` is what is done by hand when it stops; `power_company` the power company knows that it is there.
    `supplier` looks after it (`phone`; `night_phone` answers day and night). `checked_on` is the last check of it.
    """

    id: str = ""
    kind: str
    name: str = ""
    settings: str = ""
    watts: int | None = None
    battery_minutes: int | None = None
    spare_minutes: int | None = None
    without_power: str = ""
    power_company: bool = False
    supplier: str = ""
    phone: str = ""
    night_phone: str = ""
    since: str = ""
    checked_on: date | None = None
    note: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Handbook:
    """手帳. `kind` is a code of the list `handbook`; `valid_to` the day of 再認定 or renewal (None: none)."""

    id: str = ""
    kind: str
    grade: str = ""
    number: str = ""
    disability: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    note: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """手当. `kind` is a code of the list `allowance`, `state` of `allowance_state`; `since` is as exact as known."""

    id: str = ""
    kind: str
    grade: str = ""
    state: str = "receiving"
    since: str = ""
    review_on: date | None = None
    note: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceUse:
    """A service in use. `scheme` is a code of the list `service`; `days` how often as people say it (「月8日」);
    `valid_to` the end of what was granted."""

    id: str = ""
    scheme: str
    provider: str = ""
    days: str = ""
    phone: str = ""
    since: str = ""
    valid_to: date | None = None
    note: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SchoolTime:
    """One stretch of the way through nurseries and schools. `kind` and `class_kind` are codes of the lists
    `school_type` and `school_class`. The grade is not stored: it follows from the birth date (rules.grade)."""

    id: str = ""
    school: str
    kind: str = ""
    class_kind: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ActivityGuidance:
    """学校生活管理指導表. `kind` is a code of the list `guidance_form`, `level` of `activity_level`; `clubs` what holds
    for 運動部活動; `valid_to` the next visit, until which it holds; `given_on` when the school got it."""

    id: str = ""
    kind: str
    level: str = ""
    clubs: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    hospital: str = ""
    doctor: str = ""
    given_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """告知の状況 for one audience: `audience` is a code of the list `told_to`, `state` of `told_state`.

    `words` are those the audience knows (「電池の切れやすい体」), `by` who told, `on` when; `plan` what is agreed.
    """

    id: str = ""
    audience: str
    state: str = ""
    words: str = ""
    by: str = ""
    on: date | None = None
    plan: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CareProvider:
    """A hospital or doctor around the child besides the main one. `role` is a code of the list `care_role`."""

    id: str = ""
    role: str
    hospital: str = ""
    department: str = ""
    doctor: str = ""
    phone: str = ""
    note: str = ""
    confirmed_on: date | None = None


def long_ago(confirmed_on: date | None, *, today: date) -> bool:
    """Whether a fact was last made sure of a year ago or longer; not where nobody ever noted it."""
    return confirmed_on is not None and birthday(confirmed_on, 1) <= today


def until_before(name: FormerName) -> tuple[int, date]:
    """Sorting key: the names of longest ago first, those without a day at the beginning."""
    return (0, date.min) if name.until is None else (1, name.until)


def backup_minutes(device: Device) -> int | None:
    """How long the child is safe without power: both batteries together; None when neither is known."""
    known = [minutes for minutes in (device.battery_minutes, device.spare_minutes) if minutes is not None]
    return sum(known) if known else None


def fact_problems(
    *,
    names: tuple[FormerName, ...],
    schools: tuple[SchoolTime, ...],
    birth_date: date,
    today: date,
) -> Iterator[Problem]:
    """What is wrong with the parts that have a history."""
    if any(not (name.family_name.strip() or name.given_name.strip()) for name in names):
        yield Problem("former_names", N_("Enter the name that was used before."))
    if any(name.until and not birth_date <= name.until <= today for name in names):
        yield Problem("former_names", N_("The day of a change of name lies before birth or in the future."))
    if any(not school.school.strip() for school in schools):
        yield Problem("schools", N_("Enter the name of each school."))
    if any(s.begins_on and s.ends_on and s.ends_on < s.begins_on for s in schools):
        yield Problem("schools", N_("A school ends before it begins."))
