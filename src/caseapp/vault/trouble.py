"""What can go wrong with a vault, in words for the person in front of it: what happened, what is safe, what to do.

Every class carries an English message id (for the catalogue), the values that fill it and the command line's exit
code. No front end ever sees an exception of SQLite, SQLAlchemy or the operating system for a foreseeable trouble.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from caseapp.rules.problem import N_, Problem, Refused


class VaultTrouble(Exception):
    """A foreseeable trouble with the store on disk. `exit_code` is the command line's."""

    message: ClassVar[str] = N_("The store cannot be used at the moment. Your records are unchanged.")
    exit_code: ClassVar[int] = 1

    def __init__(self, **values: Any) -> None:
        Exception.__init__(self, type(self).__name__)  # WeakPassphrase has another base in between
        self.values: dict[str, Any] = values

    @property
    def problem(self) -> Problem:
        """The trouble as a value: message id and values, to be translated by the front end."""
        return Problem("", self.message_id, self.values)

    @property
    def message_id(self) -> str:
        """The message that fits the values at hand."""
        return self.message

    def __str__(self) -> str:
        return str(self.problem)


class WrongPassphrase(VaultTrouble):
    """Unknown user or wrong passphrase: told apart by nothing, neither words nor time.

    `wait_seconds` is how long a front end shall wait before it offers the next try (0: at once).
    """

    message = N_(
        "The user name and passphrase do not match. Your records are safe. "
        "Check the input mode and capital letters, then type it again."
    )
    exit_code = 3

    def __init__(self, *, wait_seconds: int = 0) -> None:
        super().__init__(wait_seconds=wait_seconds)
        self.wait_seconds = wait_seconds


UserUnknown = WrongPassphrase


class TooSoon(WrongPassphrase):
    """A try before the pause was over; the passphrase was not looked at."""

    message = N_("Several tries did not match. Your records are safe. Wait {wait_seconds} seconds, then type it again.")


class WrongRecoveryKey(WrongPassphrase):
    """A well-formed recovery key that is not this vault's."""

    message = N_(
        "This recovery key does not belong to this store. Your records are safe. "
        "Look for the key that was printed last; older ones no longer work."
    )


class RecoveryKeyMistyped(VaultTrouble):
    """The check symbol shows a typing mistake; the key was not tried."""

    message = N_(
        "The recovery key has a typing mistake. Your records are safe. Compare it with the paper, group by group."
    )
    exit_code = 3


class WeakPassphrase(VaultTrouble, Refused):
    """The new passphrase does not follow the rules; `problems` say which. Nothing was changed."""

    message = N_("This passphrase is too easy to guess. Nothing was changed. Choose a longer one, such as four words.")
    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        VaultTrouble.__init__(self)
        self.problems = tuple(problems)

    @property
    def problem(self) -> Problem:
        return self.problems[0] if self.problems else super().problem


class WithBackup(VaultTrouble):
    """A damage that names the backup to restore, when there is one (`backup`, else None)."""

    exit_code = 5
    message_with_backup: ClassVar[str] = VaultTrouble.message

    def __init__(self, *, backup: Path | None = None, **values: Any) -> None:
        super().__init__(**values)
        self.naming(backup)

    def naming(self, backup: Path | None) -> None:
        """Name the backup to restore."""
        self.backup = backup
        if backup is not None:
            self.values["backup"] = str(backup)

    @property
    def message_id(self) -> str:
        return self.message if self.backup is None else self.message_with_backup


class DamagedHeader(WithBackup):
    """vault.json and its predecessor are both unreadable."""

    message = N_(
        "The key file of the store is damaged. The records themselves may be whole. "
        "Leave the folder as it is, and restore the newest backup into another folder."
    )
    message_with_backup = N_(
        "The key file of the store is damaged. The backup is not affected. "
        "Restore this backup into another folder: {backup}"
    )


class DamagedStore(WithBackup):
    """The database file is damaged, cut short or missing, although the key is right."""

    message = N_(
        "The store is damaged. The passphrase was right. "
        "Leave the folder as it is, and restore the newest backup into another folder."
    )
    message_with_backup = N_(
        "The store is damaged. The passphrase was right and the backup is not affected. "
        "Restore this backup into another folder: {backup}"
    )


