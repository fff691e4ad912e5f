"""Where a Japanese line may end: 行頭・行末禁則, words and numbers kept whole, hanging 、。, no runts.

Pure arithmetic on characters and widths; knows neither faces nor paper. Rules: JIS X 4051 as far as a form needs it.
`break_lines` is greedy: it fills a line, then steps back to the last place where a break is allowed.
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


class _Breaker:
    """One text, its widths added up, and the places where it may be cut."""

    def __init__(self, characters: Sequence[str], widths: Sequence[float], *, hanging: bool) -> None:
        self.text = characters
        self.hanging = hanging
        self.open = allowed(characters)
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
        # nothing allowed: a word longer than the line is cut after a sign, else between letters, else anywhere
        return best or soft or anywhere or self._at_least_one(start, end, limit=limit)

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
            plain = closer if len(closer) < len(plain) else plain
        lines += plain
        begin = end + 1
    return lines


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
