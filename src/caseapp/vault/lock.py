"""One vault, one program: the lock file says who holds it, on which machine and since when.

The operating system's lock decides, so that a crash leaves nothing stuck; the text in the file is only for people.
Where a network share knows no such locks, the file itself decides, and counts as left over only when it was written on
this machine by a process that no longer runs.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from caseapp.vault.environment import naming_trouble
from caseapp.vault.files import create_private, read_limited
from caseapp.vault.trouble import CannotReach, InUse

LOCK = "vault.lock"
_FAR = 1 << 30  # Windows locks bytes against reading too: lock one behind the text
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EINVAL, getattr(errno, "ENOTSUP", -1), getattr(errno, "EOPNOTSUPP", -1))


@dataclass(frozen=True)
class Holder:
    """Who has the vault open. `who` is a user id ("" for the recovery key), `since` an ISO time."""

    who: str
    machine: str
    since: str
    pid: int


class VaultLock:
    """The held lock. `release()` gives it back and removes the file; safe to call twice."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if os.name == "posix":  # remove while held: nobody can be waiting on a file that has gone
            self._path.unlink(missing_ok=True)
            os.close(descriptor)
        else:
            os.close(descriptor)
            try:
                self._path.unlink(missing_ok=True)
            except OSError:
                return  # somebody opened it in this very moment: it is theirs now


def acquire(folder: Path, *, who: str, now: datetime) -> VaultLock:
    """Take the vault's lock. Raises `InUse`, or `CannotReach`/`ReadOnly` when the folder cannot be written."""
    path = folder / LOCK
    with naming_trouble():
        for _ in range(10):
            fresh, descriptor = _open(path)
            try:
                if _take(descriptor, path, fresh=fresh) and _still_there(descriptor, path):
                    _write(descriptor, Holder(who, _machine(), now.isoformat(), os.getpid()))
                    return VaultLock(path, descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
        raise CannotReach


def holder(folder: Path) -> Holder | None:
    """Who the lock file names, or None. It may be left over from a crash: only `acquire` knows."""
    try:
        fields = json.loads(read_limited(folder / LOCK, 4096))
        return Holder(str(fields["who"]), str(fields["machine"]), str(fields["since"]), int(fields["pid"]))
    except (OSError, ValueError, KeyError, TypeError, CannotReach):
        return None


def _open(path: Path) -> tuple[bool, int]:
    try:
        return True, create_private(path)
    except FileExistsError:
        return False, os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))


def _take(descriptor: int, path: Path, *, fresh: bool) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _HELD:
            raise _in_use(path.parent) from error
        if error.errno not in _NO_LOCKS:
            raise
        if not fresh and not _left_over(holder(path.parent)):
            raise _in_use(path.parent) from error
    return True


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _still_there(descriptor: int, path: Path) -> bool:
    """False when the file was removed by its last holder between our opening and our locking it."""
    if sys.platform == "win32":  # an open file cannot be removed there
        return True
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _write(descriptor: int, value: Holder) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, json.dumps(value.__dict__, sort_keys=True).encode("ascii"))
    os.fsync(descriptor)


def _in_use(folder: Path) -> InUse:
    named = holder(folder) or Holder("", "?", "?", 0)
    return InUse(who=named.who, machine=named.machine, since=named.since)


def _left_over(named: Holder | None) -> bool:
    """On a share without locks: written on this machine by a process that is gone."""
    if named is None or named.machine != _machine():
        return False
    return named.pid != os.getpid() and not _runs(named.pid)


def _machine() -> str:
    import socket  # 5 ms that the lock screen does not need

    return socket.gethostname()


def _runs(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
