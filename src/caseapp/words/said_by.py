"""Whose words a wish is, as it is written behind the manner in which it was heard: `訪問。お母さんから`.

A plan has no field of its own for it: it is written and read as a person would, and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from caseapp.words import codes
from caseapp.words.language import DEFAULT, ENGLISH

_CALLED = {"mother": "お母さん", "father": "お父さん", "grandmother": "おばあさん", "grandfather": "おじいさん"}
_BOTH = {DEFAULT: "両親", ENGLISH: "both parents"}
_PARENTS = ("mother", "father")
_SHAPES = {DEFAULT: ("。", "", "から", "と"), ENGLISH: ("; ", "from ", "", " and ")}
"""For each language: what stands before the speakers, around them, and between them."""


def called(relationship: str, language: str) -> str:
    """お母さん、祖母 …, as the family would say it."""
    spoken = _CALLED.get(relationship, "") if language.startswith(DEFAULT) else ""
    return spoken or codes.load("relationship").label(relationship, language)


def worded(relationships: Sequence[str], how: str, language: str) -> str:
    """`訪問。お母さんから`; `how` alone where nobody is named."""
    spoken = language if language in _SHAPES else DEFAULT
    before, opening, closing, between = _SHAPES[spoken]
    if not relationships:
        return how
    who = _BOTH[spoken] if tuple(relationships) == _PARENTS else ""
    who = who or between.join(called(code, spoken) for code in relationships)
    manner = how.strip().rstrip("。;")
    return f"{manner}{before if manner else ''}{opening}{who}{closing}"


def read(how: str) -> tuple[tuple[str, ...], str]:
    """Whose words they are (list relationship), and how and where they were heard. Nobody: `()` and all of `how`."""
    for language, (_before, _opening, _closing, between) in _SHAPES.items():
        found = _pattern(language).search(how)
        if found is not None:
            names = _names(language)
            said = [code for who in found[1].split(between) for code in names[who]]
            return tuple(dict.fromkeys(said)), how[: found.start()]
    return (), how


@cache
def _names(language: str) -> dict[str, tuple[str, ...]]:
    labels = codes.load("relationship")
    able = [code for code in labels.codes if code not in ("other", "child")]
    plain = {labels.label(code, language): (code,) for code in able}
    return {**plain, **{called(code, language): (code,) for code in able}, _BOTH[language]: _PARENTS}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    before, opening, closing, between = map(re.escape, _SHAPES[language])
    one = "(?:" + "|".join(map(re.escape, sorted(_names(language), key=len, reverse=True))) + ")"
    return re.compile(f"(?:^|{before}){opening}({one}(?:{between}{one})*){closing}$")
