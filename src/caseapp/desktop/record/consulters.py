"""With whom one spoke: the people of this child's family as they are called, then the bodies around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from caseapp.rules.age import is_adult
from caseapp.rules.child import Child, FamilyMember
from caseapp.words import codes
from caseapp.words.language import _

OTHER = "other"
BODIES = ("school", "medical", "municipality")
_OF_RELATIONSHIP = {
    "mother": "mother",
    "adoptive_mother": "mother",
    "stepmother": "mother",
    "father": "father",
    "adoptive_father": "father",
    "stepfather": "father",
    "grandmother": "grandparent",
    "grandfather": "grandparent",
    "foster_parent": "guardian",
    "legal_guardian": "guardian",
    "facility_staff": "guardian",
    "uncle": "family",
    "aunt": "family",
    "spouse": "family",
    "other": "family",
}


@dataclass(frozen=True)
class Consulter:
    """One choice: `key` (unique here), `code` of the list consulter, `name` of the person, the words of the toggle.

    `warning` says that this person must never be contacted, `why` the reason; the choice stays possible: when he
    calls, that call must be recordable.
    """

    key: str
    code: str
    words: str
    name: str = ""
    warning: str = ""
    why: str = ""

    @property
    def named(self) -> bool:
        """Whether the person's name is asked for (that of a family member is known)."""
        return self.code in BODIES or self.key == OTHER


def choices(child: Child, today: date | None = None) -> tuple[Consulter, ...]:
    """The toggles for this child: mother and those who act for the child, the child, father, …, the bodies, other.

    Who is of age (on `today`) comes before the family.
    """
    family = [_of_member(member) for member in sorted(child.family, key=_order) if _is_asked(member)]
    labels = codes.load("consulter")
    if not any(each.code in ("mother", "father", "guardian") for each in family):
        family = [Consulter("mother", "mother", labels.short("mother")), *family]
        family.append(Consulter("father", "father", labels.short("father")))
    own = Consulter("child", "child", labels.short("child"))
    bodies = [Consulter(code, code, labels.short(code)) for code in BODIES]
    last = Consulter(OTHER, OTHER, labels.short(OTHER))
    if today is not None and is_adult(child.birth_date, today):
        return (own, *family, *bodies, last)
    return (family[0], own, *family[1:], *bodies, last)


def other_codes(found: tuple[Consulter, ...]) -> tuple[tuple[str, str], ...]:
    """What stands behind 「その他」: codes and labels of everybody who has no toggle for this child."""
    labels = codes.load("consulter")
    here = {each.code for each in found}
    return tuple((code, labels.label(code)) for code in (OTHER, *(code for code in labels if code not in here)))


def match(found: tuple[Consulter, ...], *, code: str, name: str) -> str:
    """The key of the choice that a stored record means; who is not in the family stands behind 「その他」."""
    same = [each for each in found if each.code == code]
    exact = next((each for each in same if each.name == name), None)
    chosen = exact or next(iter(same), None)
    if chosen is not None:
        return chosen.key
    return OTHER if code else ""


def _is_asked(member: FamilyMember) -> bool:
    code = _OF_RELATIONSHIP.get(member.relationship)
    if code is None:
        return False
    return code in ("mother", "father", "guardian") or member.call_order > 0 or member.never_contact


def _order(member: FamilyMember) -> tuple[bool, int, int]:
    parents = ("mother", "adoptive_mother", "stepmother")
    place = 0 if member.relationship in parents else 1 if _OF_RELATIONSHIP.get(member.relationship) == "guardian" else 2
    return (member.never_contact, place, member.call_order or 99)


def _of_member(member: FamilyMember) -> Consulter:
    code = _OF_RELATIONSHIP[member.relationship]
    plain = member.relationship in ("mother", "father")
    words = codes.load("consulter").short(code) if plain else codes.load("relationship").label(member.relationship)
    key = f"{code}:{member.id or member.name}"
    if not member.never_contact:
        return Consulter(key, code, words, name=member.name)
    return Consulter(key, code, words, name=member.name, warning=_("Must never be contacted."), why=member.note)
