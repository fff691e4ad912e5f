"""Never twice: the table of pairs that are one child, twins, or two children, and what is said of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.likeness import LIKELY, birth_dates_near, compare, nearly
from caseapp.rules.likeness_traits import Traits, traits

Line = tuple[str, str, str, str]
"""Name; reading; birth date; what else (phone=, address=, certificate=, former=, alias=, romaji=, sex=)."""


def traits_from(line: Line) -> Traits:
    family, _, given_name = line[0].partition(" ")
    family_kana, _, given_kana = line[1].partition(" ")
    more = dict(part.split("=") for part in line[3].split())
    return traits(
        key=line[0],
        names=(family, given_name, family_kana, given_kana),
        others=(more.get("former", ""), more.get("alias", ""), "", more.get("romaji", "")),
        born=date.fromisoformat(line[2]) if line[2] else None,
        sex=more.get("sex", ""),
        phones=more.get("phone", "").split(","),
        address=more.get("address", ""),
        certificates=more.get("certificate", "").split(","),
    )


HINANO: Line = (
    "高瀬 陽菜乃",
    "タカセ ヒナノ",
    "2014-08-22",
    "phone=090-1111-2222 address=青葉県汐見市みなと町2丁目3番4号",
)

ONE_CHILD: list[tuple[str, Line, Line]] = [
    ("name reading birth", HINANO, HINANO),
    ("name reading birth", HINANO, ("高瀬 陽菜乃", "タカセ ヒナノ", "2014-08-22", "")),
    ("name birth", HINANO, ("高瀬 陽菜乃", "", "2014-08-22", "")),
    ("reading birth", HINANO, ("高瀬 ひなの", "タカセ ヒナノ", "2014-08-22", "")),
    ("reading birth", HINANO, ("たかせ ひなの", "", "2014-08-22", "")),
    ("reading birth", HINANO, ("高世 雛乃", "タカセ ヒナノ", "2014-08-22", "")),
    ("reading birth variant", HINANO, ("髙瀬 陽菜乃", "タカセ ヒナノ", "2014-08-22", "")),
    ("birth variant", HINANO, ("髙瀨 陽菜乃", "", "2014-08-22", "")),
    ("birth variant", ("斉藤 翔", "", "2016-01-05", ""), ("齋藤 翔", "サイトウ ショウ", "2016-01-05", "")),
    ("birth variant", ("𠮷田 蓮", "", "2016-01-05", ""), ("吉田 蓮", "", "2016-01-05", "")),
    ("birth swapped", HINANO, ("陽菜乃 高瀬", "", "2014-08-22", "")),
    ("birth swapped", HINANO, ("", "ヒナノ タカセ", "2014-08-22", "")),
    ("name birth_swapped", ("原 葵", "", "2015-03-04", ""), ("原 葵", "", "2015-04-03", "")),
    ("name reading birth_digit", HINANO, ("高瀬 陽菜乃", "タカセ ヒナノ", "2014-08-21", "")),
    ("name reading birth_digit", HINANO, ("高瀬 陽菜乃", "タカセ ヒナノ", "2015-08-22", "")),
    ("name reading birth_digit", HINANO, ("高瀬 陽菜乃", "タカセ ヒナノ", "2014-09-22", "")),
    ("name birth_digit", ("原 葵", "", "2015-03-12", ""), ("原 葵", "", "2015-03-21", "")),
    (
        "birth other_name",
        ("佐野 結人", "サノ ユイト", "2019-05-01", "former=岡本"),
        ("岡本 結人", "", "2019-05-01", ""),
    ),
    (
        "birth other_name",
        ("佐野 結人", "", "2019-05-01", "alias=岡本 "),
        ("岡本 結人", "オカモト ユイト", "2019-05-01", ""),
    ),
    ("birth other_name", ("グエン チャウ", "", "2018-02-03", "alias=阮珠"), ("阮 珠", "", "2018-02-03", "")),
    (
        "birth other_name",
        ("グエン チャウ", "グエン チャウ", "2018-02-03", "romaji=NGUYEN-CHAU"),
        ("Nguyen Chau", "", "2018-02-03", ""),
    ),
    ("birth typo", HINANO, ("高瀬 ひなお", "タカセ ヒナオ", "2014-08-22", "")),
    ("birth typo", ("佐藤 結衣", "サトウ ユイ", "2017-07-07", ""), ("斎藤 結衣", "サイトウ ユイ", "2017-07-07", "")),
    ("birth typo", ("山崎 蓮", "ヤマザキ レン", "2017-07-07", ""), ("山﨑 漣", "ヤマサキ レン", "2017-07-07", "")),
    ("birth typo", ("さとう しょうた", "", "2017-07-07", ""), ("さとう しゅうた", "", "2017-07-07", "")),
    ("given birth phone", HINANO, ("岡本 陽菜乃", "オカモト ヒナノ", "2014-08-22", "phone=09011112222")),
    ("given birth address", HINANO, ("岡本 陽菜乃", "", "2014-08-22", "address=汐見市みなと町2-3-4")),
    ("name reading phone birth_digit", HINANO, ("高瀬 陽菜乃", "タカセ ヒナノ", "2014-08-12", "phone=090(1111)2222")),
    (
        "birth certificate",
        ("林 太郎", "", "2015-05-05", "certificate=1234567"),
        ("森 次郎", "", "2015-05-05", "certificate=1234567"),
    ),
    (
        "given certificate birth_digit",
        ("林 花", "", "2015-05-05", "certificate=1234567"),
        ("森 花", "", "2015-05-06", "certificate=１２３４５６７"),
    ),
    ("name", HINANO, ("高瀬 陽菜乃", "", "", "")),  # still being typed: no birth date yet
    ("reading", HINANO, ("たかせ ひなの", "", "", "")),
    ("swapped", HINANO, ("陽菜乃 高瀬", "", "", "")),
]
TWINS: list[tuple[Line, Line]] = [
    (("神谷 伊吹", "", "2020-06-01", "former=岡本"), ("神谷 一翔", "", "2020-06-01", "former=岡本")),
    (("神谷 いぶき", "カミヤ イブキ", "2020-06-01", ""), ("神谷 一翔", "カミヤ イチト", "2020-06-01", "")),
    (("神谷 結", "カミヤ ユイ", "2020-06-01", "sex=female"), ("神谷 優", "カミヤ ユウ", "2020-06-01", "sex=female")),
    (("神谷 ゆい", "カミヤ ユイ", "2020-06-01", ""), ("神谷 ゆう", "カミヤ ユウ", "2020-06-01", "")),
    (("神谷 結菜", "カミヤ ユイナ", "2020-06-01", ""), ("神谷 結香", "カミヤ ユイカ", "2020-06-01", "")),
    (
        ("神谷 はるき", "カミヤ ハルキ", "2020-06-01", "sex=male"),
        ("神谷 はるか", "カミヤ ハルカ", "2020-06-01", "sex=female"),
    ),
    (("神谷 伊吹", "", "2020-06-01", "phone=0451112222"), ("神谷 一翔", "", "2020-06-01", "phone=0451112222")),
]
TWO_CHILDREN: list[tuple[Line, Line]] = [
    (
        HINANO,
        ("高瀬 太一", "タカセ タイチ", "2011-02-03", "phone=09011112222 address=汐見市みなと町2-3-4"),
    ),  # a brother
    (HINANO, ("高瀬 ひなお", "タカセ ヒナオ", "2012-01-03", "phone=09011112222")),
    (HINANO, ("高瀬 陽菜乃", "タカセ ヒナノ", "2009-11-30", "")),  # a namesake
    (HINANO, ("高瀬 陽菜乃", "タカセ ヒナノ", "2009-11-30", "phone=09011112222")),
    (HINANO, ("岡本 陽菜乃", "オカモト ヒナノ", "2014-08-22", "")),  # the same day, another family
    (HINANO, ("岡本 蓮", "オカモト レン", "2014-08-22", "phone=09011112222")),
    (HINANO, ("高瀬 太一", "タカセ タイチ", "2014-08-21", "phone=09011112222 address=汐見市みなと町2-3-4")),
    (HINANO, ("", "", "2014-08-22", "phone=09011112222")),
    (HINANO, ("高瀬 ", "タカセ ", "2014-08-22", "")),
    (HINANO, ("高瀬 ", "タカセ ", "", "")),
    (HINANO, ("高瀬 ひな", "タカセ ヒナ", "", "")),
    (("林 太郎", "", "2015-05-05", "certificate=1234567"), ("森 次郎", "", "2009-11-30", "certificate=1234567")),
    (("原 葵", "", "2015-03-12", "certificate=0"), ("原 蓮", "", "2009-03-12", "certificate=0")),
    (("佐藤 蓮", "サトウ レン", "2017-07-07", ""), ("加藤 蓮", "カトウ レン", "2017-07-17", "")),
    (("佐藤 蓮", "サトウ レン", "2017-07-07", ""), ("斎藤 蓮", "サイトウ レン", "2017-07-08", "")),
]


@pytest.mark.parametrize(("reasons", "one", "other"), ONE_CHILD)
def test_these_are_likely_one_child_and_it_is_said_why(reasons: str, one: Line, other: Line) -> None:
    found = compare(traits_from(one), traits_from(other))
    assert found.likely
    assert set(reasons.split()) <= set(found.reasons)
    assert compare(traits_from(other), traits_from(one)) == found


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_these_are_twins_and_no_duplicate(one: Line, other: Line) -> None:
    found = compare(traits_from(one), traits_from(other))
    assert (found.twins, found.likely, found.reasons) == (True, False, ("twins",))
    assert compare(traits_from(other), traits_from(one)) == found


@pytest.mark.parametrize(("one", "other"), TWO_CHILDREN)
def test_these_are_two_children(one: Line, other: Line) -> None:
    found = compare(traits_from(one), traits_from(other))
    assert not found.likely
    assert not found.twins
    assert compare(traits_from(other), traits_from(one)) == found


@pytest.mark.parametrize(("one", "other"), [*((one, other) for _, one, other in ONE_CHILD), *TWINS])
def test_what_is_worth_comparing_shares_a_key(one: Line, other: Line) -> None:
    if one[2] and other[2]:
        assert set(traits_from(one).block_keys()) & set(traits_from(other).block_keys())


def test_twins_with_one_certificate_number_are_one_child() -> None:
    one, other = (replace(traits_from(line), certificates=frozenset({"1234567"})) for line in TWINS[0])
    assert compare(one, other).likely


def test_the_same_in_everything_has_the_most_points_and_is_above_the_line() -> None:
    assert compare(traits_from(HINANO), traits_from(HINANO)).points == 50 + 40 + 12 + 10 > LIKELY


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("たかせ", "たかせ", True),
        ("たかせ", "たがせ", True),
        ("さとう", "さいとう", True),
        ("たかせ", "たせか", True),
        ("ゆうこ", "ゆーこ", True),
        ("たかせ", "かたせ", True),
        ("たかせ", "なかせ", True),
        ("たかせ", "なかた", False),
        ("たかせ", "たか", True),
        ("たかせ", "た", False),
        ("", "た", True),
    ],
)
def test_one_letter_off(one: str, other: str, near: bool) -> None:
    assert nearly(one, other) is near
    assert nearly(other, one) is near


def test_the_days_that_are_asked_for_are_those_that_are_compared() -> None:
    born = date(2014, 8, 22)
    asked = set(birth_dates_near(born))
    assert {born, date(2014, 8, 21), date(2015, 8, 22), date(2014, 9, 22)} <= asked
    assert date(2014, 4, 3) in set(birth_dates_near(date(2014, 3, 4)))
    assert all(day.year >= 1 for day in asked)


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_any_two_days_compare_the_same_way_round_and_are_asked_for_when_near(one: date, other: date) -> None:
    def named(born: date) -> Traits:
        return traits(key="", names=("原", "葵", "", ""), born=born)

    found = compare(named(one), named(other))
    assert found == compare(named(other), named(one))
    assert found.likely == (other in set(birth_dates_near(one)))
