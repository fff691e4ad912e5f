"""相談記録: writing down a contact together with what comes next, and reading it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, or_, select, union_all
from sqlalchemy.orm import Session

from caseapp.casework import drafts, next_steps, numbering, taking_back
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work, append_audit
from caseapp.casework.views import ConsultationLine, DraftKey
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.consultation import SHAPE, SUBJECT, ConsultationChildRow, ConsultationRow
from caseapp.rules.account import short_name
from caseapp.rules.changes import Changes
from caseapp.rules.consultation import Consultation, consultation_problems
from caseapp.rules.follow_up import NextStep, next_step_problems
from caseapp.rules.problem import N_, NotFound, Problem, Refused

NEWEST_FIRST = (ConsultationRow.on.desc(), ConsultationRow.start.desc(), ConsultationRow.id.desc())


def record(
    office: Office, consultation: Consultation, *, next_step: NextStep | None, draft_key: DraftKey | None = None
) -> Changes:
    """Write a consultation down, or change one; make, settle or replace what comes next; delete the form's draft.

    A new one needs the answer to what comes next; for one that is being changed None leaves the follow-ups alone.
    The same new consultation given twice (its id is made by the form) makes one record and one next action.
    """
    with office.work("consultation.record") as work:
        known = work.session.get(ConsultationRow, consultation.id) if consultation.id else None
        _refuse_problems(office, work, consultation, next_step, new=known is None)
        again = known is not None and consultation.revision == 0
        number = consultation.number or (known.number if known else _next_number(work, consultation))
        saved = work.save(SUBJECT, replace(_completed(office, consultation, next_step), number=number))
        if not again:
            next_steps.take(work, next_step, child_id=saved.child_id, origin_kind="consultation", origin_id=saved.id)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def get(office: Office, consultation_id: str) -> Consultation:
    """One consultation. Raises NotFound."""
    with office.reading("consultation.get") as session:
        row = session.get(ConsultationRow, consultation_id)
        if row is None:
            raise NotFound("consultation", consultation_id)
        return SHAPE.to_read(row)


def of_child(office: Office, child_id: str) -> tuple[Consultation, ...]:
    """The consultations about a child (those recorded with a brother or sister, too), the newest first."""
    with office.reading("consultation.of_child") as session:
        rows = session.scalars(select(ConsultationRow).where(about(child_id)).order_by(*NEWEST_FIRST))
        return tuple(SHAPE.to_read(row) for row in rows)


def before(office: Office, child_id: str, *, than: Consultation | None = None) -> Consultation | None:
    """The last consultation about a child (before `than`), for the form to show beside it; None for the first."""
    question = select(ConsultationRow).where(about(child_id))
    if than is not None:
        row, start = ConsultationRow, than.start or time.max
        earlier_that_day = (row.on == than.on) & (func.coalesce(row.start, time.min) < start)
        question = question.where(row.id != than.id, (row.on < than.on) | earlier_that_day)
    with office.reading("consultation.before") as session:
        found = session.scalars(question.order_by(*NEWEST_FIRST).limit(1)).first()
        return SHAPE.to_read(found) if found else None


def latest(
    office: Office, *, mine: bool = False, before: date | None = None, limit: int = 200
) -> tuple[ConsultationLine, ...]:
    """The consultations of the office (or the user's own), the newest first, with the children's names."""
    with office.reading("consultation.latest") as session:
        return tuple(_line(row) for row in _latest_rows(session, office, mine=mine, before=before, limit=limit))


def withdraw(office: Office, consultation_id: str, *, reason: str, drop_steps: bool = True) -> Changes:
    """Take a consultation back: kept with its reason, hidden from lists and search.

    With `drop_steps` the open actions that grew from it go, too. Raises Refused without a reason.
    """
    with office.work("consultation.withdraw") as work:
        return taking_back.withdraw(work, SUBJECT, consultation_id, reason=reason, drop_steps=drop_steps)


def restore(office: Office, consultation_id: str) -> Changes:
    """Bring a consultation back that was taken back."""
    with office.work("consultation.restore") as work:
        return taking_back.restore(work, SUBJECT, consultation_id)


def move(office: Office, consultation_id: str, *, child_id: str) -> Changes:
    """Give a consultation that was written for the wrong child to another one, with the open actions that grew from it.

    Its history and the audit log name both children. Raises Refused for the same child, NotFound.
    """
    with office.work("consultation.move") as work:
        before = work.find(SUBJECT, consultation_id)
        child = work.session.get(ChildRow, child_id)
        if child is None:
            raise NotFound("child", child_id)
        if before.child_id == child_id:
            raise Refused([Problem("child_id", N_("The record is this child's already."))])
        also = tuple(each for each in before.also_children if each != child_id)
        after = replace(before, child_id=child_id, also_children=also)
        problems = consultation_problems(after, today=office.today, birth_date=child.birth_date)
        if problems:
            raise Refused(problems)
        work.touch("consultation", children=[before.child_id])
        work.save(SUBJECT, after)
        taking_back.move_grown(work, consultation_id, child_id=child_id)
        append_audit(
            work.session,
            account=work.account,
            at=work.at,
            action=work.action,
            kind=SUBJECT.kind,
            record_id=consultation_id,
            child_id=before.child_id,
        )
        return work.commit(consultation_id)


def withdrawn(office: Office, child_id: str) -> tuple[tuple[Consultation, str], ...]:
    """The consultations of a child that were taken back, each with the reason."""
    wanted = (ConsultationRow.child_id == child_id, ConsultationRow.withdrawn.is_(True))
    with office.reading("consultation.withdrawn") as session:
        rows = session.scalars(select(ConsultationRow).where(*wanted).order_by(*NEWEST_FIRST))
        return tuple((SHAPE.to_read(row), row.withdrawn_reason) for row in rows)


def about(child_id: str) -> ColumnElement[bool]:
    """The consultations that concern a child and were not taken back."""
    also = select(ConsultationChildRow.consultation_id).where(ConsultationChildRow.child_id == child_id)
    concerned = or_(ConsultationRow.child_id == child_id, ConsultationRow.id.in_(also))  # each side has its index
    return concerned & ConsultationRow.withdrawn.is_(False)


def newest(child_id: str, *, limit: int, before: date | None = None) -> Subquery:
    """The ids (`id`) and days (`on`) of the newest consultations that concern a child, for joining.

    With `about` and a LIMIT SQLite walks through the consultations of everybody by their day until enough are the
    child's: in a large office all of them. Here each side ends by itself in its own index.
    """
    row = ConsultationRow
    wanted = [row.withdrawn.is_(False)] if before is None else [row.withdrawn.is_(False), row.on < before]
    order = (row.on.desc(), row.id.desc())
    own = select(row.id, row.on).where(row.child_id == child_id, *wanted).order_by(*order).limit(limit).subquery()
    also = (
        select(row.id, row.on)
        .join(ConsultationChildRow, ConsultationChildRow.consultation_id == row.id)
        .where(ConsultationChildRow.child_id == child_id, *wanted)
        .subquery()
    )
    both = union_all(select(own.c.id, own.c.on), select(also.c.id, also.c.on)).subquery()
    return select(both.c.id, both.c.on).order_by(both.c.on.desc(), both.c.id.desc()).limit(limit).subquery("newest")


def _refuse_problems(
    office: Office, work: Work, consultation: Consultation, next_step: NextStep | None, *, new: bool
) -> None:
    child = work.session.get(ChildRow, consultation.child_id)
    if child is None:
        raise NotFound("child", consultation.child_id)
    problems = consultation_problems(consultation, today=office.today, birth_date=child.birth_date)
    if new or next_step is not None:
        problems += next_step_problems(next_step)
    if problems:
        raise Refused(problems)
    others = set(consultation.also_children)
    known = work.session.scalar(select(func.count()).where(ChildRow.id.in_(others))) if others else 0
    if known != len(others):
        raise NotFound("child", ", ".join(sorted(others)))


def _next_number(work: Work, consultation: Consultation) -> str:
    """記録番号 within the fiscal year of the contact: R8-0412."""
    return numbering.next_for(work.session, ConsultationRow.number, on=consultation.on, width=4)


def _completed(office: Office, consultation: Consultation, next_step: NextStep | None) -> Consultation:
    completed = replace(consultation, worker_id=consultation.worker_id or office.account.id)
    if next_step is None:
        return completed
    return replace(completed, none_reason=next_step.none_reason, next_on=next_step.due_on)


def _latest_rows(session: Session, office: Office, *, mine: bool, before: date | None, limit: int) -> Sequence[Any]:
    row = ConsultationRow
    texts = (row.words, row.facts, row.third_party, row.opinion, row.response)
    question = (
        select(
            *(row.id, row.child_id, row.on, row.start, row.method, row.consulter, row.consulter_name, *texts),
            *(row.next_on, row.none_reason, ChildRow.family_name, ChildRow.given_name, AccountRow.name),
        )
        .join(ChildRow, ChildRow.id == row.child_id)
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.withdrawn.is_(False))
        .order_by(*NEWEST_FIRST)
        .limit(limit)
    )
    if mine:
        question = question.where(row.worker_id == office.account.id)
    if before:
        question = question.where(row.on < before)
    return session.execute(question).all()


def _line(row: Any) -> ConsultationLine:
    texts = (row.words, row.facts, row.third_party, row.opinion, row.response)
    return ConsultationLine(
        consultation_id=row.id,
        child_id=row.child_id,
        child_name=f"{row.family_name} {row.given_name}".strip(),
        on=row.on,
        start=row.start,
        method=row.method,
        consulter=row.consulter,
        consulter_name=row.consulter_name,
        text=next((text for text in texts if text.strip()), ""),
        worker_short=short_name(row.name or ""),
        next_on=row.next_on,
        none_reason=row.none_reason,
    )
