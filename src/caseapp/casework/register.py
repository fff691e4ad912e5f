"""児童台帳: the list of all children, one child's record, and the child's page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Result, func, select
from sqlalchemy.orm import Session

from caseapp.casework import drafts
from caseapp.casework.child_page import page, timeline
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Question, Work
from caseapp.casework.views import NO_CERTIFICATE, DraftKey, RegisterFilter, RegisterRow
from caseapp.records.account import AccountRow
from caseapp.records.child import (
    SHAPE,
    SUBJECT,
    CautionRow,
    CertificatePeriodRow,
    ChildDiseaseRow,
    ChildRow,
    FamilyMemberRow,
    MedicalCareRow,
)
from caseapp.records.consultation import ConsultationChildRow, ConsultationRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.setting import RecentChildRow
from caseapp.rules.account import short_name
from caseapp.rules.age import age_and_grade
from caseapp.rules.certificate_rule import CertificateState, certificate_state
from caseapp.rules.changes import Changes
from caseapp.rules.child import CertificatePeriod, Child, child_problems, period_on
from caseapp.rules.grade import grade_on
from caseapp.rules.identity import next_child_number
from caseapp.rules.problem import N_, NotFound, Problem, Refused
from caseapp.words import codes

__all__ = [
    "RegisterFilter",
    "child",
    "child_by_number",
    "close",
    "last_contacts",
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
_NOTHING = ("", "", None)


# ------------------------------------------------------------------------------------------------ the list


def rows(office: Office, *, filter: RegisterFilter = _FILTER) -> tuple[RegisterRow, ...]:  # noqa: A002 - the contract
    """All children the filter lets through, in the order of their readings.

    Eight statements with plain columns for the whole list, none per child; kept until any record changes.
    """
    today, language = office.today, office.language
    with office.reading("register.rows") as session:
        connection = session.connection()  # plain rows: the ORM's loading would cost as much again
        return office.kept(
            ("register.rows", filter, today, language),
            lambda: _rows(connection, filter, today=today, language=language),
        )


def _rows(connection: Connection, wanted: RegisterFilter, *, today: date, language: str) -> tuple[RegisterRow, ...]:
    facts = _Facts(connection, today=today)
    people = connection.execute(_children(wanted)).all()
    made = [_row(person, facts, today=today, language=language) for person in people]
    checks = _checks(wanted, today=today)
    return tuple(row for row in made if all(check(row) for check in checks)) if checks else tuple(made)


class _Facts:
    """What stands in other tables about each child, by the child's id."""

    def __init__(self, connection: Connection, *, today: date) -> None:
        self.today = today
        self.last_contact = last_contacts(connection)
        self.next = _first_by_child(connection.execute(_open_follow_ups()))
        self.diseases = _first_by_child(connection.execute(_main_diseases()))
        self.care = _all_by_child(connection.execute(_care()))
        self.periods = _all_by_child(connection.execute(_periods()))
        self.flags = _flags(connection)


def last_contacts(connection: Connection) -> dict[str, date]:
    """The day of the last consultation by child, also where it was recorded with a brother or sister."""
    contact = ConsultationRow
    own = select(contact.child_id, func.max(contact.on)).where(contact.withdrawn.is_(False)).group_by(contact.child_id)
    also = (
        select(ConsultationChildRow.child_id, func.max(contact.on))
        .join(contact, contact.id == ConsultationChildRow.consultation_id)
        .where(contact.withdrawn.is_(False))
        .group_by(ConsultationChildRow.child_id)
    )
    last: dict[str, date] = {row[0]: row[1] for row in connection.execute(own)}
    for child_id, on in connection.execute(also):
        last[child_id] = max(on, last.get(child_id, on))
    return last


def _children(wanted: RegisterFilter) -> Question:
    row = ChildRow
    question = select(
        *(row.id, row.number, row.family_name, row.given_name, row.family_name_kana, row.given_name_kana),
        *(row.birth_date, row.grade_override, row.worker_id, row.status, row.search_keys),
        AccountRow.name.label("worker"),
    ).outerjoin(AccountRow, AccountRow.id == row.worker_id)
    if wanted.status:
        question = question.where(row.status == wanted.status)
    if wanted.worker_id:
        question = question.where(row.worker_id == wanted.worker_id)
    return question.order_by(row.sort_key, row.family_name, row.given_name, row.number)


def _open_follow_ups() -> Question:
    row = FollowUpRow
    return select(row.child_id, row.text, row.due_on).where(row.state == "open").order_by(row.due_on, row.due_time)


def _main_diseases() -> Question:
    row = ChildDiseaseRow
    return select(row.child_id, row.name, row.disease_group).order_by(row.main.desc(), row.position)


def _care() -> Question:
    return select(MedicalCareRow.child_id, MedicalCareRow.item).order_by(MedicalCareRow.position)


def _periods() -> Question:
    row = CertificatePeriodRow
    return select(row.child_id, row.valid_from, row.valid_to, row.disease)


