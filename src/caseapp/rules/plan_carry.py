"""What a new plan starts from: the child's facts and the last assessment, or the version before it and its reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from caseapp.rules.assessment import Assessment
from caseapp.rules.child import Child
from caseapp.rules.plan import Goal, PlanConsent, Review, Support, SupportPlan, Wish

FINISHED = frozenset({"achieved", "stopped", "not_applicable"})
"""Ratings (list plan_rating) after which a goal is not carried over."""

NEARLY_OVER = timedelta(days=60)
"""A plan with no more time than this is followed by the next one at its end, also where a review asks for a change."""


def first_plan(child: Child, *, assessment: Assessment | None, on: date) -> SupportPlan:
    """The first plan of a child: a year from `on`, what the record and the last assessment know already."""
    return SupportPlan(
        child_id=child.id,
        made_on=on,
        period_from=on,
        period_to=year_later(on),
        situation=tuple(_situation(child, assessment)),
        child_wish=_wish(assessment),
    )


def next_version(
    old: SupportPlan,
    *,
    on: date,
    version: int,
    new_id: Callable[[], str],
    reviews: Sequence[Review] = (),
    heard: Assessment | None = None,
) -> SupportPlan:
    """A draft from the version before: goals carried over unless rated as finished.

    The child's wish is what it said in `heard` (the newest assessment with words of the child) where that is newer than
    the old version's wish. Any other wish keeps its words alone, without day, person and manner: plan_state.missing
    lists it as to be heard anew.
    The period follows the old one's end; where the newest review asks for a change long before that, it begins on `on`.
    Goals and supports get new ids; consent, delivery and approval start empty.
    `reviews` are those of the old version, the newest first.
    """
    begins = _begins(old, reviews, on=on)
    finished = _finished(reviews)
    kept = [goal for goal in old.goals if goal.id not in finished]
    return replace(
        old,
        id="",
        revision=0,
        version=version,
        status="draft",
        made_on=on,
        period_from=begins,
        period_to=year_later(begins),
        child_wish=_wish(heard) if heard and _said_since(heard, old) else Wish(text=old.child_wish.text),
        guardian_wish=Wish(text=old.guardian_wish.text),
        goals=tuple(_renewed(goal, place, new_id) for place, goal in enumerate(kept, 1)),
        short_term_goals=(),
        consent=PlanConsent(),
        next_review_on=None,
        author_id="",
        author="",
        approved_by_id="",
        approved_by="",
        approved_at=None,
        delivered_on=None,
        delivered_to="",
        delivered_how="",
        activated_on=None,
        closed_on=None,
        closed_reason="",
        previous_id=old.id,
        frozen="",
        area_reasons=(),
        created_at=None,
        updated_at=None,
    )


def newer(assessment: Assessment | None, plan: SupportPlan) -> bool:
    """Whether the assessment is of a later day than what the child says in the plan; without such a day, than the
    plan."""
    return assessment is not None and _heard_on(assessment) > (plan.child_wish.heard_on or plan.made_on)


def _said_since(assessment: Assessment, plan: SupportPlan) -> bool:
    """Whether its words of the child are newer than those of the plan, which may be of no day, or none at all."""
    wish = plan.child_wish
    if not wish.text.strip():
        return True
    return _heard_on(assessment) > wish.heard_on if wish.heard_on else _heard_on(assessment) >= plan.made_on


def _heard_on(assessment: Assessment) -> date:
    return assessment.voice_on or assessment.on


def year_later(day: date) -> date:
    """The last day of a year that begins on `day`: R8.12.1 → R9.11.30."""
    try:
        anniversary = day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        anniversary = date(day.year + 1, 3, 1)
    return anniversary - timedelta(days=1)


def _begins(old: SupportPlan, reviews: Sequence[Review], *, on: date) -> date:
    if old.period_to is None or old.period_to < on:
        return on
    changes = bool(reviews) and reviews[0].change_needed
    return on if changes and old.period_to - on > NEARLY_OVER else old.period_to + timedelta(days=1)


def _finished(reviews: Sequence[Review]) -> set[str]:
    """Goals whose newest rating says that nothing more is to be done."""
    newest: dict[str, str] = {}
    for review in reviews:
        for rating in review.ratings:
            newest.setdefault(rating.goal_id, rating.rating)
    return {goal_id for goal_id, rating in newest.items() if rating in FINISHED}


def _renewed(goal: Goal, place: int, new_id: Callable[[], str]) -> Goal:
    supports = tuple(_renewed_support(support, new_id) for support in goal.supports)
    return replace(goal, id=new_id(), priority=place, achieve_by=None, supports=supports)


def _renewed_support(support: Support, new_id: Callable[[], str]) -> Support:
    return replace(support, id=new_id(), period_from=None, period_to=None)


def _situation(child: Child, assessment: Assessment | None) -> Iterable[tuple[str, str]]:
    """(area, text) from the assessment; care and benefits from the record where the assessment is silent."""
    areas = assessment.areas if assessment else ()
    found = {area.area: text for area in areas if (text := _area_text(area.state, area.worry))}
    care = "、".join(item.detail for item in child.medical_care if item.detail)
    benefits = "。".join(text for text in (child.handbooks, child.allowances) if text)
    for area, text in (("medical_care", care), ("benefits", benefits)):
        if text:
            found.setdefault(area, text)
    yield from found.items()


def _area_text(state: str, worry: str) -> str:
    return "。".join(part.rstrip("。") for part in (state, worry) if part.strip()) + ("。" if state or worry else "")


def _wish(assessment: Assessment | None) -> Wish:
    if assessment is None:
        return Wish()
    return Wish(
        text=assessment.child_voice,
        heard_by=assessment.voice_by or assessment.worker,
        heard_on=_heard_on(assessment) if assessment.child_voice else None,
        how=assessment.voice_how,
        not_heard_reason=assessment.voice_missing_reason,
    )


def empty_goal(new_id: Callable[[], str], *, priority: int) -> Goal:
    """A row that the worker begins to fill."""
    return Goal(id=new_id(), priority=priority, supports=(Support(id=new_id()),))
