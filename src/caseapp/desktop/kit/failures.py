"""A failure in words for the person in front of it, with a short code made from the stack alone."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from types import TracebackType

from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound, Problem, Refused
from caseapp.vault.trouble import Cancelled, VaultTrouble
from caseapp.words import language
from caseapp.words.language import _

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is heard or read as something else


@dataclass(frozen=True)
class Failure:
    """What is told: `words`, and `code` when the program itself is at fault."""

    words: str
    code: str = ""


def told(error: BaseException) -> Failure:
    """The words for any exception that a job ended with."""
    if isinstance(error, Refused) and not isinstance(error, VaultTrouble):
        return Failure("\n".join(_full(problem) for problem in error.problems))
    if isinstance(error, VaultTrouble):
        return Failure(language.say(error.problem))
    if isinstance(error, NotAllowed):
        return Failure(_("Your role does not allow this. Nothing was changed. Ask a manager of the office."))
    if isinstance(error, NotFound):
        return Failure(_("This record is no longer there. Nothing was changed. Load the page again."))
    if isinstance(error, ChangedMeanwhile):
        return Failure(
            _("The record was changed meanwhile. Nothing was changed now. Load it again, then repeat your change.")
        )
    code = stack_code(error)
    words = _(
        "This could not be done. What was saved before is safe. Try once more; "
        "if it happens again, tell this code to your administrator: {code}"
    )
    return Failure(words.format(code=code), code)


def stays_silent(error: BaseException) -> bool:
    """A job that the person stopped needs no message."""
    return isinstance(error, Cancelled)


def stack_code(error: BaseException) -> str:
    """Seven signs (`K3F-9QX7`) from the places of the stack and the type; never from a message or a value."""
    places = [type(error).__qualname__, *_places(error.__traceback__)]
    digest = hashlib.sha256("\n".join(places).encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    signs = ""
    for _place in range(7):
        number, rest = divmod(number, len(_ALPHABET))
        signs += _ALPHABET[rest]
    return f"{signs[:3]}-{signs[3:]}"


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    ours = [f"{_module(frame.filename)}:{frame.name}:{frame.lineno}" for frame in frames if "caseapp" in frame.filename]
    return ours or [f"{_module(frame.filename)}:{frame.name}" for frame in frames]


def _module(filename: str) -> str:
    """The path below the package: the same on every machine."""
    return filename.replace("\\", "/").rpartition("caseapp/")[2]


def _full(problem: Problem) -> str:
    return language.say(problem)
