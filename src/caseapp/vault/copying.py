"""Copying a live encrypted database into a new encrypted file, by the online backup API.

A file copy of a database with a write-ahead log loses what is only in the log (measured: 100 of 100 rows).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from caseapp.vault.cipher import connection
from caseapp.vault.environment import naming_trouble
from caseapp.vault.files import create_private, sync_file

# Told the pages done and the pages in all, now and then. Raising `Cancelled` (or anything) stops and cleans up.
Progress = Callable[[int, int], None]

_STEP_PAGES = 2048


def copy_store(
    source: Path, key: bytes, *, target: Path, target_key: bytes, progress: Progress | None = None, wal: bool = True
) -> None:
    """Copy `source` as it is at this moment into the new file `target` under `target_key`, in one file without a log.

    `wal=False` leaves the source's journal mode as it is. Raises a `VaultTrouble`; a failed copy is removed.
    """
    with naming_trouble():
        os.close(create_private(target))
    try:
        with connection(source, key, wal=wal) as old, connection(target, target_key, wal=False, new=True) as fresh:
            old.execute("BEGIN")  # one snapshot for the whole copy: a writer beside us does not make it start anew
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()

            def tell(_status: int, left: int, total: int) -> None:
                if progress is not None:
                    progress(total - left, total)

            old.backup(fresh, pages=_STEP_PAGES, progress=tell)
            fresh.execute("PRAGMA journal_mode = DELETE").fetchone()
        with naming_trouble():
            sync_file(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
