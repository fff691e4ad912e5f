"""Audit: an append-only chain of who did, saw, printed, exported, disclosed or was refused what.

Each entry's hash covers the hash before it and the entry's canonical JSON, so that none can be changed, left out or put
in without breaking all that follow; triggers refuse UPDATE and DELETE. The end of the chain is told to the vault's
header, so that cutting off the end, or putting an older file back, shows too (docs/decisions/0030).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.records.tables import CODE, ID, Moment, Table, free_text, moment_text, reference, sqlite_only

GENESIS = ""


class AuditRow(Table):
    """One entry. `who` is the name as it was then; `detail` is JSON without any text of a record."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "child_id", "seq"), Index(None, "action", "seq"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[str] = reference("account.id")
    who: Mapped[str] = free_text()
    action: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(CODE, default="")
    record_id: Mapped[str] = mapped_column(ID, default="")
    child_id: Mapped[str] = mapped_column(ID, default="")
    detail: Mapped[str] = free_text()
    hash: Mapped[str] = mapped_column(String(64))


_REFUSAL = "the audit is append-only"
TRIGGERS = tuple(
    f"CREATE TRIGGER audit_refuses_{action} BEFORE {action} ON audit BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for action in ("update", "delete")
)
for _trigger in TRIGGERS:
    sqlite_only(AuditRow, _trigger)


def entry_hash(row: AuditRow, *, previous: str) -> str:
    """SHA-256, in hex, over the hash of the entry before and this entry's canonical JSON."""
    entry = {
        "seq": row.seq,
        "at": moment_text(row.at),
        "account_id": row.account_id or "",
        "who": row.who,
        "action": row.action,
        "kind": row.kind,
        "record_id": row.record_id,
        "child_id": row.child_id,
        "detail": row.detail,
    }
    data = previous.encode() + b"\n" + canonical(entry).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def first_broken(rows: Iterable[AuditRow], *, previous: str = GENESIS, seq: int = 0) -> int | None:
    """The number of the first entry that does not follow from the one before it; None when the chain is whole.

    `rows` are in order; `previous` and `seq` are those of the entry before the first of them.
    """
    for row in rows:
        seq += 1
        if row.seq != seq or row.hash != entry_hash(row, previous=previous):
            return seq
        previous = row.hash
    return None


def canonical(value: Mapping[str, Any]) -> str:
    """One JSON text for one value: sorted keys, no blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
