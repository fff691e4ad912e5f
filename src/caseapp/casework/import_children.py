"""Rows of the register of children: which are new, which are there already, who is responsible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select

from caseapp.casework.import_decision import Decision, OnDuplicate, People, ids_by_number, portions
from caseapp.casework.unit_of_work import Work
from caseapp.exchange import candidates
from caseapp.exchange.child_rows import ChildRow as Row
from caseapp.exchange.tables import Sheet
from caseapp.records import child
from caseapp.records.child import ChildRow
from caseapp.rules.child import Child
from caseapp.rules.problem import N_

_THERE = N_("{number} is in the register already.")


def decide(work: Work, sheet: Sheet, *, today: date, on_duplicate: OnDuplicate) -> Decision:
    """What to do with each row. Asks the store a number of times that does not grow with known children."""
    found = candidates.children(sheet, today=today)
    decision = Decision(list(found.problems), list(found.warnings))
    people = People(work.session)
    known_ids = ids_by_number(work.session, ChildRow.number, ChildRow.id, (row.number for row in found.rows))
    known = _loaded(work, decision, known_ids) if on_duplicate == "update" else {}
    for row in found.rows:
        worker_id = people.find(row.worker, decision, place=row.place)
        if row.number not in known_ids:
            decision.make.append((child.SUBJECT, replace(row.child, worker_id=worker_id)))
            decision.new += 1
        elif on_duplicate == "fail":
            decision.refuse(row.place, "児童番号", _THERE, number=row.number)
        elif on_duplicate == "skip":
            decision.skipped += 1
        else:
            _update(decision, row, known[row.number], worker_id=worker_id)
    return decision


def _loaded(work: Work, decision: Decision, ids: Mapping[str, str]) -> dict[str, Child]:
    known: dict[str, Child] = {}
    for part in portions(ids.values()):
        rows = work.session.scalars(select(ChildRow).where(ChildRow.id.in_(part))).all()
        decision.kept += rows
        known |= {row.number: child.SHAPE.to_read(row) for row in rows}
    return known


def _update(decision: Decision, row: Row, before: Child, *, worker_id: str) -> None:
    after = row.onto(before)
    if worker_id and worker_id != before.worker_id:
        after = replace(after, worker_id=worker_id)
    if after == before:
        decision.unchanged += 1
        return
    decision.changed += 1
    decision.change.append(partial(_save, value=after))


def _save(work: Work, *, value: Child) -> None:
    work.save(child.SUBJECT, value)
