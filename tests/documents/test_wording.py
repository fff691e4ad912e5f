"""How days stand on paper, in both languages and at the borders of the eras."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.documents.wording import Wording


@pytest.mark.parametrize(
    ("day", "short", "month", "english"),
    [
        (date(2026, 11, 21), "R8.11.21", "R8.11", "2026-11-21"),
        (date(2019, 5, 1), "R1.5.1", "R1.5", "2019-05-01"),
        (date(2019, 4, 30), "H31.4.30", "H31.4", "2019-04-30"),
        (date(1989, 1, 8), "H1.1.8", "H1.1", "1989-01-08"),
        (date(1989, 1, 7), "S64.1.7", "S64.1", "1989-01-07"),
    ],
)
def test_a_day_in_tables(day: date, short: str, month: str, english: str) -> None:
    assert Wording("ja").short(day) == short
    assert Wording("ja").month(day) == month
    assert Wording("en").short(day) == english
    assert Wording("en").month(day) == english[:7]


def test_no_day_is_nothing() -> None:
    for language in ("ja", "en"):
        w = Wording(language)
        assert [w.short(None), w.month(None), w.long(None), w.with_weekday(None), w.bracketed("")] == [""] * 5


def test_brackets_are_those_of_the_language() -> None:
    assert Wording("ja").bracketed("内線12") == "（内線12）"
    assert Wording("en").bracketed("ext. 12") == " (ext. 12)"
