"""The program's life in one window: the lock screen, the entrance behind it, a session, the entrance again.

The lock screen stands at once; what is behind it (the runner, the entrance, the watch) is imported and made when it was
painted, or when somebody asks for it.
"""

from __future__ import annotations

import gc
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from caseapp.desktop import APP_NAME
from caseapp.desktop.lock.screen import LockScreen
from caseapp.desktop.startup.window import Window
from caseapp.desktop.theme import faces
from caseapp.desktop.theme.theme import theme

if TYPE_CHECKING:
    from caseapp.casework.office import Office
    from caseapp.desktop.kit.dialogs import Dialogs
    from caseapp.desktop.kit.runner import Runner
    from caseapp.desktop.kit.watch import Watch
    from caseapp.desktop.lock.card_screen import CardScreen
    from caseapp.desktop.startup.afterwards import Afterwards
    from caseapp.desktop.startup.ending import Ending
    from caseapp.desktop.startup.entrance import Entrance
    from caseapp.desktop.startup.place import Place
    from caseapp.desktop.startup.session import Session
    from caseapp.desktop.startup.under_way import UnderWay
    from caseapp.desktop.startup.warm_up import WarmUp
    from caseapp.rules.clock import Clock

_COLLECT_EVERY = 60_000
_AFTER_FIRST_PAINT = 20  # milliseconds
_AFTER_FIRST_PAGE = 1_500


class Program(QObject):
    """Everything between the window and casework. `runner` and `dialogs` may be others in tests.

    `hint` is said on the lock screen and `passphrase` stands in its field (the trial with invented cases).
    """

    unlocked = Signal()
    locked = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock,
        hint: str = "",
        passphrase: str = "",
        runner: Runner | None = None,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__()
        self.window = Window()
        self._dialogs = dialogs
        self._runner = runner
        self._folder, self._clock = folder, clock
        self._hint, self._passphrase = hint, passphrase
        self._first: LockScreen | None = None
        self.session: Session | None = None
        self._place: Place | None = None
        self._over = self._lost = self._had_collector = False
        self._warm_up: WarmUp | None = None
        self._collector = QTimer(self)
        self._collector.timeout.connect(collect)
        self.window.may_close = self._may_close
        self.window.closing.connect(self.end)

    @cached_property
    def runner(self) -> Runner:
        """The thread of the store."""
        from caseapp.desktop.kit.runner import Runner

        runner = self._runner or Runner(self._report)
        runner.report = self._report
        return runner

    @cached_property
    def entrance(self) -> Entrance:
        """What is behind the lock screen."""
        from caseapp.desktop.startup.entrance import Entrance

        entrance = Entrance(
            self.window, self._folder, clock=self._clock, runner=self.runner, dialogs=lambda: self.dialogs
        )
        entrance.hint, entrance.prefill = self._hint, self._passphrase
        entrance.opened.connect(self.enter)
        if self._first is not None:
            entrance.take_over(self._first)
            self._first = None
        return entrance

    @cached_property
    def watch(self) -> Watch:
        """What tells that nobody is there any more."""
        from caseapp.desktop.kit.watch import watch

        watch.idle.connect(self._idle)
        return watch

    @cached_property
    def under_way(self) -> UnderWay:
        """What the window waits for when it is to close."""
        from caseapp.desktop.startup.under_way import UnderWay

        return UnderWay(self.window, runner=self.runner, dialogs=self.dialogs, close=self.window.close)

    @cached_property
    def afterwards(self) -> Afterwards:
        """What is told after the next unlocking."""
        from caseapp.desktop.startup.afterwards import Afterwards

        return Afterwards(self._tell_afterwards)

    @property
    def folder(self) -> Path:
        return self.entrance.folder

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def screen(self) -> CardScreen | None:
        """The screen of the entrance that is shown; None while somebody is logged in."""
        return self.entrance.screen

    @property
    def dialogs(self) -> Dialogs:
        """What asks the person; made when the first question comes."""
        if self._dialogs is None:
            from caseapp.desktop.kit.dialogs import WindowDialogs

            self._dialogs = WindowDialogs(self.window)
        return self._dialogs

    def _report(self, error: BaseException) -> None:
        self.dialogs.report(error)

    # ---- start and end

    def start(self) -> None:
        """Show the window; everything that takes time comes after its first painting."""
        self._first = LockScreen(hint=self._hint)
        self.window.setCentralWidget(self._first)
        self._first.first_focus().setFocus()
        self.window.show_on_screen()
        QTimer.singleShot(_AFTER_FIRST_PAINT, self._after_show)

    def _after_show(self) -> None:
        if self._over:
            return
        from caseapp.desktop.kit import clipboard, masking  # noqa: F401 - each holds a QObject, which lives on the thread that imports it
        from caseapp.desktop.startup.speech import teach_qt
        from caseapp.desktop.startup.warm_up import WarmUp

        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.entrance.look()
        # Not before the window is seen: the first event that passes Python makes PySide look at every class of Qt.
        self.watch.install(application)
        self.window.dress()
        teach_qt()
        self._had_collector = gc.isenabled()
        gc.disable()  # the cyclic collector runs here only, never on the worker's thread
        self._collector.start(_COLLECT_EVERY)
        self._warm_up = WarmUp()
        self._warm_up.start()

    def end(self) -> None:
        """Keep drafts, close the store, stop the threads. Safe to call twice."""
        if self._over:
            return
        self._over = True
        from caseapp.desktop.startup.ending import Ending

        ending = Ending()
        for step in (
            self._leave_desk,
            self.watch.stop,
            lambda: self.watch.idle.disconnect(self._idle),
            self.entrance.close,
            _forget_clipboard,
            self._collector.stop,
            self._end_warm_up,
            self.runner.stop,
            gc.enable if self._had_collector else _nothing,
        ):
            ending.do(step)
        if ending.troubles:
            raise ending.troubles[0]

    def _leave_desk(self) -> None:
        session, self.session = self.session, None
        if session is not None:
            ending = session.end()
            for trouble in (None if self._lost else ending.unkept, *ending.troubles):
                if trouble is not None:
                    raise trouble

    def _may_close(self) -> bool:
        """What is on its way arrives first, what is being written is kept; where that cannot be, the person decides."""
        if self._over:
            return True
        if not self.under_way.nothing():
            return False
        if self._lost or self.session is None or self.session.shell is None:
            return True
        from caseapp.desktop.startup import closing

        office = self.session.office
        return closing.may_close(
            self.session.shell,
            runner=self.runner,
            dialogs=self.dialogs,
            working=lambda: office.busy,
            close=self._close_all_the_same,
        )

    def _close_all_the_same(self) -> None:
        """The person knows that the last lines are lost."""
        self._lost = True
        QTimer.singleShot(0, self.window.close)  # the question comes from a close that is under way

    def _end_warm_up(self) -> None:
        if self._warm_up is not None:
            self._warm_up.end()

    # ---- in and out

    def enter(self, office: Office) -> None:
        """Somebody is logged in: the desk."""
        from caseapp.desktop.kit.clipboard import clipboard
        from caseapp.desktop.startup.place import Place
        from caseapp.desktop.startup.session import Session

        clipboard.watch()
        gc.freeze()  # the modules and the entrance: the collector's turn each minute is for the desk alone
        self.session = Session(
            office,
            window=self.window,
            runner=self.runner,
            dialogs=self.dialogs,
            watch=self.watch,
            lock=self._lock_soon,
            close=self.window.close,
            afterwards=self.afterwards,
        )
        self.entrance.leave()
        self.session.begin(self._place or Place())
        self.unlocked.emit()
        self._tell_afterwards(office.account.id)
        QTimer.singleShot(_AFTER_FIRST_PAGE, faces.load_rest)

    def _tell_afterwards(self, user_id: str) -> None:
        """Say what went on since this person's lock; when somebody else is here, it waits."""
        from caseapp.words.language import _

        if self.session is None or self.session.office.account.id != user_id:
            return
        words = self.afterwards.take(user_id, now=self.session.office.now)
        if words:
            self.dialogs.tell(_("About the time before the last lock"), words)

    def _lock_soon(self) -> None:
        """The wish comes from a widget that the lock destroys: go back to the event loop first."""
        QTimer.singleShot(0, self.lock)

    def _idle(self) -> None:
        from caseapp.words.language import ngettext

        if self.session is not None:
            minutes = self.session.office.settings.idle_minutes
            words = ngettext(
                "Nobody used the program for {count} minute, so it was closed.",
                "Nobody used the program for {count} minutes, so it was closed.",
                minutes,
            )
            self.lock(why=words.format(count=minutes))

    def lock(self, *, why: str = "") -> None:
        """Lock now. Never asks, and the lock screen comes whatever fails on the way."""
        if self.session is None:
            return
        session, self.session = self.session, None
        words = why
        gc.unfreeze()  # nothing of the session may hide from the collector
        try:
            self.entrance.user_id, self.entrance.office_name = session.office.account.id, session.office.settings.name
            ending = session.end()
            self._place = ending.place
            for left in ending.left:
                self.afterwards.left_behind(session.office.account.id, left, at=session.office.now)
            words = "\n".join(filter(None, (why, *_how_it_ended(ending))))
        finally:
            self.entrance.show_lock(words=words)
        self.entrance.look()
        del session, ending
        gc.collect()
        self.locked.emit()


