"""The use cases of what is written in a form about one child, by kind: read it, take it back, bring it back.

One table for the forms (record/base_page) and for the page of the child (record_acts).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from caseapp.casework import assessments, consultations, liaisons, program_uses, transitions
from caseapp.casework.office import Office
from caseapp.rules.changes import Changes


class RecordCases(Protocol):
    """What a module of casework offers for one kind of record."""

    def get(self, office: Office, record_id: str, /) -> Any:
        """The record. Raises NotFound."""

    def withdraw(self, office: Office, record_id: str, /, *, reason: str, drop_steps: bool = True) -> Changes:
        """Take it back, with `drop_steps` also the actions that were planned in it. Raises Refused."""

    def restore(self, office: Office, record_id: str, /) -> Changes:
        """Bring it back."""


CASES: Mapping[str, RecordCases] = {
    "consultation": consultations,
    "assessment": assessments,
    "transition_check": transitions,
    "liaison": liaisons,
    "program_use": program_uses,
}
