"""Two records made one: no field is forgotten, nothing red is lost, the record that stays has the word unless the other
one was made sure of later."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.child import Caution, CertificatePeriod, Child, ChildDisease, FamilyMember, MedicalCare
from caseapp.rules.child_facts import Telling
from caseapp.rules.merging import BOTH, KEPT, LEFT, RIGHT, field_rows, groups, merged, red
from caseapp.rules.red_facts import red_facts
from tests.records.values import CHILD

BORN = date(2014, 8, 3)


def child(side: str = "l", **values: Any) -> Child:
    given: dict[str, Any] = {"id": side, "number": f"000{side}", "family_name": "髙瀬", "given_name": "陽菜乃"}
    return Child(**{**given, "birth_date": BORN, **values})


def one_of(left: Child, right: Child, choices: dict[str, str] | None = None, *, newer: str = LEFT) -> Child:
    return merged(left, right, choices or {}, newer={"": newer})


def test_every_field_of_a_child_is_chosen_once_or_kept() -> None:
    """A field that is new to Child is merged without a word in `rules.merging`."""
    chosen = [member for _name, members in groups() for member in members]
    assert sorted([*chosen, *KEPT]) == sorted(f.name for f in fields(Child))


@pytest.mark.parametrize("field", [f.name for f in fields(Child) if f.name not in KEPT])
def test_each_field_comes_from_the_side_that_was_chosen(field: str) -> None:
    """With a full record on one side and an empty one on the other, whatever its type."""
    empty = child(birth_date=date(2000, 1, 1), family_name="", given_name="", worker="", status="closed")
    full = replace(CHILD, id="r", number="000r", former_numbers=())
    for left, right, side in ((empty, full, RIGHT), (full, empty, LEFT)):
        every = {row.name: side for row in field_rows(left, right, newer={})}
        value = getattr(merged(left, right, every, newer={}), field)
        assert plain(value) == plain(getattr(full, field))


def plain(value: Any) -> Any:
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return [
            replace(part, sibling_child_number="") if hasattr(part, "sibling_child_number") else part for part in value
        ]
    return value


@pytest.mark.parametrize(
    ("name", "left", "right", "proposed"),
    [
        # of two that say the same the one that says more, whichever is newer
        ("kana", {"kana_confirmed_on": date(2024, 4, 19)}, {}, LEFT),
        ("kana", {}, {"kana_confirmed_on": date(2024, 4, 19)}, RIGHT),
        ("school", {"school": "みどりヶ丘小学校 6年1組"}, {"school": "みどりヶ丘小学校"}, LEFT),
        (
            "address",
            {"address": "汐見市港町4丁目2番8号", "postal_code": "000-0034"},
            {"address": "汐見市港町4-2-8"},
            LEFT,
        ),
        # what says something else goes by what was written since
        ("school", {"school": "みどりヶ丘小学校 6年1組"}, {"school": "汐見第一中学校"}, RIGHT),
        ("address", {"address": "汐見市港町4-2-8", "postal_code": "000-0034"}, {"address": "汐見市緑ヶ丘1-1-1"}, RIGHT),
        ("name", {"family_name": "高瀬"}, {"family_name": "髙瀬"}, RIGHT),
    ],
)
def test_of_two_that_say_the_same_the_one_that_says_more_is_proposed(
    name: str, left: dict[str, Any], right: dict[str, Any], proposed: str
) -> None:
    read = {"family_name_kana": "タカセ", "given_name_kana": "ヒナノ"}
    one, other = child(**{**read, **left}), child("r", **{**read, **right})
    rows = {row.name: row for row in field_rows(one, other, newer={"": RIGHT})}
    assert rows[name].proposed == proposed


EARLY, LATE = date(2024, 4, 19), date(2026, 11, 6)


@pytest.mark.parametrize(
    ("name", "day", "left", "right"),
    [
        ("name", "kana_confirmed_on", {"family_name": "高瀬"}, {"family_name": "髙瀬"}),
        ("print_name", "kana_confirmed_on", {"print_name": "高瀬 陽菜乃"}, {"print_name": "髙瀬 陽菜乃"}),
        ("address", "contact_confirmed_on", {"address": "汐見市港町4-2-8"}, {"address": "汐見市緑ヶ丘1-1-1"}),
        ("phone", "contact_confirmed_on", {"phone": "0000-34-1182"}, {"phone": "0000-34-9999"}),
        ("school", "school_confirmed_on", {"school": "みどりヶ丘小学校"}, {"school": "汐見第一中学校"}),
    ],
)
@pytest.mark.parametrize(
    ("days", "newer", "proposed"),
    [
        ((EARLY, None), RIGHT, LEFT),
        ((LATE, EARLY), RIGHT, LEFT),
        ((None, EARLY), LEFT, RIGHT),
        ((EARLY, LATE), LEFT, RIGHT),
        ((LATE, LATE), LEFT, LEFT),
        ((LATE, LATE), RIGHT, RIGHT),
    ],
)
def test_what_was_made_sure_of_last_is_proposed(
    name: str, day: str, left: dict[str, Any], right: dict[str, Any], days: Any, newer: str, proposed: str
) -> None:
    one, other = child(**left, **{day: days[0]}), child("r", **right, **{day: days[1]})
    rows = {row.name: row for row in field_rows(one, other, newer={"": newer})}
    assert rows[name].proposed == proposed


WORKER: dict[str, Any] = {"worker_id": "a1", "worker": "森下 由佳"}


@pytest.mark.parametrize("side", [LEFT, RIGHT])
@pytest.mark.parametrize(
    ("left", "right", "since"),
    [
        ({"worker_since": EARLY}, {"worker_since": LATE}, EARLY),
        ({"worker_since": LATE}, {"worker_since": EARLY}, EARLY),
        ({"worker_since": EARLY}, {}, EARLY),
        # since when is not known of the record that was there first: the day of a registration by mistake says nothing
        ({"registered_on": EARLY}, {"worker_since": LATE, "registered_on": LATE}, None),
        ({"registered_on": LATE}, {"worker_since": EARLY, "registered_on": EARLY}, EARLY),
    ],
)
def test_who_is_responsible_in_both_is_so_since_the_first_day(
    left: dict[str, Any], right: dict[str, Any], since: date | None, side: str
) -> None:
    one, other = child(**WORKER, **left), child("r", **WORKER, **right)
    (row,) = (row for row in field_rows(one, other, newer={"": side}) if row.name == "worker")
    assert row.same  # nothing to choose
    for choices in ({}, {"worker": side}):
        assert one_of(one, other, choices, newer=side).worker_since == since


def test_another_worker_comes_with_the_own_day() -> None:
    one = child(**WORKER, worker_since=EARLY)
    other = child("r", worker_id="a2", worker="葉山 遥", worker_since=LATE)
    assert one_of(one, other).worker_since == EARLY
    result = one_of(one, other, {"worker": RIGHT})
    assert (result.worker_id, result.worker, result.worker_since) == ("a2", "葉山 遥", LATE)


@pytest.mark.parametrize(
    ("left", "right", "newer", "proposed"),
    [
        ("", "みどりヶ丘小学校", LEFT, RIGHT),
        ("みどりヶ丘小学校", "", RIGHT, LEFT),
        ("みどりヶ丘小学校", "港中学校", RIGHT, RIGHT),
        ("みどりヶ丘小学校", "港中学校", LEFT, LEFT),
        ("", "", RIGHT, LEFT),
    ],
)
def test_the_newer_that_is_not_empty_is_proposed(left: str, right: str, newer: str, proposed: str) -> None:
    one, other = child(school=left), child("r", school=right)
    rows = {row.name: row for row in field_rows(one, other, newer={"school": newer})}
    assert rows["school"].proposed == proposed


def test_an_unknown_sex_is_no_answer_and_an_active_record_keeps_the_child_active() -> None:
    left, right = child(sex="unknown", status="closed", closed_on=BORN), child("r", sex="female")
    result = one_of(left, right)
    assert (result.sex, result.status, result.closed_on) == ("female", "active", None)


def test_the_class_stays_with_its_school_and_fills_up_where_the_school_is_the_same() -> None:
    left = child(school="港小学校", school_class="1組")
    assert one_of(left, child("r", school="丘小学校"), {"school": RIGHT}).school_class == ""
    assert one_of(left, child("r", school="港小学校"), {"school": RIGHT}).school_class == "1組"


def test_texts_of_both_stand_below_each_other_and_not_twice() -> None:
    assert one_of(child(note="左"), child("r", note="右")).note == "左\n右"
    assert one_of(child(note="左と右"), child("r", note="右")).note == "左と右"
    assert one_of(child(note="右"), child("r", note="左と右")).note == "左と右"
    assert one_of(child(note="左"), child("r", note="右"), {"note": RIGHT}).note == "右"


def test_the_number_of_the_other_goes_on_finding_the_child() -> None:
    left, right = child(former_numbers=("9",)), child("r", former_numbers=("8", "000l"))
    result = one_of(left, right)
    assert (result.id, result.number, result.former_numbers) == ("l", "000l", ("9", "000r", "8"))


def test_the_first_day_of_registration_counts() -> None:
    left, right = child(registered_on=date(2024, 4, 1)), child("r", registered_on=date(2020, 4, 1))
    assert one_of(left, right).registered_on == date(2020, 4, 1)
    assert one_of(child(), right).registered_on == date(2020, 4, 1)


def test_a_person_of_the_family_stands_once_and_is_filled_up() -> None:
    mother = FamilyMember(id="1", relationship="mother", name="髙瀬 美咲", phone="090-0000-5678")
    again = FamilyMember(id="2", relationship="mother", name="高瀬美咲", occupation="看護師", call_order=1)
    (result,) = one_of(child(family=(mother,)), child("r", family=(replace(again, name="髙瀬 美咲"),))).family
    assert (result.id, result.phone, result.occupation, result.call_order) == ("1", "090-0000-5678", "看護師", 1)


def test_what_two_records_say_differently_of_a_person_is_kept_twice() -> None:
    mother = FamilyMember(id="1", relationship="mother", name="髙瀬 美咲", phone="090-0000-5678")
    other = replace(mother, id="2", phone="090-9999-9999")
    assert [m.phone for m in one_of(child(family=(mother,)), child("r", family=(other,))).family] == [
        "090-0000-5678",
        "090-9999-9999",
    ]


def test_the_same_period_disease_and_care_stand_once() -> None:
    parts: dict[str, Any] = {
        "certificates": (CertificatePeriod(number="1234567", valid_from=BORN),),
        "diseases": (ChildDisease(name="単心室症", disease_group="4"),),
        "medical_care": (MedicalCare(item="oxygen"),),
    }
    more: dict[str, Any] = {
        "certificates": (CertificatePeriod(number="1234567", valid_from=BORN, valid_to=date(2027, 9, 30)),),
        "diseases": (ChildDisease(name="単心室症", detail="術後"), ChildDisease(name="てんかん")),
        "medical_care": (MedicalCare(item="oxygen", detail="夜間"),),
    }
    result = one_of(child(**parts), child("r", **more))
    assert [period.valid_to for period in result.certificates] == [date(2027, 9, 30)]
    assert [(d.name, d.detail, d.disease_group) for d in result.diseases] == [
        ("単心室症", "術後", "4"),
        ("てんかん", "", ""),
    ]
    assert [care.detail for care in result.medical_care] == ["夜間"]


def test_a_part_that_was_made_sure_of_twice_stands_once_with_the_later_day() -> None:
    mother = FamilyMember(relationship="mother", name="髙瀬 美咲", phone="090-0000-5678", confirmed_on=EARLY)
    for left, right in ((EARLY, LATE), (LATE, EARLY), (LATE, None), (None, LATE)):
        one, other = replace(mother, id="1", confirmed_on=left), replace(mother, id="2", confirmed_on=right)
        (result,) = one_of(child(family=(one,)), child("r", family=(other,))).family
        assert (result.id, result.confirmed_on) == ("1", LATE)


def test_who_may_consent_and_who_cares_is_not_lost_with_the_part_that_says_less() -> None:
    mother = FamilyMember(id="1", relationship="mother", name="髙瀬 美咲")
    marked = replace(mother, id="2", guardian=True, main_carer=True)
    for left, right, newer in ((mother, marked, LEFT), (marked, mother, RIGHT)):
        (result,) = one_of(child(family=(left,)), child("r", family=(right,)), newer=newer).family
        assert (result.guardian, result.main_carer) == (True, True)


def test_a_link_to_itself_is_none() -> None:
    sibling = FamilyMember(relationship="younger_sister", name="髙瀬 結", sibling_child_number="000r")
    twin = FamilyMember(relationship="younger_sister", name="髙瀬 綾", sibling_child_number="0777")
    result = one_of(child(family=(sibling, twin)), child("r"))
    assert [member.sibling_child_number for member in result.family] == ["", "0777"]


def test_choices_that_there_are_not_are_refused() -> None:
    for choices in ({"nothing": LEFT}, {"school": BOTH}, {"family": "all"}, {"number": RIGHT}):
        with pytest.raises(ValueError, match="no such choice"):
            one_of(child(), child("r"), choices)


# ------------------------------------------------------------------------------------------------ nothing red is lost

CAUTIONS = st.lists(
    st.builds(Caution, id=st.uuids().map(str), kind=st.sampled_from(["body", "privacy"]), rule=st.sampled_from("ABC")),
    max_size=3,
).map(tuple)
FAMILIES = st.lists(
    st.builds(
        FamilyMember,
        id=st.uuids().map(str),
        relationship=st.just("father"),
        name=st.sampled_from(["髙瀬 亮", "髙瀬 翔", ""]),
        never_contact=st.booleans(),
        lives_with=st.booleans(),
        note=st.sampled_from(["", "支援措置", "電話に出ない"]),
    ),
    max_size=3,
).map(tuple)
TELLINGS = st.lists(
    st.builds(
        Telling,
        id=st.uuids().map(str),
        audience=st.sampled_from(["child", "school"]),
        state=st.sampled_from(["told", "not_told", ""]),
    ),
    max_size=2,
).map(tuple)
SIDES = st.sampled_from([LEFT, RIGHT, BOTH])
RECORDS = st.builds(
    Child,
    number=st.just("1"),
    family_name=st.just("髙瀬"),
    given_name=st.just("陽菜乃"),
    birth_date=st.just(BORN),
    cautions=CAUTIONS,
    family=FAMILIES,
    tellings=TELLINGS,
)


def said(record: Child) -> set[tuple[str, str, str]]:
    facts = red_facts(record, forbid=lambda m: f"!{m.name}", keep_from=lambda t: f"!{t.audience}")
    return {(fact.kind, fact.rule, fact.reason) for fact in facts}


@given(RECORDS, RECORDS, SIDES, SIDES, SIDES, st.sampled_from([LEFT, RIGHT]))
def test_every_red_fact_of_both_is_there_afterwards_whatever_was_chosen(
    left: Child, right: Child, family: str, cautions: str, tellings: str, newer: str
) -> None:
    right = replace(right, number="2")
    rows = {row.name: row for row in field_rows(left, right, newer={"": newer})}
    wanted = {"family": family, "cautions": cautions, "tellings": tellings}
    choices = {name: choice for name, choice in wanted.items() if choice in rows[name].choices}
    result = merged(left, right, choices, newer={"": newer})
    for kind, rule, reason in said(left) | said(right):
        found = {(k, r) for k, r, _ in said(result)}
        assert (kind, rule) in found
        assert not reason or any((k, r) == (kind, rule) and reason in why for k, r, why in said(result))


def test_what_counts_as_red() -> None:
    assert red(Caution(rule="頭を打ったら受診"))
    assert red(FamilyMember(relationship="father", name="髙瀬 亮", never_contact=True))
    assert red(Telling(audience="school", state="not_told"))
    assert not red(Telling(audience="school", state="told"))
    assert not red(FamilyMember(relationship="father", name="髙瀬 亮"))
