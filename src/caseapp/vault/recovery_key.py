"""The recovery key: 170 random bits as seven groups of five Crockford base32 symbols, the last one a check symbol.

Crockford's check is the number modulo 37: it finds every single wrong symbol and every exchange of two neighbours. Five
of its 37 symbols (`*~$=U`) are hard to find on a Japanese keyboard, so keys are drawn until the check symbol is an
ordinary one; that costs a fifth of one bit.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from caseapp.vault.trouble import RecoveryKeyMistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SYMBOLS = 34
_BITS = _SYMBOLS * 5
_DASHES = "-‐‑‒–—―−ー"  # what keyboards and fonts make of a hyphen


@dataclass(frozen=True)
class RecoveryKey:
    """The key to print once. `secret` is what unlocks; `str()` is how it stands on paper. It never shows in a repr."""

    secret: str = field(repr=False)

    def __str__(self) -> str:
        return "-".join(self.groups)

    @property
    def groups(self) -> tuple[str, ...]:
        """Seven groups of five symbols, for the printed page."""
        shown = self.secret + check_symbol(self.secret)
        return tuple(shown[i : i + 5] for i in range(0, len(shown), 5))


def new_recovery_key(random_number: Callable[[int], int] = secrets.randbits) -> RecoveryKey:
    """A fresh random key. `random_number(bits)` is the source."""
    while True:
        secret = encode(random_number(_BITS))
        if _check(secret) < len(ALPHABET):
            return RecoveryKey(secret)


def parse_recovery_key(text: str) -> RecoveryKey:
    """Read a typed key, forgiving case, full width, O for 0, I and L for 1, blanks and hyphens.

    Raises `RecoveryKeyMistyped` when the length, a symbol or the check symbol is off.
    """
    folded = unicodedata.normalize("NFKC", text).upper().translate(_FORGIVEN)
    symbols = "".join(c for c in folded if c not in _DASHES and not c.isspace())
    secret, check = symbols[:-1], symbols[-1:]
    if len(secret) != _SYMBOLS or any(c not in ALPHABET for c in symbols):
        raise RecoveryKeyMistyped
    value = _check(secret)
    if value >= len(ALPHABET) or ALPHABET[value] != check:
        raise RecoveryKeyMistyped
    return RecoveryKey(secret)


def encode(number: int) -> str:
    """A number below 2**170 as 34 symbols."""
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(_BITS - 5, -1, -5))


def decode(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number * 32 + ALPHABET.index(symbol)
    return number


def check_symbol(secret: str) -> str:
    return ALPHABET[_check(secret)]


def _check(secret: str) -> int:
    return decode(secret) % 37
