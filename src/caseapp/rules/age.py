"""Age, by the law of 1902 on the reckoning of age (年齢計算ニ関スル法律) and article 143 of the Civil Code.

An age is reached at the *end* of the eve of the birthday. Two days follow from that, and they must not be confused:
`reaches(birth, n)` is the eve (満了日), the day laws and certificates count to (小慢 ends with the eve of the 20th
birthday; who is born on 1 April has reached six by 31 March and enters school a day later); `birthday(birth, n)`, the
day after it, is the first day on which a person is called n years old, and what `age_on` goes by.
Born on 29 February: the eve is 28 February in every year, the birthday 29 February or, where there is none, 1 March.
"""

from __future__ import annotations

from datetime import date, timedelta

from caseapp.rules.dates import is_japanese
from caseapp.rules.grade import grade_on, short

ADULT = 18
SYOMAN_ENDS = 20


def reaches(birth: date, years: int) -> date:
    """The day at whose end the age is reached: the eve of the birthday; for 29 February always 28 February."""
    return birthday(birth, years) - timedelta(days=1)


def birthday(birth: date, years: int) -> date:
    """The first day on which the person is `years` old."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:  # 29 February
        return date(birth.year + years, 3, 1)


def last_day(birth: date) -> date:
    """The last day 小慢 can hold: the eve of the 20th birthday."""
    return reaches(birth, SYOMAN_ENDS)


def is_adult(birth: date, day: date) -> bool:
    """Whether the person decides alone (成年): from the 18th birthday on."""
    return age_on(birth, day) >= ADULT


def months(birth: date, day: date) -> int:
    """Completed months from birth on `day`; negative before birth."""
    return (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)


def age_on(birth: date, day: date) -> int:
    """Completed years on `day`; negative before birth."""
    return months(birth, day) // 12


def age_text(birth: date, day: date, *, language: str = "ja") -> str:
    """For lists: `12歳`, `3か月`, under one month `日齢12` (the day of birth is 日齢0), `出生前`."""
    return _young(birth, day, language) or (
        f"{age_on(birth, day)}歳" if is_japanese(language) else f"age {age_on(birth, day)}"
    )


def age_long(birth: date, day: date, *, language: str = "ja") -> str:
    """For the child's page and paper: `12歳3か月`, under one year `3か月`, under one month `日齢12`."""
    years, rest = divmod(months(birth, day), 12)
    return _young(birth, day, language) or (f"{years}歳{rest}か月" if is_japanese(language) else f"{years} y {rest} mo")


def age_and_grade(birth: date, day: date, *, grade_override: str = "", language: str = "ja") -> str:
    """For lists: `12歳・小6`; only the age where there is no grade (`1歳`, `19歳`)."""
    grade = grade_on(birth, day, override=grade_override)
    age = age_text(birth, day, language=language)
    if not grade:
        return age
    between = "・" if is_japanese(language) else ", "
    return f"{age}{between}{short(grade, language)}"


def _young(birth: date, day: date, language: str) -> str:
    japanese = is_japanese(language)
    if day < birth:
        return "出生前" if japanese else "before birth"
    count = months(birth, day)
    if count >= 12:
        return ""
    if count:
        return f"{count}か月" if japanese else f"{count} mo"
    days = (day - birth).days
    return f"日齢{days}" if japanese else f"day {days}"
