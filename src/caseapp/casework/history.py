"""変更履歴: what was changed in a record, field by field, by whom and when."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.views import Change
from caseapp.records.account import AccountRow
from caseapp.records.history import HistoryRow
from caseapp.records.organization import OrganizationRow

_ORGANIZATION = "organization_id"
_PEOPLE = ("worker_id", "author_id", "approved_by_id", "giver_id", "taker_id")


def of_record(office: Office, kind: str, record_id: str) -> tuple[Change, ...]:
    """The changes of one record, the newest first."""
    with office.reading("history.of_record") as session:
        wanted = select(HistoryRow).where(HistoryRow.record_id == record_id, HistoryRow.kind == kind)
        return _changes(session, wanted.order_by(HistoryRow.seq.desc()))


def of_child(office: Office, child_id: str, *, limit: int = 500) -> tuple[Change, ...]:
    """The changes of a child and of all its records, the newest first."""
    with office.reading("history.of_child") as session:
        wanted = select(HistoryRow).where(HistoryRow.child_id == child_id)
        return _changes(session, wanted.order_by(HistoryRow.seq.desc()).limit(limit))


def _changes(session: Session, wanted: Any) -> tuple[Change, ...]:
    names: dict[str, str] = dict(session.execute(select(AccountRow.id, AccountRow.name)).all())
    rows = session.scalars(wanted).all()
    if any(row.field == _ORGANIZATION for row in rows):
        names |= dict(session.execute(select(OrganizationRow.id, OrganizationRow.name)).all())
    return tuple(_change(row, names) for row in rows)


def _change(row: HistoryRow, names: dict[str, str]) -> Change:
    before, after = (json.loads(text) if text else None for text in (row.before, row.after))
    if row.field in (*_PEOPLE, _ORGANIZATION):
        before, after = (names.get(str(value), value) for value in (before, after))
    return Change(
        who=names.get(row.account_id, ""),
        when=row.at,
        field=row.field,
        before=before,
        after=after,
        part_id=row.part_id,
        kind=row.kind,
        record_id=row.record_id,
    )
