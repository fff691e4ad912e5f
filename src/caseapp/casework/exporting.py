"""Giving out: everything in the office as one JSON object, or one child with what belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework import own_settings
from caseapp.casework.import_decision import portions
from caseapp.casework.office import Office
from caseapp.exchange import casefile
from caseapp.exchange.casefile import CaseFile, ChildCase, Withdrawn
from caseapp.records import (
    account,
    assessment,
    child,
    consultation,
    disclosure,
    follow_up,
    handover,
    liaison,
    organization,
    plan,
    program_use,
    transition,
)
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.subject import Subject
from caseapp.rules.account import MANAGER, WORKER, Account
from caseapp.rules.child import Child
from caseapp.rules.organization import Organization
from caseapp.rules.problem import NotFound
from caseapp.rules.stage_template import ORIGIN

Order = Callable[[Any], tuple[Any, ...]]


def everything(office: Office, *, child_number: str | None = None) -> dict[str, Any]:
    """The JSON export of the contract: all of the office (for managers), or one child with what belongs to it.

    It is written into the audit. Raises NotFound for a number that is not there.
    """
    whole = child_number is None
    with office.work("export.everything" if whole else "export.child", need=MANAGER if whole else WORKER) as work:
        rows = _children(work.session, child_number)
        case_file = _case_file(work.session, rows, exported_at=office.now, whole=whole)
        if whole:
            own, people = own_settings.written(work.session)
            accounts = _accounts(work.session, case_file.children, people)
            case_file = replace(case_file, settings=office.settings, own=own, accounts=accounts)
            work.about("export", "")
            work.note(children=len(rows))
        else:
            work.about("child", rows[0].id, child_id=rows[0].id)
        work.commit()
    return casefile.to_object(case_file)


def _children(session: Session, number: str | None) -> list[Child]:
    question = select(ChildRow).order_by(ChildRow.number)
    if number is not None:
        question = question.where(ChildRow.number == number)
    found = [child.SHAPE.to_read(row) for row in session.scalars(question)]
    if number is not None and not found:
        raise NotFound("child", number)
    return found


# ---- the records of the children


def _moment(value: datetime | None) -> str:
    return value.isoformat() if value else ""


@dataclass(frozen=True)
class _Kind:
    """One list of a child's records: its key, its subject, and the order in which it is written."""

    key: str
    subject: Subject[Any, Any]
    order: Order


_KINDS = (
    _Kind("consultations", consultation.SUBJECT, lambda c: (c.on, c.start or time.min, _moment(c.recorded_at), c.id)),
    _Kind("assessments", assessment.SUBJECT, lambda a: (a.on, a.id)),
    _Kind("transition_checks", transition.SUBJECT, lambda t: (t.on, t.id)),
    _Kind("support_plans", plan.SUBJECT, lambda p: (p.made_on, p.number, p.version, p.id)),
    _Kind("reviews", plan.REVIEW_SUBJECT, lambda r: (r.on, r.id)),
    _Kind("follow_ups", follow_up.SUBJECT, lambda f: (f.due_on, f.id)),
    _Kind("liaisons", liaison.SUBJECT, lambda item: (item.on, item.id)),
    _Kind("consents", disclosure.CONSENT_SUBJECT, lambda c: (c.given_on, c.id)),
    _Kind("letters", disclosure.LETTER_SUBJECT, lambda item: (item.on, item.id)),
    _Kind("disclosures", disclosure.DISCLOSURE_SUBJECT, lambda d: (d.at, d.id)),
    _Kind("program_uses", program_use.SUBJECT, lambda u: (u.begins_on, u.id)),
    _Kind("handovers", handover.SUBJECT, lambda h: (h.on, h.id)),
)


def _case_file(session: Session, children: list[Child], *, exported_at: datetime, whole: bool) -> CaseFile:
    numbers = dict(session.execute(select(ChildRow.id, ChildRow.number)).all())
    organizations = {row.id: organization.SHAPE.to_read(row) for row in session.scalars(select(OrganizationRow))}
    naming = _Naming(numbers, {key: value.number for key, value in organizations.items()})
    records: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    withdrawn: dict[str, list[Withdrawn]] = defaultdict(list)
    for kind in _KINDS:
        for child_id, value, reason in _records(session, kind, [c.id for c in children], whole=whole):
            if reason is None:
                records[child_id][kind.key].append(naming.named(value))
            else:
                withdrawn[child_id].append(Withdrawn(kind.key, naming.named(value), reason))
    cases = tuple(_case(value, records[value.id], withdrawn[value.id]) for value in children)
    kept = _sorted(organizations.values() if whole else _named_organizations(cases, organizations.values()))
    return CaseFile(children=cases, organizations=kept, accounts=_accounts(session, cases), exported_at=exported_at)


