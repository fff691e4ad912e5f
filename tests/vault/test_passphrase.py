"""The rules of a new passphrase, with both sides of each limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.passphrase import (
    LEVELS,
    OWN_NAME,
    REPEATS,
    SEQUENCE,
    TOO_COMMON,
    TOO_SHORT,
    problems_of,
    strength_of,
)

NAMES = ["伴走保健センター", "高橋 結衣", "Minami Office"]


@pytest.mark.parametrize(
    "good",
    [
        "kurumi-no-ki",  # exactly twelve
        "みどりの ながぐつ あるく 三日月",
        "くるみ 橋 ラジオ 七時",  # ten characters, four words
        "くるみ\u3000橋\u3000ラジオ\u3000七時",
        "Tsuki ga kirei desune 38",
        "雨の日はバスが遅れるらしい",
        "高橋 結衣は毎朝くるみパンを焼いている",
        "correct horse battery staple but longer",
    ],
)
def test_a_good_passphrase_is_accepted(good: str) -> None:
    assert problems_of(good, NAMES) == []
    assert strength_of(good, NAMES).level >= 2
    assert strength_of(good, NAMES).reason == ""


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("", TOO_SHORT),
        ("kurumi-no-k", TOO_SHORT),  # eleven
        ("くるみ 橋 ラジオ", TOO_SHORT),  # three words
        ("a b c d", TOO_SHORT),  # four letters are no words
        ("くるみ くるみ くるみ くるみ", REPEATS),
        ("    kurumi        ", TOO_SHORT),
        ("password1234", TOO_COMMON),
        ("PASSWORD1234", TOO_COMMON),
        ("パスワードパスワード", TOO_SHORT),
        ("パスワード 2026 !!!!", TOO_COMMON),
        ("correct horse battery staple", TOO_COMMON),
        ("hokensentaa2026", TOO_COMMON),
        ("hokenjo123456", TOO_COMMON),
        ("いろはにほへとちりぬるを", TOO_COMMON),
        ("お疲れ様です 2026!", TOO_COMMON),
        ("春 夏 秋 冬 1234567", TOO_COMMON),
        ("aaaaaaaaaaaaaaaa", REPEATS),
        ("abababababababab", REPEATS),
        ("kurumikurumikurumi", REPEATS),
        ("ああああああああああああ", REPEATS),
        ("12345678901234", SEQUENCE),
        ("abcdefghijklmnop", SEQUENCE),
        ("zyxwvutsrqponmlk", SEQUENCE),
        ("qwertyuiopasdfghjkl", SEQUENCE),
        ("1qaz2wsx3edc4rfv", SEQUENCE),
        ("あいうえおかきくけこさし", SEQUENCE),
        ("高橋結衣20261120", OWN_NAME),
        ("高橋 結衣 伴走保健センター", OWN_NAME),
        ("minami office 2026", OWN_NAME),
    ],
)
def test_a_bad_passphrase_is_refused_with_its_reason(bad: str, reason: str) -> None:
    assert reason in [problem.message for problem in problems_of(bad, NAMES)]
    assert strength_of(bad, NAMES).level <= 1
    assert strength_of(bad, NAMES).reason != ""


@pytest.mark.parametrize("nothing", ["", "   ", "\u3000" * 20])
def test_of_nothing_only_the_length_is_said(nothing: str) -> None:
    assert [problem.message for problem in problems_of(nothing)] == [TOO_SHORT]


def test_more_and_different_characters_are_stronger() -> None:
    fair, strong = strength_of("kurumi-no-ki"), strength_of("みどりの ながぐつ あるく 三日月 17本")
    assert fair.level < strong.level == len(LEVELS) - 1


@given(st.text(max_size=80), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_gets_a_level_and_a_reason_exactly_when_refused(text: str, names: list[str]) -> None:
    strength = strength_of(text, names)
    assert 0 <= strength.level < len(LEVELS)
    assert bool(strength.reason) == bool(problems_of(text, names))
