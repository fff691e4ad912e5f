"""A failure in words for the person in front of it, with a short code made from the stack alone."""

from __future__ import annotations

from dataclasses import dataclass

from caseapp.desktop.kit import problem_words
from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound, Problem, Refused
from caseapp.rules.stack_code import stack_code
from caseapp.vault.trouble import Cancelled, VaultTrouble
from caseapp.words import language
from caseapp.words.language import _

__all__ = ["Failure", "stack_code", "stays_silent", "told"]


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


def _full(problem: Problem) -> str:
    return problem_words.said(problem)
