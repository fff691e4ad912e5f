"""Rows of the organizations: which are new, which are there already."""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlalchemy import select

from caseapp.casework.import_decision import Decision, OnDuplicate, ids_by_number, portions
from caseapp.casework.unit_of_work import Work
from caseapp.exchange import candidates
from caseapp.exchange.tables import Sheet
from caseapp.records import organization
from caseapp.records.organization import OrganizationRow
from caseapp.rules.organization import Organization
from caseapp.rules.problem import N_

_THERE = N_("{number} is among the organizations already.")


def decide(work: Work, sheet: Sheet, *, today: date, on_duplicate: OnDuplicate) -> Decision:
    """What to do with each row."""
    found = candidates.organizations(sheet, today=today)
    decision = Decision(list(found.problems), list(found.warnings))
    numbers = (row.number for row in found.rows)
    known_ids = ids_by_number(work.session, OrganizationRow.number, OrganizationRow.id, numbers)
    known: dict[str, Organization] = {}
    for part in portions(known_ids.values()):
        rows = work.session.scalars(select(OrganizationRow).where(OrganizationRow.id.in_(part))).all()
        decision.kept += rows
        known |= {stored.number: organization.SHAPE.to_read(stored) for stored in rows}
    for row in found.rows:
        before = known.get(row.number)
        if before is None:
            decision.make.append((organization.SUBJECT, row.organization))
            decision.new += 1
        elif on_duplicate == "fail":
            decision.refuse(row.place, "機関番号", _THERE, number=row.number)
        elif on_duplicate == "skip":
            decision.skipped += 1
        elif row.onto(before) == before:
            decision.unchanged += 1
        else:
            decision.change.append(partial(_save, value=row.onto(before)))
            decision.changed += 1
    return decision


def _save(work: Work, *, value: Organization) -> None:
    work.save(organization.SUBJECT, value)
