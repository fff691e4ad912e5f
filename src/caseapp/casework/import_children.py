"""Rows of the register of children: which are new, which are there already, who is responsible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from caseapp.casework.import_decision import Decision, Item, OnDuplicate, People, ids_by_number
from caseapp.casework.import_reading import read_many
from caseapp.casework.merged_numbers import survivors
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.child_rows import ChildRow as Row
from caseapp.records import child
from caseapp.records.child import ChildRow
from caseapp.rules.problem import N_

_MERGED = N_("The child of line {line} has this number, too, since two records were merged.")
_THERE = N_("{number} is in the register already.")


def decide(work: Work, found: Candidates[Row], *, today: date, on_duplicate: OnDuplicate) -> Decision:
    """What to do with each row. Asks the store a number of times that does not grow with known children."""
    decision = Decision.on(found)
    people = People(work.session)
    numbers = [row.number for row in found.rows]
    ids = survivors(work.session, numbers) | ids_by_number(work.session, ChildRow.number, ChildRow.id, numbers)
    known = read_many(work.session, child.SHAPE, ids.values()) if on_duplicate == "update" else {}
    first: dict[str, Row] = {}
    for row in found.rows:
        worker_id = people.find(row.worker, decision, place=row.place)
        if row.number not in ids:
            decision.items.append(Item(row.place, child.SUBJECT, replace(row.child, worker_id=worker_id)))
        elif on_duplicate == "fail":
            decision.refuse(row.place, "児童番号", _THERE, number=row.number)
        elif on_duplicate == "skip":
            decision.skipped.append(Item(row.place, child.SUBJECT, row.child))
        elif first.setdefault(ids[row.number], row) is not row:
            decision.refuse(row.place, "児童番号", _MERGED, line=first[ids[row.number]].place.line)
        else:
            before = known[ids[row.number]]
            after = replace(row.onto(before), number=before.number)  # a merged number stays the one of before
            if worker_id and worker_id != before.worker_id:
                after = replace(after, worker_id=worker_id)
            decision.items.append(Item(row.place, child.SUBJECT, after, before))
    return decision
