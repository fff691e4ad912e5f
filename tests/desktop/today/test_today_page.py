"""今日, on a real vault with the sample children: everything by keyboard, and it follows every change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from caseapp.casework import drafts, follow_ups, register, today
from caseapp.casework.office import Office
from caseapp.desktop.follow_up.steps import DropDialog, PostponeDialog
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.theme.theme import theme
from caseapp.desktop.today.lines import Action, Notice
from caseapp.desktop.today.page import TodayPage
from caseapp.rules.follow_up import DONE, DROPPED, OPEN, FollowUp
from tests.desktop.child.showing import CTRL, HINANO, SHIFT, Statements, child_id, dialog, part, press, show, went
from tests.desktop.fakes import make_desk, turn


@pytest.fixture
def page(desk: Desk) -> TodayPage:
    return show(desk, TodayPage)


def heads(page: TodayPage, *, right: bool = False) -> list[str]:
    rows = (page.to_know if right else page.to_do).list_model().rows()
    return [row.words for row in rows if isinstance(row, Head)]


def chosen(page: TodayPage) -> Action:
    line = page.to_do.current()
    assert isinstance(line, Action)
    return line


def state(office: Office, follow_up_id: str) -> str:
    return follow_ups.get(office, follow_up_id).state


# ---- showing


def test_the_morning_shows_what_is_late_due_and_near_and_whom_one_waits_for(page: TodayPage) -> None:
    assert page.day.text() == "11月20日(金)"
    assert page.year.text() == "令和8年"
    assert heads(page) == ["期限を過ぎています", "今日", "これから7日間"]
    assert heads(page, right=True) == [
        "引継ぎ",
        "返事を待っています",
        "利用枠",
        "しばらく連絡していません",
        "受給者証の期限",
        "これからの節目・期限",
    ]
    first = chosen(page)
    assert (first.chip.words, first.chip.kind) == ("4日超過", "late")
    assert first.row.child_name == HINANO
    assert QApplication.focusWidget() is page.to_do


def test_a_certificate_that_cannot_be_renewed_stands_red_beside_the_action(page: TodayPage) -> None:
    lines = [line for line in page.to_do.list_model().items() if isinstance(line, Action) and line.danger]
    assert [(line.row.child_name, line.danger) for line in lines] == [("北条 千尋", "切れると再申請できません")]
    assert page.to_do.choose(lambda line: line.key == lines[0].key)
    assert "切れると再申請できません" in lines[0].spoken


def test_an_office_without_anything_says_so_in_a_sentence(desk: Desk, office: Office) -> None:
    for row in (*today.page(office, mine=False).overdue, *today.page(office, mine=False).due_today):
        follow_ups.done(office, row.follow_up_id)
    page = show(desk, TodayPage)
    assert heads(page)[:2] == ["期限を過ぎたものはありません", "今日の予定はありません"]
    rows = page.to_do.list_model().rows()
    assert isinstance(rows[0], Head)
    assert rows[0].empty


def test_no_statement_is_asked_per_line(page: TodayPage, office: Office) -> None:
    with Statements(office) as few:
        page._ask()
    lines = len(page.to_do.list_model().items())
    whose = child_id(office)
    for number in range(15):
        follow_ups.add(office, FollowUp(child_id=whose, text=f"電話{number}", due_on=date(2026, 11, 20)))
    with Statements(office) as many:
        page._ask()
    assert many.count == few.count
    assert len(page.to_do.list_model().items()) == lines + 15


# ---- acts


def test_space_marks_as_done_and_ctrl_z_takes_it_back(page: TodayPage, office: Office) -> None:
    act = chosen(page)
    press(page.to_do, Qt.Key.Key_Space)
    assert state(office, act.key) == DONE
    assert act.key not in [line.key for line in page.to_do.list_model().items()]
    assert page.undo_bar.text() == "済みにしました:高瀬 陽菜乃さん 修学旅行の酸素の手配を学校に確かめる"
    page.trigger(Keys.UNDO_ACT)
    turn()
    assert state(office, act.key) == OPEN
    assert act.key in [line.key for line in page.to_do.list_model().items()]


def test_after_an_act_the_next_line_is_chosen(page: TodayPage) -> None:
    second = page.to_do.list_model().items()[1].key
    press(page.to_do, Qt.Key.Key_Space)
    assert chosen(page).key == second


def test_putting_off_asks_for_a_later_day_and_a_reason(page: TodayPage, office: Office) -> None:
    act = chosen(page)
    press(page.to_do, Qt.Key.Key_D, CTRL | SHIFT)
    box = dialog(page, "step-dialog", PostponeDialog)
    assert box.due.day.value() == office.today
    box.due.day.setText("11/10")
    press(box.reason, Qt.Key.Key_Return)
    assert box.form.row_of("due_on").problem_line.text() == "いまの予定より後の日を選びます。"
    assert box.form.row_of("reason").problem_line.text()
    box.due.day.setText("11/27")
    box.reason.setText("病院が休診だった")
    press(box.reason, Qt.Key.Key_Return)
    changed = follow_ups.get(office, act.key)
    assert changed.due_on == date(2026, 11, 27)
    assert changed.postponements[-1].reason == "病院が休診だった"
    assert not box.is_open


def test_dropping_needs_a_reason_and_can_be_taken_back(page: TodayPage, office: Office) -> None:
    act = chosen(page)
    page.trigger(Keys.DELETE_ROW)
    box = dialog(page, "step-dialog", DropDialog)
    press(box.reason, Qt.Key.Key_Return)
    assert state(office, act.key) == OPEN
    assert box.form.row_of("reason").problem_line.text()
    box.reason.setText("学校が手配してくれた")
    press(box.reason, Qt.Key.Key_Return)
    assert state(office, act.key) == DROPPED
    page.trigger(Keys.UNDO_ACT)
    assert state(office, act.key) == OPEN


def test_enter_opens_where_it_is_dealt_with(page: TodayPage, desk: Desk) -> None:
    press(page.to_do, Qt.Key.Key_Return)
    name, args = went(desk)[-1]
    assert name == "child"
    assert args["follow_up_id"] == chosen(page).key
    page.to_know.setFocus()
    press(page.to_know, Qt.Key.Key_Return)
    name, args = went(desk)[-1]
    assert (name, set(args)) == ("handover", {"batch"})
    press(page.to_know, Qt.Key.Key_Down)
    press(page.to_know, Qt.Key.Key_Return)
    name, args = went(desk)[-1]
    line = page.to_know.current()
    assert isinstance(line, Notice)
    assert (name, args["liaison_id"]) == ("liaison", dict(line.args)["liaison_id"])


def test_the_arrows_pass_over_heads_and_tab_goes_to_the_right_list(page: TodayPage) -> None:
    for _step in range(3):
        press(page.to_do, Qt.Key.Key_Down)
    assert chosen(page).chip.words == "10:30"
    press(page.to_do, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.to_know


def test_what_is_known_only_cannot_be_ticked(page: TodayPage) -> None:
    page.to_know.setFocus()
    page.to_know.choose_first()
    page._chosen(page.to_know.current())
    assert not page.action(Keys.POSTPONE).isEnabled()
    press(page.to_know, Qt.Key.Key_Space)
    assert not page.undo_bar.offered


def test_recording_from_today_asks_whose_consultation_it_is(page: TodayPage, desk: Desk) -> None:
    part(page, "today-record").click()
    assert went(desk)[-1] == ("search", {"recording": True})


# ---- whose


def test_mine_and_the_whole_office_are_one_key_apart_and_remembered(page: TodayPage, desk: Desk) -> None:
    mine = page.count.text()
    press(page.to_do, Qt.Key.Key_M, CTRL)
    assert page.count.text() != mine
    assert page.count.text().startswith("保健所全体")
    workers = {line.worker for line in page.to_do.list_model().items() if isinstance(line, Action)}
    assert "佐伯" in workers
    assert show(desk, TodayPage).whose.value() == "all"


# ---- following changes


def test_the_page_follows_a_change_made_elsewhere_and_keeps_the_choice(
    page: TodayPage, desk: Desk, office: Office
) -> None:
    kept = page.to_do.list_model().items()[4].key
    page.to_do.choose(lambda line: line.key == kept)
    step = FollowUp(child_id=child_id(office), text="業者に折り返す", due_on=office.today - timedelta(days=9))
    desk.bus.tell(follow_ups.add(office, step))
    turn()
    assert "業者に折り返す" in [line.row.text for line in page.to_do.list_model().items() if isinstance(line, Action)]
    assert chosen(page).key == kept


def test_a_change_that_does_not_concern_it_asks_nothing(page: TodayPage, office: Office) -> None:
    from caseapp.rules.changes import Changes

    with Statements(office) as asked:
        page.refresh(Changes(frozenset({"preference"})))
    assert asked.count == 0


# ---- hiding names, folding


def test_hidden_names_are_hidden_in_both_lists_and_for_the_screen_reader(page: TodayPage) -> None:
    masking.switch(on=True)
    spoken = [line.spoken for line in (*page.to_do.list_model().items(), *page.to_know.list_model().items())]
    assert "高○ ○○○" in spoken[0]
    names = [row.name for row in register.rows(page.desk.office)]
    assert not [name for name in names if any(name in words for words in spoken)]


def test_a_narrow_window_puts_both_lists_into_one(desk: Desk) -> None:
    page = show(desk, TodayPage, size=(862, 600))
    assert not page.right.isVisible()
    assert "受給者証の期限" in heads(page)
    assert page.minimumSizeHint().width() <= 862


def test_nothing_is_wider_than_a_small_screen_even_with_large_text(desk: Desk) -> None:
    page = show(desk, TodayPage)
    assert page.minimumSizeHint().width() <= 1214
    theme.apply(base=15.75)
    small = show(desk, TodayPage, size=(1294, 600))
    assert small.minimumSizeHint().width() <= 1294


def test_the_lists_hold_to_the_rules_of_qts_models(page: TodayPage, qtmodeltester: Any) -> None:
    qtmodeltester.check(page.to_do.list_model(), force_py=True)
    qtmodeltester.check(page.to_know.list_model(), force_py=True)


def test_what_was_planned_is_recorded_so_that_saving_marks_it_as_done(page: TodayPage, desk: Desk) -> None:
    line = chosen(page)
    press(page.to_do, Qt.Key.Key_R, CTRL)
    assert went(desk)[-1] == (
        "record",
        {"child_id": line.row.child_id, "follow_up_id": line.row.follow_up_id},
    )


# ---- half written


def _left(office: Office) -> None:
    drafts.save(office, form="record", child_id=child_id(office), content={})
    drafts.save(office, form="child", content={"now": {"family_name": "佐野", "given_name": "結斗"}})
    drafts.save(office, form="organization", content={"name": "汐見小学校"})


def test_what_was_left_half_written_stands_first_and_opens_where_it_was_written(desk: Desk, office: Office) -> None:
    _left(office)
    page = show(desk, TodayPage)
    assert heads(page)[0] == "書きかけ"
    half = [line for line in page.to_do.list_model().items() if isinstance(line, Notice)]
    shown = {(line.title, line.beside) for line in half}
    assert shown == {(HINANO, "相談記録"), ("佐野 結斗", "児童の登録内容"), ("汐見小学校", "関係機関の登録内容")}
    for line in half:
        page.to_do.opened.emit(line)
    assert sorted(went(desk), key=str) == sorted(
        [("record", {"child_id": child_id(office)}), ("child_form", {}), ("organizations", {"new": "yes"})], key=str
    )


def test_the_name_of_a_half_written_child_is_hidden_from_a_visitor_too(desk: Desk, office: Office) -> None:
    _left(office)
    page = show(desk, TodayPage)
    masking.switch(on=True)
    names = [line.title for line in page.to_do.list_model().items() if isinstance(line, Notice)]
    assert "佐○ ○○" in names
    assert not [name for name in names if "佐野" in name]


def test_a_draft_that_was_thrown_away_is_not_offered(desk: Desk, office: Office) -> None:
    _left(office)
    page = show(desk, TodayPage)
    for draft in drafts.all(office):
        drafts.discard(office, form=draft.form, child_id=draft.child_id, record_id=draft.record_id)
    page.open()
    assert "書きかけ" not in heads(page)


# ---- whom nobody has spoken with


def test_the_whole_office_sees_who_is_in_charge_of_the_silent(page: TodayPage) -> None:
    mine = [
        line.text
        for line in page.to_know.list_model().items()
        if isinstance(line, Notice) and line.key.startswith("silent:")
    ]
    assert mine
    assert not [text for text in mine if "担当" in text]
    press(page.to_do, Qt.Key.Key_M, CTRL)
    everybody = [
        line.text
        for line in page.to_know.list_model().items()
        if isinstance(line, Notice) and line.key.startswith("silent:")
    ]
    assert all("・ 担当" in text for text in everybody)


# ---- nothing has begun


def test_a_new_office_is_told_how_to_begin(empty_office: Office) -> None:
    desk = make_desk(empty_office)
    page = show(desk, TodayPage)
    assert page.nobody.isVisible()
    assert not page.left.isVisible()
    assert not page.record.isVisible()
    assert page.nobody.register.hasFocus()
    press(page, Qt.Key.Key_N, CTRL | SHIFT)
    assert went(desk) == [("child_form", {})]


def test_a_new_office_still_finds_the_child_it_has_half_written(empty_office: Office) -> None:
    drafts.save(empty_office, form="child", content={"now": {"family_name": "佐野", "given_name": "結斗"}})
    page = show(make_desk(empty_office), TodayPage)
    assert heads(page) == ["書きかけ"]
    assert page.left.isVisible()


def test_the_way_in_is_gone_once_somebody_is_registered(page: TodayPage) -> None:
    assert not page.nobody.isVisible()
    assert page.record.isVisible()
