"""What is dear to make is made once and copied: a store with the thirty samples once a run, shared by all workers; a
new office once a process."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from caseapp.casework import office
from caseapp.casework.office import Office
from caseapp.rules.clock import stopped
from caseapp.vault import opening
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from caseapp.vault.unlocking import derive_key


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make` filled, made by whichever worker comes first. Never open it: copy it."""
    place = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, done = place / f"template-{name}", place / f"template-{name}.done"
    with _one_at_a_time(place / f"template-{name}.lock"):
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("wb") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)  # waits up to ten seconds
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield  # closing the file gives the lock back


def new_office(folder: Path, now: datetime, *, user: str, title: str = "", passphrase: str) -> Office:
    """The office 汐見保健所 in `folder` as `office.create` leaves it: nobody but its manager, nothing done in it yet.

    Its tables are made by the migrations once a process; each test has a copy, with the same ids and keys.
    """
    shutil.copytree(_new_vault(now, user, title, passphrase), folder)
    vault = opening.open_vault(folder, derive_key(folder, user, passphrase=passphrase), now=now)
    return office._office(vault, vault.user_id, clock=stopped(now))


@cache
def _new_vault(now: datetime, user: str, title: str, passphrase: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="new-")) / "vault"  # goes with the tests' own place
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FAST_KDF_VARIABLE, "1")
        made, _recovery = office.create(
            folder, office_name="汐見保健所", user_name=user, title=title, passphrase=passphrase, clock=stopped(now)
        )
    made.close()
    return folder
