"""Reading single values that people type or send in files: blanks, yes and no, numbers, telephone, postal code, kana.

Everything here takes text and gives a plain value, or raises `BadValue` with a problem that says what would be right.
Names and notes never pass through here, except for `trimmed`.
"""

from __future__ import annotations

import re
import unicodedata

from caseapp.rules.problem import N_, Problem, Refused


class BadValue(Refused):
    """A text that is not what the field takes; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__((problem,))
        self.problem = problem


_YES_WORDS = "はい 有 あり 有り 該当 該当する ○ 〇 ◯ ● ◎ ✓ ✔ レ 1 true yes y t on 重症 装着 認定"
_NO_WORDS = "いいえ 無 なし 無し 非該当 該当しない × ✕ ✗ ✖ ☓ x 0 false no n f off - ー ― 認定なし 装着なし"
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


def trimmed(text: str) -> str:
    """Without blanks at its ends, full-width ones too; inside nothing is touched."""
    return text.strip()


def is_blank(text: str) -> bool:
    """True when there is nothing but blanks."""
    return not text.strip()


def yes_no(text: str, *, field: str = "") -> bool | None:
    """はい/いいえ, ○/×, 有/無, 1/0, TRUE/FALSE, 該当/非該当 and their like; None for nothing. Raises BadValue."""
    plain = _plain(text).lower()
    if not plain:
        return None
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise BadValue(Problem(field, N_("“{text}” is neither yes nor no. Write はい or いいえ."), {"text": trimmed(text)}))


def integer(text: str, *, field: str = "", minimum: int = 0, maximum: int = 10**9) -> int | None:
    """A whole number in digits of any width, with or without thousands' commas, or as Excel gives it (`15.0`).

    None when nothing was written. Raises BadValue for anything else and outside of `minimum` to `maximum`.
    """
    plain = _plain(text)
    if not plain:
        return None
    found = re.fullmatch(r"([-+−]?)([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.0+)?", plain)
    if not found:
        raise BadValue(Problem(field, N_("“{text}” is not a whole number."), {"text": trimmed(text)}))
    number = int(found[2].replace(",", "")) * (-1 if found[1] in ("-", "−") else 1)
    if not minimum <= number <= maximum:
        values = {"text": trimmed(text), "minimum": minimum, "maximum": maximum}
        raise BadValue(Problem(field, N_("{text} lies outside of {minimum} to {maximum}."), values))
    return number


def minutes(text: str, *, field: str = "") -> int | None:
    """Minutes: 15, 15分, 1時間, 1時間30分, 1:30; None when nothing was written. Raises BadValue."""
    plain = _plain(text)
    found = re.fullmatch(r"([0-9]{1,2})(?:時間|:)(?:([0-9]{1,2})分?)?", plain)
    if found:
        return int(found[1]) * 60 + int(found[2] or 0)
    return integer(plain.removesuffix("分"), field=field, maximum=1440)


def telephone(text: str, *, field: str = "") -> str:
    """A telephone number as it was typed, in half-width digits and hyphens; a remark after it (内線 12) may stay.

    "" when nothing was written. Raises BadValue when there are fewer than 3 digits (119 has three). What is searched by
    is `folding.digits` of it.
    """
    plain = re.sub(r"(?<=[0-9)])[-‐‑‒–—―−ーｰ－](?=[0-9(])", "-", unicodedata.normalize("NFKC", trimmed(text)))
    if plain and sum(c.isdecimal() for c in plain) < 3:
        raise BadValue(Problem(field, N_("“{text}” is not a telephone number."), {"text": trimmed(text)}))
    return plain


def postal_code(text: str, *, field: str = "") -> str:
    """`123-4567` from 123-4567, 1234567, 〒１２３－４５６７; "" when nothing was written. Raises BadValue."""
    plain = re.sub(r"[-‐‑‒–—―−ー〒]", "", _plain(text))
    if not plain:
        return ""
    if not re.fullmatch(r"[0-9]{7}", plain):
        raise BadValue(
            Problem(field, N_("“{text}” is not a postal code. Write it as in 123-4567."), {"text": trimmed(text)})
        )
    return f"{plain[:3]}-{plain[3:]}"


_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_DASH_AFTER_KANA = re.compile(r"(?<=[ァ-ヺー])[-‐‑‒–—―−](?=[ァ-ヺー]|$|\s)")
_KANA = re.compile(r"[ァ-ヺー・ヽヾA-Za-z .'゠-]*")


def katakana(text: str, *, field: str = "") -> str:
    """A reading in full-width katakana: hiragana and half-width kana are turned, a hyphen typed for ー is mended.

    Latin letters stay (names without a reading). Raises BadValue for kanji and other signs: a reading is asked for,
    never guessed.
    """
    plain = unicodedata.normalize("NFKC", trimmed(text)).translate(_TO_KATAKANA)
    plain = re.sub(r"\s+", " ", _DASH_AFTER_KANA.sub("ー", plain))
    if not _KANA.fullmatch(plain):
        raise BadValue(Problem(field, N_("“{text}” is not a reading. Write it in kana."), {"text": trimmed(text)}))
    return plain


def hiragana(text: str) -> str:
    """A stored reading in hiragana, as it stands above a name on the screen (たかせ ひなの)."""
    return text.translate(_TO_HIRAGANA)


def pieces(text: str) -> list[str]:
    """The parts of a cell that holds several values, split by 、 ; or a line break, each trimmed, none empty."""
    return [part for part in (trimmed(part) for part in re.split(r"[、;；､\r\n]", text)) if part]


def several(text: str) -> list[str]:
    """`pieces`, none twice."""
    return list(dict.fromkeys(pieces(text)))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
