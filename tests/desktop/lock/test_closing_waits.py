"""Closing while a paper or a file is on its way: it is waited for with a bar, can be stopped, and a failure is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit import printing, spooler
from caseapp.desktop.kit.dialogs import WindowDialogs
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.text import Para
from caseapp.desktop.startup.program import Program
from caseapp.vault.trouble import Cancelled
from tests.desktop.fakes import turn
from tests.desktop.lock.test_session import log_in, quick

__all__ = ["quick"]  # the fixture with its small window


class Printer:
    """A printer that takes its paper when it is told to, or when it is stopped."""

    def __init__(self) -> None:
        self.go, self.breaks = threading.Event(), False

    def send(self, _pdf: bytes, _printer: QPrinter, _job: object, stopped: Callable[[], bool]) -> None:
        while not self.go.wait(0.01):
            if stopped():
                raise Cancelled
        if self.breaks:
            raise spooler.NotPrinted("The printer did not begin. Look whether it is on, and print again.")


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Printer]:
    made = Printer()
    monkeypatch.setattr(printing, "_send", made.send)
    yield made
    made.go.set()


@pytest.fixture
def program(vault_folder: Path, now: datetime, qtbot: QtBot, printer: Printer) -> Iterator[Program]:
    made = Program(vault_folder, clock=lambda: now, runner=Runner(lambda _error: None))
    made.entrance.show_lock()
    made.window.show()
    made.entrance.look()
    made.runner.flush()
    turn()
    log_in(made)
    yield made
    printer.go.set()
    qtbot.waitUntil(lambda: not made.dialogs.papers_on_their_way(), timeout=5_000)
    made.end()
    made.window.deleteLater()


def print_something(program: Program) -> list[tuple[int, str]]:
    dialogs, heard = program.dialogs, list[tuple[int, str]]()
    assert isinstance(dialogs, WindowDialogs)
    dialogs._send(b"%PDF", lambda copies, why: heard.append((copies, why)), QPrinter())
    return heard


def waiting(program: Program, qtbot: QtBot) -> Any:
    """The dialog that says what is waited for."""

    def there() -> list[Dialog]:
        return [each for each in program.window.findChildren(Dialog, "closing-dialog") if each.is_open]

    qtbot.waitUntil(lambda: bool(there()), timeout=5_000)
    return there()[0]


def words(of: QWidget) -> str:
    said = [label.text() for label in of.findChildren(QLabel)] + [para.text() for para in of.findChildren(Para)]
    return " ".join(said)


def test_the_window_closes_when_the_paper_has_arrived(program: Program, printer: Printer, qtbot: QtBot) -> None:
    heard = print_something(program)
    assert not program.window.close()
    said = waiting(program, qtbot)
    assert "終わったらプログラムを閉じます" in words(said)
    assert "印刷に送っています" in words(said)
    assert not program.window.close()  # pressed again: it waits all the same
    printer.go.set()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=5_000)
    assert heard == [(1, "")]


def test_what_is_stopped_is_not_waited_for(program: Program, qtbot: QtBot) -> None:
    print_something(program)
    program.window.close()
    button = waiting(program, qtbot).findChild(QPushButton, "closing-stop")
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=5_000)


def test_a_paper_that_fails_meanwhile_is_read_before_it_closes(
    program: Program, printer: Printer, qtbot: QtBot
) -> None:
    heard = print_something(program)
    program.window.close()
    printer.breaks = True
    printer.go.set()
    qtbot.waitUntil(lambda: heard != [], timeout=5_000)
    qtbot.waitUntil(lambda: not program.under_way._timer.isActive(), timeout=5_000)
    assert program.window.isVisible()
    assert "プリンタ" in heard[0][1]
    assert program.window.close()  # nothing is on its way any more


def test_one_may_stay_after_all(program: Program, printer: Printer, qtbot: QtBot) -> None:
    print_something(program)
    program.window.close()
    QTest.keyClick(waiting(program, qtbot), Qt.Key.Key_Escape)
    printer.go.set()
    qtbot.waitUntil(lambda: not program.dialogs.papers_on_their_way(), timeout=5_000)
    qtbot.waitUntil(lambda: not program.under_way._timer.isActive(), timeout=5_000)
    assert program.window.isVisible()


def test_behind_the_lock_screen_it_is_waited_for_too(program: Program, printer: Printer, qtbot: QtBot) -> None:
    print_something(program)
    program.lock()
    assert not program.window.close()
    assert "印刷に送っています" in words(waiting(program, qtbot))
    printer.go.set()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=5_000)


def test_a_file_that_is_being_written_is_waited_for(program: Program, qtbot: QtBot) -> None:
    go = threading.Event()
    program.runner.ask(lambda: go.wait(5), name="R8-0007.pdfに保存しています")
    assert not program.window.close()
    said = words(waiting(program, qtbot))
    go.set()
    assert "R8-0007.pdf" in said
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=5_000)


def test_what_does_not_stop_is_left_behind(program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.desktop.startup.under_way._STOPPING", 3)
    monkeypatch.setattr("caseapp.desktop.kit.patience._SHORT", 0.2)
    go = threading.Event()
    program.runner.ask(lambda: go.wait(20), name="x")
    program.window.close()
    button = waiting(program, qtbot).findChild(QPushButton, "closing-stop")
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=5_000)
    go.set()
