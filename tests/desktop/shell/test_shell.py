"""The frame: going from page to page and back, keys told truly, names hidden, folding, changes passed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import register
from caseapp.casework.views import DraftKey
from caseapp.desktop import pages
from caseapp.desktop.kit.drafts import DraftKeeper
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.key_list import KeyList
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.palette.palette import Palette
from caseapp.desktop.shell.bars import SearchButton
from caseapp.desktop.shell.shell import Shell
from caseapp.rules.changes import Changes
from tests.desktop.fakes import ScriptedDialogs, turn


class Kept(Page):
    """A list: stays alive."""

    shown = (Keys.PRINT, Keys.OPEN)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.opened: list[dict[str, Any]] = []
        self.changes: list[Changes] = []
        self.kept = 0
        self.field = TextField(parent=self)
        self.field.setAccessibleName("field")
        self.body.addWidget(self.field)
        self.done: list[str] = []
        self.on(Keys.PRINT, lambda: self.done.append("printed"))
        self.say_key(Keys.OPEN)

    def open(self, **args: Any) -> None:
        self.opened.append(args)

    def refresh(self, changes: Changes) -> None:
        self.changes.append(changes)

    def keep_draft(self) -> None:
        self.kept += 1

    def first_focus(self) -> QWidget:
        return self.field


class Form(Kept):
    """A form: made anew."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.on(Keys.SAVE, lambda: self.done.append("saved"))
        self.on(Keys.RECORD, lambda: self.done.append("recorded"))

    def place(self) -> dict[str, Any]:
        return self.opened[-1]


ENTRIES = (
    pages.PageEntry(name="today", module="m", page="Kept", words="Today", icon="today"),
    pages.PageEntry(name="register", module="m", page="Kept", words="Register", icon="register"),
    pages.PageEntry(name="child", module="m", page="Kept"),
    pages.PageEntry(name="record", module="m", page="Form", kept=False),
)


@pytest.fixture
def shell(bare_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setattr(pages, "PAGES", ENTRIES)
    monkeypatch.setattr(pages.PageEntry, "load", lambda entry: Form if entry.page == "Form" else Kept)
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Shell(bare_desk, entries=ENTRIES[:2], recent=lambda: [("c1", "高瀬 陽菜乃"), ("c2", "倉田 湊")])
    window.setCentralWidget(made)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    made.open("today")
    turn()
    yield made
    window.close()


@pytest.fixture
def new_shell(bare_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Shell, list[int]]]:
    """A shell where no child was opened yet, and how many drafts there are (change it)."""
    monkeypatch.setattr(pages, "PAGES", ENTRIES)
    monkeypatch.setattr(pages.PageEntry, "load", lambda entry: Form if entry.page == "Form" else Kept)
    window, drafts = QMainWindow(), [0]
    qtbot.addWidget(window)
    made = Shell(bare_desk, entries=ENTRIES[:2], recent=list, drafts=lambda: drafts[0])
    window.setCentralWidget(made)
    window.resize(1366, 768)
    window.show()
    made.open("today")
    turn()
    yield made, drafts
    window.close()


def page(shell: Shell) -> Kept:
    found = shell.page()
    assert isinstance(found, Kept)
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)
    turn()


ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def test_a_list_stays_alive_and_a_form_is_made_anew(shell: Shell) -> None:
    first = shell.page()
    shell.open("register")
    shell.open("today")
    assert shell.page() is first
    shell.open("record", child_id="c1")
    form = shell.page()
    shell.open("today")
    turn()
    shell.open("record", child_id="c1")
    assert shell.page() is not form


def test_alt_left_goes_back_to_the_same_place(shell: Shell) -> None:
    shell.open_child("c1")
    shell.open_record("c1", method="phone")
    press(Qt.Key.Key_Left, ALT)
    assert shell.here()[0] == "child"
    assert page(shell).opened[-1] == {"child_id": "c1"}
    press(Qt.Key.Key_Left, ALT)
    assert shell.here()[0] == "today"
    press(Qt.Key.Key_Left, ALT)
    assert shell.here()[0] == "today"


