"""児童台帳: the list of all children, one child's record, and the child's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.orm import Session

from caseapp.casework import drafts, household, list_filter, list_rows, merged_numbers
from caseapp.casework.child_page import head, page, timeline
from caseapp.casework.in_charge import Charge
from caseapp.casework.list_rows import last_contacts
from caseapp.casework.list_views import Listing, RegisterFilter, RegisterRow
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.casework.views import DraftKey
from caseapp.records.child import SHAPE, SUBJECT, ChildRow
from caseapp.records.setting import RecentChildRow
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child, child_problems
from caseapp.rules.identity import next_child_number
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.words import diseases

__all__ = [
    "RegisterFilter",
    "child",
    "child_by_number",
    "close",
    "counts",
    "filled",
    "head",
    "last_contacts",
    "listing",
    "next_number",
    "page",
    "recent",
    "reopen",
    "rows",
    "save",
    "timeline",
]

RECENT = 5
_FILTER = RegisterFilter()
_SCREENFUL = 40


# ------------------------------------------------------------------------------------------------ the list


def rows(office: Office, *, filter: RegisterFilter = _FILTER) -> tuple[RegisterRow, ...]:  # noqa: A002 - the contract
    """All children the filter lets through, whole, in the order of their readings.

    Ten statements with plain columns for the whole list, none per child; kept until any record changes.
    """
    with office.reading("register.rows") as session:
        return _narrowed(office, _all_whole(office, session, status=filter.status), filter)


def listing(
    office: Office,
    *,
    filter: RegisterFilter = _FILTER,  # noqa: A002 - as above
    whole: bool = False,
    first: Sequence[str] = (),
) -> Listing:
    """The same for a page that shows thirty at a time: only the rows it needs are whole.

    Whole are the children of `first`, without any the first thirty; all of them with `whole`, where the filter asks for
    what other tables know, or where they are known already. `filled` brings the rest.
    """
    with office.reading("register.listing") as session:
        known = office.knows(_whole_key(office, filter.status))
        if whole or known or list_filter.needs_whole_rows(filter):
            found = _narrowed(office, _all_whole(office, session, status=filter.status), filter)
            return Listing(rows=found, whole=True)
        connection = session.connection()
        outlined = office.kept(
            ("register.outline", filter.status, office.today, office.language),
            lambda: list_rows.outline(connection, status=filter.status, today=office.today, language=office.language),
        )
        found = _narrowed(office, outlined, filter)
        wanted = set(first) or {row.child_id for row in found[:_SCREENFUL]}
        done = _filled(office, connection, [row for row in found if row.child_id in wanted])
        return Listing(rows=tuple(done.get(row.child_id, row) for row in found), whole=False)


def filled(office: Office, rows: Sequence[RegisterRow]) -> dict[str, RegisterRow]:
    """These rows with what other tables know, by the child's id."""
    with office.reading("register.filled") as session:
        return _filled(office, session.connection(), rows)


def counts(office: Office, filters: Mapping[str, RegisterFilter]) -> dict[str, int]:
    """How many children each filter lets through."""
    with office.reading("register.counts") as session:
        return {
            key: len(_narrowed(office, _all_whole(office, session, status=wanted.status), wanted))
            for key, wanted in filters.items()
        }


def _whole_key(office: Office, status: str) -> tuple[object, ...]:
    return "register.rows", status, office.today, office.language, diseases.version()


def _all_whole(office: Office, session: Session, *, status: str) -> tuple[RegisterRow, ...]:
    connection = session.connection()  # plain rows: the ORM's loading would cost as much again
    today, language = office.today, office.language

    return office.kept(
        _whole_key(office, status),
        lambda: list_rows.everything(connection, status=status, today=today, language=language),
    )


def _filled(office: Office, connection: Connection, some: Sequence[RegisterRow]) -> dict[str, RegisterRow]:
    made = list_rows.filled(connection, some, today=office.today, language=office.language)
    return {row.child_id: row for row in made}


def _narrowed(office: Office, listed: tuple[RegisterRow, ...], wanted: RegisterFilter) -> tuple[RegisterRow, ...]:
    if list_filter.chosen(wanted) in ((), ("status",)):
        return listed  # the statement asked for the status already
    check = list_filter.passes(wanted, today=office.today, account_id=office.account.id)
    return tuple(row for row in listed if check(row))


