"""個別支援計画書 and 評価: the plan and its review for the office's own forms."""

from __future__ import annotations

from datetime import date

from caseapp.casework.papers import people
from caseapp.casework.papers.gathered import Gathered
from caseapp.documents.read_models import Known, Value
from caseapp.documents.review import RatedGoal, ReviewPaper
from caseapp.documents.strokes import Signed
from caseapp.documents.support_plan import (
    GoalLine,
    PreviousGoal,
    SupportGroup,
    SupportLine,
    SupportPlanPaper,
)
from caseapp.rules import dates
from caseapp.rules.plan import DatedGoal, Goal, GoalRating, Support, SupportPlan
from caseapp.words import codes


def support_plan(g: Gathered, record_id: str = "") -> SupportPlanPaper:
    """The office form of a plan."""
    plan = g.plan(record_id)
    previous = g.previous(plan)
    period = g.child.certificate_on(g.at.date())
    return SupportPlanPaper(
        number=plan.number,
        version=plan.version,
        status=codes.load("plan_status").label(plan.status, g.language),
        draft=plan.status == "draft",
        made_on=plan.made_on,
        author=plan.author,
        author_role=g.title_of(plan.author_id),
        period_from=plan.period_from,
        period_to=plan.period_to,
        previous_number=f"{previous.number} " + g.w._("Version {number}").format(number=previous.version)
        if previous
        else "",
        previous_from=previous.period_from if previous else None,
        previous_to=previous.period_to if previous else None,
        next_review_on=plan.next_review_on,
        child=people.head(g.child, on=g.at, language=g.language),
        disease=people.disease(g.child, language=g.language),
        certificate=people.certificate_kind(g.child, on=g.at, w=g.w) or Known.NONE,
        certificate_from=period.valid_from if period else None,
        certificate_to=period.valid_to if period else None,
        doctor=" ".join(part for part in (g.child.hospital, g.child.doctor) if part),
        handbook=people.handbooks(g.child, language=g.language),
        allowance=people.allowances(g.child, language=g.language),
        family=tuple(people.family_member(m, on=g.at, language=g.language, w=g.w) for m in g.child.family),
        situation=_situation(plan, g),
        child_wish=people.heard(plan.child_wish),
        guardian_wish=people.heard_from(plan.guardian_wish, language=g.language),
        policy=plan.policy,
        long_term_goal=_goal_line(plan.long_term_goal, plan) if plan.long_term_goal.text else None,
        short_term_goals=tuple(_goal_line(goal, plan) for goal in plan.short_term_goals),
        supports=tuple(_group(goal, place, g) for place, goal in enumerate(plan.goals, 1)),
        transition=plan.transition,
        disaster=plan.disaster,
        previous_goals=_previous_goals(previous, g),
        agreement=_agreement(plan, g),
        signatures=_signatures(plan, g),
        sharing=_sharing(plan, g),
        copies=_copies(plan, g),
        next_contact=dates.sentence_date(plan.next_review_on, language=g.language) if plan.next_review_on else "",
    )


def blank_support_plan(g: Gathered) -> SupportPlanPaper:
    """The empty form with the child's head filled in."""
    period = g.child.certificate_on(g.at.date())
    return SupportPlanPaper(
        number="",
        status="",
        draft=False,
        made_on=g.at.date(),
        author="",
        child=people.head(g.child, on=g.at, language=g.language),
        disease=people.disease(g.child, language=g.language),
        certificate=people.certificate_kind(g.child, on=g.at, w=g.w),
        certificate_from=period.valid_from if period else None,
        certificate_to=period.valid_to if period else None,
    )


def review(g: Gathered, record_id: str = "") -> ReviewPaper:
    """The office form of a review."""
    value = g.review(record_id)
    plan = g.plan(value.plan_id)
    ratings = {rating.goal_id: rating for rating in value.ratings}
    return ReviewPaper(
        plan_number=plan.number,
        plan_version=plan.version,
        period_from=plan.period_from,
        period_to=plan.period_to,
        on=value.on,
        method=codes.load("method").label(value.method, g.language) if value.method else "",
        author=value.worker,
        author_role=g.title_of(value.worker_id),
        child=people.head(g.child, on=g.at, language=g.language),
        disease=people.disease(g.child, language=g.language),
        policy=plan.policy,
        summary=value.summary,
        goals=tuple(_rated(goal, ratings.get(goal.id), place, g) for place, goal in enumerate(plan.goals, 1)),
        child_words=value.child_words,
        family_words=value.family_words,
        change=g.w._("The plan is to be changed") if value.change_needed else Known.NONE,
        next_on=value.next_review_on,
    )


def _situation(plan: SupportPlan, g: Gathered) -> tuple[tuple[str, Value], ...]:
    areas = codes.load("plan_area")
    return tuple((areas.label(area, g.language) if area in areas else area, text) for area, text in plan.situation)


