"""Ctrl+K on a real vault: find by typing, go by Enter, record by Ctrl+Enter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import register, search
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.palette.found import Found
from caseapp.desktop.palette.palette import Palette, open_palette
from tests.desktop.fakes import Travel, compose, settle, turn


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def takase(desk: Desk) -> str:
    return next(row.child_id for row in register.rows(desk.office) if row.name.startswith("高瀬"))


@pytest.fixture
def palette(host: QWidget, desk: Desk) -> Iterator[Palette]:
    made = open_palette(host, desk, actions=[("支援計画", "", lambda: None)])
    turn()
    yield made
    made.close()


def travel(desk: Desk) -> Travel:
    assert isinstance(desk.go, Travel)
    return desk.go


def type_in(palette: Palette, text: str) -> None:
    palette.field.setText(text)
    palette._ask()


def found(palette: Palette) -> list[Found]:
    return palette.list.list_model().items()


def heads(palette: Palette) -> list[str]:
    return [row.words for row in palette.list.list_model().rows() if isinstance(row, Head)]


def press(palette: Palette, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(palette.field, key, modifiers)


@pytest.mark.parametrize("text", ["たかせ", "高瀬", "タカセ", "高瀬 陽"])
def test_two_characters_and_enter_open_the_child(palette: Palette, desk: Desk, takase: str, text: str) -> None:
    type_in(palette, text)
    press(palette, Qt.Key.Key_Return)
    assert travel(desk).last == ("child", {"child_id": takase})
    assert not palette.is_open


def test_enter_opens_what_was_typed_last_even_before_the_pause(palette: Palette, desk: Desk, takase: str) -> None:
    QTest.keyClicks(palette.field, "takase")
    palette.field.setText("高瀬")
    press(palette, Qt.Key.Key_Return)
    assert travel(desk).last == ("child", {"child_id": takase})


def test_while_the_first_letters_are_typed_the_store_is_warmed_up_and_a_failure_is_silent(
    host: QWidget, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[object] = []

    def warm_up(office: object) -> None:
        warmed.append(office)
        raise OSError("unplugged")

    monkeypatch.setattr(search, "warm_up", warm_up)
    open_palette(host, desk).close()
    assert warmed == [desk.office]


def test_control_enter_opens_a_new_record(palette: Palette, desk: Desk, takase: str) -> None:
    type_in(palette, "たかせ")
    press(palette, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert travel(desk).last == ("record", {"child_id": takase})
    assert travel(desk).went[-2] == ("child", {"child_id": takase})  # where one is after saving


def test_when_nobody_is_found_a_child_can_be_registered(palette: Palette, desk: Desk) -> None:
    type_in(palette, "ぬぬぬぬぬ")
    press(palette, Qt.Key.Key_Return)
    assert travel(desk).last == ("child_form", {"name": "ぬぬぬぬぬ"})


def test_the_arrows_choose_while_the_field_keeps_the_focus(palette: Palette) -> None:
    type_in(palette, "学校")
    first = palette.list.current()
    press(palette, Qt.Key.Key_Down)
    assert palette.list.current() != first
    assert palette.field.hasFocus()
    press(palette, Qt.Key.Key_Up)
    assert palette.list.current() == first


def test_the_hit_is_marked_where_it_is(palette: Palette) -> None:
    type_in(palette, "酸素")
    marked = [line.words[start : start + length] for line in found(palette) if line.hit for start, length in line.spans]
    assert marked
    assert set(marked) == {"酸素"}


def test_this_childs_records_come_first(host: QWidget, desk: Desk, takase: str) -> None:
    palette = open_palette(host, desk, child_id=takase)
    type_in(palette, "酸素")
    lines = found(palette)
    assert lines[0].hit is not None
    assert lines[0].hit.child_id == takase
    assert heads(palette)[0].startswith("このお子さんの記録")
    palette.close()


def test_on_a_childs_page_other_children_are_found_too(host: QWidget, desk: Desk, takase: str) -> None:
    """The second call comes while the first child's page is open."""
    palette = open_palette(host, desk, child_id=takase)
    type_in(palette, "よしの")
    assert any(line.hit is not None and line.hit.name == "𠮷野 陽菜" for line in found(palette))
    palette.close()