def test_the_rail_is_lit_and_walked_by_keys(shell: Shell) -> None:
    press(Qt.Key.Key_F4)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "今日"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert shell.here()[0] == "register"
    assert page(shell).field.hasFocus()


def test_control_and_a_number_open_the_pages(shell: Shell) -> None:
    press(Qt.Key.Key_2, CTRL)
    assert shell.here()[0] == "register"
    press(Qt.Key.Key_1, CTRL)
    assert shell.here()[0] == "today"


def test_the_children_opened_last_stand_in_the_rail_and_open(shell: Shell) -> None:
    item = shell.rail._recent[1]
    assert item.isVisible()
    assert item.accessibleName() == "倉田 湊"
    item.click()
    assert page(shell).opened[-1] == {"child_id": "c2"}


def test_who_was_merged_into_another_record_leaves_the_rail(shell: Shell) -> None:
    shell._recent = lambda: [("c1", "高瀬 陽菜乃")]
    shell.desk.bus.tell(Changes(frozenset({"merge"}), frozenset({"c1", "c2"})))
    assert shell.rail.recent() == [("c1", "高瀬 陽菜乃")]


def test_f11_hides_the_names_of_the_rail(shell: Shell) -> None:
    press(Qt.Key.Key_F11)
    assert masking.on
    assert shell.rail._recent[0].accessibleName() == "高○ ○○○"
    assert shell.desk.preferences["masked"] is True
    press(Qt.Key.Key_F11)
    assert shell.rail._recent[0].accessibleName() == "高瀬 陽菜乃"


def test_f12_asks_for_the_lock(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.lock_asked, timeout=1000):
        press(Qt.Key.Key_F12)


def test_the_status_line_shows_the_keys_of_the_page_and_f1(shell: Shell) -> None:
    assert [hint.key for hint in shell.status.keys.hints()] == ["Ctrl+P", "Enter", "F1"]
    page(shell).action(Keys.PRINT).setEnabled(False)
    shell.refresh_keys()
    assert [hint.key for hint in shell.status.keys.hints()] == ["Enter", "F1"]


def test_the_status_line_follows_a_key_that_does_something_else(shell: Shell) -> None:
    page = shell.page()
    assert page is not None
    page.action(Keys.PRINT).setText("次へ進める")
    assert "次へ進める" in {hint.words for hint in shell.status.keys.hints()}


def test_on_a_page_about_a_child_control_n_records_for_that_child(shell: Shell) -> None:
    """On its plan and its quotas it asked which child was meant."""
    shell.open("child", child_id="c1")
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert shell.here() == ("record", {"child_id": "c1"})


def test_while_one_is_recorded_control_n_asks_whose_the_next_is(shell: Shell) -> None:
    shell.open("record", child_id="c1")
    shell.record()
    palette = shell.window().findChild(Palette)
    assert palette is not None
    assert palette.is_open
    palette.close()


def test_f1_tells_every_key_of_this_page_and_of_the_window(shell: Shell) -> None:
    shell.open("record", child_id="c1")
    press(Qt.Key.Key_F1)
    (found,) = shell.window().findChildren(KeyList)
    here, everywhere = ({hint.key: hint.words for hint in hints} for _head, hints in found.groups)
    assert {"Ctrl+P", "Ctrl+S", "Ctrl+N", "Enter"} <= here.keys()
    assert {"Ctrl+K", "F11", "F12", "Alt+←", "F4"} <= everywhere.keys()
    assert everywhere["Ctrl+1"] == "今日"
    press(Qt.Key.Key_Escape)


def test_what_f1_says_is_bound(shell: Shell) -> None:
    bound = {action.shortcut().toString() for action in (*shell.actions(), *page(shell).actions())}
    for hint in (*page(shell).all_keys(), *shell.keys.hints()):
        key = next(each for each in Keys if each.text == hint.key)
        assert not key.value.keys or key.sequence.toString() in bound, hint


