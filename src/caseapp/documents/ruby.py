"""Readings above words (ふりがな) for pages that families read.

Names are read as the record says (`Readings.names`). Other words get a reading from a small table of our own
(resources/data/paper-readings.tsv), and only where the whole run of kanji is made up of its words: no reading at all is
better than a wrong one. Why no dictionary of the language: docs/decisions/0043-readings-above-words.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from caseapp.documents.fonts import Face
from caseapp.documents.text import Content, Rich, Run, rich
from caseapp.words import resources

_KANJI = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_RUN = re.compile(rf"[{_KANJI}][{_KANJI}{_SELECTORS}]*")
_KINSHIP = {"父": "とう", "母": "かあ", "兄": "にい", "姉": "ねえ"}
_COUNTERS = {
    "年": "ねん", "年度": "ねんど", "年間": "ねんかん", "年生": "ねんせい", "月": "がつ", "月分": "がつぶん",
    "時": "じ", "時間": "じかん", "週": "しゅう", "週間": "しゅうかん", "歳": "さい", "回": "かい", "組": "くみ",
    "度": "ど", "部": "ぶ", "枚": "まい", "番": "ばん", "号": "ごう", "名": "めい", "円": "えん", "点": "てん",
}  # fmt: skip
_DAYS = {1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
         9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか"}  # fmt: skip
_NUMBER_BEFORE = re.compile(r"[0-9０-９]+$")
_AFTER_NAME = ("さん", "さま", "くん", " さん", " さま")


@dataclass(frozen=True)
class Readings:
    """How names are read: (as written, ひらがな). A name of one character is only read before さん, さま."""

    names: tuple[tuple[str, str], ...] = ()


@cache
def _table() -> dict[str, tuple[tuple[str, str], ...]]:
    """Kanji → (kana that must follow, reading), the longest kana first."""
    words: dict[str, list[tuple[str, str]]] = {}
    for line in resources.path("data/paper-readings.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, reading = line.split("\t")
            kanji = _RUN.match(word)
            assert kanji, word
            words.setdefault(kanji[0], []).append((word[kanji.end() :], reading))
    return {kanji: tuple(sorted(entries, key=lambda e: -len(e[0]))) for kanji, entries in words.items()}


def annotated(content: Content, readings: Readings, *, face: Face | None = None, scale: float = 1.0) -> Rich:
    """The text with readings above the words that are known; in `face` and size where these are given."""
    runs: list[Run] = []
    for run in rich(content).runs:
        whole = Run(run.text, run.face or face, run.scale * scale)
        runs += _runs(whole, readings) if not run.ruby else [run]
    return Rich(tuple(runs))


def _runs(run: Run, readings: Readings) -> list[Run]:
    parts: list[Run] = []
    place, text = 0, run.text
    for start, stop, reading in _found(text, readings):
        if start > place:
            parts.append(Run(text[place:start], run.face, run.scale))
        parts.append(Run(text[start:stop], run.face, run.scale, reading))
        place = stop
    if place < len(text):
        parts.append(Run(text[place:], run.face, run.scale))
    return parts


def _found(text: str, readings: Readings) -> list[tuple[int, int, str]]:
    """(start, stop, reading) of every word with a reading, in order."""
    found: list[tuple[int, int, str]] = []
    for run in _RUN.finditer(text):
        found += _named(text, run.start(), stop=run.end(), readings=readings) or _counted(text, run)
    return found


def _named(text: str, start: int, *, stop: int, readings: Readings) -> list[tuple[int, int, str]]:
    """A run that begins with names (𠮷野陽菜), its rest read from the table; or a run of the table."""
    for name, kana in sorted(readings.names, key=lambda n: -len(n[0])):
        if not name or not text.startswith(name, start) or start + len(name) > stop or not kana:
            continue
        end = start + len(name)
        if len(name) == 1 and not text.startswith(_AFTER_NAME, end):
            continue
        if end == stop:
            return [(start, end, kana)]
        rest = _named(text, end, stop=stop, readings=readings)
        if rest:
            return [(start, end, kana), *rest]
    return _listed(text, start, stop=stop)


def _listed(text: str, start: int, *, stop: int) -> list[tuple[int, int, str]]:
    """The run as words of the table: one word, or several of two and more kanji each."""
    run, after = text[start:stop], text[stop:]
    if run in _KINSHIP and after.startswith("さん"):
        return [(start, stop, _KINSHIP[run])]
    if _NUMBER_BEFORE.search(text[:start]):
        return []
    if reading := _reading(run, after):
        return [(start, stop, reading)]
    for length in range(len(run) - 2, 1, -1):
        first = _reading(run[:length], "")
        rest = _listed(text, start + length, stop=stop) if first else []
        if rest:
            return [(start, start + length, first), *rest]
    return []


def _reading(run: str, after: str) -> str:
    for kana, reading in _table().get(run, ()):
        if after.startswith(kana):
            return reading
    return ""


def _counted(text: str, run: re.Match[str]) -> list[tuple[int, int, str]]:
    """3年, 11月, 2日, 30分: what stands behind a number."""
    number = _NUMBER_BEFORE.search(text[: run.start()])
    if text[: run.start()].endswith(("か", "ヶ", "カ")) and run[0] == "月":
        return [(run.start(), run.end(), "げつ")]
    if not number:
        return []
    if run[0] == "日":
        days = int(number[0])
        return [(number.start(), run.end(), _DAYS[days])] if days in _DAYS else [(run.start(), run.end(), "にち")]
    if run[0] == "分":
        return [(run.start(), run.end(), "ふん" if number[0][-1] in "2579２５７９" else "ぷん")]
    reading = _COUNTERS.get(run[0])
    return [(run.start(), run.end(), reading)] if reading else []
