"""関係機関 and the persons one talks to there; 連絡調整 with request and reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from caseapp.rules.problem import N_, Problem


@dataclass(frozen=True, kw_only=True)
class ContactPerson:
    """A person at an organization: 養護教諭 中村先生."""

    id: str = ""
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Organization:
    """A school, hospital, municipality, company … `kind` is a code of the list organization_kind.

    `number` (機関番号) is unique. `contact` is the usual person as one text (the column 担当者名); `contacts` are
    persons with details of their own.
    """

    id: str = ""
    revision: int = 0
    number: str
    name: str
    kind: str
    department: str = ""
    contact: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    postal_code: str = ""
    address: str = ""
    note: str = ""
    contacts: tuple[ContactPerson, ...] = ()


def organization_problems(organization: Organization) -> list[Problem]:
    """What must be mended before the organization can be saved. Number uniqueness is the store's to know."""
    found: list[Problem] = []
    if not organization.number.strip():
        found.append(Problem("number", N_("Enter the organization's number.")))
    if not organization.name.strip():
        found.append(Problem("name", N_("Enter the organization's name.")))
    if not organization.kind:
        found.append(Problem("kind", N_("Choose the kind of organization.")))
    if any(not person.name.strip() for person in organization.contacts):
        found.append(Problem("contacts", N_("Enter a name for each contact person.")))
    return found


@dataclass(frozen=True, kw_only=True)
class Liaison:
    """連絡調整: one exchange with an organization about a child. `method` is a code of the list liaison_method.

    `request` is what was asked, `reply_due_on` by when an answer is expected (None: none expected), `answered_on` and
    `answer` close it. `basis` says on what consent it rests. `none_reason`: why nothing follows, where nothing does.
    """

    id: str = ""
    revision: int = 0
    child_id: str
    organization_id: str
    organization: str = ""
    person: str = ""
    on: date
    method: str
    subject: str
    request: str = ""
    content: str = ""
    reply_due_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    basis: str = ""
    none_reason: str = ""
    worker_id: str = ""
    worker: str = ""
    recorded_at: datetime | None = None

    @property
    def waiting(self) -> bool:
        """True while an answer is expected and has not come."""
        return self.reply_due_on is not None and self.answered_on is None


def liaison_problems(liaison: Liaison, *, today: date) -> list[Problem]:
    """What must be mended before the liaison can be saved."""
    found: list[Problem] = []
    if not liaison.organization_id:
        found.append(Problem("organization_id", N_("Choose the organization.")))
    if not liaison.subject.strip():
        found.append(Problem("subject", N_("Write in a few words what it is about.")))
    if not liaison.method:
        found.append(Problem("method", N_("Choose how the contact took place.")))
    if liaison.on > today:
        found.append(Problem("on", N_("The day of the contact lies in the future.")))
    if liaison.reply_due_on and liaison.reply_due_on < liaison.on:
        found.append(Problem("reply_due_on", N_("The reply is due before the contact took place.")))
    if liaison.answered_on and (liaison.answered_on < liaison.on or liaison.answered_on > today):
        found.append(Problem("answered_on", N_("The day of the answer must lie between the contact and today.")))
    if liaison.answered_on and not liaison.answer.strip():
        found.append(Problem("answer", N_("Write what the answer was.")))
    return found
