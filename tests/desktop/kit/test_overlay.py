"""Dialogs over the window: focus stays inside, Esc leaves, the page's shortcuts are out of reach, nothing blocks."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.dialogs import Answer, WindowDialogs
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.key_list import KeyList
from caseapp.desktop.kit.overlay import Dialog, Overlay
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from tests.desktop.fakes import ScriptedDialogs, turn


class Host(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.page = Page(desk, self)
        column = QVBoxLayout(self)
        column.addWidget(self.page)
        self.field = TextField(parent=self.page)
        self.field.setAccessibleName("field")
        self.page.body.addWidget(self.field)
        self.done: list[str] = []
        self.page.on(Keys.SAVE, lambda: self.done.append("saved"))
        self.page.on(Keys.CLOSE, lambda: self.done.append("closed"))


@pytest.fixture
def host(qtbot: QtBot, bare_desk: Desk) -> Host:
    made = Host(bare_desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    turn()
    return made


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)
    turn()


def test_f1_shows_the_keys_of_the_dialog_and_escape_leads_back_to_it(host: Host) -> None:
    """Nothing came, and the Esc that followed closed the dialog with what was typed."""
    dialog = Dialog(host, "問い")
    field = TextField()
    field.setAccessibleName("inner")
    dialog.add(field)
    dialog.set_buttons(Button("保存する"), Button("消す", key="Delete"), leave="やめる")
    dialog.open(field)
    field.setText("途中まで")
    press(Qt.Key.Key_F1)
    (shown,) = host.findChildren(KeyList)
    (_head, here), (_everywhere, window) = shown.groups
    assert [(hint.key, hint.words) for hint in here] == [
        ("Ctrl+Enter", "保存する"),
        ("Delete", "消す"),
        ("Tab", "次の欄へ"),
        ("Esc", "やめる"),
    ]
    assert {"F11", "F12"} == {hint.key for hint in window}
    press(Qt.Key.Key_F1)
    assert len(host.findChildren(KeyList)) == 1
    press(Qt.Key.Key_Escape)
    assert not shown.is_open
    assert dialog.is_open
    assert QApplication.focusWidget() is field
    dialog.close()


def test_escape_closes_it_and_the_focus_comes_back(host: Host) -> None:
    dialog = Dialog(host, "問い")
    field = TextField()
    field.setAccessibleName("inner")
    dialog.add(field)
    dialog.open(field)
    assert field.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not dialog.is_open if shiboken6.isValid(dialog) else True
    assert host.field.hasFocus()
    assert host.done == []


def test_the_focus_comes_back_also_from_what_follows_a_window_of_the_system(host: Host, qtbot: QtBot) -> None:
    """A refusal that comes while the dialog for files still has the keyboard, or nobody has."""
    host.field.setFocus()
    files = TextField()
    qtbot.addWidget(files)
    files.show()
    files.activateWindow()
    files.setFocus()
    turn()
    assert QApplication.focusWidget() is not host.field
    overlay = Overlay(host, name="x")
    overlay.open()
    files.close()
    host.activateWindow()
    turn()
    overlay.close()
    turn()
    assert QApplication.focusWidget() is host.field


def test_a_page_that_arrives_behind_it_does_not_take_the_keyboard(host: Host) -> None:
    """Enter on a child and at once Ctrl+K: the page came, and the search stood there deaf, over everything."""
    other = TextField(parent=host.page)
    host.page.body.addWidget(other)
    other.show()
    dialog = Dialog(host, "問い")
    field, second = TextField(), TextField()
    for each in (field, second):
        dialog.add(each)
    dialog.open(field)
    second.setFocus()
    other.setFocus()
    turn()
    assert second.hasFocus()
    above = Dialog(host, "その上")
    inner = TextField()
    above.add(inner)
    above.open(inner)
    turn()
    assert inner.hasFocus()
    press(Qt.Key.Key_Escape)
    assert second.hasFocus()
    press(Qt.Key.Key_Escape)
    assert other.hasFocus()


def test_tab_goes_round_inside(host: Host) -> None:
    dialog = Dialog(host, "問い")
    first, second = TextField(), TextField()
    for field in (first, second):
        field.setAccessibleName("inner")
        dialog.add(field)
    dialog.set_buttons(Button("する"), leave="やめる")
    dialog.open(first)
    for _step in range(4):
        press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert dialog.isAncestorOf(focus)
    assert first.hasFocus()
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert not host.field.hasFocus()
    dialog.close()


def test_the_pages_shortcuts_are_out_of_reach(host: Host) -> None:
    dialog = Dialog(host, "問い")
    field = TextField()
    field.setAccessibleName("inner")
    dialog.add(field)
    dialog.open(field)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert host.done == []
    dialog.close()
    turn()
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert host.done == ["saved"]


def test_enter_in_a_line_presses_the_first_button(host: Host) -> None:
    acted: list[str] = []
    dialog = Dialog(host, "問い")
    field = TextField()
    field.setAccessibleName("inner")
    dialog.add(field)
    dialog.set_buttons(Button("する", lambda: acted.append("done")), leave="やめる")
    dialog.open(field)
    press(Qt.Key.Key_Return)
    assert acted == ["done"]
    dialog.close()


def test_it_stays_inside_a_small_window(host: Host) -> None:
    host.resize(420, 300)
    dialog = Dialog(host, "とても長い問いの見出しがここに入ります", width=800)
    dialog.set_buttons(Button("する"), leave="やめる")
    dialog.open()
    turn()
    assert host.rect().contains(dialog.panel.geometry())
    dialog.close()


def test_a_click_beside_it_closes_only_a_light_one(host: Host) -> None:
    firm, light = Overlay(host, name="firm"), Overlay(host, name="light", light=True)
    for overlay, stays in ((light, False), (firm, True)):
        overlay.open()
        QTest.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=overlay.rect().topLeft())
        assert overlay.is_open is stays
        overlay.close()


# ---- the port


def test_an_answer_comes_by_its_code(host: Host) -> None:
    dialogs, answers = WindowDialogs(host), list[str]()
    dialogs.ask("下書きを捨てますか", then=answers.append, answers=[Answer("discard", "捨てる")], leave="やめる")
    press(Qt.Key.Key_Return)
    assert answers == ["discard"]
    assert host.findChildren(Overlay) == [] or not any(each.is_open for each in host.findChildren(Overlay))


def test_leaving_a_question_calls_nobody(host: Host) -> None:
    dialogs, answers = WindowDialogs(host), list[str]()
    dialogs.ask("下書きを捨てますか", then=answers.append, answers=[Answer("discard", "捨てる")])
    press(Qt.Key.Key_Escape)
    assert answers == []


@pytest.mark.parametrize("careful", [True, False])
def test_where_something_speaks_against_it_enter_leaves(host: Host, careful: bool) -> None:
    dialogs, answers = WindowDialogs(host), list[str]()
    question = [Answer("give", "引き継ぐ", "primary", careful)]
    dialogs.ask("まだ見直していません", then=answers.append, answers=question)
    press(Qt.Key.Key_Return)
    assert answers == ([] if careful else ["give"])
    assert not any(each.is_open for each in host.findChildren(Overlay))


def test_a_lock_takes_every_question_away(host: Host) -> None:
    dialogs, answers = WindowDialogs(host), list[str]()
    dialogs.ask("一つめ", then=answers.append, answers=[Answer("a", "する")])
    dialogs.report(ValueError("高瀬"))
    dialogs.progress("控えをとっています", cancel=None)
    dialogs.close_all()
    turn()
    assert answers == []
    assert not any(each.is_open for each in host.findChildren(Overlay))


def test_a_report_shows_words_and_code_but_no_message(host: Host) -> None:
    dialogs = WindowDialogs(host)
    dialogs.report(ValueError("高瀬 陽菜乃"))
    (dialog,) = (each for each in host.findChildren(Dialog) if each.is_open)
    words = " ".join(child.accessibleName() for child in dialog.findChildren(QWidget))
    assert "高瀬" not in words
    assert "番号" in words
    dialog.close()


def test_what_qt_says_in_english_only_is_said_in_our_words(host: Host) -> None:
    WindowDialogs(host).choose_file("一覧を書き出す", then=lambda _path: None, kind="save", name="一覧.csv")
    dialog = host.findChild(QFileDialog)
    assert dialog is not None
    labels = (QFileDialog.DialogLabel.LookIn, QFileDialog.DialogLabel.FileType)
    assert [dialog.labelText(each) for each in labels] == ["場所:", "ファイルの種類:"]
    dialog.close()


def test_the_scripted_dialogs_fail_an_unexpected_question() -> None:
    scripted = ScriptedDialogs()
    with pytest.raises(AssertionError, match="nobody expected"):
        scripted.ask("?", then=lambda _code: None, answers=[])
    with pytest.raises(AssertionError, match="nobody expected"):
        scripted.choose_file("?", then=lambda _path: None)
    with pytest.raises(AssertionError, match="unexpected failure"):
        scripted.report(ValueError())
    scripted.answers.append("a")
    with pytest.raises(AssertionError):
        scripted.nothing_left()


def test_the_scripted_dialogs_answer_as_written() -> None:
    scripted, got = ScriptedDialogs(), list[object]()
    scripted.answers, scripted.files = ["yes", ""], [Path("a.csv"), None]
    scripted.ask("?", then=got.append, answers=[Answer("yes", "する")])
    scripted.ask("?", then=got.append, answers=[Answer("yes", "する")])
    scripted.choose_file("?", then=got.append)
    scripted.choose_file("?", then=got.append)
    assert got == ["yes", Path("a.csv")]
