"""Search while typing, in memory."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.register.searching import Searching
from caseapp.rules.folding import fold
from caseapp.rules.reading import hiragana

PEOPLE = [
    ("R3-0112", "高瀬 陽菜乃", "タカセ ヒナノ"),
    ("R3-0113", "髙橋 花子", "タカハシ ハナコ"),
    ("R4-0007", "渡邉 湊", "ワタナベ ミナト"),
    ("R4-0008", "山崎 優子", "ヤマザキ ユウコ"),
    ("S-0412", "𠮷野 桜", "ヨシノ サクラ"),
]


def row(number: str, name: str, kana: str) -> RegisterRow:
    keys = " ".join(fold(text) for text in (name, kana, number))
    return RegisterRow(
        child_id=number,
        number=number,
        name=name,
        kana=kana,
        birth_date=date(2014, 8, 3),
        age_grade="12歳・小6",
        grade="e6",
        search_keys=keys,
    )


@pytest.fixture
def searching() -> Searching:
    made = Searching()
    made.set_rows([row(*person) for person in PEOPLE])
    return made


def names(searching: Searching, text: str) -> list[str]:
    searching.text = text
    return [found.name for found in searching.rows()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["高瀬 陽菜乃", "髙橋 花子", "渡邉 湊", "山崎 優子", "𠮷野 桜"]),
        ("たか", ["高瀬 陽菜乃", "髙橋 花子"]),
        ("タカ", ["高瀬 陽菜乃", "髙橋 花子"]),
        ("ﾀｶｾ", ["高瀬 陽菜乃"]),
        ("高橋", ["髙橋 花子"]),
        ("渡辺", ["渡邉 湊"]),
        ("たかせ ひなの", ["高瀬 陽菜乃"]),
        ("ひな たか", ["高瀬 陽菜乃"]),
        ("高瀬陽", ["高瀬 陽菜乃"]),
        ("0412", ["𠮷野 桜"]),
        ("ｒ４－０００７", ["渡邉 湊"]),
        ("  ", ["高瀬 陽菜乃", "髙橋 花子", "渡邉 湊", "山崎 優子", "𠮷野 桜"]),
        ("ぬ", []),
        ("ー", []),
    ],
)
def test_children_are_found_by_kana_of_any_form_kanji_of_any_variant_and_number(
    searching: Searching, text: str, found: list[str]
) -> None:
    assert names(searching, text) == found


def test_when_nothing_fits_exactly_readings_that_sound_alike_are_forgiven(searching: Searching) -> None:
    assert names(searching, "やまさき ゆーこ") == ["山崎 優子"]
    assert searching.forgiving
    assert names(searching, "やまざき") == ["山崎 優子"]
    assert not searching.forgiving


def test_the_hit_is_marked_where_it_stands_as_written(searching: Searching) -> None:
    searching.text = "ひな"
    assert searching.spans(hiragana("タカセ ヒナノ")) == ((4, 2),)
    assert searching.spans("高瀬 陽菜乃") == ()
    searching.text = "高橋"
    assert searching.spans("髙橋 花子") == ((0, 2),)
    searching.text = "吉野"
    assert searching.spans("𠮷野 桜") == ((0, 2),)


def test_six_thousand_children_are_searched() -> None:
    searching = Searching()
    searching.set_rows([row(f"R1-{number:05}", *PEOPLE[number % 5][1:]) for number in range(6000)])
    searching.text = "ぬぬ"
    assert not searching.rows()
    searching.text = "たかせ"
    assert len(searching.rows()) == 1200
