"""The states of a support plan, who may take which step, and what is missing before approval and before delivery.

案 draft → 確定 approved → 交付 delivered → 実施 active → 終了 closed, or 改訂 superseded when the next version begins.
An approved plan that has not been delivered yet can go back to the draft. Who wrote a plan does not approve it, unless
the office has decided otherwise (`OfficeSettings.self_approval`): in many offices one person does this work alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from caseapp.rules.account import MANAGER, WORKER, Account, require
from caseapp.rules.assessment import Assessment
from caseapp.rules.plan import Goal, PlanConsent, SupportPlan, Wish
from caseapp.rules.problem import N_, NotAllowed, Problem, Refused

DRAFT, APPROVED, DELIVERED, ACTIVE = "draft", "approved", "delivered", "active"
CLOSED, SUPERSEDED = "closed", "superseded"
STATES = (DRAFT, APPROVED, DELIVERED, ACTIVE, CLOSED, SUPERSEDED)
PATH = (DRAFT, APPROVED, DELIVERED, ACTIVE, CLOSED)
"""What the steps at the head of the page show; a superseded plan stands at the last."""
OPEN_STATES = (DRAFT, APPROVED, DELIVERED, ACTIVE)

GOES_BADLY = 2
"""The highest rating of an area (1 to 5) that asks for a goal in the plan."""

_GOAL_FOR = {
    "illness": N_("A goal for illness and treatment"),
    "medical_care": N_("A goal for medical care"),
    "daily_life": N_("A goal for daily life"),
    "school": N_("A goal for nursery and school"),
    "benefits": N_("A goal for benefits and services"),
    "work": N_("A goal for work and what follows school"),
    "family": N_("A goal for the family"),
    "society": N_("A goal for taking part"),
    "mind": N_("A goal for feelings and understanding"),
    "transition": N_("A goal for transition and self-care"),
    "disaster": N_("A goal for disaster"),
}

_HEAR_ANEW = N_("These are the words of the version before: hear them anew, then the day")

_ROLE_FOR = {
    (DRAFT, APPROVED): MANAGER,
    (APPROVED, DRAFT): MANAGER,
    (APPROVED, DELIVERED): WORKER,
    (DELIVERED, ACTIVE): WORKER,
    (ACTIVE, CLOSED): WORKER,
    (DELIVERED, CLOSED): WORKER,
    (ACTIVE, SUPERSEDED): WORKER,
    (DELIVERED, SUPERSEDED): WORKER,
}


@dataclass(frozen=True)
class Missing:
    """One thing a plan still lacks.

    `field` leads to the place (`goals.3.supports`: the fourth goal); `name` and `hint` are message ids, `values` fill
    them ({number} counts from 1); `before` says which step it stands in the way of.
    """

    field: str
    name: str
    hint: str = ""
    number: int = 0
    before: Literal["approval", "delivery"] = "approval"

    @property
    def values(self) -> dict[str, int]:
        """What fills the placeholders of `name`."""
        return {"number": self.number} if self.number else {}


def next_state(status: str) -> str:
    """The state the main button leads to; "" at the end of the path."""
    return PATH[PATH.index(status) + 1] if status in PATH[:-1] else ""


def can_be_edited(plan: SupportPlan) -> bool:
    """Only a draft changes its content; from approval on a change is a new version."""
    return plan.status == DRAFT


def draft_problems(plan: SupportPlan) -> list[Problem]:
    """What is given as more than a draft: approval and all that follows are steps with rights of their own."""
    taken = (plan.approved_by_id, plan.approved_at, plan.delivered_on, plan.activated_on, plan.closed_on)
    if plan.status == DRAFT and not any(taken):
        return []
    return [Problem("status", N_("A plan is saved as a draft; approval and delivery are steps of their own."))]


def missing(plan: SupportPlan, *, adult: bool, bad_areas: Sequence[str] = ()) -> list[Missing]:
    """Everything the plan lacks until it can be delivered, in the order of the page. What was approved has what
    approval asks for: it can be delivered whatever was assessed since, as nothing of it can be changed any more.

    `adult`: the person is 18 or older, speaks alone and consents alone; the guardian's wish is then not asked for.
    `bad_areas`: what the last assessment rated badly (`bad_areas`); each wants a goal, or a reason why there is none.
    """
    delivery = _missing_for_delivery(plan, adult=adult)
    if not can_be_edited(plan):
        return [*delivery]
    return [
        *_missing_in_head(plan, adult=adult),
        *_missing_areas(plan, bad_areas),
        *_missing_in_goals(plan),
        *delivery,
    ]


def missing_for_approval(plan: SupportPlan, *, adult: bool, bad_areas: Sequence[str] = ()) -> list[Missing]:
    """What stands in the way of approval."""
    return [lack for lack in missing(plan, adult=adult, bad_areas=bad_areas) if lack.before == "approval"]


def bad_areas(assessment: Assessment | None) -> tuple[str, ...]:
    """The areas that the assessment rated badly, in its order."""
    areas = assessment.areas if assessment else ()
    return tuple(each.area for each in areas if each.rating is not None and each.rating <= GOES_BADLY)


def without_goal(plan: SupportPlan, areas: Sequence[str]) -> list[str]:
    """Those of the areas that no goal of the plan belongs to."""
    covered = {goal.area for goal in plan.goals}
    return [area for area in areas if area not in covered]


def _undated(wish: Wish) -> bool:
    """Words without the day on which they were heard."""
    return bool(wish.text.strip()) and wish.heard_on is None


def _missing_areas(plan: SupportPlan, areas: Sequence[str]) -> Iterator[Missing]:
    excused = {area for area, reason in plan.area_reasons if reason.strip()}
    for area in without_goal(plan, areas):
        if area not in excused:
            name = _GOAL_FOR.get(area, N_("A goal for an area that goes badly"))
            yield Missing(f"area_reasons.{area}", name, N_("Rated 1 or 2 last time: a goal, or why there is none"))


def _missing_in_head(plan: SupportPlan, *, adult: bool) -> Iterator[Missing]:
    if not (plan.period_from and plan.period_to):
        yield Missing("period_from", N_("The period of the plan"), N_("From when until when"))
    if not plan.child_wish.known:
        yield Missing("child_wish", N_("The child's own wish"), N_("In the child's words, or why not heard yet"))
    if _undated(plan.child_wish):
        hint = _HEAR_ANEW if plan.previous_id else N_("The day; if possible also who heard it, and how")
        yield Missing("child_wish.heard_on", N_("When the child's own words were heard"), hint)
    if not adult and not plan.guardian_wish.known:
        yield Missing("guardian_wish", N_("The guardian's wish"), N_("Apart from the child's, or why not heard yet"))
    if not adult and plan.previous_id and _undated(plan.guardian_wish):
        yield Missing("guardian_wish.heard_on", N_("When the guardian's wish was heard"), _HEAR_ANEW)
    if not plan.long_term_goal.text.strip():
        yield Missing("long_term_goal", N_("The long-term goal"), N_("What life is to look like"))
    if not plan.goals:
        yield Missing("goals", N_("A need and a goal"), N_("At least one"))


def _missing_in_goals(plan: SupportPlan) -> Iterator[Missing]:
    for index, goal in enumerate(plan.goals):
        yield from _missing_in_goal(goal, f"goals.{index}", index + 1, begins=plan.period_from)


def _missing_in_goal(goal: Goal, field: str, number: int, *, begins: date | None) -> Iterator[Missing]:
    if not goal.need.strip():
        yield Missing(f"{field}.need", N_("Need {number}"), N_("What the child needs, in their words"), number)
    if not goal.goal.strip():
        yield Missing(f"{field}.goal", N_("Goal of need {number}"), N_("What will have changed"), number)
    if not _supported(goal):
        yield Missing(f"{field}.supports", N_("Support for need {number}"), N_("Who does what, and how often"), number)
    if goal.achieve_by is None:
        yield Missing(f"{field}.achieve_by", N_("Target date of need {number}"), number=number)
    elif begins and goal.achieve_by < begins:
        hint = N_("It lies before the beginning of the plan")
        yield Missing(f"{field}.achieve_by", N_("Target date of need {number}"), hint, number)
    if not goal.review_every:
        yield Missing(f"{field}.review_every", N_("Review of need {number}"), N_("Every how many months"), number)


def _supported(goal: Goal) -> bool:
    """Every line says what is done and by whom; a need without a scheme counts once that is said."""
    return bool(goal.supports) and all(
        support.no_scheme or (support.content.strip() and support.provider.strip()) for support in goal.supports
    )


def _missing_for_delivery(plan: SupportPlan, *, adult: bool) -> Iterator[Missing]:
    consent = plan.consent
    if consent.explained_on is None:
        yield Missing("consent.explained_on", N_("The explanation of the plan"), N_("When, by whom"), before="delivery")
    agreed, who = (
        (consent.child_agreed_on, N_("The person")) if adult else (consent.guardian_agreed_on, N_("The guardian"))
    )
    if agreed is None:
        field = "consent.child_agreed_on" if adult else "consent.guardian_agreed_on"
        yield Missing(field, N_("Consent to the plan"), who, before="delivery")
    if plan.next_review_on is None:
        yield Missing("next_review_on", N_("The day of the next review"), before="delivery")


def delivery_problems(
    consent: PlanConsent, *, on: date, to: str, next_review_on: date | None, today: date
) -> list[Problem]:
    """What is wrong with a delivery: explained, agreed, delivered, reviewed follow each other, and all but the last
    are past; somebody received the plan. What is not given is not wrong here (`missing`)."""
    found = [*_consent_problems(consent, today=today)]
    agreed = [day for day in (consent.child_agreed_on, consent.guardian_agreed_on) if day]
    if on > today:
        found.append(Problem("delivered_on", N_("The day of delivery lies in the future.")))
    elif consent.explained_on and on < consent.explained_on:
        found.append(Problem("delivered_on", N_("The plan was handed over before the day of the explanation.")))
    elif agreed and on < max(agreed):
        found.append(Problem("delivered_on", N_("The plan was handed over before the day of the consent.")))
    if next_review_on and next_review_on <= on:
        found.append(Problem("next_review_on", N_("The next review must lie after the day of delivery.")))
    if not to.strip():
        found.append(Problem("delivered_to", N_("Say who received the plan.")))
    return found


def _consent_problems(consent: PlanConsent, *, today: date) -> Iterator[Problem]:
    explained = consent.explained_on
    if explained and explained > today:
        yield Problem("consent.explained_on", N_("The day of the explanation lies in the future."))
    for field, day in (
        ("consent.child_agreed_on", consent.child_agreed_on),
        ("consent.guardian_agreed_on", consent.guardian_agreed_on),
    ):
        if day and day > today:
            yield Problem(field, N_("The day of the consent lies in the future."))
        elif day and explained and day < explained:
            yield Problem(field, N_("The day of the consent lies before the explanation."))


def require_step(
    plan: SupportPlan,
    to: str,
    *,
    account: Account,
    adult: bool,
    self_approval: bool = False,
    bad_areas: Sequence[str] = (),
) -> None:
    """Let the step to `to` pass, or raise: NotAllowed for the role, Refused for what is missing or out of order."""
    role = _ROLE_FOR.get((plan.status, to))
    if role is None:
        raise Refused([Problem("status", N_("A plan in this state cannot take this step."))])
    require(account, role, action=f"support_plan.{to}")
    if to == APPROVED and account.id == plan.author_id and not self_approval:
        raise Refused([Problem("approved_by", N_("Another person than the author must approve the plan."))])
    lacking = {APPROVED: missing_for_approval, DELIVERED: missing}.get(to)
    if lacking:
        problems = [_problem(lack) for lack in lacking(plan, adult=adult, bad_areas=bad_areas)]
        if problems:
            raise Refused(problems)


def _problem(lack: Missing) -> Problem:
    return Problem(lack.field, N_("Fill in: {what}."), {"what": Problem("", lack.name, lack.values)})


def may_step(plan: SupportPlan, to: str, *, account: Account, self_approval: bool = False) -> bool:
    """Whether this user may ever take the step from here, whatever is still missing; for showing or hiding a button."""
    role = _ROLE_FOR.get((plan.status, to))
    if role is None:
        return False
    try:
        require(account, role, action=f"support_plan.{to}")
    except NotAllowed:
        return False
    return to != APPROVED or account.id != plan.author_id or self_approval
