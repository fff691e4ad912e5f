"""What a new version starts from: its period, its goals, and wishes that are heard anew."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.child import Child, MedicalCare
from caseapp.rules.plan import DatedGoal, Goal, GoalRating, PlanConsent, Review, Support, SupportPlan, Wish
from caseapp.rules.plan_carry import empty_goal, first_plan, newer, next_version, year_later
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


CARRIED = {
    "child_id", "number", "situation", "policy", "long_term_goal", "transition", "disaster", "child_wish",
    "guardian_wish", "goals",
}  # fmt: skip
OWN = {"version", "made_on", "period_from", "period_to", "previous_id"}
_SAMPLES: dict[str, Any] = {
    "str": "文",
    "int": 7,
    "date | None": TODAY,
    "datetime | None": datetime(2026, 1, 1, tzinfo=UTC),
}


def test_a_new_version_has_nothing_of_the_old_one_but_what_is_carried() -> None:
    """Nobody approved it, agreed to it, got it or ended it; a new field of a plan must be said to be carried here."""
    made = {f.name: _SAMPLES[str(f.type)] for f in fields(SupportPlan) if str(f.type) in _SAMPLES}
    parts: dict[str, Any] = {
        "short_term_goals": (DatedGoal(text="一歩"),), "area_reasons": (("mind", "話さない"),),
        "situation": (("school", "休みがち"),), "long_term_goal": DatedGoal(text="進学"), "status": "active",
    }  # fmt: skip
    old = replace(OLD, **(made | parts | {"child_id": "c", "made_on": OLD.made_on, "period_to": OLD.period_to}))
    empty = SupportPlan(child_id="c", made_on=TODAY)
    assert {f.name for f in fields(SupportPlan) if getattr(old, f.name) == getattr(empty, f.name)} == {"child_id"}
    fresh = renewed(old)
    left = {f.name for f in fields(SupportPlan)} - CARRIED - OWN
    assert {name for name in left if getattr(fresh, name) != getattr(empty, name)} == set()
    assert (fresh.previous_id, fresh.version, fresh.made_on) == ("文", 2, TODAY)
    for name in CARRIED - {"child_wish", "guardian_wish", "goals"}:
        assert getattr(fresh, name) == getattr(old, name), name


def test_a_goal_is_carried_with_its_supports_but_not_with_their_days() -> None:
    support = Support(id="s", content="打合せ", provider="学校", period_from=HEARD, period_to=TODAY)
    goal = Goal(id="a", priority=4, need="酸素", area="school", achieve_by=TODAY, review_every=3, supports=(support,))
    (fresh,) = renewed(replace(OLD, goals=(goal,))).goals
    again = replace(support, id="n2", period_from=None, period_to=None)
    assert replace(fresh, id="", supports=()) == replace(goal, id="", priority=1, achieve_by=None, supports=())
    assert [replace(each, id="") for each in fresh.supports] == [replace(again, id="")]
    assert {fresh.id, fresh.supports[0].id} == {"n1", "n2"}


def test_a_wish_of_an_approved_plan_is_not_asked_for_again() -> None:
    assert lacking(replace(renewed(), status="approved")) == set()


# ---- the first plan


CHILD = Child(
    number="1", family_name="𠮷野", given_name="陽菜", birth_date=date(2017, 5, 20), handbooks="手帳1級",
    allowances="手当", medical_care=(MedicalCare(item="oxygen", detail="酸素0.5L"), MedicalCare(item="suction")),
)  # fmt: skip


def test_a_first_plan_says_what_the_record_knows() -> None:
    plan = first_plan(CHILD, assessment=None, on=TODAY)
    assert plan.situation == (("medical_care", "酸素0.5L"), ("benefits", "手帳1級。手当"))
    assert (plan.period_from, plan.period_to, plan.child_wish) == (TODAY, date(2027, 11, 19), Wish())
    assert (
        first_plan(replace(CHILD, handbooks="", allowances="", medical_care=()), assessment=None, on=TODAY).situation
        == ()
    )


def test_the_assessment_comes_before_the_record_where_it_says_something() -> None:
    areas = (
        AreaRating(area="school", state="休みがち。", worry="いじめ"),
        AreaRating(area="medical_care", state="酸素1L", worry=""),
        AreaRating(area="benefits", rating=2),  # rated, and nothing written
        AreaRating(area="mind", child_says="sad"),
    )
    plan = first_plan(CHILD, assessment=replace(SAID, areas=areas), on=TODAY)
    assert dict(plan.situation) == {
        "school": "休みがち。いじめ。",
        "medical_care": "酸素1L。",
        "benefits": "手帳1級。手当",
    }
    assert plan.child_wish == Wish(text="部活がしたい", heard_by="村井", heard_on=SAID.on, how="学校で")


def test_a_child_that_was_not_heard_has_a_reason_and_no_day() -> None:
    unheard = replace(SAID, child_voice="", voice_missing_reason="寝ていた", voice_by="", worker="森下")
    wish = first_plan(CHILD, assessment=unheard, on=TODAY).child_wish
    assert (wish.text, wish.not_heard_reason, wish.heard_on, wish.heard_by) == ("", "寝ていた", None, "森下")


def test_a_new_row_has_a_support_to_fill_in() -> None:
    ids = count(1)
    goal = empty_goal(lambda: f"n{next(ids)}", priority=3)
    assert (goal.priority, goal.id, [support.id for support in goal.supports]) == (3, "n1", ["n2"])
