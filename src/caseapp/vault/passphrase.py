"""Rules for a new passphrase, and how strong it is. Pure and fast enough for every keystroke."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from caseapp.rules.problem import N_, Problem
from caseapp.vault.kdf import normalised
from caseapp.words import resources

SHORTEST = 12
WORDS = 4
_WORDS_SHORTEST = 8  # four words of one letter each are no passphrase
_OWN_REST = 8  # what must be left when the office's and the person's names are taken out
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop@[",
    "asdfghjkl;:]",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
    "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす",
)

TOO_SHORT = N_("Use at least 12 characters, or four words separated by blanks.")
TOO_COMMON = N_("This is one of the passphrases that are tried first. Choose another one.")
REPEATS = N_("The same characters come again and again. Choose something less regular.")
SEQUENCE = N_("These characters stand in a row on the keyboard or in the alphabet. Choose something less regular.")
OWN_NAME = N_("The name of the office or a person can be guessed. Use other words.")

LEVELS = (N_("Very weak"), N_("Weak"), N_("Fair"), N_("Strong"), N_("Very strong"))


@dataclass(frozen=True)
class Strength:
    """0 (guessed at once) to 4, with a message id that says why it is not more ("" when nothing is amiss)."""

    level: int
    reason: str


def problems_of(passphrase: str, names: Sequence[str] = ()) -> list[Problem]:
    """What speaks against this passphrase; an empty list means that it is accepted.

    `names` are the office's and the user's own names, which may not carry it.
    """
    text = normalised(passphrase)
    checks = (
        (TOO_SHORT, _too_short(text)),
        (TOO_COMMON, _common(text)),
        (REPEATS, bool(text.strip()) and _repeats(text)),  # nothing does not come again and again
        (SEQUENCE, _sequence(text)),
        (OWN_NAME, _own_name(text, names)),
    )
    return [Problem("passphrase", message) for message, found in checks if found]


def strength_of(passphrase: str, names: Sequence[str] = ()) -> Strength:
    """A rough level from the number of different characters, kinds and words; refused passphrases are at most 1."""
    problems = problems_of(passphrase, names)
    bits = _bits(normalised(passphrase))
    if problems:
        return Strength(1 if bits >= 40 and problems[0].message == TOO_SHORT else 0, problems[0].message)
    return Strength(2 if bits < 60 else 3 if bits < 85 else 4, "")


def _too_short(text: str) -> bool:
    words = set(text.split())
    enough_words = len(words) >= WORDS and len("".join(words)) >= _WORDS_SHORTEST
    return len(text.strip()) < SHORTEST and not enough_words


def _common(text: str) -> bool:
    folded = _folded(text)
    return folded in _common_ones() or folded.rstrip("0123456789!?.") in _common_ones()


def _repeats(text: str) -> bool:
    """Fewer than five different characters, or one short piece over and over."""
    folded = _folded(text)
    if not folded or len(set(folded)) < 5:
        return True
    return any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, len(folded) // 2 + 1))


def _sequence(text: str) -> bool:
    """Most of it is made of runs of four or more neighbours in one row, forwards or backwards."""
    folded = _folded(text)
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    covered, start = 0, 0
    while start < len(folded):
        size = max(_run(folded, start, row=row) for row in rows)
        covered += size if size >= 4 else 0
        start += size if size >= 4 else 1
    return len(folded) - covered < 5 and covered > 0


def _run(text: str, start: int, *, row: str) -> int:
    """How many characters from `start` on follow each other in `row`."""
    place = row.find(text[start])
    size = 1
    while place >= 0 and row[place + size : place + size + 1] == text[start + size : start + size + 1] != "":
        size += 1
    return size if place >= 0 else 1


def _own_name(text: str, names: Sequence[str]) -> bool:
    folded = _folded(text)
    rest = folded
    for name in sorted((_folded(name) for name in names), key=len, reverse=True):
        if len(name) >= 2:
            rest = rest.replace(name, "")
    rest = "".join(c for c in rest if c.isalpha())
    return rest != "".join(c for c in folded if c.isalpha()) and len(rest) < _OWN_REST


def _bits(text: str) -> float:
    """Bits of a random text of the same make-up, with repeated characters counted once and a half at most."""
    pools = {"a": 26, "A": 26, "0": 10, "ひ": 80, "漢": 2000, "-": 32}
    kinds = {_kind(c) for c in text}
    pool = sum(pools[kind] for kind in kinds) or 1
    length = min(len(text), 1.5 * len(set(text)))
    return length * math.log2(pool)


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if character.isascii():
        return "a" if category == "Ll" else "A" if category == "Lu" else "0" if category == "Nd" else "-"
    return "ひ" if "HIRAGANA" in (name := unicodedata.name(character, "")) or "KATAKANA" in name else "漢"


def _folded(text: str) -> str:
    return "".join(normalised(text).casefold().split())


@cache
def _common_ones() -> frozenset[str]:
    lines = resources.path("data/common-passphrases.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_folded(line) for line in lines if line.strip() and not line.startswith("#"))
