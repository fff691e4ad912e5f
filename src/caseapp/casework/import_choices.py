"""Reading in what was looked at, as a person decided row by row and field by field. One transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp.casework import duplicates, import_holders, import_siblings
from caseapp.casework.import_applying import Counts, carry_out, decided, last_history, written_down
from caseapp.casework.import_decision import Decision, Item, Progress, Steps, portions
from caseapp.casework.import_preview import Preview, signature
from caseapp.casework.in_charge import Charge
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.findings import BadRows
from caseapp.exchange.opened_file import Source
from caseapp.records import follow_up
from caseapp.records.child import ChildRow
from caseapp.records.subject import Subject
from caseapp.rules.account import WORKER
from caseapp.rules.changes import Changes
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.problem import ChangedMeanwhile

FOLLOW_UP = "受給者証を更新したか確認する"
"""What is to be done for a child who is not in the yearly list any more. Data, not words of the screen."""

_NO_SOURCE = Source()


@dataclass(frozen=True)
class Choices:
    """What a person decided. `lines` are the rows to be taken; `fields` for a line those that change (else the usual);
    `follow_up` are children who are gone and get a next step on `follow_up_on`; `without_refused`: take the rest;
    `siblings` are the keys of the offers to link two as brothers and sisters that are taken."""

    lines: frozenset[int]
    fields: Mapping[int, frozenset[str]] = field(default_factory=dict)
    follow_up: frozenset[str] = frozenset()
    follow_up_on: date | None = None
    without_refused: bool = False
    siblings: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class Applied:
    """What was done. `batch_id` names the import for the undoing ("" when nothing was to be done)."""

    batch_id: str
    counts: Counts
    changes: Changes


def apply(
    office: Office,
    looked: Preview,
    choices: Choices,
    *,
    source: Source = _NO_SOURCE,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Applied:
    """Do what was looked at and decided.

    Raises BadRows when rows are refused and they are not to be left out, ChangedMeanwhile when the store is no longer
    what was looked at, Cancelled.
    """
    steps = Steps(progress=progress, cancelled=cancelled)
    alike = duplicates.finder(office) if looked.kind == "holders" else None
    with office.work(f"import.{looked.kind}", need=WORKER) as work:
        today, how, chosen = office.today, looked.on_duplicate, looked.chosen
        charge = Charge(office, work)
        decision = decided(
            work,
            looked.kind,
            looked.found,
            charge=charge,
            today=today,
            on_duplicate=how,
            chosen=chosen,
            alike=alike,
        )
        if signature(decision) != looked.signature:
            raise ChangedMeanwhile
        if decision.problems and not choices.without_refused:
            raise BadRows(tuple(decision.problems))
        items = list(_wanted(work, looked, decision, choices, today=today))
        following = list(_following(work, choices, today=today))
        counts = _counts(looked, items, len(following))
        siblings = import_siblings.possible(items, (each for each in looked.siblings if each.key in choices.siblings))
        if siblings:
            items = import_siblings.linked(work, items, siblings)
            counts = replace(counts, siblings=len(siblings))
        if not (counts.new or counts.changed or following):
            return Applied("", counts, Changes())
        before = last_history(work)
        carry_out(work, items, charge=charge, steps=steps, more=following)
        batch_id = written_down(work, looked.kind, counts, source=source, after=before)
        return Applied(batch_id, counts, work.commit())


def _wanted(work: Work, looked: Preview, decision: Decision, choices: Choices, *, today: date) -> Iterator[Item]:
    """The rows that are taken, each with the fields that are taken."""
    refused = {finding.place for finding in decision.problems}
    views = {row.place: row for row in looked.rows}
    numbering = import_holders.Numbering(work, today=today) if looked.kind == "holders" else None
    for item in decision.items:
        if item.place in refused or item.place.line not in choices.lines:
            continue
        if item.new:
            yield replace(item, after=numbering.numbered(item.after)) if numbering else item
        elif item.changed:
            row = views[item.place]
            taken = choices.fields.get(item.place.line, row.usual_fields)
            left = {name: getattr(item.before, name) for name in row.fields if name not in taken}
            yield replace(item, after=replace(item.after, **left))


def _following(work: Work, choices: Choices, *, today: date) -> Iterator[tuple[Subject[Any, Any], FollowUp]]:
    for part in portions(sorted(choices.follow_up)):
        question = select(ChildRow.id, ChildRow.worker_id).where(ChildRow.id.in_(part))
        for key, worker_id in work.session.execute(question):
            value = FollowUp(
                child_id=key,
                text=FOLLOW_UP,
                due_on=choices.follow_up_on or today,
                kind="paper",
                worker_id=worker_id or work.account.id,
            )
            yield follow_up.SUBJECT, value


def _counts(looked: Preview, items: Iterable[Item], follow_ups: int) -> Counts:
    listed = list(items)
    new = sum(item.new for item in listed)
    changed = sum(item.changed for item in listed)
    refused, same, passed = len(looked.refused), looked.count("same"), looked.count("skipped")
    rest = len(looked.rows) - new - changed - refused - same - passed
    return Counts(new, changed, same, passed, max(0, rest), refused, follow_ups)
