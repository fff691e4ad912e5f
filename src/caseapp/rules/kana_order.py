"""The order of names by their reading, after JIS X 4061, as a plain string one can store and sort by.

In pure Python: PyICU would give the same, but it publishes no wheels for Windows and ICU's data would add 30 MiB for
this one rule. Levels: first the bare kana with ー as the vowel before it and ゝ as the kana before it; where all of
that is equal 清 < 濁 < 半濁; then ー < small < repeated < ordinary; then hiragana < katakana. セイ and メイ compare
as columns at each level, so ヤマザキ アキラ < ヤマサキ イチロウ. Latin and other letters follow the kana; a missing
reading comes last.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_FIRST_KATAKANA, _LAST_KATAKANA = "ァ", "ヺ"
_SMALL = dict(zip("ぁぃぅぇぉゕゖっゃゅょゎ", "あいうえおかけつやゆよわ", strict=True))
_VOWELS = {
    **dict.fromkeys("あかさたなはまやらわ", "あ"),
    **dict.fromkeys("いきしちにひみりゐ", "い"),
    **dict.fromkeys("うくすつぬふむゆる", "う"),
    **dict.fromkeys("えけせてねへめれゑ", "え"),
    **dict.fromkeys("おこそとのほもよろを", "お"),
}
_ROWS = (
    "あいうえおゐゑ",
    "かきくけこ",
    "さしすせそ",
    "たちつてと",
    "なにぬねの",
    "はひふへほ",
    "まみむめも",
    "やゆよ",
    "らりるれろ",
    "わをん",
)
INDEX = ("あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "A", "")
"""The tabs of the register in order: ten rows, Latin letters, no reading."""
_COLUMN, _LEVEL = "\x02", "\x01"
_AFTER_KANA = "\ue000"
_MISSING = "\uf8ff"


@dataclass(frozen=True)
class _Sound:
    """One kana seen at the four levels."""

    base: str
    voice: str = "1"
    form: str = "4"
    script: str = "1"


def _sounds(reading: str) -> list[_Sound]:
    found: list[_Sound] = []
    for letter in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", reading)):
        if letter in "\u3099\u309a" and found:
            last = found[-1]
            found[-1] = _Sound(last.base, "2" if letter == "\u3099" else "3", last.form, last.script)
        elif not letter.isspace():
            found.append(_sound(letter, found[-1] if found else None))
    return found


def _sound(letter: str, before: _Sound | None) -> _Sound:
    katakana = _FIRST_KATAKANA <= letter <= _LAST_KATAKANA
    kana = chr(ord(letter) - 0x60) if katakana or letter in "ヽヾ" else letter
    script = "2" if katakana or letter == "ヽ" else "1"
    if letter == "ー" and before and before.base in _VOWELS:
        return _Sound(_VOWELS[before.base], form="1", script=before.script)
    if kana == "ゝ" and before:
        return _Sound(before.base, form="3", script=script)
    if kana in _SMALL:
        return _Sound(_SMALL[kana], form="2", script=script)
    if "あ" <= kana <= "ん":
        return _Sound(kana, script=script)
    return _Sound(_AFTER_KANA + letter.lower())


def name_key(family_kana: str, given_kana: str = "") -> str:
    """A string by which names sort. Compare by code point (SQLite BINARY, PostgreSQL COLLATE "C")."""
    columns = (_sounds(family_kana), _sounds(given_kana))
    if not any(columns):
        return _MISSING
    return _LEVEL.join(
        _COLUMN.join("".join(getattr(sound, level) for sound in column) for column in columns)
        for level in ("base", "voice", "form", "script")
    )


def index_row(kana: str) -> str:
    """The tab of `INDEX` a reading stands under; `A` for other letters, "" for no reading. ヴ ヰ ヱ are under あ."""
    sounds = _sounds(kana)
    if not sounds:
        return ""
    return next((row[0] for row in _ROWS if sounds[0].base in row), "A")
