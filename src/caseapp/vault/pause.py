"""A growing pause after wrong tries: 1, 2, 4, 8 … at most 30 seconds, per vault, for the life of this process.

Nothing here sleeps: the seconds are a value for the front end. Nothing is ever deleted or locked out for good.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from pathlib import Path

_LONGEST = 30
_tries: dict[Path, tuple[int, float]] = {}
_mutex = threading.Lock()
clock: Callable[[], float] = time.monotonic


def remaining(folder: Path) -> int:
    """Whole seconds until the next try is looked at (0: now)."""
    with _mutex:
        _, until = _tries.get(folder.resolve(), (0, 0.0))
    return max(0, math.ceil(until - clock()))


def wrong_try(folder: Path) -> int:
    """Count a wrong try and return the seconds to wait."""
    with _mutex:
        count = _tries.get(folder.resolve(), (0, 0.0))[0] + 1
        seconds = min(_LONGEST, 1 << (min(count, 10) - 1))
        _tries[folder.resolve()] = (count, clock() + seconds)
    return seconds


def forget(folder: Path) -> None:
    """After a right try."""
    with _mutex:
        _tries.pop(folder.resolve(), None)
