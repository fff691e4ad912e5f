"""How people are spoken of: a member of the family by relation and name; and what must not be done or said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from caseapp.rules import red_facts as rule
from caseapp.rules.age import ADULT
from caseapp.rules.child import Caution, Child, FamilyMember
from caseapp.rules.child_facts import Telling
from caseapp.words import codes
from caseapp.words.language import translator


def forbid_contact(member: FamilyMember, language: str) -> str:
    """The red fact for somebody who must never be contacted: 「父 高瀬 亮に連絡しない」."""
    relation = codes.load("relationship").label(member.relationship, language)
    who = " ".join(part for part in (relation, member.name.strip()) if part)
    return translator(language)._("Do not contact {name}").format(name=who)


def keep_from(telling: Telling, language: str) -> str:
    """The red fact for an audience that was not told: 「園・学校には病名を伝えていません」."""
    whom = codes.load("told_to").label(telling.audience, language)
    return translator(language)._("{audience}: not told of the illness").format(audience=whom)


def unplanned(age: int, language: str) -> str:
    """What is to be done about somebody of this age (18, else 12) who was not told and of whom no plan is written."""
    _ = translator(language)._
    if age >= ADULT:
        return _("Of age, signs in person: settle with the doctor how and when to tell, before any application")
    return _("Old enough to be spoken with: settle with family and doctor when and how to tell")


def red_facts(
    child: Child, language: str, *, hide: Callable[[str], str] = str, today: date | None = None
) -> tuple[Caution, ...]:
    """What must not be done or said about a child, in words (rules.red_facts); `hide` masks the names of people.

    With `today` also what follows from the age.
    """
    return rule.red_facts(
        child,
        forbid=lambda member: forbid_contact(replace(member, name=hide(member.name)), language),
        keep_from=lambda telling: keep_from(telling, language),
        unplanned=lambda age: unplanned(age, language),
        own_will=translator(language)._("18 or over: tell the family only what the person agreed to"),
        today=today,
    )
