"""Where a Japanese line may end: 行頭・行末禁則, words and numbers kept whole, hanging 、。, no runts.

Pure arithmetic on characters and widths; knows neither faces nor paper. Rules: JIS X 4051 as far as a form needs it.
`break_lines` is greedy: it fills a line, then steps back to the last place where a break is allowed, and one to three
characters further where words part better there (before a kanji, after を, 、 or a space). Nothing here knows the
language: word ends are read off the change of scripts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

NOT_AT_START = frozenset(
    "、。，．,.・：；:;？！?!‼⁇⁈⁉゛゜ーヽヾゝゞ々〻‐‑–〜～゠"
    "）〕］｝〉》」』】〙〗〟’”»)]}%％‰℃°′″"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ…‥ざ"[:-2]
)
NOT_AT_END = frozenset("（〔［｛〈《「『【〘〖〝‘“«([{｢￥¥＄$£＃#№〒℡")
HANGING = frozenset("、。，．､｡")
SPACES = frozenset(" \u00a0\u2002\u2003\u2009\u3000")

_COUNTERS = (
    "か月|ヶ月|カ月|ヵ月|箇月|か所|ヶ所|カ所|箇所|か国|年度|年間|年生|年目|年|月分|月|日間|日目|日分|日|"
    "週間|週目|週|時間|時半|時|分間|分|秒間|秒|歳児|歳|才|回目|回|人目|人|名|号|条|項|款|章|節|番地|番目|番|"
    "丁目|件|枚目|枚|本|冊|部|級|組|階|点|割|倍|種|社|校|台|個|頁|ページ|つ|度目|度|錠|滴|単位|円|万円|千円|キロ|グラム"
)
_WORD_CHARACTER = r"0-9A-Za-z\u00aa-\u024f\u0300-\u036f\u0370-\u052f\u1e00-\u1fff０-９Ａ-Ｚａ-ｚ"
_KEEP = re.compile(
    rf"第?[0-9０-９][0-9０-９.,．，]*(?:{_COUNTERS})"  # 10月, 3か月, 第69条
    r"|第[一二三四五六七八九十百]+(?:条|項|号|回|章)"
    # words, telephone numbers, R8.11.21
    rf"|[{_WORD_CHARACTER}](?:[{_WORD_CHARACTER}'’.,_@/:&+%~#=?*\-‐‑–]*[{_WORD_CHARACTER}%])?"
    r"|……|――|──|‥‥"
)
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_KATAKANA = re.compile(r"[\u30a1-\u30ff\uff66-\uff9f]")
_KANJI = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆〇]")
_POLITE = frozenset("おご")  # お母さん, ご家族: nothing ends behind them
_ENDS = frozenset("はがをにでともへのやてたなるうくすらず")  # what a word before a kanji mostly ends with
_PARTICLES = frozenset("はがをにでともへのや")
_BEGINS = frozenset(("でき", "する", "した", "して", "しま", "いる", "いま", "ある", "あり", "なる", "なっ", "なり",
                     "こと", "とき", "もの", "よう", "ため", "ここ", "これ", "それ", "この", "その"))  # fmt: skip
_GOOD, _FAIR, _INSIDE, _POOR = 0, 1, 2, 3
_NEAR, _FAR, _FARTHEST = 2, 3, 4  # how many characters a line may step back: the longer the line, the more
_LONG, _LONGEST = 10.0, 20.0  # em
_HAIR = 1e-6  # widths are sums of floats
_SOFT = frozenset("-‐–/_.@,:&=?~")  # where a word that is longer than its line may be cut


@dataclass(frozen=True)
class Line:
    """Characters `start` to `stop` (trailing spaces are left out); `ends` is True at the end of a paragraph.

    `hang` is the width of the 、 or 。 that stands outside the line's measure.
    """

    start: int
    stop: int
    width: float
    ends: bool
    hang: float = 0.0


def allowed(characters: Sequence[str]) -> list[bool]:
    """`[i]` is True where a line may begin with character i (base characters; a newline is its own)."""
    text = "".join(characters)
    open_ = [False]
    last = ""  # the last character that is not a space: a bracket before spaces still may not end a line
    for before, after in pairwise(text):
        last = last if before in SPACES else before
        open_.append(_pair(before, after) and last not in NOT_AT_END)
    for found in _KEEP.finditer(text):
        for i in range(found.start() + 1, found.end()):
            open_[i] = False
    return open_


def _pair(before: str, after: str) -> bool:
    if after in SPACES or after == "\n":
        return False
    if before in SPACES:
        return after not in NOT_AT_START
    return before not in NOT_AT_END and after not in NOT_AT_START


def _kind(character: str) -> str:
    for kind, pattern in (("hiragana", _HIRAGANA), ("katakana", _KATAKANA), ("kanji", _KANJI)):
        if pattern.match(character):
            return kind
    return "other"


def grade(before: str, after: str) -> int:
    """How well a line may end between two characters: 0 where a word begins, 1 where one may begin, 2 inside a compound
    of kanji, 3 inside a word."""
    if before in SPACES or before in HANGING or before == "を" or after in NOT_AT_END:
        return _GOOD
    if before in _POLITE:
        return _POOR
    left, right = _kind(before), _kind(after)
    if right == "hiragana":
        return _POOR if left in ("hiragana", "kanji", "katakana") else _FAIR
    if left == right == "katakana":
        return _POOR
    if left == right == "kanji":
        return _INSIDE
    return _FAIR if left == "hiragana" and before not in _ENDS else _GOOD  # 申し|込む may be one word


class _Breaker:
    """One text, its widths added up, and the places where it may be cut."""

    def __init__(self, characters: Sequence[str], widths: Sequence[float], *, hanging: bool) -> None:
        self.text = characters
        self.hanging = hanging
        self.open = allowed(characters)
        self.em = max(widths, default=0.0)
        self.sums = [0.0]
        for width in widths:
            self.sums.append(self.sums[-1] + width)

    def trimmed(self, start: int, stop: int) -> int:
        while stop > start and self.text[stop - 1] in SPACES:
            stop -= 1
        return stop

    def measured(self, start: int, stop: int) -> tuple[int, float, float]:
        """(stop without spaces, width within the measure, width that may hang)."""
        stop = self.trimmed(start, stop)
        width = self.sums[stop] - self.sums[start]
        hang = 0.0
        if self.hanging and stop > start and self.text[stop - 1] in HANGING:
            hang = self.sums[stop] - self.sums[stop - 1]
        return stop, width, hang

    def cut(self, start: int, end: int, *, limit: float) -> int:
        """Where the line beginning at `start` ends; everything up to `end` is one paragraph."""
        best = soft = anywhere = 0
        for i in range(start + 1, end + 1):
            _, width, hang = self.measured(start, i)
            if width - hang > limit + _HAIR:
                break  # what follows can only be wider
            if i == end or self.open[i]:
                best = i
            elif self.text[i - 1] in _SOFT:
                soft = i
            elif _pair(self.text[i - 1], self.text[i]):
                anywhere = i
        if best and best < end:
            return self.bettered(start, best, limit=limit)
        # nothing allowed: a word longer than the line is cut after a sign, else between letters, else anywhere
        return best or soft or anywhere or self._at_least_one(start, end, limit=limit)

    def bettered(self, start: int, best: int, *, limit: float) -> int:
        """`best`, or a place a little before it where words part better; the line stays at least half full."""
        em = limit / self.em if self.em else 0.0
        reach = _FARTHEST if em > _LONGEST else _FAR if em > _LONG else _NEAR
        found, mark = best, self.graded(best)
        if mark == _INSIDE:
            reach = min(reach, _FAR)  # a compound is only left whole where the step is small
        for i in range(best - 1, max(start, best - reach - 1), -1):
            if self.sums[i] - self.sums[start] < limit / 2 or mark == _GOOD:
                break
            # stepping back to cut a compound helps nobody
            if self.open[i] and self.graded(i) < mark and self.graded(i) != _INSIDE:
                found, mark = i, self.graded(i)
        return found

    def graded(self, i: int) -> int:
        """The grade of a break before character i."""
        if self.text[i - 1] in _PARTICLES and "".join(self.text[i : i + 2]) in _BEGINS:
            return _FAIR  # ことが|できる
        if self.text[i] in _POLITE and i + 1 < len(self.text) and _kind(self.text[i + 1]) == "kanji":
            return _GOOD  # にも|お聞きします
        return grade(self.text[i - 1], self.text[i])

    def fuller(self, start: int, stop: int, *, least: float, most: float) -> int:
        """Where the last two lines part so that the last is at least `least` wide; 0 when there is no such place."""
        places = [
            i
            for i in range(start + 1, stop)
            if self.open[i] and least <= self.sums[stop] - self.sums[i] <= min(most, 3 * least)
            and self.sums[i] - self.sums[start] >= most / 2
        ]  # fmt: skip
        return min(places, key=lambda i: (self.graded(i), -i), default=0)

    def _at_least_one(self, start: int, end: int, *, limit: float) -> int:
        stop = start + 1
        while stop < end and self.sums[stop + 1] - self.sums[start] <= limit:
            stop += 1
        return stop


@dataclass(frozen=True)
class Measure:
    """How wide lines may be: `first` and `rest` of a paragraph; `hanging`: 、 and 。 may stand outside.

    A last line shorter than `runt` is pulled in where lines at most `squeeze` wider than the measure make it vanish.
    """

    first: float
    rest: float
    hanging: bool = False
    runt: float = 0.0
    squeeze: float = 0.03

    def closer(self) -> Measure:
        """The same with room for what will be squeezed."""
        wide = 1 + self.squeeze
        return Measure(self.first * wide, self.rest * wide, hanging=self.hanging)


def break_lines(characters: Sequence[str], widths: Sequence[float], *, measure: Measure) -> list[Line]:
    """The lines of a text.

    `characters` holds one base character for each cluster, "\\n" ends a paragraph. No line is wider than its measure
    (and the squeeze) unless a single character is; spaces at a break vanish.
    """
    lines: list[Line] = []
    begin, count = 0, len(characters)
    breaker = _Breaker(characters, widths, hanging=measure.hanging)
    while begin <= count:
        end = next((i for i in range(begin, count) if characters[i] == "\n"), count)
        plain = _paragraph(breaker, begin, end=end, measure=measure)
        if len(plain) > 1 and plain[-1].width < measure.runt:
            closer = _paragraph(breaker, begin, end=end, measure=measure.closer())
            plain = closer if len(closer) < len(plain) else _not_alone(breaker, plain, measure=measure)
        lines += plain
        begin = end + 1
    return lines


def _not_alone(breaker: _Breaker, lines: list[Line], *, measure: Measure) -> list[Line]:
    """The paragraph with more in its last line, taken from the line before, where words part."""
    before, last = lines[-2:]
    place = breaker.fuller(before.start, last.stop, least=measure.runt, most=measure.rest)
    if not place:
        return lines
    stop, width, hang = breaker.measured(before.start, place)
    while breaker.text[place] in SPACES:
        place += 1
    end, rest, _ = breaker.measured(place, last.stop)
    limit = measure.first if len(lines) == 2 else measure.rest
    shortened = Line(before.start, stop, width, ends=False, hang=hang if width > limit + _HAIR else 0.0)
    return [*lines[:-2], shortened, Line(place, end, rest, ends=True)]


def _paragraph(breaker: _Breaker, begin: int, *, end: int, measure: Measure) -> list[Line]:
    if begin == end:
        return [Line(begin, end, 0.0, ends=True)]
    lines: list[Line] = []
    start, limit = begin, measure.first
    while start < end:
        cut = breaker.cut(start, end, limit=limit)
        stop, width, hang = breaker.measured(start, cut)
        over = hang if width > limit + _HAIR else 0.0
        while cut < end and breaker.text[cut] in SPACES:
            cut += 1
        lines.append(Line(start, stop, width, ends=cut >= end, hang=over))
        start, limit = cut, measure.rest
    return lines
