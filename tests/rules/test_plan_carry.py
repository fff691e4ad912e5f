"""What a new version starts from: its period, its goals, and wishes that are heard anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from caseapp.rules.assessment import Assessment
from caseapp.rules.plan import Goal, GoalRating, PlanConsent, Review, SupportPlan, Wish
from caseapp.rules.plan_carry import newer, next_version, year_later
from caseapp.rules.plan_state import missing

TODAY, HEARD = date(2026, 11, 20), date(2026, 10, 23)
OLD = SupportPlan(
    id="p",
    child_id="c",
    made_on=date(2026, 10, 30),
    period_from=date(2025, 12, 1),
    period_to=date(2026, 11, 30),
    child_wish=Wish(text="宿泊学習に行きたい", heard_by="森下", heard_on=HEARD, how="自宅"),
    guardian_wish=Wish(text="夜が心配", heard_by="森下", heard_on=HEARD, how="電話。お母さんから"),
    goals=(Goal(id="a", need="酸素"), Goal(id="b", need="薬")),
    consent=PlanConsent(explained_on=HEARD),
)
SAID = Assessment(
    child_id="c", on=date(2026, 11, 10), child_voice="部活がしたい", voice_by="村井", voice_how="学校で"
)  # fmt: skip


def renewed(
    old: SupportPlan = OLD, *, on: date = TODAY, heard: Assessment | None = None, **more: object
) -> SupportPlan:
    ids = count(1)
    return next_version(old, on=on, version=2, new_id=lambda: f"n{next(ids)}", heard=heard, **more)  # type: ignore[arg-type]  # by name


def lacking(plan: SupportPlan, *, adult: bool = False) -> set[str]:
    return {lack.field for lack in missing(plan, adult=adult) if "wish" in lack.field}


# ---- wishes


def test_the_childs_words_are_those_of_a_newer_assessment() -> None:
    wish = renewed(heard=SAID).child_wish
    assert wish == Wish(text="部活がしたい", heard_by="村井", heard_on=SAID.on, how="学校で")
    assert lacking(renewed(heard=SAID)) == {"guardian_wish.heard_on"}


@pytest.mark.parametrize("heard", [None, replace(SAID, on=HEARD), replace(SAID, voice_on=date(2026, 10, 1))])
def test_older_words_are_carried_and_listed_to_be_heard_anew(heard: Assessment | None) -> None:
    fresh = renewed(heard=heard)
    assert fresh.child_wish == Wish(text="宿泊学習に行きたい")
    assert fresh.guardian_wish == Wish(text="夜が心配")
    assert lacking(fresh) == {"child_wish.heard_on", "guardian_wish.heard_on"}
    assert lacking(fresh, adult=True) == {"child_wish.heard_on"}


def test_a_reason_for_not_having_heard_is_given_anew() -> None:
    reason = Wish(not_heard_reason="入院中")
    fresh = renewed(replace(OLD, child_wish=reason, guardian_wish=reason))
    assert (fresh.child_wish, fresh.guardian_wish) == (Wish(), Wish())
    assert lacking(fresh) == {"child_wish", "guardian_wish"}


@pytest.mark.parametrize(
    ("wish", "on", "taken"),
    [
        (Wish(), date(2026, 10, 1), True),  # there are no words yet
        (Wish(text="行きたい"), date(2026, 10, 30), True),  # words of no day: the day of the plan
        (Wish(text="行きたい"), date(2026, 10, 29), False),
    ],
)
def test_words_of_no_day_give_way_to_those_that_are_not_older_than_the_plan(
    wish: Wish, on: date, *, taken: bool
) -> None:
    fresh = renewed(replace(OLD, child_wish=wish), heard=replace(SAID, on=on))
    assert (fresh.child_wish.text == "部活がしたい") is taken


@pytest.mark.parametrize(
    ("plan", "on", "is_newer"),
    [
        (OLD, HEARD, False),
        (OLD, date(2026, 10, 24), True),
        (replace(OLD, child_wish=Wish()), OLD.made_on, False),
        (replace(OLD, child_wish=Wish()), date(2026, 10, 31), True),
    ],
)
def test_an_assessment_is_newer_than_what_the_child_says_in_the_plan(
    plan: SupportPlan, on: date, *, is_newer: bool
) -> None:
    assert newer(replace(SAID, on=on, child_voice=""), plan) is is_newer
    assert newer(None, plan) is False


# ---- period and goals


@pytest.mark.parametrize(
    ("ends", "begins"),
    [
        (date(2026, 11, 30), date(2026, 12, 1)),  # the day after the old one
        (TODAY, date(2026, 11, 21)),
        (date(2026, 11, 19), TODAY),  # the old one has ended: it begins today
        (None, TODAY),
    ],
)
def test_the_period_follows_the_old_one_unless_that_has_ended(ends: date | None, begins: date) -> None:
    fresh = renewed(replace(OLD, period_to=ends))
    assert (fresh.period_from, fresh.period_to) == (begins, year_later(begins))


@pytest.mark.parametrize(
    ("ends", "asked", "begins"),
    [
        (date(2027, 9, 30), (True,), TODAY),  # in the middle: what has to change changes now
        (date(2027, 9, 30), (False, True), date(2027, 10, 1)),  # the newest review says what holds
        (date(2026, 12, 31), (True,), date(2027, 1, 1)),  # at its end it is the next one anyway
        (date(2027, 9, 30), (), date(2027, 10, 1)),
    ],
)
def test_a_plan_that_a_review_wants_changed_is_followed_at_once(
    ends: date, asked: tuple[bool, ...], begins: date
) -> None:
    given = [Review(plan_id="p", child_id="c", on=TODAY, change_needed=needed) for needed in asked]
    fresh = renewed(replace(OLD, period_to=ends), reviews=tuple(given))
    assert (fresh.period_from, fresh.period_to) == (begins, year_later(begins))


@pytest.mark.parametrize(
    ("begins", "last"),
    [
        (date(2026, 12, 1), date(2027, 11, 30)),
        (date(2026, 3, 1), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2029, 2, 28)),  # not the 27th: the year is whole
    ],
)
def test_a_year_is_whole(begins: date, last: date) -> None:
    assert year_later(begins) == last


def test_the_newest_rating_says_whether_a_goal_is_finished() -> None:
    def rated(on: date, rating: str) -> Review:
        return Review(plan_id="p", child_id="c", on=on, ratings=(GoalRating(goal_id="a", rating=rating),))

    then, now = date(2026, 3, 1), date(2026, 9, 1)
    assert [goal.need for goal in renewed(reviews=(rated(now, "achieved"), rated(then, "partly"))).goals] == ["薬"]
    again = renewed(reviews=(rated(now, "partly"), rated(then, "achieved"))).goals
    assert [(goal.need, goal.id, goal.priority) for goal in again] == [("酸素", "n1", 1), ("薬", "n2", 2)]


def test_a_new_version_is_a_draft_that_nobody_agreed_to() -> None:
    fresh = renewed(replace(OLD, status="active", frozen="x", approved_by_id="m", delivered_on=TODAY))
    assert (fresh.status, fresh.consent, fresh.frozen, fresh.approved_by_id) == ("draft", PlanConsent(), "", "")
    assert (fresh.previous_id, fresh.delivered_on, fresh.version) == ("p", None, 2)
