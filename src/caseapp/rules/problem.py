"""What is wrong with something a person gave us, as a value that any front end can show."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any


def N_(message: str) -> str:
    """Mark an English message id for the catalogue without translating it (this layer knows no language)."""
    return message


ANOTHERS = N_("This record belongs to another child.")
"""What is said when a record is saved for another child than it is kept for."""


CHILDREN = "children"
"""Among the values of a problem: the children meant, as (name, number), beside `numbers` in the sentence."""


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that stands in the way, and where.

    `field` names the input it belongs to (a dataclass field, a column header, or "" for the whole);
    `message` is an English message id with named placeholders, `values` fills them.
    """

    field: str
    message: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values)


class Refused(Exception):
    """An action was refused because of its input; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(p.message for p in problems))
        self.problems = tuple(problems)


class NotAllowed(Exception):
    """The user's role does not allow this; nothing was changed. `action` is the audit name of what was asked."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class NotFound(Exception):
    """The record asked for is not there (or was disposed of). `what` is its glossary name, `key` what was asked."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(what)
        self.what = what
        self.key = key


class ChangedMeanwhile(Exception):
    """The record was changed since it was read (its revision moved on); nothing was changed."""
