"""The way in: lock screen, first run, recovery, restoring, troubles. Ends with an open office.

Screens that are seldom needed are imported when they are: the lock screen must stand at once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.desktop.lock.screen import LockScreen, User
from caseapp.desktop.startup.entrance_words import held_words, in_use_words, title_of, told
from caseapp.desktop.startup.situation import Kind, Situation, look
from caseapp.rules.clock import Clock, now
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.vault.trouble import (
    InUse,
    NewerVersion,
    NotAVault,
    UnfinishedUpgrade,
    VaultTrouble,
    WithBackup,
    WrongPassphrase,
)
from caseapp.words import language
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.office import Office
    from caseapp.desktop.kit.dialogs import Dialogs
    from caseapp.vault.recovery_key import RecoveryKey


class Entrance(QObject):
    """`opened` carries the office. `user_id` and `office_name` are those of the last session ("" at the start)."""

    opened = Signal(object)

    def __init__(
        self, window: QMainWindow, folder: Path, *, clock: Clock, runner: Runner, dialogs: Callable[[], Dialogs]
    ) -> None:
        super().__init__(window)
        self.folder, self.clock = folder, clock
        self.hint = self.prefill = ""
        self.user_id = self.office_name = ""
        self.screen: CardScreen | None = None
        self.situation = Situation(Kind.LOCKED)
        self._window, self._runner, self._dialogs = window, runner, dialogs
        self._fresh: Office | None = None
        self._usual: tuple[Path, str, str] | None = None  # what was open before another folder was chosen

    # ---- which screen

    def look(self) -> None:
        """Look at the folder, on the worker's thread, and show the screen that fits."""
        folder = self.folder
        self._runner.ask(lambda: look(folder), self._looked, key="entrance.look", owner=self)

    def _looked(self, situation: Situation) -> None:
        self.situation = situation
        if situation.kind is Kind.LOCKED:
            self._usual = None  # this one is usual now
        if self.screen is None:
            return
        if situation.kind is Kind.NEW:
            self.show_first_run()
        elif situation.trouble is not None:
            self.show_trouble(situation.trouble)
        else:
            self._fill_lock_screen()

    def _fill_lock_screen(self) -> None:
        if not isinstance(self.screen, LockScreen):
            self.show_lock()
            return
        self.screen.set_users(self._users(), chosen=self.user_id)
        if self.prefill:
            self.screen.set_passphrase(self.prefill)
        if self.situation.held is not None:
            self.screen.refuse(held_words(self.situation.held, now=now(self.clock)))
        elif self.situation.unfinished:
            self.screen.say(_("The last update was interrupted. Enter the passphrase: the backup is put back."))

    def _users(self) -> list[User]:
        return [User(*user) for user in self.situation.users]

    def show(self, screen: CardScreen) -> None:
        """Put a screen into the window; the one before is emptied of secrets and goes."""
        old, self.screen = self.screen, screen
        if old is not None:
            old.wipe()
        self._window.setCentralWidget(screen)
        target = screen.first_focus()
        if target is not None:
            target.setFocus()

    def leave(self) -> None:
        """Take the screen away: the desk comes."""
        screen, self.screen = self.screen, None
        self._fresh = None
        if screen is not None:
            screen.wipe()
            self._window.takeCentralWidget()
            screen.deleteLater()

    def close(self) -> None:
        """The program ends: a store that was just made and not entered yet is closed."""
        fresh, self._fresh = self._fresh, None
        if fresh is not None:
            fresh.close()

    def show_lock(self, *, words: str = "") -> None:
        """The lock screen, saying why it is locked and what was kept."""
        screen = LockScreen(words=words, hint=self.hint)
        self._serve(screen)
        self.show(screen)
        screen.set_users(self._users(), chosen=self.user_id)

    def take_over(self, screen: LockScreen) -> None:
        """Serve a lock screen that is already shown."""
        self._serve(screen)
        self.screen = screen

    def _serve(self, screen: LockScreen) -> None:
        screen.unlock_asked.connect(self._unlock)
        screen.recovery_asked.connect(self._show_recovery)
        screen.folder_asked.connect(self._other_folder)
        screen.restore_asked.connect(self._show_restore)
        screen.language_asked.connect(self._switch_language)
        screen.foot.setText(self.office_name)

    def show_first_run(self) -> None:
        """Nothing is here yet: office, first person, passphrase."""
        from caseapp.desktop.first_run.wizard import FirstRunScreen

        screen = FirstRunScreen(self.folder)
        screen.create_asked.connect(self._create)
        screen.restore_asked.connect(self._show_restore)
        screen.folder_asked.connect(self._other_folder)
        screen.language_asked.connect(self._switch_language)
        self.show(screen)

    def show_trouble(self, trouble: VaultTrouble) -> None:
        """A page of its own for what cannot be opened, with one thing to do."""
        from caseapp.desktop.lock.trouble_screen import TroubleScreen

        action, do = _("Try again"), self._again
        if isinstance(trouble, WithBackup) and not isinstance(trouble, UnfinishedUpgrade):
            action, do = _("Restore from a backup"), lambda: self._show_restore(trouble.backup)
        elif isinstance(trouble, NotAVault):
            action, do = _("Open another folder"), self._other_folder
        words = language.say(trouble.problem)
        self.show(TroubleScreen(title_of(trouble), words, action=action, do=do, back=self._back))

    def _again(self) -> None:
        self.show_lock()
        self.look()

    def _back(self) -> None:
        """From a trouble: to the store there was before the folder that brought it was chosen."""
        if self._usual is not None:
            self.folder, self.user_id, self.office_name = self._usual
            self._usual = None
        self._again()

    def _switch_language(self) -> None:
        from caseapp.desktop.startup.speech import use_language

        use_language("en" if language.current() == "ja" else "ja")
        if self.situation.kind is Kind.NEW:
            self.show_first_run()
        else:
            self.show_lock()
            self._fill_lock_screen()

    def _refuse(self, words: str, wait_seconds: int = 0) -> None:
        if self.screen is not None:
            self.screen.refuse(words, wait_seconds=wait_seconds)

    def _refuse_plainly(self, error: BaseException) -> None:
        self._refuse(told(error))

    # ---- unlocking

    def _unlock(self, user_id: str, passphrase: str) -> None:
        folder, clock, unfinished = self.folder, self.clock, self.situation.unfinished

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

        self._runner.ask(job, self.opened.emit, key="entrance.open", failed=self._not_opened)

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, WrongPassphrase):
            self._refuse(language.say(error.problem), error.wait_seconds)
        elif isinstance(error, InUse):
            self.look()
            self._refuse(in_use_words(error, now=now(self.clock)))
        elif isinstance(error, (WithBackup, NewerVersion)):
            self.show_trouble(error)
        else:
            self._refuse_plainly(error)

    # ---- the first run

    def _create(self, office_name: str, user_name: str, title: str, passphrase: str) -> None:
        folder, clock = self.folder, self.clock

        def job() -> tuple[Office, RecoveryKey]:
            from caseapp.casework import office

            return office.create(
                folder, office_name=office_name, user_name=user_name, title=title, passphrase=passphrase, clock=clock
            )

        self._runner.ask(job, self._created, failed=self._refuse_plainly)

    def _created(self, made: tuple[Office, RecoveryKey]) -> None:
        from caseapp.desktop.first_run.wizard import RecoveryKeyScreen
        from caseapp.desktop.startup.recovery_sheet import print_recovery_sheet

        office, key = made
        self._fresh = office

        def print_sheet() -> None:
            print_recovery_sheet(self._window, self._runner, self._dialogs(), office=office, groups=key.groups)

        screen = RecoveryKeyScreen(key.groups, print_sheet=print_sheet)
        screen.done.connect(lambda: self._confirmed(office))
        self.show(screen)

    def _confirmed(self, office: Office) -> None:
        """The last group was typed from the sheet: it is there."""
        from caseapp.casework import recovery_sheet

        self._runner.ask(
            lambda: recovery_sheet.confirmed(office),
            lambda _changes: self.opened.emit(office),
            failed=self._refuse_plainly,
        )

    # ---- recovery

    def _show_recovery(self, user_id: str) -> None:
        from caseapp.desktop.lock.recovery import RecoveryScreen

        screen = RecoveryScreen(self._users(), chosen=user_id)
        screen.recover_asked.connect(self._recover)
        screen.left.connect(self._again)
        self.show(screen)

    def _recover(self, recovery_key: str, user_id: str, passphrase: str) -> None:
        folder, clock = self.folder, self.clock

        def job() -> Office:
            from caseapp.casework import office

            return office.recover(
                folder, recovery_key=recovery_key, user=user_id, new_passphrase=passphrase, clock=clock
            )

        self._runner.ask(job, self.opened.emit, failed=self._not_recovered)

    def _not_recovered(self, error: BaseException) -> None:
        if isinstance(error, WithBackup) or not isinstance(error, (VaultTrouble, Refused, NotAllowed)):
            self._not_opened(error)
        else:
            self._refuse_plainly(error)

    # ---- another folder, a backup

    def _show_restore(self, backup: Path | None = None) -> None:
        from caseapp.desktop.lock.restore import RestoreScreen

        free = self.folder if self.situation.kind is Kind.NEW else None
        screen = RestoreScreen(self._dialogs(), backup=backup, to=free)
        screen.restore_asked.connect(self._restore)
        screen.left.connect(self._again)
        self.show(screen)

    def _restore(self, backup: str, to: str, user: str, passphrase: str) -> None:
        def job() -> Path:
            from caseapp.casework import backups

            return backups.restore(Path(backup), Path(to), user=user, passphrase=passphrase)

        def restored(_made: Path) -> None:
            self._open_folder(Path(to), words=_("The backup was restored. Open it with the passphrase of that time."))

        self._runner.ask(job, restored, failed=self._refuse_plainly)

    def _other_folder(self) -> None:
        self._dialogs().choose_file(_("Folder of the store"), then=self._open_folder, kind="folder")

    def _open_folder(self, folder: Path, *, words: str = "") -> None:
        if self.situation.kind is Kind.LOCKED:
            self._usual = (self.folder, self.user_id, self.office_name)
        self.folder = folder
        self.user_id = self.office_name = ""
        self.show_lock(words=words)
        self.look()
