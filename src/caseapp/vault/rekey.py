"""A new data key for the whole vault, so that a disabled user's old slot opens nothing any more.

The order makes a kill at any moment leave a vault that opens:

1. a full copy of the store under the new key is made and checked beside the old one (nothing has changed yet);
2. the header is written with both keys in every remaining slot;
3. the copy is renamed over the store;
4. the header is written with the new key only, twice, so that its predecessor knows the old slot no more.

Between 2 and 4 the next unlocking, which then holds both keys, sees which one opens the store and finishes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from caseapp.vault.cipher import connection
from caseapp.vault.copying import Progress, copy_store
from caseapp.vault.environment import naming_trouble
from caseapp.vault.faces import UserFace, seal_faces
from caseapp.vault.files import replace as rename
from caseapp.vault.header import STORE, Header, key_check, to_file, write_header
from caseapp.vault.health import require_whole
from caseapp.vault.slots import moved_on, with_next_key
from caseapp.vault.trouble import DamagedStore

FRESH = "store.db.rekeyed"


def prepare(folder: Path, key: bytes, *, progress: Progress | None = None) -> bytes:
    """Step 1: the checked copy, and the new key it is under. No connection to the store may be open.

    Raises `Busy`, `DiskFull` and the like; nothing was changed then.
    """
    new_key = os.urandom(len(key))
    try:
        _make_copy(folder, key, new_key=new_key, progress=progress)
    except BaseException:
        _discard_copy(folder)
        raise
    return new_key


def begin(folder: Path, header: Header, *, key: bytes, new_key: bytes, without: str) -> Header:
    """Step 2: the header with both keys, as written."""
    both = replace(
        header,
        slots=tuple(
            with_next_key(slot, header.vault_id, data_key=new_key) for slot in header.slots if slot.id != without
        ),
        faces=_without(header.users, without, vault_id=header.vault_id),
        next_check=key_check(new_key),
        generation=header.generation + 1,
    ).signed(key)
    write_header(folder, both, previous=to_file(header))
    write_header(folder, both, previous=to_file(both))  # the old header alone could not open the renamed store
    return both


def finish(folder: Path, header: Header, *, key: bytes, new_key: bytes, copied: bool = False) -> Header:
    """Step 3 and 4, or all that is left of them after a kill; returns the header as written.

    `copied` says that the copy beside the store was made by this very run.
    """
    if copied or not _opens(folder / STORE, new_key):
        if not copied:
            _make_copy(folder, key, new_key=new_key)
        rename(folder / FRESH, folder / STORE)
    _discard_copy(folder)
    done = replace(
        header,
        slots=tuple(moved_on(slot) for slot in header.slots),
        key_check=key_check(new_key),
        next_check=None,
        generation=header.generation + 1,
    ).signed(new_key)
    write_header(folder, done, previous=None)
    write_header(folder, done, previous=to_file(done))
    return done


def _make_copy(folder: Path, key: bytes, *, new_key: bytes, progress: Progress | None = None) -> None:
    """The checked copy. The store is left without a write-ahead log: a log must never meet the renamed file."""
    fresh = folder / FRESH
    _discard_copy(folder)
    with connection(folder / STORE, key) as raw:
        raw.execute("PRAGMA journal_mode = DELETE").fetchone()
    copy_store(folder / STORE, key, target=fresh, target_key=new_key, progress=progress, wal=False)
    require_whole(fresh, new_key, wal=False)


def _discard_copy(folder: Path) -> None:
    with naming_trouble():
        (folder / FRESH).unlink(missing_ok=True)


def _opens(store: Path, key: bytes) -> bool:
    try:
        with connection(store, key, wal=False):
            return True
    except DamagedStore:
        return False


def _without(faces: Sequence[UserFace], user_id: str, *, vault_id: str) -> bytes:
    return seal_faces([face for face in faces if face.id != user_id], vault_id)
