"""Whose words a wish is: written as a person writes it, read again, never guessed."""

from __future__ import annotations

import pytest

from caseapp.words import said_by

PAIRS = [
    (("mother",), "訪問", "ja", "訪問。お母さんから"),
    (("mother",), "自宅で。", "ja", "自宅で。お母さんから"),
    (("mother", "father"), "面接", "ja", "面接。両親から"),
    (("mother", "grandmother"), "", "ja", "お母さんとおばあさんから"),
    (("adoptive_mother",), "電話", "ja", "電話。養母から"),
    (("mother",), "at home", "en", "at home; from mother"),
    (("mother", "father"), "", "en", "from both parents"),
]


@pytest.mark.parametrize(("who", "how", "language", "text"), PAIRS)
def test_it_is_written_behind_the_manner_and_read_again(
    who: tuple[str, ...], how: str, language: str, text: str
) -> None:
    assert said_by.worded(who, how, language) == text
    assert said_by.read(text) == (who, how.rstrip("。"))


def test_a_plain_word_is_read_too() -> None:
    assert said_by.read("訪問。母と祖父から") == (("mother", "grandfather"), "訪問")


@pytest.mark.parametrize(
    "how", ["", "訪問", "自宅(母)。父は11月5日に電話", "学校から", "父には話していない。", "夜、母親から"]
)
def test_what_does_not_say_it_is_not_guessed(how: str) -> None:
    assert said_by.read(how) == ((), how)
    assert said_by.worded((), how, "ja") == how
