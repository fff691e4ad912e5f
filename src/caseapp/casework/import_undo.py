"""取り込みを元に戻す: the imports there were, and undoing one of them as a whole.

What an import did is told by its audit entry (from which to which entry of history); what it changed is put back from
that history. A record that somebody changed afterwards, or that others rest on, stops the undoing, and is named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from caseapp.casework.import_changing import Changing
from caseapp.casework.import_decision import Progress, Steps, portions
from caseapp.casework.import_reading import read_many
from caseapp.casework.import_restoring import restored
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records import child, consultation, follow_up, organization, search_index
from caseapp.records.all_subjects import METADATA
from caseapp.records.audit import AuditRow
from caseapp.records.child import ChildRow
from caseapp.records.draft import DraftRow
from caseapp.records.history import Difference, HistoryRow, as_json
from caseapp.records.setting import RecentChildRow
from caseapp.records.shape import Shape
from caseapp.records.subject import Subject
from caseapp.rules.account import WORKER
from caseapp.rules.changes import Changes
from caseapp.rules.problem import N_, NotFound, Problem, Refused

REASON = "取り込みを元に戻した"
"""Why a consultation was taken back. Data, not words of the screen."""

UNDONE = "import.undone"
_SUBJECTS: dict[str, Subject[Any, Any]] = {
    subject.kind: subject for subject in (follow_up.SUBJECT, consultation.SUBJECT, organization.SUBJECT, child.SUBJECT)
}
_MOST_NAMED = 8
_UNDONE_ALREADY = N_("This import was undone already.")
_NOT_KEPT = N_("What this import did is not known; it cannot be undone.")
_CHANGED_SINCE = N_(
    "The import cannot be undone: these were changed afterwards, or other records rest on them: {names}. "
    "Nothing was changed."
)
_AND_MORE = N_("{names} and {count} more")


@dataclass(frozen=True)
class Batch:
    """One import: when, who, from which file, what it did; `undone_at` and `undone_by` once it was undone.

    `id` is "" for what cannot be undone: a whole export, and what an older version of the program read in.
    """

    id: str
    at: datetime
    who: str
    kind: str
    file: str = ""
    digest: str = ""
    new: int = 0
    changed: int = 0
    undone_at: datetime | None = None
    undone_by: str = ""

    @property
    def undoable(self) -> bool:
        return bool(self.id) and self.undone_at is None


@dataclass
class _Done:
    """What an import did to one record."""

    subject: Subject[Any, Any]
    made: bool = False
    differences: list[Difference] = field(default_factory=list)


def batches(office: Office, *, limit: int = 30) -> tuple[Batch, ...]:
    """The latest imports, the newest first."""
    with office.reading("import.batches") as session:
        entries = select(AuditRow).where(AuditRow.action.like("import.%"), AuditRow.kind == "import")
        rows = session.scalars(entries.order_by(AuditRow.seq.desc()).limit(4 * limit)).all()
        undone = {row.record_id: row for row in rows if row.action == UNDONE}
        return tuple(_batch(row, undone.get(row.record_id)) for row in rows if row.action != UNDONE)[:limit]


def _batch(row: AuditRow, undone: AuditRow | None) -> Batch:
    detail = json.loads(row.detail) if row.detail else {}
    return Batch(
        row.record_id if "history_from" in detail else "",
        row.at,
        row.who,
        str(detail.get("kind", "")),
        file=str(detail.get("file", "")),
        digest=str(detail.get("sha256", "")),
        new=int(detail.get("new", 0)),
        changed=int(detail.get("changed", 0)),
        undone_at=undone.at if undone else None,
        undone_by=undone.who if undone else "",
    )


def undo(
    office: Office,
    batch_id: str,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Changes:
    """Undo an import as a whole, in one transaction: what it changed is as before, what it made is taken back.

    Raises NotFound, Refused (undone already; changed since, with the names), Cancelled.
    """
    with office.work(UNDONE, need=WORKER) as work:
        first, last = _extent(work, batch_id)
        done = _what_it_did(work, first, last)
        _refuse_what_was_changed(work, done, last)
        steps = Steps(len(done), progress=progress, cancelled=cancelled)
        _put_back(work, done, steps)
        made = [(key, each.subject.kind) for key, each in done.items() if each.made]
        for kind, subject in _SUBJECTS.items():
            _take_back(work, subject, [key for key, of in made if of == kind], steps)
        steps.tell(steps.total)
        work.about("import", batch_id)
        work.note(taken_back=len(made), put_back=len(done) - len(made))
        return work.commit()


def _extent(work: Work, batch_id: str) -> tuple[int, int]:
    """From which to which entry of history the import wrote."""
    rows = work.session.scalars(select(AuditRow).where(AuditRow.kind == "import", AuditRow.record_id == batch_id)).all()
    if not batch_id or not rows:
        raise NotFound("import", batch_id)
    if any(row.action == UNDONE for row in rows):
        raise Refused([Problem("", _UNDONE_ALREADY)])
    detail = json.loads(rows[0].detail)
    if "history_from" not in detail:
        raise Refused([Problem("", _NOT_KEPT)])
    return int(detail["history_from"]), int(detail["history_to"])


def _what_it_did(work: Work, first: int, last: int) -> dict[str, _Done]:
    done: dict[str, _Done] = {}
    columns = (HistoryRow.kind, HistoryRow.record_id, HistoryRow.field, HistoryRow.part_id)
    entries = select(*columns, HistoryRow.before, HistoryRow.after).where(HistoryRow.seq.between(first, last))
    for kind, key, name, part_id, before, after in work.session.execute(entries.order_by(HistoryRow.seq)):
        each = done.setdefault(key, _Done(_SUBJECTS[kind]))
        if name:
            each.differences.append(Difference(name, part_id, before, after))
        else:
            each.made = True
    return done


# ---- what stands in the way


def _refuse_what_was_changed(work: Work, done: Mapping[str, _Done], last: int) -> None:
    stands: dict[str, None] = {}
    for part in portions(done):
        later = select(HistoryRow.record_id).where(HistoryRow.seq > last, HistoryRow.record_id.in_(part)).distinct()
        stands |= dict.fromkeys(work.session.scalars(later))
    for kind in ("child", "organization"):
        made = [key for key, each in done.items() if each.made and each.subject.kind == kind]
        stands |= dict.fromkeys(_rested_on(work, _SUBJECTS[kind], made, done))
    if not stands:
        return
    names = list(dict.fromkeys(_named(work, done, stands)))
    listed: object = "、".join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        listed = Problem("", _AND_MORE, {"names": listed, "count": len(names) - _MOST_NAMED})
    raise Refused([Problem("", _CHANGED_SINCE, {"names": listed})])


def _rested_on(work: Work, subject: Subject[Any, Any], ids: list[str], done: Mapping[str, _Done]) -> Iterator[str]:
    """Which of these records others refer to: records of any kind that the import did not make itself, and drafts."""
    table = subject.row.__tablename__
    own = {part.row.__tablename__ for part in _own_parts(subject.shape)} | {RecentChildRow.__tablename__}
    for part in portions(ids):
        for other in METADATA.sorted_tables:
            for key in other.foreign_keys:
                if key.column.table.name != table or other.name in own:
                    continue
                ends = [key.parent, *(other.c[name] for name in ("id",) if name in other.c)]
                for row in work.session.execute(select(*ends).where(key.parent.in_(part))):
                    if len(row) == 1 or row[1] not in done:
                        yield row[0]
        if subject is child.SUBJECT:
            yield from work.session.scalars(select(DraftRow.child_id).where(DraftRow.child_id.in_(part)))


def _own_parts(shape: Shape[Any, Any]) -> Iterator[Any]:
    for part in (*shape.parts.values(), *shape.lists.values()):
        yield part
        if isinstance(part, Shape):
            yield from _own_parts(part)


def _named(work: Work, done: Mapping[str, _Done], ids: Iterable[str]) -> Iterator[str]:
    """The records as people call them."""
    for key in ids:
        row: Any = work.session.get(done[key].subject.row, key)
        if row is None:
            yield "—"
            continue
        owner = row if isinstance(row, ChildRow) else work.session.get(ChildRow, getattr(row, "child_id", ""))
        yield f"{owner.family_name} {owner.given_name} ({owner.number})" if owner is not None else str(row.name)


# ---- undoing


def _put_back(work: Work, done: Mapping[str, _Done], steps: Steps) -> None:
    """What the import changed is as it was before."""
    changing = Changing(work)
    for part in portions(key for key, each in done.items() if not each.made):
        there: dict[str, Any] = {}
        for subject in _SUBJECTS.values():
            ids = [key for key in part if done[key].subject is subject]
            there |= read_many(work.session, subject.shape, ids)
        for key in part:
            steps()
            subject = done[key].subject
            now = there[key]
            changing.change(subject, now, replace(restored(now, done[key].differences), revision=now.revision))
        changing.flush()


def _take_back(work: Work, subject: Subject[Any, Any], ids: list[str], steps: Steps) -> None:
    """What the import made is hidden, where its kind can be; else taken out, with what it held kept in history."""
    for part in portions(ids):
        rows = work.session.scalars(select(subject.row).where(subject.row.id.in_(part))).all()
        if subject is child.SUBJECT:
            work.session.execute(delete(RecentChildRow).where(RecentChildRow.child_id.in_(part)))
        entries = []
        for row in rows:
            steps()
            if hasattr(subject.row, "withdrawn"):
                work.withdraw(subject, row.id, reason=REASON)
            else:
                entries.append(_taken_out(work, subject, row))
                work.session.delete(row)
        if entries:
            work.session.flush()
            work.session.execute(HistoryRow.__table__.insert(), entries)  # type: ignore[attr-defined]  # a Table
            search_index.remove(work.session.connection(), sorted(part))


def _taken_out(work: Work, subject: Subject[Any, Any], row: Any) -> dict[str, Any]:
    """The entry of history for a record that is no more: all it held."""
    value = subject.shape.to_read(row)
    child_id = subject.child_id(value)
    work.touch(subject.kind, children=[child_id])
    return {
        "at": work.at,
        "account_id": work.account.id,
        "kind": subject.kind,
        "record_id": value.id,
        "child_id": child_id,
        "field": "",
        "part_id": "",
        "before": as_json(value),
        "after": "",
    }
