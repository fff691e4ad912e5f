"""A merge taken back as a whole: both records as they were, what came since stays with the child that remained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework import merge_moving
from caseapp.casework.merge_meeting import handed_over_since
from caseapp.casework.merging import Kept, Merge, kept_in, own_drafts, shown, told
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records.account import AccountRow
from caseapp.records.all_subjects import BY_KIND
from caseapp.records.child import SHAPE, SUBJECT, ChildRow
from caseapp.records.child_merge import ChildMergeRow
from caseapp.records.disclosure import DisclosureRow
from caseapp.records.history import HistoryRow
from caseapp.records.plan import ReviewRow, SupportPlanRow
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.merging import groups
from caseapp.rules.problem import N_, NotFound, Problem, Refused


@dataclass(frozen=True, kw_only=True)
class Stays:
    """A record that was added since, and stays with the child that remained. `text` is the beginning of it."""

    kind: str
    record_id: str
    on: date | None
    text: str


@dataclass(frozen=True, kw_only=True)
class UndoPreview:
    """What taking a merge back will do. `back`: number of records that go back, by kind; `stays` what was added since;
    `kept_fields` what was changed since in the record that remained and is left so; `problems` why it cannot be."""

    merge: Merge
    back: dict[str, int]
    stays: tuple[Stays, ...]
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
        return UndoPreview(
            merge=shown(row, by),
            back={kind: len(ids) for kind, ids in kept.moved.records.items() if ids},
            stays=tuple(_added_since(session, row, kept)),
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
        now = work.find(SUBJECT, row.survivor_id)
        parting = _Parting(kept, now)
        parted = work.save(SUBJECT, parting.remaining)
        moved = kept.moved.records.get("handover", ())
        again = work.add(SUBJECT, handed_over_since(work.session, parting.again, now, moved, since=row.at))
        _let_go_along(work, kept, row.survivor_id)
        merge_moving.move_back(work, kept.moved, again, parted)
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


def _let_go_along(work: Work, kept: Kept, survivor_id: str) -> None:
    """What cannot be without a record that goes back goes with it: reviews, later versions, the proof of a letter."""
    moved = kept.moved.records
    for kind, row, asked in _dependents(kept):
        known = set(moved.get(kind, ()))
        found = work.session.scalars(select(row.id).where(row.child_id == survivor_id, asked))
        moved[kind] = [*moved.get(kind, ()), *sorted(set(found) - known)]


def _dependents(kept: Kept) -> Iterable[tuple[str, Any, Any]]:
    moved = kept.moved.records
    plans, letters = moved.get("support_plan", []), moved.get("information_letter", [])
    numbers = select(SupportPlanRow.number).where(SupportPlanRow.id.in_(plans)).scalar_subquery()
    versions = SupportPlanRow.number.in_(numbers)
    same = select(SupportPlanRow.id).where(versions).scalar_subquery()
    return (
        ("review", ReviewRow, ReviewRow.plan_id.in_(same)),
        ("support_plan", SupportPlanRow, versions),
        ("disclosure", DisclosureRow, DisclosureRow.letter_id.in_(letters)),
    )


def _added_since(session: Session, row: ChildMergeRow, kept: Kept) -> Iterator[Stays]:
    """Records made since the merge, of the child that remained, that are not bound to one that goes back."""
    along = {
        (kind, record_id)
        for kind, table, asked in _dependents(kept)
        for record_id in session.scalars(select(table.id).where(table.child_id == row.survivor_id, asked))
    }
    made = select(HistoryRow.kind, HistoryRow.record_id).where(
        HistoryRow.child_id == row.survivor_id, HistoryRow.field == "", HistoryRow.seq > kept.seq
    )
    for kind, record_id in session.execute(made.order_by(HistoryRow.seq)):
        subject = BY_KIND.get(kind)
        stored = session.get(subject.row, record_id) if subject and kind != "child" else None
        if subject is None or stored is None or (kind, record_id) in along:
            continue
        value = subject.shape.to_read(stored)
        text = next((text.strip() for text in subject.texts(value) if text.strip()), "")
        yield Stays(kind=kind, record_id=record_id, on=subject.day(value), text=text)


def _row(session: Session, merge_id: str) -> ChildMergeRow:
    row = session.get(ChildMergeRow, merge_id)
    if row is None:
        raise NotFound("merge", merge_id)
    return row
