"""Writing a file so that it is either the old one or the new one, never half of one, and readable by its owner only."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from caseapp.vault.environment import naming_trouble
from caseapp.vault.trouble import CannotReach

_REPLACE_TRIES = 20  # a virus scanner on Windows holds a new file for some tenths of a second


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`: temporary file beside it (0600 before content), fsync, rename, fsync of the folder.

    A kill or a full disk at any moment leaves the old file whole. Raises `DiskFull`, `ReadOnly` or `CannotReach`.
    """
    with naming_trouble():
        temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")  # no longer than the name itself may be
        try:
            with os.fdopen(create_private(temporary), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def replace(source: Path, target: Path) -> None:
    """Rename `source` over `target` in one step and make the rename itself last. Raises `CannotReach` and the like."""
    with naming_trouble():
        _replace(source, target)
        sync_folder(target.parent)


def _replace(source: Path, target: Path) -> None:
    for left in reversed(range(_REPLACE_TRIES if os.name == "nt" else 1)):
        try:
            source.replace(target)
            break
        except PermissionError:
            if not left:
                raise
            time.sleep(0.05)


def read_limited(path: Path, limit: int) -> bytes:
    """The whole content of `path`; a file over `limit` bytes is not read.

    Raises FileNotFoundError when there is none (the caller knows what that means), ValueError when it is too large,
    else `ReadOnly` or `CannotReach`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CannotReach from error
    if len(data) > limit:
        raise ValueError(f"over {limit} bytes")
    return data


def create_private(path: Path) -> int:
    """A new file that only its owner may read, as an open descriptor. Raises FileExistsError if it is there."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, 0o600)


def make_private_folder(path: Path) -> None:
    """Make `path` (and what is missing above it) so that only its owner may look inside."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        path.chmod(0o700)


def sync_file(path: Path) -> None:
    """Make the content of `path` last through a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make names in `path` last; Windows keeps them without being asked."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