def _how_it_ended(ending: Ending) -> list[str]:
    """What the lock screen says of the last lines and of what else was under way."""
    from caseapp.desktop.startup.entrance_words import told
    from caseapp.words.language import _

    found = [_("What was being written is kept on this computer.")]
    if ending.unkept is not None:
        reason = told(ending.unkept)
        found = [_("The last lines that were being written could not be kept: {reason}").format(reason=reason)]
    if ending.troubles:
        reason = told(ending.troubles[0])
        found.append(_("Something that was under way could not be finished: {reason}").format(reason=reason))
    return found


def _forget_clipboard() -> None:
    from caseapp.desktop.kit.clipboard import clipboard

    clipboard.forget()


def _nothing() -> None:
    """The collector was off before this program took it over: it stays so while there are widgets."""


def collect() -> None:
    """The collector's turn, on the window's thread."""
    gc.collect()


def make_application(argv: list[str]) -> QApplication:
    """The application with face and colours; one for the process."""
    if QApplication.instance() is None:
        QApplication.setStyle("Fusion")
        theme.fusion = True
    app = QApplication.instance() or QApplication(argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("caseapp")
    app.setApplicationDisplayName(APP_NAME)
    faces.load()
    theme.apply(choice="system")
    return app


def run(folder: Path, *, clock: Clock, argv: list[str], hint: str = "", passphrase: str = "") -> int:
    """Run the desktop until its window is closed. Returns the exit code."""
    app = make_application(argv)
    program = Program(folder, clock=clock, hint=hint, passphrase=passphrase)
    program.start()
    code = app.exec()
    try:
        program.end()
    finally:
        program.watch.remove()
        program.window.hide()
        shiboken6.delete(program.window)
    return code
