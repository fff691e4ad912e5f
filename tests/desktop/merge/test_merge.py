"""Registered twice? Two records compared, made one, and taken back: with the keys, on the sample vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from caseapp.casework import consultations, drafts, duplicates, merge_undoing, merging, register
from caseapp.casework.office import Office
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Para
from caseapp.desktop.merge.duplicates_page import SETTLED, TWINS, DuplicatesPage
from caseapp.desktop.merge.page import MergePage, undo_words
from caseapp.desktop.merge.words import part_words, row_label
from caseapp.rules.child import Caution, Child, FamilyMember
from caseapp.rules.child_facts import Device, Handbook, ServiceUse
from caseapp.rules.follow_up import NextStep
from caseapp.rules.merging import BOTH, LEFT, RIGHT, groups
from tests.desktop.child.showing import child_id
from tests.desktop.fakes import ScriptedDialogs, Travel, turn
from tests.desktop.record.writing import HINANO, MINATO


def by_name(office: Office, name: str) -> Child:
    return register.child(office, child_id(office, name))


def again(office: Office, name: str = HINANO, *, number: str = "R8-9001", **changed: Any) -> Child:
    """The same child registered a second time, with nothing but its name."""
    known = by_name(office, name)
    given: dict[str, Any] = {"family_name_kana": known.family_name_kana, "given_name_kana": known.given_name_kana}
    fresh = Child(
        number=number,
        family_name=known.family_name,
        given_name=known.given_name,
        birth_date=known.birth_date,
        **{**given, **changed},
    )
    return register.child(office, register.save(office, fresh).record_id)


def opened(desk: Desk, **args: Any) -> MergePage:
    page = MergePage(desk)
    page.resize(1214, 700)
    page.show()
    page.open(**args)
    turn()
    return page


def both(desk: Desk, **changed: Any) -> tuple[MergePage, Child, Child]:
    """The page with 陽菜乃 and her second record."""
    left, right = by_name(desk.office, HINANO), again(desk.office, **changed)
    return opened(desk, child_id=left.id, other_id=right.id), left, right


def way(desk: Desk) -> tuple[str, dict[str, Any]]:
    """Where the page sent the person last."""
    assert isinstance(desk.go, Travel)
    return desk.go.last


def row(page: MergePage, name: str) -> Any:
    return next(each for each in page.comparing.rows if each.row.name == name)


def press(widget: Any, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)
    turn()


# ------------------------------------------------------------------------------------------------ the list


def the_list(desk: Desk) -> DuplicatesPage:
    page = DuplicatesPage(desk)
    page.resize(1214, 700)
    page.show()
    page.open()
    turn()
    return page


def test_the_list_has_who_may_be_twice_and_enter_compares(desk: Desk) -> None:
    second = again(desk.office)
    page = the_list(desk)
    (pair,) = page.list.list_model().items()
    assert {pair.left.number, pair.right.number} == {"R8-9001", by_name(desk.office, HINANO).number}
    press(page.list, Qt.Key.Key_Return)
    name, args = way(desk)
    assert name == "merge"
    assert second.id in (args["child_id"], args["other_id"])


def test_told_apart_leaves_the_list_is_remembered_and_can_be_undone(desk: Desk) -> None:
    again(desk.office)
    page = the_list(desk)
    page._told_apart()
    page.open()
    assert isinstance(page.list.list_model().row(0), Head)
    page.which.set_value(SETTLED)
    page._paint()
    assert len(page.list.list_model().items()) == 1
    page.undo_bar.undo()
    assert duplicates.pairs(desk.office, settled=True) == ()


def test_what_was_told_apart_can_be_looked_at_again(desk: Desk) -> None:
    again(desk.office)
    page = the_list(desk)
    page._told_apart()
    page.open()
    page.which.set_value(SETTLED)
    page._paint()
    page._told_apart()
    assert len(duplicates.pairs(desk.office)) == 1


def test_twins_stand_apart(desk: Desk) -> None:
    page = the_list(desk)
    page.which.set_value(TWINS)
    page._paint()
    assert [pair.twins for pair in page.list.list_model().items()] == [True]


# ------------------------------------------------------------------------------------------------ comparing


def test_only_what_differs_is_a_row_and_the_rest_is_named(desk: Desk) -> None:
    page, _left, right = both(desk, school="港中学校", phone="090-0000-9999")
    names = {each.row.name for each in page.comparing.rows}
    assert {"school", "phone"} <= names
    assert "name" not in names
    assert row(page, "school").value() == LEFT  # of the record that stays, and made sure of
    assert row(page, "family").value() == LEFT  # the other side is empty
    heads = [head.text() for head in page.comparing.card.findChildren(Para)]
    assert any(text.startswith(right.number) for text in heads)
    assert any(text.startswith("同じ項目: 氏名、") for text in heads)


def test_arrows_choose_a_side_and_space_takes_both_where_that_makes_sense(desk: Desk) -> None:
    page, *_ = both(desk, phone="090-0000-9999", note="ふたつめの備考")
    phone = row(page, "phone")
    phone.cells[RIGHT].setFocus()
    press(phone.cells[RIGHT], Qt.Key.Key_Left)
    assert phone.value() == LEFT
    press(phone.cells[LEFT], Qt.Key.Key_Right)
    assert phone.value() == RIGHT
    press(phone.cells[RIGHT], Qt.Key.Key_Space)
    assert phone.value() == RIGHT
    note = row(page, "note")
    note.set_value(LEFT)
    press(note.cells[RIGHT], Qt.Key.Key_Space)
    assert note.value() == BOTH
    press(note.cells[LEFT], Qt.Key.Key_Space)
    assert note.value() == RIGHT
    press(note.cells[RIGHT], Qt.Key.Key_Space)
    assert note.value() == LEFT  # one of them is taken


def test_the_two_become_one_as_chosen_and_back_at_once(desk: Desk) -> None:
    page, left, right = both(desk, phone="090-0000-9999", school="港中学校")
    row(page, "phone").set_value(RIGHT)
    page.merge()
    child = register.child(desk.office, left.id)
    assert (child.phone, child.school) == ("090-0000-9999", left.school)
    assert page.place() == {"child_id": left.id}
    page.undo_bar.undo()
    assert register.child(desk.office, right.id).school == "港中学校"
    assert register.child(desk.office, left.id).phone == left.phone
    assert way(desk) == ("child", {"child_id": right.id})


def test_the_other_one_may_stay_instead(desk: Desk) -> None:
    page, left, right = both(desk, school="港中学校")
    page._swap()
    page.merge()
    assert register.child(desk.office, right.id).former_numbers == (left.number,)
    assert consultations.of_child(desk.office, right.id)


def test_from_the_list_the_record_of_which_there_is_more_stays(desk: Desk) -> None:
    left, right = by_name(desk.office, HINANO), again(desk.office)
    page = opened(desk, child_id=right.id, other_id=left.id, either=True)
    assert page.place() == {"child_id": left.id, "other_id": right.id}


@pytest.mark.parametrize("more", [True, False])
def test_from_a_page_the_fuller_record_stays_and_of_two_alike_the_older(desk: Desk, more: bool) -> None:
    today = desk.today()
    right = again(desk.office, registered_on=today)
    left = (
        by_name(desk.office, HINANO) if more else again(desk.office, number="R8-9002", registered_on=date(2024, 4, 1))
    )
    page = opened(desk, child_id=right.id)
    page.choosing.search.set_value(left.number)
    press(page.choosing.search, Qt.Key.Key_Return)
    assert page.place() == {"child_id": left.id, "other_id": right.id}
    page._swap()
    assert page.place() == {"child_id": right.id, "other_id": left.id}


def test_enter_in_the_search_that_finds_nobody_stays(desk: Desk) -> None:
    page = opened(desk, child_id=by_name(desk.office, HINANO).id)
    page.choosing.search.set_value("どこにもいない")
    press(page.choosing.search, Qt.Key.Key_Return)
    assert page.choosing.isVisible()


def test_told_apart_from_the_comparison_goes_back(desk: Desk) -> None:
    page, *_ = both(desk)
    page._told_apart()
    assert way(desk)[0] == "back"
    assert duplicates.pairs(desk.office) == ()


def test_what_stands_in_the_way_is_said_and_nothing_can_be_pressed(desk: Desk) -> None:
    left, right = by_name(desk.office, HINANO), again(desk.office)
    drafts.save(desk.office, form="child", child_id=right.id, content={"now": {}})
    page = opened(desk, child_id=left.id, other_id=right.id)
    assert "書きかけています" in page.comparing.problems.text()
    assert not page.go_button.isEnabled()
    page.merge()
    assert register.child(desk.office, right.id).number == right.number


def test_a_record_that_changed_meanwhile_is_shown_anew(desk: Desk) -> None:
    page, left, right = both(desk)
    register.save(desk.office, replace(right, hospital="港病院"))
    page.merge()
    assert register.child(desk.office, right.id).hospital == "港病院"
    assert "hospital" in {each.row.name for each in page.comparing.rows}
    page.merge()
    assert register.child(desk.office, left.id).former_numbers == (right.number,)


def test_a_red_fact_of_the_record_that_joins_is_said_to_stay(desk: Desk) -> None:
    page, left, _right = both(desk, cautions=(Caution(rule="写真を載せない", kind="privacy"),))
    row(page, "cautions").set_value(LEFT)
    page.merge()
    assert "写真を載せない" in {fact.rule for fact in register.page(desk.office, left.id).red_facts}


def test_names_are_hidden_in_the_heads_when_names_are_hidden(desk: Desk) -> None:
    page, left, _right = both(desk)
    masking.switch(on=True)
    turn()
    shown = [label.text() for label in page.comparing.card.findChildren(Para) if label.isVisible()]
    assert not any(left.given_name in text for text in shown)


# ------------------------------------------------------------------------------------------------ choosing, taking back


def test_from_a_child_those_like_it_are_offered_and_anybody_is_found_by_typing(desk: Desk) -> None:
    left, right = by_name(desk.office, HINANO), again(desk.office)
    page = opened(desk, child_id=left.id)
    assert [match.child_id for match in page.choosing.list.list_model().items()] == [right.id]
    other = by_name(desk.office, MINATO)
    page.choosing.search.set_value("くらた")
    page.choosing.ask()
    assert other.id in [match.child_id for match in page.choosing.list.list_model().items()]
    assert left.id not in [match.child_id for match in page.choosing.list.list_model().items()]
    page.choosing.search.set_value("")
    page.choosing.ask()
    press(page.choosing.list, Qt.Key.Key_Return)
    assert page.place() == {"child_id": left.id, "other_id": right.id}
    assert page.comparing.isVisible()


def test_a_merge_is_taken_back_from_the_childs_page(desk: Desk, dialogs: ScriptedDialogs) -> None:
    page, left, right = both(desk)
    page.merge()
    page = opened(desk, child_id=left.id)
    (merge,) = merging.merges_of(desk.office, left.id)
    button = page.choosing.past.findChild(QPushButton, f"merge-undo-{right.number}")
    assert button is not None
    dialogs.answers.append("undo")
    button.click()
    turn()
    assert dialogs.asked == [f"{right.number} {right.name}さんの記録を、もう一度別の記録に戻しますか"]
    assert register.child(desk.office, right.id).number == right.number
    page = opened(desk, child_id=left.id)
    assert page.choosing.past.findChild(QPushButton, f"merge-undo-{right.number}") is None
    page._ask_undo(merge)
    assert dialogs.told[-1][1] == "この統合は、もう元に戻してあります。"


def test_what_stays_and_what_is_left_as_it_is_is_said_before(desk: Desk) -> None:
    page, left, right = both(desk, school="港中学校")
    row(page, "school").set_value(RIGHT)
    page.merge()
    talk = replace(consultations.of_child(desk.office, left.id)[0], id="", revision=0, number="", facts="あとの電話")
    consultations.record(desk.office, talk, next_step=NextStep(none_reason="なし"))
    register.save(desk.office, replace(register.child(desk.office, left.id), school="丘中学校"))
    (merge,) = merging.merges_of(desk.office, left.id)
    words = undo_words(merge_undoing.undo_preview(desk.office, merge.id))
    assert words.startswith("戻るもの: 記録なし")
    assert "残す記録に置いておくもの: 相談" in words
    assert words.endswith("そのままにする項目: 所属機関")
    assert right.number == merge.number


def test_the_page_of_the_record_that_is_no_more_leads_to_the_one_that_remains(desk: Desk) -> None:
    page, left, right = both(desk)
    page.merge()
    gone = ChildPage(desk)
    gone.open(child_id=right.id)
    assert way(desk) == ("child", {"child_id": left.id})


@pytest.mark.parametrize(
    ("part", "of", "words"),
    [
        (Caution(kind="body", rule="頭を打ったら受診"), "cautions", "体・心 頭を打ったら受診"),
        (Caution(kind="privacy", rule="住所を伝えない"), "cautions", "秘匿・告知 住所を伝えない"),
        (Handbook(kind="physical", grade="1級"), "handbook_list", "身体障害者手帳 1級"),
        (Device(kind="ventilator", battery_minutes=240, since="2018-04"), "devices", "人工呼吸器 4時間 H30.4"),
        (ServiceUse(scheme="short_stay", since="2019"), "services", "短期入所 R1年"),
        (
            FamilyMember(relationship="mother", name="林 楓", guardian=True, custody="holder"),
            "family",
            "母 林 楓 同居 親権者",
        ),
    ],
)
def test_a_part_is_told_in_words_and_nothing_twice(part: Any, of: str, words: str) -> None:
    assert part_words(part, of=of) == words


def test_every_row_has_a_japanese_name(desk: Desk) -> None:
    for name, _members in groups():
        assert any(ord(letter) > 0x3000 for letter in row_label(name)), name


@pytest.mark.parametrize("width", [862, 1214])
def test_the_pages_are_narrow_enough(desk: Desk, width: int) -> None:
    page, *_ = both(desk, school="港中学校")
    page.resize(width, 600)
    turn()
    assert page.minimumSizeHint().width() <= 862
    assert the_list(desk).minimumSizeHint().width() <= 862
