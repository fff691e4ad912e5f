"""vault.json: what must be readable before the key is known, and how it proves that it is whole.

Three proofs, because three things can be wrong. A *checksum* that anybody can compute tells damage from a wrong
passphrase. Each slot's AES-GCM tag tells a wrong passphrase. After unlocking, an *HMAC* under the data key shows that
nobody without the key changed a field. The file is replaced atomically and its predecessor is kept.

A later format must keep `format`, `format_version` and `checksum` as they are, so that this program can tell "newer"
from "damaged".
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from caseapp.vault.faces import UserFace, open_faces
from caseapp.vault.files import read_limited, write_atomically
from caseapp.vault.slots import Slot, to_bytes, to_text
from caseapp.vault.trouble import DamagedHeader, NewerVersion, NotAVault

FORMAT = "caseapp-vault"
FORMAT_VERSION = 1
HEADER, PREVIOUS, STORE = "vault.json", "vault.json.previous", "store.db"
_LIMIT = 1024 * 1024


@dataclass(frozen=True)
class ChainHead:
    """The audit chain as last told: number of entries, and the last one's digest in hex ("" for none)."""

    count: int = 0
    digest: str = ""


@dataclass(frozen=True)
class UpgradeMark:
    """An upgrade has begun. `backup` is a file name inside the vault's backups folder."""

    from_version: int
    to_version: int
    backup: str


@dataclass(frozen=True)
class Header:
    """Everything in vault.json. `next_check` is set only while the vault is being re-keyed."""

    vault_id: str
    created_by: str
    created_at: str
    slots: tuple[Slot, ...]
    faces: bytes
    key_check: bytes
    next_check: bytes | None = None
    schema_version: int = 0
    generation: int = 1
    chain: ChainHead = ChainHead()
    upgrade: UpgradeMark | None = None
    mac: bytes = b""

    def slot(self, slot_id: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    @property
    def users(self) -> tuple[UserFace, ...]:
        return open_faces(self.faces, self.vault_id)

    def signed(self, data_key: bytes) -> Header:
        """The header with the HMAC of its present fields."""
        return replace(self, mac=self._mac(data_key))

    def signed_by(self, data_key: bytes) -> bool:
        return hmac.compare_digest(self.mac, self._mac(data_key))

    def _mac(self, data_key: bytes) -> bytes:
        fields = {key: value for key, value in self.to_json().items() if key != "mac"}
        return hmac.new(_subkey(data_key, b"header"), _canonical(fields), hashlib.sha256).digest()

    def to_json(self) -> dict[str, Any]:
        mark = self.upgrade
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "vault_id": self.vault_id,
            "created_by": self.created_by,
            "created_at": self.created_at,
            "slots": [slot.to_json() for slot in self.slots],
            "faces": to_text(self.faces),
            "key_check": to_text(self.key_check),
            "next_check": None if self.next_check is None else to_text(self.next_check),
            "schema_version": self.schema_version,
            "generation": self.generation,
            "chain": {"count": self.chain.count, "digest": self.chain.digest},
            "upgrade": mark and {"from": mark.from_version, "to": mark.to_version, "backup": mark.backup},
            "mac": to_text(self.mac),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Header:
        """Raises KeyError, TypeError or ValueError for anything that this program did not write."""
        mark = data["upgrade"]
        following = data["next_check"]
        return cls(
            vault_id=str(data["vault_id"]),
            created_by=str(data["created_by"]),
            created_at=str(data["created_at"]),
            slots=tuple(Slot.from_json(slot) for slot in data["slots"]),
            faces=to_bytes(data["faces"]),
            key_check=to_bytes(data["key_check"]),
            next_check=None if following is None else to_bytes(following),
            schema_version=int(data["schema_version"]),
            generation=int(data["generation"]),
            chain=ChainHead(int(data["chain"]["count"]), str(data["chain"]["digest"])),
            upgrade=mark and UpgradeMark(int(mark["from"]), int(mark["to"]), str(mark["backup"])),
            mac=to_bytes(data["mac"]),
        )


@dataclass(frozen=True)
class HeaderOnDisk:
    """A header as read, its exact bytes, and whether the predecessor had to stand in for a damaged file."""

    header: Header
    raw: bytes
    recovered: bool = False


def key_check(data_key: bytes) -> bytes:
    """A value that only this data key gives: the key is right even when the database will not open."""
    return hmac.new(_subkey(data_key, b"key check"), b"", hashlib.sha256).digest()[:16]


def to_file(header: Header) -> bytes:
    """The bytes of vault.json."""
    fields = header.to_json()
    fields["checksum"] = hashlib.sha256(_canonical(fields)).hexdigest()
    return json.dumps(fields, indent=1, sort_keys=True).encode("ascii") + b"\n"


def from_file(raw: bytes) -> Header | None:
    """The header in `raw`, or None when it is damaged. Raises `NewerVersion` for a whole header of a later format."""
    try:
        fields = json.loads(raw)
        checksum = fields.pop("checksum")
        if fields["format"] != FORMAT or checksum != hashlib.sha256(_canonical(fields)).hexdigest():
            return None
        if int(fields["format_version"]) > FORMAT_VERSION:
            raise NewerVersion
        header = Header.from_json(fields)
        open_faces(header.faces, header.vault_id)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return header


def read_header(folder: Path) -> HeaderOnDisk:
    """The vault's header; if vault.json is damaged or gone, its predecessor with `recovered` set.

    Raises `NotAVault`, `DamagedHeader` (neither is whole) or `NewerVersion`.
    """
    for name in (HEADER, PREVIOUS):
        raw = _read(folder / name)
        header = None if raw is None else from_file(raw)
        if raw is not None and header is not None:
            return HeaderOnDisk(header, raw, recovered=name == PREVIOUS)
    if any((folder / name).exists() for name in (HEADER, PREVIOUS, STORE)):
        raise DamagedHeader
    raise NotAVault(folder=str(folder))


def write_header(folder: Path, header: Header, *, previous: bytes | None) -> bytes:
    """Write vault.json (after keeping `previous` as its predecessor, if given) and return its bytes."""
    raw = to_file(header)
    if previous is not None:
        write_atomically(folder / PREVIOUS, previous)
    write_atomically(folder / HEADER, raw)
    return raw


def _read(path: Path) -> bytes | None:
    try:
        return read_limited(path, _LIMIT)
    except (FileNotFoundError, ValueError):
        return None


def _canonical(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _subkey(data_key: bytes, purpose: bytes) -> bytes:
    return hmac.new(data_key, b"caseapp vault " + purpose, hashlib.sha256).digest()
