"""With whom one spoke: the choices that a child's family gives, and what a stored record means among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseapp.desktop.record.consulters import choices, match, other_codes
from caseapp.rules.child import Child, FamilyMember


def child(*family: FamilyMember) -> Child:
    return Child(
        id="c", number="1", family_name="空", given_name="海", birth_date=date(2015, 5, 5), family=tuple(family)
    )


MOTHER = FamilyMember(id="m", relationship="mother", name="空 澪", guardian=True, call_order=1)
FATHER = FamilyMember(id="f", relationship="father", name="空 陸", never_contact=True, note="支援措置")
GRANDMOTHER = FamilyMember(id="g", relationship="grandmother", name="森 梢", call_order=2)
GRANDFATHER = FamilyMember(id="h", relationship="grandfather", name="森 茂", call_order=3)
BROTHER = FamilyMember(id="b", relationship="younger_brother", name="空 岬")
FOSTER = FamilyMember(id="p", relationship="foster_parent", name="林 楓", guardian=True)


def words(*family: FamilyMember) -> list[str]:
    return [each.words for each in choices(child(*family))]


def test_a_child_without_known_family_has_mother_child_father_and_the_bodies() -> None:
    assert words() == ["お母さん", "本人", "お父さん", "学校", "医療機関", "市町村", "その他"]


def test_who_is_of_age_comes_before_the_mother() -> None:
    grown = replace(child(MOTHER), birth_date=date(2008, 11, 20))
    assert [each.words for each in choices(grown, date(2026, 11, 19))][:2] == ["お母さん", "本人"]
    assert [each.words for each in choices(grown, date(2026, 11, 20))][:2] == ["本人", "お母さん"]


def test_who_must_never_be_contacted_comes_last_of_the_family_with_the_reason() -> None:
    found = choices(child(FATHER, GRANDMOTHER, MOTHER))
    assert [each.words for each in found][:4] == ["お母さん", "本人", "祖母", "お父さん"]
    assert (found[3].warning, found[3].why) == ("連絡してはいけない相手です。", "支援措置")
    assert not any(each.warning for each in found if each.key != found[3].key)


def test_a_foster_parent_comes_first_where_there_is_no_mother() -> None:
    assert words(FOSTER)[:2] == ["里親", "本人"]


def test_small_brothers_and_sisters_are_no_choice_of_their_own() -> None:
    assert "弟" not in words(MOTHER, BROTHER)


@pytest.mark.parametrize(
    ("code", "name", "key"),
    [
        ("mother", "空 澪", "mother:m"),
        ("mother", "空 澪(旧姓)", "mother:m"),
        ("grandparent", "森 茂", "grandparent:h"),
        ("child", "", "child"),
        ("child", "空 海", "child"),
        ("school", "養護教諭 中村先生", "school"),
        ("welfare", "", "other"),
        ("father", "空 陸", "other"),
        ("a_code_of_tomorrow", "", "other"),
        ("", "", ""),
    ],
)
def test_a_stored_record_finds_its_choice(code: str, name: str, key: str) -> None:
    assert match(choices(child(MOTHER, GRANDMOTHER, GRANDFATHER)), code=code, name=name) == key


def test_behind_other_stands_everybody_without_a_toggle_and_nobody_twice() -> None:
    found = choices(child(MOTHER))
    behind = [code for code, _label in other_codes(found)]
    assert behind[0] == "other"
    assert "father" in behind
    assert "mother" not in behind
    assert len(behind) == len(set(behind))
