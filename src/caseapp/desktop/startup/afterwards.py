"""What went on after a lock, told to the same person at the next unlocking. No sentence holds anybody's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from caseapp.desktop.kit.runner import LeftBehind
from caseapp.desktop.startup.entrance_words import told
from caseapp.rules import dates
from caseapp.words import language
from caseapp.words.language import _


@dataclass
class Afterwards:
    """`heard(user id)` is called when there is something new to tell."""

    heard: Callable[[str], object] = lambda _user_id: None
    _sayings: dict[str, list[Callable[[datetime], str]]] = field(default_factory=dict)

    def left_behind(self, user_id: str, left: LeftBehind, *, at: datetime) -> None:
        """A job did not come back at the lock of this moment."""

        def say(now: datetime) -> str:
            if left.done:
                return ""
            time = dates.moment_text(at, now=now, language=language.current())
            if left.name:
                words = _("“{what}” had not come to an end at the lock of {time}. Look whether it is there.")
                return words.format(what=left.name, time=time)
            words = _("Something had not come to an end at the lock of {time}. Look whether it was saved or written.")
            return words.format(time=time)

        self._add(user_id, say)

    def not_printed(self, user_id: str, trouble: BaseException, *, at: datetime) -> None:
        """A paper that was on its way at the lock of this moment was not printed."""

        def say(now: datetime) -> str:
            words = _("The paper that was sent to the printer before the lock of {time} was not printed: {reason}")
            time = dates.moment_text(at, now=now, language=language.current())
            return words.format(time=time, reason=told(trouble))

        self._add(user_id, say)

    def _add(self, user_id: str, say: Callable[[datetime], str]) -> None:
        self._sayings.setdefault(user_id, []).append(say)
        self.heard(user_id)

    def take(self, user_id: str, *, now: datetime) -> str:
        """What this person is to be told, once; "" for nothing."""
        found = (say(now) for say in self._sayings.pop(user_id, []))
        return "\n".join(filter(None, dict.fromkeys(found)))
