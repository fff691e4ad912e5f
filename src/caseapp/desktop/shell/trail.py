"""The pages one came by, to go back to them: by Alt+←, and after a form was saved or closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_MOST = 40
_SAYS_IDS = ("_id", "_kind")  # how the arguments of a page end that name nobody

Step = tuple[str, dict[str, Any]]
"""A page and the arguments that open it."""


class Trail:
    """`leave` a page for another, `step_back` to the last one."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def leave(self, name: str, args: dict[str, Any]) -> None:
        self._steps.append((name, args))
        del self._steps[:-_MOST]

    def step_back(self) -> Step | None:
        """The page one came from; None at the first."""
        return self._steps.pop() if self._steps else None

    def kept(self) -> list[Step]:
        """What may outlive a lock: the pages of which ids say all, the latest last."""
        return [(name, dict(args)) for name, args in self._steps if all(key.endswith(_SAYS_IDS) for key in args)]

    def follow(self, steps: Sequence[Step]) -> None:
        """Go on where one was before a lock."""
        self._steps = list(steps)
