"""One raw connection to an encrypted file: the key first, then the settings, then the proof that it encrypts.

The standard library's sqlite3 accepts `PRAGMA key`, says nothing and writes plain text; so nothing here trusts, and
every connection proves it. Every connection of this program to a store file is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher

from caseapp.vault.environment import naming_trouble
from caseapp.vault.trouble import DamagedStore, NotEncrypted

PAGE = 4096
PLAIN = b"SQLite format 3"
BUSY_MILLISECONDS = 5000
RawConnection = Any  # sqlcipher3 ships no types; the interface is that of sqlite3.Connection

_SETTINGS = (
    "PRAGMA cipher_compatibility = 4",  # a later library must not change the format behind our back
    # SQLCipher's own default. ON pins every allocation of SQLite: with 100,000 consultations Today took 1.3 s
    # of processor time instead of 0.4 and bulk writing five times as long (tests/benchmarks/bench_store.py).
    "PRAGMA cipher_memory_security = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
)


def connect(
    path: Path, key: bytes, *, wal: bool = True, new: bool = False, module: ModuleType = sqlcipher
) -> RawConnection:
    """A connection in autocommit mode (transactions are begun in words). The file must exist.

    SQLite takes an emptied file for a new database; here only `new` allows that.
    Raises `NotEncrypted` when `module` or the file is plain, `DamagedStore` when the key does not open the file, or
    another `VaultTrouble` of the environment.
    """
    with naming_trouble():
        refuse_plain(path)
        if not new and path.stat().st_size < PAGE:
            raise DamagedStore
        _quiet(module)
        connection = module.connect(_uri(path), uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            _prove(connection)
            for setting in _SETTINGS:
                connection.execute(setting)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if wal:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def connection(path: Path, key: bytes, *, wal: bool = True, new: bool = False) -> Iterator[RawConnection]:
    """A connection for one piece of work; troubles are named and it is closed in any case."""
    opened = connect(path, key, wal=wal, new=new)
    try:
        with naming_trouble():
            yield opened
    finally:
        opened.close()


def cut_off(raw: RawConnection) -> None:
    """Close a connection that a session still holds, and end a statement that runs on it."""
    try:
        raw.interrupt()
    except sqlcipher.ProgrammingError:  # closed already
        return
    raw.close()


def refuse_plain(path: Path) -> None:
    """Raises `NotEncrypted` if the file begins like an unencrypted database."""
    with path.open("rb") as file:
        if file.read(len(PLAIN)) == PLAIN:
            raise NotEncrypted


def _prove(connection: RawConnection) -> None:
    answer = connection.execute("PRAGMA cipher_version").fetchone()
    if not answer or not answer[0]:
        raise NotEncrypted


def _uri(path: Path) -> str:
    """Open, never create: a missing file must not come back as an empty store. `file:////server/…` for a share."""
    name = path.absolute().as_posix()
    return "file://" + quote(name if name.startswith("/") else "/" + name) + "?mode=rw"


_quieted: set[str] = set()


def _quiet(module: ModuleType) -> None:
    """SQLCipher logs to standard error, which belongs to sentences for people. The setting is for the whole process."""
    if module.__name__ not in _quieted:
        throwaway = module.connect(":memory:")
        throwaway.execute("PRAGMA cipher_log_level = NONE")
        throwaway.close()
        _quieted.add(module.__name__)
