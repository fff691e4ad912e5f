"""One list of everything that happened with a child, from eight tables, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from caseapp.casework.consultations import about, newest
from caseapp.casework.unit_of_work import Question
from caseapp.casework.views import TimelineEntry
from caseapp.records.account import AccountRow
from caseapp.records.assessment import AssessmentRow
from caseapp.records.child import CertificatePeriodRow, MilestoneRow
from caseapp.records.consultation import ConsultationRow
from caseapp.records.disclosure import DisclosureRow, InformationLetterRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.handover import HandoverRow
from caseapp.records.liaison import LiaisonRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.plan import ReviewRow, SupportPlanRow
from caseapp.records.program_use import ProgramUseRow
from caseapp.records.tables import Table
from caseapp.records.transition import TransitionAnswerRow, TransitionCheckRow
from caseapp.rules.account import short_name
from caseapp.rules.clock import TOKYO
from caseapp.rules.handover import ACKNOWLEDGED, GIVEN
from caseapp.rules.transition import NOT_APPLICABLE, YES

FIRST = 200


def entries_of(
    session: Session, child_id: str, *, before: date | None = None, kinds: Sequence[str] = (), limit: int = FIRST
) -> tuple[TimelineEntry, ...]:
    """The newest entries before a day (or of all time). The last day is whole, or left for the next call."""
    found: list[TimelineEntry] = []
    for kind, ask in _KINDS.items():
        if not kinds or kind in kinds:
            found += ask(session, child_id, before, limit)
    found.sort(key=lambda entry: (entry.on, entry.start or time.min, entry.record_id), reverse=True)
    if len(found) < limit:
        return tuple(found)
    last = found[limit - 1].on
    whole = tuple(entry for entry in found if entry.on > last)
    return whole or tuple(entry for entry in found if entry.on == last)


def counts_of(session: Session, child_id: str) -> dict[str, int]:
    """How many entries of each kind there are; "" for all."""
    counted = [
        select(literal(kind).label("kind"), func.count().label("number")).select_from(row).where(*wanted(child_id))
        for kind, (row, wanted) in _COUNTED.items()
    ]
    counts: dict[str, int] = {kind: number for kind, number in session.execute(union_all(*counted)) if number}
    return {"": sum(counts.values()), **counts}


def _consultations(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row, there = ConsultationRow, newest(child_id, limit=limit, before=before)
    columns = (row.id, row.on, row.start, row.method, row.consulter, row.consulter_name, row.met_child)
    # Joined with "" the state has no index: SQLite took that one for the least day, and read every open action for
    # each consultation (in an office of 10,000 children a second and a half).
    still_open = FollowUpRow.state.concat("") == "open"
    grown = select(func.min(FollowUpRow.due_on)).where(FollowUpRow.origin_id == row.id, still_open).scalar_subquery()
    question = (
        select(
            *(
                *columns,
                row.words,
                row.facts,
                row.third_party,
                row.opinion,
                row.response,
                grown.label("due_on"),
                AccountRow.name,
            ),
        )
        .join(there, there.c.id == row.id)
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .order_by(there.c.on.desc(), there.c.id.desc())
    )
    for found in session.execute(question):
        texts = (found.words, found.facts, found.third_party, found.opinion, found.response)
        yield TimelineEntry(
            kind="consultation",
            record_id=found.id,
            on=found.on,
            start=found.start,
            code=found.method,
            who=found.consulter,
            who_name=found.consulter_name,
            text=next((text for text in texts if text.strip()), ""),
            worker_short=short_name(found.name or ""),
            state="open" if found.due_on else "",
            due_on=found.due_on,
            own_words=bool(found.words.strip()) and (found.met_child or found.consulter == "child"),
        )


def _liaisons(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = LiaisonRow
    question = (
        select(
            *(row.id, row.on, row.method, row.subject, row.request, row.content, row.person, row.reply_due_on),
            *(row.answered_on, OrganizationRow.name.label("organization"), AccountRow.name),
        )
        .join(OrganizationRow, OrganizationRow.id == row.organization_id)
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.child_id == child_id, row.withdrawn.is_(False))
    )
    for found in session.execute(_limited(question, row.on, row.id, before=before, limit=limit)):
        waiting = found.reply_due_on is not None and found.answered_on is None
        yield TimelineEntry(
            kind="liaison",
            record_id=found.id,
            on=found.on,
            code=found.method,
            who=found.organization,
            who_name=found.person,
            title=found.subject,
            text=found.content or found.request,
            worker_short=short_name(found.name or ""),
            state="waiting" if waiting else "answered" if found.answered_on else "",
            due_on=found.reply_due_on if waiting else None,
        )


def _plans(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = SupportPlanRow
    question = (
        select(
            *(row.id, row.made_on, row.number, row.version, row.status, row.long_term_goal_text, AccountRow.name),
        )
        .outerjoin(AccountRow, AccountRow.id == row.author_id)
        .where(row.child_id == child_id)
    )
    for found in session.execute(_limited(question, row.made_on, row.id, before=before, limit=limit)):
        yield TimelineEntry(
            kind="support_plan",
            record_id=found.id,
            on=found.made_on,
            code=found.status,
            who=str(found.version),
            title=found.number,
            text=found.long_term_goal_text,
            worker_short=short_name(found.name or ""),
        )


def _reviews(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = ReviewRow
    question = (
        select(row.id, row.on, row.method, row.summary, row.child_words, row.next_review_on, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.child_id == child_id, row.withdrawn.is_(False))
    )
    for found in session.execute(_limited(question, row.on, row.id, before=before, limit=limit)):
        yield TimelineEntry(
            kind="review",
            record_id=found.id,
            on=found.on,
            code=found.method,
            text=found.summary or found.child_words,
            worker_short=short_name(found.name or ""),
            own_words=bool(found.child_words.strip()),
        )


def _assessments(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = AssessmentRow
    question = (
        select(row.id, row.on, row.summary, row.child_voice, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.child_id == child_id, row.withdrawn.is_(False))
    )
    for found in session.execute(_limited(question, row.on, row.id, before=before, limit=limit)):
        yield TimelineEntry(
            kind="assessment",
            record_id=found.id,
            on=found.on,
            text=found.summary or found.child_voice,
            worker_short=short_name(found.name or ""),
            own_words=bool(found.child_voice.strip()),
        )


def _answers(which: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many answers of a sheet are such."""
    row = TransitionAnswerRow
    counted = select(func.count()).where(row.transition_check_id == TransitionCheckRow.id, which)
    return counted.correlate(TransitionCheckRow).scalar_subquery()


