"""One worker thread for everything that touches the store; answers come back on the window's thread.

An answer is dropped when a newer question with the same key was asked, when the runner was told to `forget` (lock), or
when the widget that asked is gone. A failure is shown by `report`, unless the asker takes it over with `failed`. When
the asker is gone, the failure of a job without a key (a record or a draft that was to be stored) goes to `report` all
the same; only that of a question with a key, which nobody waits for any more, is dropped with its answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QThread, Signal

T = TypeVar("T")
Failed = Callable[[BaseException], object]


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
    finally_: Callable[[], object] | None = None
    result: Any = None
    error: BaseException | None = None
    over: threading.Event = field(default_factory=threading.Event)
    delivered: bool = False


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
        self._jobs: list[_Task[Any] | None] = []
        self._something = threading.Condition()
        self._thread: threading.Thread | None = None
        self._long: list[Progress] = []
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
    ) -> None:
        """Run `job` on the worker thread, then `done(result)` here. A newer question with the same `key` replaces it.

        `failed(error)` takes a failure over. When `owner` is gone, neither is called; the failure of a job without a
        key goes to `report`.
        """
        self._put(_Task(job, done, failed, key, self._epoch, owner))

    def ask_long(
        self,
        job: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        *,
        told: Callable[[int, int], object],
        failed: Failed | None = None,
        over: Callable[[], object] | None = None,
    ) -> Progress:
        """The same for a job that takes a while: `told(done, total)` is called here as it goes on, `over()` when it
        has ended in whatever way. Returns what can cancel it."""
        progress = Progress(lambda done_now, total: self._progressed.emit(lambda: told(done_now, total)))
        task: _Task[T] = _Task(lambda: job(progress), done, failed, "", self._epoch, None, over)
        self._long.append(progress)
        self._put(task)
        return progress

    def cancel_long(self) -> None:
        """Ask every long job to stop (before a lock)."""
        for progress in self._long:
            progress.cancel()
        self._long.clear()

    def run_now(self, job: Callable[[], T]) -> T:
        """Run `job` after what waits, and block until it is done (the draft before a lock). Raises what it raises."""
        task: _Task[T] = _Task(job, None, lambda _error: None, "", self._epoch)
        self._put(task)
        task.over.wait()
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
        it must not take the other answers, a draft or a lock with it."""
        unreported: Exception | None = None
        for task in list(self._waiting):
            task.over.wait()
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

    def stop(self) -> None:
        """End the thread, after the job it is at."""
        self.forget()
        thread, self._thread = self._thread, None
        if thread is not None:
            self._hand_over(None)
            thread.join()
        self._waiting.clear()

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

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
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="store", daemon=True)
            self._thread.start()
        self._hand_over(task)

    def _hand_over(self, task: _Task[Any] | None) -> None:
        with self._something:
            self._jobs.append(task)
            self._something.notify()

    def _next(self) -> _Task[Any] | None:
        with self._something:
            self._something.wait_for(lambda: bool(self._jobs))
            return self._jobs.pop(0)

    def _work(self) -> None:
        while (task := self._next()) is not None:
            self._run(task)
            self._answered.emit(task)
            del task

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
        task.delivered = True
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

    def _tell(self, error: BaseException, failed: Failed | None) -> None:
        from caseapp.desktop.kit.failures import stays_silent  # nobody needs it before the first failure

        if stays_silent(error):
            return
        taken_over = self.report if failed is None else failed
        taken_over(error)


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
