"""Two records of one child become one (統合), and two again.

The left record stays and gets everything of the right one; what the right one was is kept whole beside it
(`records.child_merge`), so that the merge can be undone at any time. Its number goes on finding the child.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.casework import merge_meeting, merge_moving
from caseapp.casework.in_charge import Charge
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.json_shape import Reading, Shape
from caseapp.records.account import AccountRow
from caseapp.records.child import SHAPE, SUBJECT, ChildRow
from caseapp.records.child_merge import ChildMergeRow
from caseapp.records.draft import DraftRow
from caseapp.records.history import HistoryRow, as_json
from caseapp.records.plan import SupportPlanRow
from caseapp.rules import plan_state
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child, child_problems
from caseapp.rules.merging import LEFT, RIGHT, FieldRow, field_rows, merged
from caseapp.rules.problem import N_, ChangedMeanwhile, NotFound, Problem, Refused

CHILD_FORM = "child"
"""The form whose draft is of a record as it was: it must be saved or thrown away before."""

_BEGUN = N_("{name} has begun to write about this child. Save it or throw it away first.")
_CHILD: Shape[Child] = Shape(Child)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Two records side by side. `rows` what is chosen; `counts` (left, right) records by kind; `warnings` what to know;
    `problems` what must be done before they can be merged."""

    left: Child
    right: Child
    rows: tuple[FieldRow, ...]
    newer: Mapping[str, str]
    counts: Mapping[str, tuple[int, int]]
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Merge:
    """One merge: whose record (`number`, `name`) became part of `survivor_id`, when, by whom; undone or not."""

    id: str
    at: datetime
    by: str
    survivor_id: str
    merged_id: str
    number: str
    name: str
    undone_at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """What a merge row keeps: both records before, the one that resulted, what was moved, and the history till then."""

    merged: Child
    before: Child
    after: Child
    moved: merge_moving.Moved
    seq: int

    def text(self) -> str:
        """As it is stored."""
        records = {name: _written(getattr(self, name)) for name in ("merged", "before", "after")}
        return json.dumps({**records, "moved": self.moved.as_json(), "seq": self.seq}, ensure_ascii=False)


def kept_in(row: ChildMergeRow) -> Kept:
    """What was kept at a merge. Fields and parts that a newer version knows have their defaults."""
    stored = json.loads(row.content)
    away, before, after = (_read(stored[name]) for name in ("merged", "before", "after"))
    moved = merge_moving.Moved(**stored["moved"])
    return Kept(merged=away, before=before, after=after, moved=moved, seq=stored["seq"])


# ------------------------------------------------------------------------------------------------ asking


def preview(office: Office, left_id: str, right_id: str) -> Preview:
    """Both records, what is proposed for each field, and what stands in the way. Raises NotFound, Refused."""
    _refuse_the_same(left_id, right_id)
    with office.reading("child.merge_preview") as session:
        left, right = _found(session, left_id), _found(session, right_id)
        newer = _newer(session, left_id, right_id)
        return Preview(
            left=left,
            right=right,
            rows=field_rows(left, right, newer=newer),
            newer=newer,
            counts=_counts(session, left_id, right_id),
            warnings=(
                *_warnings(session, left, right),
                *merge_meeting.limits_passed(session, left_id, right_id, language=office.language),
            ),
            problems=tuple(_in_the_way(session, left_id, right_id)),
        )


def merges_of(office: Office, child_id: str) -> tuple[Merge, ...]:
    """What was merged into a child's record, those that were taken back last, the newest first."""
    with office.reading("child.merges") as session:
        row = ChildMergeRow
        asked = (
            select(row, AccountRow.name)
            .outerjoin(AccountRow, AccountRow.id == row.account_id)
            .where((row.survivor_id == child_id) | (row.merged_id == child_id))
            .order_by(row.undone_at.is_not(None), row.at.desc(), row.id.desc())
        )
        return tuple(shown(found, by or "") for found, by in session.execute(asked))


