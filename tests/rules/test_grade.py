"""The school grade by the 2 April rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import grade

TODAY = date(2026, 11, 20)
BIRTHS = st.dates(date(2000, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("birth", "year"),
    [
        (date(2018, 4, 1), 2024),
        (date(2018, 4, 2), 2025),
        (date(2019, 3, 31), 2025),
        (date(2019, 4, 1), 2025),
        (date(2016, 2, 29), 2022),
        (date(2017, 12, 31), 2024),
        (date(2018, 1, 1), 2024),
    ],
)
def test_who_is_born_by_the_first_of_april_enters_school_a_year_earlier(birth: date, year: int) -> None:
    assert grade.first_grade_year(birth) == year
    assert grade.grade_on(birth, date(year, 4, 1)) == "e1"
    assert grade.grade_on(birth, date(year, 3, 31)) == "k3"


@pytest.mark.parametrize(
    ("birth", "short", "long"),
    [
        (date(2024, 4, 1), "", ""),
        (date(2023, 4, 1), "年少", "年少"),
        (date(2022, 4, 1), "年中", "年中"),
        (date(2020, 4, 2), "年長", "年長"),
        (date(2020, 4, 1), "小1", "小学1年生"),
        (date(2014, 8, 3), "小6", "小学6年生"),
        (date(2014, 4, 1), "中1", "中学1年生"),
        (date(2011, 4, 2), "中3", "中学3年生"),
        (date(2011, 4, 1), "高1", "高校1年生"),
        (date(2008, 4, 2), "高3", "高校3年生"),
        (date(2008, 4, 1), "", ""),
    ],
)
def test_each_year_of_birth_has_its_grade(birth: date, short: str, long: str) -> None:
    found = grade.grade_on(birth, TODAY)
    assert grade.short(found) == short
    assert grade.long(found) == long


def test_grades_can_be_said_in_english() -> None:
    assert (grade.short("e6", "en"), grade.long("e6", "en")) == ("elem. 6", "elementary school, year 6")
    assert (grade.short("k1", "en"), grade.long("h2", "en")) == ("kindergarten 1", "high school, year 2")
    assert (grade.short("", "en"), grade.long("", "en")) == ("", "")


@given(BIRTHS, st.dates(date(2000, 1, 1), date(2045, 1, 1)))
def test_a_grade_lasts_a_year_and_the_next_follows(birth: date, day: date) -> None:
    now, then = grade.grade_on(birth, day), grade.grade_on(birth, day.replace(year=day.year + 1, day=1))
    if now and now != "h3":
        assert grade.GRADES.index(then) == grade.GRADES.index(now) + 1
    if now:
        assert grade.entry_year(birth, now) in (day.year, day.year - 1)


def test_an_override_moves_on_every_april() -> None:
    birth = date(2014, 8, 3)
    assert grade.grade_on(birth, TODAY, override="e5@2026") == "e5"
    assert grade.grade_on(birth, date(2027, 4, 1), override="e5@2026") == "e6"
    assert grade.grade_on(birth, date(2025, 6, 1), override="e5@2026") == "e4"
    assert grade.entry_year(birth, "j1", override="e5@2026") == 2028
    assert grade.entry_year(birth, "j1") == 2027


BORN = date(2014, 8, 3)  # 小1 in fiscal 2021


@pytest.mark.parametrize(
    ("begins", "ends", "override", "said"),
    [
        (date(2021, 4, 6), date(2024, 3, 31), "", "小1〜小3"),
        (date(2020, 10, 1), date(2021, 3, 31), "", "年長"),
        (date(2024, 4, 1), None, "", "小4〜"),
        (None, date(2021, 3, 31), "", "〜年長"),
        (None, None, "", ""),
        (date(2015, 4, 1), date(2016, 3, 31), "", ""),  # a nursery before 年少 has no grade
        (date(2022, 4, 6), date(2025, 3, 31), "e5@2026", "小1〜小3"),  # entered a year late
        (date(2024, 4, 1), date(2026, 3, 31), "e2", "小4〜小5"),
        (date(2030, 4, 1), date(2034, 3, 31), "h3@2033", "高1〜高3"),
        (date(2027, 4, 1), date(2030, 3, 31), "h3@2033", "中1〜中3"),  # a year repeated later shifts nothing before it
    ],
)
def test_the_grades_of_a_stretch_of_school(begins: date | None, ends: date | None, override: str, said: str) -> None:
    assert grade.between_text(grade.grades_between(BORN, begins, ends, override=override)) == said


def test_an_override_without_a_year_stands_still() -> None:
    assert grade.grade_on(date(2014, 8, 3), date(2030, 4, 1), override="h2") == "h2"
    assert grade.entry_year(date(2014, 8, 3), "j1", override="h2") == 2027


@pytest.mark.parametrize("override", ["", "小5", "k5@2026", "e5@26", "x1@2026"])
def test_an_override_that_says_nothing_changes_nothing(override: str) -> None:
    assert grade.grade_on(date(2014, 8, 3), TODAY, override=override) == "e6"


def test_an_override_is_only_kept_where_the_birth_date_says_otherwise() -> None:
    birth = date(2014, 8, 3)
    assert grade.override_for(birth, "e6", day=TODAY) == ""
    assert grade.override_for(birth, "e5", day=TODAY) == "e5@2026"
    assert grade.grade_on(birth, TODAY, override=grade.override_for(birth, "e5", day=TODAY)) == "e5"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("小6", "e6"), ("小学6年", "e6"), ("小学校６年生", "e6"), ("小学校第6学年", "e6"), (" 小 6 ", "e6"),
        ("中2", "j2"), ("中学2年生", "j2"), ("中学校2年", "j2"), ("中学部2年", "j2"), ("高1", "h1"), ("高校1年", "h1"),
        ("高等学校1年", "h1"), ("高等部3年生", "h3"), ("年少", "k1"), ("年中児", "k2"), ("年長", "k3"),
        ("E6", "e6"), ("小学部1年", "e1"), ("5歳児クラス", "k3"),
        ("6年", None), ("中4", None), ("高6", None), ("", None), ("大学1年", None), ("6", None),
    ],
)  # fmt: skip
def test_a_grade_is_read_as_people_write_it(text: str, code: str | None) -> None:
    assert grade.parse_grade(text) == code


@pytest.mark.parametrize("code", grade.GRADES)
def test_what_is_written_is_read_back(code: str) -> None:
    assert grade.parse_grade(grade.short(code)) == code
    assert grade.parse_grade(grade.long(code)) == code
