"""Whether two children seem to be brothers and sisters: one household by address and guardian or by telephone and
family name, and not the same child. Only ever an offer: who lives together is known to people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caseapp.rules.child import Child
from caseapp.rules.folding import digits, fold
from caseapp.rules.likeness import TYPO, compare
from caseapp.rules.likeness_traits import plain_address, traits_of

ADDRESS, PHONE = "address", "phone"
CROWD = 8
"""So many children with one key are no brothers and sisters: the head of a home stands as guardian of all in it."""
_LEAST_PHONE = 9
_NOT_THEY = (
    *("older_brother", "older_sister", "younger_brother", "younger_sister", "child"),
    "facility_staff",
)

Key = tuple[str, str, str]
"""Why (ADDRESS or PHONE), and the two folded texts that are the same."""


@dataclass(frozen=True)
class Kin:
    """Two children seem to be brothers and sisters. `why` is ADDRESS or PHONE; `twins`: born on one day."""

    why: str
    twins: bool = False


def household_keys(
    *, address: str, phones: Iterable[str], family: Iterable[str], grown_ups: Iterable[str]
) -> Iterator[Key]:
    """What a child's household is known by. `family`: the family name and its reading; `grown_ups`: their names."""
    where = plain_address(address)
    if where:
        yield from ((ADDRESS, where, name) for each in grown_ups if (name := fold(each)))
    numbers = {number for phone in phones if len(number := digits(phone)) >= _LEAST_PHONE}
    yield from ((PHONE, number, name) for number in sorted(numbers) for each in family if (name := fold(each)))


def keys_of(child: Child) -> set[Key]:
    """The same of a record."""
    grown_ups = [member for member in child.family if is_grown_up(member.relationship, member.sibling_child_number)]
    return set(
        household_keys(
            address=child.address,
            phones=(child.phone, *(member.phone for member in grown_ups)),
            family=(child.family_name, child.family_name_kana),
            grown_ups=(member.name for member in grown_ups),
        )
    )


def is_grown_up(relationship: str, sibling_child_number: str) -> bool:
    """Whether somebody of a family tells one household from another: no brother or sister, and nobody of a home."""
    return not sibling_child_number and relationship not in _NOT_THEY


def kin(one: Child, other: Child, shared: Iterable[Key]) -> Kin | None:
    """How two children of one household (by the keys they share) belong together.

    None where they may be one child written twice, and where they are linked already. Twins are often called almost
    alike (あかり・ひかり): one character off on the same day is offered as twins, for a person to decide.
    """
    why = {key[0] for key in shared}
    if not why or _linked(one, other) or _linked(other, one):
        return None
    found = compare(traits_of(one, born=one.birth_date), traits_of(other, born=other.birth_date))
    twins = one.birth_date == other.birth_date
    if found.likely and not (twins and TYPO in found.reasons):
        return None
    return Kin(ADDRESS if ADDRESS in why else PHONE, twins=twins)


def _linked(one: Child, other: Child) -> bool:
    return bool(other.number) and any(member.sibling_child_number == other.number for member in one.family)
