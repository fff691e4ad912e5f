"""個別支援計画: wishes, goals, supports and reviews (domain.md §1.1.1, §1.1.3).

States and steps are in plan_state.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from caseapp.rules import signature as signature_rules
from caseapp.rules.problem import N_, Problem


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants, in their own words; who heard it, when and how; or why it has not been heard yet."""

    text: str = ""
    heard_by: str = ""
    heard_on: date | None = None
    how: str = ""
    not_heard_reason: str = ""

    @property
    def known(self) -> bool:
        """True when there are words, or a reason why there are none."""
        return bool(self.text.strip() or self.not_heard_reason.strip())


@dataclass(frozen=True, kw_only=True)
class Support:
    """One line of support: the scheme it uses, what is done and how often, who provides it, until when.

    `no_scheme`: no programme exists for it (counted as a 地域課題).
    """

    id: str = ""
    scheme: str = ""
    content: str = ""
    frequency: str = ""
    provider: str = ""
    contact: str = ""
    period_from: date | None = None
    period_to: date | None = None
    no_scheme: bool = False


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A row of the plan: need → goal → supports, with what the child and the family do and when it is looked at again.

    `area` is the area of life it belongs to (list plan_area, "" = not said). `achieve_by` 達成時期, `review_every` the
    cycle of evaluation in months (0 = not decided).
    """

    id: str = ""
    priority: int = 0
    area: str = ""
    need: str = ""
    goal: str = ""
    achieve_by: date | None = None
    review_every: int = 0
    child_role: str = ""
    family_role: str = ""
    note: str = ""
    supports: tuple[Support, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DatedGoal:
    """A long-term or short-term goal with the day by which it is to be reached."""

    text: str = ""
    by: date | None = None


@dataclass(frozen=True, kw_only=True)
class GoalRating:
    """How one goal came out. `rating` is a code of the list plan_rating; "" = not rated yet.

    `knowledge`, `behaviour` and `state` (理解・行動・状態) are 1 (much help needed) to 5 (going well), None: not rated.
    """

    goal_id: str
    rating: str = ""
    comment: str = ""
    knowledge: int | None = None
    behaviour: int | None = None
    state: int | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """評価(モニタリング): every goal rated and commented, what child and family say, when the next one is."""

    id: str = ""
    revision: int = 0
    plan_id: str
    child_id: str
    on: date
    method: str = ""
    ratings: tuple[GoalRating, ...] = ()
    child_words: str = ""
    family_words: str = ""
    summary: str = ""
    change_needed: bool = False
    next_review_on: date | None = None
    worker_id: str = ""
    worker: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PlanConsent:
    """Explained and agreed: who explained on which day, who agreed (child, guardian) and how.

    `child_signature` and `guardian_signature` are signatures written on the screen (rules.signature), "" without one.
    """

    explained_on: date | None = None
    explained_by: str = ""
    child_agreed_on: date | None = None
    guardian_agreed_on: date | None = None
    guardian_name: str = ""
    how: str = ""
    child_signature: str = ""
    guardian_signature: str = ""


@dataclass(frozen=True, kw_only=True)
class SupportPlan:
    """One version of the plan. `situation` holds (area code, text) for the block 現在の状況 (list plan_area).

    `number` (R8-031) stays through the versions, `version` counts them (第n回). `status`: draft, approved, delivered,
    active, closed, superseded. `previous_id` is the version it was made from. `author_id` wrote it, `approved_by` is
    another's name. `area_reasons` says (area code, why) for an area that is rated badly and has no goal all the same.
    `frozen` is what a delivered version is printed from for ever (casework.papers.frozen), "" before delivery.
    """

    id: str = ""
    revision: int = 0
    child_id: str
    number: str = ""
    version: int = 1
    status: str = "draft"
    made_on: date
    period_from: date | None = None
    period_to: date | None = None
    situation: tuple[tuple[str, str], ...] = ()
    child_wish: Wish = Wish()
    guardian_wish: Wish = Wish()
    policy: str = ""
    long_term_goal: DatedGoal = DatedGoal()
    short_term_goals: tuple[DatedGoal, ...] = ()
    goals: tuple[Goal, ...] = ()
    transition: str = ""
    disaster: str = ""
    area_reasons: tuple[tuple[str, str], ...] = ()
    consent: PlanConsent = PlanConsent()
    next_review_on: date | None = None
    author_id: str = ""
    author: str = ""
    approved_by_id: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    delivered_on: date | None = None
    delivered_to: str = ""
    delivered_how: str = ""
    activated_on: date | None = None
    closed_on: date | None = None
    closed_reason: str = ""
    previous_id: str = ""
    frozen: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


def plan_problems(plan: SupportPlan) -> list[Problem]:
    """What cannot even be saved as a draft: a draft may be incomplete, never contradictory."""
    found: list[Problem] = []
    for signature in (plan.consent.child_signature, plan.consent.guardian_signature):
        if not signature_rules.is_readable(signature):
            found.append(Problem("consent", N_("A signature cannot be read.")))
    if plan.period_from and plan.period_to and plan.period_to < plan.period_from:
        found.append(Problem("period_to", N_("The period ends before it begins.")))
    for goal in plan.goals:
        if any(s.period_from and s.period_to and s.period_to < s.period_from for s in goal.supports):
            found.append(Problem("goals", N_("A support ends before it begins ({need})."), {"need": goal.need}))
    return found


def review_problems(review: Review, *, plan: SupportPlan, today: date) -> list[Problem]:
    """What must be mended before the review can be saved: every goal is rated, the next date is set."""
    found: list[Problem] = []
    if review.on > today:
        found.append(Problem("on", N_("The day of the review lies in the future.")))
    scores = (score for r in review.ratings for score in (r.knowledge, r.behaviour, r.state))
    if any(score is not None and not 1 <= score <= 5 for score in scores):
        found.append(Problem("ratings", N_("A rating is a number from 1 to 5.")))
    rated = {r.goal_id for r in review.ratings if r.rating}
    missing = [g for g in plan.goals if g.id not in rated]
    if missing:
        found.append(Problem("ratings", N_("{count} goals are not rated yet."), {"count": len(missing)}))
    if review.next_review_on is None:
        found.append(Problem("next_review_on", N_("Enter the day of the next review.")))
    elif review.next_review_on <= review.on:
        found.append(Problem("next_review_on", N_("The next review must lie after this one.")))
    return found
