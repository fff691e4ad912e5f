"""Making and opening a vault: the order in which key, lock, header and database are trusted."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from caseapp import __version__
from caseapp.rules.problem import Problem, Refused
from caseapp.vault import archive, lock, rekey
from caseapp.vault.cipher import connection
from caseapp.vault.environment import naming_trouble
from caseapp.vault.faces import UserFace, face_of, seal_faces
from caseapp.vault.files import create_private, make_private_folder, sync_folder
from caseapp.vault.header import (
    HEADER,
    PREVIOUS,
    STORE,
    Header,
    HeaderOnDisk,
    key_check,
    read_header,
    to_file,
    write_header,
)
from caseapp.vault.health import ChainAt, check_chain, prove_at_start
from caseapp.vault.kdf import KEY_BYTES, KdfCost, chosen_cost
from caseapp.vault.open_vault import NAME_MISSING, OpenVault, refuse_weak, verified
from caseapp.vault.recovery_key import RecoveryKey, new_recovery_key
from caseapp.vault.slots import RECOVERY_SLOT, make_slot
from caseapp.vault.trouble import AlreadyAVault, InUse, NotAVault, Tampered, UnfinishedUpgrade, WithBackup
from caseapp.vault.unlocking import KeyInHand, Secret, derive_key, derive_recovery_key

BACKUPS = "backups"
_EMPTY_STORE = 4096  # what an interrupted `create` may leave


def create(
    folder: Path,
    *,
    user_name: str,
    user_id: str | uuid.UUID,
    role: str,
    passphrase: str,
    now: datetime,
    kdf: KdfCost | None = None,
    names: Sequence[str] = (),
) -> tuple[OpenVault, RecoveryKey]:
    """A new vault with its first user, open, and the recovery key to print once.

    `names` are the office's names, which may not carry the passphrase. Without `kdf` the cost is calibrated on this
    machine. Raises `AlreadyAVault`, `WeakPassphrase`, `Refused` (no name), `InUse`, `DiskFull` and the like.
    """
    if not user_name.strip():
        raise Refused([Problem("name", NAME_MISSING)])
    refuse_weak(passphrase, [user_name, *names])
    _refuse_existing(folder)
    cost = chosen_cost(kdf)
    face = UserFace(str(user_id), user_name, role)
    with naming_trouble():
        make_private_folder(folder)
        make_private_folder(folder / BACKUPS)
    held = lock.acquire(folder, who=face.id, now=now)
    try:
        _refuse_existing(folder)
        found, key, recovery = _new_vault(folder, face, passphrase=passphrase, now=now, cost=cost)
        return OpenVault(folder, found, key=Secret(key), user_id=face.id, lock=held), recovery
    except BaseException:
        held.release()
        raise


def unlock(folder: Path, user: str, *, passphrase: str, now: datetime, chain_at: ChainAt | None = None) -> OpenVault:
    """Open the vault as `user` (id or name): `derive_key`, then `open_vault`; raises what they raise."""
    with naming_the_backup(folder):
        key = derive_key(folder, user, passphrase=passphrase)
    return open_vault(folder, key, now=now, chain_at=chain_at)


def unlock_with_recovery(
    folder: Path, recovery_key: str, *, now: datetime, chain_at: ChainAt | None = None
) -> OpenVault:
    """Open the vault with the printed key as typed; then give a user a new passphrase with `set_passphrase`."""
    with naming_the_backup(folder):
        key = derive_recovery_key(folder, recovery_key)
    return open_vault(folder, key, now=now, chain_at=chain_at)


def open_vault(folder: Path, key: KeyInHand, *, now: datetime, chain_at: ChainAt | None = None) -> OpenVault:
    """Open the database with a key in hand. `chain_at` lets the audit chain be compared with the header's head.

    Raises `InUse`, `Tampered`, `DamagedStore`, `UnfinishedUpgrade` (all naming the backup to restore), or a trouble of
    the environment. A failed opening leaves neither lock nor key behind.
    """
    with naming_the_backup(folder):
        try:
            held = hold(folder, who=key.user_id, now=now)
        except BaseException:
            key.drop()
            raise
        try:
            found = trusted_header(folder, key)
            found, secret = _settled(folder, found, key=key)
            prove_at_start(folder / STORE, secret.reveal())
            vault = OpenVault(folder, found, key=secret, user_id=key.user_id, lock=held)
        except BaseException:
            key.drop()
            held.release()
            raise
        try:
            _after_opening(vault, chain_at)
        except BaseException:
            vault.close()
            raise
    return vault


@contextmanager
def naming_the_backup(folder: Path) -> Iterator[None]:
    """Let every damage found here name the newest backup that is whole on its face."""
    try:
        yield
    except WithBackup as trouble:
        if trouble.backup is None:
            trouble.naming(archive.newest(folder / BACKUPS))
        raise


def unfinished(folder: Path, header: Header) -> UnfinishedUpgrade:
    """The refusal for an interrupted upgrade, naming the backup made just before it."""
    backup = None if header.upgrade is None else folder / BACKUPS / Path(header.upgrade.backup).name
    return UnfinishedUpgrade(backup=backup if backup is not None and backup.is_file() else None)


def hold(folder: Path, *, who: str, now: datetime) -> lock.VaultLock:
    """Take the vault's lock; `InUse` names the holder as the lock screen does (the file itself holds no name)."""
    try:
        return lock.acquire(folder, who=who, now=now)
    except InUse as refusal:
        face = face_of(read_header(folder).header.users, refusal.who) if refusal.who else None
        raise InUse(**{**refusal.values, "who": face.name if face else refusal.who}) from refusal


