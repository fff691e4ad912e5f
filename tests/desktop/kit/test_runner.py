"""One worker thread: answers arrive in order on the window's thread, stale ones are dropped, failures are shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit import runner as kit_runner
from caseapp.desktop.kit.runner import ImmediateRunner, Progress, Runner
from caseapp.vault.trouble import Cancelled
from tests.desktop.fakes import turn


def _noted(into: list[str], word: str) -> str:
    into.append(word)
    return word


class Reports(list[BaseException]):
    def __call__(self, error: BaseException) -> None:
        self.append(error)


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def runner(qapp: object, reports: Reports) -> Iterator[Runner]:
    made = Runner(reports)
    yield made
    made.stop()


def test_the_job_runs_elsewhere_and_the_answer_comes_here(runner: Runner) -> None:
    here = threading.get_ident()
    places: list[int] = []
    runner.ask(threading.get_ident, lambda there: places.extend((there, threading.get_ident())))
    runner.flush()
    assert places[0] != here
    assert places[1] == here


def test_jobs_run_one_after_the_other_in_their_order(runner: Runner) -> None:
    answers: list[int] = []
    threads: set[int] = set()

    def job(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    for number in range(2000):
        runner.ask(lambda n=number: job(n), answers.append)  # type: ignore[misc]  # a default binds the loop's value
    runner.flush()
    assert answers == list(range(2000))
    assert len(threads) == 1


def test_answers_arrive_by_the_event_loop_too(runner: Runner, qtbot: QtBot) -> None:
    answers: list[str] = []
    runner.ask(lambda: "hello", answers.append)
    qtbot.waitUntil(lambda: answers == ["hello"], timeout=2000)


def test_a_newer_question_with_the_same_key_replaces_the_older(runner: Runner) -> None:
    go, ran, answers = threading.Event(), list[str](), list[str]()

    def job(text: str) -> str:
        ran.append(text)
        return text

    runner.ask(go.wait)
    runner.ask(lambda: job("た"), answers.append, key="search")
    runner.ask(lambda: job("たか"), answers.append, key="search")
    runner.ask(lambda: job("other"), answers.append, key="list")
    go.set()
    runner.flush()
    assert answers == ["たか", "other"]
    assert ran == ["たか", "other"]  # the older one was not even run


def test_an_answer_that_is_overtaken_while_it_runs_is_dropped(runner: Runner) -> None:
    begun, go, answers = threading.Event(), threading.Event(), list[str]()

    def slow() -> str:
        begun.set()
        go.wait()
        return "old"

    runner.ask(slow, answers.append, key="search")
    assert begun.wait(2)
    runner.ask(lambda: "new", answers.append, key="search")
    go.set()
    runner.flush()
    assert answers == ["new"]


def test_after_forgetting_what_was_asked_is_done_but_nothing_arrives(runner: Runner) -> None:
    begun, go = threading.Event(), threading.Event()
    ran, answers = list[str](), list[str]()

    def slow() -> str:
        begun.set()
        go.wait()
        return "a name"

    runner.ask(slow, answers.append)
    runner.ask(lambda: _noted(ran, "saved"), answers.append)
    runner.ask(lambda: _noted(ran, "searched"), answers.append, key="search")
    assert begun.wait(2)
    runner.forget()
    go.set()
    runner.flush()
    turn()
    assert (ran, answers) == (["saved"], [])


def test_nothing_arrives_at_a_widget_that_is_gone(runner: Runner) -> None:
    owner, answers = QObject(), list[int]()
    runner.ask(lambda: 1, answers.append, owner=owner)
    shiboken6.delete(owner)
    runner.flush()
    assert answers == []


def fails() -> None:
    raise OSError("disk full")


def test_what_could_not_be_stored_for_a_page_that_is_gone_is_reported(runner: Runner, reports: Reports) -> None:
    page, taken, go = QObject(), Reports(), threading.Event()
    runner.ask(go.wait)
    runner.ask(fails, lambda _none: None, failed=taken, owner=page)
    runner.ask(fails, lambda _none: None, owner=page)
    runner.ask(fails, lambda _none: None, key="list", owner=page)  # a question: nobody waits for it any more
    shiboken6.delete(page)
    go.set()
    runner.flush()
    assert (len(taken), [type(error) for error in reports]) == (0, [OSError, OSError])


def test_an_answer_that_fails_is_reported_and_takes_no_other_with_it(runner: Runner, reports: Reports) -> None:
    answers: list[int] = []
    runner.ask(lambda: 1, lambda n: n // 0)
    runner.ask(lambda: 2, answers.append)
    assert runner.run_now(lambda: 3) == 3
    assert answers == [2]
    assert [type(error) for error in reports] == [ZeroDivisionError]


def test_a_report_that_fails_takes_no_answer_with_it(runner: Runner) -> None:
    answers: list[int] = []

    def report(_error: BaseException) -> None:
        raise LookupError

    runner.report = report
    runner.ask(lambda: 1 // 0)
    runner.ask(lambda: 2, answers.append)
    with pytest.raises(LookupError):
        runner.flush()
    assert answers == [2]


def test_a_failure_is_always_shown(runner: Runner, reports: Reports) -> None:
    runner.ask(lambda: 1 // 0, lambda _n: None)
    runner.flush()
    assert [type(error) for error in reports] == [ZeroDivisionError]


def test_who_takes_a_failure_over_gets_it(runner: Runner, reports: Reports) -> None:
    taken = Reports()
    runner.ask(lambda: 1 // 0, lambda _n: None, failed=taken)
    runner.flush()
    assert (len(taken), len(reports)) == (1, 0)


def test_what_the_person_stopped_is_no_failure(runner: Runner, reports: Reports) -> None:
    def job() -> None:
        raise Cancelled

    runner.ask(job)
    runner.flush()
    assert reports == []


def test_run_now_waits_for_what_was_asked_before(runner: Runner) -> None:
    order: list[str] = []
    runner.ask(lambda: order.append("first"))
    assert runner.run_now(lambda: _noted(order, "draft")) == "draft"
    assert order == ["first", "draft"]


def test_run_now_raises_what_the_job_raises(runner: Runner, reports: Reports) -> None:
    with pytest.raises(ZeroDivisionError):
        runner.run_now(lambda: 1 // 0)
    assert reports == []


def test_a_long_job_tells_how_far_it_is_and_can_be_stopped(runner: Runner) -> None:
    seen: list[tuple[int, int]] = []
    over: list[str] = []
    half, go = threading.Event(), threading.Event()

    def job(progress: Progress) -> str:
        progress(1, 10)
        half.set()
        go.wait()
        return "stopped" if progress.cancelled() else "done"

    answers: list[str] = []
    progress = runner.ask_long(
        job, answers.append, told=lambda done, total: seen.append((done, total)), over=lambda: over.append("over")
    )
    assert half.wait(2)
    progress.cancel()
    go.set()
    runner.flush()
    turn()
    assert (answers, seen, over) == (["stopped"], [(1, 10)], ["over"])


def test_it_knows_when_it_is_busy(runner: Runner) -> None:
    states: list[object] = []
    runner.busy_changed.connect(states.append)
    runner.ask(lambda: None)
    before = runner.busy
    runner.flush()
    assert (before, runner.busy) == (True, False)
    assert states == [True, False]


class Receiver:
    """What a page is for the collector: it notes where it died."""

    def __init__(self, died: list[str]) -> None:
        self._died = died

    def heard(self, *_answer: object) -> None: ...

    def __del__(self) -> None:
        self._died.append(threading.current_thread().name)


@pytest.mark.parametrize("known_to", ["the job", "the answer", "the failure"])
def test_what_a_task_knows_never_dies_on_the_thread_of_the_store(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, known_to: str
) -> None:
    died, held = list[str](), threading.Event()
    real = kit_runner._Line

    def slow(run: Any, answered: Callable[[Any], object]) -> kit_runner._Line:
        def answer(task: Any) -> None:  # under load the window's thread is through before the worker goes on
            answered(task)
            held.wait(5)

        return real(run, answer)

    monkeypatch.setattr(kit_runner, "_Line", slow)
    receiver = Receiver(died)
    job, done, failed = (
        receiver.heard if known_to == part else lambda *_: None for part in ("the job", "the answer", "the failure")
    )
    runner.ask(job, done, failed=failed)
    del receiver, job, done, failed
    runner.flush()
    turn()
    held.set()
    runner.ask(lambda: None)
    runner.flush()
    runner.stop()
    turn()  # the answers that were on their way to the window's thread
    assert died == ["MainThread"]


def test_asking_from_another_thread_is_a_mistake(runner: Runner) -> None:
    errors: list[BaseException] = []

    def elsewhere() -> None:
        try:
            runner.ask(lambda: 1)
        except RuntimeError as error:
            errors.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(errors) == 1


def test_stopping_ends_the_thread(qapp: object, reports: Reports) -> None:
    runner = Runner(reports)
    runner.ask(lambda: None)
    runner.stop()
    assert not any(thread.name == "store" for thread in threading.enumerate())
    runner.stop()


def test_the_immediate_runner_answers_at_once(qapp: object, reports: Reports) -> None:
    runner, answers = ImmediateRunner(reports), list[int]()
    runner.ask(lambda: 1, answers.append)
    runner.ask(lambda: 1 // 0, answers.append)
    assert answers == [1]
    assert len(reports) == 1
    assert runner.run_now(lambda: 2) == 2