# ------------------------------------------------------------------------------------------------ one child


def child(office: Office, child_id: str) -> Child:
    """One child's record. Raises NotFound."""
    with office.reading("child.get") as session:
        return _one(session, ChildRow.id == child_id, key=child_id)


def child_by_number(office: Office, number: str) -> Child:
    """The child with this number, as typed. Raises NotFound."""
    with office.reading("child.get") as session:
        return _one(session, ChildRow.number == number, key=number)


def _one(session: Session, wanted: ColumnElement[bool], *, key: str) -> Child:
    child_id = session.scalars(select(ChildRow.id).where(wanted)).first()
    row = SUBJECT.row_of(session, child_id) if child_id else None
    if row is None:
        raise NotFound("child", key)
    return SHAPE.to_read(row)


def next_number(office: Office) -> str:
    """The number the next child would get (a suggestion: the office may count otherwise)."""
    with office.reading("child.next_number") as session:
        taken = (*session.scalars(select(ChildRow.number)), *merged_numbers.all_of(session))
        return next_child_number(taken, on=office.today)


def save(office: Office, child: Child, *, draft_key: DraftKey | None = None) -> Changes:
    """Register a child, or change its record. Raises Refused (also for a number in use, and for a worker to whom this
    user may not give the child), ChangedMeanwhile."""
    with office.work("child.save") as work:
        problems = child_problems(child, today=office.today)
        taken = select(ChildRow.id).where(ChildRow.number == child.number, ChildRow.id != child.id)
        if child.number and (
            work.session.scalars(taken).first() or merged_numbers.of_another(work.session, child.number, child.id)
        ):
            problems.append(Problem("number", N_("Another child has this number already.")))
        row = SUBJECT.row_of(work.session, child.id) if child.id else None
        before = SHAPE.to_read(row) if row is not None else None
        problems += household.check_siblings(work, child, before=before)
        charge = Charge(office, work)
        if before is None or before.revision == child.revision:  # else the save says that it has changed meanwhile
            problems += charge.problems([before or replace(child, worker_id="")], child.worker_id)
        if problems:
            raise Refused(problems)
        first = not child.id and child.registered_on is None
        saved = charge.save(replace(child, registered_on=office.today) if first else child, before=before)
        household.settle_siblings(work, saved, before=before)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def close(office: Office, child_id: str, *, on: date, reason: str) -> Changes:
    """End the support: the child leaves the lists of the day, the record stays. Raises Refused without a reason."""
    problems = [Problem("reason", N_("Say why the support ends."))] if not reason.strip() else []
    if on > office.today:
        problems.append(Problem("on", N_("The day lies in the future.")))
    if problems:
        raise Refused(problems)
    with office.work("child.close") as work:
        return _with_status(work, child_id, status="closed", closed_on=on, closed_reason=reason)


def reopen(office: Office, child_id: str) -> Changes:
    """Take the support up again."""
    with office.work("child.reopen") as work:
        return _with_status(work, child_id, status="active", closed_on=None, closed_reason="")


def _with_status(work: Work, child_id: str, **fields: Any) -> Changes:
    saved = work.save(SUBJECT, replace(work.find(SUBJECT, child_id), **fields))
    return work.commit(saved.id)


def anybody(office: Office) -> bool:
    """Whether the office has registered a child yet."""
    with office.reading("register.anybody") as session:
        return session.scalar(select(ChildRow.id).limit(1)) is not None


def recent(office: Office) -> tuple[tuple[str, str], ...]:
    """(id, name) of the children whose pages this user opened last, the newest first."""
    with office.reading("register.recent") as session:
        question = (
            select(ChildRow.id, ChildRow.family_name, ChildRow.given_name)
            .join(RecentChildRow, RecentChildRow.child_id == ChildRow.id)
            .where(RecentChildRow.account_id == office.account.id)
            .order_by(RecentChildRow.opened_at.desc())
            .limit(RECENT)
        )
        return tuple((row.id, f"{row.family_name} {row.given_name}".strip()) for row in session.execute(question))