def test_the_menus_hold_the_acts_of_the_page_with_their_keys(shell: Shell) -> None:
    shell.open("record", child_id="c1")
    texts = {action.text(): action.shortcut().toString() for menu in shell.keys.menus() for action in menu.actions()}
    assert texts["保存する"] == "Ctrl+S"
    assert texts["ロックする"] == "F12"
    shell.open("today")
    names = [action.text() for menu in shell.keys.menus() for action in menu.actions()]
    assert "保存する" not in names


def test_a_key_of_a_page_that_is_not_seen_does_nothing(shell: Shell) -> None:
    first = page(shell)
    shell.open("register")
    turn()
    press(Qt.Key.Key_P, CTRL)
    assert first.done == []
    assert page(shell).done == ["printed"]


def test_control_n_asks_for_whom_where_no_child_is_open(shell: Shell) -> None:
    press(Qt.Key.Key_N, CTRL)
    (palette,) = shell.window().findChildren(Palette)
    assert palette.accessibleName() == "どなたの記録ですか"
    press(Qt.Key.Key_Escape)
    shell.open("record", child_id="c1")
    turn()
    press(Qt.Key.Key_N, CTRL)
    assert page(shell).done == ["recorded"]


def test_control_k_opens_the_palette_with_the_acts_of_the_page(shell: Shell) -> None:
    press(Qt.Key.Key_K, CTRL)
    (palette,) = shell.window().findChildren(Palette)
    words = [line.words for line in palette.list.list_model().items()]
    assert "印刷を見る" in words
    assert "児童台帳" in words
    assert "高瀬 陽菜乃" in words
    press(Qt.Key.Key_Escape)
    assert page(shell).field.hasFocus()


def test_changes_reach_the_page_that_is_seen_and_the_others_when_they_are(shell: Shell) -> None:
    today = page(shell)
    shell.open("record", child_id="c1")
    form = page(shell)
    changes = Changes(frozenset({"child"}), frozenset({"c1"}))
    shell.desk.bus.tell(changes)
    assert form.changes == [changes]
    assert today.changes == []
    shell.desk.bus.tell(Changes(frozenset({"plan"})))
    shell.open("today")
    assert today.changes == [changes | Changes(frozenset({"plan"}))]
    shell.open("register")
    shell.open("today")
    assert len(today.changes) == 1


def test_every_living_page_keeps_its_draft(shell: Shell) -> None:
    today = page(shell)
    shell.open("record", child_id="c1")
    form = page(shell)
    shell.keep_drafts()
    assert (today.kept, form.kept) == (1, 1)


def test_it_folds_when_narrow_and_widens_when_wide(shell: Shell) -> None:
    window = shell.window()
    assert shell.rail.width() == 152
    window.resize(1000, 700)
    turn()
    assert shell.rail.width() == 48
    assert not shell.top._name.isVisible()
    assert page(shell).width_class == "narrow"
    assert shell.rail._items["today"].toolTip() == "今日 (Ctrl+1)"
    window.resize(1920, 1000)
    turn()
    assert shell.rail.width() == 176
    assert page(shell).width_class == "wide"


def test_the_status_line_leaves_out_what_does_not_fit(shell: Shell) -> None:
    line = shell.status.keys
    line.resize(90, 28)
    assert [hint.key for hint in line._fitting()] == ["F1"]


def test_nothing_of_the_frame_needs_more_than_a_narrow_window(shell: Shell) -> None:
    shell.fit(910)
    shell.rail.set_width_class("narrow")
    assert shell.top.minimumSizeHint().width() <= 910
    assert shell.status.minimumSizeHint().width() <= 910


def test_the_window_closes_by_key(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.close_asked, timeout=1000):
        press(Qt.Key.Key_Q, CTRL)


def test_larger_text_is_a_preference(shell: Shell) -> None:
    shell._resize_text(1)
    assert shell.desk.preferences["font_size"] == 12.0
    assert not [each for each in shell.window().findChildren(Overlay) if each.is_open]


