"""One process at a time, held by a lock file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else holds `path`, and hold it. It is let go even when this process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        _take(stream)
        try:
            yield
        finally:
            _release(stream)


if sys.platform == "win32":
    import msvcrt

    def _take(stream: BinaryIO) -> None:
        while True:
            try:
                stream.seek(0)
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(0.05)  # held: msvcrt has no lock that waits longer than ten seconds
            else:
                return

    def _release(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX)

    def _release(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)
