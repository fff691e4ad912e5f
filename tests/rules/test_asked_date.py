"""Dates of birth typed into the search."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.rules.asked_date import birth_days, birthday

TODAY = date(2026, 11, 20)
BORN = date(2018, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2018/4/1", "2018-04-01", "2018.4.1", "2018年4月1日", "20180401", "２０１８０４０１", "平成30年4月1日",
        "H30.4.1", "h300401", "Ｈ３０．４．１", "平30.4.1", "平成30/4/1", "2018年4月1日(日)", " H30.4.1 ",
    ],
)  # fmt: skip
def test_each_form_of_the_contract_is_that_day(text: str) -> None:
    assert birth_days(text, today=TODAY) == ((BORN, BORN),)


@pytest.mark.parametrize("text", ["300401", "30.4.1", "30/4/1", "30年4月1日"])
def test_without_an_era_the_day_that_can_have_been_is_meant(text: str) -> None:
    assert (BORN, BORN) in birth_days(text, today=TODAY)


def test_two_figures_of_a_year_may_mean_several_days_the_latest_first() -> None:
    days = [first for first, _last in birth_days("06.4.1", today=TODAY)]
    assert days == [date(2024, 4, 1), date(2006, 4, 1), date(1994, 4, 1)]


def test_a_month_of_birth_is_a_span() -> None:
    month = (date(2018, 4, 1), date(2018, 4, 30))
    assert birth_days("平成30年4月", today=TODAY) == (month,)
    assert birth_days("2018/4", today=TODAY) == (month,)


@pytest.mark.parametrize(
    "text",
    ["", "高橋", "2018", "0401", "09012345678", "1234567", "平成31年5月1日", "2018/2/30", "991399", "給食", "M00412"],
)
def test_what_is_no_day_of_birth_is_none(text: str) -> None:
    assert birth_days(text, today=TODAY) == ()


@pytest.mark.parametrize(
    ("text", "key"), [("4/1", "0401"), ("4月1日", "0401"), ("１２/２４", "1224"), ("2018/4/1", ""), ("41", "")]
)
def test_a_birthday_without_its_year(text: str, key: str) -> None:
    assert birthday(text) == key