def _transitions(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = TransitionCheckRow
    question = (
        select(
            *(row.id, row.on, row.respondent, row.respondent_name, row.remark, AccountRow.name),
            *(_answers(TransitionAnswerRow.answer == YES), _answers(TransitionAnswerRow.answer != NOT_APPLICABLE)),
        )
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.child_id == child_id, row.withdrawn.is_(False))
    )
    for found in session.execute(_limited(question, row.on, row.id, before=before, limit=limit)):
        yield TimelineEntry(
            kind="transition_check",
            record_id=found.id,
            on=found.on,
            code=found.respondent,
            who_name=found.respondent_name,
            title=f"{found[-2]}/{found[-1]}",
            text=found.remark,
            worker_short=short_name(found.name or ""),
        )


def _program_uses(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    """Uses of schemes. `due_on` is the last day, `state` how the booking stands, `title` a reason past the limit."""
    row = ProgramUseRow
    first = func.coalesce(case((row.state == "used", row.used_from)), row.begins_on)
    last = func.coalesce(case((row.state == "used", row.used_to)), row.ends_on)
    question = (
        select(
            *(row.id, first.label("first"), last.label("last"), row.state, row.scheme, row.place, row.note),
            *(row.override_reason, row.cancelled_reason, AccountRow.name),
        )
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.child_id == child_id, row.withdrawn.is_(False))
    )
    if before is not None:
        question = question.where(first < before)
    for found in session.execute(question.order_by(first.desc(), row.id.desc()).limit(limit)):
        reason = found.cancelled_reason if found.state == "cancelled" else found.override_reason
        yield TimelineEntry(
            kind="program_use",
            record_id=found.id,
            on=found.first,
            code=found.state,
            who=found.place,
            title=found.scheme,
            text=" ".join(part for part in (reason, found.note) if part),
            worker_short=short_name(found.name or ""),
            state="overridden" if found.override_reason and found.state != "cancelled" else "",
            due_on=found.last,
        )


def _letters(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = InformationLetterRow
    question = (
        select(
            *(row.id, row.on, row.title, row.purpose, row.document_number, row.issued_on, row.addressee),
            *(OrganizationRow.name.label("organization"), AccountRow.name),
        )
        .outerjoin(OrganizationRow, OrganizationRow.id == row.organization_id)
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.child_id == child_id, row.withdrawn.is_(False))
    )
    for found in session.execute(_limited(question, row.on, row.id, before=before, limit=limit)):
        yield TimelineEntry(
            kind="information_letter",
            record_id=found.id,
            on=found.on,
            code="issued" if found.issued_on else "draft",
            who=found.organization or found.addressee,
            title=found.title or found.document_number,
            text=found.purpose,
            worker_short=short_name(found.name or ""),
        )


