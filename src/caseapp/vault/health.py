"""Health before trust: cheap proofs at every start, the full pair for backups and once a day in the background.

`cipher_integrity_check` finds damaged pages but not a file cut short; `quick_check` finds that, and takes longer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine

from caseapp.vault.cipher import PAGE, PLAIN, RawConnection, connection
from caseapp.vault.environment import naming_trouble
from caseapp.vault.header import ChainHead
from caseapp.vault.trouble import DamagedStore, Tampered

# The digest (hex) of the audit chain's entry number `count` in the store, or None when there are fewer entries.
ChainAt = Callable[[Connection, int], str | None]


def prove_at_start(store: Path, key: bytes) -> None:
    """The proofs that cost next to nothing: encrypted, opens with the key, as long as it says.

    A write-ahead log left by a crash is brought home first. Raises `DamagedStore`, `Tampered` (a plain or foreign file
    in its place) or a trouble of the environment.
    """
    with naming_trouble():
        if not store.is_file():
            raise DamagedStore
        with store.open("rb") as file:
            if file.read(len(PLAIN)) == PLAIN:
                raise Tampered
    with connection(store, key) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        size = store.stat().st_size
        if size % PAGE or size < pages * PAGE or not pages:
            raise DamagedStore


def check_chain(engine: Engine, head: ChainHead, *, chain_at: ChainAt) -> None:
    """Compare the header's chain head with the store. Raises `Tampered` when an older store was put back.

    The store may be ahead (a crash before the header was told), never behind or different.
    """
    if not head.count:
        return
    with engine.connect() as opened:
        if chain_at(opened, head.count) != head.digest:
            raise Tampered


def full_check(store: Path, key: bytes, *, wal: bool = True) -> list[str]:
    """Both checks over a whole file, on a connection of its own; an empty list means whole.

    3 s and 14 s for 1 GiB: not on the window's or the store's thread.
    """
    try:
        with connection(store, key, wal=wal) as raw:
            return problems_in(raw)
    except DamagedStore as error:
        return [type(error).__name__]


def problems_in(raw: RawConnection) -> list[str]:
    """What both checks find. While another connection writes, the raw page check may meet a page half written; so only
    what two runs agree on counts.
    """
    found = _both_checks(raw)
    if found:
        again = set(_both_checks(raw))
        found = [line for line in found if line in again]
    return found


def require_whole(store: Path, key: bytes, *, wal: bool = True) -> None:
    """Raises `DamagedStore` unless `full_check` finds nothing."""
    if full_check(store, key, wal=wal):
        raise DamagedStore


def _both_checks(raw: RawConnection) -> list[str]:
    pages = [str(row[0]) for row in raw.execute("PRAGMA cipher_integrity_check")]
    rest = [str(row[0]) for row in raw.execute("PRAGMA quick_check")]
    return pages + [line for line in rest if line != "ok"]
