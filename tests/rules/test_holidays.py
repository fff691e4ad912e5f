"""国民の祝日: against the table that the Cabinet Office publishes, by year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caseapp.rules.holidays import (
    BETWEEN,
    LABOUR,
    ONCE,
    SATURDAY,
    SUBSTITUTE,
    SUNDAY,
    YEAR_END,
    closed,
    holiday,
    next_open,
)

# 内閣府「国民の祝日について」: every holiday of the year, with the substitutes and the days between
TABLES = {
    2015: "1/1 1/12 2/11 3/21 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23",
    2019: "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23",
    2020: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23",
    2021: "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23",
    2024: "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
    2025: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
    2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    2027: "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
}


@pytest.mark.parametrize("year", TABLES)
def test_the_holidays_of_a_year_are_those_that_were_published(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert " ".join(f"{day.month}/{day.day}" for day in days if holiday(day)) == TABLES[year]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 23), LABOUR),
        (date(2026, 5, 6), SUBSTITUTE),
        (date(2026, 9, 22), BETWEEN),
        (date(2019, 5, 1), ONCE),
        (date(2026, 11, 21), SATURDAY),
        (date(2026, 11, 22), SUNDAY),
        (date(2026, 12, 29), YEAR_END),
        (date(2027, 1, 3), YEAR_END),
        (date(2026, 12, 28), ""),
        (date(2027, 1, 4), ""),
        (date(2026, 11, 20), ""),
    ],
)
def test_why_an_office_is_closed(day: date, why: str) -> None:
    assert closed(day) == why


def test_the_next_open_day_passes_over_a_long_weekend_and_the_new_year() -> None:
    assert next_open(date(2026, 11, 21)) == date(2026, 11, 24)
    assert next_open(date(2026, 12, 29)) == date(2027, 1, 4)
    assert next_open(date(2026, 11, 20)) == date(2026, 11, 20)
