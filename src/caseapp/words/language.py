"""The language of the screen, and of paper in another language than the screen.

Message ids are English, so English needs no catalogue. Japanese is complete (CI holds that). `en_XA` is a pretend
language made on the fly: longer, accented and in brackets, so that text that was never given to gettext, or that has
no room to grow, is seen at once.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from caseapp.words import resources

if TYPE_CHECKING:
    from caseapp.rules.problem import Problem

DEFAULT = "ja"
ENGLISH = "en"
PRETEND = "en_XA"

# What must come through the pretend language unharmed: placeholders, tags, entities.
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]+>|&[a-z]+;)")
_ACCENTS = str.maketrans("AEIOUYaeiouyCNSZcnszDGRdgr", "ÅÉÎÖÛÝåéîöûýÇÑŠŽçñšžĐĜŘđĝř")
_PAD = "~"


class Translator:
    """Words in one language."""

    def __init__(self, language: str, one: Callable[[str], str], many: Callable[[str, str, int], str]) -> None:
        self.language = language
        self._one = one
        self._many = many

    def _(self, message: str) -> str:
        """`message` (an English id) in this language; the id itself when there is no translation."""
        return self._one(message) if message else ""  # gettext would answer "" with the catalogue's header

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form of the words that goes with `n`."""
        return self._many(singular, plural, n)

    def say(self, problem: Problem) -> str:
        """A problem as a sentence; a problem among its values is put into words first."""
        from caseapp.rules.problem import Problem  # the lock screen has none to say

        values = {key: self.say(v) if isinstance(v, Problem) else v for key, v in problem.values.items()}
        return self._(problem.message).format(**values)


_active: Translator | None = None


def use(language: str) -> None:
    """Make `language` (ja, en, en_XA, or any other with a catalogue) the one of the screen. LookupError if unknown."""
    global _active  # noqa: PLW0603 - the language of the screen is one for the whole program
    _active = translator(language)


def current() -> str:
    """The language of the screen."""
    return (_active or _start()).language


def _(message: str) -> str:
    """`message` (an English id) in the language of the screen."""
    return (_active or _start())._(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The words that go with `n` in the language of the screen."""
    return (_active or _start()).ngettext(singular, plural, n)


def say(problem: Problem) -> str:
    """A problem as a sentence in the language of the screen."""
    return (_active or _start()).say(problem)


def _start() -> Translator:
    use(DEFAULT)
    assert _active is not None
    return _active


@cache
def translator(language: str) -> Translator:
    """Words in `language`, whatever the screen speaks. `ja-easy` and the like fall back to `ja`, then to the ids.

    Raises LookupError when there is no such language.
    """
    if language == PRETEND:
        return Translator(PRETEND, pretend, _pretend_many)
    if language == ENGLISH:
        nothing = gettext.NullTranslations()
        return Translator(ENGLISH, nothing.gettext, nothing.ngettext)
    names = language.replace("-", "_").split("_")
    catalogue = _catalogue("_".join(names))
    if len(names) > 1:
        with suppress(LookupError):  # without a wider form of the language, the ids, in English, are the fallback
            catalogue.add_fallback(_catalogue(names[0]))
    return Translator(language, catalogue.gettext, catalogue.ngettext)


def _catalogue(folder: str) -> gettext.GNUTranslations:
    try:
        messages = resources.translation(f"{folder}/LC_MESSAGES")
    except (FileNotFoundError, ValueError):
        raise LookupError(f"no such language: {folder}") from None
    compiled, source = messages / "caseapp.mo", messages / "caseapp.po"
    if not _stale(compiled, source):
        with compiled.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    if not source.exists():
        raise LookupError(f"no such language: {folder}")
    return _from_source(source)


def _stale(compiled: Path, source: Path) -> bool:
    """Whether the compiled catalogue is missing, or older than the source that stands beside it in a checkout."""
    if not compiled.exists():
        return True
    return source.exists() and source.stat().st_mtime_ns > compiled.stat().st_mtime_ns


def _from_source(source: Path) -> gettext.GNUTranslations:
    # A checkout where nobody ran `dev.py` since the last change. Imported here, as it costs start-up time.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        catalogue = read_po(stream, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def pretend(message: str) -> str:
    """`message` in the pretend language: `Save` becomes `[Šåvé~~]`."""
    parts = _KEPT.split(message)
    accented = "".join(part if n % 2 else part.translate(_ACCENTS) for n, part in enumerate(parts))
    letters = sum(len(part) for part in parts[::2])
    return f"[{accented}{_PAD * max(1, round(letters * 0.4))}]"


def _pretend_many(singular: str, plural: str, n: int) -> str:
    return pretend(singular if n == 1 else plural)
