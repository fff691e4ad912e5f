"""Before dialling: what must be heeded, the number, the family; nobody is called by mistake who must not be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from caseapp.casework import register
from caseapp.casework.office import Office
from caseapp.desktop.child import side
from caseapp.desktop.child.calling import CallDialog, call
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.rules.child import Child
from caseapp.rules.child_facts import Device, Handbook, ServiceUse
from tests.desktop.child.showing import HINANO, child_id, dialog, show, went
from tests.desktop.fakes import turn


@pytest.fixture
def page(desk: Desk) -> ChildPage:
    return show(desk, ChildPage, child_id=child_id(desk.office))


def record(office: Office, name: str = HINANO) -> Child:
    return register.child(office, child_id(office, name))


def called(page: ChildPage, name: str) -> CallDialog:
    child = record(page.desk.office)
    call(page, child, next(member.id for member in child.family if member.name == name))
    return dialog(page, "call-dialog", CallDialog)


def test_a_member_in_the_side_list_shows_the_number_below_the_red_facts(page: ChildPage) -> None:
    line = next(
        line
        for line in side.rows(page.view, today=page.desk.today())  # type: ignore[arg-type]  # it has been read
        if isinstance(line, side.Person) and line.name == "高瀬 美咲"
    )
    page.chosen.open_line(line)
    opened = dialog(page, "call-dialog", CallDialog)
    assert opened.number.text() == "0000-90-1182"
    assert [fact.privacy for fact in opened.band.facts()] == [True, True]
    assert "父 高瀬 亮 ・ 連絡しない" in opened.others.text().splitlines()[0]
    opened.record.click()
    assert went(page.desk)[-1] == ("record", {"child_id": page.child_id})


def test_the_number_of_somebody_who_must_not_be_called_is_only_shown_when_one_insists(
    page: ChildPage, desk: Desk, office: Office
) -> None:
    opened = called(page, "高瀬 亮")
    assert opened.number.isHidden()
    assert QApplication.focusWidget() is opened.leave
    assert opened.copy.isHidden()
    assert opened.record.isHidden()
    opened.show_number.click()
    turn()
    assert opened.number.text() == "番号は書かれていません"


def test_the_number_can_be_copied_and_is_hidden_while_names_are(page: ChildPage) -> None:
    opened = called(page, "高瀬 美咲")
    opened.copy.click()
    assert QGuiApplication.clipboard().text() == "0000-90-1182"
    opened.close()
    masking.switch(on=True)
    assert "1182" not in called(page, "高瀬 美咲").number.text()


def test_the_side_list_tells_of_machines_papers_and_services(desk: Desk) -> None:
    page = show(desk, ChildPage, child_id=child_id(desk.office, "佐野 結翔"))
    lines = [line for line in side.rows(page.view, today=desk.today()) if isinstance(line, side.Person)]  # type: ignore[arg-type]  # it has been read
    machine = next(line for line in lines if line.key.startswith("device:"))
    assert machine.name == "人工呼吸器"
    assert "電池4時間 + 8時間" in machine.below
    assert "24時間 0000-63-1119" in machine.below
    assert any(line.name == "身体障害者手帳" for line in lines)


@pytest.mark.parametrize(
    ("confirmed", "words"), [("2025-11-20", "最終確認 R7.11.20(1年以上前)"), ("2025-11-21", ""), (None, "")]
)
def test_a_fact_that_nobody_made_sure_of_for_a_year_says_so(confirmed: str | None, words: str) -> None:
    day = date.fromisoformat(confirmed) if confirmed else None
    child = replace(
        Child(number="1", family_name="佐野", given_name="結翔", birth_date=date(2023, 5, 21)),
        devices=(Device(kind="ventilator", supplier="うしお医療", confirmed_on=day),),
        services=(ServiceUse(scheme="short_stay", days="年14日", confirmed_on=day),),
        handbook_list=(Handbook(kind="physical", confirmed_on=day),),
    )
    lines = side.fact_lines(child, today=date(2026, 11, 20), style="era")
    below = [line.below for line in lines if isinstance(line, side.Person)]
    assert len(below) == 3
    for text in below:
        assert text.endswith(words) if words else "最終確認" not in text


def test_a_handbook_that_has_run_out_is_red(desk: Desk) -> None:
    page = show(desk, ChildPage, child_id=child_id(desk.office, "葉山 琴音"))
    lines = [line for line in side.rows(page.view, today=desk.today()) if isinstance(line, side.Person)]  # type: ignore[arg-type]  # it has been read
    (old,) = [line for line in lines if line.name == "療育手帳"]
    assert old.red
    assert "期限切れ" in old.below
