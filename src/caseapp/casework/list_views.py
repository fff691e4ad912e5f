"""The register as it is shown: what it is narrowed down by, and one line of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseapp.rules.certificate_rule import CertificateState

NO_CERTIFICATE = CertificateState("none")
MINE, NOBODY = "me", "none"
"""What may stand for a worker: whoever is logged in, and children without a worker."""


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """Which children the register shows. All that is said must hold; "", 0, None and () mean: does not matter.

    `worker_id` is an account's, or MINE or NOBODY. One of `grades` and one of `disease_groups` must be the child's.
    `care`, `handbook`: "any", "none" (`care` also a code of medical_care). `certificate_days`: runs out within so many
    days or has run out; `certificate`: "expired" or "none". `silent_days`: no contact for so many days. `plan`: "none",
    "draft" (not yet carried out), "active", "review_over". `next_step`: "none" or "overdue". `entering` next April:
    "e1", "j1", "h1", or "left" (高3 ends). `turning`: reaches 18 or 20 within a year. `place`: a part of the address or
    the beginning of the postal code; `school`, `hospital`: a part of the name. `flagged`: with a red fact.
    `outdated`: with a disease that the list in use tells otherwise than the record. `unasked`: old enough for the
    transition checklist, and asked neither it nor its guardians.
    """

    status: str = "active"
    worker_id: str = ""
    grades: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    disease_groups: tuple[str, ...] = ()
    care: str = ""
    certificate: str = ""
    certificate_days: int = 0
    silent_days: int = 0
    plan: str = ""
    next_step: str = ""
    entering: str = ""
    turning: int = 0
    handbook: str = ""
    place: str = ""
    school: str = ""
    hospital: str = ""
    flagged: bool = False
    outdated: bool = False
    unasked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterRow:
    """One line of the register. `flag`: "body" (octagon), "privacy" (shield) or "". `kana` is katakana as stored.

    `medical_care` are codes in the record's order. `search_keys` are folded (rules.folding.fold): the page filters by
    them without asking the store. `plan_state`: "none", "draft", "active", "review_over"; "" where it is not known.
    `handbooks` is the remark, `has_handbook` whether one is recorded; `hospital` is that of the main doctor.
    `outdated`: a disease of the child is told otherwise by the list in use; `asked`: there is a sheet of the transition
    checklist.
    `whole`: False while only what stands in the child's own record is there (`register.filled` brings the rest).
    """

    child_id: str
    number: str
    name: str
    kana: str
    birth_date: date
    age_grade: str
    grade: str
    sex: str = ""
    disease: str = ""
    disease_group: str = ""
    outdated: bool = False
    asked: bool = False
    medical_care: tuple[str, ...] = ()
    medical_care_text: str = ""
    certificate_to: date | None = None
    certificate_state: CertificateState = NO_CERTIFICATE
    last_contact_on: date | None = None
    next_text: str = ""
    next_due_on: date | None = None
    worker_id: str = ""
    worker_short: str = ""
    worker: str = ""
    plan_state: str = ""
    plan_review_on: date | None = None
    school: str = ""
    hospital: str = ""
    postal_code: str = ""
    address: str = ""
    town: str = ""
    phone: str = ""
    handbooks: str = ""
    has_handbook: bool = False
    further_hospitals: tuple[str, ...] = ()
    registered_on: date | None = None
    flag: str = ""
    status: str = "active"
    print_name: str = ""
    search_keys: str = ""
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The register as asked for: its rows, and whether all of them are whole."""

    rows: tuple[RegisterRow, ...]
    whole: bool


@dataclass(frozen=True, kw_only=True)
class SavedFilter:
    """A named filter. `kind`: "given" (comes with the program; `name` is a message id), "own" or "shared"."""

    key: str
    name: str
    kind: str
    filter: RegisterFilter
