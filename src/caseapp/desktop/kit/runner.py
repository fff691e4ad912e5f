"""One worker thread for everything that touches the store; answers come back on the window's thread.

An answer is dropped when a newer question with the same key was asked, when the runner was told to `forget` (lock), or
when the widget that asked is gone. A failure is shown by `report`, unless the asker takes it over with `failed`. When
the asker is gone, the failure of a job without a key (a record or a draft that was to be stored) goes to `report` all
the same; only that of a question with a key, which nobody waits for any more, is dropped with its answer.

The worker is never the last to hold a task: what dies with it (a page's timers and models, where the page is gone by
then) would die on its thread, and Qt with it. So the window's thread lets the receivers go when it has delivered, and
holds the task itself until the next one (`_last`), when the worker has long put it down.

A lock waits with `Patience` only: a job that does not come back (a drive on the network that died) is left behind on
its thread, without anybody to answer to, and a new thread does what waited behind it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QThread, Signal

from caseapp.desktop.kit.patience import NotInTime, Patience

T = TypeVar("T")
Failed = Callable[[BaseException], object]
_LAST_SECONDS = 10.0  # for the job at hand when the program ends


class Progress:
    """Given to a long job: it reports how far it is and looks whether the person stopped it."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def __call__(self, done: int, total: int) -> None:
        """So much of so much is done (`total` 0: not known)."""
        self._tell(done, total)

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()


@dataclass(eq=False)
class _Task(Generic[T]):
    job: Callable[[], T]
    done: Callable[[T], object] | None
    failed: Failed | None
    key: str
    epoch: int
    owner: QObject | None = None
    name: str = ""
    finally_: Callable[[], object] | None = None
    result: Any = None
    error: BaseException | None = None
    over: threading.Event = field(default_factory=threading.Event)
    delivered: bool = False

    def let_receivers_go(self) -> None:
        """They know widgets and names."""
        self.done = self.failed = self.owner = self.finally_ = None


@dataclass(frozen=True, eq=False)
class LeftBehind:
    """A job that nobody waited for any longer: its name where it has one (a long job's title)."""

    name: str
    _over: threading.Event
    _went_well: Callable[[], bool]

    @property
    def done(self) -> bool:
        """Whether it came to its end after all, and well."""
        return self._over.is_set() and self._went_well()


class _Line:
    """A thread, and the jobs that wait for it."""

    def __init__(self, run: Callable[[_Task[Any]], None], answered: Callable[[_Task[Any]], None]) -> None:
        self._run, self._answered = run, answered
        self._jobs: deque[_Task[Any] | None] = deque()
        self._something = threading.Condition()
        self._now: _Task[Any] | None = None
        self._left = False
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def put(self, task: _Task[Any] | None) -> None:
        with self._something:
            self._jobs.append(task)
            self._something.notify()

    def end(self, seconds: float) -> None:
        """End the thread after what waits; one that hangs is not waited for any longer than this."""
        self.put(None)
        self._thread.join(seconds)

    def leave(self) -> tuple[_Task[Any] | None, list[_Task[Any]]]:
        """Wait for it no more. Answers the job it hangs at (None: it has just come back) and what waits behind."""
        with self._something:
            self._left = True
            waiting = [task for task in self._jobs if task is not None]
            self._jobs.clear()
            self._jobs.append(None)
            self._something.notify()
            hangs = self._now if self._now is not None and not self._now.over.is_set() else None
            return hangs, waiting

    def _next(self) -> _Task[Any] | None:
        with self._something:
            self._now = None
            self._something.wait_for(lambda: bool(self._jobs))
            self._now = self._jobs.popleft()
            return self._now

    def _work(self) -> None:
        while (task := self._next()) is not None:
            self._run(task)
            if not self._left:
                self._answered(task)
            del task


