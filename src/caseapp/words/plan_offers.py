"""Sentence examples and schemes of support as they come with the program (`resources/data`).

Sources: the sentences were written for this program; the schemes are national ones, `source` law where the project has
seen the law's text (docs/plans.md), check where it is general knowledge.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache

from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.words import quotas, resources

_PHRASES, _SCHEMES = "data/plan-phrases.tsv", "data/support-schemes.tsv"


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every sentence, in the order of the file. Its code follows from its words and stays when others are added."""
    return tuple(
        Phrase(
            code=f"given_{zlib.crc32(f'{kind} {text}'.encode()):08x}",
            kind=kind,
            area=area,
            ages_from=int(low),
            ages_to=int(high),
            text=text,
        )
        for kind, area, low, high, text in _rows(_PHRASES)
    )


@cache
def schemes() -> tuple[Scheme, ...]:
    """Every scheme, in the order of the file."""
    return tuple(
        Scheme(
            code=code,
            name=name,
            law=law,
            provider=provider,
            who=who,
            limits=limits,
            contact=contact,
            unsure=source == "check",
            quotas=quotas.given().get(code, ()),
        )
        for code, name, law, provider, who, limits, contact, source in _rows(_SCHEMES)
    )


def _rows(name: str) -> Iterator[list[str]]:
    lines = resources.path(name).read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines[1:])