def survivor(office: Office, child_id: str) -> str:
    """The id of the child that this one has become by now; its own id when it was never merged away."""
    with office.reading("child.survivor") as session:
        row = ChildMergeRow
        asked = select(row.survivor_id).where(row.merged_id == child_id, row.undone_at.is_(None))
        return session.scalars(asked.order_by(row.at.desc())).first() or child_id


# ------------------------------------------------------------------------------------------------ merging


def merge(
    office: Office,
    left_id: str,
    right_id: str,
    *,
    choices: Mapping[str, str],
    revisions: tuple[int, int] | None = None,
) -> Changes:
    """Make the right record part of the left one: fields as chosen (by the names of `Preview.rows`, else as proposed),
    everything moved, one transaction. `revisions`: those of the records that were looked at.

    Raises Refused, NotFound, ChangedMeanwhile (a record has changed since it was looked at).
    """
    _refuse_the_same(left_id, right_id)
    with office.work("child.merge") as work:
        left, right = work.find(SUBJECT, left_id), work.find(SUBJECT, right_id)
        if revisions is not None and revisions != (left.revision, right.revision):
            raise ChangedMeanwhile
        result = _result(work, left, right, choices)
        charge, halves = Charge(office, work), [half for half in (left, right) if half.worker_id]
        problems = [*_in_the_way(work.session, left_id, right_id), *child_problems(result, today=office.today)]
        problems += charge.problems(halves, result.worker_id)
        if problems:
            raise Refused(problems)
        last = work.session.scalar(select(func.max(HistoryRow.seq))) or 0
        moved = merge_moving.move(work, right, left)
        work.take_out(SUBJECT, right_id)
        after = work.save(SUBJECT, result)
        steps = [charge.follow(left_id, before=half.worker_id, to=after.worker_id) for half in halves]
        _write(work, Kept(merged=right, before=left, after=after, moved=moved, seq=last))
        work.about("child", left_id, child_id=left_id)
        work.note(numbers=[left.number, right.number], records=sum(map(len, moved.records.values())))
        if any(steps):
            work.note(next_steps=sum(map(len, steps)))
        return work.commit(left_id)


def _result(work: Work, left: Child, right: Child, choices: Mapping[str, str]) -> Child:
    try:
        return merged(left, right, choices, newer=_newer(work.session, left.id, right.id))
    except ValueError as error:
        raise Refused([Problem("", N_("One of the choices does not exist any more. Open the page again."))]) from error


def _write(work: Work, kept: Kept) -> None:
    into, away = kept.after, kept.merged
    work.session.add(
        ChildMergeRow(
            id=work.new_id(),
            at=work.at,
            account_id=work.account.id,
            survivor_id=into.id,
            into_id=into.id,
            merged_id=away.id,
            number=away.number,
            content=kept.text(),
        )
    )
    told(work, into, away, before=away.number, after=into.number)
    work.touch(
        "merge", "duplicates", "consultation", "follow_up", "liaison", "support_plan", children=[into.id, away.id]
    )


def told(work: Work, into: Child, away: Child, *, before: str, after: str) -> None:
    """A line of history on the record that is no more (or is again), shown with the survivor's."""
    work.session.add(
        HistoryRow(
            at=work.at,
            account_id=work.account.id,
            kind="child",
            record_id=away.id,
            child_id=into.id,
            field="merged_into",
            before=as_json(before),
            after=as_json(after),
        )
    )


def _refuse_the_same(left_id: str, right_id: str) -> None:
    if left_id == right_id:
        raise Refused([Problem("", N_("Choose two records."))])


def own_drafts(session: Session, *child_ids: str) -> Iterable[Problem]:
    """Who has begun to change a record itself: saved later, it would bring back what the merge or its undoing took."""
    asked = select(AccountRow.name).join(DraftRow, DraftRow.account_id == AccountRow.id)
    asked = asked.where(DraftRow.child_id.in_(child_ids), DraftRow.form == CHILD_FORM)
    for name in session.scalars(asked.order_by(DraftRow.saved_at)):
        yield Problem("", _BEGUN, {"name": name})


