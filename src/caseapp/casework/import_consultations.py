"""Rows of consultations: whose they are, which are there already, and what still follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from caseapp.casework import merged_numbers, next_steps
from caseapp.casework.import_decision import Decision, Item, OnDuplicate, People, portions
from caseapp.casework.import_reading import read_many
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.consultation_rows import COLUMN_OF, consultation_key
from caseapp.exchange.consultation_rows import ConsultationRow as Row
from caseapp.records import consultation, follow_up
from caseapp.records.child import ChildRow
from caseapp.records.consultation import ConsultationRow
from caseapp.rules.consultation import Consultation, consultation_problems
from caseapp.rules.follow_up import FollowUp, NextStep
from caseapp.rules.problem import N_

_NO_CHILD = N_("There is no child with the number {number}.")
_THERE = N_("The same consultation is recorded already.")


@dataclass(frozen=True)
class _Known:
    """What the store knows of the children of the file: ids and births by number, consultations, last contacts."""

    children: dict[str, tuple[str, date]]
    consultations: dict[tuple[str, ...], str]
    last: dict[str, date]


def decide(work: Work, found: Candidates[Row], *, today: date, on_duplicate: OnDuplicate) -> Decision:
    """What to do with each row."""
    decision = Decision.on(found)
    people = People(work.session)
    known = _known(work.session, found.rows)
    duplicates: list[tuple[Row, Consultation, str]] = []
    for row in found.rows:
        child = known.children.get(row.consultation.child_id)
        worker_id = people.find(row.worker, decision, place=row.place)
        if child is None:
            decision.refuse(row.place, "児童番号", _NO_CHILD, number=row.consultation.child_id)
            continue
        value = replace(row.consultation, child_id=child[0], worker_id=worker_id)
        for problem in consultation_problems(value, today=today, birth_date=child[1]):
            decision.refuse(row.place, COLUMN_OF.get(problem.field, ""), problem.message, **problem.values)
        there = known.consultations.get(consultation_key(value))
        if there is None:
            decision.items.append(_new(work, row, value, last=known.last[child[0]], today=today))
        elif on_duplicate == "fail":
            decision.refuse(row.place, "", _THERE)
        elif on_duplicate == "skip":
            decision.skipped.append(Item(row.place, consultation.SUBJECT, value))
        else:
            duplicates.append((row, value, there))
    _update(decision, work, duplicates)
    decision.items.sort(key=lambda item: item.place.line)
    return decision


def _known(session: Session, rows: Iterable[Row]) -> _Known:
    children: dict[str, tuple[str, date]] = {}
    for part in portions(sorted({row.consultation.child_id for row in rows})):
        survivors = merged_numbers.survivors(session, part)
        question = select(ChildRow.number, ChildRow.id, ChildRow.birth_date)
        now = or_(ChildRow.number.in_(part), ChildRow.id.in_(survivors.values()))
        found = {number: (key, birth) for number, key, birth in session.execute(question.where(now))}
        by_id = {key: (key, birth) for key, birth in found.values()}
        children |= {number: by_id[key] for number, key in survivors.items()} | found
    last: dict[str, date] = {}
    for row in rows:
        child = children.get(row.consultation.child_id)
        if child:
            last[child[0]] = max(last.get(child[0], row.consultation.on), row.consultation.on)
    known: dict[tuple[str, ...], str] = {}
    days = {row.consultation.on for row in rows}
    for part in portions(sorted(last)):
        of_these = (ConsultationRow.child_id.in_(part), ConsultationRow.withdrawn.is_(False))
        latest = select(ConsultationRow.child_id, func.max(ConsultationRow.on)).where(*of_these)
        for child_id, day in session.execute(latest.group_by(ConsultationRow.child_id)):
            last[child_id] = max(last[child_id], day)
        columns = (ConsultationRow.id, ConsultationRow.child_id, ConsultationRow.on)
        texts = select(*columns, ConsultationRow.start, ConsultationRow.facts)
        within = (ConsultationRow.on >= min(days), ConsultationRow.on <= max(days))
        for key, child_id, day, start, facts in session.execute(texts.where(*of_these, *within)):
            stored = Consultation(child_id=child_id, on=day, start=start, facts=facts, method="")
            known.setdefault(consultation_key(stored), key)
    return _Known(children, known, last)


def _new(work: Work, row: Row, value: Consultation, *, last: date, today: date) -> Item:
    """A new consultation. What follows is still to be done only where its day is to come, or nothing came after it: the
    old days of years of records are history, and Today would be buried under them."""
    made = replace(value, id=work.new_id())
    also: list[tuple[Any, Any]] = []
    step = row.next_step
    if step is not None and step.due_on is not None and (step.due_on >= today or value.on == last):
        following = FollowUp(
            child_id=made.child_id,
            text=step.text,
            due_on=step.due_on,
            worker_id=made.worker_id,
            origin_kind="consultation",
            origin_id=made.id,
        )
        also.append((follow_up.SUBJECT, following))
    return Item(row.place, consultation.SUBJECT, made, also=tuple(also))


def _update(decision: Decision, work: Work, duplicates: list[tuple[Row, Consultation, str]]) -> None:
    stored = read_many(work.session, consultation.SHAPE, [there for _, _, there in duplicates])
    for row, value, there in duplicates:
        before = stored[there]
        after = replace(row.onto(before), worker_id=value.worker_id or before.worker_id)
        step = row.next_step if after.next_on != before.next_on else None
        then = partial(_follow, value=after, step=step) if step else None
        decision.items.append(Item(row.place, consultation.SUBJECT, after, before, then=then))


def _follow(work: Work, *, value: Consultation, step: NextStep) -> None:
    next_steps.take(work, step, child_id=value.child_id, origin_kind="consultation", origin_id=value.id)