def trusted_header(folder: Path, key: KeyInHand) -> HeaderOnDisk:
    """The header as it is now, if it was signed with the key in hand. Raises `Tampered`."""
    found = read_header(folder)
    if found.header.vault_id != key.vault_id:
        raise Tampered
    return verified(found, key.current.reveal())


def _settled(folder: Path, found: HeaderOnDisk, *, key: KeyInHand) -> tuple[HeaderOnDisk, Secret]:
    """Finish a re-keying that was interrupted; give back the header and key that count now.

    Raises `UnfinishedUpgrade`: only a person may decide to go back to the backup.
    """
    if found.header.upgrade is not None:
        raise unfinished(folder, found.header)
    if found.header.next_check is None:
        with naming_trouble():
            (folder / rekey.FRESH).unlink(missing_ok=True)
        return found, key.current
    if key.following is None or key_check(key.following.reveal()) != found.header.next_check:
        raise Tampered
    following = key.following.reveal()
    header = rekey.finish(folder, found.header, key=key.current.reveal(), new_key=following)
    key.current.drop()
    return HeaderOnDisk(header, to_file(header), found.recovered), key.following


def _after_opening(vault: OpenVault, chain_at: ChainAt | None) -> None:
    if vault.notices:
        vault.repair_header()
    if chain_at is not None:
        check_chain(vault.engine, vault.chain_head, chain_at=chain_at)


def _new_vault(
    folder: Path, face: UserFace, *, passphrase: str, now: datetime, cost: KdfCost
) -> tuple[HeaderOnDisk, bytes, RecoveryKey]:
    vault_id, key, recovery = str(uuid.uuid4()), os.urandom(KEY_BYTES), new_recovery_key()
    slots = (
        make_slot(vault_id, face.id, secret=passphrase, data_key=key, cost=cost),
        make_slot(vault_id, RECOVERY_SLOT, secret=recovery.secret, data_key=key, cost=cost),
    )
    header = Header(
        vault_id=vault_id,
        created_by=__version__,
        created_at=now.isoformat(),
        slots=slots,
        faces=seal_faces([face], vault_id),
        key_check=key_check(key),
    ).signed(key)
    _new_store(folder / STORE, key)
    raw = write_header(folder, header, previous=to_file(header))  # last: it is what makes the folder a vault
    return HeaderOnDisk(header, raw), key, recovery


def _new_store(store: Path, key: bytes) -> None:
    """An empty encrypted database, proved to be one. A first page is forced, so that there is something to prove."""
    with naming_trouble():
        store.unlink(missing_ok=True)
        os.close(create_private(store))
    with connection(store, key, new=True) as raw:
        raw.execute("PRAGMA user_version = 0")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    prove_at_start(store, key)
    with naming_trouble():
        sync_folder(store.parent)


def _refuse_existing(folder: Path) -> None:
    """Nothing is written over a vault; only what an interrupted `create` left (an empty store, no header) may go."""
    if folder.exists() and not folder.is_dir():
        raise NotAVault(folder=str(folder))
    store = folder / STORE
    if (folder / HEADER).exists() or (folder / PREVIOUS).exists():
        raise AlreadyAVault(folder=str(folder))
    logged = store.with_name(STORE + "-wal")
    holds = store.exists() and (store.stat().st_size > _EMPTY_STORE or (logged.exists() and logged.stat().st_size > 0))
    if holds:
        raise AlreadyAVault(folder=str(folder))
