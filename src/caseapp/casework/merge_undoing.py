"""A merge taken back as a whole: both records as they were, what came since stays with the child that remained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caseapp.casework import merge_moving
from caseapp.casework.import_decision import portions
from caseapp.casework.in_charge import Charge, steps_back
from caseapp.casework.merge_bonds import Shares, shares
from caseapp.casework.merge_meeting import handed_over_since
from caseapp.casework.merging import Kept, Merge, kept_in, own_drafts, shown, told
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records import handover
from caseapp.records.account import AccountRow
from caseapp.records.all_subjects import BY_KIND
from caseapp.records.child import SHAPE, SUBJECT, ChildRow
from caseapp.records.child_merge import ChildMergeRow
from caseapp.records.draft import DraftRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.handover import HandoverRow
from caseapp.records.history import HistoryRow
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.dates import era_long
from caseapp.rules.follow_up import OPEN
from caseapp.rules.merging import groups
from caseapp.rules.problem import N_, NotFound, Problem, Refused

_TORN = N_("This rests on records of both children: {kind} ({day}). Change what it names first, or take it back.")
KINDS = {
    "consultation": N_("Consultations"),
    "follow_up": N_("Next actions"),
    "support_plan": N_("Support plans"),
    "review": N_("Reviews"),
    "liaison": N_("Liaison"),
    "consent": N_("Consents"),
    "information_letter": N_("Information letters"),
    "disclosure": N_("Disclosures"),
    "assessment": N_("Assessments"),
    "program_use": N_("Uses of schemes"),
    "transition_check": N_("Transition checklists"),
    "handover": N_("Hand-overs"),
}
"""What the records of a child are called where two are made one or parted again."""


@dataclass(frozen=True, kw_only=True)
class Stays:
    """A record that was added since: it stays with the child that remained, or goes back with what it rests on. `text`
    is the beginning of it."""

    kind: str
    record_id: str
    on: date | None
    text: str


@dataclass(frozen=True, kw_only=True)
class UndoPreview:
    """What taking a merge back will do. `back`: number of records that go back, by kind; `stays` what was added since,
    `along` what was added since and goes back with what it rests on; `kept_fields` what was changed since in the record
    that remained and is left so; `problems` why it cannot be."""

    merge: Merge
    back: dict[str, int]
    stays: tuple[Stays, ...]
    along: tuple[Stays, ...]
    kept_fields: tuple[str, ...]
    problems: tuple[Problem, ...]


def undo_preview(office: Office, merge_id: str) -> UndoPreview:
    """What would happen. Raises NotFound."""
    with office.reading("child.unmerge_preview") as session:
        row = _row(session, merge_id)
        kept = kept_in(row)
        by = session.scalar(select(AccountRow.name).where(AccountRow.id == row.account_id)) or ""
        now = session.get(ChildRow, row.survivor_id)
        parting = _Parting(kept, SHAPE.to_read(now)) if now is not None else None
        made = _made_since(session, row, kept)
        going = {key for ids in _shares(session, row, kept).along.values() for key in ids}
        return UndoPreview(
            merge=shown(row, by),
            back={kind: len(ids) for kind, ids in kept.moved.records.items() if ids},
            stays=tuple(_added(session, (each for each in made if each[1] not in going))),
            along=tuple(_added(session, (each for each in made if each[1] in going))),
            kept_fields=tuple(parting.kept) if parting else (),
            problems=tuple(_in_the_way(session, row, kept)),
        )


def undo(office: Office, merge_id: str) -> Changes:
    """Take a merge back: one transaction. Raises Refused (nothing changed), NotFound."""
    with office.work("child.unmerge") as work:
        row = _row(work.session, merge_id)
        kept = kept_in(row)
        problems = list(_in_the_way(work.session, row, kept))
        if problems:
            raise Refused(problems)
        now, charge = work.find(SUBJECT, row.survivor_id), Charge(office, work)
        parting = _Parting(kept, now)
        moved = kept.moved.records.get("handover", ())
        halves = (parting.remaining, handed_over_since(work.session, parting.again, now, moved, since=row.at))
        remaining, coming = (_with_somebody(charge, half, now) for half in halves)
        problems = [
            p for half in (remaining, coming) if half.worker_id for p in charge.giver_problems([now], half.worker_id)
        ]
        if problems:
            raise Refused(problems)
        parted, again = work.save(SUBJECT, remaining), work.add(SUBJECT, coming)
        along = _shares(work.session, row, kept).along
        new = {key for kind, key in _made_since(work.session, row, kept) if kind == "follow_up"}
        for kind, ids in along.items():
            kept.moved.records[kind] = [*kept.moved.records.get(kind, ()), *ids]
        merge_moving.move_back(work, kept.moved, again, parted)
        _drafts_go_along(work, kept, again.id)
        _give_back_steps(work, kept, now, ((parted, kept.before), (again, kept.merged)), new)
        _keep_moved_apart(work, parted.id, again.id)
        row.undone_at, row.undone_by_id = work.at, work.account.id
        told(work, parted, again, before=parted.number, after=again.number)
        work.touch("merge", "duplicates", "consultation", "follow_up", "liaison", "support_plan")
        work.touch(children=[parted.id, again.id])
        work.about("child", parted.id, child_id=parted.id)
        work.note(numbers=[parted.number, again.number])
        return work.commit(again.id)


# ------------------------------------------------------------------------------------------------ the two records


class _Parting:
    """The record that remained, without what the merge brought, and the other one as it was.

    What somebody changed since the merge is left as it is in the record that remained: `kept` names those fields.
    """

    def __init__(self, kept: Kept, now: Child) -> None:
        self.kept: list[str] = []
        self._taken: set[str] = set()
        values: dict[str, Any] = {}
        for name, members in groups():
            before, after, here = ([getattr(child, m) for m in members] for child in (kept.before, kept.after, now))
            if _parts(before[0]) or _parts(after[0]) or _parts(here[0]):
                values[members[0]] = self._list(name, before[0], after[0], here[0])
            elif here == after:
                values |= dict(zip(members, before, strict=True))
            elif before != after:
                self.kept.append(name)
        brought = {kept.merged.number, *kept.merged.former_numbers} - set(kept.before.former_numbers)
        numbers = tuple(number for number in now.former_numbers if number not in brought)
        first = kept.before.registered_on if now.registered_on == kept.after.registered_on else now.registered_on
        self.remaining = replace(now, **values, former_numbers=numbers, registered_on=first)
        self.again = self._as_it_was(kept.merged)

    def _list(
        self, name: str, before: tuple[Any, ...], after: tuple[Any, ...], here: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        was, became = {part.id: part for part in before}, {part.id: part for part in after}
        parts, changed = [], False
        for part in here:
            known = became.get(part.id)
            if known is None or known != part:  # new, or changed since
                changed = changed or (known is not None and was.get(part.id) != known)
                parts.append(part)
            elif part.id in was:
                parts.append(was[part.id])
        parts += [part for part in before if part.id not in became and part.id not in {p.id for p in here}]
        self._taken |= {part.id for part in parts}
        if changed:
            self.kept.append(name)
        return tuple(parts)

    def _as_it_was(self, child: Child) -> Child:
        """The other record; a part that stays where it is, because it was changed since, is copied."""
        values: dict[str, Any] = {}
        for f in fields(child):
            value = getattr(child, f.name)
            if _parts(value):
                values[f.name] = tuple(replace(p, id="") if p.id in self._taken else p for p in value)
        return replace(child, **values)


def _parts(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


# ------------------------------------------------------------------------------------------------ the other records


def _in_the_way(session: Session, row: ChildMergeRow, kept: Kept) -> Iterator[Problem]:
    if row.undone_at is not None:
        yield Problem("", N_("This merge was taken back already."))
        return
    later = select(ChildMergeRow).where(ChildMergeRow.merged_id == row.into_id, ChildMergeRow.undone_at.is_(None))
    if session.scalars(later).first() is not None:
        words = N_("The record was merged into another one since. Take that merge back first.")
        yield Problem("", words)
    if session.get(ChildRow, row.merged_id) is not None:
        yield Problem("", N_("The other record is in the register again already."))
    yield from own_drafts(session, row.survivor_id)
    taken = session.scalars(select(ChildRow.id).where(ChildRow.number == kept.merged.number)).first()
    if taken is not None:
        yield Problem("", N_("The number {number} was given to another child since."), {"number": kept.merged.number})
    yield from _torn(session, _shares(session, row, kept).torn)


def _shares(session: Session, row: ChildMergeRow, kept: Kept) -> Shares:
    back = {key for ids in kept.moved.records.values() for key in ids}
    return shares(session, row.survivor_id, back=back, since={key for _kind, key in _made_since(session, row, kept)})


def _made_since(session: Session, row: ChildMergeRow, kept: Kept) -> list[tuple[str, str]]:
    """(kind, id) of the records that were made after the merge, of the child that remained."""
    made = select(HistoryRow.kind, HistoryRow.record_id).where(
        HistoryRow.child_id == row.survivor_id, HistoryRow.field == "", HistoryRow.seq > kept.seq
    )
    return [(kind, key) for kind, key in session.execute(made.order_by(HistoryRow.seq)) if kind != "child"]


def _added(session: Session, records: Iterable[tuple[str, str]]) -> Iterator[Stays]:
    """These records, as they are named; those that are there."""
    for kind, record_id in records:
        subject = BY_KIND.get(kind)
        stored = session.get(subject.row, record_id) if subject else None
        if subject is None or stored is None:
            continue
        value = subject.shape.to_read(stored)
        text = next((text.strip() for text in subject.texts(value) if text.strip()), "")
        yield Stays(kind=kind, record_id=record_id, on=subject.day(value), text=text)


def _torn(session: Session, records: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    for each in _added(session, records):
        kind = Problem("", KINDS[each.kind]) if each.kind in KINDS else each.kind
        yield Problem("", _TORN, {"kind": kind, "day": era_long(each.on) if each.on else "—"})


def _with_somebody(charge: Charge, half: Child, now: Child) -> Child:
    """Whoever had this half may have left since: then it stays with the worker of the record that remained."""
    if not half.worker_id or half.worker_id == now.worker_id or not charge.taker_problems(half.worker_id):
        return half
    return replace(half, worker_id=now.worker_id, worker=now.worker, worker_since=now.worker_since)


def _drafts_go_along(work: Work, kept: Kept, child_id: str) -> None:
    """What somebody has begun since to write on a record that goes back is about the child it goes back to."""
    going = [key for ids in kept.moved.records.values() for key in ids]
    for part in portions(going):
        begun = update(DraftRow).where(DraftRow.record_id.in_(part), DraftRow.child_id == kept.after.id)
        work.session.execute(begun.values(child_id=child_id), execution_options={"synchronize_session": False})


def _give_back_steps(work: Work, kept: Kept, now: Child, halves: Iterable[tuple[Child, Child]], new: set[str]) -> None:
    """The open next steps that moved along with the child since the merge are whose they were, as far as the child is;
    what was added since goes with its child. `halves`: each record as it is again, and as it was before the merge."""
    whose = _workers_at_the_merge(work.session, kept)
    for who, was in halves:
        open_ones = select(FollowUpRow.id).where(FollowUpRow.child_id == who.id, FollowUpRow.state == OPEN)
        for key in work.session.scalars(open_ones).all():
            if key in new or (was.worker_id and whose.get(key) == was.worker_id):
                to = who.worker_id or whose.get(key, "")
                for given in {kept.after.worker_id, now.worker_id} - {to} if to else ():
                    steps_back(work, [key], child_id=who.id, was_given=given, to=to)


def _workers_at_the_merge(session: Session, kept: Kept) -> dict[str, str]:
    """Whose the next steps were whose worker has changed since, by their ids."""
    asked = select(HistoryRow.record_id, HistoryRow.before).where(
        HistoryRow.kind == "follow_up", HistoryRow.field == "worker_id", HistoryRow.seq > kept.seq
    )
    found: dict[str, str] = {}
    for key, before in session.execute(asked.order_by(HistoryRow.seq)):
        found.setdefault(key, json.loads(before) if before else "")
    return found


def _keep_moved_apart(work: Work, *child_ids: str) -> None:
    """A hand-over remembers which next steps went along: those of its own child only."""
    asked = select(HandoverRow.id).where(HandoverRow.child_id.in_(child_ids))
    for key in work.session.scalars(asked).all():
        value = work.find(handover.SUBJECT, key)
        steps = select(FollowUpRow.id).where(FollowUpRow.id.in_(value.moved), FollowUpRow.child_id != value.child_id)
        others = set(work.session.scalars(steps))
        if others:
            work.save(handover.SUBJECT, replace(value, moved=tuple(k for k in value.moved if k not in others)))


def _row(session: Session, merge_id: str) -> ChildMergeRow:
    row = session.get(ChildMergeRow, merge_id)
    if row is None:
        raise NotFound("merge", merge_id)
    return row
