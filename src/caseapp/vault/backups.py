"""Backups that count only when they were opened again and checked; restoring that never writes over anything."""

from __future__ import annotations

import filecmp
import glob
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace as changed
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from caseapp.vault import archive
from caseapp.vault.archive import SUFFIX, BackupFace, Manifest, list_backups
from caseapp.vault.copying import Progress, copy_store
from caseapp.vault.environment import naming_trouble
from caseapp.vault.files import make_private_folder, replace, sync_folder, write_atomically
from caseapp.vault.header import HEADER, PREVIOUS, STORE, Header, from_file, to_file
from caseapp.vault.health import require_whole
from caseapp.vault.recovery_key import parse_recovery_key
from caseapp.vault.slots import RECOVERY_SLOT, open_slot
from caseapp.vault.trouble import (
    AlreadyAVault,
    BackupDamaged,
    DamagedStore,
    Tampered,
    WrongPassphrase,
    WrongRecoveryKey,
)
from caseapp.vault.unlocking import key_from_header

if TYPE_CHECKING:
    from caseapp.vault.open_vault import OpenVault

__all__ = ["BackupFace", "backup", "list_backups", "restore", "restore_with_recovery", "verify_backup"]

_KeyOf = Callable[[Header], bytes]


def backup(vault: OpenVault, folder: Path, *, now: datetime, progress: Progress | None = None) -> Path:
    """Write one new, checked .casebackup into `folder` and return its path. Long: not on the window's thread.

    The live database is copied by the backup API, the copy opened and checked in full, packed, read back, and only then
    given its name. Raises `DamagedStore` (the store itself is not whole) or `DiskFull`, and `Closed` when the vault was
    locked meanwhile; nothing half remains.
    """
    key = vault.reveal_key()

    def tell(done: int, total: int) -> None:
        vault.reveal_key()  # a backup that hung and was left behind at a lock goes no further
        if progress is not None:
            progress(done, total)

    header = changed(vault.header, upgrade=None).signed(key)  # before the copy: the store may be ahead, never behind
    with naming_trouble():
        if not folder.exists():
            make_private_folder(folder)
    with _workshop(folder, header.vault_id) as work:
        copy_store(vault.store, key, target=work / STORE, target_key=key, progress=tell)
        vault.reveal_key()
        require_whole(work / STORE, key, wal=False)
        packed = work / "packed"
        archive.pack(
            packed,
            header=to_file(header),
            store=work / STORE,
            vault_id=header.vault_id,
            schema_version=header.schema_version,
            now=now,
        )
        archive.compare_hashes(packed)
        vault.reveal_key()
        return _placed(packed, folder / f"caseapp-{now:%Y%m%d-%H%M%S}-{header.vault_id[:8]}{SUFFIX}")


def verify_backup(path: Path, user: str, *, passphrase: str) -> Manifest:
    """Open and check a backup in full, as if it were restored, and leave nothing behind.

    The passphrase is the one that counted when the backup was made. Raises `WrongPassphrase`, `BackupDamaged` (naming a
    better one beside it), `NotABackup`, `NewerVersion`.
    """
    with _naming_a_better_one(path), tempfile.TemporaryDirectory(prefix="caseapp-verify-") as work:
        _unpacked(path, Path(work), key_of=_by_passphrase(user, passphrase))
        return archive.read_manifest(path)


def restore(path: Path, to_folder: Path, *, user: str, passphrase: str) -> Path:
    """Put a backup back as a vault in `to_folder`, which must be empty or not exist. Returns the folder.

    Everything is unpacked and checked in full beside it and then renamed, so there is a whole vault or none.
    Raises what `verify_backup` raises, and `AlreadyAVault`.
    """
    return _restored(path, to_folder, key_of=_by_passphrase(user, passphrase))


def restore_with_recovery(path: Path, to_folder: Path, *, recovery_key: str) -> Path:
    """The same with the recovery key that counted when the backup was made.

    Raises `RecoveryKeyMistyped` or `WrongRecoveryKey` in place of `WrongPassphrase`.
    """
    secret = parse_recovery_key(recovery_key).secret

    def key_of(header: Header) -> bytes:
        slot = header.slot(RECOVERY_SLOT)
        keys = None if slot is None else open_slot(slot, header.vault_id, secret=secret)
        if keys is None:
            raise WrongRecoveryKey
        return keys.current

    return _restored(path, to_folder, key_of=key_of)


