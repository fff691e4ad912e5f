"""One action in one transaction: what it saves, the history of that, its audit entry, the search index, the result.

    with office.work("consultation.record") as work:
        saved = work.save(consultation.SUBJECT, value)
        return work.commit(saved.id)

Leaving the block without `commit` (an exception, an early return) leaves the store as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from caseapp.records import history, search_index
from caseapp.records.audit import GENESIS, AuditRow, canonical, entry_hash
from caseapp.records.history import Difference, HistoryRow
from caseapp.records.subject import Subject
from caseapp.records.tables import Record
from caseapp.rules.account import Account
from caseapp.rules.changes import Changes
from caseapp.rules.identity import new_id
from caseapp.rules.problem import ChangedMeanwhile, NotFound

Question: TypeAlias = Select[*tuple[Any, ...]]
"""A SELECT of any columns."""

RowT = TypeVar("RowT", bound=Record)
ReadT = TypeVar("ReadT")

_DESK = frozenset({"draft", "preference"})
_STAMPS = ("recorded_at", "created_at")


class Work:
    """The transaction of one action. Made by `Office.work`; `session` is for what `save` and `find` do not cover."""

    def __init__(self, session: Session, *, account: Account, at: datetime, action: str) -> None:
        self.session = session
        self.account = account
        self.at = at
        self.action = action
        self.committed = False
        self._subjects: set[str] = set()
        self._children: set[str] = set()
        self._history: list[dict[str, Any]] = []
        self._documents: dict[tuple[str, str], search_index.Document] = {}
        self._hidden: set[str] = set()
        self._about: tuple[str, str, str] | None = None
        self._detail: dict[str, Any] = {}
        self._rows: list[Record] = []

    def new_id(self) -> str:
        """A fresh id (UUIDv7) of this moment."""
        return new_id(self.at, os.urandom)

    # --- reading

    def row(self, subject: Subject[RowT, ReadT], record_id: str) -> RowT:
        """The row. Raises NotFound."""
        found = subject.row_of(self.session, record_id) if record_id else None
        if found is None:
            raise NotFound(subject.kind, record_id)
        return found

    def find(self, subject: Subject[RowT, ReadT], record_id: str) -> ReadT:
        """The record as it is now. Raises NotFound."""
        return subject.shape.to_read(self.row(subject, record_id))

    # --- writing

    def save(self, subject: Subject[RowT, ReadT], value: ReadT) -> ReadT:
        """Make the record, or change it, and give it back as it is now stored (ids, revision, names).

        A value without id, or with an id not known yet, is made. Raises ChangedMeanwhile when the record's revision has
        moved on since the value was read. A value that was made already and is given again unchanged (a form saved
        twice in a hurry) changes nothing.
        """
        given: Any = value
        row = subject.row_of(self.session, given.id) if given.id else None
        if row is None:
            return self._make(subject, value)
        before: Any = subject.shape.to_read(row)
        wanted: Any = with_stamps(given, before)
        changed = list(history.differences(before, wanted, silent=subject.read_only))
        if not changed:
            return before  # type: ignore[no-any-return]  # it was read by the subject's shape
        if getattr(given, "revision", row.revision) != row.revision:
            raise ChangedMeanwhile
        row.revision += 1
        self._apply(subject, row, wanted)
        after = subject.shape.to_read(row)
        self._remember(subject, after, history.differences(before, after, silent=subject.read_only))
        if getattr(row, "withdrawn", False):  # changed while it is hidden: it stays out of the search
            self.hide(subject.kind, row.id)
        return after

    def add(self, subject: Subject[RowT, ReadT], value: ReadT) -> ReadT:
        """Make a record that is known not to be there yet: `save` without looking."""
        return self._make(subject, value)

    def withdraw(self, subject: Subject[Any, ReadT], record_id: str, *, reason: str) -> ReadT:
        """Take a record back: it is kept and hidden from lists and search, and can be restored."""
        return self._set_withdrawn(subject, record_id, withdrawn=True, reason=reason)

    def restore(self, subject: Subject[Any, ReadT], record_id: str) -> ReadT:
        """Bring a withdrawn record back."""
        return self._set_withdrawn(subject, record_id, withdrawn=False, reason="")

    def _set_withdrawn(self, subject: Subject[Any, ReadT], record_id: str, *, withdrawn: bool, reason: str) -> ReadT:
        row = self.row(subject, record_id)
        value: ReadT = subject.shape.to_read(row)
        if row.withdrawn == withdrawn:
            return value
        pairs = (("withdrawn", row.withdrawn, withdrawn), ("withdrawn_reason", row.withdrawn_reason, reason))
        changed = [Difference(f, "", history.as_json(old), history.as_json(new)) for f, old, new in pairs if old != new]
        row.withdrawn, row.withdrawn_reason, row.revision = withdrawn, reason, row.revision + 1
        self._rows.append(row)
        value = subject.shape.to_read(row)
        self._remember(subject, value, changed)
        if withdrawn:
            self.hide(subject.kind, record_id)
        return value

    def take_out(self, subject: Subject[Any, Any], record_id: str) -> None:
        """Let a record go that has become part of another one; what it was is the caller's to keep (merging)."""
        row = self.row(subject, record_id)
        self.touch(subject.kind, children=[subject.child_id(subject.shape.to_read(row))])
        self.session.delete(row)
        self._flush()
        self.hide(subject.kind, record_id)

    def hide(self, kind: str, record_id: str) -> None:
        """Keep a record out of the search."""
        self._hidden.add(record_id)
        self._documents.pop((kind, record_id), None)

    def _make(self, subject: Subject[RowT, ReadT], value: ReadT) -> ReadT:
        given: Any = value
        stamps = {name: self.at for name in _STAMPS if getattr(given, name, self.at) is None}
        row = subject.shape.make(replace(given, **stamps), new_id=self.new_id)
        row.revision = 1
        subject.derive(row, value)
        self.session.add(row)
        self.session.flush()
        self._rows.append(row)
        made = subject.shape.to_read(row)
        self._remember(subject, made, [Difference("", "", "", "")])
        return made

    def _apply(self, subject: Subject[RowT, ReadT], row: RowT, value: Any) -> None:
        stamps = {"updated_at": self.at} if hasattr(value, "updated_at") else {}
        subject.shape.apply(row, replace(value, **stamps), new_id=self.new_id)
        subject.derive(row, value)
        self._rows.append(row)
        self._flush()
        elsewhere = sorted({relation for relation, _ in subject.shape.names.values()})
        if elsewhere:
            self.session.expire(row, elsewhere)

    def _flush(self) -> None:
        try:
            self.session.flush()
        except StaleDataError as error:
            raise ChangedMeanwhile from error

    def _remember(self, subject: Subject[Any, Any], value: Any, differences: Iterable[Difference]) -> None:
        child_id = subject.child_id(value)
        self.touch(subject.kind, children=[child_id, *subject.also_children(value)])
        if self._about is None:
            self._about = (subject.kind, value.id, child_id)
        for difference in differences:
            self._history.append(
                {
                    "at": self.at,
                    "account_id": self.account.id,
                    "kind": subject.kind,
                    "record_id": value.id,
                    "child_id": child_id,
                    "field": difference.field,
                    "part_id": difference.part_id,
                    "before": difference.before,
                    "after": difference.after,
                }
            )
        self._hidden.discard(value.id)
        document = document_of(subject, value)
        if document.texts or document.names:
            self._documents[subject.kind, value.id] = document

    # --- the result

    @property
    def changed(self) -> bool:
        """True when a record, a person or a setting changed; what only belongs to a user's desk does not count."""
        return bool(self._subjects - _DESK)

    @property
    def waiting(self) -> int:
        """How many entries of history `commit` will write."""
        return len(self._history)

    def touch(self, *subjects: str, children: Iterable[str] = ()) -> None:
        """Say that pages about these subjects and children must refresh."""
        self._subjects.update(subjects)
        self._children.update(child_id for child_id in children if child_id)

    def about(self, kind: str, record_id: str, *, child_id: str = "") -> None:
        """What the audit entry is about (else the first record saved). An action that saves nothing needs this."""
        self._about = (kind, record_id, child_id)

    def note(self, **detail: str | int | bool | list[str]) -> None:
        """Add to the audit entry's detail: codes, counts, document names; never text of a record."""
        self._detail.update(detail)

    def commit_quietly(self) -> Changes:
        """End an action that is no one's record (a draft, a preference): no history, no audit entry."""
        self._flush()
        self.session.commit()
        self.committed = True
        return Changes(frozenset(self._subjects), frozenset(self._children))

    def commit(self, record_id: str = "") -> Changes:
        """End the action: write history, index and audit entry, and commit. When nothing happened nothing is."""
        if self._about is None and not self._subjects:
            self.session.rollback()
            self.committed = True
            return Changes(record_id=record_id)
        if self._about is None and self._subjects == {"draft"}:  # the record stood as given; only its draft goes
            return replace(self.commit_quietly(), record_id=record_id)
        self._flush()
        if self._history:
            self.session.execute(HistoryRow.__table__.insert(), self._history)  # type: ignore[attr-defined]  # a Table
        connection = self.session.connection()
        if self._hidden:
            search_index.remove(connection, sorted(self._hidden))
        search_index.put(connection, self._documents.values())
        kind, about, child_id = self._about or ("", "", "")
        append_audit(
            self.session,
            account=self.account,
            at=self.at,
            action=self.action,
            kind=kind,
            record_id=about,
            child_id=child_id,
            detail=self._detail,
        )
        self.session.commit()
        self.committed = True
        return Changes(frozenset(self._subjects), frozenset(self._children), record_id)


