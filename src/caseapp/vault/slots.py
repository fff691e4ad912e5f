"""A key slot: how one secret (a passphrase, or the recovery key) leads to the vault's data key.

    secret --Argon2id--> wrapping key --AES-256-GCM--> the slot's own X25519 private key --> the sealed data key

The pair of keys in between is what lets the vault be re-keyed when a user is disabled: a new data key is sealed to the
public keys of those who stay, without asking anybody for a passphrase
(docs/decisions/0020-key-slots-with-key-pairs.md).
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.vault.kdf import KEY_BYTES, KdfCost, derive

RECOVERY_SLOT = "recovery"
_NONCE = 12
_POINT = 32
_SALT = 16


@dataclass(frozen=True)
class Slot:
    """One way into the vault. `id` is the user's UUID or `recovery`; `next_sealed` is set only while re-keying."""

    id: str
    cost: KdfCost
    salt: bytes
    public: bytes
    wrapped: bytes
    sealed: bytes
    next_sealed: bytes | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kdf": _cost_json(self.cost),
            "salt": to_text(self.salt),
            "public": to_text(self.public),
            "wrapped": to_text(self.wrapped),
            "sealed": to_text(self.sealed),
            "next_sealed": None if self.next_sealed is None else to_text(self.next_sealed),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Slot:
        """Raises KeyError, TypeError or ValueError for anything that this program did not write."""
        kdf = data["kdf"]
        if kdf["name"] != "argon2id":
            raise ValueError("unknown key derivation")
        following = data["next_sealed"]
        slot = cls(
            id=str(data["id"]),
            cost=KdfCost(memory_kib=int(kdf["memory_kib"]), passes=int(kdf["passes"]), lanes=int(kdf["lanes"])),
            salt=to_bytes(data["salt"]),
            public=to_bytes(data["public"]),
            wrapped=to_bytes(data["wrapped"]),
            sealed=to_bytes(data["sealed"]),
            next_sealed=None if following is None else to_bytes(following),
        )
        if slot.cost.absurd or len(slot.salt) < _SALT or len(slot.public) != _POINT:
            raise ValueError("a slot out of bounds")
        return slot


@dataclass(frozen=True)
class DataKeys:
    """What a slot gives: the data key, and while the vault is being re-keyed the coming one too."""

    current: bytes
    following: bytes | None = None

    def __repr__(self) -> str:
        return "DataKeys(…)"


def make_slot(vault_id: str, slot_id: str, *, secret: str, data_key: bytes, cost: KdfCost) -> Slot:
    """A new slot for `secret` (one key derivation)."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    salt = os.urandom(_SALT)
    bound = _bound(vault_id, slot_id, cost=cost, salt=salt, public=public)
    nonce = os.urandom(_NONCE)
    wrapping = AESGCM(derive(secret, salt, cost=cost))
    wrapped = nonce + wrapping.encrypt(nonce, private.private_bytes_raw(), bound)
    return Slot(slot_id, cost, salt, public, wrapped, _seal(data_key, public, bound=bound))


def open_slot(slot: Slot, vault_id: str, *, secret: str) -> DataKeys | None:
    """The data key behind `secret` (one key derivation), or None if it is not this slot's secret."""
    bound = _bound_of(slot, vault_id)
    wrapping = AESGCM(derive(secret, slot.salt, cost=slot.cost))
    try:
        private = wrapping.decrypt(slot.wrapped[:_NONCE], slot.wrapped[_NONCE:], bound)
        pair = X25519PrivateKey.from_private_bytes(private)
        current = _unseal(slot.sealed, pair, bound=bound)
        following = None if slot.next_sealed is None else _unseal(slot.next_sealed, pair, bound=bound)
    except (InvalidTag, ValueError):
        return None
    return DataKeys(current, following)


def with_next_key(slot: Slot, vault_id: str, *, data_key: bytes) -> Slot:
    """The slot with the coming data key beside the present one (no secret needed)."""
    return replace(slot, next_sealed=_seal(data_key, slot.public, bound=_bound_of(slot, vault_id)))


def moved_on(slot: Slot) -> Slot:
    """The slot once the coming data key is the only one."""
    if slot.next_sealed is None:
        raise ValueError("this slot has no coming key")
    return replace(slot, sealed=slot.next_sealed, next_sealed=None)


def _bound_of(slot: Slot, vault_id: str) -> bytes:
    return _bound(vault_id, slot.id, cost=slot.cost, salt=slot.salt, public=slot.public)


def _bound(vault_id: str, slot_id: str, *, cost: KdfCost, salt: bytes, public: bytes) -> bytes:
    """The associated data: a slot moved to another vault, user or cost does not open."""
    parts = ["caseapp-slot-1", vault_id, slot_id, _cost_json(cost), to_text(salt), to_text(public)]
    return json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()


def _seal(data_key: bytes, public: bytes, *, bound: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    point = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    nonce = os.urandom(_NONCE)
    return point + nonce + _sealing(shared, point + public).encrypt(nonce, data_key, bound)


def _unseal(sealed: bytes, pair: X25519PrivateKey, *, bound: bytes) -> bytes:
    point, nonce, text = sealed[:_POINT], sealed[_POINT : _POINT + _NONCE], sealed[_POINT + _NONCE :]
    shared = pair.exchange(X25519PublicKey.from_public_bytes(point))
    return _sealing(shared, point + pair.public_key().public_bytes_raw()).decrypt(nonce, text, bound)


def _sealing(shared: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), KEY_BYTES, salt, b"caseapp sealed data key").derive(shared))


def _cost_json(cost: KdfCost) -> dict[str, Any]:
    return {"name": "argon2id", "memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes}


def to_text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def to_bytes(text: Any) -> bytes:
    """Raises ValueError for anything but base64 text."""
    if not isinstance(text, str):
        raise ValueError("not base64")  # noqa: TRY004 - one kind of error for all that a damaged file may hold
    return base64.b64decode(text, validate=True)
