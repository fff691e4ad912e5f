"""Python's collector never meets a living widget: it would take its attributes first and its life second.

In between Qt still lays the widget out and paints it, and finds nothing. So whatever has no parent is deleted by the
program itself, while it is whole (session.destroy, Overlay, menus); the collector finds only what is dead already.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import office as offices
from caseapp.desktop import pages
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.desktop.screens import SHOTS, Studio
from caseapp.desktop.startup.program import Program
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import ScriptedDialogs, turn


@contextmanager
def saving_garbage() -> Iterator[list[QObject]]:
    """No collector inside; afterwards the living widgets that it would have taken apart."""
    gc.collect()
    gc.disable()
    living: list[QObject] = []
    try:
        yield living
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        living += [each for each in gc.garbage if isinstance(each, QWidget) and shiboken6.isValid(each)]
    finally:
        gc.set_debug(0)
        for each in living:
            if shiboken6.isValid(each):
                shiboken6.delete(each)
        gc.garbage.clear()
        gc.enable()


def test_such_a_widget_would_be_found(qtbot: QtBot) -> None:
    with saving_garbage() as living:
        left = QWidget()
        left.circle = left  # type: ignore[attr-defined]  # what a lambda that knows `self` does
        del left
    assert len(living) == 1


@pytest.mark.slow
def test_every_screen_is_deleted_before_it_is_collected(
    vault_folder: Path, now: datetime, dialogs: ScriptedDialogs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now)
    program = Program(vault_folder, clock=lambda: now, runner=ImmediateRunner(dialogs.report), dialogs=dialogs)
    program.window.show()
    with saving_garbage() as living, monkeypatch.context() as patch:
        patch.setattr("gc.collect", lambda *_: 0)
        patch.setattr("gc.enable", lambda: None)
        program.enter(opened)
        studio = Studio(program)
        for _name, page, take in SHOTS:
            if page and not pages.entry(page).there():
                continue
            take(studio)
            turn()
            for overlay in program.window.findChildren(Overlay):
                overlay.close()
            turn()
        del studio, overlay
        program.lock()
        turn()
        patch.undo()
    program.end()
    program.window.deleteLater()
    assert not living, sorted({type(each).__qualname__ for each in living})
