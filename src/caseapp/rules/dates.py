"""Japanese dates: the eras, how a date is worded on screen and paper, and how what people type is read.

Dates are stored as `datetime.date`; an era exists only in wording and in reading. The eras stand in one table, so that
a new one is one row here and no update of the operating system is waited for. Sources: the era proclamations; GIF 441
(dates, unknown parts as 99).
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NoReturn

from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.problem import N_, Problem, Refused

Style = Literal["era", "western"]


@dataclass(frozen=True)
class Era:
    """One Japanese era. `first` is its first day; it ends the day before the next one's."""

    name: str
    letter: str
    english: str
    first: date


# Meiji begins on the lunar new year of 1868 as 24-hour history books count it; solar dates are real from 1873 on.
ERAS = (
    Era("明治", "M", "Meiji", date(1868, 1, 25)),
    Era("大正", "T", "Taisho", date(1912, 7, 30)),
    Era("昭和", "S", "Showa", date(1926, 12, 25)),
    Era("平成", "H", "Heisei", date(1989, 1, 8)),
    Era("令和", "R", "Reiwa", date(2019, 5, 1)),
)
WEEKDAYS = "月火水木金土日"
_ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June",
                   "July", "August", "September", "October", "November", "December")  # fmt: skip
YEARS_AHEAD = 100
"""A date later than this many years from today is a slip of the hand."""
_BARE_YEARS_AHEAD = 10


class BadDate(Refused):
    """A text that is no date or no time; `problem` says why and, where one is near, what may have been meant."""

    def __init__(self, problem: Problem) -> None:
        super().__init__((problem,))
        self.problem = problem


# ---- wording ---------------------------------------------------------------------------------------------------------


def era_of(day: date) -> Era | None:
    """The era `day` lies in; None before the first of the table (1868-01-25)."""
    return next((era for era in reversed(ERAS) if era.first <= day), None)


def era_year(day: date) -> int:
    """The year of `day` within its era, 1 for 元年; the Gregorian year before the first era."""
    era = era_of(day)
    return day.year - era.first.year + 1 if era else day.year


def era_short(day: date) -> str:
    """`R8.11.21`; `1867/1/1` before the first era."""
    era = era_of(day)
    return f"{era.letter}{era_year(day)}.{day.month}.{day.day}" if era else western_short(day)


def era_long(day: date) -> str:
    """`令和8年11月21日`, first year `令和元年5月1日`; `1867年1月1日` before the first era."""
    return f"{_era_year_long(day)}{month_day(day)}"


def western_short(day: date) -> str:
    """`2027/9/30`."""
    return f"{day.year}/{day.month}/{day.day}"


def western_long(day: date) -> str:
    """`2027年9月30日`."""
    return f"{day.year}年{month_day(day)}"


def weekday(day: date, language: str = "ja") -> str:
    """`金`, in English `Fri`."""
    return WEEKDAYS[day.weekday()] if is_japanese(language) else _ENGLISH_WEEKDAYS[day.weekday()]


def month_day(day: date, language: str = "ja") -> str:
    """The day alone: `11月6日`; English `6 Nov`; any other language `11-06`."""
    if is_japanese(language):
        return f"{day.month}月{day.day}日"
    if is_english(language):
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1][:3]}"
    return f"{day.month:02}-{day.day:02}"


def era_weekday(day: date, language: str = "ja") -> str:
    """The day without its year: `11月20日(金)`; English `Fri 20 Nov`; any other language `11-20`."""
    plain = month_day(day, language)
    if is_japanese(language):
        return f"{plain}({weekday(day)})"
    return f"{weekday(day, language)} {plain}" if is_english(language) else plain


def moment_text(moment: datetime, *, now: datetime, language: str = "ja") -> str:
    """When something began, seen from `now`: `9:05` of today, else `11月19日 17:40`, of another year with its year.

    Both moments are aware; it is told by the clock of `now`.
    """
    local = moment.astimezone(now.tzinfo)
    clock = time_text(local.time())
    if local.date() == now.date():
        return clock
    day = month_day(local, language) if local.year == now.year else sentence_date(local.date(), language=language)
    return f"{day} {clock}"


def screen_date(day: date, *, today: date, style: Style = "era", language: str = "ja") -> str:
    """For tables and lists: within the fiscal year of `today` `11月20日(金)`, else `R9.9.30` or `2027/9/30`."""
    if fiscal_year(day) == fiscal_year(today):
        return era_weekday(day, language)
    return short_date(day, style)


def short_date(day: date, style: Style = "era") -> str:
    """`R9.9.30` or `2027/9/30`."""
    return era_short(day) if style == "era" else western_short(day)


