"""A body by the name people use: 南小学校 養護教諭 is the 汐見市立南小学校, 汐見高校 the 県立汐見高等学校.

A text that names who does something may name several bodies (、 or /), and a person behind each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEVERAL = re.compile(r"[、,，/／]+")
_TOKENS = re.compile(r"([、,，/／\s]+)")
_SHORT = (("高等学校", "高"), ("高校", "高"), ("中学校", "中"), ("小学校", "小"), ("医療センター", "セ"))
_TELLING = 3  # a shorter name (病院, 学校) says too little
_OWN = 2  # what is left of 南小学校 without its kind; of 小学校 too little is left


def each_body(names: str) -> tuple[str, ...]:
    """Several bodies or people written in one line, each by itself."""
    return tuple(part.strip() for part in _SEVERAL.split(names) if part.strip())


def names_fully(provider: str, body: str) -> bool:
    """Whether a text names this body by its whole name, whatever stands behind it."""
    whole = _closed(body)
    return any(whole in _closed(one) for one in each_body(provider))


def may_be(provider: str, body: str) -> bool:
    """Whether a text may mean this body by a shorter name; 汐見市 does not mean the 汐見市立南小学校."""
    return any(_stands_for(token, body) for one in each_body(provider) for token in one.split())


def means(provider: str, body: str, *, known: Iterable[str] = ()) -> bool:
    """Whether a text means this body: by its whole name, by the end of it that no other of `known` has, or by a shorter
    form of the kind (高校) where the body itself is known, too."""
    if names_fully(provider, body):
        return True
    closed = _closed(body)
    names = {_closed(each) for each in known}
    for one in each_body(provider):
        for token in one.split():
            if not _stands_for(token, body) or any(_stands_for(token, other) for other in names - {closed}):
                continue
            if closed.endswith(token) or closed in names:
                return True
    return False


def written_out(provider: str, body: str) -> str:
    """The text with the whole name of the body in place of the shorter one; what stands beside it stays."""
    parts = _TOKENS.split(provider)
    return "".join(body if _stands_for(part, body) else part for part in parts)


def _stands_for(token: str, body: str) -> bool:
    whole, short = _closed(body), _shortened(_closed(body))
    if len(token) < _TELLING or len(_shortened(token)) < _OWN:
        return False
    return whole.endswith(token) or (len(_shortened(token)) >= _TELLING and short.endswith(_shortened(token)))


def _shortened(name: str) -> str:
    for written, short in _SHORT:
        name = name.replace(written, short)
    return name


def _closed(name: str) -> str:
    return "".join(name.split())
