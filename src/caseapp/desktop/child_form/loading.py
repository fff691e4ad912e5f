"""What the form about a child begins with: the record or an empty one, the draft, who else is in the register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.casework import drafts, in_charge, register
from caseapp.casework.list_views import RegisterFilter, RegisterRow
from caseapp.casework.office import Office
from caseapp.casework.views import Draft
from caseapp.rules.child import Child
from caseapp.rules.grade import grade_on
from caseapp.rules.reading import katakana

FORM = "child"
"""What its drafts are kept under."""

_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_EVERYBODY = RegisterFilter(status="")


@dataclass(frozen=True)
class Loaded:
    """`child` is None where a new one is registered, `number` then the next free one; `new_id` is the id it gets.
    `workers`: (id, name) of whom this user may put in charge."""

    child: Child | None
    draft: Draft | None
    workers: tuple[tuple[str, str], ...]
    rows: tuple[RegisterRow, ...]
    number: str
    new_id: str


def load(office: Office, child_id: str) -> Loaded:
    """Read what the form needs ("" for a new child; run on the store's thread). Raises NotFound."""
    rows = register.rows(office, filter=_EVERYBODY)
    draft = drafts.find(office, form=FORM, child_id=child_id)
    if draft is not None and not child_id and any(row.child_id == draft.content.get("new_id") for row in rows):
        drafts.discard(office, form=FORM)  # what it was about has been saved
        draft = None
    return Loaded(
        child=register.child(office, child_id) if child_id else None,
        draft=draft,
        workers=in_charge.choices(office, child_id),
        rows=rows,
        number="" if child_id else register.next_number(office),
        new_id=office.new_id(),
    )


def blank(found: Loaded, *, me: str, today: date, typed: str = "") -> Child:
    """The record of a new child before anything is written: the next number, today, and me (an account's id). `typed`
    is a name that was searched for and that nobody has."""
    names = names_of(typed)
    return Child(
        number=found.number,
        family_name=names.get("family_name", ""),
        given_name=names.get("given_name", ""),
        family_name_kana=names.get("family_name_kana", ""),
        given_name_kana=names.get("given_name_kana", ""),
        birth_date=today,
        sex="",
        worker_id=me if any(key == me for key, _name in found.workers) else "",
        worker_since=today,
        registered_on=today,
    )


def names_of(typed: str) -> dict[str, str]:
    """The fields of a name as it was typed into a search; nothing for what is a number or a day."""
    words = typed.split()
    if not words or len(words) > 2 or any(sign.isdigit() for sign in typed):
        return {}
    kana = bool(_KANA.fullmatch("".join(words)))
    fields = ("family_name_kana", "given_name_kana") if kana else ("family_name", "given_name")
    return {field: katakana(word) if kana else word for field, word in zip(fields, words, strict=False)}


def values(child: Child, *, new: bool, today: date) -> dict[str, Any]:
    """What the fields show: no date of birth for a new child, a grade only where it is not the computed one."""
    found: dict[str, Any] = {name: getattr(child, name) for name in child.__dataclass_fields__}
    if new:
        found["birth_date"] = None
    computed = grade_on(child.birth_date, today)
    shown = grade_on(child.birth_date, today, override=child.grade_override)
    found["grade"] = shown if child.grade_override and shown != computed else ""
    return found
