"""The first start, on a real folder: a store is made, the recovery key is shown once and proved on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from caseapp.casework import office as offices
from caseapp.casework import recovery_sheet
from caseapp.desktop.first_run.wizard import FirstRunScreen, RecoveryKeyScreen
from caseapp.desktop.kit.key_list import KeyList
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.desktop.startup.program import Program
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.desktop.fakes import ScriptedDialogs, turn

GOOD = "みずうみ の あさ 7 じ"


@pytest.fixture
def program(
    tmp_path: Path, now: datetime, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[Program]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    made = Program(tmp_path / "new", clock=lambda: now, runner=ImmediateRunner(dialogs.report), dialogs=dialogs)
    made.window.resize(1366, 768)
    made.entrance.show_lock()
    made.window.show()
    made.entrance.look()
    turn()
    yield made
    made.end()
    made.window.deleteLater()


def fill(screen: FirstRunScreen, passphrase: str = GOOD) -> None:
    screen.office.setText("汐見保健所")
    screen.name.setText("森下 由佳")
    screen.job.setText("自立支援員")
    screen.fresh.first.setText(passphrase)
    screen.fresh.again.setText(passphrase)


def shown(program: Program) -> str:
    return " ".join(label.text() for label in program.window.findChildren(QLabel))


def test_an_empty_folder_leads_to_the_first_run(program: Program) -> None:
    assert isinstance(program.screen, FirstRunScreen)
    assert program.screen.office.hasFocus() or not program.window.isActiveWindow()


def test_nothing_is_made_while_something_is_missing(program: Program) -> None:
    screen = program.screen
    assert isinstance(screen, FirstRunScreen)
    screen.submit()
    assert screen.form.row_of("office_name").problem_line.text() == "保健所の名前を書いてください。"
    assert screen.form.row_of("user_name").problem_line.text() == "名前を書きます。"
    fill(screen, "short")
    screen.submit()
    assert not program.folder.exists()


def test_the_two_fields_of_the_passphrase_stay_in_one_line_when_one_has_a_complaint(program: Program) -> None:
    screen = program.entrance.screen
    assert isinstance(screen, FirstRunScreen)
    fill(screen, "aaa")
    screen.submit()
    turn()
    first, again = screen.fresh.first, screen.fresh.again
    assert screen.fresh._left.row_of("passphrase").problem_line.isVisible()
    assert first.mapTo(screen, first.rect().topLeft()).y() == again.mapTo(screen, again.rect().topLeft()).y()
    assert first.height() == again.height()


def test_f1_shows_the_keys_of_the_first_run(program: Program) -> None:
    screen = program.entrance.screen
    assert isinstance(screen, FirstRunScreen)
    QTest.keyClick(screen.office, Qt.Key.Key_F1)
    shown = program.window.findChild(KeyList)
    assert shown is not None
    assert [hint.words for hint in shown.groups[0][1]] == ["はじめる", "次の欄へ", "この画面のキー"]


def test_from_nothing_to_today(program: Program, now: datetime) -> None:
    screen = program.screen
    assert isinstance(screen, FirstRunScreen)
    fill(screen)
    QTest.keyClick(screen.fresh.again, Qt.Key.Key_Return)
    turn()
    key = program.screen
    assert isinstance(key, RecoveryKeyScreen)
    groups = [
        label.text() for label in key.card.findChildren(QLabel) if len(label.text()) == 5 and label.text().isascii()
    ]
    assert len(groups) == 7
    key.typed.setText("XXXXX")
    key.submit()
    assert key.form.row_of("last").problem_line.text()
    before = program.session
    key.typed.setText(groups[-1].lower())
    key.submit()
    turn()
    assert before is None
    assert program.session is not None
    assert groups[-1] not in shown(program)
    assert not recovery_sheet.unconfirmed(program.session.office)
    program.lock()
    turn()
    offices.recover(
        program.folder,
        recovery_key="-".join(groups),
        user="森下 由佳",
        new_passphrase="あたらしい ことば よっつ です",
        clock=lambda: now,
    ).close()


def test_the_sheet_goes_to_the_printer(program: Program, dialogs: ScriptedDialogs) -> None:
    screen = program.screen
    assert isinstance(screen, FirstRunScreen)
    fill(screen)
    screen.submit()
    key = program.screen
    assert isinstance(key, RecoveryKeyScreen)
    key.print_button.click()
    ((pdf, copies),) = dialogs.printed
    assert pdf.startswith(b"%PDF")
    assert copies == 1


def test_the_last_group_may_be_typed_in_full_width(program: Program) -> None:
    screen = RecoveryKeyScreen(("AAAAA", "0B1CD"), print_sheet=lambda: None)
    done: list[int] = []
    screen.done.connect(lambda: done.append(1))
    screen.typed.setText("oBlcd")
    screen.submit()
    assert done == [1]
    screen.deleteLater()


def test_a_store_that_cannot_be_made_says_why(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp.vault.trouble import DiskFull

    def full(*_args: object, **_more: object) -> None:
        raise DiskFull

    monkeypatch.setattr(offices, "create", full)
    screen = program.screen
    assert isinstance(screen, FirstRunScreen)
    fill(screen)
    screen.submit()
    assert "空き" in screen.form.banner.text()
    assert screen.go.isEnabled()