def _in_the_way(session: Session, left_id: str, right_id: str) -> Iterable[Problem]:
    """Drafts that would be lost or would undo the merge: of the record itself, and of one form for both children; and
    two hand-overs under way."""
    yield from own_drafts(session, left_id, right_id)
    yield from merge_meeting.two_hand_overs(session, left_id, right_id)
    row = DraftRow
    asked = (
        select(row.account_id, row.form, row.record_id, row.child_id, AccountRow.name)
        .join(AccountRow, AccountRow.id == row.account_id)
        .where(row.child_id.in_((left_id, right_id)), row.form != CHILD_FORM)
    )
    seen: set[tuple[str, str, str]] = set()
    for account_id, form, record_id, _child_id, name in session.execute(asked.order_by(row.saved_at)):
        key = (account_id, form, record_id)
        if key in seen:
            yield Problem("", _BEGUN, {"name": name})
        seen.add(key)


def _warnings(session: Session, left: Child, right: Child) -> Iterable[Problem]:
    row = SupportPlanRow
    living = select(row.child_id).where(row.child_id.in_((left.id, right.id)), row.status.in_(plan_state.OPEN_STATES))
    if set(session.scalars(living)) == {left.id, right.id}:
        yield Problem("", N_("Both have a plan that is not closed. Close one of them after the merge."))
    if left.birth_date != right.birth_date:
        yield Problem("birth_date", N_("The dates of birth differ. Make sure that it is one child."))


# ------------------------------------------------------------------------------------------------ small things


def _found(session: Session, child_id: str) -> Child:
    row = session.get(ChildRow, child_id)
    if row is None:
        raise NotFound("child", child_id)
    return SHAPE.to_read(row)


def _newer(session: Session, left_id: str, right_id: str) -> dict[str, str]:
    """By field whose value was written last; LEFT for what was never changed in the right record since it was made: a
    record that was registered by mistake is the newest of all, and is filled by its form."""
    last: dict[tuple[str, str], int] = {}
    asked = select(HistoryRow.record_id, HistoryRow.field, func.max(HistoryRow.seq))
    asked = asked.where(HistoryRow.kind == "child", HistoryRow.record_id.in_((left_id, right_id)))
    for record_id, path, seq in session.execute(asked.group_by(HistoryRow.record_id, HistoryRow.field)):
        key = (path.split(".")[0], LEFT if record_id == left_id else RIGHT)
        last[key] = max(seq, last.get(key, 0))
    made = last.get(("", LEFT), 0)
    return {
        name: RIGHT if last.get((name, RIGHT), 0) > last.get((name, LEFT), made) else LEFT
        for name in {name for name, _side in last if name}
    }


def _counts(session: Session, left_id: str, right_id: str) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for subject in merge_moving.subjects():
        row = subject.row
        asked = select(row.child_id, func.count()).where(row.child_id.in_((left_id, right_id))).group_by(row.child_id)
        found: dict[str, int] = dict(session.execute(asked).all())
        if found:
            counts[subject.kind] = (found.get(left_id, 0), found.get(right_id, 0))
    return counts


def shown(row: ChildMergeRow, by: str) -> Merge:
    """A merge as it is told."""
    away = json.loads(row.content)["merged"]
    return Merge(
        id=row.id,
        at=row.at,
        by=by,
        survivor_id=row.survivor_id,
        merged_id=row.merged_id,
        number=row.number,
        name=f"{away['family_name']} {away['given_name']}".strip(),
        undone_at=row.undone_at,
    )


def _written(child: Child) -> dict[str, Any]:
    return _CHILD.write(child)


def _read(stored: Any) -> Child:
    reading = Reading()
    child = _CHILD.read(stored, reading, "child")
    if child is None:  # written by us: only a version that dropped a type could do this
        raise ValueError("; ".join(str(finding) for finding in reading.problems))
    return child
