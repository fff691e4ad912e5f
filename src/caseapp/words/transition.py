"""The items of the transition checklist as they come with the program (`resources/data/transition-items.toml`).

Our own example, versioned; where it comes from stands in the file and, as `source_note`, on every sheet.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from caseapp.rules.dates import is_japanese
from caseapp.rules.transition import CHILD, ChecklistItem
from caseapp.words import codes, resources

_FILE = "data/transition-items.toml"


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(resources.path(_FILE).read_text("utf-8"))


def version() -> str:
    """The version of the list that comes with the program."""
    return str(_written()["version"])


def source_note(language: str = "ja") -> str:
    """That the list is an example and no official form."""
    return str(_written()["source" if is_japanese(language) else "source_english"])


@cache
def items() -> tuple[ChecklistItem, ...]:
    """Every item, in the order of the file."""
    return tuple(
        ChecklistItem(code=each["code"], domain=each["domain"], child=each["child"], guardian=each["guardian"])
        for each in _written()["item"]
    )


def domain_title(domain: str, respondent: str, language: str = "ja") -> str:
    """The heading over the items of a domain, in the words of this side."""
    known = _written()["domain"].get(domain)
    if respondent != CHILD or known is None:
        return codes.load("transition_domain").label(domain, language)
    return str(known["child" if is_japanese(language) else "english"])


@cache
def _in_english() -> dict[str, str]:
    pairs = ((each[side], each[f"{side}_english"]) for each in _written()["item"] for side in ("child", "guardian"))
    return dict(pairs)


def said(wording: str, language: str = "ja") -> str:
    """An item's words in the language of the reader: those of the program are known in English, others stay."""
    return wording if is_japanese(language) else _in_english().get(wording, wording)
