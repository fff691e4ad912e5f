"""An open vault: the engine for the records, and everything that changes who may open it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Engine

from caseapp.rules.problem import N_, Problem, Refused
from caseapp.vault import health, rekey
from caseapp.vault import passphrase as rules_of_passphrases
from caseapp.vault.cipher import RawConnection, connect, connection, cut_off
from caseapp.vault.copying import Progress
from caseapp.vault.engine import in_use, make_engine
from caseapp.vault.faces import UserFace, face_of, seal_faces
from caseapp.vault.header import (
    HEADER,
    STORE,
    ChainHead,
    Header,
    HeaderOnDisk,
    UpgradeMark,
    from_file,
    to_file,
    write_header,
)
from caseapp.vault.lock import VaultLock
from caseapp.vault.recovery_key import RecoveryKey, new_recovery_key, parse_recovery_key
from caseapp.vault.slots import RECOVERY_SLOT, Slot, make_slot, open_slot
from caseapp.vault.trouble import (
    Busy,
    Closed,
    DamagedHeader,
    Tampered,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)
from caseapp.vault.unlocking import Secret, usual_cost

if TYPE_CHECKING:
    from typing import Self

HEADER_RECOVERED = N_(
    "The key file was damaged and was put back from its previous version. The records are complete. "
    "If a passphrase was changed just before, the old one counts again."
)
NAME_TAKEN = N_("Somebody with this name already uses the store. Add something that tells them apart.")
NAME_MISSING = N_("Enter a name.")
LAST_USER = N_("The last user cannot be disabled. Add another user first.")
YOURSELF = N_("You cannot disable yourself. Ask another manager.")

_BACKGROUND_SECONDS = 2.0

Witness = Callable[[], object]
"""Called once, when nothing can be refused any more and before the header is written (docs/decisions/0041)."""


def _nobody() -> None:
    """No witness."""


class OpenVault:
    """The vault while it is open; made by `opening.create` and `opening.unlock`, ended by `close()`.

    `engine` may be used from any thread, one connection at a time. `user_id` is "" when the recovery key opened it.
    `notices` are message ids that the front end shows once after unlocking.
    """

    def __init__(self, folder: Path, found: HeaderOnDisk, *, key: Secret, user_id: str, lock: VaultLock) -> None:
        self.folder = folder
        self.user_id = user_id
        self.notices: tuple[str, ...] = (HEADER_RECOVERED,) if found.recovered else ()
        self._header = found.header
        self._raw = found.raw
        self._tried = found.raw  # what was last begun to be written: it may stand there although the writing failed
        self._key = key
        self._lock = lock
        self._mutex = threading.RLock()
        self._moving = False
        self._closing = False
        self.let_go = False  # the key was dropped before the vault was closed (`drop_key`)
        self._released = False
        self._connections: list[RawConnection] = []
        self._background: list[RawConnection] = []
        self._background_ended = threading.Condition()
        self.engine: Engine = make_engine(self.store, self._key_for_engine, opened=self._connections)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"OpenVault({self.vault_id[:8]}, {'closed' if self.closed else 'open'})"

    @property
    def store(self) -> Path:
        return self.folder / STORE

    @property
    def vault_id(self) -> str:
        return self._header.vault_id

    @property
    def users(self) -> tuple[UserFace, ...]:
        """Everybody who can open the vault."""
        return self._header.users

    @property
    def header(self) -> Header:
        """The header as last written."""
        return self._header

    @property
    def chain_head(self) -> ChainHead:
        return self._header.chain

    @property
    def closed(self) -> bool:
        return self._key.dropped

    # --- the store

    def connect(self) -> RawConnection:
        """A further raw connection, for a background job; the caller closes it, and locking does in any case."""
        raw = connect(self.store, self._key_for_engine())
        self._connections.append(raw)
        return raw

    def full_check(self) -> list[str]:
        """Both checks of the whole file, for once a day in the background; an empty list means whole.

        Runs on a connection of its own: call it on any thread but the window's and the store's. Raises `Closed`
        when the vault is locked meanwhile.
        """
        with self._background_ended:
            if self._closing:
                raise Closed
            raw = connect(self.store, self._key_for_engine())
            self._background.append(raw)
        try:
            return health.problems_in(raw)
        except Exception as error:
            if self._closing:
                raise Closed from error
            raise
        finally:
            with self._background_ended:
                raw.close()
                self._background.remove(raw)
                self._background_ended.notify_all()

    def checkpoint(self) -> None:
        """Bring the write-ahead log home and empty it: after an erasure, so that nothing erased survives in it."""
        with connection(self.store, self.reveal_key()) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Close the database, empty the log, drop the key, release the lock. Safe to call twice.

        A session that was left open is cut off: locked means locked. What it had not committed is rolled back. Call it
        on the thread that works with the store, so that no statement is under way; a background check is interrupted.
        """
        with self._mutex:
            if self._released:
                return
            try:
                self._closing = True
                self._end_background()
                self._disconnect()
                if not self.closed:
                    self.checkpoint()
            finally:
                self._let_go()

    def drop_key(self) -> None:
        """Lock without waiting for anybody and without touching the disk. `close` must follow, where one may wait."""
        self._closing = self.let_go = True
        self._key.drop()

    def _end_background(self) -> None:
        """Interrupt checks until they have ended; one that does not hear it is not waited for long."""
        deadline = time.monotonic() + _BACKGROUND_SECONDS
        with self._background_ended:
            while self._background and time.monotonic() < deadline:
                for raw in self._background:  # again and again: an interrupt between two statements is lost
                    raw.interrupt()
                self._background_ended.wait(0.02)

    def _disconnect(self) -> None:
        self.engine.dispose()
        for raw in self._connections:
            cut_off(raw)
        self._connections.clear()

    def reveal_key(self) -> bytes:
        """The data key, for the vault's own modules. Raises `Closed`."""
        if self._key.dropped:
            raise Closed
        return self._key.reveal()

    def _key_for_engine(self) -> bytes:
        if self._moving:
            raise Busy
        return self.reveal_key()

    # --- the header

    def set_chain_head(self, count: int, digest: str) -> None:
        """Remember the audit chain's head outside the store. Raises ValueError if it would go back."""
        with self._mutex:
            if count < self._header.chain.count:
                raise ValueError("the audit chain never gets shorter")
            self._write(replace(self._header, chain=ChainHead(count, digest)), keep_previous=False)

    def set_schema_version(self, version: int) -> None:
        """Mirror the store's schema version, so that it is known before unlocking."""
        with self._mutex:
            if version != self._header.schema_version:
                self._write(replace(self._header, schema_version=version))

    def mark_upgrade(self, mark: UpgradeMark | None, *, schema_version: int | None = None) -> None:
        """Set or clear the unfinished-upgrade mark (`upgrade` calls it)."""
        with self._mutex:
            version = self._header.schema_version if schema_version is None else schema_version
            self._write(replace(self._header, upgrade=mark, schema_version=version))

    def repair_header(self) -> None:
        """Write the header that is in memory over a damaged one (`opening` calls it)."""
        with self._mutex:
            self._write(self._header)

    def _write(self, header: Header, *, keep_previous: bool = True) -> None:
        """Sign and write; never over a whole header that somebody else wrote meanwhile."""
        key = self.reveal_key()
        self._refuse_foreign_change()
        signed = replace(header, generation=self._header.generation + 1).signed(key)
        self._tried = to_file(signed)
        self._raw = write_header(self.folder, signed, previous=self._raw if keep_previous else None)
        self._header = signed

    def _refuse_foreign_change(self) -> None:
        try:
            on_disk = (self.folder / HEADER).read_bytes()
        except OSError:
            return
        if on_disk not in (self._raw, self._tried) and from_file(on_disk) not in (None, self._header):
            raise Tampered

    # --- who may open it

    def change_passphrase(self, old: str, new: str, *, names: Sequence[str] = (), witness: Witness = _nobody) -> None:
        """Replace the present user's passphrase. Raises `WrongPassphrase` (old) or `WeakPassphrase` (new)."""
        with self._mutex:
            slot = self._header.slot(self.user_id)
            if slot is None or open_slot(slot, self.vault_id, secret=old) is None:
                raise WrongPassphrase
            self.set_passphrase(self.user_id, new, names=names, witness=witness)

    def set_passphrase(
        self, user_id: str | UUID, new: str, *, names: Sequence[str] = (), witness: Witness = _nobody
    ) -> None:
        """Give a user a new passphrase without the old one: after the recovery key, or a manager for somebody.

        Raises `WeakPassphrase`; KeyError for a user who is not there.
        """
        with self._mutex:
            face = self._face(user_id)
            refuse_weak(new, [face.name, *names])
            slot = self._new_slot(face.id, new)
            witness()
            self._write(replace(self._header, slots=_with_slot(self._header.slots, slot)))

    def add_user(
        self,
        user_id: str | UUID,
        name: str,
        *,
        role: str,
        passphrase: str,
        names: Sequence[str] = (),
        witness: Witness = _nobody,
    ) -> UserFace:
        """Let somebody in. Raises `Refused` (name missing or taken) or `WeakPassphrase`."""
        with self._mutex:
            face = UserFace(str(user_id), name, role)
            self._refuse_name(face)
            refuse_weak(passphrase, [name, *names])
            slots = _with_slot(self._header.slots, self._new_slot(face.id, passphrase))
            witness()
            self._write(replace(self._header, slots=slots, faces=self._sealed([*self.users, face])))
            return face

    def update_user(self, user_id: str | UUID, *, name: str | None = None, role: str | None = None) -> UserFace:
        """Another name or role on the lock screen. Raises `Refused` (name missing or taken) or KeyError."""
        with self._mutex:
            old = self._face(user_id)
            face = UserFace(old.id, old.name if name is None else name, old.role if role is None else role)
            self._refuse_name(face)
            faces = [face if other.id == face.id else other for other in self.users]
            self._write(replace(self._header, faces=self._sealed(faces)))
            return face

    def disable_user(self, user_id: str | UUID, *, progress: Progress | None = None) -> None:
        """Take a user's way in and give the vault a new key. Long: it copies the store. No session may be open.

        Raises `Refused` (yourself, the last one), `Busy` (a connection is open), `DiskFull`: then nothing was changed.
        If it fails in the last steps the vault is closed (`closed`) and the next unlocking finishes the work.
        """
        with self._mutex:
            face = self._face(user_id)
            if face.id == self.user_id:
                raise Refused([Problem("user", YOURSELF)])
            if len(self.users) == 1:
                raise Refused([Problem("user", LAST_USER)])
            self._rekey(without=face.id, progress=progress)

    def new_recovery_key(self, *, witness: Witness = _nobody) -> RecoveryKey:
        """A new recovery key; the old one stops working. Show it once: it is kept nowhere."""
        with self._mutex:
            fresh = new_recovery_key()
            slot = self._new_slot(RECOVERY_SLOT, fresh.secret)
            witness()
            self._write(replace(self._header, slots=_with_slot(self._header.slots, slot)))
            return fresh

    def prove_recovery_key(self, typed: str) -> None:
        """That this recovery key opens the vault. Long. Raises `RecoveryKeyMistyped` or `WrongRecoveryKey`."""
        secret = parse_recovery_key(typed).secret
        slot = self._header.slot(RECOVERY_SLOT)
        if slot is None or open_slot(slot, self.vault_id, secret=secret) is None:
            raise WrongRecoveryKey

    def _rekey(self, *, without: str, progress: Progress | None) -> None:
        self._refuse_foreign_change()
        if in_use(self.engine):
            raise Busy
        self._moving = True
        try:
            self._disconnect()
            key = self.reveal_key()
            new_key = rekey.prepare(self.folder, key, progress=progress)
            try:
                both = rekey.begin(self.folder, self._header, key=key, new_key=new_key, without=without)
                self._header = rekey.finish(self.folder, both, key=key, new_key=new_key, copied=True)
            except BaseException:
                self._let_go()  # which key counts now is for the next unlocking to find out
                raise
            self._raw = to_file(self._header)
            self._key.drop()
            if not self.let_go:
                self._key = Secret(new_key)
        finally:
            self._moving = False

    def _let_go(self) -> None:
        self._released = True
        self._key.drop()
        self._lock.release()

    def _new_slot(self, slot_id: str, secret: str) -> Slot:
        cost = usual_cost(self._header)
        return make_slot(self.vault_id, slot_id, secret=secret, data_key=self.reveal_key(), cost=cost)

    def _face(self, user_id: str | UUID) -> UserFace:
        face = next((face for face in self.users if face.id == str(user_id)), None)
        if face is None:
            raise KeyError(str(user_id))
        return face

    def _refuse_name(self, face: UserFace) -> None:
        if not face.name.strip():
            raise Refused([Problem("name", NAME_MISSING)])
        if face_of([other for other in self.users if other.id != face.id], face.name):
            raise Refused([Problem("name", NAME_TAKEN)])

    def _sealed(self, faces: Sequence[UserFace]) -> bytes:
        return seal_faces(faces, self.vault_id)


def refuse_weak(new: str, names: Sequence[str]) -> None:
    """Raises `WeakPassphrase` with what speaks against it."""
    problems = rules_of_passphrases.problems_of(new, names)
    if problems:
        raise WeakPassphrase(problems)


def verified(found: HeaderOnDisk, key: bytes) -> HeaderOnDisk:
    """The header, if it was signed with `key`. Raises `Tampered`; `DamagedHeader` for a slot list without a slot."""
    if not found.header.signed_by(key):
        raise Tampered
    if not found.header.slots:
        raise DamagedHeader
    return found


def _with_slot(slots: Sequence[Slot], slot: Slot) -> tuple[Slot, ...]:
    return (*(other for other in slots if other.id != slot.id), slot)
