"""Any exception as one plain sentence and an exit code."""

from __future__ import annotations

from datetime import datetime

from caseapp.cli.refusals import BAD_FILE, FAILED, NOT_ALLOWED, WORDS_OFF, BadFile
from caseapp.rules.problem import ChangedMeanwhile, NotAllowed, NotFound, Refused
from caseapp.rules.stack_code import stack_code
from caseapp.vault.trouble import InUse, VaultTrouble
from caseapp.words import language
from caseapp.words.language import _


def told(error: BaseException, *, now: datetime) -> tuple[str, int]:
    """The sentence and the exit code. `now` is the clock by which moments are told."""
    if isinstance(error, InUse):
        return language.say(error.problem_at(now, language.current())), error.exit_code
    if isinstance(error, VaultTrouble):
        return language.say(error.problem), error.exit_code
    if isinstance(error, Refused):
        return in_words(error), BAD_FILE if isinstance(error, BadFile) else WORDS_OFF
    if isinstance(error, NotAllowed):
        return _("Your role does not allow this. Nothing was changed. Ask a manager of the office."), NOT_ALLOWED
    if isinstance(error, NotFound):
        return _not_found(error), WORDS_OFF
    if isinstance(error, ChangedMeanwhile):
        return _("The record was changed meanwhile. Nothing was changed now. Start the command again."), FAILED
    words = _(
        "This could not be done. What was saved before is safe. Try once more; "
        "if it happens again, tell this code to your administrator: {code}"
    )
    return words.format(code=stack_code(error)), FAILED


def in_words(refused: Refused) -> str:
    """What a refusal says, on one line."""
    glue = "" if language.current() == language.DEFAULT else " "
    return glue.join(language.say(problem) for problem in refused.problems)


def _not_found(error: NotFound) -> str:
    if error.what == "child":
        words = _("There is no child with the number {number}. Nothing was changed. “caseapp search” finds the number.")
        return words.format(number=error.key)
    if error.what == "document":
        words = _("There is no document “{name}”. “caseapp print --list” gives the names.")
        return words.format(name=error.key)
    return _("There is no “{name}” here. Nothing was changed. Check the word.").format(name=error.key)
