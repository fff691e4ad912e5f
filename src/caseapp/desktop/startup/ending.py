"""How a session ends: every step is done whatever became of the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from caseapp.desktop.kit.runner import LeftBehind
from caseapp.desktop.startup.place import Place


@dataclass
class Ending:
    """How a session ended: where the person was, why the last draft could not be kept (`unkept`), what else went wrong
    on the way (`troubles`), and what did not come back and was left behind (`left`)."""

    place: Place = field(default_factory=Place)
    unkept: BaseException | None = None
    troubles: list[BaseException] = field(default_factory=list)
    left: list[LeftBehind] = field(default_factory=list)

    def do(self, step: Callable[[], object]) -> None:
        """One step; a failure is noted, and the next step comes."""
        error = failure_of(step)
        if error is not None:
            self.failed(error)

    def failed(self, error: BaseException) -> None:
        self.troubles.append(error)


def failure_of(step: Callable[[], object]) -> BaseException | None:
    """What `step` ended with; None when it went well."""
    try:
        step()
    except Exception as error:  # noqa: BLE001 - an unattended desk is locked whatever happens; it is told afterwards
        return error
    return None
