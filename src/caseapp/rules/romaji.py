"""Readings typed in Latin letters, for searching only: who answers the telephone has not always turned the kana on.

Both ways of writing are read (Hepburn shi, chi, tsu, ji; Kunrei si, ti, tu, zi), and ō or â as its plain vowel.
"""

from __future__ import annotations

import re
import unicodedata

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   を", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_SOFT = {
    "ky": "き", "sy": "し", "sh": "し", "ty": "ち", "ch": "ち", "cy": "ち", "ny": "に", "hy": "ひ", "my": "み",
    "ry": "り", "gy": "ぎ", "zy": "じ", "j": "じ", "jy": "じ", "by": "び", "py": "ぴ",
}  # fmt: skip
_SMALL = {"a": "ゃ", "u": "ゅ", "e": "ぇ", "o": "ょ"}
_VOWELS = "aiueo"
_SYLLABLES = {
    **{head + vowel: kana for head, row in _ROWS.items() for vowel, kana in zip(_VOWELS, row, strict=False)
       if kana != " "},
    **{head + vowel: kana + small for head, kana in _SOFT.items() for vowel, small in _SMALL.items()},
    **{head + "i": kana for head, kana in _SOFT.items() if head in ("sh", "ch", "j")},
    "tsu": "つ", "fu": "ふ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "n'": "ん",
}  # fmt: skip
_LONGEST = max(map(len, _SYLLABLES))
_LETTERS = re.compile(r"[a-z][a-z' -]*")


def hiragana_of(text: str) -> str:
    """たかはし of takahashi or Takahashi; "" where the letters are no reading.

    A consonant at the end, whose vowel is yet to be typed, is left out.
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    plain = re.sub("[\u0300-\u036f]", "", plain)
    if not _LETTERS.fullmatch(plain):
        return ""
    return _read(re.sub("[ -]", "", plain))


def _read(letters: str) -> str:
    kana, at = "", 0
    while at < len(letters):
        found = next((letters[at : at + n] for n in range(_LONGEST, 0, -1) if letters[at : at + n] in _SYLLABLES), "")
        if found:
            kana, at = kana + _SYLLABLES[found], at + len(found)
            continue
        rest = letters[at:]
        if re.fullmatch(r"[^aiueo']{1,3}", rest):  # still being typed, or a ん at the end
            return kana + ("ん" if rest in ("n", "nn") else "")
        if rest[0] in "nm" and rest[1] not in "aiueoy":  # m before b, m, p
            kana, at = kana + "ん", at + 1
        elif rest[0] == rest[1] or rest.startswith("tch"):
            kana, at = kana + "っ", at + 1
        elif rest[0] == "h" and kana:  # Ohno, Satoh
            at += 1
        else:
            return ""
    return kana
