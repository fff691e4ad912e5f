"""What the lock screen needs: whose vault this is, and from a passphrase to the key. Free of SQLAlchemy.

`derive_key` takes about half a second and may run on any thread; `opening.open_vault` then opens the database with
what it returned.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from caseapp.vault import pause
from caseapp.vault.faces import UserFace, face_of
from caseapp.vault.header import Header, key_check, read_header
from caseapp.vault.kdf import FLOOR, KdfCost, derive, frozen
from caseapp.vault.lock import Holder, holder
from caseapp.vault.recovery_key import parse_recovery_key
from caseapp.vault.slots import RECOVERY_SLOT, DataKeys, Slot, open_slot
from caseapp.vault.trouble import DamagedHeader, Tampered, TooSoon, WrongPassphrase, WrongRecoveryKey


@dataclass(frozen=True)
class VaultFace:
    """What may be known before a passphrase: the users, who seems to hold the vault, whether something needs care."""

    vault_id: str
    users: tuple[UserFace, ...]
    schema_version: int
    created_by: str
    holder: Holder | None
    unfinished_upgrade: bool
    header_recovered: bool


class Secret:
    """A data key in memory that can be wiped. Python may have left copies behind: `docs/security.md` says so."""

    def __init__(self, key: bytes) -> None:
        self._key: bytearray | None = bytearray(key)

    def reveal(self) -> bytes:
        """The key. Raises RuntimeError once it was dropped."""
        if self._key is None:
            raise RuntimeError("the key was dropped")
        return bytes(self._key)

    def drop(self) -> None:
        if self._key is not None:
            self._key[:] = bytes(len(self._key))
            self._key = None

    @property
    def dropped(self) -> bool:
        return self._key is None


@dataclass(frozen=True)
class KeyInHand:
    """A passphrase that was right: for which vault, by whom ("" for the recovery key), and the keys it gave."""

    vault_id: str
    user_id: str
    current: Secret
    following: Secret | None

    def drop(self) -> None:
        self.current.drop()
        if self.following is not None:
            self.following.drop()


def peek(folder: Path) -> VaultFace:
    """The vault's face without any passphrase. Raises `NotAVault`, `DamagedHeader` or `NewerVersion`."""
    found = read_header(folder)
    header = found.header
    return VaultFace(
        vault_id=header.vault_id,
        users=header.users,
        schema_version=header.schema_version,
        created_by=header.created_by,
        holder=holder(folder),
        unfinished_upgrade=header.upgrade is not None,
        header_recovered=found.recovered,
    )


def derive_key(folder: Path, user: str, *, passphrase: str) -> KeyInHand:
    """The key behind `user` (id or name) and `passphrase`; opens nothing and changes nothing on disk.

    Raises `WrongPassphrase` (an unknown user costs the same time and says the same), `TooSoon`, and what `peek` raises.
    """
    refuse_haste(folder)
    header = read_header(folder).header
    key = key_from_header(header, user, passphrase=passphrase)
    if key is None:
        raise WrongPassphrase(wait_seconds=pause.wrong_try(folder))
    pause.forget(folder)
    return key


def derive_recovery_key(folder: Path, text: str) -> KeyInHand:
    """The key behind a typed recovery key. Raises `RecoveryKeyMistyped`, `WrongRecoveryKey`, and what `peek` raises."""
    refuse_haste(folder)
    typed = parse_recovery_key(text)
    header = read_header(folder).header
    slot = header.slot(RECOVERY_SLOT)
    if slot is None:
        raise DamagedHeader
    keys = open_slot(slot, header.vault_id, secret=typed.secret)
    if keys is None:
        raise WrongRecoveryKey(wait_seconds=pause.wrong_try(folder))
    pause.forget(folder)
    return _in_hand(header, "", keys)


def key_from_header(header: Header, user: str, *, passphrase: str) -> KeyInHand | None:
    """The key by exactly one key derivation, whether the user exists or not."""
    face = face_of(header.users, user)
    slot = header.slot(face.id) if face else None
    if face is None or slot is None:
        derive(passphrase, os.urandom(16), cost=usual_cost(header))
        return None
    _refuse_cheap(slot)
    keys = open_slot(slot, header.vault_id, secret=passphrase)
    return None if keys is None else _in_hand(header, face.id, keys)


def usual_cost(header: Header) -> KdfCost:
    """The dearest cost among the slots: for new slots and for users that do not exist."""
    costs = [slot.cost for slot in header.slots]
    return max(costs, key=lambda cost: (cost.memory_kib * cost.passes, cost.lanes), default=FLOOR)


def refuse_haste(folder: Path) -> None:
    """Raises `TooSoon` while the pause after a wrong try lasts."""
    seconds = pause.remaining(folder)
    if seconds:
        raise TooSoon(wait_seconds=seconds)


def _in_hand(header: Header, user_id: str, keys: DataKeys) -> KeyInHand:
    if key_check(keys.current) != header.key_check:
        raise Tampered
    following = None if keys.following is None else Secret(keys.following)
    return KeyInHand(header.vault_id, user_id, Secret(keys.current), following)


def _refuse_cheap(slot: Slot) -> None:
    if slot.cost.under_floor and frozen():
        raise Tampered
