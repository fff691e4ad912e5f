"""Bodies by the names people use for them."""

from __future__ import annotations

import pytest

from caseapp.rules.organization_names import each_body, may_be, means, names_fully, written_out

SOUTH, HIGH = "汐見市立南小学校", "県立汐見高等学校"


@pytest.mark.parametrize(
    ("provider", "body", "meant"),
    [
        ("汐見市立南小学校 養護教諭", SOUTH, True),
        ("汐見市立 南小学校", SOUTH, True),
        ("南小学校 養護教諭", SOUTH, True),
        ("南小 養護教諭", SOUTH, False),  # two characters say too little
        ("汐見高校 椎名先生", HIGH, True),
        ("森下、汐見高校/母", HIGH, True),
        ("汐見市", SOUTH, False),
        ("学校", SOUTH, False),
        ("小学校", SOUTH, False),
        ("港高校", HIGH, False),
        ("", HIGH, False),
    ],
)
def test_who_is_meant(provider: str, body: str, meant: bool) -> None:
    assert means(provider, body, known=[SOUTH, HIGH]) is meant
    assert (names_fully(provider, body) or may_be(provider, body)) is meant


def test_a_shorter_form_means_a_body_only_where_the_office_knows_it() -> None:
    assert not means("汐見高校", HIGH, known=[SOUTH])
    assert means("汐見高等学校", HIGH)


def test_a_short_name_of_two_known_bodies_means_neither() -> None:
    other = "港市立南小学校"
    assert not means("南小学校 養護教諭", SOUTH, known=[SOUTH, other])
    assert may_be("南小学校 養護教諭", SOUTH)
    assert means("汐見市立南小学校", SOUTH, known=[SOUTH, other])
    assert means("南小学校", SOUTH, known=[SOUTH, "汐見市立 南小学校", HIGH])


@pytest.mark.parametrize(
    ("provider", "body", "full"),
    [
        ("汐見高校 椎名先生", HIGH, "県立汐見高等学校 椎名先生"),
        ("森下、汐見高校/母", HIGH, "森下、県立汐見高等学校/母"),
        ("南小学校", SOUTH, "汐見市立南小学校"),
        ("森下", SOUTH, "森下"),
    ],
)
def test_the_whole_name_is_written_and_the_rest_stays(provider: str, body: str, full: str) -> None:
    assert written_out(provider, body) == full


def test_bodies_written_in_one_line() -> None:
    assert each_body("南小学校、 母 / 森下,") == ("南小学校", "母", "森下")
