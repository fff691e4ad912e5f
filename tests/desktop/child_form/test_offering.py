"""The form offers to keep what was: the name, the school; and a postal code brings its town, and the other way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from caseapp.casework import register
from caseapp.casework.office import Office
from caseapp.desktop.child_form.page import ChildForm
from caseapp.desktop.kit.page import Desk
from tests.desktop.child.showing import HINANO, child_id
from tests.desktop.child_form.filling import field, fill, form_of, new_form, write
from tests.desktop.fakes import turn


def accept(form: ChildForm, banner: str) -> None:
    """Press what the banner offers."""
    button = getattr(form.sections, banner).findChild(QPushButton)
    assert button is not None
    button.click()
    turn()


def test_the_name_of_before_is_offered_and_kept_with_todays_day(desk: Desk, office: Office) -> None:
    form = form_of(desk, HINANO)
    write(form, "family_name", "坂巻")
    assert "高瀬 陽菜乃" in form.sections.offered.text()
    accept(form, "offered")
    assert form.sections.offered.text() == ""
    form.save()
    child = register.child(office, child_id(office, "坂巻 陽菜乃"))
    (former,) = child.former_names
    assert (former.family_name, former.family_name_kana, former.until) == ("高瀬", "タカセ", desk.today())


def test_the_school_of_before_is_offered_and_kept(desk: Desk) -> None:
    form = form_of(desk, HINANO)
    before = len(field(form, "schools").value())
    write(form, "school", "汐見市立汐見第二中学校 1年1組")
    accept(form, "offered")
    kept = field(form, "schools").value()
    assert len(kept) == before + 1
    assert kept[-1].school == "汐見市立みどりヶ丘小学校 6年1組"


def test_a_new_child_has_no_name_of_before(desk: Desk) -> None:
    form = new_form(desk)
    fill(form)
    write(form, "family_name", "青田")
    assert form.sections.offered.text() == ""


def test_a_postal_code_brings_its_town_into_an_empty_address(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "postal_code", "1050011")
    assert field(form, "address").text() == "東京都港区芝公園"


def test_a_code_that_was_mistyped_takes_the_town_it_brought_along(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "postal_code", "1050011")
    write(form, "postal_code", "150-0001")
    assert field(form, "address").text() == "東京都渋谷区神宮前"
    assert form.sections.postal.text() == ""
    write(form, "address", "東京都渋谷区神宮前1-2-3")
    write(form, "postal_code", "105-0011")
    assert field(form, "address").text() == "東京都渋谷区神宮前1-2-3"
    assert "東京都港区芝公園" in form.sections.postal.text()


def test_after_the_town_one_goes_on_writing(desk: Desk) -> None:
    """Tab into an address marks it all: the house number would take the place of the town."""
    form = new_form(desk)
    code = field(form, "postal_code")
    code.setFocus()
    QTest.keyClicks(code, "1050011")
    QTest.keyClick(code, Qt.Key.Key_Tab)
    turn()
    address = QApplication.focusWidget()
    assert address is field(form, "address")
    QTest.keyClicks(address, "4-2-8")
    assert field(form, "address").text() == "東京都港区芝公園4-2-8"


def test_a_code_of_another_town_than_the_address_is_told_and_changes_nothing(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "address", "汐見市南町2")
    write(form, "postal_code", "105-0011")
    assert field(form, "address").text() == "汐見市南町2"
    assert "東京都港区芝公園" in form.sections.postal.text()


def test_an_address_brings_its_code_when_one_says_so(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "address", "東京都港区芝公園4-2-8")
    assert field(form, "postal_code").text() == ""
    accept(form, "postal")
    assert field(form, "postal_code").value() == "105-0011"
    assert field(form, "address").text() == "東京都港区芝公園4-2-8"


def test_a_code_that_no_town_has_is_told(desk: Desk) -> None:
    form = new_form(desk)
    write(form, "postal_code", "000-0000")
    assert form.sections.postal.text() == "この郵便番号の町はありません。番号を確かめてください。"
