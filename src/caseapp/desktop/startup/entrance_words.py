"""What the screens before the desk say about a store that does not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from caseapp.desktop.startup.situation import Held
from caseapp.vault.trouble import (
    DamagedHeader,
    DamagedStore,
    InUse,
    NewerVersion,
    NotAVault,
    Tampered,
    UnfinishedUpgrade,
    VaultTrouble,
)
from caseapp.words import language
from caseapp.words.language import _

_TITLES: tuple[tuple[type[VaultTrouble], Callable[[], str]], ...] = (
    (UnfinishedUpgrade, lambda: _("The last update was interrupted")),
    (NewerVersion, lambda: _("A newer version is needed")),
    (InUse, lambda: _("Open elsewhere")),
    (Tampered, lambda: _("The files do not belong together")),
    (DamagedHeader, lambda: _("The key file is damaged")),
    (DamagedStore, lambda: _("The store is damaged")),
    (NotAVault, lambda: _("There is no store here")),
)


def title_of(trouble: VaultTrouble) -> str:
    """The head of the page for this trouble."""
    return next((words() for kind, words in _TITLES if isinstance(trouble, kind)), _("The store cannot be opened"))


def held_words(held: Held, *, now: datetime) -> str:
    """Who has it open, where, since when."""
    from caseapp.rules.dates import moment_text  # not before somebody holds it

    return _("It seems to be open elsewhere: {who}, on {machine}, since {since}. Close it there first.").format(
        who=held.who or _("unknown"),
        machine=held.machine or _("unknown"),
        since=moment_text(held.since, now=now, language=language.current()) if held.since else _("unknown"),
    )


def in_use_words(error: InUse, *, now: datetime) -> str:
    """The same for a refusal."""
    return language.say(error.problem_at(now, language.current()))


def told(error: BaseException) -> str:
    """Any failure in words."""
    from caseapp.desktop.kit import failures  # not before the first failure

    return failures.told(error).words
