"""The template of the path that comes with the program, and what its items are called."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

from caseapp.rules.dates import is_japanese, short_date
from caseapp.rules.stage_dates import CODE_LISTS
from caseapp.rules.stage_template import DEVICE, Entry, Template, entry_from
from caseapp.words import codes, resources
from caseapp.words.language import current


@cache
def seed() -> Template:
    """The entries of resources/data/stage-template.toml in their order."""
    text = resources.path("data/stage-template.toml").read_text("utf-8")
    return tuple(entry_from(key, given) for key, given in tomllib.loads(text).items())


def item_text(entry: Entry, *, on: date, name: str = "", language: str = "ja") -> str:
    """What is to be done, with the day it is about and the device or event; the office's own words as they are."""
    words = entry.text if is_japanese(language) or not entry.english else entry.english
    listed = CODE_LISTS.get(entry.anchor, "device" if entry.anchor == DEVICE else "")
    named = codes.load(listed).label(name, language) if listed else name
    return words.replace("{day}", short_date(on)).replace("{name}", named)


def template_text(entry: Entry) -> str:
    """The entry as it stands in the template, in the language of the screen where it has both."""
    return entry.text if is_japanese(current()) or not entry.english else entry.english


def short_name(entry: Entry, language: str = "ja") -> str:
    """The few words on the picture of the path."""
    return (entry.short if is_japanese(language) or not entry.short_english else entry.short_english) or entry.text
