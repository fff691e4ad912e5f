"""Age by the law: reached at the end of the eve."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import age

TODAY = date(2026, 11, 20)
BIRTHS = st.dates(date(1990, 1, 1), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("birth", "years", "eve", "day"),
    [
        (date(2018, 4, 1), 6, date(2024, 3, 31), date(2024, 4, 1)),
        (date(2018, 4, 2), 6, date(2024, 4, 1), date(2024, 4, 2)),
        (date(2012, 2, 29), 12, date(2024, 2, 28), date(2024, 2, 29)),
        (date(2012, 2, 29), 13, date(2025, 2, 28), date(2025, 3, 1)),
        (date(2012, 2, 29), 20, date(2032, 2, 28), date(2032, 2, 29)),
        (date(2012, 3, 1), 12, date(2024, 2, 29), date(2024, 3, 1)),
        (date(2014, 8, 3), 20, date(2034, 8, 2), date(2034, 8, 3)),
        (date(2014, 1, 1), 18, date(2031, 12, 31), date(2032, 1, 1)),
        (date(2026, 11, 20), 0, date(2026, 11, 19), date(2026, 11, 20)),
    ],
)
def test_an_age_is_reached_on_the_eve_and_counts_from_the_birthday(
    birth: date, years: int, eve: date, day: date
) -> None:
    assert age.reaches(birth, years) == eve
    assert age.birthday(birth, years) == day
    assert age.age_on(birth, eve) == years - 1
    assert age.age_on(birth, day) == years


def test_the_last_day_of_the_programme_is_the_eve_of_the_twentieth_birthday() -> None:
    assert age.last_day(date(2014, 8, 3)) == date(2034, 8, 2)
    assert age.last_day(date(2004, 2, 29)) == date(2024, 2, 28)


@given(BIRTHS, st.integers(0, 25))
def test_the_age_on_a_birthday_is_the_age_reached_the_day_before(birth: date, years: int) -> None:
    day = age.birthday(birth, years)
    assert age.reaches(birth, years) == day - timedelta(days=1)
    assert age.age_on(birth, day) == years
    assert age.age_on(birth, day - timedelta(days=1)) == years - 1


@given(BIRTHS, st.integers(0, 9000))
def test_months_never_go_back_and_twelve_make_a_year(birth: date, days: int) -> None:
    day = birth + timedelta(days=days)
    assert age.months(birth, day + timedelta(days=1)) - age.months(birth, day) in (0, 1)
    assert age.age_on(birth, day) == age.months(birth, day) // 12


@pytest.mark.parametrize(
    ("birth", "day", "count"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2026, 8, 20), date(2026, 11, 20), 3),
        (date(2026, 8, 21), date(2026, 11, 20), 2),
        (date(2027, 1, 1), date(2026, 11, 20), -2),
    ],
)
def test_months_are_completed_months(birth: date, day: date, count: int) -> None:
    assert age.months(birth, day) == count


@pytest.mark.parametrize(
    ("birth", "text", "long"),
    [
        (date(2014, 8, 3), "12歳", "12歳3か月"),
        (date(2014, 11, 20), "12歳", "12歳0か月"),
        (date(2014, 11, 21), "11歳", "11歳11か月"),
        (date(2025, 11, 20), "1歳", "1歳0か月"),
        (date(2025, 11, 21), "11か月", "11か月"),
        (date(2026, 8, 20), "3か月", "3か月"),
        (date(2026, 10, 20), "1か月", "1か月"),
        (date(2026, 11, 8), "日齢12", "日齢12"),
        (date(2026, 11, 20), "日齢0", "日齢0"),
        (date(2026, 10, 21), "日齢30", "日齢30"),
        (date(2026, 11, 21), "出生前", "出生前"),
    ],
)
def test_an_age_is_worded_by_how_young_the_child_is(birth: date, text: str, long: str) -> None:
    assert age.age_text(birth, TODAY) == text
    assert age.age_long(birth, TODAY) == long


def test_ages_can_be_worded_in_english() -> None:
    assert age.age_text(date(2014, 8, 3), TODAY, language="en") == "age 12"
    assert age.age_long(date(2014, 8, 3), TODAY, language="en") == "12 y 3 mo"
    assert age.age_text(date(2026, 8, 20), TODAY, language="en") == "3 mo"
    assert age.age_text(date(2026, 11, 8), TODAY, language="en") == "day 12"
    assert age.age_text(date(2027, 11, 8), TODAY, language="en") == "before birth"


@pytest.mark.parametrize(
    ("birth", "text"),
    [
        (date(2014, 8, 3), "12歳・小6"),
        (date(2020, 6, 1), "6歳・年長"),
        (date(2024, 11, 1), "2歳"),
        (date(2007, 3, 9), "19歳"),
        (date(2026, 8, 20), "3か月"),
    ],
)
def test_a_list_shows_age_and_grade_where_there_is_one(birth: date, text: str) -> None:
    assert age.age_and_grade(birth, TODAY) == text


def test_the_grade_of_a_list_can_be_overridden_and_english() -> None:
    birth = date(2014, 8, 3)
    assert age.age_and_grade(birth, TODAY, grade_override="e5@2026") == "12歳・小5"
    assert age.age_and_grade(birth, TODAY, language="en") == "age 12, elem. 6"
