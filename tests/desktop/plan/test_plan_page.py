"""The page of a plan on a real vault, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import assessments, drafts, plans, register
from caseapp.casework.office import Office
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.page import NARROW, Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.plan.delivery import DeliveryDialog, ReasonDialog
from caseapp.desktop.plan.editor import Editor
from caseapp.desktop.plan.kept import content_of, record_from
from caseapp.desktop.plan.page import PlanPage
from caseapp.desktop.plan.tile import SideLine
from caseapp.desktop.print.dialog import PrintDialog
from caseapp.rules.assessment import Assessment
from caseapp.rules.plan import SupportPlan
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework.people import NEXT
from tests.casework.yoshino import AGREED, HINA, full_plan, hina, manager_office, saved_plan, worker_office
from tests.desktop.fakes import ScriptedDialogs, Travel, make_desk, settle, turn

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def family(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now) as opened:
        opened.settings = replace(opened.settings, self_approval=True)
        yield opened


@pytest.fixture
def own_desk(family: Office, dialogs: ScriptedDialogs) -> Desk:
    return make_desk(family, dialogs=dialogs)


def shown(desk: Desk, qtbot: QtBot, *, child_id: str = "", plan_id: str = "") -> PlanPage:
    page = PlanPage(desk)
    qtbot.addWidget(page, before_close_func=lambda _page: page.stop_keeping())
    desk.bus.changed.connect(page.refresh)
    page.resize(1190, 700)
    page.show()
    page.open(child_id=child_id or hina(desk.office), plan_id=plan_id)
    target = page.first_focus()
    assert target is not None
    target.setFocus()
    turn()
    return page


def editor(page: PlanPage) -> Editor:
    (found,) = [each for each in page.findChildren(Editor) if each.is_open]
    return found


def field(page: QWidget, name: str) -> QWidget:
    found = [each for each in page.findChildren(QWidget, name) if each.isVisible()]
    assert found, name
    return found[-1]


def type_in(target: QWidget, text: str) -> None:
    """The cursor goes there and the input method hands over `text`."""
    target.setFocus()
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        settle(target, text)


def press(page: PlanPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """As the window does it: the action bound to the key."""
    wanted = QKeySequence(QKeyCombination(modifiers, key))
    for action in page.actions():
        if action.shortcut() == wanted:
            action.trigger()
            return
    raise AssertionError(f"nothing is bound to {key}")


def now_of(page: PlanPage) -> SupportPlan:
    assert page.plan is not None
    return page.plan


def test_a_first_plan_is_made_by_keyboard(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    QTest.keyClick(page.board.child_wish, Qt.Key.Key_Return)
    type_in(field(page, "wish-text"), "みんなと行きたい")
    QTest.keyClick(field(page, "wish-text"), Qt.Key.Key_Return, CONTROL)
    assert "child_wish.heard_on" in [each.field for each in page.missing]
    page.editing.go_to_field("child_wish.heard_on")
    assert page.focusWidget() is field(page, "wish-heard-on")
    type_in(field(page, "wish-heard-on"), "11/19")
    QTest.keyClick(field(page, "wish-heard-on"), Qt.Key.Key_Return, CONTROL)
    assert "child_wish.heard_on" not in [each.field for each in page.missing]
    press(page, Qt.Key.Key_Return, CONTROL)
    assert editor(page).isVisible()
    type_in(field(page, "goal-need"), "友だちに伝えたい")
    type_in(field(page, "goal-goal"), "自分の言葉で話す")
    type_in(field(page, "goal-achieve-by"), "R9.2.26")
    type_in(field(page, "goal-review-every"), "3")
    type_in(field(page, "support-1-what"), "話す練習")
    type_in(field(page, "support-1-who"), "森下")
    QTest.keyClick(field(page, "support-1-who"), Qt.Key.Key_Return, CONTROL)
    press(page, Qt.Key.Key_S, CONTROL)
    (plan,) = plans.of_child(family, hina(family))
    assert plan.child_wish.text == "みんなと行きたい"
    (goal,) = plan.goals
    assert (goal.need, goal.goal, goal.achieve_by, goal.review_every) == (
        "友だちに伝えたい",
        "自分の言葉で話す",
        date(2027, 2, 26),
        3,
    )
    assert (goal.supports[0].content, goal.supports[0].provider) == ("話す練習", "森下")
    assert page.saved.text().startswith("保存しました")


def test_escape_gives_up_what_was_typed_and_undo_brings_it_back(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    page = shown(own_desk, qtbot)
    before = now_of(page)
    page.editing.edit_goal(0)
    type_in(field(page, "goal-need"), "changed")
    assert now_of(page) != before
    QTest.keyClick(field(page, "goal-need"), Qt.Key.Key_Escape)
    assert now_of(page) == before
    assert not page.edited
    page.keep_draft()
    assert drafts.find(family, form="plan", child_id=hina(family), record_id=before.id) is None
    page.undo_bar.undo()
    assert now_of(page).goals[0].need.startswith("changed")


def test_escape_in_a_new_need_takes_the_need_out_again(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    page = shown(own_desk, qtbot)
    before = now_of(page)
    press(page, Qt.Key.Key_Return, CONTROL)
    assert len(now_of(page).goals) == len(before.goals) + 1
    QTest.keyClick(field(page, "goal-need"), Qt.Key.Key_Escape)
    assert now_of(page) == before


@pytest.mark.parametrize("answer", ["", "save"])
def test_printing_asks_before_it_saves(
    own_desk: Desk, family: Office, qtbot: QtBot, dialogs: ScriptedDialogs, answer: str
) -> None:
    plan = saved_plan(family)
    page = shown(own_desk, qtbot)
    page.change(replace(now_of(page), policy="あとから"))
    dialogs.answers = [answer]
    press(page, Qt.Key.Key_P, CONTROL)
    assert dialogs.asked == ["保存してから印刷しますか。"]
    assert plans.get(family, plan.id).policy == ("あとから" if answer else plan.policy)
    opened = [each for each in page.findChildren(PrintDialog) if each.is_open]
    assert len(opened) == (1 if answer else 0)
    if answer:
        opened[0].close()


def test_saving_twice_in_a_hurry_makes_one_plan(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    page.change(full_plan(now_of(page)))
    press(page, Qt.Key.Key_S, CONTROL)
    press(page, Qt.Key.Key_S, CONTROL)
    (plan,) = plans.of_child(family, hina(family))
    assert plan.revision <= 2
    assert not page.edited


def test_a_draft_is_kept_and_offered_again_for_the_same_child(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    page.change(full_plan(now_of(page)))
    page.keep_draft()
    assert drafts.find(family, form="plan", child_id=hina(family)) is not None
    again = shown(own_desk, qtbot)
    assert [goal.need for goal in now_of(again).goals] == [goal.need for goal in now_of(page).goals]
    assert "下書きの続きです" in again.banner.text()
    press(again, Qt.Key.Key_S, CONTROL)
    assert drafts.find(family, form="plan", child_id=hina(family)) is None


def test_a_draft_is_kept_within_two_seconds(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    page.change(full_plan(now_of(page)))
    qtbot.waitUntil(lambda: drafts.find(family, form="plan", child_id=hina(family)) is not None, timeout=2200)
    assert page.saved.text().startswith("下書きを保存しました")


def test_a_draft_never_shows_in_another_childs_form(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    page.change(full_plan(now_of(page)))
    page.keep_draft()
    other = register.save(family, replace(HINA, number="0002", given_name="湊", family=())).record_id
    page.open(child_id=other)
    assert now_of(page).child_id == other
    assert now_of(page).goals == ()
    assert page.banner.text() == ""


def test_f3_leads_to_what_is_missing_and_the_next_after_it(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = full_plan(plans.new(family, hina(family)))
    first = replace(plan.goals[0], achieve_by=None)
    plans.save(
        family,
        replace(plan, goals=(first, plan.goals[1]), policy="", long_term_goal=replace(plan.long_term_goal, text="")),
    )
    page = shown(own_desk, qtbot)
    assert [each.field for each in page.missing][:2] == ["long_term_goal", "goals.0.achieve_by"]
    press(page, Qt.Key.Key_F3)
    type_in(field(page, "aim-long"), "中学校へ行く")
    QTest.keyClick(field(page, "aim-long"), Qt.Key.Key_F3)
    assert page.focusWidget() is field(page, "goal-achieve-by")


def test_f3_passes_over_what_is_left_empty(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = full_plan(plans.new(family, hina(family)))
    first = replace(plan.goals[0], achieve_by=None)
    empty = replace(plan, goals=(first, plan.goals[1]), long_term_goal=replace(plan.long_term_goal, text=""))
    plans.save(family, empty)
    page = shown(own_desk, qtbot)
    missing = [each.field for each in page.missing]
    assert missing[:2] == ["long_term_goal", "goals.0.achieve_by"]
    press(page, Qt.Key.Key_F3)
    QTest.keyClick(field(page, "aim-long"), Qt.Key.Key_F3)
    assert page.focusWidget() is field(page, "goal-achieve-by")
    for _rest in missing[1:]:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_F3)
    assert page.focusWidget() is field(page, "aim-long")  # from the top again


def test_rows_move_and_go_and_come_back(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    page = shown(own_desk, qtbot)
    before = [goal.need for goal in now_of(page).goals]
    page.board.goals.list.choose_first()
    press(page, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [goal.need for goal in now_of(page).goals] == before[::-1]
    press(page, Qt.Key.Key_Delete, CONTROL)
    assert [goal.need for goal in now_of(page).goals] == [before[1]]
    page.undo_bar.undo()
    assert [goal.need for goal in now_of(page).goals] == before[::-1]


def test_it_is_asked_whose_words_the_guardians_wish_is(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    page = shown(own_desk, qtbot)
    page.editing.edit_part("guardian_wish")
    who = field(page, "wish-said-by")
    assert isinstance(who, ToggleFlow)
    assert who.values() == ()
    mother = next(each for each in who.toggles if each.code == "mother")
    QTest.keyClick(mother, Qt.Key.Key_Space)
    type_in(field(page, "wish-how"), "訪問")
    editor(page).finish()
    assert now_of(page).guardian_wish.how == "訪問。お母さんから"
    assert now_of(page).guardian_wish.text == plan.guardian_wish.text
    page.editing.edit_part("guardian_wish")
    again, how = field(page, "wish-said-by"), field(page, "wish-how")
    assert isinstance(again, ToggleFlow)
    assert isinstance(how, QLineEdit)
    assert (again.values(), how.text()) == (("mother",), "訪問")


def test_an_incomplete_plan_is_not_approved_and_says_what_is_missing(
    own_desk: Desk, family: Office, qtbot: QtBot
) -> None:
    plans.save(family, plans.new(family, hina(family)))
    page = shown(own_desk, qtbot)
    assert "足りないもの" in page.why.text()
    QTest.keyClick(page.why.go, Qt.Key.Key_Return)
    assert page.focusWidget() is editor(page).places[page.missing[0].field]
    editor(page).cancel()
    QTest.keyClick(page.next, Qt.Key.Key_Return)
    assert "足りないもの" in page.banner.text()
    assert plans.of_child(family, hina(family))[0].status == "draft"


def test_a_plan_goes_its_whole_way_by_keyboard(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    said: list[str] = []
    own_desk.saved = said.append
    page = shown(own_desk, qtbot)
    assert page.action(Keys.APPROVE).text() == "確定へ進める"
    QTest.keyClick(page.next, Qt.Key.Key_Return)
    assert plans.get(family, plan.id).status == "approved"
    assert page.frozen
    assert (said[-1], page.action(Keys.APPROVE).text()) == ("計画は「確定」になりました", "交付する")
    QTest.keyClick(page.next, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(DeliveryDialog)
    QTest.keyClick(dialog.to, Qt.Key.Key_Return, CONTROL)
    assert dialog.is_open
    assert plans.get(family, plan.id).status == "approved"
    type_in(dialog.consent.explained, "11/20")
    type_in(dialog.consent.guardian, "11/20")
    QTest.keyClick(dialog.to, Qt.Key.Key_Return, CONTROL)
    delivered = plans.get(family, plan.id)
    assert (delivered.status, delivered.delivered_to) == ("delivered", "𠮷野 真由美")
    assert (said[-1], page.action(Keys.APPROVE).text()) == ("計画は「交付」になりました", "実施をはじめる")
    QTest.keyClick(page.next, Qt.Key.Key_Return)
    assert plans.get(family, plan.id).status == "active"
    assert (said[-1], page.action(Keys.APPROVE).text()) == ("計画は「実施中」になりました", "評価する")
    QTest.keyClick(page.next, Qt.Key.Key_Return)
    travel = own_desk.go
    assert isinstance(travel, Travel)
    assert travel.last == ("review", {"child_id": hina(family), "plan_id": plan.id})


def test_an_approved_plan_is_frozen(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    page = shown(own_desk, qtbot)
    before = now_of(page)
    press(page, Qt.Key.Key_Return, CONTROL)
    press(page, Qt.Key.Key_Delete, CONTROL)
    page.change(replace(before, policy="あとから"))
    assert now_of(page) == before
    page.editing.edit_goal(0)
    type_in(field(page, "goal-need"), "changed")
    QTest.keyClick(field(page, "goal-need"), Qt.Key.Key_Escape)
    assert plans.get(family, plan.id) == plan or plans.get(family, plan.id).goals == plan.goals
    assert not page.save_button.isVisible()


def test_only_the_keys_that_do_something_are_offered(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    page = shown(own_desk, qtbot)
    offered = {hint.words for hint in page.all_keys()}
    assert {"保存する", "課題を足す"} <= offered
    plans.approve(family, plan.id)
    page = shown(own_desk, qtbot)
    offered = {hint.words for hint in page.all_keys()}
    assert not {"保存する", "課題を足す", "課題を外す"} & offered
    assert {"全文を読む", "交付する"} <= offered
    assert not page.action(Keys.SAVE).isEnabled()


def test_an_approved_plan_goes_back_with_a_reason(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    said: list[str] = []
    own_desk.saved = said.append
    page = shown(own_desk, qtbot)
    QTest.keyClick(page.side.acts["plan-send-back"], Qt.Key.Key_Return)
    (dialog,) = page.findChildren(ReasonDialog)
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert plans.get(family, plan.id).status == "approved"
    type_in(dialog.reason, "頻度を書く")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert plans.get(family, plan.id).status == "draft"
    assert not page.frozen
    assert said == ["計画は「案」になりました"]


def test_an_ended_plan_says_that_it_ended(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    plans.deliver(family, plan.id, on=date(2026, 11, 20), to="母", how="", consent=AGREED)
    said: list[str] = []
    own_desk.saved = said.append
    page = shown(own_desk, qtbot)
    QTest.keyClick(page.side.acts["plan-close-plan"], Qt.Key.Key_Return)
    (dialog,) = page.findChildren(ReasonDialog)
    type_in(dialog.reason, "転居のため")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert (plans.get(family, plan.id).status, said) == ("closed", ["計画は「終了」になりました"])


def test_a_worker_is_told_that_a_manager_approves(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now):
        pass
    with worker_office(tmp_path / "vault", now) as office:
        plan = saved_plan(office)
        page = shown(make_desk(office, dialogs=dialogs), qtbot)
        assert not page.next.isEnabled()
        assert page.why.isVisible()
        assert "管理者" in page.why.text()
        assert not page.why.go.isVisible()  # nothing is missing: only the role stands in the way
        press(page, Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        assert page.banner.text()
        assert plans.get(office, plan.id).status == "draft"


def test_a_new_version_opens_as_a_draft(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    page = shown(own_desk, qtbot)
    assert not page.side.acts["plan-new-version"].isVisible()
    monkey = date(2026, 11, 20)
    plans.deliver(family, plan.id, on=monkey, to="母", how="", consent=AGREED)
    plans.activate(family, plan.id)
    page.open(child_id=hina(family))
    assert ("Ctrl+Shift+A", "新しい版をつくる") in {(hint.key, hint.words) for hint in page.all_keys()}
    button = page.side.acts["plan-new-version"]
    wide = button.sizeHint().width()
    page.take_width(NARROW)
    assert button.sizeHint().width() < wide  # the key stands on it where there is room
    press(page, Qt.Key.Key_A, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    versions = plans.of_child(family, hina(family))
    assert [(each.version, each.status) for each in versions] == [(2, "draft"), (1, "active")]
    travel = own_desk.go
    assert isinstance(travel, Travel)
    assert travel.last == ("plan", {"child_id": hina(family), "plan_id": versions[0].id})


def test_every_field_has_a_name(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    page = shown(own_desk, qtbot)
    for part in ("child_wish", "aims", "period", "situation", "more", "consent"):
        page.editing.edit_part(part)
        fields = [w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
        assert [(type(w).__name__, w.objectName()) for w in fields if not w.accessibleName()] == []
        editor(page).finish()
        turn()


def test_a_plan_survives_being_kept_as_a_draft(family: Office) -> None:
    plan = saved_plan(family)
    assert record_from(SupportPlan, content_of(plan)) == plan


@pytest.mark.parametrize("broken", [{"goals": 3}, {"made_on": "soon"}, {"goals": [{"need": 5}]}, {}])
def test_a_draft_that_is_no_plan_is_an_error(broken: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        record_from(SupportPlan, broken)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", ["narrow", "normal", "wide"])
def test_nothing_beside_the_plan_is_cut_off(
    own_desk: Desk, family: Office, qtbot: QtBot, speak: Callable[[str], None], language: str, width: str
) -> None:
    """In English the acts with their keys were wider than the column."""
    speak(language)
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    plans.deliver(family, plan.id, on=date(2026, 11, 20), to="母", how="", consent=AGREED)
    plans.activate(family, plan.id)
    page = shown(own_desk, qtbot)
    page.take_width(width)
    turn()
    column = page.side.column
    bar = column.verticalScrollBar().sizeHint().width()
    assert column.inside.minimumSizeHint().width() + bar <= page.side.width()


@pytest.mark.parametrize("speech", ["ja", "en", "en_XA"])
def test_the_page_fits_a_folded_window(
    own_desk: Desk, family: Office, qtbot: QtBot, speak: Callable[[str], None], speech: str
) -> None:
    saved_plan(family)
    speak(speech)
    page = shown(own_desk, qtbot)
    assert page.minimumSizeHint().width() <= 1214
    page.take_width("narrow")
    turn()
    assert page.minimumSizeHint().width() <= 862


# ---- what was said since


def assessed(family: Office, voice: str, on: date) -> str:
    told = Assessment(id=family.new_id(), child_id=hina(family), on=on, child_voice=voice)
    return assessments.save(family, told, next_step=NEXT).record_id


def test_a_plan_names_the_assessment_that_is_newer(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    saved_plan(family)
    page = shown(own_desk, qtbot)
    assert not page.findChildren(SideLine, "plan-assessment")
    made = assessed(family, "部活がしたい", date(2026, 11, 18))
    page.refresh(plans.approve(family, now_of(page).id))
    turn()
    line = field(page, "plan-assessment")
    assert isinstance(line, SideLine)
    assert line.words() == "R8.11.18のアセスメント"
    line.click()
    travel = own_desk.go
    assert isinstance(travel, Travel)
    assert travel.last == ("assessment", {"child_id": hina(family), "assessment_id": made})


def test_in_a_new_version_the_wishes_are_missing_until_they_are_heard_anew(
    own_desk: Desk, family: Office, qtbot: QtBot
) -> None:
    first = saved_plan(family)
    plans.approve(family, first.id)
    plans.deliver(family, first.id, on=family.today, to="母", how="手渡し", consent=AGREED)
    page = shown(own_desk, qtbot, plan_id=plans.new_version(family, first.id).record_id)
    assert {"child_wish.heard_on", "guardian_wish.heard_on"} <= {each.field for each in page.missing}
    page.editing.go_to_field("guardian_wish.heard_on")
    assert page.focusWidget() is field(page, "wish-heard-on")
    type_in(field(page, "wish-heard-on"), "11/20")
    QTest.keyClick(field(page, "wish-heard-on"), Qt.Key.Key_Return, CONTROL)
    assert "guardian_wish.heard_on" not in {each.field for each in page.missing}
    assert now_of(page).guardian_wish.heard_on == date(2026, 11, 20)


@pytest.mark.parametrize("manager", [True, False])
def test_an_approved_plan_is_read_and_says_how_to_get_on(
    family: Office, dialogs: ScriptedDialogs, qtbot: QtBot, *, manager: bool
) -> None:
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    if not manager:
        family.account = replace(family.account, role="worker")
    page = shown(make_desk(family, dialogs=dialogs), qtbot)
    page.editing.edit_goal(0)
    why = field(editor(page), "plan-editor-why")
    assert isinstance(why, Para)
    way = "右の「案に戻す」を押してください" if manager else "管理者に「案に戻す」を頼んでください"
    assert way in why.text()
    need = field(page, "goal-need")
    assert (need.property("readOnly"), need.property("placeholderText")) == (True, "")
    assert page.focusWidget() is editor(page).done
    editor(page).finish()
    assert [each.before for each in page.missing] == ["delivery"] * len(page.missing)
    page.editing.go_to_field(page.missing[0].field)  # it is asked where the plan is handed over
    (dialog,) = page.findChildren(DeliveryDialog)
    assert dialog.is_open
