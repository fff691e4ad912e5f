"""Where somebody was when the lock came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Place:
    """The user, the page and the arguments that open it again: ids only, no names."""

    user_id: str = ""
    page: str = ""
    args: dict[str, Any] = field(default_factory=dict)
