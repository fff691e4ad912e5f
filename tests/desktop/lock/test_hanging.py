"""A job that never returns (a drive on the network died) does not hold up a lock: it is left behind without the key."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caseapp.casework import drafts
from caseapp.casework.office import Office
from caseapp.desktop.kit import patience
from caseapp.desktop.kit.patience import NotInTime, Patience
from caseapp.desktop.kit.runner import Progress, Runner
from caseapp.desktop.lock.screen import LockScreen
from caseapp.desktop.startup.program import Program
from caseapp.vault.trouble import Closed
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.desktop.lock.test_session import TYPED, lock_screen, log_in, quick, started, write_something

__all__ = ["quick"]  # the fixture with its small window


class Dead:
    """A drive that does not answer until the test lets it."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.ended = threading.Event()
        self.met: BaseException | None = None

    def hang(self, office: Office | None = None) -> None:
        """Hang, then try to go on with the store."""
        try:
            self.begun.set()
            self.go.wait()
            if office is not None:
                drafts.count(office)
        except BaseException as error:
            self.met = error
            raise
        finally:
            self.ended.set()

    def hang_inside(self, office: Office) -> None:
        """Hang in the middle of an action of the store."""
        with office.reading():
            self.hang()


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dead]:
    monkeypatch.setattr(patience, "_SHORT", 0.5)
    made = Dead()
    yield made
    made.go.set()
    assert made.ended.wait(5)
    for thread in threading.enumerate():  # none outlives the test: the collector must not have its turn there
        if thread.name in ("store", "closing"):
            thread.join(5)


@pytest.fixture
def program(vault_folder: Path, now: datetime, dialogs: ScriptedDialogs, qtbot: QtBot, dead: Dead) -> Iterator[Program]:
    made = started(vault_folder, now, dialogs, Runner(dialogs.report))
    log_in(made)
    yield made
    dead.go.set()
    made.end()
    made.window.deleteLater()


def office_of(program: Program) -> Office:
    assert program.session is not None
    found: Office = program.session.office
    return found


def test_a_job_that_hangs_outside_the_store_does_not_hold_up_the_lock(program: Program, dead: Dead) -> None:
    child_id, office, heard = write_something(program), office_of(program), list[str]()
    program.runner.ask(lambda: dead.hang(office), lambda _none: heard.append("hanging"))
    program.runner.ask(lambda: "behind", heard.append)
    assert dead.begun.wait(2)
    program.lock()
    assert isinstance(program.window.centralWidget(), LockScreen)
    assert office.closed
    assert heard == ["behind"]  # what waited behind it was done, and answered while its page still stood
    assert not dead.ended.is_set()
    log_in(program)
    again = office_of(program)
    kept = program.runner.run_now(lambda: drafts.find(again, form="record", child_id=child_id))
    assert kept is not None
    assert kept.content == {"facts": TYPED}
    dead.go.set()
    assert dead.ended.wait(2)
    assert isinstance(dead.met, Closed)  # it comes back and finds no key
    turn()
    assert heard == ["behind"]


def test_it_is_told_after_unlocking_what_was_left_behind(
    program: Program, dead: Dead, dialogs: ScriptedDialogs
) -> None:
    program.runner.ask_long(lambda _progress: dead.hang(), told=lambda _done, _total: None, name="控えを作っています")
    assert dead.begun.wait(2)
    program.lock()
    log_in(program)
    assert len(dialogs.told) == 1
    assert dialogs.told[0][1].startswith("10:12にロックしたとき、「控えを作っています」が終わっていませんでした。")
    program.lock()
    log_in(program)
    assert len(dialogs.told) == 1  # once


def test_a_job_that_hangs_inside_the_store_loses_the_key_all_the_same(
    program: Program, dead: Dead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_LONG", 0.5)
    write_something(program)
    office = office_of(program)
    program.runner.ask(lambda: dead.hang_inside(office))
    assert dead.begun.wait(2)
    program.lock()
    assert isinstance(program.window.centralWidget(), LockScreen)
    assert office.closed
    with pytest.raises(Closed):
        office.vault.reveal_key()
    assert "保存できませんでした" in lock_screen(program).words.text()  # the draft: nobody else came to the store
    dead.go.set()
    closing = next((thread for thread in threading.enumerate() if thread.name == "closing"), None)
    if closing is not None:
        closing.join(5)
    log_in(program)  # the vault was given back when the hanging one had ended
    assert program.session is not None


def test_a_job_that_listens_is_not_left_behind(program: Program, dead: Dead, dialogs: ScriptedDialogs) -> None:
    begun = threading.Event()

    def job(progress: Progress) -> None:
        begun.set()
        while not progress.cancelled():
            dead.go.wait(0.01)

    program.runner.ask_long(job, told=lambda _done, _total: None, name="x")
    assert begun.wait(2)
    program.lock()
    log_in(program)
    assert dialogs.told == []
    dead.ended.set()


def test_the_desk_is_covered_while_it_is_waited_for(
    program: Program, dead: Dead, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr("caseapp.desktop.startup.cover.Cover.repaint", lambda cover: seen.append(cover.isVisible()))
    program.runner.ask(dead.hang)
    assert dead.begun.wait(2)
    program.lock()
    assert seen == [True]


def test_many_that_hang_are_all_left_behind(qapp: object, dead: Dead) -> None:
    runner, left_alone = Runner(lambda _error: None), list[BaseException]()
    for _ in range(4):
        runner.ask(dead.hang, failed=left_alone.append)
    with runner.patience(Patience(working=lambda: False, short=0.1)) as left:
        runner.flush()
        assert runner.run_now(lambda: "free") == "free"
    assert [each.done for each in left] == [False] * 4
    assert not runner.busy
    dead.go.set()
    assert dead.ended.wait(2)
    runner.stop()


def test_where_nobody_comes_to_the_store_the_next_question_has_a_thread_of_its_own(qapp: object, dead: Dead) -> None:
    runner, answers = Runner(lambda _error: None), list[str]()
    with runner.patience(Patience(working=lambda: True, long=0.1)):
        runner.ask(dead.hang)
        runner.ask(dead.hang)
        for _ in range(2):
            with pytest.raises(NotInTime):
                runner.run_now(dead.go.wait)
        with pytest.raises(NotInTime):
            runner.run_now(dead.go.wait)
    runner.ask(lambda: "the lock screen's question", answers.append)
    runner.flush()
    assert answers == ["the lock screen's question"]
    runner.stop()


def test_the_store_itself_is_given_longer(qapp: object, dead: Dead) -> None:
    seconds = iter((0.0, 1.0, 3.0, 5.0, 7.0, 9.0))
    patient = Patience(working=lambda: True, short=2.0, long=6.0, clock=lambda: next(seconds))
    assert not patient.wait(threading.Event())
    assert next(seconds) == 9.0
    hasty = iter((0.0, 1.0, 3.0, 5.0))
    assert not Patience(working=lambda: False, short=2.0, long=6.0, clock=lambda: next(hasty)).wait(threading.Event())
    assert next(hasty) == 5.0
    dead.ended.set()