def unpack_store_for(path: Path, header: Header, *, key: bytes, target: Path) -> Header:
    """The checked database of this vault's own backup at `target`; returns the header of the backup."""
    raw = archive.read_header_bytes(path)
    inside = from_file(raw)
    if inside is None or inside.vault_id != header.vault_id:
        raise BackupDamaged
    if not inside.signed_by(key):
        raise Tampered
    archive.unpack_store(path, target=target)
    _require_whole_backup(target, key)
    return inside


def _restored(path: Path, to_folder: Path, *, key_of: _KeyOf) -> Path:
    _refuse_filled(to_folder)
    with _naming_a_better_one(path):
        archive.read_manifest(path)
        with naming_trouble():
            to_folder.parent.mkdir(parents=True, exist_ok=True)
            prefix = f".{to_folder.name}.restoring-"
            for left in to_folder.parent.glob(f"{glob.escape(prefix)}*"):  # of a killed try
                shutil.rmtree(left, ignore_errors=True)
            work = to_folder.with_name(f"{prefix}{secrets.token_hex(4)}")
            make_private_folder(work)
        try:
            raw = _unpacked(path, work, key_of=key_of)
            for name in (PREVIOUS, HEADER):
                write_atomically(work / name, raw)
            with naming_trouble():
                make_private_folder(work / "backups")
                sync_folder(work)
                _refuse_filled(to_folder)
                if to_folder.exists():
                    to_folder.rmdir()  # Windows renames over nothing
                replace(work, to_folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return to_folder


def _unpacked(path: Path, work: Path, *, key_of: _KeyOf) -> bytes:
    """The backup's header bytes, with its database checked in full in `work`."""
    raw = archive.read_header_bytes(path)
    header = from_file(raw)
    if header is None or header.vault_id != archive.read_manifest(path).vault_id:
        raise BackupDamaged
    key = key_of(header)
    if not header.signed_by(key):
        raise Tampered
    archive.unpack_store(path, target=work / STORE)
    _require_whole_backup(work / STORE, key)
    return raw


def _require_whole_backup(store: Path, key: bytes) -> None:
    try:
        require_whole(store, key, wal=False)
    except DamagedStore as error:
        store.unlink(missing_ok=True)
        raise BackupDamaged from error


def _by_passphrase(user: str, passphrase: str) -> _KeyOf:
    def key_of(header: Header) -> bytes:
        key = key_from_header(header, user, passphrase=passphrase)
        if key is None:
            raise WrongPassphrase
        return key.current.reveal()

    return key_of


@contextmanager
def _naming_a_better_one(path: Path) -> Iterator[None]:
    try:
        yield
    except (BackupDamaged, Tampered) as trouble:
        others = (face for face in list_backups(path.parent) if face.manifest is not None and face.path != path)
        trouble.naming(next((face.path for face in others), None))
        raise


@contextmanager
def _workshop(folder: Path, vault_id: str) -> Iterator[Path]:
    """A private folder inside `folder` (so that the last rename stays on one disk); clears what a kill left behind.

    Only one program has this vault open, so another folder with this vault's prefix cannot be in use.
    """
    prefix = f".caseapp-{vault_id[:8]}-"
    with naming_trouble():
        for left in folder.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
        work = folder / f"{prefix}{secrets.token_hex(4)}"
        make_private_folder(work)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _placed(packed: Path, wanted: Path) -> Path:
    """Give the file its name; a file already there is compared, never overwritten."""
    with naming_trouble():
        target, number = wanted, 1
        while target.exists():
            if filecmp.cmp(packed, target, shallow=False):
                return target
            number += 1
            target = wanted.with_name(f"{wanted.stem}-{number}{SUFFIX}")
        replace(packed, target)
        return target


def _refuse_filled(folder: Path) -> None:
    with naming_trouble():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise AlreadyAVault(folder=str(folder))
