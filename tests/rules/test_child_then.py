"""Which school and class a page of a day gone by names."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.rules.child import Child
from caseapp.rules.child_facts import SchoolTime
from caseapp.rules.child_then import child_on, school_on

TODAY = date(2026, 11, 20)
WAY = (
    SchoolTime(school="みどりこども園", begins_on=date(2017, 4, 1), ends_on=date(2021, 3, 31)),
    SchoolTime(school="南小学校", begins_on=date(2021, 4, 1)),
)


def child(school: str, *, born: date = date(2014, 8, 3), schools: tuple[SchoolTime, ...] = ()) -> Child:
    return Child(number="1", family_name="山田", given_name="花", birth_date=born, school=school, schools=schools)


@pytest.mark.parametrize(
    ("who", "day", "school"),
    [
        (child("南小学校 6年1組"), date(2026, 4, 1), "南小学校 6年1組"),
        (child("南小学校 6年1組"), date(2025, 12, 15), "南小学校"),
        (child("南小学校 6年1組", schools=WAY), date(2025, 12, 15), "南小学校"),
        (child("南小学校 6年1組", schools=WAY), date(2021, 3, 31), "みどりこども園"),
        (child("南小学校 6年1組"), date(2021, 3, 31), ""),
        (child("しおかぜ支援学校 小学部 ６年"), date(2025, 12, 15), "しおかぜ支援学校 小学部"),
        (child("こども園 ひかり 年長ほし組", born=date(2020, 7, 14)), date(2025, 6, 30), "こども園 ひかり"),
        (child("みなと保育所 4歳児クラス", born=date(2021, 5, 1)), date(2026, 2, 1), "みなと保育所"),
        (child("つばめ(週2日)", born=date(2023, 5, 21)), date(2025, 1, 30), "つばめ(週2日)"),
        (child("栄養専門学校 2年", born=date(2007, 3, 9)), date(2025, 3, 31), ""),
    ],
)
def test_the_school_of_that_day(who: Child, day: date, school: str) -> None:
    assert school_on(who, day, today=TODAY) == school
    assert child_on(who, day, today=TODAY).school == school
