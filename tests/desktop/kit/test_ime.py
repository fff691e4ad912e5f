"""Enter, Esc, Tab and the arrows belong to the input method while text is being composed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit import ime
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.shortcuts import Keys
from tests.desktop.fakes import compose, settle, turn


@pytest.fixture
def form(qtbot: QtBot, bare_desk: Desk) -> tuple[Page, TextField, list[str]]:
    """A page that saves on Ctrl+S, searches on Enter, closes on Esc."""
    done: list[str] = []
    page = Page(bare_desk)
    field = TextField()
    field.setAccessibleName("field")
    field.returnPressed.connect(lambda: done.append("searched"))
    page.body.addWidget(field)
    page.on(Keys.SAVE, lambda: done.append(f"saved {field.text()}"))
    page.on(Keys.CLOSE, lambda: done.append("closed"))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    field.setFocus()
    turn()
    return page, field, done


def test_enter_in_a_conversion_searches_nothing(form: tuple[Page, TextField, list[str]]) -> None:
    _page, field, done = form
    compose(field, "たかせ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert done == []
    settle(field, "高瀬")
    assert field.text() == "高瀬"


def test_the_enter_that_settles_the_text_and_comes_once_more_does_nothing(
    form: tuple[Page, TextField, list[str]],
) -> None:
    _page, field, done = form
    compose(field, "たかせ")
    settle(field, "高瀬")
    QTest.keyClick(field, Qt.Key.Key_Return)  # in the same turn of the event loop
    assert done == []
    turn()
    QTest.keyClick(field, Qt.Key.Key_Return)  # a person presses it again
    assert done == ["searched"]


def test_escape_in_a_conversion_closes_nothing(form: tuple[Page, TextField, list[str]]) -> None:
    _page, field, done = form
    compose(field, "たか")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert done == []
    settle(field, "")
    turn()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert done == ["closed"]


def test_tab_in_a_conversion_stays_in_the_field(form: tuple[Page, TextField, list[str]]) -> None:
    page, field, _done = form
    other = Button("next", parent=page)
    page.body.addWidget(other)
    turn()
    compose(field, "たか")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.hasFocus()


def test_saving_by_key_is_possible_during_a_conversion(form: tuple[Page, TextField, list[str]]) -> None:
    _page, field, done = form
    compose(field, "たか")
    QTest.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(done) == 1


def test_leaving_the_field_ends_the_conversion(form: tuple[Page, TextField, list[str]]) -> None:
    page, field, _done = form
    other = Button("next", parent=page)
    page.body.addWidget(other)
    turn()
    compose(field, "たか")
    assert ime.composing()
    other.setFocus()
    turn()
    assert not ime.composing()


def test_enter_in_a_conversion_makes_no_line_in_a_paragraph(qtbot: QtBot) -> None:
    text = Paragraph("一行")
    qtbot.addWidget(text)
    text.show()
    text.activateWindow()
    text.focus_end()
    turn()
    compose(text, "たか")
    QTest.keyClick(text, Qt.Key.Key_Return)
    settle(text, "高")
    assert text.value() == "一行高"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_dialog_neither_acts_nor_closes_in_a_conversion(qtbot: QtBot, key: Qt.Key) -> None:
    host = QWidget()
    QVBoxLayout(host)
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    host.activateWindow()
    pressed: list[str] = []
    dialog = Dialog(host, "問い")
    field = TextField()
    field.setAccessibleName("field")
    dialog.add(field)
    dialog.set_buttons(Button("する", lambda: pressed.append("done")), leave="やめる")
    dialog.open(field)
    turn()
    compose(field, "あ")
    QTest.keyClick(field, key)
    assert (pressed, dialog.is_open) == ([], True)
    settle(field, "")
    turn()
    QTest.keyClick(field, key)
    assert pressed == ["done"] or not dialog.is_open
    dialog.close()


def test_a_plain_shortcut_is_held_back_too(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    field = TextField(parent=host)
    hits: list[str] = []
    shortcut = QShortcut(QKeySequence("Return"), host)
    shortcut.activated.connect(lambda: hits.append("x"))
    host.show()
    host.activateWindow()
    field.setFocus()
    turn()
    compose(field, "あ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hits == []


def test_keys_go_through_when_nothing_is_composed(form: tuple[Page, TextField, list[str]]) -> None:
    _page, field, done = form
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), done) == ("abc", ["searched"])


def test_a_field_that_gets_the_focus_later_is_looked_at_too(form: tuple[Page, TextField, list[str]]) -> None:
    page, field, done = form
    later = TextField()
    later.setAccessibleName("later")
    later.returnPressed.connect(lambda: done.append("searched"))
    page.body.addWidget(later)
    compose(field, "た")
    later.setFocus()
    turn()
    compose(later, "たかせ")
    QTest.keyClick(later, Qt.Key.Key_Return)
    assert done == []
