"""The support plan and its reviews: what is contradictory, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from caseapp.rules.plan import (
    Goal,
    GoalRating,
    PlanConsent,
    Review,
    Support,
    SupportPlan,
    Wish,
    plan_problems,
    review_problems,
)

TODAY = date(2026, 11, 20)
PLAN = SupportPlan(child_id="c", made_on=TODAY, goals=(Goal(id="a", need="酸素"), Goal(id="b", need="薬")))
RATED = Review(
    plan_id="p",
    child_id="c",
    on=TODAY,
    ratings=(GoalRating(goal_id="a", rating="achieved"), GoalRating(goal_id="b", rating="partly")),
    next_review_on=date(2027, 2, 20),
)


def test_a_draft_may_be_incomplete_but_not_contradictory() -> None:
    assert plan_problems(PLAN) == []
    backwards = replace(PLAN, period_from=TODAY, period_to=date(2026, 11, 19))
    assert [p.field for p in plan_problems(backwards)] == ["period_to"]
    support = Support(period_from=TODAY, period_to=date(2026, 11, 19))
    problems = plan_problems(replace(PLAN, goals=(Goal(need="酸素", supports=(Support(), support)),)))
    assert [str(p) for p in problems] == ["A support ends before it begins (酸素)."]


def test_a_wish_is_known_by_its_words_or_by_why_there_are_none() -> None:
    assert Wish(text="美術部").known
    assert Wish(not_heard_reason="乳児").known
    assert not Wish(text=" ").known


def test_a_whole_review_can_be_saved() -> None:
    assert review_problems(RATED, plan=PLAN, today=TODAY) == []


def test_a_review_rates_every_goal() -> None:
    half = replace(RATED, ratings=(GoalRating(goal_id="a", rating="achieved"), GoalRating(goal_id="b")))
    assert [str(p) for p in review_problems(half, plan=PLAN, today=TODAY)] == ["1 goals are not rated yet."]


def test_a_review_is_not_of_the_future_and_the_next_one_follows_it() -> None:
    later = replace(RATED, on=date(2026, 11, 21), next_review_on=None)
    assert [p.field for p in review_problems(later, plan=PLAN, today=TODAY)] == ["on", "next_review_on"]
    same_day = replace(RATED, next_review_on=TODAY)
    assert [str(p) for p in review_problems(same_day, plan=PLAN, today=TODAY)] == [
        "The next review must lie after this one."
    ]


def test_scores_outside_one_to_five_are_refused() -> None:
    plan = SupportPlan(child_id="c", made_on=date(2026, 1, 1), goals=(Goal(id="g"),))
    for score in (0, 6):
        wrong = GoalRating(goal_id="g", rating="achieved", behaviour=score)
        review = Review(
            plan_id="p", child_id="c", on=date(2026, 1, 1), ratings=(wrong,), next_review_on=date(2026, 3, 1)
        )
        assert [each.field for each in review_problems(review, plan=plan, today=date(2026, 1, 1))] == ["ratings"]


def test_a_signature_that_cannot_be_read_is_refused() -> None:
    plan = SupportPlan(child_id="c", made_on=date(2026, 1, 1), consent=PlanConsent(child_signature="<svg>"))
    assert [each.field for each in plan_problems(plan)] == ["consent"]
