"""個別支援計画 from the first draft to the next version, on a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from caseapp.casework import assessments, follow_ups, plans, register
from caseapp.casework.office import Office
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.follow_up import NextStep
from caseapp.rules.plan import GoalRating, SupportPlan
from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound, Refused
from tests.casework.yoshino import (
    AGREED,
    HINA,
    full_plan,
    hina,
    manager_office,
    manager_office_again,
    saved_plan,
    worker_office,
)

NEXT = NextStep(text="宿の下見に同行する", due_on=date(2026, 12, 4), kind="visit")


@pytest.fixture
def manager(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as opened:
        yield opened


@pytest.fixture
def drafted(tmp_path: Path, now: datetime) -> tuple[Path, SupportPlan]:
    """A vault, closed, with a plan the worker wrote."""
    folder = tmp_path / "vault"
    with manager_office(folder, now):
        pass
    with worker_office(folder, now) as opened:
        plan = saved_plan(opened)
    return folder, plan


def deliver(opened: Office, plan_id: str) -> None:
    plans.deliver(opened, plan_id, on=date(2026, 11, 20), to="本人と母", how="手渡し", consent=AGREED)


def carried_out(opened: Office, plan_id: str) -> None:
    opened.settings = replace(opened.settings, self_approval=True)
    plans.approve(opened, plan_id)
    deliver(opened, plan_id)
    plans.activate(opened, plan_id)


def assessed(opened: Office, voice: str, *, on: date, reason: str = "") -> str:
    told = Assessment(
        id=opened.new_id(),
        child_id=hina(opened),
        on=on,
        child_voice=voice,
        voice_missing_reason=reason,
        areas=(AreaRating(area="school", rating=1, state="休みがち"),),
    )
    return assessments.save(opened, told, next_step=NEXT).record_id


def rated(opened: Office, plan_id: str, *ratings: str, next_on: date = date(2027, 5, 28)) -> None:
    goals = plans.get(opened, plan_id).goals
    review = replace(
        plans.new_review(opened, plan_id),
        ratings=tuple(GoalRating(goal_id=g.id, rating=r) for g, r in zip(goals, ratings, strict=True)),
        next_review_on=next_on,
    )
    plans.review(opened, review, next_step=NEXT)


def test_a_draft_gets_a_number_and_may_be_incomplete(manager: Office) -> None:
    fresh = plans.new(manager, hina(manager))
    made = plans.save(manager, fresh)
    plan = plans.get(manager, made.record_id)
    assert (plan.number, plan.version, plan.status) == ("R8-001", 1, "draft")
    assert plan.period_to == date(2027, 11, 19)
    assert {lack.field for lack in plans.missing(manager, plan)} >= {"child_wish", "guardian_wish", "goals"}


def test_the_same_new_plan_saved_twice_is_one_plan(manager: Office) -> None:
    fresh = full_plan(plans.new(manager, hina(manager)))
    first, second = plans.save(manager, fresh), plans.save(manager, fresh)
    assert first.record_id == second.record_id
    assert len(plans.of_child(manager, hina(manager))) == 1


def test_a_second_draft_is_refused(manager: Office) -> None:
    saved_plan(manager)
    with pytest.raises(Refused):
        plans.new(manager, hina(manager))


def test_contradictory_periods_are_refused_and_nothing_is_kept(manager: Office) -> None:
    fresh = plans.new(manager, hina(manager))
    with pytest.raises(Refused):
        plans.save(manager, replace(fresh, period_to=date(2026, 1, 1)))
    assert plans.of_child(manager, hina(manager)) == ()


def test_the_author_cannot_approve_unless_the_office_allows(manager: Office) -> None:
    plan = saved_plan(manager)
    with pytest.raises(Refused):
        plans.approve(manager, plan.id)
    assert plans.get(manager, plan.id).status == "draft"
    manager.settings = replace(manager.settings, self_approval=True)
    plans.approve(manager, plan.id)
    assert plans.get(manager, plan.id).approved_by == manager.account.name


def test_an_incomplete_plan_cannot_be_approved(drafted: tuple[Path, SupportPlan], now: datetime) -> None:
    folder, plan = drafted
    with worker_office(folder, now) as worker:
        plans.save(worker, replace(plan, goals=()))
    with manager_office_again(folder, now) as manager, pytest.raises(Refused) as refusal:
        plans.approve(manager, plan.id)
    assert [problem.field for problem in refusal.value.problems] == ["goals"]


def test_a_worker_cannot_approve(drafted: tuple[Path, SupportPlan], now: datetime) -> None:
    folder, plan = drafted
    with worker_office(folder, now) as worker, pytest.raises(NotAllowed):
        plans.approve(worker, plan.id)


def test_a_plan_takes_its_whole_way(drafted: tuple[Path, SupportPlan], now: datetime) -> None:
    folder, plan = drafted
    with manager_office_again(folder, now) as manager:
        plans.approve(manager, plan.id)
        with pytest.raises(Refused):
            plans.save(manager, replace(plans.get(manager, plan.id), policy="あとから変える"))
        deliver(manager, plan.id)
        plans.activate(manager, plan.id)
        rated(manager, plan.id, "achieved", "partly")
        assert plans.get(manager, plan.id).next_review_on == date(2027, 5, 28)
        second = plans.get(manager, plans.new_version(manager, plan.id).record_id)
        assert [goal.need for goal in second.goals] == ["夜中に2回起きる(母)"]
        assert (second.number, second.version, second.status) == (plan.number, 2, "draft")
        assert second.goals[0].id != plan.goals[1].id
        open_now = follow_ups.of_child(manager, plan.child_id)
        assert [(f.text, f.origin_kind) for f in open_now] == [("宿の下見に同行する", "review")]


def test_the_next_version_supersedes_the_old_one_when_it_begins(manager: Office) -> None:
    first = saved_plan(manager)
    carried_out(manager, first.id)
    second = plans.get(manager, plans.new_version(manager, first.id).record_id)
    plans.save(manager, replace(full_plan(second), id=second.id))
    carried_out(manager, second.id)
    assert [p.status for p in plans.of_child(manager, first.child_id)] == ["active", "superseded"]


def test_a_version_that_was_handed_over_and_never_begun_is_superseded_too(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    first = saved_plan(manager)
    plans.approve(manager, first.id)
    deliver(manager, first.id)
    second = plans.get(manager, plans.new_version(manager, first.id).record_id)
    plans.save(manager, replace(full_plan(second), id=second.id))
    carried_out(manager, second.id)
    old = plans.get(manager, first.id)
    assert (old.status, old.closed_on) == ("superseded", manager.today)


@pytest.mark.parametrize("last", ["closed", "superseded"])
def test_a_plan_that_has_ended_is_not_reviewed(manager: Office, last: str) -> None:
    plan = saved_plan(manager)
    carried_out(manager, plan.id)
    if last == "closed":
        plans.close(manager, plan.id, reason="転居のため")
    else:
        second = plans.get(manager, plans.new_version(manager, plan.id).record_id)
        plans.save(manager, replace(full_plan(second), id=second.id))
        carried_out(manager, second.id)
    assert plans.get(manager, plan.id).status == last
    with pytest.raises(Refused) as refusal:
        rated(manager, plan.id, "achieved", "partly")
    assert [problem.field for problem in refusal.value.problems] == ["plan_id"]
    assert plans.reviews(manager, plan.id) == ()


# ---- whose words a new version begins with


def test_a_new_version_begins_with_the_childs_words_of_the_newer_assessment(manager: Office) -> None:
    plan = saved_plan(manager)
    carried_out(manager, plan.id)
    assessed(manager, "もう宿泊学習はいい。部活がしたい", on=date(2026, 11, 18))
    taken_back = assessed(manager, "聞きまちがい", on=date(2026, 11, 19))
    assessments.withdraw(manager, taken_back, reason="別のお子さん")
    assessed(manager, "", on=date(2026, 11, 20), reason="寝ていた")
    fresh = plans.get(manager, plans.new_version(manager, plan.id).record_id)
    assert (fresh.child_wish.text, fresh.child_wish.heard_on) == (
        "もう宿泊学習はいい。部活がしたい",
        date(2026, 11, 18),
    )
    assert [lack.field for lack in plans.missing(manager, fresh)][:2] == [
        "guardian_wish.heard_on",
        "area_reasons.school",
    ]


def test_a_version_with_words_that_were_not_heard_anew_is_not_approved(manager: Office) -> None:
    plan = saved_plan(manager)
    carried_out(manager, plan.id)
    assessed(manager, "もっと前の言葉", on=date(2026, 10, 1))
    fresh = plans.get(manager, plans.new_version(manager, plan.id).record_id)
    assert (fresh.child_wish.text, fresh.child_wish.heard_on) == ("宿泊学習に、みんなと行きたい。", None)
    with pytest.raises(Refused) as refusal:
        plans.approve(manager, fresh.id)
    assert {"child_wish.heard_on", "guardian_wish.heard_on"} <= {each.field for each in refusal.value.problems}


def test_a_form_of_a_new_version_that_is_not_saved_begins_the_same(manager: Office) -> None:
    plan = saved_plan(manager)
    carried_out(manager, plan.id)
    plans.close(manager, plan.id, reason="目標に届いた")
    assessed(manager, "部活がしたい", on=date(2026, 11, 18))
    fresh = plans.new(manager, plan.child_id)
    assert (fresh.version, fresh.child_wish.text) == (2, "部活がしたい")


def test_a_plan_sent_back_becomes_a_next_action_of_its_author(drafted: tuple[Path, SupportPlan], now: datetime) -> None:
    folder, plan = drafted
    with manager_office_again(folder, now) as manager:
        plans.approve(manager, plan.id)
        with pytest.raises(Refused):
            plans.send_back(manager, plan.id, reason=" ")
        plans.send_back(manager, plan.id, reason="評価の時期を学校の予定に合わせる")
        assert plans.get(manager, plan.id).status == "draft"
        asked = follow_ups.of_child(manager, plan.child_id)
        assert [(f.text, f.worker) for f in asked] == [("評価の時期を学校の予定に合わせる", plan.author)]


def test_a_review_needs_every_goal_rated_the_next_day_and_the_next_step(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    plan = saved_plan(manager)
    plans.approve(manager, plan.id)
    with pytest.raises(Refused):
        rated(manager, plan.id, "achieved", "partly")  # not delivered yet
    deliver(manager, plan.id)
    review = plans.new_review(manager, plan.id)
    with pytest.raises(Refused) as refusal:
        plans.review(manager, review, next_step=None)
    assert {p.field for p in refusal.value.problems} == {"ratings", "next_review_on", "next_step"}
    assert plans.reviews(manager, plan.id) == ()


def test_a_review_saved_twice_is_one_review_and_one_next_action(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    plan = saved_plan(manager)
    plans.approve(manager, plan.id)
    deliver(manager, plan.id)
    ratings = tuple(GoalRating(goal_id=g.id, rating="mostly") for g in plan.goals)
    review = replace(plans.new_review(manager, plan.id), ratings=ratings, next_review_on=date(2027, 5, 28))
    for _ in range(2):
        plans.review(manager, review, next_step=NEXT)
    assert len(plans.reviews(manager, plan.id)) == 1
    assert len(follow_ups.of_child(manager, plan.child_id)) == 1


def test_an_old_copy_does_not_overwrite_a_newer_plan(manager: Office) -> None:
    plan = saved_plan(manager)
    plans.save(manager, replace(plan, policy="先に保存した方針"))
    with pytest.raises(ChangedMeanwhile):
        plans.save(manager, replace(plan, policy="古い画面から"))
    assert plans.get(manager, plan.id).policy == "先に保存した方針"


def test_a_closed_plan_says_why(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    plan = saved_plan(manager)
    plans.approve(manager, plan.id)
    deliver(manager, plan.id)
    with pytest.raises(Refused):
        plans.close(manager, plan.id, reason="")
    plans.close(manager, plan.id, reason="転居のため")
    assert plans.get(manager, plan.id).closed_reason == "転居のため"


def test_an_unknown_plan_is_not_found(manager: Office) -> None:
    with pytest.raises(NotFound):
        plans.get(manager, "nowhere")


@pytest.mark.parametrize(
    ("review", "ends", "state"),
    [
        (date(2026, 11, 19), date(2027, 11, 19), "review_late"),
        (date(2026, 11, 20), date(2027, 11, 19), "review_soon"),  # today is the day
        (date(2026, 12, 20), date(2027, 11, 19), "review_soon"),
        (date(2026, 12, 21), date(2027, 11, 19), "running"),
        (date(2026, 12, 21), date(2026, 11, 20), "running"),  # its last day
        (date(2026, 12, 21), date(2026, 11, 19), "ended"),
    ],
)
def test_the_state_of_a_running_plan_turns_on_its_days(manager: Office, review: date, ends: date, state: str) -> None:
    plan = saved_plan(manager)
    begins = date(2026, 1, 1)
    plans.save(manager, replace(plan, next_review_on=review, period_from=begins, period_to=ends))
    carried_out_long_ago(manager, plan.id)
    assert [row.state for row in plans.overview(manager)] == [state]


def carried_out_long_ago(opened: Office, plan_id: str) -> None:
    """Handed over so early that every day of review lies after it."""
    opened.settings = replace(opened.settings, self_approval=True)
    plans.approve(opened, plan_id)
    then = date(2026, 1, 5)
    agreed = replace(AGREED, explained_on=then, child_agreed_on=then, guardian_agreed_on=then)
    plans.deliver(opened, plan_id, on=then, to="母", how="手渡し", consent=agreed)
    plans.activate(opened, plan_id)


def test_children_whose_support_has_ended_are_not_among_the_plans(manager: Office) -> None:
    plan = saved_plan(manager)
    assert [row.plan_id for row in plans.overview(manager)] == [plan.id]
    child = register.child(manager, plan.child_id)
    register.save(manager, replace(child, status="closed", closed_on=manager.today, closed_reason="転居"))
    assert plans.overview(manager) == ()


def statements(opened: Office, ask: Callable[[], object]) -> list[str]:
    """What is asked of the store while `ask` runs."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(opened.vault.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(opened.vault.engine, "before_cursor_execute", note)
    return said


