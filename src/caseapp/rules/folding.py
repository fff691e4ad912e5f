"""Folding for search: what is stored stays as written, what is looked for is compared in one plain form.

`fold` makes NFKC, hiragana, one form of each kanji (`variants`), lower case, and drops blanks and variation selectors.
`fold_loose` forgives more, for readings heard on the telephone. The index holds a folded text cut into overlapping
two-character pieces (`bigrams`) in a contentless FTS5 table; a query becomes a phrase of them (`match_expression`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from operator import add

from caseapp.rules.variants import GROUPS

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_SMALL_IN_PLACE_NAMES = {ord("ヵ"): "か", ord("ヶ"): "け", ord("ゕ"): "か", ord("ゖ"): "け"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_SELECTORS = dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x200B, 0x200C, 0x200D, 0xFEFF))
_BLANKS = dict.fromkeys(map(ord, " \t\r\n\v\f\u0085\u2028\u2029"))
_VARIANTS = {ord(variant): group[0] for group in GROUPS for variant in group[1:]}


class _Table(dict[int, int | str | None]):
    """A table for str.translate that remembers what is not in it: a KeyError for each such character costs the most."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


_TABLE = _Table(
    {**_KATAKANA_TO_HIRAGANA, **_SMALL_IN_PLACE_NAMES, **_DASHES, **_SELECTORS, **_BLANKS, **_VARIANTS},
)
_RUN = re.compile(r"[^\W_]+")
_REPEATED_KANJI = re.compile(r"(.)(々+)")
# What belongs to the character before it: voiced marks (half-width ones, too), combining marks, variation selectors.
_MARKS = "\uff9e\uff9f\u3099\u309a\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_CLUSTER = re.compile(f".[{_MARKS}]*", re.DOTALL)
_JOINED = re.compile(f"[{_MARKS}々]")
# Letters of which each folds to exactly one: most texts hold nothing else.
_ONE_BY_ONE = re.compile("[ぁ-ゖァ-ヺー一-\u9fff0-9A-Za-z０-９、。・「」『』（）()〜…-]*")


def fold(text: str) -> str:
    """The form that is searched by: 髙橋 ﾊﾅｺ → 高橋はなこ. 佐々木 and 佐佐木 become one."""
    plain = unicodedata.normalize("NFKC", text).translate(_TABLE).casefold()
    return _REPEATED_KANJI.sub(lambda found: found[1] * (1 + len(found[2])), plain) if "々" in plain else plain


def key_of(name: str) -> str:
    """What two ways of writing one name have in common, for telling whether people are the same: `fold` without signs.

    Stands for the parts of a name one by one (family and given apart). "" for a name of signs only.
    """
    return "".join(_RUN.findall(fold(name)))


_FORGIVEN: dict[int, int | None] = {
    0x3099: None,
    0x309A: None,
    **str.maketrans("ぁぃぅぇぉっゃゅょゎゐゑを", "あいうえおつやゆよわいえお"),
}
_SAME_SOUND = str.maketrans("ぢづ", "じず")
_ROWS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみり",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれ",
    "お": "おこそとのほもよろ",
}
_VOWEL_OF = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_LENGTHENED_BY = {"あ": "あ", "い": "い", "う": "う", "え": "えい", "お": "おう"}


def fold_loose(text: str) -> str:
    """`fold`, and dakuten, small kana and long vowels forgiven: ヤマザキ = ヤマサキ, ユウコ = ユーコ = ユコ."""
    spread = unicodedata.normalize("NFD", fold(text)).translate(_FORGIVEN)
    kept: list[str] = []
    for letter in spread:
        vowel = _VOWEL_OF.get(kept[-1], "") if kept else ""
        if vowel and (letter == "ー" or letter in _LENGTHENED_BY[vowel]):
            continue
        kept.append(letter)
    return "".join(kept)


def loose_forms(text: str) -> tuple[str, ...]:
    """`fold_loose` of a reading, and with ぢ and づ as they sound: カヅキ is looked for as カツキ and as カズキ."""
    plain = fold(text)
    return tuple(dict.fromkeys((fold_loose(plain), fold_loose(plain.translate(_SAME_SOUND)))))


def digits(text: str) -> str:
    """Only the digits, for numbers of telephones and certificates: ０９０－１２３４ → 0901234."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isdecimal())


def bigrams(folded: str) -> list[str]:
    """The pieces of a folded text for the index: たかせ → たか, かせ. Signs cut it; a lone character is a piece."""
    pieces: list[str] = []
    for run in _RUN.findall(folded):
        pieces += map(add, run, run[1:]) if len(run) > 1 else [run]
    return pieces


def query_terms(query: str) -> list[str]:
    """What stands between the blanks of a query, folded; a text must hold all of them."""
    return [folded for word in query.split() if (folded := fold(word))]


def match_expression(query: str) -> str:
    """The query as an FTS5 expression over `bigrams`: 給食 塩分 → "給食" AND "塩分"; たかせ → "たか かせ".

    A single letter at the end becomes a prefix (`"か" *`), which finds the pieces that begin with it; one at the
    beginning, before a sign, is left out: in the text a letter may stand before it. Nothing of what was typed reaches
    FTS5 as syntax. "" when there is nothing to look for.
    """
    return " AND ".join(filter(None, (_phrase(bigrams(term)) for term in query_terms(query))))


def _phrase(pieces: list[str]) -> str:
    if len(pieces) > 1 and len(pieces[0]) == 1:
        pieces = pieces[1:]
    return f'"{" ".join(pieces)}"' + (" *" if _open(pieces[-1]) else "") if pieces else ""


def _open(piece: str) -> bool:
    """Whether a last piece may be the beginning of one. A figure is whole: as a beginning it would be everywhere."""
    return len(piece) == 1 and not piece.isdecimal()


def is_plain(text: str) -> bool:
    """Whether each letter of the text is searched by one letter, and none is lost: most words people type are so."""
    return bool(text) and _ONE_BY_ONE.fullmatch(text) is not None


def spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where the terms of `query` stand in `text`, for marking hits: (start, end) in the text as written, in order."""
    terms = query_terms(query)
    if _ONE_BY_ONE.fullmatch(text):
        folded = fold(text)
        return _joined((start, start + len(term)) for term in terms for start in _occurrences(folded, term))
    folded, places = _with_places(text)
    return _joined(
        (places[start][0], places[start + len(term) - 1][1]) for term in terms for start in _occurrences(folded, term)
    )


def _with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its characters from where to where it stands in `text`."""
    if _JOINED.search(text):
        return _with_places_of_clusters(text)
    pieces = [_FOLDED[letter] for letter in text]
    places = [(place, place + 1) for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


class _Folded(dict[str, str]):
    """`fold` of single characters, remembered: marking the hits of one search folds some ten thousand."""

    def __missing__(self, letter: str) -> str:
        found = fold(letter)
        if len(self) < _REMEMBERED:
            self[letter] = found
        return found


_REMEMBERED = 10_000
_FOLDED = _Folded()


def _with_places_of_clusters(text: str) -> tuple[str, list[tuple[int, int]]]:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        piece = fold(cluster[0])
        if piece == "々" and letters:
            piece = letters[-1]
        letters += piece
        places += [cluster.span()] * len(piece)
    return "".join(letters), places


def _occurrences(folded: str, term: str) -> Iterator[int]:
    start = folded.find(term)
    while start >= 0:
        yield start
        start = folded.find(term, start + 1)


def _joined(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