def append_audit(
    session: Session,
    *,
    account: Account | None,
    at: datetime,
    action: str,
    kind: str = "",
    record_id: str = "",
    child_id: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditRow:
    """Add one entry to the audit chain, inside the caller's transaction."""
    last = session.execute(select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)).first()
    row = AuditRow(
        seq=last.seq + 1 if last else 1,
        at=at,
        account_id=account.id if account else "",
        who=account.name if account else "",
        action=action,
        kind=kind,
        record_id=record_id,
        child_id=child_id,
        detail=canonical(detail) if detail else "",
    )
    row.hash = entry_hash(row, previous=last.hash if last else GENESIS)
    session.add(row)
    session.flush()
    return row


def enter_child(work: Work, child_id: str, **detail: str | int | bool) -> None:
    """One entry more, for one of several children of this action: the log of each child shows it."""
    append_audit(
        work.session,
        account=work.account,
        at=work.at,
        action=work.action,
        kind="child",
        record_id=child_id,
        child_id=child_id,
        detail=detail,
    )


def with_stamps(value: Any, before: Any) -> Any:
    """A value whose moments were left out keeps those of the stored record."""
    kept = {name: getattr(before, name) for name in (*_STAMPS, "updated_at") if hasattr(before, name)}
    return replace(value, **kept) if kept else value


def document_of(subject: Subject[Any, Any], value: Any) -> search_index.Document:
    """What the search index is to know of a record."""
    return search_index.Document(
        kind=subject.kind,
        record_id=value.id,
        child_id=subject.child_id(value),
        day=subject.day(value),
        texts=tuple(text for text in subject.texts(value) if text),
        names=tuple(name for name in subject.names(value) if name.text),
        also_children=tuple(subject.also_children(value)),
    )