def test_the_plans_of_the_office_are_one_question_however_many_there_are(manager: Office) -> None:
    few = statements(manager, lambda: plans.overview(manager))
    for number in range(2, 8):
        register.save(manager, replace(HINA, number=f"{number:04}"))
    saved_plan(manager)
    many = statements(manager, lambda: plans.overview(manager))
    assert len([s for s in many if s.startswith("SELECT")]) == len([s for s in few if s.startswith("SELECT")]) == 1


def test_what_wants_attention_stands_first(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    late = saved_plan(manager)
    plans.save(manager, replace(late, next_review_on=date(2026, 11, 1)))
    plans.approve(manager, late.id)
    deliver(manager, late.id)
    without = register.save(manager, replace(HINA, number="0002", given_name="湊")).record_id
    rows = plans.overview(manager)
    assert [(row.child_id, row.state) for row in rows] == [(late.child_id, "review_late"), (without, "none")]
    assert plans.overview(manager, mine=True) == ()


def test_the_day_of_the_next_review_can_be_set_with_the_delivery(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    plan = saved_plan(manager)
    plans.save(manager, replace(plan, next_review_on=None))
    plans.approve(manager, plan.id)
    with pytest.raises(Refused):
        deliver(manager, plan.id)
    assert plans.get(manager, plan.id).status == "approved"
    day = date(2027, 2, 26)
    plans.deliver(manager, plan.id, on=date(2026, 11, 20), to="母", how="手渡し", consent=AGREED, next_review_on=day)
    assert (plans.get(manager, plan.id).status, plans.get(manager, plan.id).next_review_on) == ("delivered", day)


def test_a_plan_is_not_frozen_with_impossible_days(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    plan = saved_plan(manager)
    plans.approve(manager, plan.id)
    later = replace(AGREED, explained_on=date(2026, 12, 25))
    with pytest.raises(Refused):
        plans.deliver(manager, plan.id, on=date(2026, 11, 20), to="母", how="手渡し", consent=later)
    kept = plans.get(manager, plan.id)
    assert (kept.status, kept.frozen, kept.consent) == ("approved", "", plan.consent)


# ---- the steps are not taken by saving


@pytest.mark.parametrize(
    "taken",
    [
        {"status": "approved", "approved_by_id": "somebody"},
        {"status": "active"},
        {"status": ""},
        {"approved_by_id": "somebody"},
        {"approved_at": datetime(2026, 11, 20, 10, 0, tzinfo=UTC)},
        {"delivered_on": date(2026, 11, 20)},
        {"activated_on": date(2026, 11, 20)},
        {"closed_on": date(2026, 11, 20)},
    ],
)
def test_a_plan_cannot_be_saved_as_more_than_a_draft(manager: Office, taken: dict[str, Any]) -> None:
    fresh = full_plan(plans.new(manager, hina(manager)))
    with pytest.raises(Refused) as refusal:
        plans.save(manager, replace(fresh, **taken))
    assert [problem.field for problem in refusal.value.problems] == ["status"]
    assert plans.of_child(manager, hina(manager)) == ()
    kept = plans.get(manager, plans.save(manager, fresh).record_id)
    with pytest.raises(Refused):
        plans.save(manager, replace(kept, **taken))
    assert plans.get(manager, kept.id) == kept


def test_who_wrote_a_plan_is_not_changed_by_saving(manager: Office) -> None:
    """Else its author could approve it."""
    fresh = full_plan(plans.new(manager, hina(manager)))
    kept = plans.get(manager, plans.save(manager, replace(fresh, author_id="somebody")).record_id)
    assert kept.author_id == manager.account.id
    plans.save(manager, replace(kept, author_id="somebody", frozen="x", policy="方針"))
    assert plans.get(manager, kept.id).author_id == manager.account.id
    assert plans.get(manager, kept.id).frozen == ""
    with pytest.raises(Refused):
        plans.approve(manager, kept.id)


def test_an_assessment_after_the_approval_does_not_hold_the_plan_fast(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    plan = saved_plan(manager)
    plans.approve(manager, plan.id)
    assessed(manager, "つかれた", on=manager.today)  # 園・学校生活 is rated 1 now, and the plan has no such goal
    deliver(manager, plan.id)
    assert plans.get(manager, plan.id).status == "delivered"


# ---- one draft at a time, numbered after them all


def test_of_two_forms_of_a_new_plan_one_is_kept(manager: Office) -> None:
    one, two = (plans.new(manager, hina(manager)) for _ in range(2))
    plans.save(manager, one)
    with pytest.raises(Refused) as refusal:
        plans.save(manager, two)
    assert [problem.field for problem in refusal.value.problems] == ["status"]
    assert [plan.id for plan in plans.of_child(manager, hina(manager))] == [one.id]


def test_a_new_version_is_not_begun_while_another_is_written_and_is_numbered_after_all(manager: Office) -> None:
    first = saved_plan(manager)
    carried_out(manager, first.id)
    second = plans.get(manager, plans.new_version(manager, first.id).record_id)
    with pytest.raises(Refused) as refusal:
        plans.new_version(manager, first.id)
    assert [problem.values for problem in refusal.value.problems] == [{"version": 2}]
    plans.save(manager, replace(full_plan(second), id=second.id))
    carried_out(manager, second.id)
    third = plans.get(manager, plans.new_version(manager, first.id).record_id)
    assert (third.version, third.previous_id, third.author_id) == (3, first.id, manager.account.id)


def test_the_days_of_the_steps_stand_in_the_plan(manager: Office) -> None:
    plan = saved_plan(manager)
    carried_out(manager, plan.id)
    assert plans.get(manager, plan.id).activated_on == manager.today
    plans.close(manager, plan.id, reason="転居のため")
    assert plans.get(manager, plan.id).closed_on == manager.today


def test_a_plan_sent_back_is_approved_by_nobody(manager: Office) -> None:
    manager.settings = replace(manager.settings, self_approval=True)
    plan = saved_plan(manager)
    plans.approve(manager, plan.id)
    plans.send_back(manager, plan.id, reason="頻度を書く")
    back = plans.get(manager, plan.id)
    assert (back.status, back.approved_by_id, back.approved_by, back.approved_at) == ("draft", "", "", None)


def test_my_plans_are_those_of_my_children(manager: Office) -> None:
    child = register.child(manager, hina(manager))
    register.save(manager, replace(HINA, number="0002", given_name="湊"))
    assert plans.overview(manager, mine=True) == ()
    register.save(manager, replace(child, worker_id=manager.account.id))
    assert [row.child_id for row in plans.overview(manager, mine=True)] == [child.id]


def test_what_wants_attention_does_not_stand_as_it_was_written(manager: Office) -> None:
    children = [hina(manager)] + [
        register.save(manager, replace(HINA, number=f"{number:04}", given_name_kana=kana)).record_id
        for number, kana in ((2, "ワ"), (3, "ア"))
    ]
    plans.save(manager, plans.new(manager, children[1]))
    rows = plans.overview(manager)
    assert [(row.child_id, row.state) for row in rows] == [
        (children[1], "draft"),
        (children[2], "none"),
        (children[0], "none"),
    ]