def sentence_date(day: date, style: Style = "era", *, language: str = "ja") -> str:
    """For sentences and paper: `令和9年9月30日` or `2027年9月30日`.

    English: `30 September 2027`, in era style with ` (Reiwa 9)` behind it; any other language: ISO 8601.
    """
    if is_japanese(language):
        return era_long(day) if style == "era" else western_long(day)
    if not is_english(language):
        return day.isoformat()
    plain = f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    era = era_of(day) if style == "era" else None
    return f"{plain} ({era.english} {era_year(day)})" if era else plain


def day_weekday(day: date, language: str = "ja") -> str:
    """For narrow columns where the month is plain: `20日 金`; English `Fri 20`."""
    if is_japanese(language):
        return f"{day.day}日 {weekday(day)}"
    return f"{weekday(day, language)} {day.day}" if is_english(language) else era_weekday(day, language)


def fiscal_year_long(year: int, style: Style = "era", *, language: str = "ja") -> str:
    """`令和8年度` or `2026年度`; English and others `FY2026`. A year in which the era changed takes the new one."""
    if not is_japanese(language):
        return f"FY{year}"
    return (_era_year_long(date(year, 12, 31)) if style == "era" else f"{year}年") + "度"


def fiscal_year_short(year: int) -> str:
    """`R8`, as it stands in numbers of plans and letters (R8-031)."""
    return PartialDate(year).short().removesuffix("年")


def time_text(moment: time) -> str:
    """`9:05`, on the 24-hour clock."""
    return f"{moment.hour}:{moment.minute:02}"


def is_japanese(language: str) -> bool:
    """True for `ja` and its kinds (`ja-easy`)."""
    return language == "ja" or language.startswith(("ja-", "ja_"))


def is_english(language: str) -> bool:
    """True for `en` and its kinds."""
    return language == "en" or language.startswith(("en-", "en_"))


def _era_year_long(day: date) -> str:
    era = era_of(day)
    if era is None:
        return f"{day.year}年"
    year = era_year(day)
    return f"{era.name}{'元' if year == 1 else year}年"


# ---- reading a date --------------------------------------------------------------------------------------------------

