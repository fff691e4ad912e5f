"""個別支援計画: from the last one and the last assessment to a plan that is approved, delivered, reviewed and renewed.

The states, and what is missing before each step, are rules (`rules.plan_state`); here they are carried out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caseapp.casework import drafts, next_steps, numbering
from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.casework.views import DraftKey
from caseapp.records import assessment, child, plan
from caseapp.records.assessment import AssessmentRow
from caseapp.records.child import ChildRow
from caseapp.records.plan import ReviewRow, SupportPlanRow
from caseapp.rules import organization_names, plan_carry, plan_state
from caseapp.rules.age import age_on
from caseapp.rules.assessment import Assessment
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.follow_up import NextStep, next_step_problems
from caseapp.rules.internal_words import cut
from caseapp.rules.plan import PlanConsent, Review, Support, SupportPlan, plan_problems, review_problems
from caseapp.rules.plan_state import Missing
from caseapp.rules.problem import N_, NotFound, Problem, Refused

ADULT = 18


def of_child(office: Office, child_id: str) -> tuple[SupportPlan, ...]:
    """The child's plans, the newest version first."""
    with office.reading() as session:
        return _of_child(session, child_id)


def get(office: Office, plan_id: str) -> SupportPlan:
    """One plan. Raises NotFound."""
    with office.reading() as session:
        return _plan(session, plan_id)


def new(office: Office, child_id: str) -> SupportPlan:
    """A plan as it stands when the form opens, not saved: facts of the child, the last assessment, the last plan.

    Raises NotFound, and Refused while a draft is there: it is to be continued.
    """
    with office.reading() as session:
        who = _child(session, child_id)
        earlier = _of_child(session, child_id)
        latest = _last_assessment(session, child_id)
        _refuse_second_draft(earlier)
        if earlier:
            fresh = _renewed(session, earlier, on=office.today, new_id=office.new_id)
        else:
            fresh = plan_carry.first_plan(who, assessment=latest, on=office.today)
    return replace(fresh, id=office.new_id(), author_id=office.account.id, author=office.account.name)


def save(office: Office, value: SupportPlan, *, draft_key: DraftKey | None = None) -> Changes:
    """Keep a plan in the state 案, complete or not; what the form kept of it unsaved goes in the same transaction.

    Who wrote it and what was handed over of it stay as they are stored. Raises Refused (not a draft any more, or given
    as more than one; contradictory), ChangedMeanwhile.
    """
    problems = plan_problems(value) + plan_state.draft_problems(value)
    with office.work("support_plan.save") as work:
        row = work.session.get(SupportPlanRow, value.id) if value.id else None
        if row is None:
            value = replace(_numbered(work, value, on=office.today), author_id=office.account.id, frozen="")
        else:
            value = _of_the_form(value, plan.SHAPE.to_read(row))
        if row is not None and not plan_state.can_be_edited(plan.SHAPE.to_read(row)):
            problems = [Problem("status", N_("This version is no longer a draft. Make a new version to change it."))]
        if problems:
            raise Refused(problems)
        saved = work.save(plan.SUBJECT, value)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