@pytest.mark.parametrize("text", ["たかせ", "高瀬", "ひなの"])
def test_the_child_whose_page_is_open_is_found_first_and_never_offered_for_registering(
    host: QWidget, desk: Desk, takase: str, text: str
) -> None:
    """Else Enter would begin a second file of the same child."""
    palette = open_palette(host, desk, child_id=takase)
    type_in(palette, text)
    first = found(palette)[0]
    assert first.hit is not None
    assert (first.hit.kind, first.hit.record_id) == ("child", takase)
    assert "いま開いています" in first.aside
    assert sum(line.hit is not None and line.hit.record_id == takase for line in found(palette)) == 1
    assert "お子さんを登録する" not in [line.words for line in found(palette)]
    press(palette, Qt.Key.Key_Return)
    assert travel(desk).last == ("child", {"child_id": takase})


def test_acts_are_found_by_their_words(palette: Palette) -> None:
    type_in(palette, "支援計")
    assert "支援計画" in [line.words for line in found(palette) if line.act]


def test_nothing_found_says_what_to_do(palette: Palette) -> None:
    type_in(palette, "ぬぬぬぬぬ")
    assert [line.words for line in found(palette)] == ["お子さんを登録する"]
    assert heads(palette) == ["見つかりませんでした。文字を少なくするか、別の書き方で探してください。"]


def test_before_typing_the_children_opened_last_are_offered(host: QWidget, desk: Desk, takase: str) -> None:
    palette = open_palette(host, desk, recent=[(takase, "高瀬 陽菜乃")])
    assert [line.words for line in found(palette)] == ["高瀬 陽菜乃"]
    press(palette, Qt.Key.Key_Return)
    assert travel(desk).last == ("child", {"child_id": takase})


def test_for_recording_only_children_are_offered(host: QWidget, desk: Desk, takase: str) -> None:
    palette = open_palette(host, desk, recording=True, actions=[("支援計画", "", lambda: None)])
    type_in(palette, "高瀬")
    assert {line.hit and line.hit.kind for line in found(palette)} == {"child"}
    press(palette, Qt.Key.Key_Return)
    assert travel(desk).last == ("record", {"child_id": takase})


def test_hidden_names_stay_hidden(palette: Palette) -> None:
    masking.switch(on=True)
    type_in(palette, "高瀬")
    shown = " ".join(line.words for line in found(palette))
    assert "高瀬" not in shown
    assert "陽菜乃" not in shown


def test_a_conversion_neither_opens_nor_closes(palette: Palette, desk: Desk) -> None:
    type_in(palette, "高瀬")
    compose(palette.field, "たかせ")
    press(palette, Qt.Key.Key_Return)
    press(palette, Qt.Key.Key_Escape)
    press(palette, Qt.Key.Key_Down)
    assert palette.is_open
    assert travel(desk).went == []
    settle(palette.field, "")


def test_f1_lists_the_keys_of_its_foot(palette: Palette) -> None:
    assert {"↑↓", "Ctrl+↑↓", "Enter", "Esc"} <= {hint.key for hint in palette.key_hints()}


def test_escape_closes_it(palette: Palette) -> None:
    press(palette, Qt.Key.Key_Escape)
    assert not palette.is_open


def groups_of(palette: Palette) -> list[str]:
    return [words for words in heads(palette) if words in ("お子さん", "記録", "計画", "連絡", "関係機関", "操作")]


def test_the_hits_stand_in_groups(palette: Palette) -> None:
    type_in(palette, "学校")
    shown = groups_of(palette)
    assert {"記録", "計画", "連絡"} <= set(shown)
    order = ["お子さん", "記録", "計画", "連絡", "関係機関"]
    assert [name for name in shown if name in order] == [name for name in order if name in shown]


