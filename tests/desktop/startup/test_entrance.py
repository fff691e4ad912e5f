"""The way in: from a folder that was chosen by mistake one comes back to the own store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from caseapp.casework import backups
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.desktop.kit.text import Para
from caseapp.desktop.lock.screen import LockScreen
from caseapp.desktop.lock.trouble_screen import TroubleScreen
from caseapp.desktop.startup.entrance import Entrance
from caseapp.rules.clock import stopped
from tests.desktop.fakes import ScriptedDialogs, turn


@pytest.mark.parametrize("wrong", [1, 2])
def test_from_a_folder_without_a_store_back_leads_to_the_own_one(
    vault_folder: Path, tmp_path: Path, qtbot: QtBot, dialogs: ScriptedDialogs, now: datetime, wrong: int
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    entrance = Entrance(
        window, vault_folder, clock=stopped(now), runner=ImmediateRunner(dialogs.report), dialogs=lambda: dialogs
    )
    entrance.show_lock()
    entrance.look()
    assert isinstance(entrance.screen, LockScreen)
    other = tmp_path / "documents"
    other.mkdir()
    (other / "letter.txt").write_text("x")
    for _time in range(wrong):
        entrance._open_folder(other)
        turn()
        assert isinstance(entrance.screen, TroubleScreen)
    assert entrance.screen.back is not None
    entrance.screen.back.click()
    turn()
    assert isinstance(entrance.screen, LockScreen)
    assert (entrance.folder, entrance.screen.user.count()) == (vault_folder, 1)


def test_after_a_backup_was_restored_it_is_said_and_with_what_it_opens(
    vault_folder: Path, qtbot: QtBot, dialogs: ScriptedDialogs, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "restore", lambda path, to, *, user, passphrase: to)
    window = QMainWindow()
    qtbot.addWidget(window)
    runner = ImmediateRunner(dialogs.report)
    entrance = Entrance(window, Path("elsewhere"), clock=stopped(now), runner=runner, dialogs=lambda: dialogs)
    entrance._restore("a.casebackup", str(vault_folder), "森下 由佳", "words")
    turn()
    assert isinstance(entrance.screen, LockScreen)
    said = [each.text() for each in entrance.screen.findChildren(Para)]
    assert "控えから戻しました。控えをとったときの合言葉で開いてください。" in said
