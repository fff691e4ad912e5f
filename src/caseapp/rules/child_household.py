"""Brothers and sisters who are children of the register, too: how each stands in the other's family; what they share.

They live in one household: address, telephone and the grown-ups of the family are the same facts. Each record keeps its
own copy (siblings may part), so what changes in one is offered for the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from caseapp.rules.child import Child, FamilyMember

CONTACT = ("postal_code", "address", "phone")
_SIBLINGS = ("older_brother", "older_sister", "younger_brother", "younger_sister")
_FILLED = ("kana", "birth_year", "custody", "occupation", "phone", "call_order", "call_when", "emergency_order")
_EITHER_WAY = ("lives_with", "guardian")


@dataclass(frozen=True)
class Shared:
    """One thing that the household has in common and a sibling's record says otherwise.

    `field` is a field of the child, or "family" with the `member`'s name and the `part` of it ("": the person is
    missing there); `before` and `after` are the values.
    """

    field: str
    before: Any
    after: Any
    member: str = ""
    part: str = ""


def sibling_of(child: Child, other: Child) -> FamilyMember:
    """How `child` stands in the family of `other`: 兄, 姉, 弟, 妹 by birth date and sex; 「その他」 without the sex."""
    older = (child.birth_date, child.number) < (other.birth_date, other.number)
    age = "older" if older else "younger"
    relationship = {"male": f"{age}_brother", "female": f"{age}_sister"}.get(child.sex, "other")
    return FamilyMember(
        relationship=relationship,
        name=child.name,
        kana=child.kana,
        birth_year=child.birth_date.year,
        lives_with=child.address == other.address,
        sibling_child_number=child.number,
    )


def with_sibling(other: Child, child: Child) -> Child:
    """`other` with `child` in its family: linked where it stands by name already, else added at the end."""
    if any(member.sibling_child_number == child.number for member in other.family):
        return other
    names = {_plain(child.name), _plain(child.print_name)} - {""}
    for place, member in enumerate(other.family):
        if _plain(member.name) in names and not member.sibling_child_number:
            linked = replace(member, sibling_child_number=child.number)
            return replace(other, family=(*other.family[:place], linked, *other.family[place + 1 :]))
    return replace(other, family=(*other.family, sibling_of(child, other)))


def without_sibling(other: Child, number: str) -> Child:
    """`other` with its link to the child of this number taken away; the person stays in the family."""
    return _renumbered(other, number, "")


def with_new_number(other: Child, before: str, after: str) -> Child:
    """`other` after the sibling's number in the register has changed."""
    return _renumbered(other, before, after)


def _renumbered(other: Child, before: str, after: str) -> Child:
    family = tuple(
        replace(member, sibling_child_number=after) if member.sibling_child_number == before else member
        for member in other.family
    )
    return other if family == other.family else replace(other, family=family)


def sibling_numbers(child: Child) -> tuple[str, ...]:
    """The numbers of brothers and sisters in the register, in the order of the family."""
    found = (member.sibling_child_number.strip() for member in child.family)
    return tuple(dict.fromkeys(number for number in found if number and number != child.number))


def shared_differences(child: Child, sibling: Child) -> tuple[Shared, ...]:
    """What `child` says of the household that `sibling` does not say so. Blank facts of `child` take nothing away."""
    found = [
        Shared(field, getattr(sibling, field), getattr(child, field))
        for field in CONTACT
        if getattr(child, field).strip() and getattr(child, field) != getattr(sibling, field)
    ]
    for member in _grown_ups(child, sibling):
        same = _same_person(sibling, member)
        if same is None:
            found.append(Shared("family", "", member.name, member=member.name))
            continue
        found += [
            Shared("family", getattr(same, part), getattr(member, part), member=member.name, part=part)
            for part in _told_otherwise(member, same)
        ]
    return tuple(found)


def _told_otherwise(member: FamilyMember, same: FamilyMember) -> list[str]:
    """What `member` says of a person otherwise than `same`; what protects somebody is never taken away by it."""
    parts = [part for part in _FILLED if getattr(member, part)] + list(_EITHER_WAY)
    parts += ["never_contact", "note"] if member.never_contact else []
    if member.confirmed_on and (same.confirmed_on is None or same.confirmed_on < member.confirmed_on):
        parts.append("confirmed_on")
    return [part for part in parts if getattr(member, part) != getattr(same, part)]


def with_shared(sibling: Child, child: Child, wanted: tuple[Shared, ...]) -> Child:
    """`sibling` with those facts of `child`'s household."""
    changes: dict[str, Any] = {each.field: each.after for each in wanted if each.field in CONTACT}
    family = list(sibling.family)
    for name in dict.fromkeys(each.member for each in wanted if each.field == "family"):
        member = next(m for m in child.family if m.name == name)
        same = _same_person(sibling, member)
        if same is None:
            family.append(replace(member, id=""))
            continue
        parts = {each.part: each.after for each in wanted if each.member == name and each.part}
        family[family.index(same)] = replace(same, **parts)
    return replace(sibling, **changes, family=tuple(family))


def _grown_ups(child: Child, sibling: Child) -> list[FamilyMember]:
    """Who belongs to both: everybody but the two children themselves and other brothers and sisters."""
    return [
        member
        for member in child.family
        if member.relationship not in _SIBLINGS
        and not member.sibling_child_number
        and _plain(member.name) not in ("", _plain(sibling.name))
    ]


def _same_person(sibling: Child, member: FamilyMember) -> FamilyMember | None:
    return next((each for each in sibling.family if _plain(each.name) == _plain(member.name)), None)


def _plain(name: str) -> str:
    return "".join(name.split())
