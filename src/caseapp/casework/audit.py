"""アクセス記録: who saw, changed, printed, exported, unlocked, was refused; is the chain whole?"""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.views import AuditEntry, ChainState
from caseapp.records.audit import GENESIS, AuditRow, first_broken
from caseapp.records.child import ChildRow
from caseapp.records.child_merge import ChildMergeRow
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes

_PORTION = 5000


def entries(office: Office, *, child_id: str | None = None, limit: int = 500) -> tuple[AuditEntry, ...]:
    """The entries (of one child), the newest first. Only managers read it, and that is an entry, too."""
    with office.work("audit.read", need=MANAGER) as work:
        question = select(AuditRow, ChildRow.number).outerjoin(ChildRow, ChildRow.id == AuditRow.child_id)
        if child_id is not None:
            question = question.where(AuditRow.child_id == child_id)
        rows = work.session.execute(question.order_by(AuditRow.seq.desc()).limit(limit)).all()
        merged = dict(work.session.execute(select(ChildMergeRow.merged_id, ChildMergeRow.number)).all())
        found = tuple(_entry(row, number or merged.get(row.child_id, "")) for row, number in rows)
        work.about("audit", "", child_id=child_id or "")
        work.commit()
        return found


def verify_chain(office: Office) -> ChainState:
    """Follow the whole chain and compare it with the head the vault's header knows."""
    with office.reading("audit.verify", need=MANAGER) as session:
        count, broken = _followed(session)
        head = office.vault.chain_head
        if broken is None and head.count:
            told = session.scalar(select(AuditRow.hash).where(AuditRow.seq == head.count))
            if told != head.digest:
                broken = min(head.count, count + 1)
        return ChainState(count, broken)


def seen(office: Office, *, kind: str, record_id: str, child_id: str = "", action: str = "seen") -> Changes:
    """Write that a record was looked at, where the reading itself did not."""
    with office.work(action, need="viewer") as work:
        work.about(kind, record_id, child_id=child_id)
        return work.commit(record_id)


def _followed(session: Session) -> tuple[int, int | None]:
    previous, count = GENESIS, 0
    while True:
        rows = session.scalars(
            select(AuditRow).where(AuditRow.seq > count).order_by(AuditRow.seq).limit(_PORTION)
        ).all()
        broken = first_broken(rows, previous=previous, seq=count)
        if broken is not None or not rows:
            return count + len(rows), broken
        previous, count = rows[-1].hash, rows[-1].seq
        session.expunge_all()


def _entry(row: AuditRow, number: str) -> AuditEntry:
    return AuditEntry(
        number=row.seq,
        when=row.at,
        who=row.who,
        action=row.action,
        kind=row.kind,
        record_id=row.record_id,
        child_id=row.child_id,
        child_number=number,
        detail=json.loads(row.detail) if row.detail else {},
    )
