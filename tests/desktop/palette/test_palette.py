"""Ctrl+K on a real vault: find by typing, go by Enter, record by Ctrl+Enter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import register
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.palette.palette import Found, Palette, open_palette
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


def test_control_enter_opens_a_new_record(palette: Palette, desk: Desk, takase: str) -> None:
    type_in(palette, "たかせ")
    press(palette, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert travel(desk).last == ("record", {"child_id": takase})


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


def test_acts_are_found_by_their_words(palette: Palette) -> None:
    type_in(palette, "支援計")
    assert "支援計画" in [line.words for line in found(palette) if line.act]


def test_nothing_found_says_what_to_do(palette: Palette) -> None:
    type_in(palette, "ぬぬぬぬぬ")
    assert found(palette) == []
    assert heads(palette) == ["見つかりませんでした。文字を減らすか、かなで試せます。"]
    press(palette, Qt.Key.Key_Return)
    assert palette.is_open


def test_before_typing_the_children_opened_last_are_offered(host: QWidget, desk: Desk, takase: str) -> None:
    palette = open_palette(host, desk, recent=[(takase, "高瀬 陽菜乃")])
    assert [line.words for line in found(palette)] == ["高瀬 陽菜乃"]
    press(palette, Qt.Key.Key_Return)
    assert travel(desk).last == ("child", {"child_id": takase})


def test_for_recording_only_children_are_offered(host: QWidget, desk: Desk, takase: str) -> None:
    palette = open_palette(host, desk, recording=True, actions=[("支援計画", "", lambda: None)])
    type_in(palette, "高瀬")
    assert {line.hit.kind for line in found(palette)} == {"child"}
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


def test_escape_closes_it(palette: Palette) -> None:
    press(palette, Qt.Key.Key_Escape)
    assert not palette.is_open