def _records(
    session: Session, kind: _Kind, child_ids: list[str], *, whole: bool
) -> Iterable[tuple[str, Any, str | None]]:
    """(id of the child, record, reason it was taken back for or None), in the order in which they are written."""
    row: Any = kind.subject.row
    found: list[tuple[str, Any, str | None]] = []
    for part in [None] if whole else portions(child_ids):
        question = select(row) if part is None else select(row).where(row.child_id.in_(part))
        for stored in session.scalars(question.execution_options(yield_per=1000)):
            reason = stored.withdrawn_reason if getattr(stored, "withdrawn", False) else None
            found.append((stored.child_id, kind.subject.shape.to_read(stored), reason))
    return sorted(found, key=lambda item: kind.order(item[1]))


@dataclass(frozen=True)
class _Naming:
    """What other records are called in the file: children and organizations by their numbers."""

    children: Mapping[str, str]
    organizations: Mapping[str, str]

    def named(self, value: Any) -> Any:
        """The record with numbers in the place of ids."""
        changed: dict[str, Any] = {}
        if hasattr(value, "organization_id"):
            changed["organization_id"] = self.organizations.get(value.organization_id, "")
        if getattr(value, "also_children", ()):
            changed["also_children"] = tuple(self.children[key] for key in value.also_children)
        return replace(value, **changed) if changed else value


def _case(value: Child, records: Mapping[str, list[Any]], withdrawn: list[Withdrawn]) -> ChildCase:
    listed = [*(record for of in records.values() for record in of), *(item.record for item in withdrawn)]
    known = {record.id for record in listed}
    lists = {kind.key: tuple(_own(record, known) for record in records.get(kind.key, ())) for kind in _KINDS}
    hidden = tuple(replace(item, record=_own(item.record, known)) for item in withdrawn)
    return ChildCase(child=value, withdrawn=hidden, **lists)


def _own(record: Any, known: Collection[str]) -> Any:
    """The record without what it names of another child: an older program's undoing of a merge left such, and no file
    with it could be read in. A letter that was handed over keeps its ground as printed; one that was not loses it, too,
    and asks for a consent of its own child."""
    foreign = [name for name in _WITHIN if getattr(record, name, "") and getattr(record, name) not in known]
    if "origin_id" in foreign:  # what the program proposes of itself (`ORIGIN`) is no record
        foreign = [] if record.origin_kind == ORIGIN else ["origin_id", "origin_kind"]
    changed: dict[str, Any] = dict.fromkeys(foreign, "")
    if "consent_id" in changed and record.issued_on is None:
        changed["basis"] = ""
    return replace(record, **changed) if changed else record


_WITHIN = ("consent_id", "letter_id", "previous_id", "origin_id")
"""What names another record of the same child by its id."""


def _sorted(organizations: Iterable[Organization]) -> tuple[Organization, ...]:
    return tuple(sorted(organizations, key=lambda value: value.number))


def _named_organizations(cases: Iterable[ChildCase], all_of_them: Iterable[Organization]) -> list[Organization]:
    """Those that the children's records name."""
    numbers = {
        record.organization_id
        for case in cases
        for record in (*_all_records(case),)
        if hasattr(record, "organization_id")
    }
    return [value for value in all_of_them if value.number in numbers]


def _all_records(case: ChildCase) -> Iterable[Any]:
    for kind in _KINDS:
        yield from getattr(case, kind.key)
    yield from (item.record for item in case.withdrawn)


def _accounts(session: Session, cases: Iterable[ChildCase], more: Iterable[str] = ()) -> tuple[Account, ...]:
    """The people that the records name, and `more`. Others are the store's own: their way in cannot be exported."""
    names = {case.child.worker for case in cases} | set(more)
    for case in cases:
        for record in _all_records(case):
            names |= {getattr(record, field, "") for field in ("worker", "author", "approved_by", "giver", "taker")}
    rows = session.scalars(select(AccountRow).order_by(AccountRow.name)).all()
    return tuple(account.SHAPE.to_read(row) for row in rows if row.name in names)
