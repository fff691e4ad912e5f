"""The school grade (学年): children born from 2 April to 1 April of the next year are of one grade.

A grade is a code: `k1` `k2` `k3` (年少・年中・年長), `e1` to `e6` (小学), `j1` to `j3` (中学), `h1` to `h3` (高校),
"" for none (younger than 年少, or after 高3). Where a child's grade is another than its birth date gives (就学猶予,
原級留置, …), the record holds an override `e5@2026`: the grade, and the fiscal year in which it held, so that it
moves on every April.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from caseapp.rules.dates import is_japanese
from caseapp.rules.fiscal import fiscal_year

GRADES = ("k1", "k2", "k3", "e1", "e2", "e3", "e4", "e5", "e6", "j1", "j2", "j3", "h1", "h2", "h3")
_BEFORE_SCHOOL = 3
_KINDERGARTEN = ("年少", "年中", "年長")
_SHORT = {"e": "小", "j": "中", "h": "高"}
_LONG = {"e": "小学", "j": "中学", "h": "高校"}
_ENGLISH_SHORT = {"k": "kindergarten", "e": "elem.", "j": "jr high", "h": "high"}
_ENGLISH_LONG = {"k": "kindergarten", "e": "elementary school", "j": "junior high school", "h": "high school"}
_SCHOOL = re.compile(r"(?P<school>小学?校?|中学?校?|高等学校|高校?)(?:部)?(?:第)?(?P<year>[1-6])(?:年生?|学年)?")
_SPECIAL = re.compile(r"(?P<school>小|中|高等)(?:学)?部(?P<year>[1-6])(?:年生?)?")
_OVERRIDE = re.compile(r"(?P<grade>[kejh][1-6])(?:@(?P<year>\d{4}))?")


def first_grade_year(birth: date) -> int:
    """The fiscal year in which the child enters 小1: born 2018-04-01 → 2024, born 2018-04-02 → 2025."""
    return birth.year + (6 if (birth.month, birth.day) <= (4, 1) else 7)


def grade_on(birth: date, day: date, *, override: str = "") -> str:
    """The grade on `day`, "" for none. `override` is "", `e5` (always that) or `e5@2026` (that in fiscal 2026)."""
    found = _OVERRIDE.fullmatch(override)
    if found and not found["year"]:
        return found["grade"]
    return _grade(fiscal_year(day) - _first_year(birth, override))


def grades_between(birth: date, begins: date | None, ends: date | None, *, override: str = "") -> tuple[str, str]:
    """The grades on the first and on the last day of a stretch of school; "" for a day that is not known.

    An override of 高校 is a year that was repeated: it says nothing of the years before it. One of the years before,
    in which nobody repeats, is a late start: the whole way is shifted. One without a year says nothing of any stretch.
    """
    found = _OVERRIDE.fullmatch(override)
    dated = override if found and found["year"] else ""

    def on(day: date | None) -> str:
        if day is None:
            return ""
        repeated = found is not None and dated and found["grade"][0] == "h" and fiscal_year(day) < int(found["year"])
        return grade_on(birth, day, override="" if repeated else dated)

    return on(begins), on(ends)


def between_text(grades: tuple[str, str], language: str = "ja") -> str:
    """`小1〜小3`, `年長` where both are the same, `小1〜` while the end is open, "" for none."""
    first, last = (short(grade, language) for grade in grades)
    if not first and not last:
        return ""
    sign = "〜" if is_japanese(language) else "–"
    return first if first == last else f"{first}{sign}{last}"


def entry_year(birth: date, grade: str, *, override: str = "") -> int:
    """The fiscal year in which the child enters `grade`."""
    return _first_year(birth, override) + GRADES.index(grade) - _BEFORE_SCHOOL


def override_for(birth: date, grade: str, *, day: date) -> str:
    """What the record must hold so that the grade is `grade` on `day`: "" when the birth date gives it anyway."""
    return "" if grade_on(birth, day) == grade else f"{grade}@{fiscal_year(day)}"


def _first_year(birth: date, override: str) -> int:
    found = _OVERRIDE.fullmatch(override)
    if found and found["year"] and found["grade"] in GRADES:
        return int(found["year"]) - GRADES.index(found["grade"]) + _BEFORE_SCHOOL
    return first_grade_year(birth)


def _grade(years_in_school: int) -> str:
    index = years_in_school + _BEFORE_SCHOOL
    return GRADES[index] if 0 <= index < len(GRADES) else ""


def short(grade: str, language: str = "ja") -> str:
    """`小6`, `年長`, `中1`; English `elem. 6`; "" for none."""
    if not grade:
        return ""
    if not is_japanese(language):
        return f"{_ENGLISH_SHORT[grade[0]]} {grade[1]}"
    return _KINDERGARTEN[int(grade[1]) - 1] if grade[0] == "k" else f"{_SHORT[grade[0]]}{grade[1]}"


def long(grade: str, language: str = "ja") -> str:
    """`小学6年生`, `年長`, `高校1年生`; English `elementary school, year 6`; "" for none."""
    if not grade:
        return ""
    if not is_japanese(language):
        return f"{_ENGLISH_LONG[grade[0]]}, year {grade[1]}"
    return short(grade) if grade[0] == "k" else f"{_LONG[grade[0]]}{grade[1]}年生"


def parse_grade(text: str) -> str | None:
    """The code of a grade as people write it: 小6, 小学校６年生, 中学部2年, 高校1年, 年長, e6; None for others."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    if plain in GRADES:
        return plain
    for index, name in enumerate(_KINDERGARTEN, 1):
        if plain in (name, f"{name}児", f"{name}組", f"{index + 2}歳児クラス", f"{index + 2}歳児"):
            return f"k{index}"
    found = _SCHOOL.fullmatch(plain) or _SPECIAL.fullmatch(plain)
    if not found:
        return None
    grade = {"小": "e", "中": "j", "高": "h"}[found["school"][0]] + found["year"]
    return grade if grade in GRADES else None
