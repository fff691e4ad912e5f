"""Where somebody was when the lock came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from caseapp.desktop.shell.trail import Step


@dataclass
class Place:
    """The user, the page and the arguments that open it again: ids only, no names. `trail`: the pages before it."""

    user_id: str = ""
    page: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    trail: list[Step] = field(default_factory=list)
