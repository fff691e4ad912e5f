"""The template of the path that comes with the program, and what its items are called."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

from caseapp.rules.dates import is_japanese, short_date
from caseapp.rules.stage_dates import CODE_LISTS
from caseapp.rules.stage_template import DEVICE, Entry, Template, entry_from
from caseapp.words import codes, resources
from caseapp.words.language import _, current


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
    return with_marks(entry.text if is_japanese(current()) or not entry.english else entry.english)


def with_marks(text: str) -> str:
    """Words of the template as people write them: 〔日付〕 and 〔名称〕 for what differs by child."""
    for place, mark in _marks().items():
        text = text.replace(place, mark)
    return text


def without_marks(text: str) -> str:
    """The same as it is stored, `{day}` and `{name}`; the signs themselves may be typed, too."""
    for place, mark in _marks().items():
        text = text.replace(mark, place)
    return text


def _marks() -> dict[str, str]:
    return {"{day}": _("[day]"), "{name}": _("[name]")}


def short_name(entry: Entry, language: str = "ja") -> str:
    """The few words on the picture of the path."""
    return (entry.short if is_japanese(language) or not entry.short_english else entry.short_english) or entry.text
