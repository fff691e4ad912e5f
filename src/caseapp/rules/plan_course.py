"""How the goals of a plan came out over its reviews, and those of the versions before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from caseapp.rules.plan import Goal, GoalRating, Review, SupportPlan
from caseapp.rules.plan_compare import goal_pairs

LEVELS = {"not_achieved": 1, "partly": 2, "mostly": 3, "achieved": 4}
"""How high a rating stands (list plan_rating); stopped and not applicable stand nowhere."""


@dataclass(frozen=True)
class Rated:
    """One rating of a goal on a day; `version` is that of the plan it was reviewed in."""

    on: date
    version: int
    rating: GoalRating

    @property
    def level(self) -> int:
        """1 to 4; 0 for what was stopped or does not apply."""
        return LEVELS.get(self.rating.rating, 0)


@dataclass(frozen=True)
class Course:
    """A goal of the plan that is shown, and its ratings from the oldest to the newest."""

    goal: Goal
    rated: tuple[Rated, ...]


def courses(
    plan: SupportPlan, earlier: Sequence[SupportPlan], reviews: Mapping[str, Sequence[Review]]
) -> tuple[Course, ...]:
    """The course of every goal of `plan` that was rated at least once.

    `earlier` are the versions before it, the newest first; `reviews` those of each plan by its id, in any order.
    """
    line = [plan, *earlier]
    followed: list[list[Goal | None]] = [[goal] for goal in plan.goals]
    for newer, older in pairwise(line):
        before = {id(now): then for then, now in goal_pairs(older.goals, newer.goals) if now is not None}
        for chain in followed:
            last = chain[-1]
            chain.append(before.get(id(last)) if last is not None else None)
    found = [Course(chain[0], _rated(chain, line, reviews)) for chain in followed if chain[0] is not None]
    return tuple(each for each in found if each.rated)


def _rated(
    chain: Sequence[Goal | None], line: Sequence[SupportPlan], reviews: Mapping[str, Sequence[Review]]
) -> tuple[Rated, ...]:
    found = [
        Rated(review.on, version.version, rating)
        for goal, version in zip(chain, line, strict=True)
        if goal is not None
        for review in reviews.get(version.id, ())
        for rating in review.ratings
        if rating.goal_id == goal.id and rating.rating
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.version)))
