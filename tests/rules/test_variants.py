"""The table of variant kanji."""

from __future__ import annotations

import unicodedata

import pytest

from caseapp.rules.folding import fold
from caseapp.rules.variants import GROUPS
from tests.rules import make_variants


def test_the_module_is_made_from_the_table() -> None:
    """Red after a change of the table: `python -m tests.rules.make_variants` makes the module anew."""
    assert make_variants.MODULE.read_text(encoding="utf-8") == make_variants.module_text()


def test_the_table_says_where_it_comes_from() -> None:
    assert "出どころ" in make_variants.TABLE.read_text(encoding="utf-8")


def test_there_are_more_than_four_hundred_pairs() -> None:
    assert sum(len(group) - 1 for group in GROUPS) > 400
    assert all(len(group) >= 2 for group in GROUPS)


def test_no_character_stands_twice() -> None:
    characters = "".join(GROUPS)
    assert sorted({c for c in characters if characters.count(c) > 1}) == []


def test_no_row_is_idle_because_unicode_maps_it_anyway() -> None:
    assert [c for c in "".join(GROUPS) if unicodedata.normalize("NFKC", c) != c] == []


@pytest.mark.parametrize("group", GROUPS)
def test_all_of_a_group_are_searched_by_one_form(group: str) -> None:
    assert {fold(character) for character in group} == {group[0]}


WRITTEN = """
髙高 﨑崎 𠮷吉 齋斎 斉齊 邊辺 邉辺 濵浜 德徳 栁柳 槗橋 嶋島 嶌島 櫻桜 龍竜 眞真 惠恵 國国 條条 關関 冨富 峯峰 舘館 藏蔵
瀧滝 澤沢 廣広
"""


@pytest.mark.parametrize("pair", WRITTEN.split())
def test_the_names_people_write_are_found(pair: str) -> None:
    assert fold(pair[0]) == fold(pair[1])


@pytest.mark.parametrize(
    ("one", "other"), [*zip("萩畑堺笑岡昴柿己己巳亨享佑", "荻畠境咲丘昂杮已巳已享京祐", strict=True)]
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