def name_provider(office: Office, plan_id: str, *, provider: str, name: str) -> Changes:
    """Write the whole name of a body wherever a support of this draft says `provider`, which means it by a shorter one.

    What stands beside the name (a person, another body) stays. Raises Refused (not a draft), NotFound.
    """
    value = get(office, plan_id)
    meant = cut(provider)  # as it is printed, without internal words

    def named(support: Support) -> Support:
        if cut(support.provider) != meant:
            return support
        return replace(support, provider=organization_names.written_out(support.provider, name))

    goals = (replace(goal, supports=tuple(named(support) for support in goal.supports)) for goal in value.goals)
    return save(office, replace(value, goals=tuple(goals)))


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A child with an open plan (from 案 to 実施), or an active child without one (`plan_id` "").

    `state`: "review_late", "ended", "draft", "review_soon" (within thirty days), "running" or "none".
    """

    child_id: str
    child_number: str
    name: str
    kana: str
    worker_id: str = ""
    plan_id: str = ""
    number: str = ""
    version: int = 0
    status: str = ""
    period_to: date | None = None
    next_review_on: date | None = None
    state: str = "none"


ROW_STATES = ("review_late", "ended", "draft", "review_soon", "none", "running")
"""The order in which they want attention."""
_SOON = timedelta(days=30)


def overview(office: Office, *, mine: bool = False) -> tuple[PlanRow, ...]:
    """Every open plan, and every active child without one; what wants attention first. `mine`: of my children only."""
    statement = (
        select(
            ChildRow.id.label("child_id"),
            ChildRow.number.label("child_number"),
            ChildRow.family_name,
            ChildRow.given_name,
            ChildRow.family_name_kana,
            ChildRow.given_name_kana,
            ChildRow.worker_id,
            SupportPlanRow.id.label("plan_id"),
            SupportPlanRow.number,
            SupportPlanRow.version,
            SupportPlanRow.status,
            SupportPlanRow.period_to,
            SupportPlanRow.next_review_on,
        )
        .outerjoin(
            SupportPlanRow,
            (SupportPlanRow.child_id == ChildRow.id) & SupportPlanRow.status.in_(plan_state.OPEN_STATES),
        )
        .where(ChildRow.status == "active")
    )
    if mine:
        statement = statement.where(ChildRow.worker_id == office.account.id)
    with office.reading("support_plan.overview") as session:
        rows = [_overview_row(found, on=office.today) for found in session.execute(statement)]
    return tuple(sorted(rows, key=_attention))


def _attention(row: PlanRow) -> tuple[int, date, str]:
    return ROW_STATES.index(row.state), row.next_review_on or row.period_to or date.max, row.kana


def _overview_row(found: Any, *, on: date) -> PlanRow:
    return PlanRow(
        child_id=found.child_id,
        child_number=found.child_number,
        name=f"{found.family_name} {found.given_name}".strip(),
        kana=f"{found.family_name_kana} {found.given_name_kana}".strip(),
        worker_id=found.worker_id or "",
        plan_id=found.plan_id or "",
        number=found.number or "",
        version=found.version or 0,
        status=found.status or "",
        period_to=found.period_to,
        next_review_on=found.next_review_on,
        state=_row_state(found, on=on),
    )


def _row_state(found: Any, *, on: date) -> str:
    if not found.plan_id:
        return "none"
    if found.status in (plan_state.DRAFT, plan_state.APPROVED):
        return "draft"
    if found.next_review_on and found.next_review_on < on:
        return "review_late"
    if found.period_to and found.period_to < on:
        return "ended"
    if found.next_review_on and found.next_review_on <= on + _SOON:
        return "review_soon"
    return "running"


def missing(office: Office, value: SupportPlan) -> tuple[Missing, ...]:
    """What the plan, saved or not, still lacks until it can be delivered."""
    with office.reading() as session:
        adult = _adult(_child(session, value.child_id), office.today)
        areas = plan_state.bad_areas(_last_assessment(session, value.child_id))
    return tuple(plan_state.missing(value, adult=adult, bad_areas=areas))


def last_assessment(office: Office, child_id: str) -> Assessment | None:
    """The child's last assessment: which areas it rated badly (plan_state.bad_areas), whether it is newer than a plan
    (plan_carry.newer)."""
    with office.reading() as session:
        return _last_assessment(session, child_id)


def approve(office: Office, plan_id: str) -> Changes:
    """案 → 確定. By a manager; not by the author unless the office allows. Raises NotAllowed, Refused."""
    stamp = {"approved_by_id": office.account.id, "approved_at": office.now}
    return _step(office, plan_id, plan_state.APPROVED, **stamp)


def send_back(office: Office, plan_id: str, *, reason: str) -> Changes:
    """確定 → 案, before delivery, with a reason that becomes a follow-up of the author. Raises NotAllowed, Refused."""
    if not reason.strip():
        raise Refused([Problem("reason", N_("Say what is to be changed."))])
    with office.work("support_plan.send_back") as work:
        value = work.find(plan.SUBJECT, plan_id)
        _require(office, work, value, plan_state.DRAFT)
        cleared = replace(value, status=plan_state.DRAFT, approved_by_id="", approved_by="", approved_at=None)
        work.save(plan.SUBJECT, cleared)
        step = NextStep(text=reason, due_on=office.today, kind="plan", worker_id=value.author_id)
        next_steps.take(work, step, child_id=value.child_id, origin_kind="support_plan", origin_id=plan_id)
        return work.commit(plan_id)


def deliver(
    office: Office,
    plan_id: str,
    *,
    on: date,
    to: str,
    how: str,
    consent: PlanConsent,
    next_review_on: date | None = None,
) -> Changes:
    """確定 → 交付: explained, agreed, and handed over to whom and how. Raises NotAllowed, Refused.

    `next_review_on` is agreed on that occasion; None keeps what the plan says.
    """
    problems = plan_state.delivery_problems(consent, on=on, to=to, next_review_on=next_review_on, today=office.today)
    if problems:
        raise Refused(problems)
    with office.work("support_plan.delivered") as work:
        found = work.find(plan.SUBJECT, plan_id)
        value = replace(found, consent=consent, next_review_on=next_review_on or found.next_review_on)
        _require(office, work, value, plan_state.DELIVERED)
        done = replace(value, status=plan_state.DELIVERED, delivered_on=on, delivered_to=to, delivered_how=how)
        saved = work.save(plan.SUBJECT, replace(done, frozen=_frozen(office, work, done)))
        return work.commit(saved.id)


def activate(office: Office, plan_id: str) -> Changes:
    """交付 → 実施; the version before it becomes 改訂, in the same transaction. Raises NotAllowed, Refused."""
    with office.work("support_plan.active") as work:
        value = work.find(plan.SUBJECT, plan_id)
        _require(office, work, value, plan_state.ACTIVE)
        for other in _of_child(work.session, value.child_id):
            if other.id != plan_id and other.status in (plan_state.ACTIVE, plan_state.DELIVERED):
                _require(office, work, other, plan_state.SUPERSEDED)
                work.save(plan.SUBJECT, replace(other, status=plan_state.SUPERSEDED, closed_on=office.today))
        saved = work.save(plan.SUBJECT, replace(value, status=plan_state.ACTIVE, activated_on=office.today))
        work.about("support_plan", plan_id, child_id=value.child_id)
        return work.commit(saved.id)


def close(office: Office, plan_id: str, *, reason: str) -> Changes:
    """実施 → 終了, with the reason. Raises NotAllowed, Refused."""
    if not reason.strip():
        raise Refused([Problem("reason", N_("Say why the plan ends."))])
    return _step(office, plan_id, plan_state.CLOSED, closed_on=office.today, closed_reason=reason)


def new_version(office: Office, plan_id: str) -> Changes:
    """A draft of the next version from this one, saved. Raises Refused while a draft is there, NotFound."""
    with office.work("support_plan.new_version") as work:
        old = work.find(plan.SUBJECT, plan_id)
        earlier = _of_child(work.session, old.child_id)
        _refuse_second_draft(earlier)
        draft = _renewed(work.session, (old, *earlier), on=office.today, new_id=work.new_id)
        saved = work.save(plan.SUBJECT, replace(draft, author_id=office.account.id))
        return work.commit(saved.id)


# ------------------------------------------------------------------------------------------------ reviews


def reviews(office: Office, plan_id: str) -> tuple[Review, ...]:
    """The reviews of a plan, the newest first."""
    with office.reading() as session:
        return reviews_of(session, [plan_id])


def reviews_of(session: Session, plan_ids: list[str]) -> tuple[Review, ...]:
    """The reviews of these plans, the newest first; for callers that have a session."""
    statement = (
        select(ReviewRow)
        .where(ReviewRow.plan_id.in_(plan_ids), ReviewRow.withdrawn.is_(False))
        .order_by(ReviewRow.on.desc(), ReviewRow.id.desc())
    )
    return tuple(plan.REVIEW_SHAPE.to_read(row) for row in session.scalars(statement))


def new_review(office: Office, plan_id: str) -> Review:
    """A review as it stands when the form opens, not saved. Raises NotFound."""
    value = get(office, plan_id)
    return Review(
        id=office.new_id(),
        plan_id=plan_id,
        child_id=value.child_id,
        on=office.today,
        worker_id=office.account.id,
        worker=office.account.name,
    )


def review(office: Office, value: Review, *, next_step: NextStep | None, draft_key: DraftKey | None = None) -> Changes:
    """Record a review: each goal rated, the next date set on the plan, and the answer to what comes next.

    The draft `draft_key` goes in the same transaction. Raises Refused, NotFound, ChangedMeanwhile.
    """
    with office.work("review.record") as work:
        reviewed = work.find(plan.SUBJECT, value.plan_id)
        problems = review_problems(value, plan=reviewed, today=office.today) + next_step_problems(next_step)
        if reviewed.status not in (plan_state.DELIVERED, plan_state.ACTIVE):
            problems.append(Problem("plan_id", N_("Only a plan that has been delivered can be reviewed.")))
        if problems or next_step is None:
            raise Refused(problems)
        again = value.revision == 0 and work.session.get(ReviewRow, value.id) is not None
        saved = work.save(plan.REVIEW_SUBJECT, replace(value, worker_id=value.worker_id or office.account.id))
        if value.next_review_on != reviewed.next_review_on:
            work.save(plan.SUBJECT, replace(reviewed, next_review_on=value.next_review_on))
        if not again:
            next_steps.take(work, next_step, child_id=value.child_id, origin_kind="review", origin_id=saved.id)
        drafts.drop(work, draft_key)
        return work.commit(saved.id)


# ------------------------------------------------------------------------------------------------ inside


def _step(office: Office, plan_id: str, to: str, **stamps: object) -> Changes:
    with office.work(f"support_plan.{to}") as work:
        value = work.find(plan.SUBJECT, plan_id)
        _require(office, work, value, to)
        saved = work.save(plan.SUBJECT, replace(value, status=to, **stamps))  # type: ignore[arg-type]  # fields by name
        return work.commit(saved.id)


def _require(office: Office, work: Work, value: SupportPlan, to: str) -> None:
    plan_state.require_step(
        value,
        to,
        account=office.account,
        adult=_adult(_child(work.session, value.child_id), office.today),
        self_approval=office.settings.self_approval,
        bad_areas=plan_state.bad_areas(_last_assessment(work.session, value.child_id)),
    )


def _frozen(office: Office, work: Work, value: SupportPlan) -> str:
    from caseapp.casework.papers import frozen  # papers ask for plans

    return frozen.freeze(office, work.session, value)


def _numbered(work: Work, value: SupportPlan, *, on: date) -> SupportPlan:
    _refuse_second_draft(_of_child(work.session, value.child_id))
    if not value.number:
        value = replace(value, number=numbering.next_for(work.session, SupportPlanRow.number, on=on))
    return value


def _of_the_form(value: SupportPlan, stored: SupportPlan) -> SupportPlan:
    """A plan that its form saves again before it has heard of the first saving: the same plan, not another's change."""
    value = replace(value, author_id=stored.author_id, frozen=stored.frozen)
    if value.revision == 0 and stored.revision == 1:
        return replace(value, revision=1, number=stored.number)
    return value


