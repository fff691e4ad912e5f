"""What the screens before the desk say about a store that does not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from caseapp.desktop.startup.situation import Held, Situation
from caseapp.rules.problem import Problem
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


def held_words(held: Held) -> str:
    """Who has it open, where, since when."""
    return _("It seems to be open elsewhere: {who}, on {machine}, since {since}. Close it there first.").format(
        who=held.who or _("unknown"),
        machine=held.machine or _("unknown"),
        since=f"{held.since:%H:%M}" if held.since else _("unknown"),
    )


def in_use_words(error: InUse, situation: Situation) -> str:
    """The same for a refusal: the user's id becomes the name, the moment a time of day."""
    names = dict(situation.users)
    who = str(error.values.get("who", ""))
    since = str(error.values.get("since", ""))
    values = {**error.values, "who": names.get(who, who) or _("unknown"), "since": _clock(since)}
    return language.say(Problem("", error.message_id, values))


def told(error: BaseException) -> str:
    """Any failure in words."""
    from caseapp.desktop.kit import failures  # not before the first failure

    return failures.told(error).words


def _clock(moment: str) -> str:
    try:
        return f"{datetime.fromisoformat(moment):%H:%M}"
    except ValueError:
        return moment or _("unknown")
