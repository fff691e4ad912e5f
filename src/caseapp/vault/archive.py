"""A .casebackup file: one uncompressed zip of three members, read with suspicion.

    manifest.json   format, version, vault id, time, schema version, size and SHA-256 of the two others
    vault.json      the header as it was
    store.db        the encrypted database, one file without a log

No name of a person is in it or in its file name.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from caseapp.vault.environment import naming_trouble
from caseapp.vault.files import create_private
from caseapp.vault.header import HEADER, STORE
from caseapp.vault.trouble import BackupDamaged, NewerVersion, NotABackup

SUFFIX = ".casebackup"
FORMAT = "caseapp-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
_MEMBERS = (MANIFEST, HEADER, STORE)
_LIMITS = {MANIFEST: 64 * 1024, HEADER: 1024 * 1024}
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Member:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself; `created_at` is an ISO time."""

    vault_id: str
    created_at: str
    schema_version: int
    files: Mapping[str, Member]


@dataclass(frozen=True)
class BackupFace:
    """A backup in a list. `manifest` is None when the file is not even readable as a backup."""

    path: Path
    size: int
    manifest: Manifest | None

    @property
    def created_at(self) -> str:
        return self.manifest.created_at if self.manifest else ""


def list_backups(folder: Path, *, vault_id: str | None = None) -> tuple[BackupFace, ...]:
    """The backups in `folder`, newest first, unreadable ones last; only those of `vault_id` if given."""
    found = []
    with naming_trouble():
        paths = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
        for path in paths:
            face = BackupFace(path, path.stat().st_size, _manifest_or_none(path))
            if vault_id is None or face.manifest is None or face.manifest.vault_id == vault_id:
                found.append(face)
    return tuple(sorted(found, key=lambda face: (face.created_at, face.path.name), reverse=True))


def newest(folder: Path) -> Path | None:
    """The newest backup in `folder` that is whole on its face."""
    return next((face.path for face in list_backups(folder) if face.manifest is not None), None)


def pack(target: Path, *, header: bytes, store: Path, vault_id: str, schema_version: int, now: datetime) -> Manifest:
    """Write the new file `target` from a header and a closed, keyed database file, and make it last."""
    files = {HEADER: Member(len(header), hashlib.sha256(header).hexdigest()), STORE: _member_of(store)}
    manifest = Manifest(vault_id, now.isoformat(), schema_version, files)
    stamp = max(now.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with naming_trouble(), os.fdopen(create_private(target), "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            archive.writestr(zipfile.ZipInfo(MANIFEST, stamp), _manifest_bytes(manifest))
            archive.writestr(zipfile.ZipInfo(HEADER, stamp), header)
            with (
                store.open("rb") as source,
                archive.open(zipfile.ZipInfo(STORE, stamp), "w", force_zip64=True) as member,
            ):
                while chunk := source.read(_CHUNK):
                    member.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What the backup says about itself, after checking that it holds exactly what it must.

    Raises `NotABackup` (no such file), `BackupDamaged` or `NewerVersion`.
    """
    with _opened(path) as archive:
        return _checked_manifest(archive, path.stat().st_size)


def read_header_bytes(path: Path) -> bytes:
    """The header inside, its hash compared. Raises as `read_manifest` does."""
    with _opened(path) as archive:
        expected = _checked_manifest(archive, path.stat().st_size).files[HEADER]
        raw = archive.read(HEADER)
    if hashlib.sha256(raw).hexdigest() != expected.sha256:
        raise BackupDamaged
    return raw


def unpack_store(path: Path, *, target: Path) -> None:
    """Write the database inside to the new file `target`, its hash compared; on a mismatch nothing remains."""
    with _opened(path) as archive:
        expected = _checked_manifest(archive, path.stat().st_size).files[STORE]
        try:
            with naming_trouble(), os.fdopen(create_private(target), "wb") as file, archive.open(STORE) as member:
                digest = _copy(member, file)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    if digest != expected.sha256:
        target.unlink()
        raise BackupDamaged


def compare_hashes(path: Path) -> Manifest:
    """Read every byte and compare it with the manifest. Raises as `read_manifest` does."""
    with _opened(path) as archive:
        manifest = _checked_manifest(archive, path.stat().st_size)
        for name in (HEADER, STORE):
            with archive.open(name) as member:
                if _copy(member, None) != manifest.files[name].sha256:
                    raise BackupDamaged
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip opened for reading; whatever zipfile stumbles over becomes `BackupDamaged`."""
    try:
        with naming_trouble(), zipfile.ZipFile(_existing(path)) as archive:
            yield archive
    except (zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
        raise BackupDamaged from error


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise NotABackup(file=str(path))
    return path


def _checked_manifest(archive: zipfile.ZipFile, size: int) -> Manifest:
    members = archive.infolist()
    if sorted(m.filename for m in members) != sorted(_MEMBERS):
        raise BackupDamaged
    for member in members:
        stored = member.compress_type == zipfile.ZIP_STORED and member.compress_size == member.file_size
        if not stored or member.flag_bits & 0x1 or member.file_size > _LIMITS.get(member.filename, size):
            raise BackupDamaged
    manifest = _parsed(archive.read(MANIFEST))
    sizes = {m.filename: m.file_size for m in members}
    if any(manifest.files[name].size != sizes[name] for name in (HEADER, STORE)):
        raise BackupDamaged
    return manifest


def _parsed(raw: bytes) -> Manifest:
    try:
        fields = json.loads(raw)
        newer = int(fields["format_version"]) > FORMAT_VERSION
        entries = {} if newer else fields["files"]
        files = {name: Member(int(entry["size"]), str(entry["sha256"])) for name, entry in entries.items()}
        created = datetime.fromisoformat(fields["created_at"]).isoformat()
        manifest = Manifest(str(fields["vault_id"]), created, int(fields["schema_version"]), files)
        known = fields["format"] == FORMAT
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupDamaged from error
    if not known:
        raise BackupDamaged
    if newer:
        raise NewerVersion
    if set(files) != {HEADER, STORE}:
        raise BackupDamaged
    return manifest


def _manifest_bytes(manifest: Manifest) -> bytes:
    fields: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "vault_id": manifest.vault_id,
        "created_at": manifest.created_at,
        "schema_version": manifest.schema_version,
        "files": {name: {"size": m.size, "sha256": m.sha256} for name, m in manifest.files.items()},
    }
    return json.dumps(fields, indent=1, sort_keys=True).encode("ascii")


def _manifest_or_none(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except (BackupDamaged, NewerVersion, NotABackup):
        return None


def _member_of(store: Path) -> Member:
    with naming_trouble(), store.open("rb") as file:
        return Member(store.stat().st_size, _copy(file, None))


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
