"""A draft that cannot be read as a whole: what can is there, the rest is said and can be copied, nothing is silent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from caseapp.casework import drafts, plans, register
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.letter.page import LetterPage
from caseapp.desktop.plan.kept import content_of, salvaged
from caseapp.desktop.plan.page import PlanPage
from caseapp.desktop.review.page import ReviewPage
from caseapp.rules.plan import Goal, GoalRating, Review, Support, SupportPlan, Wish
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.desktop.handover.test_handover_kept import press

_BASE = SupportPlan(id="p1", child_id="c1", made_on=date(2026, 11, 20), policy="前の方針")
_WRITTEN = replace(
    _BASE,
    policy="書きかけの方針",
    child_wish=Wish(text="学校に行きたい", heard_by="森下"),
    goals=(
        Goal(id="g1", need="給食のこと", supports=(Support(id="s1", content="献立を知らせる"),)),
        Goal(id="g2", need="体育"),
    ),
)


def _draft(**changed: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(content_of(_WRITTEN)))
    return {**content, **changed}


def test_a_whole_draft_is_whole() -> None:
    kept = salvaged(_draft(), _BASE)
    assert (kept.record, kept.whole, kept.unread) == (_WRITTEN, True, ())
    assert kept.content(_BASE) == content_of(_BASE)


@pytest.mark.parametrize(
    ("changed", "expected", "unread"),
    [
        ({"policy": ["一行目", "二行目"]}, {"policy": "前の方針"}, ("一行目", "二行目")),
        ({"made_on": "soon"}, {}, ()),
        ({"goals": 3}, {"goals": ()}, ()),
        ({"goals": "目標の文"}, {"goals": ()}, ("目標の文",)),
        ({"goals": [5, {"id": "g2", "need": "体育"}]}, {"goals": (Goal(id="g2", need="体育"),)}, ()),
        (
            {"goals": [{"id": "g1", "need": {"text": "給食のこと"}, "priority": 2}]},
            {"goals": (Goal(id="g1", priority=2),)},
            ("給食のこと",),
        ),
        ({"child_wish": {"text": "行きたい", "heard_on": "?"}}, {"child_wish": Wish(text="行きたい")}, ("?",)),
        ({"situation": [["園", "年少", "余り"]]}, {"situation": ()}, ("園", "年少", "余り")),
        ({"author_id": 5, "closed_on": "0190e2a4-7c1e-7000-8000-000000000001"}, {}, ()),
    ],
)
def test_what_can_be_read_is_and_the_texts_of_the_rest_are_kept(
    changed: dict[str, Any], expected: dict[str, Any], unread: tuple[str, ...]
) -> None:
    kept = salvaged(_draft(**changed), _BASE)
    assert kept.record == replace(_WRITTEN, **expected)
    assert not kept.whole
    assert kept.unread == unread


@pytest.mark.parametrize("content", [None, 5, "text", ["a"], {}])
def test_what_is_no_draft_at_all_gives_the_record_as_it_is(content: object) -> None:
    kept = salvaged(content, _BASE)
    assert kept.record == _BASE
    assert not kept.whole


def test_what_could_not_be_read_stays_in_the_draft_until_it_is_saved() -> None:
    kept = salvaged(_draft(policy=["一行目"]), _BASE)
    again = salvaged(json.loads(json.dumps(kept.content(kept.record))), _BASE)
    assert not again.whole
    assert again.unread == ("一行目",)


def test_an_item_without_its_id_is_read_as_a_whole_or_not_at_all() -> None:
    base = Review(plan_id="p1", child_id="c1", on=date(2026, 11, 20))
    ratings = [{"goal_id": "g1", "rating": "partly"}, {"goal_id": 7, "comment": "あと少し"}]
    kept = salvaged({**content_of(base), "ratings": ratings}, base)
    assert kept.record.ratings == (GoalRating(goal_id="g1", rating="partly"),)
    assert kept.unread == ("あと少し",)


def _plan_of(office: Office, *statuses: str) -> SupportPlan:
    children = [row.child_id for row in register.rows(office)]
    return next(plan for each in children for plan in plans.of_child(office, each) if plan.status in statuses)


def _broken(desk: Desk, which: str) -> tuple[Any, Any]:
    """The page on a draft of which the text of one field is a list, and that field."""
    office = desk.office
    if which == "plan":
        plan = _plan_of(office, "draft")
        content, key, args = {**content_of(plan), "policy": ["書いた方針"]}, plan.id, {"plan_id": plan.id}
        page: Any = PlanPage(desk)
    elif which == "review":
        plan = _plan_of(office, "active")
        review = Review(plan_id=plan.id, child_id=plan.child_id, on=office.today, child_words="よく眠れた")
        content = {"review": {**content_of(review), "summary": ["書いた方針"]}, "next_step": {}}
        key, args, page = plan.id, {"plan_id": plan.id}, ReviewPage(desk)
    else:
        plan = _plan_of(office, "active")
        content, key, args = {"purpose": "給食のこと", "readers": ["書いた方針"]}, "", {}
        page = LetterPage(desk)
    drafts.save(office, form=which, child_id=plan.child_id, record_id=key, content=content)
    page.open(child_id=plan.child_id, **args)
    turn()
    return page, plan


@pytest.mark.parametrize("which", ["plan", "review", "letter"])
def test_the_page_says_so_and_gives_the_rest_to_copy(desk: Desk, dialogs: ScriptedDialogs, which: str) -> None:
    page, plan = _broken(desk, which)
    assert "下書きに、読み取れないところがありました" in page.banner.text()
    if which == "review":
        assert page.child.value() == "よく眠れた"
    if which == "letter":
        assert page.form.purpose.value() == "給食のこと"
    dialogs.answers.append("copy")
    press(page.banner)
    assert dialogs.detail == "書いた方針"
    assert QGuiApplication.clipboard().text() == "書いた方針"
    dialogs.answers.append("discard")
    press(page.banner)
    turn()
    assert page.banner.text() == ""
    record_id = "" if which == "letter" else plan.id
    assert drafts.find(desk.office, form=which, child_id=plan.child_id, record_id=record_id) is None
    page.stop_keeping()
