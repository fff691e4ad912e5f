"""Shift_JIS (CP932) for programs that read nothing else: what it cannot write, and by what it would be replaced.

Nothing is replaced unasked: `unwritable` names every text, `in_cp932` says what would stand in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from caseapp.exchange.row_reader import as_text
from caseapp.exchange.writing import Cell
from caseapp.rules.variants import GROUPS

GETA = "〓"
_SAME_SIGN = {
    "—": "―",
    "–": "－",
    "\u00a0": " ",
    "ゔ": "ヴ",  # these kana are there as katakana only
    "ゕ": "ヵ",
    "ゖ": "ヶ",
}  # the codec itself knows 〜 and ～
_GROUP_OF = {letter: group for group in GROUPS for letter in group}


@dataclass(frozen=True)
class Unwritable:
    """A text that CP932 has no characters for: where it stands first (row from 1, column's head), how often, which
    characters, and what would stand in its place."""

    row: int
    column: str
    text: str
    letters: str
    instead: str
    times: int = 1


def unwritable(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, stand_ins: Mapping[str, str] | None = None
) -> tuple[Unwritable, ...]:
    """Every different text that cannot be written, in the order of the table. `stand_ins`: other forms of whole texts
    (a name's printing form)."""
    found: dict[tuple[str, str], Unwritable] = {}
    for number, row in enumerate(rows, 1):
        for head, value in zip(header, row, strict=False):
            text = as_text(value) if not isinstance(value, str) else value
            if _fits(text):
                continue
            known = found.get((head, text))
            if known is None:
                known = Unwritable(
                    number, head, text, "".join(dict.fromkeys(_lacking(text))), in_cp932(text, stand_ins=stand_ins), 0
                )
            found[head, text] = Unwritable(known.row, head, text, known.letters, known.instead, known.times + 1)
    return tuple(found.values())


def in_cp932(text: str, *, stand_ins: Mapping[str, str] | None = None) -> str:
    """What would be written: the whole text's other form, else each character's commoner form, else 〓."""
    if _fits(text):
        return text
    other = (stand_ins or {}).get(text, "")
    if other and _fits(other):
        return other
    return "".join(letter if _fits(letter) else _instead(letter) for letter in text)


def replaced(rows: Iterable[Sequence[Cell]], *, stand_ins: Mapping[str, str] | None = None) -> list[tuple[Cell, ...]]:
    """The rows as CP932 can write them."""
    return [
        tuple(in_cp932(value, stand_ins=stand_ins) if isinstance(value, str) else value for value in row)
        for row in rows
    ]


def _lacking(text: str) -> Iterator[str]:
    """The characters it has none for; a selector, which nobody sees, with the character whose form it chooses."""
    for place, letter in enumerate(text):
        if not _fits(letter):
            yield text[place - 1] + letter if _selects(letter) and place else letter


def _selects(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def _instead(letter: str) -> str:
    if letter in _SAME_SIGN:
        return _SAME_SIGN[letter]
    if _selects(letter):
        return ""  # it alone chooses a form of the character before it
    return next((form for form in _GROUP_OF.get(letter, "") if _fits(form)), GETA)


def _fits(text: str) -> bool:
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
