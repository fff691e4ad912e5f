"""How long a lock waits for what is under way: a moment for what hangs outside, longer for the store itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from caseapp.rules.problem import N_, Problem, Refused

_LOOK = 0.02  # seconds between two looks
_SHORT, _LONG = 2.0, 6.0  # seconds: for a drive that does not answer; for a job that works in the store
_TRIES = 2


class NotInTime(Refused):
    """A job did not come back in the time there was for it."""

    def __init__(self) -> None:
        message = N_("It did not answer in time (a drive on the network, perhaps), so it was left behind.")
        super().__init__([Problem("", message)])


class Patience:
    """`working()` says whether the store itself is at work: it is given longer, as drafts are to be kept in it.

    `waits()` is called once, as soon as it is seen that there is something to wait for.
    """

    def __init__(
        self,
        *,
        working: Callable[[], bool],
        waits: Callable[[], object] = lambda: None,
        short: float | None = None,
        long: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._working, self._waits, self._clock = working, waits, clock
        self._short = _SHORT if short is None else short
        self._long = _LONG if long is None else long
        self._tries, self._told = 0, False

    @property
    def spent(self) -> bool:
        """Two jobs have hung: the third is not waited for."""
        return self._tries >= _TRIES

    def once_more(self) -> None:
        """A job is left behind: what waited for it has its own time."""
        self._tries += 1

    def wait(self, over: threading.Event) -> bool:
        """Whether the job came to its end in time, counted from now: what stands before it was waited for."""
        begun = self._clock()
        while not over.wait(_LOOK):
            if not self._told:
                self._told = True
                self._waits()
            waited = self._clock() - begun
            if self.spent or waited >= self._long or (waited >= self._short and not self._working()):
                return False
        return True