def _flags(connection: Connection) -> dict[str, str]:
    """The sign before a child's name: the body's before privacy's."""
    body = select(CautionRow.child_id, CautionRow.kind).distinct()
    never = select(FamilyMemberRow.child_id).where(FamilyMemberRow.never_contact.is_(True)).distinct()
    flags = dict.fromkeys(connection.scalars(never), "privacy")
    for child_id, kind in connection.execute(body):
        if kind == "body" or child_id not in flags:
            flags[child_id] = "body" if kind == "body" else "privacy"
    return flags


def _first_by_child(found: Result[*tuple[Any, ...]]) -> dict[str, Any]:
    first: dict[str, Any] = {}
    for row in found.all():
        first.setdefault(row[0], row)
    return first


def _all_by_child(found: Result[*tuple[Any, ...]]) -> dict[str, list[Any]]:
    listed: dict[str, list[Any]] = defaultdict(list)
    for row in found.all():
        listed[row[0]].append(row)
    return listed


def _row(person: Any, facts: _Facts, *, today: date, language: str) -> RegisterRow:
    child_id, number, family, given, family_kana, given_kana, birth, override, worker_id, status, keys, worker = person
    _, next_text, next_due_on = facts.next.get(child_id, _NOTHING)
    care = facts.care.get(child_id, ())
    valid_to, state, on_certificate = _certificate(facts.periods.get(child_id, ()), birth, today=today)
    _, disease, disease_group = facts.diseases.get(child_id, ("", on_certificate, ""))
    return RegisterRow(
        child_id=child_id,
        number=number,
        name=f"{family} {given}".strip(),
        kana=f"{family_kana} {given_kana}".strip(),
        birth_date=birth,
        age_grade=age_and_grade(birth, today, grade_override=override, language=language),
        grade=grade_on(birth, today, override=override),
        disease=disease,
        disease_group=disease_group,
        medical_care=tuple(item for _, item in care),
        medical_care_text=care_text(care, language=language) if care else "",
        certificate_to=valid_to,
        certificate_state=state,
        last_contact_on=facts.last_contact.get(child_id),
        next_text=next_text,
        next_due_on=next_due_on,
        worker_id=worker_id,
        worker_short=short_name(worker) if worker else "",
        flag=facts.flags.get(child_id, ""),
def anybody(office: Office) -> bool:
    """Whether the office has registered a child yet."""
    with office.reading("register.anybody") as session:
        return session.scalar(select(ChildRow.id).limit(1)) is not None


        status=status,
        search_keys=keys,
    )


def _certificate(listed: Sequence[Any], birth: date, *, today: date) -> tuple[date | None, CertificateState, str]:
    if not listed:
        return None, NO_CERTIFICATE, ""
    _, valid_from, valid_to, disease = listed[0]
    if len(listed) > 1:
        period = period_on([CertificatePeriod(valid_from=f, valid_to=t, disease=d) for _, f, t, d in listed], today)
        if period:
            valid_from, valid_to, disease = period.valid_from, period.valid_to, period.disease
    return valid_to, certificate_state(valid_from, valid_to, birth=birth, today=today), disease


def care_text(care: Sequence[Any], *, language: str) -> str:
    """Medical care in a narrow column: the first item, and how many more (在宅酸素ほか1)."""
    first = codes.load("medical_care").short(care[0][1], language)
    if len(care) == 1:
        return first
    return f"{first}ほか{len(care) - 1}" if language == "ja" else f"{first} +{len(care) - 1}"


def _checks(wanted: RegisterFilter, *, today: date) -> list[Callable[[RegisterRow], bool]]:
    """What a row must pass, besides what the statement asked for already."""
    checks: list[Callable[[RegisterRow], bool]] = []
    if wanted.disease_group:
        checks.append(lambda row: row.disease_group == wanted.disease_group)
    if wanted.grade:
        checks.append(lambda row: row.grade == wanted.grade)
    if wanted.medical_care:
        checks.append(lambda row: bool(row.medical_care))
    if wanted.without_next:
        checks.append(lambda row: row.next_due_on is None)
    if wanted.certificate_days:
        ends = today + timedelta(days=wanted.certificate_days)
        checks.append(lambda row: row.certificate_to is not None and row.certificate_to <= ends)
    if wanted.silent_days:
        since = today - timedelta(days=wanted.silent_days)
        checks.append(lambda row: row.last_contact_on is None or row.last_contact_on < since)
    return checks


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
    row = session.scalars(select(ChildRow).where(wanted)).first()
    if row is None:
        raise NotFound("child", key)
    return SHAPE.to_read(row)


def next_number(office: Office) -> str:
    """The number the next child would get (a suggestion: the office may count otherwise)."""
    with office.reading("child.next_number") as session:
        return next_child_number(session.scalars(select(ChildRow.number)), on=office.today)


def save(office: Office, child: Child, *, draft_key: DraftKey | None = None) -> Changes:
    """Register a child, or change its record. Raises Refused (also for a number in use), ChangedMeanwhile."""
    with office.work("child.save") as work:
        problems = child_problems(child, today=office.today)
        taken = select(ChildRow.id).where(ChildRow.number == child.number, ChildRow.id != child.id)
        if child.number and work.session.scalars(taken).first():
            problems.append(Problem("number", N_("Another child has this number already.")))
        if problems:
            raise Refused(problems)
        first = not child.id and child.registered_on is None
        saved = work.save(SUBJECT, replace(child, registered_on=office.today) if first else child)
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
