"""The child's page, read in one go: a number of statements that does not depend on how much there is to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.casework import drafts, handover_views, stages
from caseapp.casework.consultations import NEWEST_FIRST, newest
from caseapp.casework.office import Office
from caseapp.casework.plan_courses import courses_shown
from caseapp.casework.quota_ledger import ledger_in
from caseapp.casework.timeline import FIRST, counts_of, entries_of
from caseapp.casework.transitions import view_of
from caseapp.casework.unit_of_work import Work
from caseapp.casework.views import (
    ChildHead,
    ChildPage,
    LastContact,
    PlanSummary,
    StageProposal,
    TimelineEntry,
    TransitionView,
)
from caseapp.records import child as children
from caseapp.records import follow_up as follow_ups
from caseapp.records import liaison as liaisons
from caseapp.records import organization as organizations
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.consultation import ConsultationRow
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.liaison import LiaisonRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.plan import SupportPlanRow
from caseapp.records.setting import RecentChildRow
from caseapp.rules.account import VIEWER
from caseapp.rules.age import age_and_grade, age_long
from caseapp.rules.certificate_rule import certificate_state
from caseapp.rules.child import Child
from caseapp.rules.follow_up import OPEN, FollowUp
from caseapp.rules.grade import grade_on
from caseapp.rules.life_stage import Stage, life_path
from caseapp.rules.organization import Liaison, Organization
from caseapp.words.people import red_facts

SEEN_AGAIN_AFTER = timedelta(minutes=10)
"""A page that is read again (it refreshes after each saving) is one look, unless this much time has passed."""

_OF_ONE_DAY = 50  # among so many of the newest is the last of the last day
_CURRENT = ("active", "delivered", "approved", "draft")


def page(office: Office, child_id: str) -> ChildPage:
    """Everything about one child. Raises NotFound. That it was seen is audited, and remembered (最近開いたお子さん)."""
    with office.work("child.seen", need=VIEWER) as work:
        child = work.find(children.SUBJECT, child_id)
        made = _page(work.session, office, child)
        _remember(office, work, child_id)
    return made


def head(office: Office, child_id: str) -> ChildHead:
    """What a form about the child shows beside itself: no timeline, no plans. Raises NotFound. Seen as with `page`."""
    with office.work("child.seen", need=VIEWER) as work:
        child = work.find(children.SUBJECT, child_id)
        made = ChildHead(**_head(work.session, office, child))
        _remember(office, work, child_id)
    return made


def warm_up(office: Office) -> None:
    """Ask for the page of nobody: making the statements takes longer at first than their answers, and is done by then
    when the telephone rings. Nothing is seen, so nothing is audited."""
    nobody = Child(number="", family_name="", given_name="", birth_date=office.today)
    with office.reading("child.timeline") as session:
        children.SUBJECT.row_of(session, nobody.id)
        _page(session, office, nobody)
        entries_of(session, nobody.id, limit=FIRST)
        view_of(session, nobody.id)


def timeline(
    office: Office, child_id: str, *, before: date | None = None, kinds: Sequence[str] = ()
) -> tuple[TimelineEntry, ...]:
    """More of a child's timeline: what happened before the day `before`, only of these kinds where some are named.

    Whole days only, about two hundred entries; give the last entry's day to go on.
    """
    with office.reading("child.timeline") as session:
        return entries_of(session, child_id, before=before, kinds=kinds)


def _remember(office: Office, work: Work, child_id: str) -> None:
    now = office.now
    if office.seen and office.seen[0] == child_id and now - office.seen[1] < SEEN_AGAIN_AFTER:
        return
    work.session.merge(RecentChildRow(account_id=office.account.id, child_id=child_id, opened_at=now))
    work.about("child", child_id, child_id=child_id)
    work.commit(child_id)
    office.seen = (child_id, now)


def _page(session: Session, office: Office, child: Child) -> ChildPage:
    today = office.today
    period = child.certificate_on(today)
    plans = _plans(session, child.id, today=today)
    proposals = stages.of_child(office, session, child)
    counts = counts_of(session, child.id)
    valid = (period.valid_from, period.valid_to) if period else (None, None)
    return ChildPage(
        **_head(session, office, child),
        certificate=period,
        certificate_state=certificate_state(*valid, birth=child.birth_date, today=today),
        last_contact=_last_contact(session, child.id, today=today),
        stages=_stages(child, proposals, today=today),
        plan=_current(plans),
        courses=courses_shown(session, _plan_id(plans)),
        plans=plans,
        counts=counts,
        timeline=entries_of(session, child.id, kinds=tuple(counts), limit=FIRST),  # only what there is is asked for
        drafts=drafts.of_child(session, office, child.id),
        proposals=proposals,
        ledger=ledger_in(session, child.id, today=today),
        transition=view_of(session, child.id) if counts.get("transition_check") else TransitionView(),
        handover=handover_views.of_child(session, child.id),
    )


def _head(session: Session, office: Office, child: Child) -> dict[str, Any]:
    """The fields of `ChildHead`."""
    today, language = office.today, office.language
    return {
        "child": child,
        "age": age_long(child.birth_date, today, language=language),
        "age_grade": age_and_grade(child.birth_date, today, grade_override=child.grade_override, language=language),
        "grade": grade_on(child.birth_date, today, override=child.grade_override),
        "red_facts": red_facts(child, language, today=today),
        "follow_ups": _follow_ups(session, child.id),
        "waiting": _waiting(session, child.id),
        "siblings": _siblings(session, child),
        "organizations": _organizations(session, child.id),
    }


def _stages(child: Child, proposals: Sequence[StageProposal], *, today: date) -> tuple[Stage, ...]:
    """The path with the child's own events, and what the template says comes up within the year."""
    events = [(milestone.on, milestone.name) for milestone in child.milestones]
    items = [(item.due_on, item.short) for item in proposals if item.path and item.due_on > today]
    return life_path(child.birth_date, today=today, events=events, items=items, grade_override=child.grade_override)


