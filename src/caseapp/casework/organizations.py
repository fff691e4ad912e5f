"""関係機関: the office's address book of schools, hospitals, municipalities and companies."""

from __future__ import annotations

from sqlalchemy import select

from caseapp.casework import drafts
from caseapp.casework.office import Office
from caseapp.casework.views import DraftKey
from caseapp.records import organization
from caseapp.records.organization import OrganizationRow
from caseapp.rules.changes import Changes
from caseapp.rules.folding import fold
from caseapp.rules.identity import next_child_number
from caseapp.rules.organization import Organization, organization_problems
from caseapp.rules.problem import N_, NotFound, Problem, Refused


def list_all(office: Office) -> tuple[Organization, ...]:
    """Every organization, by kind and name."""
    with office.reading() as session:
        rows = session.scalars(select(OrganizationRow).order_by(OrganizationRow.kind, OrganizationRow.name)).all()
        return tuple(organization.SHAPE.to_read(row) for row in rows)


def get(office: Office, organization_id: str) -> Organization:
    """One organization. Raises NotFound."""
    with office.reading() as session:
        row = session.get(OrganizationRow, organization_id)
        if row is None:
            raise NotFound("organization", organization_id)
        return organization.SHAPE.to_read(row)


def find(office: Office, text: str, *, limit: int = 20) -> tuple[Organization, ...]:
    """Organizations whose name, number, department or persons contain `text`, forgiving forms of writing."""
    wanted = fold(text)
    if not wanted:
        return ()
    found = (o for o in list_all(office) if wanted in fold(_searched(o)))
    return tuple(found)[:limit]


def next_number(office: Office) -> str:
    """A number for a new organization, in the form the office uses."""
    with office.reading() as session:
        taken = session.scalars(select(OrganizationRow.number)).all()
    return next_child_number(taken, on=office.today)


def save(office: Office, value: Organization, *, draft_key: DraftKey | None = None) -> Changes:
    """Make an organization, or change it; the form's draft goes in the same transaction.

    Raises Refused (also for a number in use), NotFound, ChangedMeanwhile.
    """
    problems = organization_problems(value)
    with office.work("organization.save") as work:
        taken = work.session.scalar(select(OrganizationRow.id).where(OrganizationRow.number == value.number))
        if taken is not None and taken != value.id:
            problems.append(
                Problem("number", N_("This number is in use already ({number})."), {"number": value.number})
            )
        if problems:
            raise Refused(problems)
        saved = work.save(organization.SUBJECT, value)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def _searched(value: Organization) -> str:
    persons = (f"{person.name} {person.role}" for person in value.contacts)
    return " ".join((value.name, value.number, value.department, value.contact, *persons))
