"""Readings in Latin letters."""

from __future__ import annotations

import pytest

from caseapp.rules.romaji import hiragana_of


@pytest.mark.parametrize(
    ("letters", "kana"),
    [
        ("takahashi", "たかはし"), ("Takahashi", "たかはし"), ("ＴＡＫＡＨＡＳＩ", "たかはし"), ("saitou", "さいとう"),
        ("sato", "さと"), ("satoh", "さと"), ("ohno", "おの"), ("shimbashi", "しんばし"), ("kenji", "けんじ"),
        ("kenzi", "けんじ"), ("hattori", "はっとり"), ("itchu", "いっちゅ"), ("jun", "じゅん"),
        ("jun'ichi", "じゅんいち"),
        ("ryuunosuke", "りゅうのすけ"), ("tsuji", "つじ"), ("tuzi", "つじ"), ("fujii", "ふじい"), ("chinen", "ちねん"),
        ("yūko", "ゆこ"), ("takahashi hanako", "たかはしはなこ"), ("takah", "たか"), ("tak", "た"), ("kann", "かん"),
        ("kanna", "かんな"), ("kyou", "きょう"), ("n", "ん"), ("nanba", "なんば"), ("homma", "ほんま"),
    ],
)  # fmt: skip
def test_a_reading_is_read(letters: str, kana: str) -> None:
    assert hiragana_of(letters) == kana


@pytest.mark.parametrize("text", ["nguyen", "", "  ", "高橋", "たか", "A01", "xylo", "smith", "'a"])
def test_what_is_no_reading_is_none(text: str) -> None:
    assert hiragana_of(text) == ""