class Tampered(WithBackup):
    """The files do not belong together: changed from outside, or an older file was put back."""

    message = N_(
        "The files of the store do not belong together: one was changed or replaced from outside. "
        "Leave the folder as it is, tell your administrator, and restore the newest backup into another folder."
    )
    message_with_backup = N_(
        "The files of the store do not belong together: one was changed or replaced from outside. "
        "Tell your administrator, and restore this backup into another folder: {backup}"
    )


class BackupDamaged(WithBackup):
    """A backup file is not whole; the store itself was not touched."""

    message = N_("This backup is damaged and cannot be used. Nothing was changed. Choose another backup.")
    message_with_backup = N_(
        "This backup is damaged and cannot be used. Nothing was changed. Choose this one: {backup}"
    )


class UnfinishedUpgrade(WithBackup):
    """An upgrade was interrupted. `opening.restore_unfinished` puts the backup made just before it back."""

    message = N_(
        "The last update of the store was interrupted. Leave the folder as it is, "
        "and restore the newest backup into another folder."
    )
    message_with_backup = N_(
        "The last update of the store was interrupted. Everything up to the update is in this backup. "
        "Put it back and go on: {backup}"
    )


class InUse(VaultTrouble):
    """Another program has the vault open: `who`, on which `machine`, `since` when (ISO 8601)."""

    message = N_(
        "The store is open elsewhere: {who}, on {machine}, since {since}. "
        "Nothing was changed. Close it there, then try again."
    )
    message_by_recovery: ClassVar[str] = N_(
        "The store is open elsewhere with the recovery key, on {machine}, since {since}. "
        "Nothing was changed. Close it there, then try again."
    )
    exit_code = 6

    def __init__(self, *, who: str, machine: str, since: str) -> None:
        super().__init__(who=who, machine=machine, since=since)
        self.who = who
        self.since = since

    def problem_at(self, now: datetime, language: str) -> Problem:
        """The trouble with `since` as a person reads it, by the clock of `now` (aware)."""
        return Problem("", self.message_id, {**self.values, "since": self._since_at(now, language)})

    def _since_at(self, now: datetime, language: str) -> str:
        from caseapp.rules.dates import moment_text  # the lock screen opens without it

        try:
            return moment_text(datetime.fromisoformat(self.since), now=now, language=language)
        except ValueError:  # a lock file that could not be read says "?"
            return self.since

    @property
    def message_id(self) -> str:
        return self.message if self.who else self.message_by_recovery


class NewerVersion(VaultTrouble):
    """The vault was written by a newer version than this program."""

    message = N_(
        "The store was made by a newer version of the program. Nothing was changed. Update the program, then open it."
    )
    exit_code = 9


class NotAVault(VaultTrouble):
    """There is no vault in the folder."""

    message = N_(
        "There is no store in this folder: {folder}. Nothing was changed. Choose the right folder, or make a new store."
    )
    exit_code = 2


class AlreadyAVault(VaultTrouble):
    """The folder already holds something; nothing is ever written over it."""

    message = N_("This folder already holds files: {folder}. Nothing was changed. Choose an empty folder.")
    exit_code = 2


class NotEncrypted(VaultTrouble):
    """The database library does not encrypt: the program was put together wrongly and refuses to write."""

    message = N_("This program cannot encrypt. Nothing was written. Install the program again.")
    exit_code = 5


class DiskFull(VaultTrouble):
    message = N_("The disk is full. What was saved before is safe. Make room, then try again.")


class ReadOnly(VaultTrouble):
    message = N_(
        "The folder cannot be written to. What was saved before is safe. Ask your administrator for permission."
    )


class Busy(VaultTrouble):
    message = N_("The store is busy. What was saved before is safe. Wait a little, then try again.")


class CannotReach(VaultTrouble):
    message = N_(
        "The file cannot be read or written. What was saved before is safe. "
        "Check the connection to the disk, then try again."
    )


class Closed(VaultTrouble):
    """The vault was locked or closed meanwhile."""

    message = N_("The store is locked. What was saved before is safe. Unlock it, then try again.")


class NotABackup(VaultTrouble):
    """There is no file where the backup should be."""

    message = N_("There is no backup here: {file}. Nothing was changed. Choose another file.")
    exit_code = 2


class Cancelled(VaultTrouble):
    """The person stopped a long job; it left nothing half done."""

    message = N_("Stopped. Nothing was changed.")
