"""How people are spoken of: a member of the family by relation and name."""

from __future__ import annotations

from caseapp.rules.child import FamilyMember
from caseapp.words import codes
from caseapp.words.language import translator


def forbid_contact(member: FamilyMember, language: str) -> str:
    """The red fact for somebody who must never be contacted: 「父 高瀬 亮に連絡しない」."""
    relation = codes.load("relationship").label(member.relationship, language)
    who = " ".join(part for part in (relation, member.name.strip()) if part)
    return translator(language)._("Do not contact {name}").format(name=who)
