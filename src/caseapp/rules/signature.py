"""A signature written by pen or mouse: strokes as text, `x,y x,y;x,y x,y`, on a field of 1000 × 300 units.

Text, because it lies in a column, in a draft and in an export like every other field; units, because a screen of any
size writes it and a page of any size draws it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 1000, 300
_POINT = r"\d{1,4},\d{1,3}"
_STROKE = rf"{_POINT}( {_POINT})*"
_WHOLE = re.compile(rf"({_STROKE}(;{_STROKE})*)?")
_LONGEST = 60_000

Point = tuple[int, int]
Stroke = tuple[Point, ...]


def to_text(strokes: Iterable[Sequence[tuple[float, float]]]) -> str:
    """The strokes, points kept inside the field; "" for none."""
    return ";".join(" ".join(f"{_kept(x, WIDTH)},{_kept(y, HEIGHT)}" for x, y in each) for each in strokes if each)


def strokes(text: str) -> tuple[Stroke, ...]:
    """The strokes again; none for what cannot be read."""
    if not text or not is_readable(text):
        return ()
    return tuple(tuple(_point(each) for each in stroke.split(" ")) for stroke in text.split(";"))


def is_readable(text: str) -> bool:
    """True for "" and for what `to_text` writes."""
    return len(text) <= _LONGEST and _WHOLE.fullmatch(text) is not None


def is_written(text: str) -> bool:
    """Whether somebody wrote: a line at least, not only the trace of a touch."""
    return any(len(set(stroke)) > 1 for stroke in strokes(text))


def _kept(value: float, most: int) -> int:
    return min(max(round(value), 0), most)


def _point(text: str) -> Point:
    x, y = text.split(",")
    return min(int(x), WIDTH), min(int(y), HEIGHT)
