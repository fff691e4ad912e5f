"""Rows of the organizations: which are new, which are there already."""

from __future__ import annotations

from datetime import date

from caseapp.casework.import_decision import Decision, Item, OnDuplicate, ids_by_number
from caseapp.casework.import_reading import read_many
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.organization_rows import OrganizationRow as Row
from caseapp.records import organization
from caseapp.records.organization import OrganizationRow
from caseapp.rules.problem import N_

_THERE = N_("{number} is among the organizations already.")


def decide(work: Work, found: Candidates[Row], *, today: date, on_duplicate: OnDuplicate) -> Decision:
    """What to do with each row."""
    decision = Decision.on(found)
    numbers = (row.number for row in found.rows)
    ids = ids_by_number(work.session, OrganizationRow.number, OrganizationRow.id, numbers)
    known = read_many(work.session, organization.SHAPE, ids.values())
    for row in found.rows:
        before = known.get(ids.get(row.number, ""))
        if before is None:
            decision.items.append(Item(row.place, organization.SUBJECT, row.organization))
        elif on_duplicate == "fail":
            decision.refuse(row.place, "機関番号", _THERE, number=row.number)
        elif on_duplicate == "skip":
            decision.skipped.append(Item(row.place, organization.SUBJECT, row.organization))
        else:
            decision.items.append(Item(row.place, organization.SUBJECT, row.onto(before), before))
    return decision