_DASHES = str.maketrans("‐‑‒–—―−ー－・", "---------.")
_ERA_WORDS = sorted(
    ((word, era) for era in ERAS for word in (era.english.lower(), era.name, era.name[0], era.letter.lower())),
    key=lambda pair: -len(pair[0]),
)
_PARTS = re.compile(r"(元|[0-9]{1,4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_COMPACT = re.compile(r"([0-9]{2}|[0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH_DAY = re.compile(r"([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_YEAR_MONTH = re.compile(r"(元|[0-9]{1,4})(?:[-./年](?:([0-9]{1,2})月?)?)?")
_WEEKDAY = re.compile(r"(?:\(([月火水木金土日])(?:曜日?)?\)|([月火水木金土日])曜日?)$")
_MIDNIGHT = re.compile(r"(?<=[0-9])(?: +|t)0?0:00(?::00(?:\.0+)?)?$")

_UNREADABLE = N_("“{text}” cannot be read as a date. Write it as in R8.11.20 or 2026/11/20.")
_NO_SUCH_DAY = N_("There is no such day as {text}.")
_ERA_MISMATCH = N_("There is no {text}. Perhaps {offer} is meant.")
_NO_ERA_YEAR = N_("There is no such year as in {text}.")
_NEEDS_ERA = N_("The era of {text} is not clear. Write it as in {offer}.")
_OUT_OF_RANGE = N_("The year of {text} is too far away.")
_WRONG_WEEKDAY = N_("{text} does not fit: that day is a {weekday}.")
_EMPTY = N_("Write a date.")


@dataclass(frozen=True)
class _Reader:
    """What is needed to refuse well: the text as typed, the field it came from, and today."""

    text: str
    field: str
    today: date

    def refuse(self, message: str, **values: str) -> NoReturn:
        raise BadDate(Problem(self.field, message, {"text": self.text.strip(), **values}))

    def day(self, year: int, month: int, day: int) -> date:
        if not ERAS[0].first.year <= year <= self.today.year + YEARS_AHEAD:
            self.refuse(_OUT_OF_RANGE)
        if not _exists(year, month, day):
            self.refuse(_NO_SUCH_DAY)
        return date(year, month, day)

    def western_year(self, era: Era, year: str) -> int:
        number = 1 if year == "元" else int(year)
        if number == 0 or len(year) > 2:
            self.refuse(_NO_ERA_YEAR)
        return era.first.year + number - 1

    def in_era(self, era: Era, year: str, month: int, day: int) -> date:
        found = self.day(self.western_year(era, year), month, day)
        if era_of(found) != era:
            if found < ERAS[0].first:
                self.refuse(_OUT_OF_RANGE)
            self.refuse(_ERA_MISMATCH, offer=era_long(found))
        return found

    def in_current_era(self, year: str, month: int, day: int) -> date:
        """A bare year is one of the current era, unless that lies so far ahead that an older era may be meant."""
        era = era_of(self.today) or ERAS[-1]
        found = self.in_era(era, year, month, day)
        if found.year > self.today.year + _BARE_YEARS_AHEAD:
            older = ERAS[ERAS.index(era) - 1]
            self.refuse(_NEEDS_ERA, offer=f"{older.letter}{int(year)}.{month}.{day}")
        return found


def parse(text: str, *, today: date, field: str = "") -> date:
    """Read a full date as written on forms, in files and by hand (`parse_typed` reads shorter things, too).

    2018/4/1, 2018-04-01, 2018.4.1, 2018年4月1日, 20180401, 平成30年4月1日, H30.4.1, r060401, 令和元年5月1日,
    令和6/4/1, and 6.4.1 for the era of `today`; any width, any blanks, with the day of the week (checked) or a time of
    midnight behind it. Raises BadDate.
    """
    reader = _Reader(text, field, today)
    cleaned, expected = _split_weekday(_clean(text))
    if not cleaned:
        reader.refuse(_EMPTY)
    found = _full_date(reader, cleaned)
    if found is None:
        reader.refuse(_UNREADABLE)
    return _checked_weekday(reader, found, expected)


def parse_typed(text: str, *, today: date, field: str = "") -> date:
    """Read a date typed into a form.

    All that `parse` reads, and 4/1, 4月1日, 20日, 今日, 明日, あさって, 来週, 来月, 3日後, 2週間後, 1か月後.
    A date without a year is the one nearest to today. Not for files: there a missing year is a mistake. Raises BadDate.
    """
    reader = _Reader(text, field, today)
    cleaned, expected = _split_weekday(_clean(text))
    found = _relative(cleaned, today) or _nearest(reader, cleaned)
    if found is None:
        return parse(text, today=today, field=field)
    return _checked_weekday(reader, found, expected)


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().lower()
    return re.sub(r"\s+", "", _MIDNIGHT.sub("", plain)).removeprefix("西暦")


def _split_weekday(cleaned: str) -> tuple[str, str]:
    found = _WEEKDAY.search(cleaned)
    if not found or found.start() == 0:
        return cleaned, ""
    return cleaned[: found.start()], found[1] or found[2]


def _checked_weekday(reader: _Reader, found: date, expected: str) -> date:
    if expected and weekday(found) != expected:
        reader.refuse(_WRONG_WEEKDAY, weekday=weekday(found))
    return found


def _split_era(cleaned: str) -> tuple[Era | None, str]:
    for word, era in _ERA_WORDS:
        if cleaned.startswith(word):
            return era, cleaned[len(word) :]
    return None, cleaned


def _full_date(reader: _Reader, cleaned: str) -> date | None:
    era, rest = _split_era(cleaned)
    parts = _PARTS.fullmatch(rest)
    found = parts or _COMPACT.fullmatch(rest)
    if not found:
        return None
    year, month, day = found[1], int(found[2]), int(found[3])
    if era:
        return reader.in_era(era, year, month, day)
    if len(year) == 4:
        return reader.day(int(year), month, day)
    return reader.in_current_era(year, month, day) if parts and year != "元" and len(year) < 3 else None


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


_DAYS_FROM_TODAY = {
    word: days
    for days, words in (
        (-2, "おととい 一昨日"),
        (-1, "昨日 きのう yesterday"),
        (0, "今日 きょう 本日 today"),
        (1, "明日 あす あした tomorrow"),
        (2, "あさって 明後日"),
        (7, "来週 らいしゅう"),
        (14, "再来週 さらいしゅう"),
    )
    for word in words.split()
}
_AFTER = re.compile(r"([0-9]{1,3})(日|週間?|[かカヵケヶ箇]月)後")


def _relative(cleaned: str, today: date) -> date | None:
    if cleaned in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[cleaned])
    if cleaned == "来月":
        return add_months(today, 1)
    found = _AFTER.fullmatch(cleaned)
    if not found:
        return None
    count = int(found[1])
    if found[2].endswith("月"):
        return add_months(today, count)
    return today + timedelta(days=count if found[2] == "日" else 7 * count)


def _nearest(reader: _Reader, cleaned: str) -> date | None:
    """The date nearest to today that has this month and day, or this day only (`20日`)."""
    today = reader.today
    if found := re.fullmatch(r"([0-9]{1,2})日", cleaned):
        firsts = (add_months(today.replace(day=1), step) for step in (-1, 0, 1))
        spots = [(first.year, first.month, int(found[1])) for first in firsts]
    elif found := _MONTH_DAY.fullmatch(cleaned):
        spots = [(today.year + step, int(found[1]), int(found[2])) for step in (-1, 0, 1)]
    else:
        return None
    days = [date(*spot) for spot in spots if _exists(*spot)]
    if not days:
        reader.refuse(_NO_SUCH_DAY)
    return min(days, key=lambda day: (abs(day - today), day))


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the last day of the month where there is no such day (1/31 → 2/28)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# ---- reading a time --------------------------------------------------------------------------------------------------

_CLOCK = re.compile(
    r"(?P<half>午前|午後|am|pm)?(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::[0-9]{2})?|時(?:(?P<after>[0-9]{1,2})分?|(?P<thirty>半))?)?(?P<tail>am|pm)?"
)
_BAD_TIME = N_("“{text}” cannot be read as a time. Write it as in 15:20 or 午後3時20分.")
_NOON_OR_MIDNIGHT = N_("{text} can be noon or midnight. Write 12:00 or 0:00.")


def parse_time(text: str, *, field: str = "") -> time:
    """Read a time of day: 10:12, 1012, 912, 午後3時, 15時20分, 10時半, 正午, 3:20 pm; any width, any blanks.

    Seconds are dropped. Raises BadDate.
    """
    reader = _Reader(text, field, date.min)
    cleaned = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    if cleaned == "正午":
        return time(12)
    if re.fullmatch(r"[0-9]{3,4}", cleaned):
        cleaned = f"{cleaned[:-2]}:{cleaned[-2:]}"
    found = _CLOCK.fullmatch(cleaned)
    if not found or (found["half"] and found["tail"]):
        reader.refuse(_BAD_TIME)
    hour, half = int(found["hour"]), found["half"] or found["tail"]
    minute = 30 if found["thirty"] else int(found["minute"] or found["after"] or 0)
    if half:
        hour = _on_24_hours(reader, hour, half)
    if hour > 23 or minute > 59:
        reader.refuse(_BAD_TIME)
    return time(hour, minute)


def _on_24_hours(reader: _Reader, hour: int, half: str) -> int:
    """午後12時 is midnight by the old decree and noon by habit, so it is refused; 12 pm has one meaning."""
    if hour > 12:
        reader.refuse(_BAD_TIME)
    if hour == 12 and half in ("午前", "午後"):
        reader.refuse(_NOON_OR_MIDNIGHT)
    return hour % 12 + (12 if half in ("午後", "pm") else 0)


# ---- dates of which a part is unknown --------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown (発病年月). Sorts by its known parts, unknown first."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        whole = (self.year, self.month or 1, self.day or 1)
        if (self.day and not self.month) or not 1 <= self.year <= 9999 or not _exists(*whole):
            raise ValueError(f"no such date: {whole}")

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The whole date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """From what `iso` gave. Raises ValueError."""
        return cls(*(int(part) for part in text.split("-")))

    @property
    def iso(self) -> str:
        """`2018`, `2018-04` or `2018-04-01`."""
        return "-".join([f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part])

    @property
    def first(self) -> date:
        """The earliest day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can be; its era is the one the wording uses."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def short(self, style: Style = "era") -> str:
        """`R6.4`, `R6年`, `2024/4`, `2024年`."""
        whole, mark = (short_date(self.last, style), "." if style == "era" and era_of(self.last) else "/")
        parts = whole.split(mark)
        return whole if self.day else f"{parts[0]}{mark}{parts[1]}" if self.month else f"{parts[0]}年"

    def long(self, style: Style = "era") -> str:
        """`令和6年4月`, `令和6年`, `2024年4月`."""
        year = _era_year_long(self.last) if style == "era" else f"{self.year}年"
        return year + (f"{self.month}月" if self.month else "") + (f"{self.day}日" if self.day else "")


def parse_partial(text: str, *, today: date, field: str = "") -> PartialDate:
    """Read a date that may lack its day or month: 令和6年4月, R6.4, 2024/4, 2024年, and all that `parse` reads.

    99 stands for an unknown month or day (GIF 441). Raises BadDate.
    """
    reader = _Reader(text, field, today)
    era, rest = _split_era(re.sub(r"([-./]99)+$", "", _clean(text)))
    found = _YEAR_MONTH.fullmatch(rest)
    if not found or (era is None and len(found[1]) != 4):
        return PartialDate.of(parse(text, today=today, field=field))
    month = int(found[2] or 0)
    year = reader.western_year(era, found[1]) if era else int(found[1])
    reader.day(year, month if found[2] else 1, 1)
    partial = PartialDate(year, month)
    if era and not any(era_of(day) == era for day in (partial.first, partial.last)):
        reader.refuse(_ERA_MISMATCH, offer=partial.long())
    return partial
