"""Carrying out what was decided for the rows of a table: one transaction, written down so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from caseapp.casework import import_children, import_consultations, import_holders, import_organizations
from caseapp.casework.duplicates import Finder
from caseapp.casework.import_changing import Changing
from caseapp.casework.import_decision import Decision, Item, OnDuplicate, Steps
from caseapp.casework.in_charge import Charge
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.columns import Kind
from caseapp.exchange.opened_file import Source
from caseapp.records import child
from caseapp.records.history import HistoryRow
from caseapp.records.subject import Subject

_PORTION = 200
_DECIDE: dict[Kind, Callable[..., Decision]] = {
    "consultations": import_consultations.decide,
    "organizations": import_organizations.decide,
}


@dataclass(frozen=True)
class Counts:
    """How many records an import made and changed, and how many rows it did not take."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    left_out: int = 0
    refused: int = 0
    follow_ups: int = 0
    siblings: int = 0


def decided(
    work: Work,
    kind: Kind,
    found: Candidates[Any],
    *,
    charge: Charge,
    today: date,
    on_duplicate: OnDuplicate,
    chosen: Mapping[int, str] | None = None,
    alike: Finder | None = None,
) -> Decision:
    """What to do with the rows of a table, its problems in the order of the file."""
    if kind == "holders":
        decision = import_holders.decide(work, found, today=today, chosen=chosen or {}, alike=alike)
    elif kind == "children":
        decision = import_children.decide(work, found, charge=charge, today=today, on_duplicate=on_duplicate)
    else:
        decision = _DECIDE[kind](work, found, today=today, on_duplicate=on_duplicate)
    decision.problems.sort(key=lambda finding: finding.place.line)
    return decision


def last_history(work: Work) -> int:
    """The number of the last entry of history there is."""
    return work.session.scalar(select(func.max(HistoryRow.seq))) or 0


def carry_out(
    work: Work,
    items: Iterable[Item],
    *,
    charge: Charge,
    steps: Steps,
    more: Iterable[tuple[Subject[Any, Any], Any]],
) -> None:
    """Make and change the records; `more` are new ones that come after all others. Raises Cancelled."""
    listed = list(items)
    making, done = Changing(work), 0
    new = [pair for item in listed if item.new for pair in ((item.subject, item.after), *item.also)]
    changed = [item for item in listed if item.changed]
    steps.total = len(new) + len(changed)
    for subject, value in (*new, *more):
        making.make(subject, value)
        done += 1
        if making.waiting >= _PORTION:
            making.flush()
            steps.tell(done)
    making.flush()
    for item in changed:
        if item.subject is child.SUBJECT:
            making.change(item.subject, item.before, charge.dated(item.before, item.after))
            if item.after.worker_id != item.before.worker_id:
                charge.entered(item.before.id, before=item.before.worker_id, to=item.after.worker_id)
        elif item.then is None:
            making.change(item.subject, item.before, item.after)
        else:
            work.save(item.subject, item.after)
            item.then(work)
        done += 1
        if done % _PORTION == 0:
            making.flush()
            steps.tell(done)
    making.flush()
    steps.tell(steps.total)


def written_down(work: Work, kind: str, counts: Counts, *, source: Source, after: int) -> str:
    """Say in the audit entry what was taken in, from which file, and which entries of history are its own (those behind
    the number `after`), so that it can be undone as a whole. Gives the id of this import."""
    batch_id = work.new_id()
    work.about("import", batch_id)
    work.note(kind=kind, new=counts.new, changed=counts.changed, skipped=counts.skipped)
    rest = {name: getattr(counts, name) for name in ("unchanged", "left_out", "refused", "follow_ups", "siblings")}
    work.note(**{name: count for name, count in rest.items() if count})
    if source.name:
        work.note(file=source.name, sha256=source.digest)
    work.note(history_from=after + 1, history_to=last_history(work) + work.waiting)
    return batch_id
