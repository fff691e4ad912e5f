"""One command as it was called: its words, the moment, the store's folder, and the way into the office."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseapp.cli import asking
from caseapp.cli.output import Progress, tell
from caseapp.cli.refusals import Usage
from caseapp.rules.clock import Clock
from caseapp.rules.problem import N_
from caseapp.vault.trouble import NotAVault
from caseapp.words import language
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.office import Office

_PACK = N_("This version of the program opens no packs. Name the folder of the store with --vault.")
_NO_FOLDER = N_("There is no folder {folder}. Make it first, or choose another place for the file.")
_IS_FOLDER = N_("{file} is a folder. Name a file to write.")


@dataclass(frozen=True)
class Call:
    """The words of a command (`given`), the folder that counts where --vault is not named, and the clock."""

    given: argparse.Namespace
    default_folder: Path
    clock: Clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self.given, name)

    @property
    def folder(self) -> Path:
        """The folder of the store."""
        folder = Path(getattr(self.given, "vault", self.default_folder))
        if folder.suffix == ".casepack":
            raise Usage(_PACK)
        if folder.is_file():
            raise NotAVault(folder=str(folder))
        return folder

    @property
    def user(self) -> str | None:
        """Who asks, where named."""
        return getattr(self.given, "user", None)

    @property
    def passphrase_file(self) -> Path | None:
        return getattr(self.given, "passphrase_file", None)

    def passphrase(self) -> str:
        """The passphrase of who asks."""
        return asking.passphrase(self.passphrase_file)

    @contextmanager
    def office(self) -> Iterator[Office]:
        """The office, open as the user who asks."""
        with self.office_and_passphrase() as (office, _passphrase):
            yield office

    @contextmanager
    def office_and_passphrase(self) -> Iterator[tuple[Office, str]]:
        """The same with the passphrase, for what asks for it again."""
        from caseapp.casework import office as offices
        from caseapp.vault import opening, unlocking

        folder = self.folder
        with opening.naming_the_backup(folder):
            unlocking.peek(folder)  # a wrong folder is told before anybody types a passphrase
        passphrase = self.passphrase()
        with Progress(_("Opening the store")):
            office = offices.open_office(folder, user=self.user, passphrase=passphrase, clock=self.clock)
        with office:
            if "language" in office.preferences:
                language.use(office.language)
            for notice in office.vault.notices:
                tell(_(notice))
            yield office, passphrase


def require_place_for(file: Path) -> None:
    """Raises Usage unless a file can be written there: before anything leaves the store."""
    if file.is_dir():
        raise Usage(_IS_FOLDER, file=str(file))
    if not file.parent.is_dir():
        raise Usage(_NO_FOLDER, folder=str(file.parent))
