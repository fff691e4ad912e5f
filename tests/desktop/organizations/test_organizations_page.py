"""関係機関 on a real vault: found while typing, read, written once, drafts kept, changed meanwhile told plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import drafts, organizations, register
from caseapp.casework.office import Office
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, NORMAL, Desk
from caseapp.desktop.kit.shortcuts import Keys, clashes
from caseapp.desktop.organizations.page import OrganizationsPage
from caseapp.rules.child_facts import Telling
from caseapp.rules.organization import ContactPerson, Organization
from tests.desktop.fakes import ScriptedDialogs, Travel, compose, settle, spoken_name, turn

_NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(desk: Desk, office: Office, qtbot: QtBot) -> Iterator[OrganizationsPage]:
    organizations.save(
        office,
        Organization(
            number="T-1",
            name="みずほ養護学校",
            kind="special_school",
            department="みらい支援部",
            contact="渡邊 先生",
            phone="0000-12-3456",
            contacts=(ContactPerson(name="有馬 灯", role="養護教諭", phone="090-0000-1111"),),
        ),
    )
    made = OrganizationsPage(desk)
    desk.bus.changed.connect(made.refresh)
    made.resize(1214, 700)
    made.show()
    made.open()
    turn()
    yield made
    shiboken6.delete(made)


def test_what_an_organization_must_not_know_stands_above_its_number(page: OrganizationsPage, office: Office) -> None:
    """学校に病名を伝えていない: seen before one dials, and gone with the next organization."""
    row = register.rows(office)[0]
    told = replace(
        register.child(office, row.child_id),
        school="みずほ養護学校",
        cautions=(),
        tellings=(Telling(audience="school", state="not_told", plan="次の懇談で話し合う"),),
    )
    page.desk.bus.changed.emit(register.save(office, told))
    page.list.choose(lambda each: each.name == "みずほ養護学校")
    turn()
    (fact,) = page.detail.band.facts()
    assert told.name in fact.rule
    assert "病名を伝えていません" in fact.rule
    assert fact.reason == "次の懇談で話し合う"
    masking.switch(on=True)
    assert told.name not in page.detail.band.facts()[0].rule
    masking.switch(on=False)
    page.list.choose(lambda each: each.name != "みずほ養護学校")
    turn()
    assert page.detail.band.facts() == ()
    assert page.detail.band.isHidden()


def listed(page: OrganizationsPage) -> list[str]:
    return [row.name for row in page.list.list_model().items()]


def known(office: Office, name: str = "みずほ養護学校") -> Organization:
    return next(each for each in organizations.list_all(office) if each.name == name)


def type_into(page: OrganizationsPage, field: str, text: str) -> None:
    line = page.form.texts[field]
    line.setText(text)
    line.textEdited.emit(text)


def fill(page: OrganizationsPage, name: str = "汐見市立あさひ小学校", kind: str = "school") -> None:
    page.begin_new()
    type_into(page, "name", name)
    page.form.kind.set_value(kind)
    page.form.kind.changed.emit()


def problem(page: OrganizationsPage, field: str) -> str:
    return page.form.form.row_of(field).problem_line.text()


def with_cursor() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
    QTest.keyClick(widget, key, held)
    turn()


# ---- finding and reading


@pytest.mark.parametrize(
    "typed", ["ミズホ", "みずほ", "T-1", "みらい支援部", "渡辺", "有馬", "0000123456", "09000001111"]
)
def test_typing_finds_by_name_number_department_person_and_telephone(page: OrganizationsPage, typed: str) -> None:
    page.search.setText(typed)
    assert listed(page) == ["みずほ養護学校"]
    shown = page.detail.shown()
    assert shown is not None
    assert shown.number == "T-1"


def test_the_group_narrows_the_list_and_counts_stand_in_the_pills(page: OrganizationsPage, office: Office) -> None:
    everything = organizations.list_all(office)
    assert len(listed(page)) == len(everything)
    page.kinds.set_value("medical")
    page.kinds.changed.emit()
    assert 0 < len(listed(page)) < len(everything)
    assert "みずほ養護学校" not in listed(page)
    assert page.count.text() == f"{len(everything)}機関のうち{len(listed(page))}件"


def test_nothing_found_says_so_and_offers_to_write_one_down(page: OrganizationsPage) -> None:
    page.search.setText("そんな機関はない")
    assert page.empty.isVisible()
    assert not page.list.isVisible()
    assert page.detail.shown() is None
    page.search.clear()
    assert not page.empty.isVisible()


def test_the_detail_tells_how_to_reach_them_and_f11_hides_the_persons(page: OrganizationsPage) -> None:
    page.search.setText("T-1")
    turn()
    assert {"渡邊 先生", "0000-12-3456", "養護教諭 有馬 灯"} <= words_in(page.detail)
    masking.switch(on=True)
    turn()
    assert "渡○ ○○" in words_in(page.detail)
    assert not any("有馬" in words for words in words_in(page.detail))


def words_in(widget: QWidget) -> set[str]:
    found = set()
    for each in widget.findChildren(QWidget):
        ask = getattr(each, "text", None)
        if ask is not None and each.isVisibleTo(widget) and not isinstance(each, QLabel):
            found.add(str(ask()))
    return found


def test_by_keyboard_alone_from_the_search_to_the_saved_change(page: OrganizationsPage, office: Office) -> None:
    page.search.setFocus()
    QTest.keyClicks(page.search, "T-1")
    press(page.search, Qt.Key.Key_Return)
    press(page.detail.edit, Qt.Key.Key_Return)
    assert page.form.isVisible()
    assert page.form.texts["name"].hasFocus()
    type_into(page, "phone", "0000-99-0000")
    page.trigger(Keys.SAVE)
    assert known(office).phone == "0000-99-0000"
    assert not page.form.isVisible()
    assert page.detail.edit.hasFocus()


def test_enter_and_escape_in_a_conversion_do_nothing_to_the_page(page: OrganizationsPage) -> None:
    page.search.setFocus()
    compose(page.search, "みず")
    press(page.search, Qt.Key.Key_Return)
    assert not page._detail_open
    settle(page.search, "みずほ")
    assert listed(page) == ["みずほ養護学校"]


def test_a_hit_of_the_palette_opens_the_organization_even_when_the_list_is_narrowed(
    page: OrganizationsPage, office: Office
) -> None:
    page.search.setText("教育委員会")
    page.open(organization_id=known(office).id)
    turn()
    shown = page.detail.shown()
    assert shown is not None
    assert shown.name == "みずほ養護学校"
    assert page.place() == {"organization_id": shown.id}


# ---- writing


def test_a_new_one_gets_the_suggested_number_and_stands_in_the_list(page: OrganizationsPage, office: Office) -> None:
    suggested = organizations.next_number(office)
    fill(page)
    assert page.form.texts["number"].value() == suggested
    page.work.save()
    made = known(office, "汐見市立あさひ小学校")
    assert made.number == suggested
    current = page.list.current()
    assert current is not None
    assert current.id == made.id
    assert page.detail.shown() == made


def test_saving_twice_in_a_hurry_makes_one(page: OrganizationsPage, office: Office) -> None:
    before = len(organizations.list_all(office))
    fill(page)
    value = page.form.filled()
    page.work.save()
    page.work.save()
    organizations.save(office, value)  # the second key press, had it come through
    assert len(organizations.list_all(office)) == before + 1


def test_what_is_missing_is_said_beside_the_fields_and_nothing_is_saved(
    page: OrganizationsPage, office: Office
) -> None:
    before = organizations.list_all(office)
    page.begin_new()
    type_into(page, "number", "")
    page.form.persons.add_person()
    page.form.persons.boxes[0].fields["phone"].setText("0000-00-0000")
    page.work.save()
    assert [bool(problem(page, field)) for field in ("name", "kind", "number", "contacts")] == [True] * 4
    assert organizations.list_all(office) == before
    assert page.form.isEnabled()
    assert page.form.texts["name"].hasFocus(), "the first of them in the form"


def test_a_number_in_use_is_said_at_the_number(page: OrganizationsPage, office: Office) -> None:
    fill(page)
    type_into(page, "number", "T-1")
    page.work.save()
    assert "T-1" in problem(page, "number")
    assert page.form.texts["number"].hasFocus()


def test_persons_are_added_ordered_and_taken_out_by_keyboard(page: OrganizationsPage, office: Office) -> None:
    page.search.setText("T-1")
    page.trigger(Keys.EDIT)
    page.trigger(Keys.ADD_ROW)
    QTest.keyClicks(with_cursor(), "second")
    page.trigger(Keys.ADD_ROW)
    QTest.keyClicks(with_cursor(), "third")
    page.trigger(Keys.ROW_UP)
    page.work.save()
    assert [person.name for person in known(office).contacts] == ["有馬 灯", "third", "second"]
    page.trigger(Keys.EDIT)
    page.form.persons.boxes[0].fields["role"].setFocus()
    page.trigger(Keys.DELETE_ROW)
    page.work.save()
    assert [person.name for person in known(office).contacts] == ["third", "second"]


def test_an_empty_person_is_not_kept(page: OrganizationsPage, office: Office) -> None:
    fill(page)
    page.form.persons.add_person()
    page.form.persons.add_person()
    assert len(page.form.persons.boxes) == 1
    page.work.save()
    assert known(office, "汐見市立あさひ小学校").contacts == ()


def test_a_change_by_somebody_else_is_told_and_what_was_written_is_kept(
    page: OrganizationsPage, office: Office, dialogs: ScriptedDialogs
) -> None:
    page.search.setText("T-1")
    page.edit()
    organizations.save(office, replace(known(office), fax="0000-77-7777"))
    type_into(page, "phone", "0000-99-0000")
    page.work.save()
    assert "下書きに残っています" in page.form.form.banner.text()
    assert known(office).phone == "0000-12-3456"
    assert page.form.texts["phone"].value() == "0000-99-0000"
    assert drafts.find(office, form="organization", record_id=known(office).id) is not None
    dialogs.answers.append("discard")
    page.work.ask_to_discard()
    assert page.form.texts["phone"].value() == "0000-12-3456"
    assert page.form.texts["fax"].value() == "0000-77-7777"


# ---- drafts


def test_a_draft_comes_back_whole_and_saving_deletes_it(page: OrganizationsPage, office: Office) -> None:
    fill(page)
    page.form.persons.add_person()
    page.form.persons.boxes[0].fields["name"].setText("有馬 灯")
    page.form.note.setPlainText("裏口から入る")
    wanted = page.form.filled()
    page.work.close()
    assert not page.form.isVisible()
    page.begin_new()
    assert page.form.filled() == wanted
    assert "10:12" in page.form.form.banner.text()
    page.work.save()
    assert known(office, wanted.name).note == "裏口から入る"
    assert drafts.all(office) == ()


def test_a_draft_of_one_is_not_offered_in_another_nor_in_a_new_one(page: OrganizationsPage, office: Office) -> None:
    page.search.setText("T-1")
    page.edit()
    type_into(page, "phone", "0000-99-0000")
    page.work.close()
    page.begin_new()
    assert page.form.texts["phone"].value() == ""
    page.work.close()
    page.search.clear()
    other = next(each for each in organizations.list_all(office) if each.number != "T-1")
    page.open(organization_id=other.id, edit=True)
    assert page.form.texts["phone"].value() == other.phone
    page.work.close()
    page.open(organization_id=known(office).id, edit=True)
    assert page.form.texts["phone"].value() == "0000-99-0000"


def test_the_lock_keeps_what_was_typed_and_the_place_opens_it_again(
    page: OrganizationsPage, office: Office, desk: Desk, qtbot: QtBot
) -> None:
    fill(page, "途中の機関")
    page.keep_draft()
    assert page.place() == {"new": True}
    again = OrganizationsPage(desk)
    qtbot.addWidget(again)
    again.show()
    again.open(**page.place())
    assert again.form.texts["name"].value() == "途中の機関"


def test_the_draft_is_in_the_vault_within_two_seconds(page: OrganizationsPage, office: Office, qtbot: QtBot) -> None:
    fill(page, "すぐ残る機関")
    qtbot.waitUntil(lambda: bool(drafts.all(office)), timeout=2_300)
    assert page.form.saved.text() == "下書きを保存しました 10:12:00"


def test_throwing_the_draft_away_begins_anew(page: OrganizationsPage, office: Office, dialogs: ScriptedDialogs) -> None:
    fill(page, "やめる機関")
    page.keep_draft()
    dialogs.answers.append("discard")
    page.form.discard.click()
    assert page.form.isVisible()
    assert page.form.texts["name"].value() == ""
    assert drafts.all(office) == ()


# ---- the rest


def test_escape_goes_back_step_by_step(page: OrganizationsPage) -> None:
    page.search.setText("T-1")
    page.edit()
    page.trigger(Keys.CLOSE)
    assert not page.form.isVisible()
    page.trigger(Keys.CLOSE)
    assert page.search.text() == ""


def test_a_narrow_window_shows_list_or_organization(page: OrganizationsPage) -> None:
    page.resize(862, 512)
    page.take_width(NARROW)
    assert page.list.isVisible()
    assert not page.detail.isVisible()
    page.search.setText("T-1")
    press(page.search, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert not page.list.isVisible()
    page.trigger(Keys.CLOSE)
    assert page.list.isVisible()
    page.edit()
    assert page.form.isVisible()
    assert not page.list.isVisible()
    page.take_width(NORMAL)
    assert page.list.isVisible()


def test_a_list_of_organizations_is_read_in_from_here(page: OrganizationsPage) -> None:
    page.trigger(Keys.IMPORT)
    assert isinstance(page.desk.go, Travel)
    assert page.desk.go.last == ("import", {})


@pytest.mark.parametrize("tongue", ["ja", "en"])
@pytest.mark.parametrize(("width_class", "most"), [(NARROW, 862), (NORMAL, 1214)])
def test_everything_has_a_name_and_the_page_fits(
    desk: Desk, qtbot: QtBot, speak: Callable[[str], None], tongue: str, width_class: str, most: int
) -> None:
    speak(tongue)
    page = OrganizationsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.take_width(width_class)
    page.open()
    turn()
    assert page.minimumSizeHint().width() <= most
    page.edit()
    page.form.persons.add_person()
    turn()
    assert page.minimumSizeHint().width() <= most
    takes = [w for w in page.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.isVisible()]
    assert [w for w in takes if not spoken_name(w)] == []
    assert clashes(list(page.bound())) == []


def test_a_person_that_is_added_below_the_edge_comes_into_sight(page: OrganizationsPage, qtbot: QtBot) -> None:
    page.search.setText("T-1")
    page.edit()
    turn()
    page.trigger(Keys.ADD_ROW)
    page.trigger(Keys.ADD_ROW)
    field = page.form.persons.boxes[-1].fields["name"]

    def in_sight() -> bool:
        at = field.mapTo(page.form.column.viewport(), field.rect().bottomLeft())
        return 0 <= at.y() <= page.form.column.viewport().height()

    qtbot.waitUntil(in_sight, timeout=1_000)
