"""Troubles of the environment (disk, network share, damaged file), told apart from mistakes of our own.

An explicit list: what stands in it gets words of its own, everything else is a bug and stays an ordinary exception.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from caseapp.vault.trouble import Busy, CannotReach, DamagedStore, DiskFull, ReadOnly, VaultTrouble

# SQLite's primary result codes, https://www.sqlite.org/rescode.html
SQLITE_TROUBLE: dict[int, type[VaultTrouble]] = {
    5: Busy,  # SQLITE_BUSY
    8: ReadOnly,  # SQLITE_READONLY
    10: CannotReach,  # SQLITE_IOERR
    11: DamagedStore,  # SQLITE_CORRUPT
    13: DiskFull,  # SQLITE_FULL
    14: CannotReach,  # SQLITE_CANTOPEN
    15: Busy,  # SQLITE_PROTOCOL
    26: DamagedStore,  # SQLITE_NOTADB
}

# The online backup raises without a code; its text is sqlite3_errstr's, the same in every language and version.
_CODE_OF_TEXT = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "locking protocol": 15,
    "file is not a database": 26,
}

OS_TROUBLE: dict[int, type[VaultTrouble]] = {
    errno.ENOSPC: DiskFull,
    getattr(errno, "EDQUOT", errno.ENOSPC): DiskFull,
    errno.EFBIG: DiskFull,
    errno.EROFS: ReadOnly,
    errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly,
}


def trouble_of(error: BaseException | None) -> VaultTrouble | None:
    """The trouble an exception of SQLite or the operating system stands for; None when it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and type(error).__module__.startswith("sqlcipher3"):
        code = _CODE_OF_TEXT.get(str(error))
    if isinstance(code, int):
        kind = SQLITE_TROUBLE.get(code & 0xFF)
        return kind() if kind else None
    if isinstance(error, OSError):
        return OS_TROUBLE.get(error.errno or 0, CannotReach)()
    return None


@contextmanager
def naming_trouble() -> Iterator[None]:
    """Turn a known trouble of the environment into a `VaultTrouble`; let everything else pass."""
    try:
        yield
    except VaultTrouble:
        raise
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error
