"""Below a telephone number that was found: the whole family, so that whoever is on the line is known."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from caseapp.desktop.child.words import DOT, relationship
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.palette.found import Found
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.household import Household, HouseholdChild, HouseholdMember


def family_rows(found: Household, *, shown: Collection[str]) -> list[Head | Found]:
    """The brothers and sisters who are not `shown` already (ids), then the members, whom one must never call first."""
    children = [_child(child) for child in found.children if child.child_id not in shown]
    members = [_member(member) for member in found.members]
    return [Head(_("The family")), *children, *members] if children or members else []


def _child(child: HouseholdChild) -> Found:
    words = f"{masked(child.name)}  {child.age_grade}".rstrip()
    return Found(words, "person", child.number, child_id=child.child_id)


def _member(each: HouseholdMember) -> Found:
    """Somebody whom one must never contact is named without the number."""
    member = each.member
    who = " ".join(part for part in (relationship(member), masked(member.name)) if part)
    said = _("Never contact") if member.never_contact else hidden(member.phone)
    words = DOT.join(part for part in (who, said, hidden(member.call_when)) if part)
    return Found(words, "people", child_id=each.of[0], flag="privacy" if member.never_contact else "")
