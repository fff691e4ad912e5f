"""Closing the window where the last lines cannot be kept: the person is told, and stays, copies them or closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from caseapp.casework import drafts
from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.desktop.kit.fields import PassphraseField, TextField
from caseapp.desktop.kit.runner import ImmediateRunner
from caseapp.desktop.startup import closing
from caseapp.desktop.startup.program import Program
from caseapp.vault.trouble import DiskFull
from tests.desktop.conftest import PASSPHRASE, USER
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.desktop.lock.test_session import TYPED, log_in, quick, started, write_something

__all__ = ["quick"]  # the fixture with its small window


@pytest.fixture
def program(
    vault_folder: Path, now: datetime, dialogs: ScriptedDialogs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """Something was written, and the disk is full."""
    made = started(vault_folder, now, dialogs, ImmediateRunner(dialogs.report))
    log_in(made)
    write_something(made)
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "save", full)
        yield made
        made._lost = True
        made.end()
    made.window.deleteLater()


def full(*_args: object, **_more: object) -> None:
    raise DiskFull


def office_of(program: Program) -> Office:
    assert program.session is not None
    found: Office = program.session.office
    return found


def test_the_person_stays_with_what_was_written(program: Program, dialogs: ScriptedDialogs, now: datetime) -> None:
    dialogs.answers.append("")
    assert not program.window.close()
    assert dialogs.asked == ["書いたものを保存できませんでした"]
    assert program.window.isVisible()
    office = office_of(program)
    assert not office.closed
    assert program.session is not None
    assert program.session.shell is not None
    page = program.session.shell.page()
    assert page is not None
    assert closing.written(page) == f"事実: {TYPED}"


def test_when_there_is_room_again_it_closes_without_a_question(
    program: Program, dialogs: ScriptedDialogs, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs.answers.append("")
    program.window.close()
    kept: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "save", lambda _office, **values: kept.append(values["content"]))
        assert program.window.close()
        turn()
    assert kept == [{"facts": TYPED}]
    assert len(dialogs.asked) == 1


def test_the_text_can_be_copied_first(program: Program, dialogs: ScriptedDialogs) -> None:
    dialogs.answers.append("copy")
    assert not program.window.close()
    assert TYPED in QGuiApplication.clipboard().text()
    assert dialogs.told[0][0] == "コピーしました"
    assert program.window.isVisible()


def test_the_person_closes_all_the_same(program: Program, dialogs: ScriptedDialogs, now: datetime) -> None:
    office = office_of(program)
    dialogs.answers.append("close")
    program.window.close()
    turn()
    assert not program.window.isVisible()
    assert office.closed
    with offices.open_office(program.folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now) as opened:
        assert drafts.count(opened) == 0


def test_a_passphrase_is_never_copied(program: Program) -> None:
    assert program.session is not None
    assert program.session.shell is not None
    page = program.session.shell.page()
    assert page is not None
    secret, plain = PassphraseField(parent=page), TextField(parent=page)
    for field in (secret, plain):
        assert isinstance(field, QLineEdit)
        field.setText("めだか の がっこう")
    assert closing.written(page).count("めだか の がっこう") == 1
