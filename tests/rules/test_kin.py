"""Who seems to be brother or sister: one household, not the same child; twins are told apart; a home is no family."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.kin import Kin, keys_of, kin

MOTHER = FamilyMember(relationship="mother", name="高瀬 美咲", phone="090-0000-1111", guardian=True)
ONE = Child(
    number="C-1",
    family_name="高瀬",
    given_name="陽菜乃",
    family_name_kana="タカセ",
    given_name_kana="ヒナノ",
    birth_date=date(2014, 8, 3),
    address="汐見市緑ヶ丘2丁目3番4号",
    phone="0000-11-2222",
    family=(MOTHER,),
)
OTHER = replace(ONE, number="C-2", given_name="蒼", given_name_kana="アオ", birth_date=date(2017, 5, 1), sex="male")


def found(**fields: Any) -> Kin | None:
    other = replace(OTHER, **fields)
    return kin(ONE, other, keys_of(ONE) & keys_of(other))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Kin("address")),
        ({"address": "汐見市緑ヶ丘2-3-4", "phone": "", "family": (replace(MOTHER, phone=""),)}, Kin("address")),
        ({"address": "", "family": ()}, Kin("phone")),
        ({"address": "", "family": (), "phone": "(0000)11-2222"}, Kin("phone")),
        ({"address": "", "family": (), "family_name": "髙瀬"}, Kin("phone")),
        ({"address": "", "phone": "", "family": (replace(MOTHER, name="別 の人"),)}, Kin("phone")),  # her telephone
        ({"address": "汐見市港町1-2-3", "phone": "", "family": (replace(MOTHER, phone=""),)}, None),
        ({"phone": "", "family": (FamilyMember(relationship="mother", name="林 楓"),)}, None),
        ({"address": "", "family": (), "family_name": "林", "family_name_kana": "ハヤシ"}, None),
        ({"address": "", "phone": "", "family": ()}, None),
        # born together: another name is a twin, the same name the same child
        ({"birth_date": date(2014, 8, 3)}, Kin("address", twins=True)),
        ({"birth_date": date(2014, 8, 3), "given_name": "陽菜乃", "given_name_kana": "ヒナノ"}, None),
        (
            {"birth_date": date(2014, 8, 3), "given_name": "陽菜美", "given_name_kana": "ヒナミ"},
            Kin("address", twins=True),
        ),
        ({"birth_date": date(2014, 8, 13), "given_name": "陽菜乃", "given_name_kana": "ヒナノ"}, None),  # a slip
        # linked already, from either side
        ({"family": (MOTHER, FamilyMember(relationship="older_sister", name="x", sibling_child_number="C-1"))}, None),
    ],
)
def test_who_seems_to_be_a_brother_or_sister(fields: dict[str, Any], expected: Kin | None) -> None:
    assert found(**fields) == expected


def test_the_head_of_a_home_makes_nobody_brothers() -> None:
    head = FamilyMember(relationship="facility_staff", name="林 楓", phone="0000-99-0000", guardian=True)
    children = [replace(child, phone="", family=(head,)) for child in (ONE, OTHER)]
    assert keys_of(children[0]) & keys_of(children[1]) == set()
