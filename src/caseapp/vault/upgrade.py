"""Bringing the store to the program's schema version so that a kill at any moment loses nothing.

checkpoint → checked backup into the vault's own backups folder → mark in the header → migrate and version in ONE
transaction → clear the mark. A mark that is still there at the next start leads to that backup (`restore_unfinished`).
There are no downgrades: restore a backup. The migrations themselves belong to `records`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from caseapp.vault import backups
from caseapp.vault.cipher import connection
from caseapp.vault.copying import Progress
from caseapp.vault.environment import naming_trouble
from caseapp.vault.files import replace as rename
from caseapp.vault.header import STORE, ChainHead, UpgradeMark, write_header
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.opening import BACKUPS, hold, naming_the_backup, trusted_header, unfinished
from caseapp.vault.trouble import NewerVersion
from caseapp.vault.unlocking import KeyInHand

_RESTORING = "store.db.restoring"


@dataclass(frozen=True)
class Upgraded:
    """From which version to which, and the backup made before (None for a store that was still empty)."""

    from_version: int
    to_version: int
    backup: Path | None


def version_in_store(opened: Connection) -> int:
    """The schema version kept in the database itself (`PRAGMA user_version`)."""
    return int(opened.exec_driver_sql("PRAGMA user_version").scalar_one())


def upgrade(
    vault: OpenVault,
    *,
    migrate: Callable[[Connection], None],
    target_version: int,
    now: datetime,
    current: Callable[[Connection], int] = version_in_store,
    progress: Progress | None = None,
) -> Upgraded | None:
    """Bring the store to `target_version` with `migrate`; None when it is there already.

    `migrate` runs inside one open transaction and must neither commit nor roll back; the version is written in the same
    transaction. If it raises, the store is the old one, the mark is cleared and the exception passes on. If the mark
    cannot be cleared (a full disk), the vault is closed and the next start leads to the backup. Raises
    `NewerVersion` when the store is of a later version than the program.
    """
    with vault.engine.connect() as opened:
        version = current(opened)
    if version > target_version:
        raise NewerVersion
    if version == target_version:
        vault.set_schema_version(version)
        return None
    vault.checkpoint()
    saved = None if _is_empty(vault) else backups.backup(vault, vault.folder / BACKUPS, now=now, progress=progress)
    if saved is not None:
        vault.mark_upgrade(UpgradeMark(version, target_version, saved.name))
    try:
        with vault.engine.begin() as opened:
            migrate(opened)
            opened.exec_driver_sql(f"PRAGMA user_version = {int(target_version)}")
    except BaseException:
        _clear_mark(vault, version)
        raise
    _clear_mark(vault, target_version)
    return Upgraded(version, target_version, saved)


def _clear_mark(vault: OpenVault, version: int) -> None:
    """Without the mark cleared nobody may go on working: the next start would lead back to the backup."""
    try:
        vault.mark_upgrade(None, schema_version=version)
    except BaseException:
        vault.close()
        raise


def restore_unfinished(folder: Path, key: KeyInHand, *, now: datetime) -> None:
    """After `UnfinishedUpgrade`: put the backup made before the upgrade back in place; then open as usual.

    `key` comes from `unlocking.derive_key`; it may be used for `open_vault` afterwards. Can be repeated after a kill.
    Raises `UnfinishedUpgrade` when the backup is gone, `BackupDamaged` when it is not whole; nothing is changed then.
    """
    with naming_the_backup(folder):
        held = hold(folder, who=key.user_id, now=now)
        try:
            _put_back(folder, key)
        finally:
            held.release()


def _put_back(folder: Path, key: KeyInHand) -> None:
    found = trusted_header(folder, key)
    if found.header.upgrade is None:
        return
    refusal = unfinished(folder, found.header)
    if refusal.backup is None:
        raise refusal
    secret = key.current.reveal()
    fresh = folder / _RESTORING
    with naming_trouble():
        fresh.unlink(missing_ok=True)
    inside = backups.unpack_store_for(refusal.backup, found.header, key=secret, target=fresh)
    with naming_trouble():
        for left in ("-wal", "-shm"):  # a log of the interrupted upgrade must never meet the file put back
            (folder / (STORE + left)).unlink(missing_ok=True)
        rename(fresh, folder / STORE)
    chain = ChainHead(inside.chain.count, inside.chain.digest)
    done = replace(
        found.header,
        upgrade=None,
        chain=chain,
        schema_version=inside.schema_version,
        generation=found.header.generation + 1,
    )
    write_header(folder, done.signed(secret), previous=found.raw)


def _is_empty(vault: OpenVault) -> bool:
    """A store just made holds nothing worth a backup."""
    with connection(vault.store, vault.reveal_key()) as raw:
        return not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
