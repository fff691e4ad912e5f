"""What the form needs to begin: the child's page, the record before, the record itself, the draft of this child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from caseapp.casework import consultations, drafts, register
from caseapp.casework.office import Office
from caseapp.casework.views import ChildPage, Draft
from caseapp.desktop.kit.page import Desk
from caseapp.rules import dates
from caseapp.rules.consultation import Consultation
from caseapp.words import language

FORM = "record"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """`before` is the last record about the child, or the one before the record that is being changed."""

    page: ChildPage
    before: Consultation | None
    consultation: Consultation | None
    draft: Draft | None


def load(office: Office, child_id: str, record_id: str) -> Loaded:
    """Everything in the order in which it is shown. Raises NotFound."""
    found = consultations.get(office, record_id) if record_id else None
    return Loaded(
        page=register.page(office, child_id),
        before=_before(office, child_id, found),
        consultation=found,
        draft=drafts.find(office, form=FORM, child_id=child_id, record_id=record_id),
    )


def _before(office: Office, child_id: str, found: Consultation | None) -> Consultation | None:
    if found is None:
        return consultations.before(office, child_id)
    older = [each for each in consultations.of_child(office, child_id) if each.id != found.id and each.on <= found.on]
    return older[0] if older else None


def blank(desk: Desk, child_id: str) -> Consultation:
    """A record that is about to be written; its id is made now."""
    office = desk.office
    return Consultation(
        id=office.new_id(), child_id=child_id, on=desk.today(), method="phone", worker_id=office.account.id
    )


def stamps(record: Consultation) -> dict[str, Any]:
    """What of the record itself a draft must remember."""
    return {"id": record.id, "revision": record.revision}


def with_stamps(record: Consultation, content: Mapping[str, Any], *, new: bool) -> Consultation:
    """The record with the id (a new one) or the revision (one that is being changed) that the draft began with."""
    found = content.get("id") if new else content.get("revision")
    if new and isinstance(found, str) and found:
        return replace(record, id=found)
    if not new and isinstance(found, int):
        return replace(record, revision=found)
    return record


def moment_words(moment: datetime, desk: Desk) -> str:
    """`10:14`, or the day and the time when it was not today."""
    local = moment.astimezone(desk.now().tzinfo)
    time = f"{local:%H:%M}"
    if local.date() == desk.today():
        return time
    style = desk.preferences["date_style"]
    day = dates.screen_date(local.date(), today=desk.today(), style=style, language=language.current())
    return f"{day} {time}"
