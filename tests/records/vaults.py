"""A bare store for the tests of records: an encrypted file with the tables as the migrations make them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from caseapp.records import schema
from caseapp.vault.cipher import connect
from caseapp.vault.engine import make_engine
from caseapp.vault.files import create_private

KEY = bytes(range(32))


@contextmanager
def empty_store(path: Path) -> Iterator[Engine]:
    """An encrypted file without any table."""
    os.close(create_private(path))
    raw = connect(path, KEY, new=True)
    raw.execute("PRAGMA user_version = 0")  # a first page
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    raw.close()
    engine = make_engine(path, lambda: KEY, opened=[])
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def migrated_store(path: Path) -> Iterator[Engine]:
    """The same with all tables: a copy of one that the migrations made."""
    shutil.copyfile(_migrated(), path)
    engine = make_engine(path, lambda: KEY, opened=[])
    try:
        yield engine
    finally:
        engine.dispose()


@cache
def _migrated() -> Path:
    """Made once a process (it goes with the tests' own place)."""
    path = Path(tempfile.mkdtemp(prefix="migrated-")) / "store.db"
    with empty_store(path) as engine, engine.begin() as connection:
        schema.upgrade(connection)
    return path
