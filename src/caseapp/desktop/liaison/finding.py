"""Organizations as they are found by typing: what is searched, what is said of one."""

from __future__ import annotations

from collections.abc import Iterable

from caseapp.rules.folding import fold
from caseapp.rules.organization import Organization
from caseapp.words import codes

SCHOOLS = frozenset({"school", "special_school", "nursery", "board_of_education"})


def search_key(organization: Organization) -> str:
    """Name, number, department, kind and the people there, folded."""
    people = " ".join(f"{person.name} {person.role}" for person in organization.contacts)
    kind = codes.load("organization_kind").label(organization.kind)
    return fold(f"{organization.name} {organization.number} {organization.department} {kind} "
                f"{organization.contact} {people}")  # fmt: skip


def found(organizations: Iterable[Organization], typed: str, *, first: frozenset[str]) -> list[Organization]:
    """Those in which every word stands: the child's own (`first`: ids), then whose name begins so, then by name."""
    words = [fold(word) for word in typed.split()]
    hits = [each for each in organizations if all(word in search_key(each) for word in words)]
    start = words[0] if words else ""

    def order(each: Organization) -> tuple[bool, bool, str]:
        return (each.id not in first, bool(start) and not fold(each.name).startswith(start), each.name)

    return sorted(hits, key=order)


def kind_words(organization: Organization) -> str:
    """`学校`, `医療機関 地域医療連携室`."""
    kind = codes.load("organization_kind").short(organization.kind)
    return " ".join(part for part in (kind, organization.department) if part)
