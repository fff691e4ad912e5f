"""The order of names by their reading."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.kana_order import INDEX, index_row, name_key

KANA = st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30FE), max_size=6)


@pytest.mark.parametrize(
    "names",
    [
        [("ヤマザキ", "アキラ"), ("ヤマサキ", "イチロウ"), ("ヤマサキ", "タロウ"), ("ヤマサワ", "タロウ")],
        [("きあい", ""), ("キー", "")],
        [("キー", ""), ("キイ", ""), ("キイロ", "")],
        [("ハ", "ン"), ("パク", "ア"), ("ハクジ", "ア")],
        [("パク", "ハジメ"), ("ハクハ", "ジメ")],
        [("ハハ", ""), ("ハバ", ""), ("ハパ", ""), ("バハ", "")],
        [("カット", "ア"), ("カツトウ", "")],
        [("カット", ""), ("カツト", "")],
        [("いすず", ""), ("イスズ", "")],
        [("いすゞ", ""), ("いすず", "")],
        [("アイ", ""), ("ヴァイ", ""), ("ウエ", "")],
        [("ワ", ""), ("ヲ", ""), ("ン", ""), ("Nguyen", "Anh"), ("", "")],
        [("Anh", ""), ("nguyen", ""), ("Pham", "")],
        [("サトウ", ""), ("サトウ", "アイ"), ("サトウ", "アイコ")],
    ],
)  # fmt: skip
def test_these_names_stand_in_this_order(names: list[tuple[str, str]]) -> None:
    for before, after in pairwise(names):
        assert name_key(*before) < name_key(*after), (before, after)


@pytest.mark.parametrize(
    ("one", "other"), [("ﾀｶｾ", "タカセ"), ("タカセ ", "タカセ"), ("か\u3099", "が"), ("キー", "キー")]
)
def test_the_width_in_which_a_reading_was_typed_does_not_matter(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@given(KANA, KANA)
def test_a_dakuten_decides_only_where_all_else_is_equal(family: str, given_name: str) -> None:
    clear, voiced, later = name_key("カ" + family, given_name), name_key("ガ" + family, given_name), name_key("キ")
    assert clear < voiced < later


@given(st.lists(st.tuples(KANA, KANA), min_size=2, max_size=2))
def test_names_that_differ_in_bare_kana_sort_by_them_alone(names: list[tuple[str, str]]) -> None:
    keys = [name_key(*name) for name in names]
    bare = [key.split("\x01")[0] for key in keys]
    if bare[0] != bare[1]:
        assert (keys[0] < keys[1]) == (bare[0] < bare[1])


@pytest.mark.parametrize(
    ("kana", "row"),
    [
        ("アイ", "あ"), ("タカセ", "た"), ("ガク", "か"), ("パク", "は"), ("ヴァン", "あ"), ("ヰ", "あ"), ("ヱ", "あ"),
        ("ヲ", "わ"), ("ンゴ", "わ"), ("ャ", "や"), ("ひなの", "は"), ("ﾏﾂ", "ま"), ("ルイ", "ら"), ("ニシ", "な"),
        ("サ", "さ"),
        ("Nguyen", "A"), ("高瀬", "A"), ("ー", "A"), ("", ""), ("　", ""),
    ],
)  # fmt: skip
def test_a_reading_stands_under_its_tab(kana: str, row: str) -> None:
    assert index_row(kana) == row
    assert row in INDEX


def test_the_tabs_follow_the_order_of_the_keys() -> None:
    samples = {
        "あ": "ア",
        "か": "カ",
        "さ": "サ",
        "た": "タ",
        "な": "ナ",
        "は": "ハ",
        "ま": "マ",
        "や": "ヤ",
        "ら": "ラ",
        "わ": "ワ",
    }
    keys = [name_key(samples[row]) for row in INDEX if row in samples]
    assert [*keys, name_key("Z"), name_key("")] == sorted([*keys, name_key("Z"), name_key("")])


def test_marks_with_nothing_before_them_are_no_kana() -> None:
    assert index_row("ゝ") == "A"
    assert index_row("\u3099") == "A"
    assert name_key("ーア") != name_key("アア")


LEVELS = {
    "the bare kana come first": "アイダ アオキ アカイ イトウ ウエダ エトウ オオノ カトウ キムラ サトウ タナカ ナカタ",
    "and go on so": "ナカタ ハヤシ マツダ ヤマダ ラン ワダ ヲノ ンダ",
    "清 < 濁 < 半濁": "ハナ バナ パナ",
    "a dakuten weighs less than any later kana": "カワ ガワ カワイ ガワイ カワウ",
    "a dakuten at the end of the name, too": "タカタ タカダ タカチ タガヤ",
    "the first place of a dakuten counts first": "ハハ ハバ バハ ババ",
    "half-voiced after voiced within a name": "ハビキ ハピキ ハヒク",
    "ー is the vowel before it": "キー キイ",
    "ー after each row": "カー カア",
    "ー after え is え, not い": "ケイコ ケー ケエ",
    "ー after お is お, not う": "コウ コー コオ",
    "ー after ん is a sign of its own, after all kana": "カン カンナ カンー",
    "ー before a small one": "キヤー キヤア",
    "small before ordinary": "カッタ カツタ",
    "small ya yu yo": "キャ キヤ キュ キユ キョ キヨ",
    "small vowels": "フィ フイ",
    "small ヶ and ヵ": "ヶ ケ",
    "a repeat mark before the ordinary kana": "いすゝ いすす",
    "a repeat mark with dakuten is voiced": "いすす いすゞ",
    "a repeat mark with dakuten before the ordinary one": "いすゞ いすず",
    "hiragana before katakana": "あい アイ",
    "hiragana before katakana, later": "アい アイ",
    "the script weighs less than a small kana": "カッタ かつた",
    "a small kana weighs less than a dakuten": "カツタ カッダ",
    "a shorter name before a longer": "アイ アイカ アイカワ",
    "ヴ is ウ with a dakuten": "ウアイ ヴァイ ウイ",
    "ヰ and ヱ are kana of their own": "ワ ヰ ヱ ヲ ン",
    "letters after all kana": "ン Abe Zoe",
}
"""Rules of JIS X 4061, each with names in the order it gives (docs/decisions/0034 says where ours differs)."""


@pytest.mark.parametrize("rule", LEVELS)
def test_the_rules_of_the_standard(rule: str) -> None:
    for before, after in pairwise(LEVELS[rule].split()):
        assert name_key(before) < name_key(after), (rule, before, after)


def test_the_four_forms_of_one_sound_in_their_order() -> None:
    assert name_key("アー") < name_key("アァ") < name_key("アヽ") < name_key("アア")


def test_the_family_name_decides_before_the_given_name_and_both_before_any_sign() -> None:
    names = [
        ("ヤマサキ", "アイ"),
        ("ヤマザキ", "アイ"),
        ("ヤマサキ", "イチ"),
        ("ヤマサキ", "ハナ"),
        ("ヤマサキ", "バナ"),
    ]
    names.append(("ヤマサキア", "ア"))
    assert sorted(names, key=lambda name: name_key(*name)) == names
