"""The lock screen by itself: what it shows, when it asks, how it refuses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit.dialogs import Dialogs
from caseapp.desktop.kit.key_list import KeyList
from caseapp.desktop.lock.new_passphrase import NewPassphrase
from caseapp.desktop.lock.recovery import RecoveryScreen
from caseapp.desktop.lock.restore import RestoreScreen
from caseapp.desktop.lock.screen import LockScreen, User
from tests.desktop.fakes import ScriptedDialogs, spoken_name, turn

USERS = [User("u1", "森下 由佳"), User("u2", "佐伯 美里")]


@pytest.fixture
def screen(qtbot: QtBot) -> LockScreen:
    made = LockScreen(words="5分間操作がなかったため、画面を閉じました。")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.set_users(USERS, chosen="u2")
    made.show()
    made.activateWindow()
    made.first_focus().setFocus()
    turn()
    return made


def asked(screen: LockScreen) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    screen.unlock_asked.connect(lambda user, words: heard.append((user, words)))
    return heard


def test_enter_opens_as_the_user_who_had_it_open(screen: LockScreen) -> None:
    heard = asked(screen)
    assert not screen.open_button.isEnabled()
    QTest.keyClicks(screen.passphrase, "four words of mine")
    QTest.keyClick(screen.passphrase, Qt.Key.Key_Return)
    assert heard == [("u2", "four words of mine")]
    assert screen.opening()
    QTest.keyClick(screen.passphrase, Qt.Key.Key_Return)
    assert len(heard) == 1  # once is enough


def test_f1_shows_the_keys_and_esc_goes_back_to_the_passphrase(screen: LockScreen) -> None:
    QTest.keyClick(screen.passphrase, Qt.Key.Key_F1)
    turn()
    shown = screen.window().findChild(KeyList)
    assert shown is not None
    (_head, hints) = shown.groups[0]
    assert [(hint.key, hint.words) for hint in hints] == [
        ("Enter", "開く"),
        ("Tab", "次の欄へ"),
        ("F1", "この画面のキー"),
    ]
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not shown.is_open
    assert screen.passphrase.hasFocus()


def test_a_wrong_passphrase_counts_down_and_lets_type_on(screen: LockScreen) -> None:
    heard = asked(screen)
    screen.passphrase.setText("wrong")
    screen.submit()
    screen.refuse("合言葉が合いません。", wait_seconds=2)
    assert "あと2秒" in screen.problem.text()
    assert not screen.open_button.isEnabled()
    assert screen.passphrase.isEnabled()
    QTest.keyClicks(screen.passphrase, "x")
    screen.submit()
    assert len(heard) == 1
    screen._second()
    assert "あと1秒" in screen.problem.text()
    screen._second()
    assert screen.problem.text() == "合言葉が合いません。"
    assert screen.open_button.isEnabled()
    screen.submit()
    assert len(heard) == 2


def test_it_says_what_was_kept_and_names_no_child(screen: LockScreen) -> None:
    assert screen.words.text() == "5分間操作がなかったため、画面を閉じました。"


def test_caps_lock_is_said(screen: LockScreen) -> None:
    assert not screen.caps.isVisible()
    QTest.keyClick(screen.passphrase, Qt.Key.Key_CapsLock)
    assert screen.caps.isVisible()
    assert screen.caps.text() == "Caps Lock が入っています"


def test_the_user_can_be_changed_by_key(screen: LockScreen) -> None:
    QTest.keyClick(screen.passphrase, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert screen.user.hasFocus()
    QTest.keyClick(screen.user, Qt.Key.Key_Up)
    assert screen.user.value() == "u1"


def test_one_user_needs_no_button_to_change(screen: LockScreen) -> None:
    assert screen._switch.isVisible()
    screen.set_users(USERS[:1])
    assert not screen._switch.isVisible()


def test_wiping_leaves_no_passphrase(screen: LockScreen) -> None:
    screen.passphrase.setText("secret")
    screen.wipe()
    assert screen.passphrase.text() == ""


# ---- a new passphrase


@pytest.fixture
def fresh(qtbot: QtBot) -> NewPassphrase:
    made = NewPassphrase(lambda: ["汐見保健所", "森下 由佳"])
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_strength_is_said_while_it_is_typed(fresh: NewPassphrase) -> None:
    QTest.keyClicks(fresh.first, "abc")
    weak = fresh.bar._level
    fresh.first.setText("みずうみ の あさ 7 じ")
    fresh._typed("")
    assert fresh.bar._level > weak
    assert fresh.bar.accessibleName().startswith("強さ")


@pytest.mark.parametrize("text", ["short", "aaaaaaaaaaaaaaaa", "しおみほけんしょ", "汐見保健所1234567"])
def test_a_weak_one_is_explained_beside_its_field(fresh: NewPassphrase, text: str) -> None:
    fresh.first.setText(text)
    fresh.again.setText(text)
    assert not fresh.ready()
    assert not fresh.explain()
    assert fresh._left.row_of("passphrase").problem_line.text()


def test_two_different_ones_are_explained(fresh: NewPassphrase) -> None:
    fresh.first.setText("みずうみ の あさ 7 じ")
    fresh.again.setText("みずうみ の あさ 8 じ")
    assert not fresh.explain()
    assert fresh._right.row_of("again").problem_line.text() == "2つの合言葉が違っています。"
    fresh.again.setText("みずうみ の あさ 7 じ")
    assert fresh.explain()
    assert fresh.ready()


# ---- the other screens


def test_recovery_asks_for_everything_first(qtbot: QtBot) -> None:
    screen = RecoveryScreen(USERS, chosen="u2")
    qtbot.addWidget(screen)
    screen.show()
    heard: list[tuple[str, str, str]] = []
    screen.recover_asked.connect(lambda *values: heard.append(values))
    screen.submit()
    assert screen.form.row_of("key").problem_line.text() == "復旧キーを入れます。"
    screen.key.setText("8K3QF-M2T7W")
    screen.submit()
    assert heard == []
    for field in (screen.fresh.first, screen.fresh.again):
        field.setText("みずうみ の あさ 7 じ")
    screen.submit()
    assert heard == [("8K3QF-M2T7W", "u2", "みずうみ の あさ 7 じ")]
    screen.refuse("打ち間違いがあります。")
    assert screen.go.isEnabled()
    screen.wipe()
    assert (screen.key.text(), screen.fresh.value()) == ("", "")


def test_restoring_asks_for_everything_first(qtbot: QtBot) -> None:
    dialogs: Dialogs = ScriptedDialogs()
    screen = RestoreScreen(dialogs)
    qtbot.addWidget(screen)
    screen.show()
    heard: list[tuple[str, ...]] = []
    screen.restore_asked.connect(lambda *values: heard.append(values))
    screen.submit()
    assert heard == []
    for name in ("backup", "to", "user", "passphrase"):
        assert screen.form.row_of(name).problem_line.text()
    assert spoken_name(screen.backup) == "控えのファイル"


def test_escape_leads_back(qtbot: QtBot) -> None:
    screen = RecoveryScreen(USERS)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    screen.first_focus().setFocus()
    turn()
    left: list[int] = []
    screen.left.connect(lambda: left.append(1))
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert left == [1]
