"""One call gives a field its label, its name and the place where its problem is said."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit.choices import CheckBox, Combo, FilterPills, Option, ToggleFlow
from caseapp.desktop.kit.fields import DateField, NumberField, TextField, TimeField
from caseapp.desktop.kit.form import Form
from caseapp.rules.problem import N_, Problem
from tests.desktop.fakes import spoken_name, turn


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.resize(700, 400)
    return made


def test_a_row_names_its_field_for_eyes_and_ears(form: Form) -> None:
    field = form.row("氏名", TextField(), name="family_name", help_text="読みは分かる範囲で")
    label = form.row_of("family_name").label
    assert (label.text(), label.buddy()) == ("氏名", field)
    assert spoken_name(field) == "氏名"
    assert field.accessibleDescription() == "読みは分かる範囲で"


def test_a_group_names_each_of_its_fields(form: Form) -> None:
    day, clock, minutes = DateField(lambda: date(2026, 11, 20)), TimeField(), NumberField()
    form.group("いつ", [day, clock, "から", minutes, "分"], name="on", names=("日", "時刻", "分"))
    assert [spoken_name(field) for field in (day, clock, minutes)] == ["いつ: 日", "いつ: 時刻", "いつ: 分"]
    assert form.row_of("on").label.buddy() is day


def test_a_problem_is_said_beside_its_field_and_read_aloud(form: Form) -> None:
    first = form.row("姓", TextField(), name="family_name")
    second = form.row("名", TextField(), name="given_name", help_text="戸籍のとおり")
    form.show()
    form.activateWindow()
    turn()
    form.show_problems([Problem("given_name", N_("Enter the given name."))])
    row = form.row_of("given_name")
    assert row.problem_line.isVisible()
    assert row.problem_line.text() == "名を書いてください。"
    assert second.accessibleDescription() == "名を書いてください。"
    assert second.property("problem") is True
    assert second.hasFocus()
    assert not form.row_of("family_name").problem_line.isVisible()
    form.clear_problems()
    assert not row.problem_line.isVisible()
    assert second.accessibleDescription() == "戸籍のとおり"
    assert not first.property("problem")


def test_what_was_said_goes_when_the_field_is_corrected(form: Form) -> None:
    field = form.row("名", TextField(), name="given_name")
    other = form.row("姓", TextField(), name="family_name")
    form.show()
    form.show_problems([Problem("given_name", N_("Enter the given name."))])
    QTest.keyClicks(other, "y")
    assert form.row_of("given_name").problem_line.isVisible()
    QTest.keyClicks(field, "h")
    assert not form.row_of("given_name").problem_line.isVisible()
    assert not field.property("problem")


def test_a_problem_of_a_part_goes_to_the_row_of_the_whole(form: Form) -> None:
    form.row("次に", TextField(), name="next_step")
    form.show_problems([Problem("next_step.due_on", N_("Enter by when."))])
    assert form.row_of("next_step").problem_line.text() == "いつまでにするかを書きます。"


def test_a_problem_without_a_field_stands_above(form: Form) -> None:
    form.row("名", TextField(), name="given_name")
    form.show()
    form.show_problems([Problem("elsewhere", N_("Enter the given name."))])
    assert form.banner.text() == "名を書いてください。"
    assert form.banner.isVisible()


def test_fields_say_by_themselves_what_they_cannot_read(form: Form) -> None:
    day = form.row("日", DateField(lambda: date(2026, 11, 20)), name="on")
    assert not form.own_problems()
    day.setText("13月1日")
    assert form.own_problems()
    assert "13月1日" in form.row_of("on").problem_line.text()


def test_a_hidden_row_is_wholly_hidden(form: Form) -> None:
    field = form.row("名", TextField(), name="given_name", help_text="戸籍のとおり")
    form.show()
    form.row_of("given_name").set_visible(False)
    assert not field.isVisible()
    assert not any(label.isVisible() for label in form.findChildren(QLabel) if label.text() == "名")


# ---- toggles


@pytest.fixture
def methods(qtbot: QtBot) -> ToggleFlow:
    flow = ToggleFlow([("phone", "電話"), ("visit", "訪問"), Option("father", "お父さん", "伝えない")])
    qtbot.addWidget(flow)
    flow.resize(400, 60)
    flow.show()
    flow.activateWindow()
    turn()
    return flow


def test_one_choice_replaces_the_other(methods: ToggleFlow) -> None:
    methods.toggles[0].click()
    methods.toggles[1].click()
    assert methods.value() == "visit"


def test_arrows_choose_and_tab_leaves(methods: ToggleFlow) -> None:
    methods.set_value("phone")
    methods.setFocus()
    QTest.keyClick(methods.toggles[0], Qt.Key.Key_Right)
    assert methods.value() == "visit"
    assert methods.toggles[1].hasFocus()
    tab = [bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) for each in methods.toggles]
    assert tab == [False, True, False]


def test_with_several_the_arrows_only_move_and_space_chooses(qtbot: QtBot) -> None:
    flow = ToggleFlow([("a", "家庭看護"), ("b", "就学"), ("c", "その他")], several=True)
    qtbot.addWidget(flow)
    flow.show()
    flow.activateWindow()
    turn()
    flow.setFocus()
    QTest.keyClick(flow.toggles[0], Qt.Key.Key_Space)
    QTest.keyClick(flow.toggles[0], Qt.Key.Key_Right)
    assert flow.values() == ("a",)
    QTest.keyClick(flow.toggles[1], Qt.Key.Key_Space)
    assert flow.values() == ("a", "b")


def test_a_toggle_is_as_wide_off_as_on(methods: ToggleFlow) -> None:
    toggle = methods.toggles[0]
    off = toggle.sizeHint()
    toggle.setChecked(True)
    assert toggle.sizeHint() == off


def test_a_choice_with_a_warning_stays_possible(methods: ToggleFlow) -> None:
    father = methods.toggles[2]
    assert father.accessibleDescription() == "伝えない"
    father.click()
    assert methods.value() == "father"


def test_other_options_keep_what_was_chosen(methods: ToggleFlow) -> None:
    methods.set_value("visit")
    methods.set_options([("visit", "訪問"), ("mail", "メール")])
    assert methods.value() == "visit"


def test_toggles_flow_into_as_many_rows_as_they_need(qtbot: QtBot) -> None:
    flow = ToggleFlow([(str(n), "就学・学校生活") for n in range(8)], several=True)
    qtbot.addWidget(flow)
    one, narrow = flow.heightForWidth(3000), flow.heightForWidth(320)
    assert narrow >= 3 * one


def test_a_combo_gives_codes_and_leaves_the_wheel_to_the_page(qtbot: QtBot) -> None:
    combo = Combo([("a", "汐見市"), ("b", "みどり市")])
    qtbot.addWidget(combo)
    combo.set_value("b")
    assert combo.value() == "b"
    combo.set_options([("b", "みどり市"), ("c", "浜市")])
    assert combo.value() == "b"


def test_pills_choose_one_and_show_a_count(qtbot: QtBot) -> None:
    pills = FilterPills([("all", "すべて"), ("talk", "相談")], name="種類")
    qtbot.addWidget(pills)
    heard: list[str] = []
    pills.changed.connect(lambda: heard.append(pills.value()))
    pills.set_count("all", 86)
    assert pills.value() == "all"
    QTest.keyClick(pills.findChildren(type(pills._pills[0]))[0], Qt.Key.Key_Right)
    assert heard == ["talk"]
    assert pills._pills[0].text() == "すべて 86"


def test_a_check_box_tells_a_change_by_hand_only(qtbot: QtBot) -> None:
    box, heard = CheckBox("本人とも話した"), []
    qtbot.addWidget(box)
    box.changed.connect(lambda: heard.append(1))
    box.set_value(True)
    assert heard == []
    box.click()
    assert heard == [1]
