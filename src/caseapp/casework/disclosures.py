"""同意, 情報提供書, 提供記録: what leaves the office, to whom and on which ground (domain.md §3.3, §3.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework import drafts, numbering
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.casework.views import DraftKey
from caseapp.records import child, disclosure, organization
from caseapp.records.child import ChildRow
from caseapp.records.disclosure import ConsentRow, DisclosureRow, InformationLetterRow
from caseapp.records.organization import OrganizationRow
from caseapp.rules import dates
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.disclosure import (
    Consent,
    Disclosure,
    InformationLetter,
    consent_problems,
    issue_problems,
    issued_already,
    letter_problems,
)
from caseapp.rules.organization import Organization
from caseapp.rules.problem import NotFound, Refused
from caseapp.words.codes import load as codes

Render = Callable[[Work, InformationLetter, str], tuple[bytes, str]]
"""The document that is handed over, and what it is printed from from then on (`InformationLetter.frozen`)."""


def consents(office: Office, child_id: str) -> tuple[Consent, ...]:
    """The child's consents, the newest first."""
    with office.reading() as session:
        return _consents(session, child_id)


def save_consent(office: Office, value: Consent) -> Changes:
    """Record a consent, or change it (its withdrawal is a change). Raises Refused, ChangedMeanwhile."""
    problems = consent_problems(value, today=office.today)
    if problems:
        raise Refused(problems)
    with office.work("consent.save") as work:
        if not value.number:
            number = numbering.next_for(work.session, ConsentRow.number, on=value.given_on, width=4)
            value = replace(value, number=number)
        saved = work.save(disclosure.CONSENT_SUBJECT, value)
        return work.commit(saved.id)


def new_letter(office: Office, child_id: str, *, organization_id: str = "") -> InformationLetter:
    """A letter as it stands when the form opens: addressee, newest consent that holds, and what is usually withheld.

    Nothing is saved. Raises NotFound.
    """
    with office.reading() as session:
        who = _child(session, child_id)
        to = _organization(session, organization_id) if organization_id else None
        holding = [c for c in _consents(session, child_id) if c.holds_on(office.today)]
    consent = _consent_for(holding, to)
    return InformationLetter(
        id=office.new_id(),
        child_id=who.id,
        organization_id=to.id if to else "",
        organization=to.name if to else "",
        addressee=to.contact if to else "",
        on=office.today,
        consent_id=consent.id if consent else "",
        basis=consent_text(consent) if consent else "",
        valid_to=consent.valid_to if consent else None,
        purpose=consent.purpose if consent else "",
        items=consent.items if consent else (),
        worker_id=office.account.id,
        worker=office.account.name,
    )


def consent_text(consent: Consent) -> str:
    """How a letter names the consent it rests on: 同意書 第R8-0147号(令和8年11月5日 保護者 母)."""
    day = dates.era_long(consent.given_on)
    number = f" 第{consent.number}号" if consent.number else ""
    return f"同意書{number}({day} {consent.given_by})"


def save_letter(office: Office, value: InformationLetter, *, draft_key: DraftKey | None = None) -> Changes:
    """Keep a letter, complete or not; an empty one is none, and an issued one stays as it is.

    Raises Refused, ChangedMeanwhile.
    """
    if not (value.organization_id or value.purpose.strip() or value.items or value.sections):
        raise Refused([p for p in letter_problems(value) if p.field in ("organization_id", "purpose")])
    with office.work("letter.save") as work:
        row = work.session.get(InformationLetterRow, value.id) if value.id else None
        if row is not None and row.issued_on is not None:
            raise Refused([issued_already()])
        saved = work.save(disclosure.LETTER_SUBJECT, value)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def letter(office: Office, letter_id: str) -> InformationLetter:
    """One letter. Raises NotFound."""
    with office.reading() as session:
        row = session.get(InformationLetterRow, letter_id)
        if row is None or row.withdrawn:
            raise NotFound("information_letter", letter_id)
        return disclosure.LETTER_SHAPE.to_read(row)


