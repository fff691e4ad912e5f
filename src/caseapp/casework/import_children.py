"""Rows of the register of children: which are new, which are there already, who is responsible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from caseapp.casework.import_decision import Decision, Item, OnDuplicate, People, ids_by_number
from caseapp.casework.import_reading import read_many
from caseapp.casework.in_charge import Charge
from caseapp.casework.merged_numbers import survivors
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.child_rows import COLUMN_OF
from caseapp.exchange.child_rows import ChildRow as Row
from caseapp.exchange.findings import Place
from caseapp.records import child
from caseapp.records.child import ChildRow
from caseapp.rules.child import Child, child_problems
from caseapp.rules.problem import N_

_MERGED = N_("The child of line {line} has this number, too, since two records were merged.")
_THERE = N_("{number} is in the register already.")


def decide(work: Work, found: Candidates[Row], *, charge: Charge, today: date, on_duplicate: OnDuplicate) -> Decision:
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
            _refuse_worker(decision, charge, row, row.child, worker_id)
            new = replace(row.child, worker_id=worker_id, registered_on=today)
            decision.items.append(Item(row.place, child.SUBJECT, new))
        elif on_duplicate == "fail":
            decision.refuse(row.place, "児童番号", _THERE, number=row.number)
        elif on_duplicate == "skip":
            decision.skipped.append(Item(row.place, child.SUBJECT, row.child))
        elif first.setdefault(ids[row.number], row) is not row:
            decision.refuse(row.place, "児童番号", _MERGED, line=first[ids[row.number]].place.line)
        else:
            before = known[ids[row.number]]
            if worker_id:
                _refuse_worker(decision, charge, row, before, worker_id)
            after = replace(
                row.onto(before, today=today),
                number=before.number,  # a merged number stays the one of before
                worker_id=worker_id or before.worker_id,
            )
            refuse_result(decision, row.place, before, after, today=today)
            decision.items.append(Item(row.place, child.SUBJECT, after, before))
    return decision


def _refuse_worker(decision: Decision, charge: Charge, row: Row, known: Child, worker_id: str) -> None:
    for problem in charge.problems([known], worker_id):
        decision.refuse(row.place, "担当者", problem.message, **problem.values)


def refuse_result(decision: Decision, place: Place, before: Child, after: Child, *, today: date) -> None:
    """Note what would be wrong in the record that results, where the row makes it so."""
    had = [(problem.field, problem.message) for problem in child_problems(before, today=today)]
    told = {(finding.place, finding.reason.message) for finding in decision.problems}
    for problem in child_problems(after, today=today):
        if (problem.field, problem.message) not in had and (place, problem.message) not in told:
            decision.refuse(place, COLUMN_OF.get(problem.field, ""), problem.message, **problem.values)
