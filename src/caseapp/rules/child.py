"""The child's record (児童台帳): the person, the family and the facts of the case.

Names and free text are kept to the code point. A child is saved as a whole; its parts (family, certificate periods, …)
carry ids of their own so that history and merge can tell which part changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
    fact_problems,
)
from caseapp.rules.problem import N_, Problem

CUSTODY, NO_CUSTODY, GUARDIANSHIP = "holder", "none", "legal_guardian"


@dataclass(frozen=True, kw_only=True)
class FamilyMember:
    """A person of the family. `relationship` is a code of the list `relationship` (mother, father, …).

    `custody` (親権) is a code of the list `custody`, "" where nobody asked; `guardian`: 親権者または未成年後見人,
    who may consent. `call_order` 1 is called first, 0 means not in the order; `emergency_order` the same for an
    emergency.
    `sibling_child_number` is the number of a brother or sister who is in the register, too.
    `never_contact` is a red fact (「連絡してはいけない相手」) with its reason in `note`.
    """

    id: str = ""
    relationship: str
    name: str
    kana: str = ""
    birth_year: int | None = None
    lives_with: bool = True
    guardian: bool = False
    custody: str = ""
    main_carer: bool = False
    occupation: str = ""
    phone: str = ""
    call_order: int = 0
    call_when: str = ""
    emergency_order: int = 0
    never_contact: bool = False
    note: str = ""
    sibling_child_number: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CertificatePeriod:
    """One period of the 受給者証. The disease's group and name are snapshots: what the certificate said then."""

    id: str = ""
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    disease_group: str = ""
    disease: str = ""
    severe: bool = False
    ventilator: bool = False


@dataclass(frozen=True, kw_only=True)
class ChildDisease:
    """A disease of the child: an entry of a dated list (`list_version`, `list_code`) and what it said then, or free
    text.

    `disease_group` is a code of the list `disease_group` ("1" to "16") or "". `since` is as exact as known:
    "2019", "2019-05" or "2019-05-20".
    """

    id: str = ""
    disease_group: str = ""
    name: str
    list_version: str = ""
    list_code: str = ""
    notice_number: str = ""
    detail: str = ""
    since: str = ""
    main: bool = True
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MedicalCare:
    """One item of 医療的ケア. `item` is a code of the list `medical_care`."""

    id: str = ""
    item: str
    detail: str = ""
    carried_out_by: str = ""
    since: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A red fact: what must not be done or said.

    `kind`: "body" (octagon: 体・心) or "privacy" (shield: 秘匿・告知). `rule` is the order in a few words
    (「病気の見通しを本人に話さない」), `reason` why, `until` when it must be looked at again.
    """

    id: str = ""
    kind: str = "body"
    rule: str
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """An event of the child's own path (an operation, coming home from NICU) shown on the life path."""

    id: str = ""
    on: date
    name: str


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child of the register. `number` (児童番号) is unique. `birth_date` is required; everything else may be unknown.

    `school` is 所属機関 (園・学校・職場), `grade_override` replaces the grade that the 4/2 rule gives ("" = computed).
    `told` says in a few words what the child and the family have been told of the illness, `tellings` for each
    audience; `handbooks` and `allowances` are remarks beside the parts `handbook_list` and `allowance_list`.
    `contact_confirmed_on` and `school_confirmed_on`: when somebody last made sure of address and telephone, and of the
    school.
    `former_numbers` are those of records that were merged into this one; they go on finding the child.
    `worker_id` is the account responsible now; `worker` its name as read (ignored on saving).
    `status`: "active" (支援中) or "closed" with `closed_on` and `closed_reason`.
    """

    id: str = ""
    revision: int = 0
    number: str
    family_name: str
    given_name: str
    family_name_kana: str = ""
    given_name_kana: str = ""
    former_name: str = ""
    alias: str = ""
    romaji: str = ""
    print_name: str = ""
    kana_confirmed_on: date | None = None
    birth_date: date
    sex: str = "unknown"
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    contact_confirmed_on: date | None = None
    school: str = ""
    school_type: str = ""
    school_class: str = ""
    grade_override: str = ""
    school_confirmed_on: date | None = None
    hospital: str = ""
    doctor: str = ""
    told: str = ""
    handbooks: str = ""
    allowances: str = ""
    note: str = ""
    worker_id: str = ""
    worker: str = ""
    worker_since: date | None = None
    registered_on: date | None = None
    status: str = "active"
    closed_on: date | None = None
    closed_reason: str = ""
    family: tuple[FamilyMember, ...] = ()
    certificates: tuple[CertificatePeriod, ...] = ()
    diseases: tuple[ChildDisease, ...] = ()
    medical_care: tuple[MedicalCare, ...] = ()
    cautions: tuple[Caution, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    schools: tuple[SchoolTime, ...] = ()
    guidance: tuple[ActivityGuidance, ...] = ()
    tellings: tuple[Telling, ...] = ()
    care_providers: tuple[CareProvider, ...] = ()
    devices: tuple[Device, ...] = ()
    handbook_list: tuple[Handbook, ...] = ()
    allowance_list: tuple[Allowance, ...] = ()
    services: tuple[ServiceUse, ...] = ()
    former_numbers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """姓 名 with one blank, for the screen."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def kana(self) -> str:
        """セイ メイ with one blank, as stored (full-width katakana)."""
        return f"{self.family_name_kana} {self.given_name_kana}".strip()

    @property
    def paper_name(self) -> str:
        """The name as it must be printed: the printing variant where there is one."""
        return self.print_name or self.name

    def certificate_on(self, day: date) -> CertificatePeriod | None:
        """The period that holds on `day`; else the latest that ended before it; else the first to come.

        None without any period.
        """
        return period_on(self.certificates, day)


