"""The registry of shortcuts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from caseapp.desktop import pages
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.shortcuts import Keys, clashes

WINDOW = [key for key in Keys if key.value.window]
THERE = [entry for entry in pages.PAGES if entry.there()]


def test_no_two_keys_of_the_window_are_alike() -> None:
    assert clashes(WINDOW) == []


@pytest.mark.parametrize("entry", THERE, ids=lambda entry: entry.name)
def test_no_two_keys_are_alike_on_a_page(entry: pages.PageEntry, desk: Desk, qtbot: object) -> None:
    page = entry.load()(desk)
    used = [key for key in page.bound() if key.value.keys]
    assert clashes([*WINDOW, *(key for key in used if key not in WINDOW)]) == []
    page.deleteLater()


def test_a_clash_is_found() -> None:
    assert clashes([Keys.ADD_ROW, Keys.OPEN_AND_RECORD]) == []  # Return and Enter are two keys
    assert clashes([Keys.SAVE, Keys.SAVE]) == [(Keys.SAVE, Keys.SAVE)]


@pytest.mark.parametrize("key", [key for key in Keys if key.value.keys], ids=lambda key: key.name)
def test_keys_of_the_input_method_and_single_letters_stay_free(key: Keys) -> None:
    (pressed,) = list(QKeySequence(key.value.keys))  # type: ignore[call-overload]  # PySide's stubs know no iteration
    assert pressed.key() != Qt.Key.Key_unknown
    assert not Qt.Key.Key_F6 <= pressed.key() <= Qt.Key.Key_F10
    plain = pressed.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
    assert not (plain and Qt.Key.Key_Space <= pressed.key() <= Qt.Key.Key_AsciiTilde)


def test_a_key_is_written_as_a_person_reads_it(speak: Callable[[str], None]) -> None:
    assert Keys.SAVE.text == "Ctrl+S"
    assert Keys.BACK.text == "Alt+←"
    assert Keys.ADD_ROW.text == "Ctrl+Enter"
    assert Keys.SAVE.words == "保存する"
    speak("en")
    assert Keys.SAVE.words == "Save"


def test_a_page_tells_every_key_it_binds(bare_desk: Desk, qtbot: object) -> None:
    class Small(Page):
        name, shown = "small", (Keys.SAVE, Keys.CHOOSE, Keys.PRINT)

    page = Small(bare_desk)
    done: list[str] = []
    page.on(Keys.SAVE, lambda: done.append("saved"))
    page.say_key(Keys.CHOOSE)
    shown = page.keys()
    assert [hint.key for hint in shown] == ["Ctrl+S", "↑↓"]
    assert [hint.words for hint in page.all_keys()] == ["保存する", "選ぶ"]
    assert page.action(Keys.SAVE).toolTip() == "保存する (Ctrl+S)"
    page.trigger(Keys.SAVE)
    page.action(Keys.SAVE).setEnabled(False)
    page.trigger(Keys.SAVE)
    assert done == ["saved"]
    shown = page.keys()
    assert [hint.key for hint in shown] == ["↑↓"]
    page.deleteLater()
