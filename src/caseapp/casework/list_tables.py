"""The office's lists as tables to be written out or printed: heads in the language of the screen, typed cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.casework import audit_actions, register
from caseapp.casework.list_views import RegisterFilter, RegisterRow
from caseapp.casework.office import Office
from caseapp.casework.program_uses import touching
from caseapp.casework.quota_ledger import rows_in
from caseapp.exchange.writing import Cell
from caseapp.records.account import AccountRow
from caseapp.records.audit import AuditRow
from caseapp.records.child import ChildRow
from caseapp.records.consultation import ConsultationRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.liaison import LiaisonRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.program_use import SHAPE, ProgramUseRow
from caseapp.rules.account import MANAGER, VIEWER
from caseapp.rules.age import age_on
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.grade import short
from caseapp.rules.problem import N_
from caseapp.rules.quota import HOUR
from caseapp.rules.reading import hiragana
from caseapp.words import codes
from caseapp.words.language import _, current, translator
from caseapp.words.quotas import limit_words

REGISTER, FOLLOW_UPS, CONSULTATIONS = "register", "follow_ups", "consultations"
LIAISONS, ORGANIZATIONS, AUDIT = "liaisons", "organizations", "audit"
QUOTAS, PROGRAM_USES = "quotas", "program_uses"
TITLES: dict[str, str] = {
    REGISTER: N_("Register"),
    FOLLOW_UPS: N_("Next steps"),
    CONSULTATIONS: N_("Consultations"),
    LIAISONS: N_("Liaison"),
    QUOTAS: N_("Quotas of schemes"),
    PROGRAM_USES: N_("Bookings and uses of schemes"),
    ORGANIZATIONS: N_("Organizations"),
    AUDIT: N_("Access log"),
}
"""The lists there are, in the order in which they are offered; message ids."""
OF_A_PERIOD = frozenset({FOLLOW_UPS, CONSULTATIONS, LIAISONS, QUOTAS, PROGRAM_USES, AUDIT})
FOR_MANAGERS = frozenset({AUDIT})


@dataclass(frozen=True, kw_only=True)
class ListTable:
    """A list ready to be written. `stand_ins`: printing forms of names, for encodings that lack a character."""

    kind: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    stand_ins: Mapping[str, str] = field(default_factory=dict)


def of_register(office: Office, child_ids: Iterable[str], columns: Sequence[str], heads: Sequence[str]) -> ListTable:
    """These children in this order with these columns (names of REGISTER_CELLS) under these heads.

    The number stands first where it was not chosen: two children may have one name.
    """
    known = {row.child_id: row for row in register.rows(office, filter=RegisterFilter(status=""))}
    names = list(zip(columns, heads, strict=True))
    if "number" not in columns:
        names.insert(0, ("number", _("Number")))
    rows = [known[child_id] for child_id in child_ids if child_id in known]
    cells = [REGISTER_CELLS[name] for name, _head in names]
    return ListTable(
        kind=REGISTER,
        title=_(TITLES[REGISTER]),
        header=tuple(head for _name, head in names),
        rows=tuple(tuple(cell(row, office.today) for cell in cells) for row in rows),
        stand_ins={row.name: row.print_name for row in rows if row.print_name},
    )


def of_kind(office: Office, kind: str, *, since: date | None = None, until: date | None = None) -> ListTable:
    """Another list than the register; `since` and `until` (both included) for those of OF_A_PERIOD.

    Raises NotAllowed where a manager is needed.
    """
    header, ask = _LISTS[kind]
    need = MANAGER if kind in FOR_MANAGERS else VIEWER
    with office.reading(f"list.{kind}", need=need) as session:
        rows = tuple(ask(session, since or date.min, until or date.max))
        names = session.execute(select(ChildRow.family_name, ChildRow.given_name, ChildRow.print_name))
        stand_ins = {f"{row[0]} {row[1]}".strip(): row[2] for row in names if row[2]}
    return ListTable(
        kind=kind, title=_(TITLES[kind]), header=tuple(_(head) for head in header), rows=rows, stand_ins=stand_ins
    )


# ---- the register


def _codes_of(name: str, values: Iterable[str]) -> str:
    labels = codes.load(name)
    return "、".join(labels.label(value) for value in values)


_PLANS = {
    "draft": N_("being made"),
    "active": N_("carried out"),
    "review_over": N_("review overdue"),
}
_FLAGS = {"body": N_("Caution: body or mind"), "privacy": N_("Caution: secrecy")}

REGISTER_CELLS: dict[str, Callable[[RegisterRow, date], Cell]] = {
    "flag": lambda row, _day: _(_FLAGS[row.flag]) if row.flag else "",
    "number": lambda row, _day: row.number,
    "name": lambda row, _day: row.name,
    "kana": lambda row, _day: hiragana(row.kana),
    "birth": lambda row, _day: row.birth_date,
    "age": lambda row, _day: row.age_grade,
    "years": lambda row, day: age_on(row.birth_date, day),
    "grade": lambda row, _day: short(row.grade),
    "sex": lambda row, _day: codes.load("sex").label(row.sex),
    "group": lambda row, _day: codes.load("disease_group").label(row.disease_group),
    "disease": lambda row, _day: row.disease,
    "care": lambda row, _day: _codes_of("medical_care", row.medical_care),
    "certificate": lambda row, _day: row.certificate_to,
    "contact": lambda row, _day: row.last_contact_on,
    "next": lambda row, _day: row.next_text,
    "next_on": lambda row, _day: row.next_due_on,
    "plan": lambda row, _day: _(_PLANS[row.plan_state]) if row.plan_state in _PLANS else "",
    "review": lambda row, _day: row.plan_review_on,
    "worker": lambda row, _day: row.worker,
    "school": lambda row, _day: row.school,
    "hospital": lambda row, _day: row.hospital,
    "town": lambda row, _day: row.town,
    "phone": lambda row, _day: row.phone,
    "registered": lambda row, _day: row.registered_on,
    "status": lambda row, _day: codes.load("child_status").label(row.status),
}
"""What a column of the register holds outside the screen: days as days, codes in full."""


# ---- the other lists

Ask = Callable[[Session, date, date], Iterable[tuple[Cell, ...]]]
_WHO = (ChildRow.number, ChildRow.family_name, ChildRow.given_name)
_WHOSE = (N_("Number of the child"), N_("Name"))


def _who(row: Any) -> tuple[str, str]:
    return row.number, f"{row.family_name} {row.given_name}".strip()


def _follow_ups(session: Session, since: date, until: date) -> Iterable[tuple[Cell, ...]]:
    step = FollowUpRow
    question = (
        select(*_WHO, step.due_on, step.due_time, step.kind, step.text, step.state, AccountRow.name)
        .join(ChildRow, ChildRow.id == step.child_id)
        .outerjoin(AccountRow, AccountRow.id == step.worker_id)
        .where(step.state == "open", step.due_on.between(since, until))
        .order_by(step.due_on, step.due_time, ChildRow.sort_key)
    )
    kinds = codes.load("follow_up_kind")
    for row in session.execute(question):
        yield *_who(row), row.due_on, row.due_time, kinds.label(row.kind), row.text, row.name or ""


def _consultations(session: Session, since: date, until: date) -> Iterable[tuple[Cell, ...]]:
    talk = ConsultationRow
    methods, consulters, topics = codes.load("method"), codes.load("consulter"), codes.load("topic")
    question = (
        select(talk, *_WHO)
        .join(ChildRow, ChildRow.id == talk.child_id)
        .where(talk.withdrawn.is_(False), talk.on.between(since, until))
        .order_by(talk.on, talk.start, talk.id)
    )
    for found in session.execute(question.execution_options(yield_per=500)):
        row = found[0]
        told = "\n".join(text for text in (row.words, row.facts, row.third_party, row.opinion) if text.strip())
        yield (
            *_who(found),
            row.on,
            row.start,
            row.minutes,
            methods.label(row.method),
            " ".join(part for part in (consulters.label(row.consulter), row.consulter_name) if part),
            "、".join(topics.label(topic.topic) for topic in row.topics),
            told,
            row.response,
            row.next_on,
            row.account.name if row.account else "",
        )


def _liaisons(session: Session, since: date, until: date) -> Iterable[tuple[Cell, ...]]:
    methods = codes.load("liaison_method")
    question = (
        select(LiaisonRow, *_WHO)
        .join(ChildRow, ChildRow.id == LiaisonRow.child_id)
        .where(LiaisonRow.withdrawn.is_(False), LiaisonRow.on.between(since, until))
        .order_by(LiaisonRow.on, LiaisonRow.id)
    )
    for found in session.execute(question):
        row = found[0]
        yield (
            *_who(found),
            row.on,
            row.body.name,
            row.person,
            methods.label(row.method),
            row.subject,
            row.request,
            row.content,
            row.reply_due_on,
            row.answered_on,
            row.answer,
            row.account.name if row.account else "",
        )


def _organizations(session: Session, _since: date, _until: date) -> Iterable[tuple[Cell, ...]]:
    kinds = codes.load("organization_kind")
    for row in session.scalars(select(OrganizationRow).order_by(OrganizationRow.number)):
        place = (row.phone, row.fax, row.email, row.postal_code, row.address, row.note)
        yield row.number, row.name, kinds.label(row.kind), row.department, row.contact, *place


def _audit(session: Session, since: date, until: date) -> Iterable[tuple[Cell, ...]]:
    question = (
        select(AuditRow, ChildRow.number)
        .outerjoin(ChildRow, ChildRow.id == AuditRow.child_id)
        .order_by(AuditRow.seq)
        .execution_options(yield_per=1000)
    )
    for row, number in session.execute(question):
        if since <= row.at.date() <= until:
            words = _(audit_actions.label(row.action))
            yield row.seq, row.at.date(), row.at.time().replace(microsecond=0), row.who, words, number or "", row.detail


def _quotas(session: Session, since: date, until: date) -> Iterable[tuple[Cell, ...]]:
    """A row for each child, scheme and fiscal year that the days touch; how it stood on the last of them."""
    w, row = translator(current()), ProgramUseRow
    ends = select(func.min(row.begins_on), func.max(row.ends_on), func.max(row.used_to))
    days: tuple[date | None, ...] = tuple(session.execute(ends.where(row.withdrawn.is_(False))).one())
    first, last, really = days
    if first is None:
        return
    newest = max(day for day in (first, last, really) if day is not None)
    for year in range(fiscal_year(max(since, first)), fiscal_year(min(until, newest)) + 1):
        for found in rows_in(session, year, today=until):
            stands, part = found.balance, _amount_in(found.balance.unit)
            limit = limit_words(stands.quota, w) if stands.quota else ""
            left = part(stands.left) if stands.quota else None
            unit = codes.load("quota_unit").label(stands.unit)
            yield (
                *(found.child_number, found.name, year, found.scheme, limit, unit, part(stands.used)),
                *(part(stands.booked), left, found.times, found.overridden, found.worker_short),
            )


def _program_uses(session: Session, since: date, until: date) -> Iterable[tuple[Cell, ...]]:
    states = codes.load("program_use_state")
    question = (
        select(ProgramUseRow, *_WHO)
        .join(ChildRow, ChildRow.id == ProgramUseRow.child_id)
        .where(ProgramUseRow.withdrawn.is_(False), touching(since, until))
        .order_by(ProgramUseRow.begins_on, ChildRow.sort_key, ProgramUseRow.id)
    )
    for found in session.execute(question):
        use = SHAPE.to_read(found[0])
        yield (
            *(*_who(found), use.scheme, states.label(use.state), use.begins_on, use.ends_on, _hours(use.minutes)),
            *(use.used_from, use.used_to, _hours(use.used_minutes), use.place, use.override_reason),
            *(use.cancelled_reason, use.note, use.worker),
        )


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60


def _amount_in(unit: str) -> Callable[[int], Cell]:
    """Days, nights and times as they are, minutes as hours."""
    return (lambda amount: amount / 60) if unit == HOUR else (lambda amount: amount)


_LISTS: dict[str, tuple[tuple[str, ...], Ask]] = {
    QUOTAS: (
        (
            *(*_WHOSE, N_("Fiscal year"), N_("Scheme"), N_("Limit"), N_("Counted by"), N_("Used"), N_("Booked")),
            *(N_("Left"), N_("Entries"), N_("Past the limit"), N_("Worker")),
        ),
        _quotas,
    ),
    PROGRAM_USES: (
        (
            *(*_WHOSE, N_("Scheme"), N_("Status"), N_("Booked from"), N_("Booked until"), N_("Hours booked")),
            *(N_("Used from"), N_("Used until"), N_("Hours used"), N_("Where"), N_("Why past the limit")),
            *(N_("Why it was cancelled"), N_("Note"), N_("Worker")),
        ),
        _program_uses,
    ),
    FOLLOW_UPS: (
        (*_WHOSE, N_("Due on"), N_("Time"), N_("Kind"), N_("What comes next"), N_("Worker")),
        _follow_ups,
    ),
    CONSULTATIONS: (
        (
            *(*_WHOSE, N_("Day"), N_("Time"), N_("Minutes"), N_("Method"), N_("With whom"), N_("Topics")),
            *(N_("What was said and seen"), N_("Response and advice"), N_("Next on"), N_("Worker")),
        ),
        _consultations,
    ),
    LIAISONS: (
        (
            *(*_WHOSE, N_("Day"), N_("Organization"), N_("Person"), N_("Method"), N_("Subject"), N_("Request")),
            *(N_("Content"), N_("Answer by"), N_("Answered on"), N_("Answer"), N_("Worker")),
        ),
        _liaisons,
    ),
    ORGANIZATIONS: (
        (
            *(N_("Number"), N_("Organization"), N_("Kind"), N_("Section"), N_("Person"), N_("Telephone"), N_("Fax")),
            *(N_("E-mail"), N_("Postal code"), N_("Address"), N_("Note")),
        ),
        _organizations,
    ),
    AUDIT: (
        (N_("No."), N_("Day"), N_("Time"), N_("Who"), N_("What"), N_("Number of the child"), N_("Detail")),
        _audit,
    ),
}
