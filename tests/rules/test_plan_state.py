"""The states of a support plan, who may take which step, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from caseapp.rules import plan_state
from caseapp.rules.account import Account
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.plan import DatedGoal, Goal, PlanConsent, Support, SupportPlan, Wish
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.words import codes, language

MANAGER = Account(id="m", name="課長 一郎", role="manager")
WORKER = Account(id="w", name="森下 由佳", role="worker")
VIEWER = Account(id="v", name="見学 花子", role="viewer")
DAY = date(2026, 11, 20)

GOAL = Goal(
    id="g",
    need="夜も酸素を使いながら、行事に参加したい",
    goal="泊まりの行事に、不安なく出かけられる",
    achieve_by=date(2027, 3, 31),
    review_every=3,
    supports=(Support(content="学校・宿・業者をつなぐ", provider="森下", frequency="1か月前"),),
)
WHOLE = SupportPlan(
    child_id="c",
    author_id="w",
    made_on=DAY,
    period_from=date(2026, 12, 1),
    period_to=date(2027, 11, 30),
    child_wish=Wish(text="美術部に入りたい", heard_on=date(2026, 10, 23)),
    guardian_wish=Wish(text="やりたいことをさせてやりたい"),
    long_term_goal=DatedGoal(text="中学校生活を、自分で選びながら送る"),
    goals=(GOAL,),
    consent=PlanConsent(explained_on=DAY, explained_by="森下", guardian_agreed_on=DAY),
    next_review_on=date(2027, 2, 28),
)


def fields(plan: SupportPlan, *, adult: bool = False) -> list[str]:
    return [lack.field for lack in plan_state.missing(plan, adult=adult)]


def test_a_whole_plan_lacks_nothing() -> None:
    assert fields(WHOLE) == []


def test_an_empty_plan_lacks_everything_in_the_order_of_the_page() -> None:
    assert fields(SupportPlan(child_id="c", made_on=DAY)) == [
        "period_from", "child_wish", "guardian_wish", "long_term_goal", "goals",
        "consent.explained_on", "consent.guardian_agreed_on", "next_review_on",
    ]  # fmt: skip


def test_each_gap_of_a_goal_is_named_with_its_number() -> None:
    lacks = plan_state.missing(replace(WHOLE, goals=(GOAL, Goal(id="x"))), adult=False)
    assert [lack.field for lack in lacks] == [
        "goals.1.need", "goals.1.goal", "goals.1.supports", "goals.1.achieve_by", "goals.1.review_every",
    ]  # fmt: skip
    assert lacks[2].name.format(**lacks[2].values) == "Support for need 2"
    assert all(lack.before == "approval" for lack in lacks)


@pytest.mark.parametrize(
    ("support", "enough"),
    [
        (Support(content="外泊の手順書をつくる", provider="主治医"), True),
        (Support(content="外泊の手順書をつくる"), False),
        (Support(provider="主治医"), False),
        (Support(content=" ", provider="主治医"), False),
        (Support(no_scheme=True), True),
    ],
)
def test_a_support_says_what_and_who_or_that_no_scheme_exists(support: Support, enough: bool) -> None:
    lacking = fields(replace(WHOLE, goals=(replace(GOAL, supports=(*GOAL.supports, support)),)))
    assert lacking == ([] if enough else ["goals.0.supports"])


@pytest.mark.parametrize(
    ("by", "lacking"),
    [
        (date(2026, 11, 30), ["goals.0.achieve_by"]),
        (date(2025, 1, 1), ["goals.0.achieve_by"]),  # the year mistyped
        (date(2026, 12, 1), []),
        (date(2028, 3, 31), []),  # a goal may reach beyond its plan
    ],
)
def test_a_goal_is_not_to_be_reached_before_the_plan_begins(by: date, lacking: list[str]) -> None:
    plan = replace(WHOLE, goals=(replace(GOAL, achieve_by=by),))
    assert fields(plan) == lacking
    assert fields(replace(plan, period_from=None)) == ["period_from"]


def test_a_wish_not_yet_heard_needs_its_reason() -> None:
    assert fields(replace(WHOLE, child_wish=Wish(not_heard_reason="生後2か月"))) == []
    assert fields(replace(WHOLE, child_wish=Wish(heard_by="森下"))) == ["child_wish"]


def test_the_childs_own_words_want_the_day_on_which_they_were_heard() -> None:
    undated = replace(WHOLE, child_wish=Wish(text="美術部に入りたい", heard_by="森下"))
    assert fields(undated) == ["child_wish.heard_on"]
    assert fields(replace(undated, status="approved")) == []  # it can no longer be written there


def test_an_adult_speaks_and_consents_alone() -> None:
    plan = replace(WHOLE, guardian_wish=Wish())
    assert fields(plan, adult=True) == ["consent.child_agreed_on"]
    consent = replace(WHOLE.consent, child_agreed_on=DAY, guardian_agreed_on=None)
    assert fields(replace(plan, consent=consent), adult=True) == []


def test_the_next_state_follows_the_path() -> None:
    assert [plan_state.next_state(s) for s in plan_state.STATES] == [
        "approved",
        "delivered",
        "active",
        "closed",
        "",
        "",
    ]


def test_only_a_draft_is_edited() -> None:
    assert [s for s in plan_state.STATES if plan_state.can_be_edited(replace(WHOLE, status=s))] == ["draft"]


ALLOWED = {
    ("draft", "approved"): "manager",
    ("approved", "draft"): "manager",
    ("approved", "delivered"): "worker",
    ("delivered", "active"): "worker",
    ("delivered", "closed"): "worker",
    ("delivered", "superseded"): "worker",
    ("active", "closed"): "worker",
    ("active", "superseded"): "worker",
}
RANK = {"viewer": 0, "worker": 1, "manager": 2}


@pytest.mark.parametrize(("status", "to"), list(product(plan_state.STATES, repeat=2)))
@pytest.mark.parametrize("account", [MANAGER, WORKER, VIEWER], ids=lambda a: a.role)
def test_every_step_has_its_role_and_no_other_step_exists(status: str, to: str, account: Account) -> None:
    plan = replace(WHOLE, status=status)
    role = ALLOWED.get((status, to))
    if role is None:
        with pytest.raises(Refused, match="cannot take this step"):
            plan_state.require_step(plan, to, account=account, adult=False)
        assert not plan_state.may_step(plan, to, account=account)
    elif RANK[account.role] < RANK[role]:
        with pytest.raises(NotAllowed) as refused:
            plan_state.require_step(plan, to, account=account, adult=False)
        assert refused.value.action == f"support_plan.{to}"
        assert not plan_state.may_step(plan, to, account=account)
    else:
        plan_state.require_step(plan, to, account=account, adult=False)
        assert plan_state.may_step(plan, to, account=account)


def test_the_author_does_not_approve_unless_the_office_allows_it() -> None:
    own = replace(WHOLE, author_id="m")
    with pytest.raises(Refused, match="Another person"):
        plan_state.require_step(own, "approved", account=MANAGER, adult=False)
    assert not plan_state.may_step(own, "approved", account=MANAGER)
    plan_state.require_step(own, "approved", account=MANAGER, adult=False, self_approval=True)
    assert plan_state.may_step(own, "approved", account=MANAGER, self_approval=True)


def test_a_disabled_account_takes_no_step() -> None:
    with pytest.raises(NotAllowed):
        plan_state.require_step(WHOLE, "approved", account=replace(MANAGER, active=False), adult=False)


def test_approval_is_refused_with_all_that_is_missing() -> None:
    plan = replace(WHOLE, child_wish=Wish(), long_term_goal=DatedGoal(), consent=PlanConsent())
    with pytest.raises(Refused) as refused:
        plan_state.require_step(plan, "approved", account=MANAGER, adult=False)
    assert [p.field for p in refused.value.problems] == ["child_wish", "long_term_goal"]


def test_approval_does_not_wait_for_consent_but_delivery_does() -> None:
    plan = replace(WHOLE, consent=PlanConsent())
    plan_state.require_step(plan, "approved", account=MANAGER, adult=False)
    with pytest.raises(Refused) as refused:
        plan_state.require_step(replace(plan, status="approved"), "delivered", account=WORKER, adult=False)
    assert [p.field for p in refused.value.problems] == ["consent.explained_on", "consent.guardian_agreed_on"]
    assert {lack.before for lack in plan_state.missing(plan, adult=False)} == {"delivery"}


def test_what_is_missing_is_refused_in_a_sentence() -> None:
    plan = replace(WHOLE, status="approved", consent=PlanConsent(), next_review_on=None)
    with pytest.raises(Refused) as refused:
        plan_state.require_step(plan, "delivered", account=WORKER, adult=False)
    assert [language.translator("ja").say(problem) for problem in refused.value.problems] == [
        "計画の説明を記入してください。",
        "計画への同意を記入してください。",
        "次の評価の日を記入してください。",
    ]


BADLY = Assessment(
    child_id="c",
    on=date(2026, 11, 1),
    areas=(
        AreaRating(area="mind", rating=2),
        AreaRating(area="family", rating=1),
        AreaRating(area="school", rating=3),
        AreaRating(area="work"),
    ),
)


def areas_missing(plan: SupportPlan) -> list[str]:
    lacks = plan_state.missing_for_approval(plan, adult=False, bad_areas=plan_state.bad_areas(BADLY))
    return [lack.field for lack in lacks if lack.field.startswith("area_reasons")]


def test_an_area_that_goes_badly_wants_a_goal_or_a_reason() -> None:
    assert plan_state.bad_areas(BADLY) == ("mind", "family")
    assert plan_state.bad_areas(None) == ()
    assert areas_missing(WHOLE) == ["area_reasons.mind", "area_reasons.family"]
    with_goal = replace(WHOLE, goals=tuple(replace(goal, area="family") for goal in WHOLE.goals))
    assert areas_missing(with_goal) == ["area_reasons.mind"]
    assert areas_missing(replace(with_goal, area_reasons=(("mind", " "),))) == ["area_reasons.mind"]
    assert areas_missing(replace(with_goal, area_reasons=(("mind", "本人がまだ望まない"),))) == []


def test_a_plan_that_passes_over_a_bad_area_is_not_approved() -> None:
    with pytest.raises(Refused) as refusal:
        plan_state.require_step(WHOLE, "approved", account=MANAGER, adult=False, bad_areas=("mind",))
    assert [problem.field for problem in refusal.value.problems] == ["area_reasons.mind"]


def test_every_area_of_life_has_its_own_words() -> None:
    lacks = plan_state.missing(WHOLE, adult=False, bad_areas=tuple(codes.load("plan_area")))
    names = [lack.name for lack in lacks if lack.field.startswith("area_reasons")]
    assert len(set(names)) == len(codes.load("plan_area"))


BEFORE, AFTER = date(2026, 11, 19), date(2026, 11, 21)
DELIVERY = {"explained": BEFORE, "child": None, "guardian": BEFORE, "on": DAY, "review": date(2027, 2, 20)}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"explained": DAY, "guardian": DAY}, []),  # all on one day
        ({"explained": None, "guardian": None}, []),  # that is missing, not contradictory
        ({"review": None}, []),
        ({"explained": AFTER}, ["consent.explained_on", "consent.guardian_agreed_on", "delivered_on"]),
        ({"explained": AFTER, "guardian": None}, ["consent.explained_on", "delivered_on"]),
        ({"explained": DAY}, ["consent.guardian_agreed_on"]),
        ({"guardian": AFTER}, ["consent.guardian_agreed_on", "delivered_on"]),
        ({"child": AFTER}, ["consent.child_agreed_on", "delivered_on"]),
        ({"child": date(2026, 11, 18)}, ["consent.child_agreed_on"]),
        ({"child": DAY, "guardian": DAY, "on": BEFORE}, ["delivered_on"]),
        ({"on": date(2026, 11, 1), "guardian": None}, ["delivered_on"]),
        ({"on": AFTER}, ["delivered_on"]),
        ({"review": DAY}, ["next_review_on"]),
    ],
)
def test_the_days_of_a_delivery_follow_each_other_and_are_past(
    changed: dict[str, date | None], wrong: list[str]
) -> None:
    days = DELIVERY | changed
    on = days["on"]
    assert on is not None
    consent = PlanConsent(
        explained_on=days["explained"], child_agreed_on=days["child"], guardian_agreed_on=days["guardian"]
    )
    found = plan_state.delivery_problems(consent, on=on, to="母", next_review_on=days["review"], today=DAY)
    assert list(dict.fromkeys(problem.field for problem in found)) == wrong


def test_a_delivery_says_who_received_the_plan() -> None:
    found = plan_state.delivery_problems(WHOLE.consent, on=DAY, to=" ", next_review_on=None, today=DAY)
    assert [problem.field for problem in found] == ["delivered_to"]


def test_an_approved_plan_can_be_delivered_whatever_was_assessed_since() -> None:
    approved = replace(WHOLE, status="approved")
    plan_state.require_step(approved, "delivered", account=WORKER, adult=False, bad_areas=("mind", "family"))
    assert plan_state.missing(replace(approved, goals=()), adult=False, bad_areas=("mind",)) == []
