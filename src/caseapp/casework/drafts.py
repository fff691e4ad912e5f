"""Drafts: what a form holds, kept in the vault within seconds, offered again for the same child and to no other."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.casework.views import Draft, DraftKey
from caseapp.records.child import ChildRow
from caseapp.records.draft import DraftRow
from caseapp.rules.changes import Changes


def save(office: Office, *, form: str, child_id: str = "", record_id: str = "", content: dict[str, Any]) -> Changes:
    """Keep what the form holds now; what was kept of it before goes. Not audited: a draft is nobody's record yet."""
    with office.work("draft.save") as work:
        work.session.merge(
            DraftRow(
                account_id=office.account.id,
                form=form,
                child_id=child_id,
                record_id=record_id,
                content=json.dumps(content, ensure_ascii=False, separators=(",", ":")),
                saved_at=work.at,
            )
        )
        work.touch("draft", children=[child_id])
        return work.commit_quietly()


def find(office: Office, *, form: str, child_id: str = "", record_id: str = "") -> Draft | None:
    """The user's draft of this form for this child and record, or None."""
    with office.reading("draft.find") as session:
        found = _drafts(session, office, form=form, child_id=child_id, record_id=record_id)
        return found[0] if found else None


def discard(office: Office, *, form: str, child_id: str = "", record_id: str = "") -> Changes:
    """Throw a draft away; nothing happens when there is none."""
    with office.work("draft.discard") as work:
        drop(work, DraftKey(form, child_id, record_id))
        return work.commit_quietly()


def all(office: Office) -> tuple[Draft, ...]:  # noqa: A001 - drafts.all reads well, and nothing here needs the builtin
    """The user's drafts, the newest first."""
    with office.reading("draft.all") as session:
        return _drafts(session, office)


def count(office: Office) -> int:
    """How many forms the user has begun and not saved."""
    with office.reading("draft.count") as session:
        mine = DraftRow.account_id == office.account.id
        return session.scalar(select(func.count()).select_from(DraftRow).where(mine)) or 0


def of_user(session: Session, office: Office) -> tuple[Draft, ...]:
    """The user's drafts, the newest first, inside the caller's transaction."""
    return _drafts(session, office)


def of_child(session: Session, office: Office, child_id: str) -> tuple[Draft, ...]:
    """The user's drafts about a child, inside the caller's transaction."""
    return _drafts(session, office, child_id=child_id)


def drop(work: Work, key: DraftKey | None) -> None:
    """Delete a draft in the transaction that saves what it was about."""
    if key is None:
        return
    work.session.execute(
        delete(DraftRow).where(
            DraftRow.account_id == work.account.id,
            DraftRow.form == key.form,
            DraftRow.child_id == key.child_id,
            DraftRow.record_id == key.record_id,
        )
    )
    work.touch("draft", children=[key.child_id])


def _drafts(session: Session, office: Office, **wanted: str) -> tuple[Draft, ...]:
    names = (ChildRow.family_name, ChildRow.given_name, ChildRow.number)
    question = (
        select(DraftRow.form, DraftRow.child_id, DraftRow.record_id, DraftRow.content, DraftRow.saved_at, *names)
        .outerjoin(ChildRow, ChildRow.id == DraftRow.child_id)
        .where(DraftRow.account_id == office.account.id, *(getattr(DraftRow, k) == v for k, v in wanted.items()))
        .order_by(DraftRow.saved_at.desc())
    )
    return tuple(
        Draft(
            form=row.form,
            child_id=row.child_id,
            record_id=row.record_id,
            content=json.loads(row.content),
            saved_at=row.saved_at,
            child_name=f"{row.family_name} {row.given_name}".strip() if row.number else "",
            child_number=row.number or "",
        )
        for row in session.execute(question)
    )
