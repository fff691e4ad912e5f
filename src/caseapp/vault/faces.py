"""The staff list of the lock screen: who may be asked for a passphrase, before any passphrase is known.

It is sealed under a key that anybody with this program can compute (vault id and a constant). That keeps names from
search tools, indexers and synchronising services, and from nobody else: `docs/security.md` says so.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


@dataclass(frozen=True)
class UserFace:
    """A user as the lock screen shows one. `id` is a UUID in text, `role` a code (manager, worker, viewer)."""

    id: str
    name: str
    role: str


def seal_faces(faces: Sequence[UserFace], vault_id: str) -> bytes:
    plain = json.dumps([[f.id, f.name, f.role] for f in faces]).encode("utf-8")
    nonce = os.urandom(_NONCE)
    return nonce + _sealing(vault_id).encrypt(nonce, plain, vault_id.encode())


def open_faces(sealed: bytes, vault_id: str) -> tuple[UserFace, ...]:
    """Raises ValueError if the list was not sealed for this vault."""
    try:
        plain = _sealing(vault_id).decrypt(sealed[:_NONCE], sealed[_NONCE:], vault_id.encode())
    except InvalidTag:
        raise ValueError("the staff list does not open") from None
    return tuple(UserFace(str(i), str(name), str(role)) for i, name, role in json.loads(plain))


def face_of(faces: Sequence[UserFace], user: str) -> UserFace | None:
    """The user meant by an id or a name as typed (width, case and blanks do not matter)."""
    for face in faces:
        if user in (face.id, face.name):
            return face
    folded = folded_name(user)
    return next((face for face in faces if folded_name(face.name) == folded), None)


def folded_name(name: str) -> str:
    """For comparing typed names only; what is stored stays as it was typed."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _sealing(vault_id: str) -> AESGCM:
    key = hmac.new(b"caseapp: not a secret, keeps names from search tools", vault_id.encode(), hashlib.sha256)
    return AESGCM(key.digest())
