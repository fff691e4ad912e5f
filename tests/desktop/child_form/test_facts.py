"""The facts that most children do not have: out of sight until used, kept to the letter, red where they must be."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QApplication

from caseapp.casework import register, search
from caseapp.casework.office import Office
from caseapp.desktop.child.words import red_facts
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Label
from caseapp.rules.child import Child
from caseapp.rules.child_facts import Device, FormerName, Handbook, Telling
from tests.desktop.child.showing import HINANO, child_id, part
from tests.desktop.child_form.filling import field, fill, form_of, new_form
from tests.desktop.fakes import turn

LISTS = ("former_names", "schools", "guidance", "tellings", "care_providers", "medical_care")
MORE = ("devices", "handbook_list", "allowance_list", "services")


def saved(office: Office, name: str = "青木 結") -> Child:
    return register.child(office, child_id(office, name))


def test_what_is_not_used_stands_out_of_sight_and_a_button_brings_it_in(desk: Desk) -> None:
    form = new_form(desk)
    for name in (*LISTS, *MORE):
        assert not field(form, name).isVisible(), name
    part(form, "child-devices-bring").click()
    turn()
    device = field(form, "devices").editors()[0]
    assert device.isVisible()
    assert QApplication.focusWidget() is device.fields["kind"]
    assert not part(form, "child-devices-bring").isVisible()
    assert part(form, "child-services-bring").isVisible()


def test_a_day_of_more_than_a_year_ago_says_so_until_it_is_made_sure_of(desk: Desk) -> None:
    form = new_form(desk)
    device = field(form, "devices").add_new()
    device.show_part(Device(kind="ventilator", confirmed_on=date(2025, 11, 20)))

    def said() -> bool:
        return "1年以上前" in [label.text() for label in device.findChildren(Label)]

    assert said()
    part(device, "device-confirmed-today").click()
    assert not said()


def test_a_device_with_power_and_battery_is_kept(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    device = field(form, "devices").add_new()
    device.fields["kind"].set_value("ventilator")
    device.fields["name"].set_value("ノア3型")
    device.fields["watts"].setText("45")
    device.fields["battery_minutes"].setText("4.5")
    device.fields["spare_minutes"].setText("8時間")
    device.fields["night_phone"].setText("0000‐00‐2222")
    part(device, "device-confirmed-today").click()
    form.save()
    (kept,) = saved(office).devices
    assert kept == Device(
        id=kept.id,
        kind="ventilator",
        name="ノア3型",
        watts=45,
        battery_minutes=270,
        spare_minutes=480,
        night_phone="0000-00-2222",
        confirmed_on=desk.today(),
    )
    again = form_of(desk, "青木 結")
    assert field(again, "devices").isVisible()
    assert field(again, "devices").value() == (kept,)
    (shown,) = field(again, "devices").editors()
    assert shown.summary() == "人工呼吸器 ・ ノア3型 ・ 45W ・ 4時間30分 ・ 0000-00-2222"


def test_the_grade_stands_beside_each_stretch_of_school(desk: Desk) -> None:
    form = form_of(desk, HINANO)
    school = field(form, "schools").add_new()
    school.fields["school"].setText("汐見市立みどりヶ丘小学校")
    school.fields["begins_on"].set_value(date(2021, 4, 6))
    assert "小1〜" in school.summary()
    school.fields["ends_on"].set_value(date(2024, 3, 31))
    assert "小1〜小3" in school.summary()
    school.set_open(True)
    turn()
    assert school._grades.isVisible()
    assert school._grades.text() == "小1〜小3"


def test_a_duration_that_cannot_be_read_is_said(desk: Desk) -> None:
    form = new_form(desk)
    fill(form)
    device = field(form, "devices").add_new()
    device.fields["kind"].set_value("suction")
    device.fields["battery_minutes"].setText("半日")
    form.save()
    assert "「半日」" in device.form.row_of("power").problem_line.text()


def test_every_list_of_facts_comes_back_from_the_store_and_from_a_draft(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    for name in (*LISTS, *MORE):
        editor = field(form, name).add_new()
        first = editor.written[0] if hasattr(editor, "written") else "item"
        target = editor.fields[first]
        target.setText("青田") if hasattr(target, "setText") else target.set_value(target.itemData(1))
    content = form.sections.fields.content()
    form.save()
    child = saved(office)
    assert all(len(getattr(child, name)) == 1 for name in (*LISTS, *MORE))
    again = new_form(desk)
    again._put_back({name: content[name] for name in (*LISTS, *MORE)})
    for name in (*LISTS, *MORE):
        assert field(again, name).isVisible(), name
        assert len(field(again, name).value()) == 1


def test_a_former_name_with_its_day_is_found_by_the_search(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    former = field(form, "former_names").add_new()
    former.fields["family_name"].set_value("安東")
    former.fields["family_name_kana"].setText("あんどう")
    former.fields["until"].set_value(date(2024, 6, 1))
    form.save()
    (kept,) = saved(office).former_names
    assert kept == FormerName(id=kept.id, family_name="安東", family_name_kana="アンドウ", until=date(2024, 6, 1))
    assert "青木 結" in [hit.name for hit in search.find(office, "安東").hits]
    assert "青木 結" in [hit.name for hit in search.find(office, "あんどう").hits]


def test_a_former_name_of_the_future_is_refused(desk: Desk) -> None:
    form = new_form(desk)
    fill(form)
    former = field(form, "former_names").add_new()
    former.fields["family_name"].set_value("安東")
    former.fields["until"].set_value(date(2027, 6, 1))
    form.save()
    assert "先の日付" in form.form.row_of("former_names").problem_line.text()


def test_who_was_not_told_is_a_red_fact(desk: Desk, office: Office) -> None:
    form = new_form(desk)
    fill(form)
    telling = field(form, "tellings").add_new()
    telling.fields["audience"].set_value("school")
    telling.fields["state"].set_value("not_told")
    telling.fields["plan"].set_value("本人の希望(R8.6)")
    form.save()
    child = saved(office)
    assert [type(each) for each in child.tellings] == [Telling]
    (fact,) = red_facts(child)
    assert (fact.rule, fact.reason, fact.privacy) == ("園・学校には病名を伝えていません", "本人の希望(R8.6)", True)


def test_saving_something_else_says_nothing_new_about_parental_authority(desk: Desk, office: Office) -> None:
    before = saved(office, HINANO).family
    form = form_of(desk, HINANO)
    mother = field(form, "family").editors()[0]
    assert "親権者" in mother.summary()
    field(form, "handbook_list").set_value([Handbook(kind="physical", grade="1級")])
    form.save()
    assert saved(office, HINANO).family == before
    form = form_of(desk, HINANO)
    mother = field(form, "family").editors()[0]
    mother.fields["custody"].set_value("none")
    form.save()
    changed = saved(office, HINANO).family[0]
    assert (changed.custody, changed.guardian) == ("none", False)