def letters(office: Office, child_id: str) -> tuple[InformationLetter, ...]:
    """The child's letters, the newest first."""
    statement = (
        select(InformationLetterRow)
        .where(InformationLetterRow.child_id == child_id, InformationLetterRow.withdrawn.is_(False))
        .order_by(InformationLetterRow.on.desc(), InformationLetterRow.id.desc())
    )
    with office.reading() as session:
        return tuple(disclosure.LETTER_SHAPE.to_read(row) for row in session.scalars(statement))


def issue(office: Office, letter_id: str, *, method: str, render: Render) -> Changes:
    """The letter goes out: it is frozen, and 提供記録 is made with the hash of the very bytes that are handed over.

    `method` is a code of the list disclosure_method. `render(work, letter, number)` makes the final document, which
    names the number of its 提供記録; so number, document and record cannot come apart. `papers.issue` calls this.
    Raises Refused (incomplete, issued already, consent not holding), NotFound.
    """
    with office.work("letter.issue") as work:
        value = work.find(disclosure.LETTER_SUBJECT, letter_id)
        row = work.session.get(ConsentRow, value.consent_id) if value.consent_id else None
        consent = disclosure.CONSENT_SHAPE.to_read(row) if row else None
        problems = issue_problems(value, consent=consent, today=office.today)
        if problems:
            raise Refused(problems)
        number = next_disclosure_number(work.session, office.today)
        issued = replace(value, issued_on=office.today, method=method)
        document, kept = render(work, issued, number)
        work.save(disclosure.LETTER_SUBJECT, replace(issued, frozen=kept))
        made = work.save(disclosure.DISCLOSURE_SUBJECT, _record_of(office, issued, number=number, document=document))
        work.about("disclosure", made.id, child_id=value.child_id)
        work.note(number=number, method=method)
        return work.commit(made.id)


def _record_of(office: Office, letter: InformationLetter, *, number: str, document: bytes) -> Disclosure:
    return Disclosure(
        child_id=letter.child_id,
        number=number,
        at=office.now,
        recipient=" ".join(part for part in (letter.organization, letter.addressee) if part),
        organization_id=letter.organization_id,
        items=letter.items,
        method=letter.method,
        purpose=letter.purpose,
        basis=letter.basis,
        letter_id=letter.id,
        document_hash=hashlib.sha256(document).hexdigest(),
        worker_id=office.account.id,
    )


def disclosures(office: Office, child_id: str) -> tuple[Disclosure, ...]:
    """What was disclosed about the child, the newest first."""
    statement = select(DisclosureRow).where(DisclosureRow.child_id == child_id).order_by(DisclosureRow.at.desc())
    with office.reading() as session:
        return tuple(disclosure.DISCLOSURE_SHAPE.to_read(row) for row in session.scalars(statement))


def next_disclosure_number(session: Session, on: date) -> str:
    """The number the next 提供記録 will have; the letter prints it."""
    return numbering.next_for(session, DisclosureRow.number, on=on, width=4)


def _consents(session: Session, child_id: str) -> tuple[Consent, ...]:
    statement = select(ConsentRow).where(ConsentRow.child_id == child_id).order_by(ConsentRow.given_on.desc())
    return tuple(disclosure.CONSENT_SHAPE.to_read(row) for row in session.scalars(statement))


def _consent_for(holding: Iterable[Consent], to: Organization | None) -> Consent | None:
    """The consent that names this recipient; without a recipient yet, none: a consent is never widened by guess."""
    if to is None:
        return None
    return next((c for c in holding if c.recipient and (c.recipient in to.name or to.name in c.recipient)), None)


def _child(session: Session, child_id: str) -> Child:
    row = session.get(ChildRow, child_id)
    if row is None:
        raise NotFound("child", child_id)
    return child.SHAPE.to_read(row)


def _organization(session: Session, organization_id: str) -> Organization:
    row = session.get(OrganizationRow, organization_id)
    if row is None:
        raise NotFound("organization", organization_id)
    return organization.SHAPE.to_read(row)


def method_label(code: str, language: str) -> str:
    """The way of handing over, as printed."""
    return codes("disclosure_method").label(code, language) if code else ""
