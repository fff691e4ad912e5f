"""How near a day is, and what the chip says."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import due
from caseapp.rules.due import Chip

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("on", "kind", "text"),
    [
        (date(2026, 11, 16), "late", "4日超過"),
        (date(2026, 11, 19), "late", "1日超過"),
        (date(2026, 11, 20), "today", "今日中"),
        (date(2026, 11, 21), "near", "あと1日"),
        (date(2026, 11, 26), "near", "あと6日"),
        (date(2026, 11, 27), "near", "あと7日"),
        (date(2026, 11, 28), "later", "11月28日"),
        (date(2026, 12, 11), "later", "12月11日"),
        (date(2027, 4, 1), "later", "R9.4.1"),
    ],
)
def test_the_chip_of_a_next_action_says_how_near_it_is(on: date, kind: str, text: str) -> None:
    assert due.due_chip(on, today=TODAY) == Chip(kind, text)  # type: ignore[arg-type] # a plain str from the table


def test_a_time_is_shown_on_its_day_only() -> None:
    assert due.due_chip(TODAY, today=TODAY, at=time(10, 30)).text == "10:30"
    assert due.due_chip(TODAY + timedelta(days=1), today=TODAY, at=time(10, 30)).text == "あと1日"
    assert due.due_chip(TODAY - timedelta(days=1), today=TODAY, at=time(10, 30)).text == "1日超過"


def test_distances_in_english() -> None:
    assert due.distance(date(2026, 11, 16), today=TODAY, language="en") == "4 d late"
    assert due.distance(TODAY, today=TODAY, language="en") == "today"
    assert due.distance(date(2026, 11, 26), today=TODAY, language="en") == "in 6 d"
    assert due.due_chip(date(2026, 12, 11), today=TODAY, language="en").text == "Fri 11 Dec"


@pytest.mark.parametrize(
    ("days", "japanese", "english"),
    [
        (99, "あと99日", "in 99 d"),
        (100, "あと3か月", "in 3 mo"),
        (365, "あと1年", "in 1 y"),
        (1217, "あと3年4か月", "in 3 y 4 mo"),
        (-99, "99日超過", "99 d late"),
        (-132, "4か月超過", "4 mo late"),
    ],
)
def test_from_a_hundred_days_on_months_and_years_say_how_far_it_is(days: int, japanese: str, english: str) -> None:
    on = TODAY + timedelta(days=days)
    assert due.distance(on, today=TODAY) == japanese
    assert due.distance(on, today=TODAY, language="en") == english


@given(st.integers(-400, 400), st.integers(0, 30))
def test_a_day_is_near_within_the_given_days(days: int, near: int) -> None:
    kind = due.nearness(TODAY + timedelta(days=days), today=TODAY, near=near)
    assert kind == ("late" if days < 0 else "today" if days == 0 else "near" if days <= near else "later")


def test_an_answer_without_a_promised_day_shows_how_long_one_waits() -> None:
    assert due.reply_chip(date(2026, 11, 17), reply_due_on=None, today=TODAY) == Chip("waiting", "3日め")


def test_an_answer_that_was_promised_shows_the_distance_and_then_how_long_one_waits() -> None:
    asked = date(2026, 11, 9)
    assert due.reply_chip(asked, reply_due_on=date(2026, 11, 24), today=TODAY) == Chip("near", "あと4日")
    assert due.reply_chip(asked, reply_due_on=TODAY, today=TODAY) == Chip("today", "今日中")
    assert due.reply_chip(asked, reply_due_on=date(2026, 11, 19), today=TODAY) == Chip("late", "11日め")
    assert due.reply_chip(asked, reply_due_on=None, today=TODAY, language="en") == Chip("waiting", "day 11")


@pytest.mark.parametrize(
    ("last", "text", "english"),
    [
        (date(2026, 4, 18), "7か月", "7 mo"),
        (date(2026, 5, 15), "6か月", "6 mo"),
        (date(2026, 11, 8), "12日", "12 d"),
        (date(2024, 11, 21), "23か月", "23 mo"),
        (date(2024, 11, 20), "2年", "2 y"),
    ],
)
def test_silence_is_told_in_the_unit_that_fits(last: date, text: str, english: str) -> None:
    assert due.silence(last, today=TODAY) == text
    assert due.silence(last, today=TODAY, language="en") == english