def period_on(periods: Iterable[CertificatePeriod], day: date) -> CertificatePeriod | None:
    """What `Child.certificate_on` answers, from the periods alone."""
    known = tuple(periods)
    holding = [period for period in known if _starts(period) <= day <= _ends(period)]
    if holding:
        return max(holding, key=_ends)
    past = [period for period in known if _ends(period) < day]
    if past:
        return max(past, key=_ends)
    return min(known, key=_starts, default=None)


def _starts(period: CertificatePeriod) -> date:
    return period.valid_from or date.min


def _ends(period: CertificatePeriod) -> date:
    return period.valid_to or date.max


def child_problems(child: Child, *, today: date) -> list[Problem]:
    """What must be mended before the child can be saved. Number uniqueness is the store's to know."""
    found: list[Problem] = []
    for field, text, message in (
        ("number", child.number, N_("Enter the child's number.")),
        ("family_name", child.family_name, N_("Enter the family name.")),
        ("given_name", child.given_name, N_("Enter the given name.")),
    ):
        if not text.strip():
            found.append(Problem(field, message))
    if child.birth_date > today:
        found.append(Problem("birth_date", N_("The date of birth lies in the future.")))
    if child.birth_date.year < 1900:
        found.append(Problem("birth_date", N_("The date of birth lies too far back.")))
    found += _certificate_problems(child.certificates)
    if any(not member.name.strip() for member in child.family):
        found.append(Problem("family", N_("Enter a name for each member of the family.")))
    if any(not caution.rule.strip() for caution in child.cautions):
        found.append(Problem("cautions", N_("Say for each caution what must not be done.")))
    if any(telling.audience == "" for telling in child.tellings):
        found.append(Problem("tellings", N_("Say who was told, or was not.")))
    found += fact_problems(names=child.former_names, schools=child.schools, birth_date=child.birth_date, today=today)
    if child.status == "closed" and child.closed_on is None:
        found.append(Problem("closed_on", N_("Enter the day on which the support ended.")))
    return found


def _certificate_problems(periods: tuple[CertificatePeriod, ...]) -> list[Problem]:
    return [
        Problem("certificates", N_("A certificate ends before it begins ({number})."), {"number": period.number or "—"})
        for period in periods
        if period.valid_from and period.valid_to and period.valid_to < period.valid_from
    ]