def test_the_key_for_larger_text_pressed_in_a_hurry_counts_each_time(shell: Shell) -> None:
    for _time in range(3):
        QTest.keyClick(page(shell).field, Qt.Key.Key_Plus, CTRL)
    assert shell.desk.preferences["font_size"] == 15.0
    for _time in range(9):
        QTest.keyClick(page(shell).field, Qt.Key.Key_Plus, CTRL)
    assert shell.desk.preferences["font_size"] == 18.0
    press(Qt.Key.Key_0, CTRL)
    assert shell.desk.preferences["font_size"] == 10.5


def test_the_rail_has_room_for_its_longest_word(shell: Shell) -> None:
    item = next(iter(shell.rail._items.values()))
    item.set_words("Consultations and organizations")
    shell.rail.set_width_class("normal")
    assert shell.rail.width() >= item.wide_width()
    shell.rail.set_width_class("narrow")
    assert shell.rail.width() == 48


# ---- nothing recorded yet, something half written


def test_control_n_in_an_empty_office_says_what_comes_first(
    new_shell: tuple[Shell, list[int]], dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _drafts = new_shell
    monkeypatch.setattr(register, "anybody", lambda _office: False)
    opened: list[str] = []
    monkeypatch.setattr(shell, "open", opened.append)
    dialogs.answers.append("register")
    shell.record()
    assert dialogs.asked == ["まだお子さんが登録されていません。"]
    assert opened == ["child_form"]
    assert not shell.findChildren(Palette)


def test_control_n_asks_whose_consultation_it_is_when_there_are_children(
    new_shell: tuple[Shell, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _drafts = new_shell
    monkeypatch.setattr(register, "anybody", lambda _office: True)
    shell.record()
    palette = shell.window().findChild(Palette)
    assert palette is not None
    assert "どなたの相談ですか" in "".join(getattr(row, "words", "") for row in palette.list.list_model().rows())


def test_what_was_said_of_an_act_stays_through_its_own_change_of_page_and_goes_with_the_next(
    new_shell: tuple[Shell, list[int]],
) -> None:
    shell, _drafts = new_shell
    resting = shell.status.saved.text()
    shell.desk.saved("保存しました 10:12")
    shell.open("register")
    assert shell.status.saved.text() == "保存しました 10:12"
    turn()
    shell.open("today")
    assert shell.status.saved.text() == resting


def test_the_status_line_never_says_saved_while_something_is_half_written(new_shell: tuple[Shell, list[int]]) -> None:
    shell, drafts = new_shell
    assert shell.status.saved.text() == "すべて保存ずみ"
    drafts[0] = 2
    shell.open("register")
    assert shell.status.saved.text() == "書きかけ 2件"
    drafts[0] = 0
    shell.open("today")
    assert shell.status.saved.text() == "すべて保存ずみ"


def test_the_status_line_never_says_saved_beside_what_was_just_typed(new_shell: tuple[Shell, list[int]]) -> None:
    shell, _drafts = new_shell
    keeper = DraftKeeper(shell.desk, DraftKey("plan", "c1", ""), dict, parent=shell)
    keeper.touch()
    assert shell.status.saved.text() == "まだ保存していません"
    keeper.end()  # the record was saved, or the draft thrown away
    assert shell.status.saved.text() == "すべて保存ずみ"
    keeper = DraftKeeper(shell.desk, DraftKey("plan", "c1", ""), dict, parent=shell)
    keeper.touch()
    shell.desk.saved("保存しました")
    keeper.end()
    assert shell.status.saved.text() == "保存しました"


def test_what_was_just_done_is_not_wiped_away_by_the_count(new_shell: tuple[Shell, list[int]]) -> None:
    shell, drafts = new_shell
    drafts[0] = 1
    shell.desk.saved("閉じました")
    shell.open("register")
    assert shell.status.saved.text() == "閉じました"


def test_tab_into_a_page_begins_with_what_now_stands_first_there(shell: Shell) -> None:
    added = TextField()
    added.setAccessibleName("added")
    page(shell).body.insertWidget(0, added)
    turn()
    search = shell.top.findChild(SearchButton)
    assert search is not None
    search.setFocus()
    for _press in range(12):
        press(Qt.Key.Key_Tab)
        if page(shell).isAncestorOf(QApplication.focusWidget() or shell):
            break
    assert QApplication.focusWidget() is added