def test_control_and_an_arrow_go_from_group_to_group(palette: Palette) -> None:
    type_in(palette, "学校")
    rows = palette.list.list_model().rows()
    firsts = [row for before, row in pairwise(rows) if isinstance(before, Head) and not isinstance(row, Head)]
    assert len(firsts) > 2
    assert palette.list.current() is firsts[0]
    press(palette, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert palette.list.current() is firsts[1]
    press(palette, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    press(palette, Qt.Key.Key_Down)
    press(palette, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert palette.list.current() is firsts[2]
    press(palette, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert palette.list.current() is firsts[1]
    assert palette.field.hasFocus()


def test_the_arrow_goes_on_behind_the_twentieth_hit_until_the_last(palette: Palette, desk: Desk) -> None:
    type_in(palette, "学校")
    assert len(found(palette)) == 20
    assert heads(palette)[-1] == "ほかにもあります。↓ で続きを表示します。"
    for _ in range(25):
        press(palette, Qt.Key.Key_Down)
    lines = [line.hit.record_id for line in found(palette) if line.hit]
    assert len(lines) > 20
    assert len(lines) == len(set(lines))
    assert found(palette).index(palette.list.current()) == 25  # type: ignore[arg-type]  # a line is chosen
    for _ in range(400):
        press(palette, Qt.Key.Key_Down)
    whole = search.find(desk.office, "学校", limit=1000).hits
    assert {line.hit.record_id for line in found(palette) if line.hit} == {hit.record_id for hit in whole}
    assert palette.list.current() is found(palette)[-1]


def test_more_of_the_open_childs_records_come_by_enter_and_the_palette_stays(
    host: QWidget, desk: Desk, takase: str
) -> None:
    palette = open_palette(host, desk, child_id=takase)
    type_in(palette, "学校")
    turn()
    mine = [line for line in found(palette) if line.hit and line.hit.child_id == takase]
    (more,) = [line for line in found(palette) if line.stays]
    palette.list.choose(lambda line: line is more)
    press(palette, Qt.Key.Key_Return)
    assert palette.is_open
    assert len([line for line in found(palette) if line.hit and line.hit.child_id == takase]) > len(mine)
    palette.close()


def test_a_red_fact_stands_on_the_hit_and_is_spoken(palette: Palette, takase: str) -> None:
    type_in(palette, "高瀬")
    line = found(palette)[0]
    assert line.child_id or (line.hit and line.hit.child_id == takase)
    assert line.flag in ("body", "privacy")
    said = palette.list.list_model().index(palette.list.currentIndex().row(), 0).data()
    assert "注意があります" in said


def test_below_a_telephone_number_stands_the_whole_family(palette: Palette, desk: Desk) -> None:
    first = next(row for row in register.rows(desk.office) if row.name == "神谷 一颯")
    child = register.child(desk.office, first.child_id)
    own = replace(
        child,
        family=tuple(
            replace(m, phone="0000-66-9999", never_contact=True) if m.relationship == "father" else m
            for m in child.family
        ),
    )
    register.save(desk.office, own)
    type_in(palette, "0000669999")
    rows = palette.list.list_model().rows()
    place = next(n for n, row in enumerate(rows) if isinstance(row, Head) and row.words == "ご家族")
    family = [row for row in rows[place + 1 :] if isinstance(row, Found) and row.act is None]
    assert family[0].words.startswith("神谷 一翔")  # the twin, in whose record the number does not stand
    assert family[0].child_id != first.child_id
    father = next(row for row in family if row.words.startswith("父"))
    assert (father.flag, "0000-66-9999" in father.words) == ("privacy", False)
    assert any(row.words.startswith("母") and "0000-66-" in row.words for row in family)


def test_a_telephone_number_says_whose_it_is(palette: Palette, desk: Desk, takase: str) -> None:
    member = next(m for m in register.child(desk.office, takase).family if m.phone)
    type_in(palette, member.phone.replace("-", ""))
    line = next(line for line in found(palette) if line.hit and line.hit.record_id == takase)
    assert member.name in line.words
    assert member.phone in line.words
    assert [line.words[start : start + length] for start, length in line.spans] == [member.phone]


def test_a_day_of_birth_is_said(palette: Palette, desk: Desk, takase: str) -> None:
    born = register.child(desk.office, takase).birth_date
    type_in(palette, f"{born:%Y/%m/%d}")
    assert any("生まれ" in line.words and line.hit and line.hit.record_id == takase for line in found(palette))


def test_one_character_finds_names_and_says_what_one_more_does(palette: Palette) -> None:
    type_in(palette, "髙")
    assert [line.hit.kind for line in found(palette) if line.hit][:1] == ["child"]
    assert heads(palette)[-1] == "もう1文字入れると、記録の文章も探します。"


def test_what_was_forgiven_is_said(palette: Palette) -> None:
    type_in(palette, "たがぜ")
    assert any(line.hit and line.hit.name == "高瀬 陽菜乃" for line in found(palette))
    assert any("許して探しました" in words for words in heads(palette))


def test_closing_gives_the_focus_back(host: QWidget, desk: Desk, qtbot: QtBot) -> None:
    field = QLineEdit(host)
    field.show()
    field.setFocus()
    palette = open_palette(host, desk)
    assert palette.field.hasFocus()
    press(palette, Qt.Key.Key_Escape)
    assert field.hasFocus()
