"""Brothers and sisters in the register: linked both ways, the family of both, and facts that go over in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseapp.casework import audit, household, register
from caseapp.casework.office import Office
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.problem import Refused

MOTHER = FamilyMember(relationship="mother", name="神谷 美穂", phone="0000-11-2222", guardian=True, call_order=1)
FATHER = FamilyMember(relationship="father", name="神谷 徹", never_contact=True, note="支援措置")


def save(opened: Office, **fields: object) -> Child:
    """A child of the household, registered."""
    given = {
        "number": "S-1",
        "family_name": "神谷",
        "given_name": "葵",
        "birth_date": date(2014, 5, 1),
        "sex": "female",
    }
    made = register.save(opened, Child(**{**given, **fields}))  # type: ignore[arg-type]  # the fields of the test
    return register.child(opened, made.record_id)


def brother(opened: Office, **fields: object) -> Child:
    return save(
        opened, **{"number": "S-2", "given_name": "樹", "birth_date": date(2017, 8, 9), "sex": "male", **fields}
    )


def link(number: str, name: str = "神谷 葵") -> FamilyMember:
    return FamilyMember(relationship="older_sister", name=name, sibling_child_number=number)


def test_who_is_named_as_sister_names_her_brother(opened: Office) -> None:
    sister = save(opened)
    younger = brother(opened, family=(link("S-1"),))
    (member,) = register.child(opened, sister.id).family
    assert (member.relationship, member.name, member.sibling_child_number) == ("younger_brother", "神谷 樹", "S-2")
    assert member.birth_year == 2017
    page = register.page(opened, sister.id)
    assert page.siblings == ((younger.id, "神谷 樹", "younger_brother"),)


def test_a_sibling_who_stands_there_by_name_is_linked_and_not_doubled(opened: Office) -> None:
    sister = save(opened, family=(FamilyMember(id="", relationship="younger_brother", name="神谷 樹", note="2年生"),))
    brother(opened, family=(link("S-1"),))
    (member,) = register.child(opened, sister.id).family
    assert (member.note, member.sibling_child_number) == ("2年生", "S-2")


def test_a_new_number_is_told_to_the_brother_and_a_link_taken_away_goes_on_both_sides(opened: Office) -> None:
    sister = save(opened)
    younger = brother(opened, family=(link("S-1"),))
    register.save(opened, replace(register.child(opened, sister.id), number="S-9"))
    (member,) = register.child(opened, younger.id).family
    assert member.sibling_child_number == "S-9"
    register.save(
        opened, replace(register.child(opened, younger.id), family=(replace(member, sibling_child_number=""),))
    )
    assert [m.sibling_child_number for m in register.child(opened, sister.id).family] == [""]


def test_a_number_that_nobody_has_is_refused_and_nothing_is_saved(opened: Office) -> None:
    with pytest.raises(Refused):
        brother(opened, family=(link("S-404"),))
    assert "S-2" not in [row.number for row in register.rows(opened)]


def test_the_household_names_who_must_never_be_called_first_and_each_person_once(opened: Office) -> None:
    sister = save(opened, family=(MOTHER, FATHER))
    younger = brother(opened, family=(link("S-1"), MOTHER))
    found = household.household(opened, younger.id)
    assert [child.name for child in found.children] == ["神谷 樹", "神谷 葵"]
    assert [each.member.name for each in found.members] == ["神谷 徹", "神谷 美穂"]
    assert found.members[0].member.never_contact
    assert set(found.members[1].of) == {sister.id, younger.id}


def test_what_the_household_shares_goes_over_in_one_act(opened: Office) -> None:
    sister = save(opened, address="汐見市北町1", phone="0000-11-0000", family=(MOTHER,))
    younger = brother(opened, address="汐見市北町1", phone="0000-11-0000", family=(link("S-1"), MOTHER))
    moved = replace(
        register.child(opened, younger.id),
        address="汐見市南町2",
        family=(*register.child(opened, younger.id).family, FATHER),
    )
    register.save(opened, moved)
    (offer,) = household.offers(opened, younger.id)
    assert offer.child_id == sister.id
    assert [(each.field, each.member, each.after) for each in offer.changes] == [
        ("address", "", "汐見市南町2"),
        ("family", "神谷 徹", "神谷 徹"),
    ]
    household.share(opened, younger.id, {sister.id: offer.changes})
    after = register.child(opened, sister.id)
    assert after.address == "汐見市南町2"
    assert [(m.name, m.never_contact) for m in after.family if m.relationship == "father"] == [("神谷 徹", True)]
    shared = [entry for entry in audit.entries(opened) if entry.action == "child.share"]
    assert [entry.child_number for entry in shared] == ["S-2"]
    assert household.offers(opened, younger.id) == ()


def test_facts_go_to_brothers_and_sisters_only(opened: Office) -> None:
    sister = save(opened)
    stranger = brother(opened)
    with pytest.raises(Refused):
        household.share(opened, sister.id, {stranger.id: ()})


@pytest.mark.parametrize("sister_knows", [True, False])
def test_who_must_not_be_contacted_by_one_record_is_not_called_by_the_household(
    opened: Office, sister_knows: bool
) -> None:
    """The father stands in both records, and only one of them says that nobody may contact him."""
    open_to_call = replace(FATHER, never_contact=False, note="")
    of_sister, of_brother = (FATHER, open_to_call) if sister_knows else (open_to_call, FATHER)
    sister = save(opened, family=(of_sister,))
    brother(opened, family=(link("S-1"), of_brother))
    (father,) = household.household(opened, sister.id).members
    assert father.member.never_contact
    assert father.member.note == "支援措置"
