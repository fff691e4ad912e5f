"""The course of ratings out of the store: on the plan, and beside the child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import plan_courses, plans, register
from caseapp.casework.office import Office
from caseapp.desktop.child.side import rows
from caseapp.rules.plan import GoalRating
from caseapp.rules.problem import NotFound
from tests.casework.people import NEXT
from tests.casework.yoshino import AGREED, hina, manager_office, saved_plan


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as made:
        made.settings = replace(made.settings, self_approval=True)
        yield made


def carried_out(opened: Office) -> str:
    plan = plans.of_child(opened, hina(opened))[0]
    plans.approve(opened, plan.id)
    plans.deliver(
        opened, plan.id, on=opened.today, to="母", how="手渡し", consent=AGREED, next_review_on=date(2027, 2, 26)
    )
    plans.activate(opened, plan.id)
    return plan.id


def rated(opened: Office, plan_id: str, *ratings: str, on: date) -> None:
    goals = plans.get(opened, plan_id).goals
    given = tuple(GoalRating(goal_id=goal.id, rating=each) for goal, each in zip(goals, ratings, strict=True))
    review = replace(plans.new_review(opened, plan_id), on=on, ratings=given, next_review_on=date(2027, 5, 28))
    plans.review(opened, review, next_step=NEXT)


def told(opened: Office) -> list[list[str]]:
    page = register.page(opened, hina(opened))
    return [[each.rating.rating for each in course.rated] for course in page.courses]


def test_the_course_goes_on_through_the_next_version(opened: Office) -> None:
    saved_plan(opened)
    first = carried_out(opened)
    assert told(opened) == []
    rated(opened, first, "not_achieved", "partly", on=date(2026, 9, 1))
    rated(opened, first, "partly", "achieved", on=date(2026, 10, 1))
    assert told(opened) == [["not_achieved", "partly"], ["partly", "achieved"]]
    made = plans.get(opened, plans.new_version(opened, first).record_id)
    days = tuple(replace(goal, achieve_by=date(2027, 12, 1)) for goal in made.goals)
    child, guardian = (replace(wish, heard_on=opened.today) for wish in (made.child_wish, made.guardian_wish))
    changed = replace(made, goals=days, next_review_on=date(2027, 9, 1), child_wish=child, guardian_wish=guardian)
    plans.save(opened, changed)
    second = carried_out(opened)
    assert [[each.version for each in course.rated] for course in plan_courses.course(opened, second)] == [[1, 1]]
    rated(opened, second, "mostly", on=date(2026, 11, 1))
    assert told(opened) == [["not_achieved", "partly", "mostly"]]


def test_the_page_of_the_child_says_it_in_a_line(opened: Office) -> None:
    saved_plan(opened)
    rated(opened, carried_out(opened), "partly", "achieved", on=date(2026, 9, 1))
    lines = rows(register.page(opened, hina(opened)), today=opened.today)
    (course,) = [each for each in lines if getattr(each, "key", "").startswith("course:")]
    assert course.below == "1 一部 ・ 2 達成"  # type: ignore[union-attr]  # the line of the course
    drawn = course.courses  # type: ignore[union-attr]  # the same, drawn
    assert [[each.level for each in one.rated] for one in drawn] == [[2], [4]]


def test_a_plan_that_is_not_there_is_refused(opened: Office) -> None:
    with pytest.raises(NotFound):
        plan_courses.course(opened, "nothing")
