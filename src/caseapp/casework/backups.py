"""控え: a checked copy of the vault in one file, its verification, and putting it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from caseapp.casework.accounts import set_preference
from caseapp.casework.office import Office
from caseapp.rules.account import WORKER
from caseapp.vault import backups
from caseapp.vault.archive import Manifest, list_backups

Progress = Callable[[int, int], None]
_LAST = "last_backup"


def backup(office: Office, folder: Path, *, progress: Progress | None = None) -> Path:
    """Write one new, checked backup into `folder` and return it. Long. Raises DiskFull, DamagedStore and the like.

    The entry comes last: an access log that names a backup which does not exist would be believed (decision 0041).
    """
    office.allow("backup.made", need=WORKER)
    office.tell_head()
    made = backups.backup(office.vault, folder, now=office.now, progress=progress)
    with office.work("backup.made", need=WORKER) as work:
        work.about("backup", "")
        work.note(file=made.name)
        work.commit()
    set_preference(office, _LAST, {"at": office.now.isoformat(), "name": made.name})
    return made


def last_backup(office: Office) -> datetime | None:
    """When the newest backup was made: by this user anywhere, or in the vault's own folder; None for never."""
    stored = office.preferences.get(_LAST)
    found = [datetime.fromisoformat(stored["at"])] if isinstance(stored, dict) else []
    faces = list_backups(office.folder / "backups", vault_id=office.vault.vault_id)
    found += [datetime.fromisoformat(face.created_at) for face in faces if face.manifest is not None]
    return max(found, default=None)


def verify(path: Path, *, user: str, passphrase: str) -> Manifest:
    """Open and check a backup as if it were restored. Raises BackupDamaged, WrongPassphrase."""
    return backups.verify_backup(path, user, passphrase=passphrase)


def restore(path: Path, to_folder: Path, *, user: str, passphrase: str) -> Path:
    """Put a backup back as a vault in an empty folder. Raises what `verify` raises, and AlreadyAVault."""
    return backups.restore(path, to_folder, user=user, passphrase=passphrase)
