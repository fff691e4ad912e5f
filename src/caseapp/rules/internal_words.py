"""Words that stay in the office: what a worker put into a mark, 〔内部のみ …〕, is cut from every text that leaves it.

A mark is an opening bracket of any usual kind with 内部のみ behind it, whatever sign follows. It reaches over line
breaks to its own closing bracket; brackets inside it are counted. What cannot be read for certain is cut, never
printed: a mark that is not closed, or in which another bracket stays open, or that holds nothing (【内部のみ】 before
the words it is meant for) takes everything to the end of the text; where one closing bracket too many follows, the
mark reaches to that one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

_OPENERS = "〔［【《「『(（[{｛｢〈〖〘≪<＜"
_CLOSERS = "〕］】》」』)）]}｝｣〉〗〙≫>＞"
_SAME = str.maketrans("（）［］｛｝｢｣＜＞", "()[]{}「」<>")
"""Wide and narrow forms of one bracket: people close the one with the other."""
_OPENING = dict(zip(_OPENERS, _OPENERS, strict=True))
_CLOSING = dict(zip(_CLOSERS, _OPENERS, strict=True))
_SIGNS_OF_SUMS = frozenset("<≪")
"""Kinds that stand alone in ordinary text (SpO2<90): one of them left open says nothing."""

_BRACKET = re.compile(f"[{re.escape(_OPENERS + _CLOSERS)}]")
_GAP = "[\\s\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
_HEAD = "[\\s\u00ad\u200b-\u200d\u2060\ufeff※＊*★☆●○◎◆◇■□!！・:：-]*"
_WORDS = _GAP.join("内部のみ")
_OTHERS = _GAP.join("内部") + _GAP + "(?:限り|限定|だけ|用|メモ|扱い)?"
_SIGN = rf"[\s:：、。,，.．・…—―\-/／{re.escape(_CLOSERS)}]"
_MARK = re.compile(rf"[{re.escape(_OPENERS)}](?={_HEAD}(?:{_WORDS}|{_OTHERS}{_SIGN}))")
_EMPTY = re.compile(rf".{_HEAD}(?:{_WORDS}|{_OTHERS})[\s:：]*.", re.DOTALL)


def cut(text: str) -> str:
    """The text without its marks; a line that held nothing else goes with them."""
    while "部" in text and (mark := _MARK.search(text)):  # again: what is joined may read as a mark
        before, after = text[: mark.start()], text[_end(text, mark.start()) :].lstrip(" \t　")
        alone = not before.rpartition("\n")[2].strip() and not after.partition("\n")[0].strip()
        if alone:
            before, after = before.rpartition("\n")[0], after.partition("\n")[2]
        text = "\n".join(part for part in (before, after) if part) if alone else before + after
    return text


def outward(value: T) -> T:
    """The value without its marks, in every text inside it. Raises TypeError for what may hide a text from us."""
    return _mapped(value)  # type: ignore[no-any-return]  # the same type comes back


def _mapped(value: Any) -> Any:
    if isinstance(value, str):
        return cut(value)
    if is_dataclass(value) and not isinstance(value, type):
        before = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        after = {name: _mapped(each) for name, each in before.items()}
        return value if after == before else replace(value, **after)
    if isinstance(value, tuple | list | frozenset):
        return type(value)(_mapped(item) for item in value)
    if isinstance(value, Mapping):
        return {key: _mapped(item) for key, item in value.items()}
    return value


def _end(text: str, start: int) -> int:
    """Where the mark that begins at `start` ends, by the reading that cuts more: wide and narrow brackets are two kinds
    or one."""
    if text.translate(_SAME) == text:
        return _closed(text, start)
    return max(_closed(text, start), _closed(text.translate(_SAME), start))


def _closed(text: str, start: int) -> int:
    own = _OPENING[text[start]]
    around = _left_open(text[:start], own)
    inside: Counter[str] = Counter()
    end, lowest, depth = 0, 0, 0
    for bracket in _BRACKET.finditer(text, start):
        opened, closed = _OPENING.get(bracket[0]), _CLOSING.get(bracket[0])
        if own in (opened, closed):
            depth += 1 if opened else -1
            if depth <= lowest and closed and (end or not _open(inside)):
                end, lowest = bracket.end(), min(depth, -around) - 1
        elif opened:
            inside[opened] += 1
        elif closed:
            inside[closed] = max(0, inside[closed] - 1)
    return len(text) if not end or _EMPTY.fullmatch(text[start:end]) else end


def _open(inside: Counter[str]) -> bool:
    return any(count for kind, count in inside.items() if kind not in _SIGNS_OF_SUMS)


def _left_open(text: str, kind: str) -> int:
    """How many brackets of this kind wait for their closing one."""
    waiting = 0
    for bracket in _BRACKET.findall(text):
        if _OPENING.get(bracket) == kind:
            waiting += 1
        elif _CLOSING.get(bracket) == kind:
            waiting = max(0, waiting - 1)
    return waiting