def _refuse_second_draft(plans: tuple[SupportPlan, ...]) -> None:
    draft = next((p for p in plans if p.status == plan_state.DRAFT), None)
    if draft is not None:
        raise Refused(
            [
                Problem(
                    "status",
                    N_("There is a draft already (version {version}). Go on with that one."),
                    {"version": draft.version},
                )
            ]
        )


def _renewed(session: Session, plans: tuple[SupportPlan, ...], *, on: date, new_id: Callable[[], str]) -> SupportPlan:
    """A draft from the first of `plans`, numbered after them all."""
    version = max(p.version for p in plans) + 1
    given = reviews_of(session, [plans[0].id])
    heard = _last_assessment(session, plans[0].child_id, heard=True)
    return plan_carry.next_version(plans[0], on=on, version=version, new_id=new_id, reviews=given, heard=heard)


def _adult(who: Child, on: date) -> bool:
    return age_on(who.birth_date, on) >= ADULT


def _plan(session: Session, plan_id: str) -> SupportPlan:
    row = session.get(SupportPlanRow, plan_id)
    if row is None:
        raise NotFound("support_plan", plan_id)
    return plan.SHAPE.to_read(row)


def _of_child(session: Session, child_id: str) -> tuple[SupportPlan, ...]:
    statement = (
        select(SupportPlanRow)
        .where(SupportPlanRow.child_id == child_id)
        .order_by(SupportPlanRow.version.desc(), SupportPlanRow.made_on.desc())
    )
    return tuple(plan.SHAPE.to_read(row) for row in session.scalars(statement))


def _child(session: Session, child_id: str) -> Child:
    row = session.get(ChildRow, child_id)
    if row is None:
        raise NotFound("child", child_id)
    return child.SHAPE.to_read(row)


def _last_assessment(session: Session, child_id: str, *, heard: bool = False) -> Assessment | None:
    """The newest; `heard`: the newest that has words of the child."""
    statement = (
        select(AssessmentRow)
        .where(AssessmentRow.child_id == child_id, AssessmentRow.withdrawn.is_(False))
        .order_by(AssessmentRow.on.desc(), AssessmentRow.id.desc())
    )
    if heard:
        statement = statement.where(func.trim(AssessmentRow.child_voice) != "")
    row = session.scalar(statement.limit(1))
    return assessment.SHAPE.to_read(row) if row else None
