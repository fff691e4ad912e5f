"""The name a person chose for a file: with its ending, and nothing that stands there is replaced unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from caseapp.desktop.kit.dialogs import Answer, Dialogs
from caseapp.words.language import _


def with_ending(dialogs: Dialogs, path: Path, *endings: str, then: Callable[[Path], object]) -> None:
    """Call `then` with `path`, which has one of the `endings` (".pdf") or gets the first.

    The system's dialog has asked about the name that was typed, not about the one with the ending: so it is asked here
    when such a file is there; `then` is not called when it is to stay.
    """
    if path.suffix.lower() in endings:
        then(path)
        return
    named = path.with_name(path.name + endings[0])
    if not named.exists():
        then(named)
        return
    words = _("{name} is there already. Replace it?").format(name=named.name)
    dialogs.ask(words, then=lambda _code: then(named), answers=[Answer("replace", _("Replace it"))])
