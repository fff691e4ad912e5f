"""From a passphrase to a key: Argon2id (RFC 9106) with a floor that is never lowered.

The passphrase is NFKC-normalised first: a Japanese input method types "A" or "Ａ", "カ" or "ｶ" and a full-width or
half-width blank depending on a mode that cannot be seen in a masked field, and macOS hands out か+゙ for が. The
same keys in the other mode must not lock a worker out. The price is that variants of one character count as one.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

FAST_KDF_VARIABLE = "CASEAPP_FAST_KDF_FOR_TESTS"
KEY_BYTES = 32
_MOST_PASSES, _MOST_MEMORY_KIB, _MOST_LANES = 64, 4 * 1024 * 1024, 64


@dataclass(frozen=True)
class KdfCost:
    """What one derivation costs. Memory in KiB."""

    memory_kib: int
    passes: int
    lanes: int

    @property
    def under_floor(self) -> bool:
        return self.memory_kib < FLOOR.memory_kib or self.passes < FLOOR.passes or self.lanes < FLOOR.lanes

    @property
    def absurd(self) -> bool:
        """A header that asks for more than any office PC has would only hang the program."""
        low = self.passes < 1 or self.lanes < 1 or self.memory_kib < 8 * self.lanes
        return low or self.passes > _MOST_PASSES or self.memory_kib > _MOST_MEMORY_KIB or self.lanes > _MOST_LANES


FLOOR = KdfCost(memory_kib=64 * 1024, passes=3, lanes=4)
_FAST = KdfCost(memory_kib=8, passes=1, lanes=1)


def fast_for_tests() -> KdfCost:
    """The cheapest cost there is, for tests only. Raises RuntimeError in a frozen (shipped) program."""
    if frozen():
        raise RuntimeError("the fast key derivation is for tests and does not exist in the shipped program")
    return _FAST


def frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def derive(secret: str, salt: bytes, *, cost: KdfCost) -> bytes:
    """The 256-bit key of a passphrase or recovery key. Takes about half a second: never on the window's thread."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # costs 15 ms: not before the lock screen shows

    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(normalised(secret).encode("utf-8", "surrogatepass"))


def normalised(secret: str) -> str:
    return unicodedata.normalize("NFKC", secret)


def chosen_cost(
    asked: KdfCost | None = None, *, target_seconds: float = 0.7, timer: Callable[[], float] = time.perf_counter
) -> KdfCost:
    """The cost for a new vault: what was asked for (never under the floor when frozen), else calibrated.

    Calibration raises the passes until one derivation takes about `target_seconds` on this machine.
    """
    if asked is None and os.environ.get(FAST_KDF_VARIABLE):
        asked = fast_for_tests()
    if asked is not None:
        if asked.absurd or (asked.under_floor and frozen()):
            raise RuntimeError("this cost of the key derivation is not allowed")
        return asked
    start = timer()
    derive("calibration", secrets.token_bytes(16), cost=FLOOR)
    seconds = max(timer() - start, 1e-6)
    passes = max(FLOOR.passes, min(20, int(FLOOR.passes * target_seconds / seconds)))
    return KdfCost(FLOOR.memory_kib, passes, FLOOR.lanes)
