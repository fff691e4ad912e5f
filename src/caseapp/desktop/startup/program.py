"""The program's life in one window: look at the folder, lock screen or first run, session, lock again."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.watch import watch
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.desktop.lock.screen import LockScreen, User
from caseapp.desktop.startup.place import Place
from caseapp.desktop.startup.situation import Held, Kind, Situation, look
from caseapp.desktop.startup.warm_up import WarmUp
from caseapp.desktop.startup.window import Window
from caseapp.desktop.theme import faces
from caseapp.desktop.theme.theme import theme
from caseapp.rules.clock import Clock
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.vault.trouble import (
    DamagedHeader,
    DamagedStore,
    InUse,
    NewerVersion,
    NotAVault,
    Tampered,
    UnfinishedUpgrade,
    VaultTrouble,
    WithBackup,
    WrongPassphrase,
)
from caseapp.words import language
from caseapp.words.language import _, ngettext

if TYPE_CHECKING:
    from caseapp.casework.office import Office
    from caseapp.desktop.kit.dialogs import Dialogs
    from caseapp.desktop.startup.session import Session
    from caseapp.vault.recovery_key import RecoveryKey

_COLLECT_EVERY = 60_000
_AFTER_FIRST_PAINT = 20  # milliseconds
_TITLES: tuple[tuple[type[VaultTrouble], Callable[[], str]], ...] = (
    (UnfinishedUpgrade, lambda: _("The last update was interrupted")),
    (NewerVersion, lambda: _("A newer version is needed")),
    (InUse, lambda: _("Open elsewhere")),
    (Tampered, lambda: _("The files do not belong together")),
    (DamagedHeader, lambda: _("The key file is damaged")),
    (DamagedStore, lambda: _("The store is damaged")),
    (NotAVault, lambda: _("There is no store here")),
)


class Program(QObject):
    """Everything between the window and casework. `runner` and `dialogs` may be others in tests."""

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
        self.folder, self.clock = folder, clock
        self._hint, self._prefill = hint, passphrase
        self.window = Window()
        self._dialogs = dialogs
        self.runner = runner or Runner(self._report)
        self.runner.report = self._report
        self.session: Session | None = None
        self.screen: CardScreen | None = None
        self._place = Place()
        self._office_name = ""
        self._situation = Situation(Kind.LOCKED)
        self._over = False
        self._warm_up = WarmUp()
        self._collector = QTimer(self)
        self._collector.timeout.connect(collect)
        watch.idle.connect(self._idle)
        self.window.closing.connect(self.end)

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
        """Show the window; the folder is looked at on the worker thread."""
        self.show_lock()
        self.window.show_on_screen()
        QTimer.singleShot(_AFTER_FIRST_PAINT, self._after_show)

    def _after_show(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._look()
        # Not before the window is seen: the first event that passes Python makes PySide look at every class of Qt.
        watch.install(application)
        self.window.dress()
        gc.disable()  # the cyclic collector runs here only, never on the worker's thread
        self._collector.start(_COLLECT_EVERY)
        self._warm_up.start()

    def end(self) -> None:
        """Keep drafts, close the store, stop the threads. Safe to call twice."""
        if self._over:
            return
        self._over = True
        watch.stop()
        watch.idle.disconnect(self._idle)
        if self.session is not None:
            self.session.end()
            self.session = None
        from caseapp.desktop.kit.clipboard import clipboard

        clipboard.forget()
        self._collector.stop()
        self._warm_up.end()
        self.runner.stop()

    # ---- which screen

    def _look(self) -> None:
        folder = self.folder
        self.runner.ask(lambda: look(folder), self._looked, key="program.look")

    def _looked(self, situation: Situation) -> None:
        self._situation = situation
        if self.session is not None:
            return
        if situation.kind is Kind.NEW:
            self.show_first_run()
        elif situation.trouble is not None:
            self.show_trouble(situation.trouble)
        else:
            self._fill_lock_screen(situation)

    def _fill_lock_screen(self, situation: Situation) -> None:
        if not isinstance(self.screen, LockScreen):
            self.show_lock()
            return
        users = [User(*user) for user in situation.users]
        self.screen.set_users(users, chosen=self._place.user_id)
        if self._prefill:
            self.screen.passphrase.setText(self._prefill)
            self.screen.set_users(users)
        if situation.held is not None:
            self.screen.refuse(held_words(situation.held))
        elif situation.unfinished:
            self.screen.say(_("The last update was interrupted. Enter the passphrase: the backup is put back."))

    def _show(self, screen: CardScreen) -> None:
        old, self.screen = self.screen, screen
        if old is not None:
            old.wipe()
        self.window.setCentralWidget(screen)
        target = screen.first_focus()
        if target is not None:
            target.setFocus()

    def show_lock(self, *, words: str = "") -> None:
        """The lock screen, saying why it is locked and what was kept."""
        screen = LockScreen(words=words, hint=self._hint)
        screen.unlock_asked.connect(self._unlock)
        screen.recovery_asked.connect(self._show_recovery)
        screen.folder_asked.connect(self._other_folder)
        screen.restore_asked.connect(self._show_restore)
        screen.language_asked.connect(self._switch_language)
        screen.foot.setText(self._office_name)
        self._show(screen)
        screen.set_users([User(*user) for user in self._situation.users], chosen=self._place.user_id)

    def show_first_run(self) -> None:
        from caseapp.desktop.first_run.wizard import FirstRunScreen

        screen = FirstRunScreen(self.folder)
        screen.create_asked.connect(self._create)
        screen.restore_asked.connect(self._show_restore)
        screen.folder_asked.connect(self._other_folder)
        screen.language_asked.connect(self._switch_language)
        self._show(screen)

    def show_trouble(self, trouble: VaultTrouble) -> None:
        """A page of its own for what cannot be opened, with one thing to do."""
        from caseapp.desktop.lock.trouble_screen import TroubleScreen

        title = next((words() for kind, words in _TITLES if isinstance(trouble, kind)), _("The store cannot be opened"))
        action, do = _("Try again"), self._again
        if isinstance(trouble, WithBackup) and not isinstance(trouble, UnfinishedUpgrade):
            action, do = _("Restore from a backup"), lambda: self._show_restore(trouble.backup)
        elif isinstance(trouble, NotAVault):
            action, do = _("Open another folder"), self._other_folder
        words = language.say(trouble.problem)
        self._show(TroubleScreen(title, words, action=action, do=do, back=self._again))

    def _again(self) -> None:
        self.show_lock()
        self._look()

    def _switch_language(self) -> None:
        use_language("en" if dates_are_japanese() else "ja")
        if self._situation.kind is Kind.NEW:
            self.show_first_run()
        else:
            self.show_lock()
            self._fill_lock_screen(self._situation)

    # ---- unlocking

    def _unlock(self, user_id: str, passphrase: str) -> None:
        folder, clock, unfinished = self.folder, self.clock, self._situation.unfinished

        def job() -> Office:
            from caseapp.casework import office
            from caseapp.vault import upgrade
            from caseapp.vault.opening import naming_the_backup
            from caseapp.vault.unlocking import derive_key

            with naming_the_backup(folder):
                key = derive_key(folder, user_id, passphrase=passphrase)
            if unfinished:
                upgrade.restore_unfinished(folder, key, now=clock())
            return office.open_with_key(folder, key, clock=clock)

        self.runner.ask(job, self._opened, key="program.open", failed=self._not_opened)

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, WrongPassphrase):
            self._refuse(language.say(error.problem), error.wait_seconds)
        elif isinstance(error, InUse):
            self._look()
            self._refuse(in_use_words(error, self._situation))
        elif isinstance(error, (WithBackup, NewerVersion)):
            self.show_trouble(error)
        else:
            self._refuse(told(error))

    def _refuse(self, words: str, wait_seconds: int = 0) -> None:
        if self.screen is not None:
            self.screen.refuse(words, wait_seconds=wait_seconds)

    def _opened(self, office: Office) -> None:
        from caseapp.desktop.kit.clipboard import clipboard
        from caseapp.desktop.startup.session import Session

        clipboard.watch()
        self._office_name = office.settings.name
        self.session = Session(
            office,
            window=self.window,
            runner=self.runner,
            dialogs=self.dialogs,
            watch=watch,
            lock=self._lock_soon,
            close=self.window.close,
        )
        screen, self.screen = self.screen, None
        if screen is not None:
            screen.wipe()
            self.window.takeCentralWidget()
            screen.deleteLater()
        self.session.begin(self._place)
        self.unlocked.emit()
        QTimer.singleShot(1_500, faces.load_rest)

    # ---- locking

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
        self._place, failure = session.end()
        kept = _("What was being written is kept on this computer.")
        if failure is not None:
            kept = _("The last lines that were being written could not be kept: {reason}").format(reason=told(failure))
        self.show_lock(words="\n".join(filter(None, (why, kept))))
        self._look()
        gc.collect()
        self.locked.emit()

    # ---- first run, recovery, restoring

    def _create(self, office_name: str, user_name: str, title: str, passphrase: str) -> None:
        folder, clock = self.folder, self.clock

        def job() -> tuple[Office, RecoveryKey]:
            from caseapp.casework import office

            return office.create(
                folder, office_name=office_name, user_name=user_name, title=title, passphrase=passphrase, clock=clock
            )

        self.runner.ask(job, self._created, failed=lambda error: self._refuse(told(error)))

    def _created(self, made: tuple[Office, RecoveryKey]) -> None:
        from caseapp.desktop.first_run.wizard import RecoveryKeyScreen

        office, key = made

        def go_on() -> None:
            self._opened(office)

        def print_sheet() -> None:
            from caseapp.desktop.startup.recovery_sheet import print_recovery_sheet

            print_recovery_sheet(self.window, self.runner, self.dialogs, office=office, groups=key.groups)

        screen = RecoveryKeyScreen(key.groups, print_sheet=print_sheet)
        screen.done.connect(go_on)
        self._show(screen)

    def _show_recovery(self, user_id: str) -> None:
        from caseapp.desktop.lock.recovery import RecoveryScreen

        screen = RecoveryScreen([User(*user) for user in self._situation.users], chosen=user_id)
        screen.recover_asked.connect(self._recover)
        screen.left.connect(self._again)
        self._show(screen)

    def _recover(self, recovery_key: str, user_id: str, passphrase: str) -> None:
        folder, clock = self.folder, self.clock

        def job() -> Office:
            from caseapp.casework import office

            return office.recover(
                folder, recovery_key=recovery_key, user=user_id, new_passphrase=passphrase, clock=clock
            )

        self.runner.ask(job, self._opened, failed=self._not_recovered)

    def _not_recovered(self, error: BaseException) -> None:
        if isinstance(error, WithBackup) or not isinstance(error, (VaultTrouble, Refused, NotAllowed)):
            self._not_opened(error)
        else:
            self._refuse(told(error))

    def _show_restore(self, backup: Path | None = None) -> None:
        from caseapp.desktop.lock.restore import RestoreScreen

        free = self.folder if self._situation.kind is Kind.NEW else None
        screen = RestoreScreen(self.dialogs, backup=backup, to=free)
        screen.restore_asked.connect(self._restore)
        screen.left.connect(self._again)
        self._show(screen)

    def _restore(self, backup: str, to: str, user: str, passphrase: str) -> None:
        def job() -> Path:
            from caseapp.casework import backups

            return backups.restore(Path(backup), Path(to), user=user, passphrase=passphrase)

        self.runner.ask(job, self._restored, failed=lambda error: self._refuse(told(error)))

    def _restored(self, folder: Any) -> None:
        self._open_folder(Path(folder))

    def _other_folder(self) -> None:
        self.dialogs.choose_file(_("Folder of the store"), then=self._open_folder, kind="folder")

    def _open_folder(self, folder: Path) -> None:
        self.folder = folder
        self._place = Place()
        self._office_name = ""
        self._again()


def held_words(held: Held) -> str:
    """Who has it open, where, since when."""
    return _("It seems to be open elsewhere: {who}, on {machine}, since {since}. Close it there first.").format(
        who=held.who or _("unknown"),
        machine=held.machine or _("unknown"),
        since=f"{held.since:%H:%M}" if held.since else _("unknown"),
    )


def in_use_words(error: InUse, situation: Situation) -> str:
    """The same for a refusal; the user's id becomes the name."""
    names = dict(situation.users)
    values = {**error.values, "who": names.get(str(error.values.get("who")), error.values.get("who")) or _("unknown")}
    return _(error.message_id).format(**values)


def told(error: BaseException) -> str:
    """A failure in words."""
    from caseapp.desktop.kit import failures

    return failures.told(error).words


def dates_are_japanese() -> bool:
    return language.current() == "ja"


def use_language(name: str) -> None:
    """Our words, and Qt's own (file dialog, context menus)."""
    language.use(name)
    app = QApplication.instance()
    assert app is not None
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if name == "ja":
        translator = QTranslator(app)
        if translator.load(
            QLocale("ja_JP"), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ):
            app.installTranslator(translator)


def collect() -> None:
    """The collector's turn, on the window's thread."""
    gc.collect()


def make_application(argv: list[str]) -> QApplication:
    """The application with face and colours; one for the process."""
    app = QApplication.instance() or QApplication(argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("caseapp")
    app.setApplicationDisplayName("伴走ノート")
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
