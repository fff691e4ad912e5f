"""The review of a plan on a real vault, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import drafts, follow_ups, plans
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.plan.course_chart import course_words
from caseapp.desktop.review.page import ReviewPage
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework.yoshino import AGREED, hina, manager_office, saved_plan
from tests.desktop.fakes import ScriptedDialogs, Travel, make_desk, settle, turn


@pytest.fixture
def family(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now) as opened:
        opened.settings = replace(opened.settings, self_approval=True)
        plan = saved_plan(opened)
        plans.approve(opened, plan.id)
        plans.deliver(opened, plan.id, on=date(2026, 11, 20), to="母", how="手渡し", consent=AGREED)
        plans.activate(opened, plan.id)
        yield opened


@pytest.fixture
def own_desk(family: Office, dialogs: ScriptedDialogs) -> Desk:
    return make_desk(family, dialogs=dialogs)


def plan_of(office: Office) -> str:
    return plans.of_child(office, hina(office))[0].id


def shown(desk: Desk, qtbot: QtBot, **more: str) -> ReviewPage:
    page = ReviewPage(desk)
    qtbot.addWidget(page, before_close_func=lambda _page: page.stop_keeping())
    page.resize(1190, 700)
    page.show()
    page.open(child_id=hina(desk.office), plan_id=plan_of(desk.office), **more)
    turn()
    return page


def rate(page: ReviewPage, *places: int) -> None:
    """Press Space on the toggle of this place, card by card."""
    for card, place in zip(page.cards, places, strict=True):
        toggle = card.rating.toggles[place]
        toggle.setFocus()
        QTest.keyClick(toggle, Qt.Key.Key_Space)


def type_in(target: QWidget, text: str) -> None:
    target.setFocus()
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        settle(target, text)


def fill(page: ReviewPage) -> None:
    rate(page, 0, 2)
    type_in(page.child, "できた")
    type_in(page.next_on, "R9.2.26")
    type_in(page.step.text, "学校に聞く")
    type_in(page.step.due.day, "12/4")


def test_a_review_is_saved_with_what_comes_next(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    page.trigger(Keys.SAVE)
    (review,) = plans.reviews(family, plan_of(family))
    assert [rating.rating for rating in review.ratings] == ["achieved", "partly"]
    assert (review.child_words, review.next_review_on) == ("できた", date(2027, 2, 26))
    steps = follow_ups.of_child(family, hina(family))
    assert [(step.text, step.due_on) for step in steps] == [("学校に聞く", date(2026, 12, 4))]
    assert isinstance(own_desk.go, Travel)
    assert own_desk.go.last[0] == "plan"


def test_saving_twice_makes_one_review(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    page.trigger(Keys.SAVE)
    page.trigger(Keys.SAVE)
    assert len(plans.reviews(family, plan_of(family))) == 1
    assert len(follow_ups.of_child(family, hina(family))) == 1


def test_a_goal_without_a_rating_stops_it_and_says_so(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    toggle = page.cards[0].rating.toggles[0]
    toggle.setFocus()
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    page.trigger(Keys.SAVE)
    assert page.cards[1].form.row_of("rating").problem_line.text() == "結果を選んでください。"
    assert page.cards[0].form.row_of("rating").problem_line.text() == ""
    assert plans.reviews(family, plan_of(family)) == ()


def test_without_an_answer_to_what_comes_next_nothing_is_saved(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    rate(page, 0, 2)
    type_in(page.next_on, "R9.2.26")
    page.trigger(Keys.SAVE)
    assert page.step.problem_line.text()
    assert plans.reviews(family, plan_of(family)) == ()


def test_the_next_date_must_lie_after_this_one(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    page.next_on.setFocus()
    page.next_on.selectAll()
    QTest.keyClicks(page.next_on, "R8.11.1")
    page.trigger(Keys.SAVE)
    assert page.form.row_of("next_review_on").problem_line.text()
    assert plans.reviews(family, plan_of(family)) == ()


def test_a_needed_change_leads_to_the_next_version(
    own_desk: Desk, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    dialogs.answers = ["make"]
    page = shown(own_desk, qtbot)
    fill(page)
    page.change.setFocus()
    QTest.keyClick(page.change, Qt.Key.Key_Space)
    page.trigger(Keys.SAVE)
    versions = plans.of_child(family, hina(family))
    assert [(each.version, each.status) for each in versions] == [(2, "draft"), (1, "active")]
    assert [goal.need for goal in versions[0].goals] == ["夜中に2回起きる(母)"]
    assert isinstance(own_desk.go, Travel)
    assert own_desk.go.last == ("plan", {"child_id": hina(family), "plan_id": versions[0].id})


def test_a_draft_comes_back_and_goes_with_the_saving(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    page.keep_draft()
    again = shown(own_desk, qtbot)
    assert [card.rating.value() for card in again.cards] == ["achieved", "partly"]
    assert again.step.text.value() == "学校に聞く"
    again.trigger(Keys.SAVE)
    assert len(plans.reviews(family, plan_of(family))) == 1
    assert drafts.find(family, form="review", child_id=hina(family), record_id=plan_of(family)) is None


def test_a_saved_review_is_read_only(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    page.trigger(Keys.SAVE)
    (review,) = plans.reviews(family, plan_of(family))
    old = shown(own_desk, qtbot, review_id=review.id)
    type_in(old.child, "changed")
    old.trigger(Keys.SAVE)
    assert old.child.value() == "できた"
    assert plans.reviews(family, plan_of(family)) == (review,)


def test_the_scores_of_a_goal_are_kept(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    for field, typed in zip(page.cards[0].scores, ("2", "３", "5"), strict=True):
        type_in(field, typed)
    page.trigger(Keys.SAVE)
    (review,) = plans.reviews(family, plan_of(family))
    first, second = review.ratings
    assert (first.knowledge, first.behaviour, first.state) == (2, 3, 5)
    assert (second.knowledge, second.behaviour, second.state) == (None, None, None)
    again = shown(own_desk, qtbot, review_id=review.id)
    assert [field.value() for field in again.cards[0].scores] == [2, 3, 5]


def test_a_score_outside_one_to_five_stops_the_saving(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    type_in(page.cards[1].state, "6")
    page.trigger(Keys.SAVE)
    assert plans.reviews(family, plan_of(family)) == ()


def test_the_next_review_shows_how_it_went_before(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    fill(page)
    page.trigger(Keys.SAVE)
    again = shown(own_desk, qtbot)
    assert [course_words(each) for each in again._loaded.courses] == ["達成", "一部"]  # type: ignore[union-attr]  # loaded


def test_in_a_low_window_a_button_leads_to_what_comes_next(own_desk: Desk, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    page.resize(900, 420)
    turn()
    assert page.question.isVisible()
    page.question.click()
    turn()
    assert page.step.isAncestorOf(page.focusWidget())
    assert not page.question.isVisible()