def _last_contact(session: Session, child_id: str, *, today: date) -> LastContact | None:
    there = newest(child_id, limit=_OF_ONE_DAY)
    row = session.execute(
        select(
            ConsultationRow.id,
            ConsultationRow.on,
            ConsultationRow.method,
            ConsultationRow.consulter,
            ConsultationRow.consulter_name,
        )
        .join(there, there.c.id == ConsultationRow.id)
        .order_by(*NEWEST_FIRST)
        .limit(1)
    ).first()
    if row is None:
        return None
    return LastContact(
        record_id=row.id,
        on=row.on,
        method=row.method,
        consulter=row.consulter,
        consulter_name=row.consulter_name,
        days_ago=(today - row.on).days,
    )


def _follow_ups(session: Session, child_id: str) -> tuple[FollowUp, ...]:
    rows = session.scalars(
        select(FollowUpRow)
        .where(FollowUpRow.child_id == child_id, FollowUpRow.state == OPEN)
        .order_by(FollowUpRow.due_on, FollowUpRow.due_time, FollowUpRow.id)
    )
    return tuple(follow_ups.SHAPE.to_read(row) for row in rows)


def _waiting(session: Session, child_id: str) -> tuple[Liaison, ...]:
    rows = session.scalars(
        select(LiaisonRow)
        .where(
            LiaisonRow.child_id == child_id,
            LiaisonRow.withdrawn.is_(False),
            LiaisonRow.answered_on.is_(None),
            LiaisonRow.reply_due_on.is_not(None),
        )
        .order_by(LiaisonRow.reply_due_on, LiaisonRow.id)
    )
    return tuple(liaisons.SHAPE.to_read(row) for row in rows)


def _plans(session: Session, child_id: str, *, today: date) -> tuple[PlanSummary, ...]:
    row = SupportPlanRow
    question = (
        select(
            *(row.id, row.number, row.version, row.status, row.made_on, row.period_from, row.period_to),
            *(row.next_review_on, AccountRow.name),
        )
        .outerjoin(AccountRow, AccountRow.id == row.author_id)
        .where(row.child_id == child_id)
        .order_by(row.made_on.desc(), row.version.desc())
    )
    return tuple(
        PlanSummary(
            plan_id=found.id,
            number=found.number,
            version=found.version,
            status=found.status,
            made_on=found.made_on,
            period_from=found.period_from,
            period_to=found.period_to,
            next_review_on=found.next_review_on,
            days_left=(found.period_to - today).days if found.period_to else None,
            author=found.name or "",
        )
        for found in session.execute(question)
    )


def _plan_id(plans: Sequence[PlanSummary]) -> str:
    current = _current(plans)
    return current.plan_id if current else ""


def _current(plans: Sequence[PlanSummary]) -> PlanSummary | None:
    living = [plan for plan in plans if plan.status in _CURRENT]
    return min(living, key=lambda plan: _CURRENT.index(plan.status), default=None)


def _siblings(session: Session, child: Child) -> tuple[tuple[str, str, str], ...]:
    numbers = {m.sibling_child_number: m.relationship for m in child.family if m.sibling_child_number}
    rows = session.execute(
        select(ChildRow.id, ChildRow.number, ChildRow.family_name, ChildRow.given_name).where(
            ChildRow.number.in_(list(numbers)), ChildRow.id != child.id
        )
    )
    return tuple((row.id, f"{row.family_name} {row.given_name}".strip(), numbers[row.number]) for row in rows)


def _organizations(session: Session, child_id: str) -> tuple[Organization, ...]:
    """Those one has spoken with about this child, the latest first."""
    last = (
        select(LiaisonRow.organization_id, func.max(LiaisonRow.on).label("on"))
        .where(LiaisonRow.child_id == child_id, LiaisonRow.withdrawn.is_(False))
        .group_by(LiaisonRow.organization_id)
        .subquery()
    )
    rows = session.scalars(
        select(OrganizationRow)
        .join(last, last.c.organization_id == OrganizationRow.id)
        .order_by(last.c.on.desc(), OrganizationRow.number)
    )
    return tuple(organizations.SHAPE.to_read(row) for row in rows)
