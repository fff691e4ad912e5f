"""Register a child and change its record, through the real form into a real vault."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.casework import accounts, drafts, in_charge, register
from caseapp.casework.office import Office
from caseapp.desktop.child_form.ending import EndDialog
from caseapp.desktop.child_form.loading import names_of
from caseapp.desktop.child_form.page import ChildForm
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.shortcuts import Keys, clashes
from caseapp.desktop.kit.text_field import TextField
from caseapp.desktop.theme.theme import theme
from caseapp.rules.child import Child
from caseapp.words import diseases
from tests.desktop.child.showing import CTRL, HINANO, MINATO, child_id, dialog, part, press, show, went
from tests.desktop.child_form.filling import field, fill, form_of, new_form, problem, write
from tests.desktop.fakes import ScriptedDialogs, Travel, compose, turn

IBUKI = "神谷 一颯"


def by_name(office: Office, name: str) -> Child:
    return register.child(office, child_id(office, name))


# ---- registering


def test_a_child_is_registered_by_keyboard_alone_with_the_next_number(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    assert QApplication.focusWidget() is field(form, "family_name")
    suggested = register.next_number(office)
    assert field(form, "number").value() == suggested
    fill(form)
    assert form.sections.age.text() == "8歳・小2"
    press(None, Qt.Key.Key_S, CTRL)
    made = register.child_by_number(office, suggested)
    assert (made.name, made.kana, made.birth_date) == ("青木 結", "アオキ ユイ", date(2018, 4, 2))
    assert (made.sex, made.status, made.registered_on) == ("unknown", "active", office.today)
    assert (made.worker_id, made.worker_since) == (office.account.id, office.today)
    assert went(desk)[-1] == ("child", {"child_id": made.id})


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("平井 あかり", {"family_name": "平井", "given_name": "あかり"}),
        ("平井", {"family_name": "平井"}),
        ("ひらい アカリ", {"family_name_kana": "ヒライ", "given_name_kana": "アカリ"}),
        ("R3-0112", {}),
        ("0000-34-1182", {}),
        ("平井 あかり 小1", {}),
        ("", {}),
    ],
)
def test_who_was_searched_for_has_a_name_already(typed: str, names: dict[str, str]) -> None:
    assert names_of(typed) == names


def test_the_form_begins_with_the_name_that_nobody_has(desk: Desk) -> None:
    form = show(desk, ChildForm, name="平井 あかり")
    assert [field(form, name).value() for name in ("family_name", "given_name")] == ["平井", "あかり"]


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_saved(desk: Desk, office: Office) -> None:
    before = len(register.rows(office))
    form = new_form(desk)
    form.save()
    assert problem(form, "birth_date") == "生年月日を書いてください。"
    write(form, "birth_date", "H30.4.2")
    field(form, "number").setText("")
    form.save()
    assert problem(form, "number")
    assert problem(form, "family_name")
    assert problem(form, "given_name")
    assert len(register.rows(office)) == before
    assert QApplication.focusWidget() is field(form, "number")


def test_a_date_that_cannot_be_read_says_so_itself(desk: Desk) -> None:
    form = new_form(desk)
    fill(form)
    write(form, "birth_date", "平成31年13月1日")
    form.save()
    assert "平成31年13月1日" in problem(form, "birth_date")
    assert field(form, "birth_date").text() == "平成31年13月1日"


def test_a_reading_in_kanji_and_a_wrong_postal_code_are_told_and_kept_as_typed(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    write(form, "given_name_kana", "結")
    write(form, "postal_code", "12-34")
    form.save()
    assert "「結」" in problem(form, "given_name")
    assert problem(form, "postal_code")
    assert field(form, "postal_code").text() == "12-34"
    write(form, "given_name_kana", "ゆい")
    write(form, "postal_code", "１２３４５６７")
    form.save()
    assert by_name(office, "青木 結").postal_code == "123-4567"


def test_a_number_in_use_is_refused_beside_the_number(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    write(form, "number", by_name(office, HINANO).number)
    form.save()
    assert problem(form, "number")
    assert "青木 結" not in [row.name for row in register.rows(office)]


def test_saving_twice_in_a_hurry_makes_one_child(office: Office, dialogs: ScriptedDialogs) -> None:
    runner = Runner(dialogs.report)
    try:
        form = new_form(Desk(office, runner, dialogs, Travel(), Preferences()))
        runner.flush()
        fill(form)
        form.save()
        form.save()
        runner.flush()  # nobody is like it
        runner.flush()
        assert [row.name for row in register.rows(office)].count("青木 結") == 1
    finally:
        form.hide()
        runner.stop()
        shiboken6.delete(form)  # its look for others like it would come when the store is closed


def test_until_the_record_is_read_no_empty_form_stands_there(office: Office, dialogs: ScriptedDialogs) -> None:
    """「お子さんを登録する」 with empty fields was seen for a second, and what was typed in it was gone."""
    runner, reading = Runner(dialogs.report), threading.Event()
    runner.ask(lambda: reading.wait(10))  # the store is busy
    try:
        form = ChildForm(Desk(office, runner, dialogs, Travel(), Preferences()))
        form.resize(1214, 700)
        form.show()
        form.activateWindow()
        form.open(child_id=by_name(office, HINANO).id)
        first = form.first_focus()
        assert first is not None
        first.setFocus()
        turn()
        assert form.heading.text() == "お子さんの台帳"
        assert not form.sections.fields["family_name"].isVisible()
        assert "読み込んでいます" in form.waiting.text()
        QTest.keyClick(first, Qt.Key.Key_A)
        reading.set()
        runner.flush()
        turn()
        assert form.heading.text() == "高瀬 陽菜乃さんの台帳を直す"
        family_name = form.sections.fields["family_name"]
        assert QApplication.focusWidget() is family_name
        assert isinstance(family_name, TextField)
        assert family_name.value() == "高瀬"
    finally:
        reading.set()
        form.hide()
        runner.stop()


def test_enter_that_settles_a_conversion_saves_nothing(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    target = field(form, "school")
    target.setFocus()
    compose(target, "みどりがおか")
    press(target, Qt.Key.Key_Return)
    press(target, Qt.Key.Key_Escape)
    assert went(desk) == []
    assert "青木 結" not in [row.name for row in register.rows(office)]


def test_names_are_stored_to_the_code_point(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    write(form, "family_name", "\ufa19\u3000")
    write(form, "given_name", "葛\U000e0100")
    form.save()
    found = next(row for row in register.rows(office) if row.number == field(form, "number").value())
    child = register.child(office, found.child_id)
    assert child.family_name == "\ufa19\u3000"
    assert child.given_name == "葛\U000e0100"


# ---- who is alike


def test_a_child_born_the_same_day_with_the_same_name_is_pointed_out(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "family_name", "高瀬")
    write(form, "given_name", "陽太")
    write(form, "birth_date", "H26.8.3")
    form.alike.look()
    assert form.sections.like.text().startswith("高瀬 陽菜乃さん(R3-0112、H26.8.3生)と同じ日の生まれです。ふたごなら")
    write(form, "given_name", "ひなの")
    write(form, "family_name_kana", "たかせ")
    write(form, "given_name_kana", "ひなの")
    form.alike.look()
    told = form.sections.like.text()
    assert told == (
        "高瀬 陽菜乃さん(R3-0112、H26.8.3生)がすでに台帳にあります。"
        "よみと生年月日が同じです。同じお子さんではありませんか。"
    )
    write(form, "birth_date", "H26.8.4")
    form.alike.look()
    assert "よみが同じです。生年月日が1か所だけ違います。" in form.sections.like.text()
    write(form, "birth_date", "H20.1.31")
    form.alike.look()
    assert form.sections.like.text() == ""


def test_the_twin_of_a_twin_is_pointed_out_but_never_the_child_itself(desk: Desk) -> None:
    form = form_of(desk, IBUKI)
    form.alike.look()
    assert form.sections.like.text().startswith("神谷 一翔さん")
    alone = form_of(desk, HINANO)
    alone.alike.look()
    assert alone.sections.like.text() == ""


def a_second_hinano(desk: Desk) -> ChildForm:
    form = new_form(desk)
    for name, text in (("family_name", "高瀬"), ("family_name_kana", "たかせ"), ("given_name_kana", "ひなの")):
        write(form, name, text)
    write(form, "given_name", "日菜乃")
    write(form, "birth_date", "H26.8.3")
    return form


def test_one_who_seems_to_be_in_the_register_is_not_saved_unasked(
    desk: Desk, office: Office, dialogs: ScriptedDialogs
) -> None:
    form, before = a_second_hinano(desk), len(register.rows(office))
    dialogs.answers = ["", "open"]
    form.save()
    form.save()
    assert dialogs.asked == ["同じお子さんかもしれません"] * 2
    assert len(register.rows(office)) == before
    assert isinstance(desk.go, Travel)
    assert desk.go.last == ("child", {"child_id": child_id(office, HINANO)})
    assert drafts.find(office, form="child", child_id="", record_id="") is not None


def test_another_child_of_the_same_name_is_registered_when_it_is_said(
    desk: Desk, office: Office, dialogs: ScriptedDialogs
) -> None:
    form, before = a_second_hinano(desk), len(register.rows(office))
    dialogs.answers = ["other"]
    form.save()
    turn()
    assert len(register.rows(office)) == before + 1
    dialogs.nothing_left()


def test_tab_goes_from_the_reading_to_the_birth_date(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "given_name_kana", "ひなの")
    assert QApplication.focusWidget() is field(form, "birth_date")


# ---- changing


@pytest.mark.slow
@pytest.mark.parametrize("part", range(5))
def test_opening_and_saving_changes_nothing_of_any_sample_child(desk: Desk, office: Office, part: int) -> None:
    for row in register.rows(office)[part::5]:
        before = register.child(office, row.child_id)
        form = show(desk, ChildForm, child_id=row.child_id)
        form.save()
        turn(1)
        assert went(desk)[-1] == ("back", {}), (row.name, form.form.banner.text())
        assert register.child(office, row.child_id) == before, row.name
        form.deleteLater()
        turn(1)


def test_a_change_is_saved_and_the_page_before_comes_back(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    assert form.heading.text() == "高瀬 陽菜乃さんの台帳を直す"
    write(form, "school", "汐見市立汐見第二中学校")
    form.save()
    assert went(desk)[-1] == ("back", {})
    assert by_name(office, HINANO).school == "汐見市立汐見第二中学校"


def test_the_grade_of_another_year_is_kept_and_can_be_taken_back(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    field(form, "grade").set_value("e5")
    form.save()
    assert by_name(office, HINANO).grade_override == "e5@2026"
    again = form_of(desk, HINANO)
    assert field(again, "grade").value() == "e5"
    field(again, "grade").set_value("")
    again.save()
    assert by_name(office, HINANO).grade_override == ""


def test_somebody_elses_change_in_between_is_not_lost_and_neither_is_mine(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "school", "わたしの変更")
    theirs = by_name(office, HINANO)
    register.save(office, replace(theirs, hospital="よその変更"))
    form.save()
    assert "読み直しました" in form.form.banner.text()
    assert field(form, "hospital").text() == "よその変更"
    assert field(form, "school").text() == "わたしの変更"
    form.save()
    found = by_name(office, HINANO)
    assert (found.school, found.hospital) == ("わたしの変更", "よその変更")


def test_a_child_that_is_not_there_is_said(desk: Desk, dialogs: ScriptedDialogs) -> None:
    dialogs.expect_failure = True
    show(desk, ChildForm, child_id="nobody")
    assert len(dialogs.reported) == 1
    assert went(desk)[-1][0] == "register"


# ---- the parts


def test_a_family_member_is_added_with_never_contact_as_a_red_fact(desk: Desk, office: Office) -> None:
    form = form_of(desk, MINATO)
    form._go_to("family")
    part(form, "child-family-add").click()
    editor = field(form, "family").editors()[-1]
    editor.fields["relationship"].set_value("grandfather")
    editor.fields["name"].setText("倉田 清")
    editor.fields["kana"].setText("くらた きよし")
    editor.fields["never_contact"].click()
    editor.fields["note"].setText("住所を知らせない")
    editor.fields["phone"].setText("０９０－１２３４－５６７８")
    form.save()
    member = by_name(office, MINATO).family[-1]
    assert (member.relationship, member.name, member.kana) == ("grandfather", "倉田 清", "クラタ キヨシ")
    assert member.phone == "090-1234-5678"
    facts = register.page(office, child_id(office, MINATO)).red_facts
    assert facts[-1].reason == "住所を知らせない"
    assert "倉田 清" in facts[-1].rule


def test_a_part_that_was_begun_and_left_empty_is_not_saved(desk: Desk, office: Office) -> None:
    before = by_name(office, MINATO)
    form = form_of(desk, MINATO)
    for name in ("family", "diseases", "medical_care", "certificates", "cautions", "milestones"):
        field(form, name).add_new()
    form.save()
    assert went(desk)[-1] == ("back", {})
    assert by_name(office, MINATO) == before


def test_a_part_taken_out_can_be_brought_back(desk: Desk, office: Office) -> None:
    before = by_name(office, HINANO).family
    form = form_of(desk, HINANO)
    parts = field(form, "family")
    part(parts.editors()[1], "family-remove").click()
    assert len(parts.editors()) == len(before) - 1
    assert form.undo_bar.text().startswith("消しました:")
    form.trigger(Keys.UNDO_ACT)
    assert [editor.part() for editor in parts.editors()] == list(before)
    part(parts.editors()[1], "family-remove").click()
    form.save()
    assert [member.id for member in by_name(office, HINANO).family] == [m.id for m in before if m is not before[1]]


def test_medical_care_is_out_of_sight_until_it_is_used(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    care = field(form, "medical_care")
    assert care.editors() == []
    part(form, "child-medical-care-add").click()
    editor = care.editors()[0]
    assert editor.is_open
    editor.fields["item"].set_value("oxygen")
    editor.fields["detail"].setText("夜間 毎分0.5L")
    editor.fields["since"].setText("R6.4")
    form.save()
    made = by_name(office, "青木 結").medical_care[0]
    assert (made.item, made.detail, made.since) == ("oxygen", "夜間 毎分0.5L", "2024-04")


def test_a_disease_is_taken_from_the_dated_list_with_its_group_and_number(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    part(form, "child-diseases-add").click()
    editor = field(form, "diseases").editors()[0]
    editor.search.field.setText("ふぁろーしちょう")
    editor.search.field.textEdited.emit("")
    assert editor.search.is_open
    press(editor.search.field, Qt.Key.Key_Return)
    assert not editor.search.is_open
    form.save()
    made = by_name(office, "青木 結").diseases[0]
    listed = diseases.named("ファロー四徴症")
    assert listed is not None
    assert (made.name, made.disease_group) == ("ファロー四徴症", "4")
    assert (made.list_version, made.list_code) == (diseases.LIST_VERSION, listed.code)
    assert made.notice_number == listed.number


def test_a_disease_in_free_text_keeps_nothing_of_the_list(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    editor = field(form, "diseases").editors()[0]
    editor.toggle()
    editor.search.field.setText("単心室症(診断名の確認中)")
    editor.search.field.textEdited.emit("")
    form.save()
    made = by_name(office, HINANO).diseases[0]
    assert (made.name, made.list_code, made.list_version) == ("単心室症(診断名の確認中)", "", "")


def test_a_certificate_that_ends_before_it_begins_is_refused_beside_the_list(desk: Desk) -> None:
    form = new_form(desk)
    fill(form)
    part(form, "child-certificates-add").click()
    editor = field(form, "certificates").editors()[0]
    editor.fields["number"].setText("5142039")
    editor.fields["valid_from"].setText("R8.10.1")
    editor.fields["valid_to"].setText("R8.9.30")
    form.save()
    assert "5142039" in problem(form, "certificates")


def test_a_date_inside_a_folded_part_that_cannot_be_read_is_shown(desk: Desk) -> None:
    form = form_of(desk, HINANO)
    editor = field(form, "certificates").editors()[0]
    assert not editor.is_open
    editor.fields["valid_to"].setText("いつか")
    form.save()
    assert editor.is_open
    assert problem(form, "certificates")
    assert went(desk) == []


def test_a_milestone_needs_its_day_and_its_name(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    part(form, "child-milestones-add").click()
    editor = field(form, "milestones").editors()[0]
    editor.fields["name"].setText("NICUから退院")
    form.save()
    assert problem(form, "milestones") == "節目には日とできごとの両方を書いてください。"
    editor.fields["on"].setText("R1.8.1")
    form.save()
    assert by_name(office, "青木 結").milestones[0].on == date(2019, 8, 1)


def test_a_caution_becomes_a_red_fact(desk: Desk, office: Office) -> None:
    form = form_of(desk, MINATO)
    part(form, "child-cautions-add").click()
    editor = field(form, "cautions").editors()[-1]
    editor.fields["kind"].set_value("privacy")
    editor.fields["reason"].setText("主治医と相談中")
    form.save()
    assert problem(form, "cautions")
    editor.fields["rule"].setText("病名を本人に話さない")
    form.save()
    facts = register.page(office, child_id(office, MINATO)).red_facts
    assert ("privacy", "病名を本人に話さない") in [(fact.kind, fact.rule) for fact in facts]


# ---- the support ends


def test_the_support_ends_with_a_day_and_a_reason_and_is_taken_up_again(desk: Desk, office: Office) -> None:
    who = child_id(office, HINANO)
    form = form_of(desk, HINANO)
    part(form, "child-end").click()
    box = dialog(form, "end-dialog", EndDialog)
    press(box.reason, Qt.Key.Key_Return)
    assert box.form.row_of("reason").problem_line.text()
    box.reason.setText("転出")
    press(box.reason, Qt.Key.Key_Return)
    ended = register.child(office, who)
    assert (ended.status, ended.closed_on, ended.closed_reason) == ("closed", office.today, "転出")
    again = show(desk, ChildForm, child_id=who)
    assert again.end.accessibleName() == "支援を再開する"
    again.end.click()
    assert register.child(office, who).status == "active"


def test_a_new_child_has_no_support_to_end(desk: Desk) -> None:
    assert not new_form(desk).end.isVisible()


# ---- keys, names, sizes


def test_keys_go_from_section_to_section_and_are_all_different(desk: Desk) -> None:
    form = form_of(desk, HINANO)
    press(field(form, "family_name"), Qt.Key.Key_PageDown, CTRL)
    assert QApplication.focusWidget() is field(form, "postal_code")
    press(None, Qt.Key.Key_PageDown, CTRL)
    assert QApplication.focusWidget() is part(form, "child-family-add")
    press(None, Qt.Key.Key_PageUp, CTRL)
    assert form.pills.value() == "contact"
    assert clashes(list(form.bound())) == []
    press(None, Qt.Key.Key_Escape)
    assert went(desk)[-1] == ("back", {})


def test_it_opens_at_the_part_that_was_asked_for(desk: Desk) -> None:
    form = form_of(desk, HINANO, part="certificates")
    assert form.pills.value() == "illness"
    assert form.column.verticalScrollBar().value() > 0


def test_the_name_in_the_title_is_hidden_with_the_others(desk: Desk) -> None:
    masking.switch(on=True)
    assert form_of(desk, HINANO).heading.text() == "高○ ○○○さんの台帳を直す"


def test_the_workers_offered_are_those_to_whom_the_child_can_be_given(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    combo = field(form, "worker_id")
    offered = [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())]
    child = register.child(office, form.place()["child_id"])
    assert offered == [(key, name or "まだ決まっていません") for key, name in in_charge.choices(office, child.id)]
    assert {"", child.worker_id} <= {key for key, _name in offered}


def test_a_worker_the_child_is_not_given_to_is_said_beside_the_field(desk: Desk, office: Office) -> None:
    accounts.add(office, name="浜田 圭", role="viewer", passphrase="みずいろの かさ ひらく 七夕")
    reads = next(each.id for each in accounts.list_accounts(office) if each.name == "浜田 圭")
    form = form_of(desk, HINANO)
    combo = field(form, "worker_id")
    assert combo.findData(reads) < 0
    combo.addItem("浜田 圭", reads)  # as if the role had changed since the form was opened
    combo.set_value(reads)
    form.save()
    assert "閲覧だけ" in problem(form, "worker_id")


@pytest.mark.parametrize(("size", "base"), [((862, 600), 10.5), ((1214, 629), 10.5), ((1294, 640), 15.75)])
def test_it_fits_every_window(desk: Desk, size: tuple[int, int], base: float) -> None:
    theme.apply(base=base)
    form = form_of(desk, HINANO, size=size)
    for name in ("family", "diseases", "medical_care", "certificates", "cautions", "milestones"):
        for editor in field(form, name).editors():
            editor.set_open(True)
    turn()
    assert form.minimumSizeHint().width() <= size[0]
    assert form.column.inside.width() <= form.column.viewport().width()


def test_every_field_has_a_name_for_the_screen_reader(desk: Desk) -> None:
    form = form_of(desk, HINANO)
    for name in ("family", "diseases", "medical_care", "certificates", "cautions", "milestones"):
        field(form, name).add_new()
    turn()
    nameless = [
        each.objectName() or type(each).__name__
        for each in form.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(form) and not each.accessibleName()
    ]
    assert nameless == []