def _goal_line(goal: DatedGoal, plan: SupportPlan) -> GoalLine:
    return GoalLine(text=goal.text, by=goal.by, in_months=_months(plan.period_from, goal.by))


def _months(begins: date | None, ends: date | None) -> int:
    if begins is None or ends is None or ends <= begins:
        return 0
    return (ends.year - begins.year) * 12 + ends.month - begins.month


def _group(goal: Goal, place: int, g: Gathered) -> SupportGroup:
    roles = ((g.w._("The person themselves"), goal.child_role), (g.w._("The family"), goal.family_role))
    return SupportGroup(
        priority=goal.priority or place,
        need=goal.need,
        goal=goal.goal,
        evaluate_by=goal.achieve_by,
        supports=tuple(_support(s, g) for s in goal.supports),
        roles=tuple((who, what) for who, what in roles if what.strip()),
    )


def _support(support: Support, g: Gathered) -> SupportLine:
    scheme = support.scheme or (g.w._("no scheme yet") if support.no_scheme else "")
    content = "。".join(part.rstrip("。") for part in (support.content, support.frequency) if part.strip())
    return SupportLine(
        scheme=scheme,
        content=content,
        providers=(support.provider,) if support.provider.strip() else (),
        contacts=(support.contact,) if support.contact.strip() else (),
    )


def _previous_goals(previous: SupportPlan | None, g: Gathered) -> tuple[PreviousGoal, ...]:
    if previous is None:
        return ()
    reviews = g.reviews(previous)
    if not reviews:
        return ()
    ratings = {rating.goal_id: rating for rating in reviews[0].ratings}
    labels = codes.load("plan_rating")
    return tuple(
        PreviousGoal(
            goal=goal.goal or goal.need,
            result=labels.label(ratings[goal.id].rating, g.language),
            left=ratings[goal.id].comment or Known.NOT_APPLICABLE,
        )
        for goal in previous.goals
        if goal.id in ratings and ratings[goal.id].rating
    )


def _rated(goal: Goal, rating: GoalRating | None, place: int, g: Gathered) -> RatedGoal:
    provided = "、".join(_said(s) for s in goal.supports if s.content or s.scheme)
    return RatedGoal(
        priority=goal.priority or place,
        goal=goal.goal or goal.need,
        achieve_by=goal.achieve_by,
        provided=provided or Known.NOT_APPLICABLE,
        words=Known.NOT_APPLICABLE,
        rating=_result(rating, g) if rating and rating.rating else "",
        next=(rating.comment if rating else "") or Known.NOT_APPLICABLE,
    )


def _result(rating: GoalRating, g: Gathered) -> str:
    """`一部達成`, below it the scores that were given."""
    scores = (("knowledge", rating.knowledge), ("behaviour", rating.behaviour), ("state", rating.state))
    lines = [f"{g.w._(name)} {score}" for name, score in scores if score is not None]
    return "\n".join([codes.load("plan_rating").label(rating.rating, g.language), *lines])


def _said(support: Support) -> str:
    by = f"({support.provider})" if support.provider else ""
    return f"{support.content or support.scheme}{by}"


def _agreement(plan: SupportPlan, g: Gathered) -> str:
    consent = plan.consent
    if consent.explained_on is None:
        return ""
    parts = [
        g.w._("explained on {date} by {who}").format(
            date=dates.short_date(consent.explained_on), who=consent.explained_by or plan.author
        )
    ]
    if consent.child_agreed_on:
        parts.append(g.w._("the child agreed on {date}").format(date=dates.short_date(consent.child_agreed_on)))
    if consent.guardian_agreed_on:
        who = consent.guardian_name or g.w._("The guardian")
        parts.append(g.w._("{who} agreed on {date}").format(who=who, date=dates.short_date(consent.guardian_agreed_on)))
    return "、".join(parts) if g.language == "ja" else ", ".join(parts)


def _signatures(plan: SupportPlan, g: Gathered) -> tuple[Signed, ...]:
    """Those written on the screen."""
    consent = plan.consent
    guardian = f"{g.w._('The guardian')} {consent.guardian_name}".strip()
    written = ((g.w._("The person themselves"), consent.child_signature), (guardian, consent.guardian_signature))
    return tuple(Signed(who=who, strokes=strokes) for who, strokes in written if strokes)


def _sharing(plan: SupportPlan, g: Gathered) -> str:
    holding = [c for c in g.consents() if c.holds_on(g.at.date())]
    return " / ".join(" ".join(part for part in (c.number, c.recipient, "、".join(c.items)) if part) for c in holding)


def _copies(plan: SupportPlan, g: Gathered) -> str:
    if plan.delivered_on is None:
        return ""
    text = f"{plan.delivered_to} {plan.delivered_how}".strip()
    return f"{text}({dates.short_date(plan.delivered_on)})"
