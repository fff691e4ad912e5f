"""Today: whose turn it is, what comes again, and what was put off again and again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from caseapp.casework import follow_ups
from caseapp.casework.office import Office
from caseapp.desktop.follow_up.repeat_field import RepeatField
from caseapp.desktop.follow_up.steps import DropDialog, NewStepDialog, WaitDialog, new_step
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import DateField, NumberField
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.today.lines import Action, Notice
from caseapp.desktop.today.page import TodayPage
from caseapp.rules.follow_up import FollowUp
from tests.desktop.child.showing import CTRL, child_id, dialog, part, press, show


@pytest.fixture
def page(desk: Desk) -> TodayPage:
    return show(desk, TodayPage)


def first(page: TodayPage) -> Action:
    line = page.to_do.current()
    assert isinstance(line, Action)
    return line


def waiting(page: TodayPage, key: str) -> Notice | None:
    found = [line for line in page.to_know.list_model().items() if line.key == f"waiting:{key}"]
    return found[0] if found and isinstance(found[0], Notice) else None


def test_another_turn_and_back_by_one_key(page: TodayPage, office: Office) -> None:
    act = first(page)
    press(page.to_do, Qt.Key.Key_J, CTRL)
    box = dialog(page, "step-dialog", WaitDialog)
    press(box.whom, Qt.Key.Key_Return)
    assert box.form.row_of("waiting_for").problem_line.text() == "だれを待っているのか入力してください。"
    box.whom.setText("榎本医師")
    press(box.whom, Qt.Key.Key_Return)
    assert act.key not in [line.key for line in page.to_do.list_model().items()]
    line = waiting(page, act.key)
    assert line is not None
    assert (line.who, line.text) == ("榎本医師", f"{act.row.text} ・ 12月4日にたずね直す")
    page.to_know.setFocus()
    assert page.to_know.choose(lambda each: each.key == line.key)
    page.trigger(Keys.WAIT)
    assert waiting(page, act.key) is None
    assert follow_ups.get(office, act.key).due_on == office.today


def test_what_is_waited_for_is_asked_for_again_without_counting_as_put_off(page: TodayPage, office: Office) -> None:
    act = first(page)
    follow_ups.wait(office, act.key, whom="担任", since=office.today, until=office.today)
    page.open()
    page.to_know.setFocus()
    assert page.to_know.choose(lambda each: each.key == f"waiting:{act.key}")
    page.trigger(Keys.POSTPONE)
    box = dialog(page, "step-dialog", WaitDialog)
    assert (box.whom.value(), box.due.day.value()) == ("担任", date(2026, 12, 4))
    press(box.whom, Qt.Key.Key_Return)
    changed = follow_ups.get(office, act.key)
    assert (changed.due_on, changed.postponements) == (date(2026, 12, 4), act_before(act))


def act_before(act: Action) -> tuple[()]:
    assert act.row.postponed == 0
    return ()


def test_from_the_third_time_on_putting_off_stands_out(page: TodayPage, office: Office) -> None:
    key = follow_ups.add(office, FollowUp(child_id=child_id(office), text="電話", due_on=office.today)).record_id
    seen = []
    for days in (1, 2, 3):
        follow_ups.postpone(office, key, to=office.today + timedelta(days=days), reason="不在")
        page.open()
        line = next(line for line in page.to_do.list_model().items() if line.key == key)
        assert isinstance(line, Action)
        assert line.postponed is not None
        seen.append((line.postponed.words, line.postponed.kind))
    assert seen == [("1回延期", "done"), ("2回延期", "done"), ("3回延期", "late")]
    assert "3回延期" in line.spoken


def test_a_step_that_comes_again_is_planned_in_the_overlay(page: TodayPage, office: Office) -> None:
    box: NewStepDialog = new_step(page, child_id(office))
    box.text.setText("学期ごとの電話")
    box.due.day.setText("11/20")
    unit: Combo = part(box, "step-repeat", Combo)
    field = unit.parentWidget()
    assert isinstance(field, RepeatField)
    every: NumberField = part(box, "step-every", NumberField)
    assert not every.isVisible()
    field.set_value("terms")
    assert every.isVisible()
    every.setText("0")
    press(box.text, Qt.Key.Key_Return)
    assert box.is_open
    every.setText("2")
    part(box, "step-year-end").click()
    until: DateField = part(box, "step-until", DateField)
    assert until.value() == date(2027, 3, 31)
    press(box.text, Qt.Key.Key_Return)
    assert not box.isVisible()
    made = next(each for each in follow_ups.of_child(office, child_id(office)) if each.text == "学期ごとの電話")
    assert (made.repeat, made.repeat_every, made.repeat_until) == ("terms", 2, date(2027, 3, 31))


def test_a_series_is_dropped_for_this_time_only_or_for_good(page: TodayPage, office: Office) -> None:
    step = FollowUp(child_id=child_id(office), text="毎週の電話", due_on=office.today, repeat="weeks")
    key = follow_ups.add(office, step).record_id
    page.open()
    assert page.to_do.choose(lambda line: line.key == key)
    page.trigger(Keys.DELETE_ROW)
    box = dialog(page, "step-dialog", DropDialog)
    assert box.go_on.isVisible()
    box.go_on.setChecked(True)
    box.reason.setText("入院中")
    press(box.reason, Qt.Key.Key_Return)
    following = [f for f in follow_ups.of_child(office, child_id(office)) if f.text == "毎週の電話"]
    assert [f.due_on for f in following] == [date(2026, 11, 27)]
    page.to_do.choose(lambda line: isinstance(line, Action) and not line.row.repeats)
    page.trigger(Keys.DELETE_ROW)
    assert not dialog(page, "step-dialog", DropDialog).go_on.isVisible()
