"""What stands in the folder before anybody unlocked it. Free of Qt, SQLAlchemy and records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from caseapp.rules.problem import Problem
from caseapp.vault.trouble import NotAVault, VaultTrouble


class Kind(Enum):
    """Which screen fits."""

    NEW = "new"
    LOCKED = "locked"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Held:
    """Somebody else seems to have the store open: name ("" unknown), machine, since when (None unknown)."""

    who: str
    machine: str
    since: datetime | None


@dataclass(frozen=True)
class Situation:
    """`users` as (id, name); `held` when it is open elsewhere; `unfinished` after an interrupted update; `trouble`
    when nothing can be opened."""

    kind: Kind
    users: tuple[tuple[str, str], ...] = ()
    held: Held | None = None
    unfinished: bool = False
    trouble: VaultTrouble | None = None

    @property
    def problem(self) -> Problem | None:
        return self.trouble.problem if self.trouble else None


def look(folder: Path) -> Situation:
    """Look at the folder. Every foreseeable trouble is an answer, not an exception."""
    from caseapp.vault.unlocking import peek  # brings the cryptography: not before the window is seen

    try:
        face = peek(folder)
    except NotAVault as trouble:
        return Situation(Kind.NEW) if _is_free(folder) else Situation(Kind.TROUBLE, trouble=trouble)
    except VaultTrouble as trouble:
        return Situation(Kind.TROUBLE, trouble=trouble)
    users = tuple((user.id, user.name) for user in face.users)
    held = None
    if face.holder is not None:
        names = dict(users)
        held = Held(names.get(face.holder.who, ""), face.holder.machine, _moment(face.holder.since))
    return Situation(Kind.LOCKED, users, held, face.unfinished_upgrade)


def _is_free(folder: Path) -> bool:
    """A new store goes only where nothing is."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
