"""The program's life in one window: the entrance, a session, the entrance again."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from caseapp.desktop import APP_NAME
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.watch import watch
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.desktop.startup.entrance import Entrance
from caseapp.desktop.startup.entrance_words import told
from caseapp.desktop.startup.place import Place
from caseapp.desktop.startup.warm_up import WarmUp
from caseapp.desktop.startup.window import Window
from caseapp.desktop.theme import faces
from caseapp.desktop.theme.theme import theme
from caseapp.rules.clock import Clock
from caseapp.words.language import _, ngettext

if TYPE_CHECKING:
    from caseapp.casework.office import Office
    from caseapp.desktop.kit.dialogs import Dialogs
    from caseapp.desktop.startup.session import Session

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
        self.runner = runner or Runner(self._report)
        self.runner.report = self._report
        self.entrance = Entrance(self.window, folder, clock=clock, runner=self.runner, dialogs=lambda: self.dialogs)
        self.entrance.hint, self.entrance.prefill = hint, passphrase
        self.entrance.opened.connect(self.enter)
        self.session: Session | None = None
        self._place = Place()
        self._over = False
        self._warm_up = WarmUp()
        self._collector = QTimer(self)
        self._collector.timeout.connect(collect)
        watch.idle.connect(self._idle)
        self.window.closing.connect(self.end)

    @property
    def folder(self) -> Path:
        return self.entrance.folder

    @property
    def clock(self) -> Clock:
        return self.entrance.clock

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
        self.entrance.show_lock()
        self.window.show_on_screen()
        QTimer.singleShot(_AFTER_FIRST_PAINT, self._after_show)

    def _after_show(self) -> None:
        from caseapp.desktop.startup.speech import teach_qt

        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.entrance.look()
        # Not before the window is seen: the first event that passes Python makes PySide look at every class of Qt.
        watch.install(application)
        self.window.dress()
        teach_qt()
        gc.disable()  # the cyclic collector runs here only, never on the worker's thread
        self._collector.start(_COLLECT_EVERY)
        self._warm_up.start()

    def end(self) -> None:
        """Keep drafts, close the store, stop the threads. Safe to call twice."""
        if self._over:
            return
        self._over = True
        from caseapp.desktop.kit.clipboard import clipboard

        watch.stop()
        watch.idle.disconnect(self._idle)
        if self.session is not None:
            self.session.end()
            self.session = None
        self.entrance.close()
        clipboard.forget()
        self._collector.stop()
        self._warm_up.end()
        self.runner.stop()
        gc.enable()

    # ---- in and out

    def enter(self, office: Office) -> None:
        """Somebody is logged in: the desk."""
        from caseapp.desktop.kit.clipboard import clipboard
        from caseapp.desktop.startup.session import Session

        clipboard.watch()
        self.session = Session(
            office,
            window=self.window,
            runner=self.runner,
            dialogs=self.dialogs,
            watch=watch,
            lock=self._lock_soon,
            close=self.window.close,
        )
        self.entrance.leave()
        self.session.begin(self._place)
        self.unlocked.emit()
        QTimer.singleShot(_AFTER_FIRST_PAGE, faces.load_rest)

    def _lock_soon(self) -> None:
        """The wish comes from a widget that the lock destroys: go back to the event loop first."""
        QTimer.singleShot(0, self.lock)

    def _idle(self) -> None:
        if self.session is not None:
            minutes = self.session.office.settings.idle_minutes
            words = ngettext(
                "Nobody used the program for {count} minute, so it was closed.",
                "Nobody used the program for {count} minutes, so it was closed.",
                minutes,
            )
            self.lock(why=words.format(count=minutes))

    def lock(self, *, why: str = "") -> None:
        """Lock now. Never asks."""
        if self.session is None:
            return
        session, self.session = self.session, None
        self.entrance.user_id, self.entrance.office_name = session.office.account.id, session.office.settings.name
        self._place, failure = session.end()
        kept = _("What was being written is kept on this computer.")
        if failure is not None:
            kept = _("The last lines that were being written could not be kept: {reason}").format(reason=told(failure))
        self.entrance.show_lock(words="\n".join(filter(None, (why, kept))))
        self.entrance.look()
        del session
        gc.collect()
        self.locked.emit()


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
    program.end()
    watch.remove()
    program.window.hide()
    shiboken6.delete(program.window)
    return code
