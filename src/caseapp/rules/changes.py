"""What an action changed, so that pages and lists refresh only where they must."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Changes:
    """The result of an action.

    `subjects` holds glossary names ("child", "consultation", "support_plan", "follow_up", "liaison", "organization",
    "account", "settings", …); `children` the ids of the children whose pages are touched; `record_id` the record that
    was made or changed, where there is one.
    """

    subjects: frozenset[str] = field(default_factory=frozenset)
    children: frozenset[str] = field(default_factory=frozenset)
    record_id: str = ""

    def touches(self, *subjects: str) -> bool:
        """True when one of the named subjects changed."""
        return not self.subjects.isdisjoint(subjects)

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.subjects | other.subjects, self.children | other.children, other.record_id or self.record_id
        )
