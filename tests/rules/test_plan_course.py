"""The course of ratings of a goal through reviews and versions."""

from __future__ import annotations

from datetime import date

from caseapp.rules.plan import Goal, GoalRating, Review, SupportPlan
from caseapp.rules.plan_course import courses


def plan(version: int, *goals: Goal) -> SupportPlan:
    return SupportPlan(id=f"p{version}", child_id="c", version=version, made_on=date(2025, 1, 1), goals=goals)


def review(plan_id: str, on: date, **ratings: str) -> Review:
    given = tuple(GoalRating(goal_id=goal, rating=rating) for goal, rating in ratings.items())
    return Review(plan_id=plan_id, child_id="c", on=on, ratings=given)


OLD = plan(1, Goal(id="a", need="夜に眠れない"), Goal(id="b", need="学校に行けない"))
NEW = plan(2, Goal(id="x", need="学校に行けない"), Goal(id="y", need="進路が分からない"))
REVIEWS = {
    "p1": [
        review("p1", date(2025, 9, 1), a="achieved", b="partly"),
        review("p1", date(2025, 5, 1), a="partly", b="not_achieved"),
    ],
    "p2": [review("p2", date(2026, 5, 1), x="mostly", y="")],
}


def test_a_carried_goal_keeps_its_course_over_the_versions() -> None:
    (school,) = courses(NEW, [OLD], REVIEWS)
    assert school.goal.need == "学校に行けない"
    assert [(each.on.year, each.version, each.rating.rating) for each in school.rated] == [
        (2025, 1, "not_achieved"),
        (2025, 1, "partly"),
        (2026, 2, "mostly"),
    ]
    assert [each.level for each in school.rated] == [1, 2, 3]


def test_a_plan_alone_knows_its_own_reviews_only() -> None:
    assert [[each.level for each in course.rated] for course in courses(OLD, [], REVIEWS)] == [[2, 4], [1, 2]]
    assert courses(OLD, [], {}) == ()


def test_what_was_stopped_stands_nowhere() -> None:
    (course,) = courses(plan(1, Goal(id="a", need="x")), [], {"p1": [review("p1", date(2025, 1, 1), a="stopped")]})
    assert course.rated[0].level == 0