def _disclosures(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = DisclosureRow
    question = (
        select(row.id, row.at, row.recipient, row.number, row.purpose, row.method, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.id == row.worker_id)
        .where(row.child_id == child_id)
    )
    moment = datetime.combine(before, time.min, TOKYO) if before else None
    for found in session.execute(_limited(question, row.at, row.id, before=moment, limit=limit)):
        yield TimelineEntry(
            kind="disclosure",
            record_id=found.id,
            on=found.at.date(),
            start=found.at.time().replace(second=0, microsecond=0),
            code=found.method,
            who=found.recipient,
            title=found.number,
            text=found.purpose,
            worker_short=short_name(found.name or ""),
        )


def _handovers(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    """What was carried out; what is only prepared has not happened yet."""
    row, gives, takes = HandoverRow, aliased(AccountRow), aliased(AccountRow)
    question = (
        select(row.id, row.on, row.state, row.person, gives.name.label("giver"), takes.name.label("taker"))
        .outerjoin(gives, gives.id == row.giver_id)
        .outerjoin(takes, takes.id == row.taker_id)
        .where(*_carried_out(child_id))
    )
    for found in session.execute(_limited(question, row.on, row.id, before=before, limit=limit)):
        yield TimelineEntry(
            kind="handover",
            record_id=found.id,
            on=found.on,
            code=found.state,
            who=short_name(found.taker or ""),
            who_name=short_name(found.giver or ""),
            text=found.person,
            worker_short=short_name(found.giver or ""),
        )


def _carried_out(child_id: str) -> tuple[Any, ...]:
    return (HandoverRow.child_id == child_id, HandoverRow.state.in_((GIVEN, ACKNOWLEDGED)))


def _certificates(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = CertificatePeriodRow
    question = select(row.id, row.valid_from, row.valid_to, row.disease, row.severe).where(
        row.child_id == child_id, row.valid_from.is_not(None)
    )
    for found in session.execute(_limited(question, row.valid_from, row.id, before=before, limit=limit)):
        yield TimelineEntry(
            kind="certificate",
            record_id=found.id,
            on=found.valid_from,
            code="severe" if found.severe else "",
            text=found.disease,
            due_on=found.valid_to,
        )


def _milestones(session: Session, child_id: str, before: date | None, limit: int) -> Iterable[TimelineEntry]:
    row = MilestoneRow
    question = select(row.id, row.on, row.name).where(row.child_id == child_id)
    for found in session.execute(_limited(question, row.on, row.id, before=before, limit=limit)):
        yield TimelineEntry(kind="milestone", record_id=found.id, on=found.on, title=found.name)


def _limited(
    question: Question,
    on: InstrumentedAttribute[Any],
    row_id: InstrumentedAttribute[str],
    *,
    before: date | datetime | None,
    limit: int,
) -> Question:
    """The newest of what came before the day."""
    if before is not None:
        question = question.where(on < before)
    return question.order_by(on.desc(), row_id.desc()).limit(limit)


_KINDS: dict[str, Callable[[Session, str, date | None, int], Iterable[TimelineEntry]]] = {
    "consultation": _consultations,
    "liaison": _liaisons,
    "support_plan": _plans,
    "review": _reviews,
    "assessment": _assessments,
    "transition_check": _transitions,
    "information_letter": _letters,
    "disclosure": _disclosures,
    "program_use": _program_uses,
    "handover": _handovers,
    "certificate": _certificates,
    "milestone": _milestones,
}


def _kept(row: Any) -> Callable[[str], tuple[Any, ...]]:
    return lambda child_id: (row.child_id == child_id, row.withdrawn.is_(False))


def _every(row: Any) -> Callable[[str], tuple[Any, ...]]:
    return lambda child_id: (row.child_id == child_id,)


_COUNTED: dict[str, tuple[type[Table], Callable[[str], tuple[Any, ...]]]] = {
    "consultation": (ConsultationRow, lambda child_id: (about(child_id),)),
    "liaison": (LiaisonRow, _kept(LiaisonRow)),
    "support_plan": (SupportPlanRow, _every(SupportPlanRow)),
    "review": (ReviewRow, _kept(ReviewRow)),
    "assessment": (AssessmentRow, _kept(AssessmentRow)),
    "transition_check": (TransitionCheckRow, _kept(TransitionCheckRow)),
    "information_letter": (InformationLetterRow, _kept(InformationLetterRow)),
    "disclosure": (DisclosureRow, _every(DisclosureRow)),
    "program_use": (ProgramUseRow, _kept(ProgramUseRow)),
    "handover": (HandoverRow, _carried_out),
    "certificate": (
        CertificatePeriodRow,
        lambda child_id: (CertificatePeriodRow.child_id == child_id, CertificatePeriodRow.valid_from.is_not(None)),
    ),
    "milestone": (MilestoneRow, _every(MilestoneRow)),
}
