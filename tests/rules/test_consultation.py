"""The consultation: what cannot be saved, and what a list shows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseapp.rules.consultation import Consultation, consultation_problems

TODAY = date(2026, 11, 20)
CALL = Consultation(child_id="c", on=TODAY, method="phone", facts="修学旅行は12月3日から。", minutes=15)


def test_a_whole_consultation_can_be_saved() -> None:
    assert consultation_problems(CALL, today=TODAY, birth_date=date(2014, 8, 3)) == []
    assert consultation_problems(replace(CALL, minutes=None), today=TODAY) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": date(2026, 11, 21)}, "on"),
        ({"on": date(2012, 1, 1)}, "on"),
        ({"method": ""}, "method"),
        ({"facts": " "}, "facts"),
        ({"minutes": -1}, "minutes"),
        ({"minutes": 1441}, "minutes"),
    ],
)
def test_each_gap_is_named(change: dict[str, object], field: str) -> None:
    changed = replace(CALL, **change)  # type: ignore[arg-type]  # a table of changes
    problems = consultation_problems(changed, today=TODAY, birth_date=date(2014, 8, 3))
    assert [p.field for p in problems] == [field]


def test_a_consultation_before_birth_is_taken_as_support_begins_in_pregnancy() -> None:
    assert consultation_problems(replace(CALL, on=date(2014, 5, 1)), today=TODAY, birth_date=date(2014, 8, 3)) == []


def test_a_list_shows_the_persons_words_first() -> None:
    said = replace(CALL, words="「心配です」")
    assert (said.gist, CALL.gist) == ("「心配です」", "修学旅行は12月3日から。")
    assert replace(CALL, facts="", response="電話を伝えた").gist == "電話を伝えた"
