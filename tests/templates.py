"""What is dear to make (a store with the thirty samples) is made once a run, shared by all workers, and copied."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


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