class Runner(QObject):
    """`report` shows failures that nobody took over; `busy_changed` tells when work begins and ends."""

    busy_changed = Signal(object)
    _answered = Signal(object)
    _progressed = Signal(object)

    def __init__(self, report: Failed) -> None:
        super().__init__()
        self.report = report
        self._epoch = 0
        self._latest: dict[str, _Task[Any]] = {}
        self._waiting: list[_Task[Any]] = []
        self._line: _Line | None = None
        self._patience: Patience | None = None
        self._left: list[LeftBehind] = []
        self._long: list[Progress] = []
        self._last: _Task[Any] | None = None
        self._strays: list[_Task[Any]] = []
        self._answered.connect(self._deliver)
        self._progressed.connect(_call)

    # ---- asking

    def ask(
        self,
        job: Callable[[], T],
        done: Callable[[T], object] | None = None,
        *,
        key: str = "",
        failed: Failed | None = None,
        owner: QObject | None = None,
        name: str = "",
    ) -> None:
        """Run `job` on the worker thread, then `done(result)` here. A newer question with the same `key` replaces it.

        `failed(error)` takes a failure over. When `owner` is gone, neither is called; the failure of a job without a
        key goes to `report`. `name`: what it is, should it be left behind, or should the program be closed meanwhile.
        """
        self._put(_Task(job, done, failed, key, self._epoch, owner, name))

    def ask_long(
        self,
        job: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        *,
        told: Callable[[int, int], object],
        failed: Failed | None = None,
        over: Callable[[], object] | None = None,
        name: str = "",
    ) -> Progress:
        """The same for a job that takes a while: `told(done, total)` is called here as it goes on, `over()` when it
        has ended in whatever way. `name` says what it is, should it be left behind. Returns what can cancel it."""
        progress = Progress(lambda done_now, total: self._progressed.emit(lambda: told(done_now, total)))
        task: _Task[T] = _Task(lambda: job(progress), done, failed, "", self._epoch, None, name, over)
        self._long.append(progress)
        self._put(task)
        return progress

    def cancel_long(self) -> None:
        """Ask every long job to stop (before a lock)."""
        for progress in self._long:
            progress.cancel()
        self._long.clear()

    def run_now(self, job: Callable[[], T]) -> T:
        """Run `job` after what waits, and block until it is done (the draft before a lock). Raises what it raises;
        NotInTime where the patience is at its end."""
        task: _Task[T] = _Task(job, None, lambda _error: None, "", self._epoch)
        self._put(task)
        if not self._wait(task):
            raise NotInTime
        self.flush()
        if task.error is not None:
            raise task.error
        result: T = task.result
        return result

    # ---- ending

    def forget(self) -> None:
        """Drop every answer that has not arrived yet (lock). What was asked is done all the same, but for questions
        with a key: a record that was being saved is saved."""
        self._epoch += 1
        self._latest.clear()

    def flush(self) -> None:
        """Wait for everything asked so far and deliver the answers now. What an answer's receiver raises is reported:
        it must not take the other answers, a draft or a lock with it. NotInTime where the patience is at its end."""
        unreported: Exception | None = None
        for task in list(self._waiting):
            if not self._wait(task):
                continue
            try:
                self._deliver_or_report(task)
            except Exception as error:  # noqa: BLE001 - the report itself failed: told when all the others have theirs
                unreported = unreported or error
        if unreported is not None:
            raise unreported

    def _deliver_or_report(self, task: _Task[Any]) -> None:
        try:
            self._deliver(task)
        except Exception as error:  # noqa: BLE001 - a mistake in a page, shown like any other failure
            self.report(error)

    @contextmanager
    def patience(self, patience: Patience) -> Iterator[list[LeftBehind]]:
        """While it lasts, nobody waits longer than that; the list tells what was left behind."""
        self._patience, self._left = patience, []
        try:
            yield self._left
        finally:
            self._patience = None
            if (
                patience.spent and self._line is not None
            ):  # nobody came to the store: what still waits for it stays behind
                self._keep_stray(self._line.leave()[0])
                self._line = None
                self._drop_waiting()
                self.busy_changed.emit(False)

    def _wait(self, task: _Task[Any]) -> bool:
        """Whether the job came to its end. Where patience is used up, raises NotInTime."""
        if self._patience is None:
            return task.over.wait()
        while not self._patience.wait(task.over):
            if self._leave_behind() is task:
                return False
            if self._patience.spent:
                raise NotInTime
        return True

    def _leave_behind(self) -> _Task[Any] | None:
        """The thread keeps the job it hangs at; another takes what waited behind it."""
        assert self._line is not None
        assert self._patience is not None
        line, self._line = self._line, None
        hangs, waiting = line.leave()
        self._patience.once_more()
        if hangs is not None:
            self._left.append(LeftBehind(hangs.name, hangs.over, partial(_went_well, hangs)))
            hangs.let_receivers_go()
            hangs.delivered = True
            self._keep_stray(hangs)
            self._waiting.remove(hangs)
        for task in waiting:
            self._start(task)
        return hangs

    def stop(self) -> None:
        """End the thread, after the job it is at."""
        self.forget()
        line, self._line = self._line, None
        if line is not None:
            line.end(_LAST_SECONDS)
        self._drop_waiting()

    def _drop_waiting(self) -> None:
        for task in self._waiting:
            task.let_receivers_go()
        self._waiting.clear()

    def _keep_stray(self, hangs: _Task[Any] | None) -> None:
        """What a job knows that was left behind may not die on its thread either: it is held until it is over."""
        self._strays = [stray for stray in self._strays if not stray.over.is_set()]
        if hangs is not None:
            self._strays.append(hangs)

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def named(self) -> list[str]:
        """What is not done yet, of what has a name (a long job, a file that is written)."""
        return [task.name for task in self._waiting if task.name]

    # ---- inside

    def _put(self, task: _Task[Any]) -> None:
        if QThread.currentThread() is not self.thread():
            raise RuntimeError("the store is asked from the window's thread only")
        if task.key:
            self._latest[task.key] = task
        self._waiting.append(task)
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)
        self._start(task)

    def _start(self, task: _Task[Any]) -> None:
        if self._line is None:
            self._line = _Line(self._run, self._answered.emit)
        self._line.put(task)

    def _run(self, task: _Task[Any]) -> None:
        try:
            if not self._overtaken(task):
                task.result = task.job()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is shown on the window's thread
            task.error = error
        finally:
            task.over.set()

    def _stale(self, task: _Task[Any]) -> bool:
        return task.epoch != self._epoch or self._overtaken(task)

    def _overtaken(self, task: _Task[Any]) -> bool:
        return bool(task.key) and self._latest.get(task.key) is not task

    def _deliver(self, task: _Task[Any]) -> None:
        if task.delivered:
            return
        task.delivered, self._last = True, task
        if task in self._waiting:
            self._waiting.remove(task)
        stale = self._stale(task)
        gone = task.owner is not None and not shiboken6.isValid(task.owner)
        if self._latest.get(task.key) is task:
            del self._latest[task.key]
        if not self._waiting:
            self.busy_changed.emit(False)
        try:
            if stale:
                return
            if task.error is not None:
                if not (gone and task.key):
                    self._tell(task.error, None if gone else task.failed)
            elif task.done is not None and not gone:
                task.done(task.result)
        finally:
            if task.finally_ is not None and task.epoch == self._epoch:
                task.finally_()
            task.let_receivers_go()

    def _tell(self, error: BaseException, failed: Failed | None) -> None:
        from caseapp.desktop.kit.failures import stays_silent  # nobody needs it before the first failure

        if stays_silent(error):
            return
        taken_over = self.report if failed is None else failed
        taken_over(error)


def _went_well(task: _Task[Any]) -> bool:
    return task.error is None


def _call(step: Callable[[], object]) -> None:
    step()


class ImmediateRunner(Runner):
    """For tests: every job runs at once, on the caller's thread."""

    def _start(self, task: _Task[Any]) -> None:
        self._run(task)
        self._deliver(task)


def settle_events() -> None:
    """Let what is queued for the window's thread arrive (tests and the end of the program)."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
