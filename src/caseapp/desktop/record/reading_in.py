"""What a form about one child reads before it opens (on the store's thread)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from caseapp.casework import consultations, drafts, register
from caseapp.casework.office import Office
from caseapp.casework.views import ChildHead, Draft
from caseapp.desktop.child.record_cases import CASES
from caseapp.rules.consultation import Consultation


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What every such form needs. `record` is what is being changed (None: a new one), `before` the record to show
    beside it, `more` whatever else the heir asked for."""

    page: ChildHead
    before: Consultation | None
    record: Any
    draft: Draft | None
    more: Any = None


More: TypeAlias = Callable[[Office, str, Any], Any]
"""What else the form of this kind needs, asked with the child's id and the record (None: a new one)."""


def read(office: Office, child_id: str, record_id: str, *, kind: str, form: str, more: More) -> Loaded:
    """Everything the form needs. Raises NotFound."""
    found = CASES[kind].get(office, record_id) if record_id else None
    child_id = found.child_id if found is not None else child_id
    return Loaded(
        page=register.head(office, child_id),
        before=consultations.before(office, child_id, than=found if isinstance(found, Consultation) else None),
        record=found,
        draft=drafts.find(office, form=form, child_id=child_id, record_id=record_id),
        more=more(office, child_id, found),
    )
