"""The words of one printed document: labels, dates as paper writes them, what stands where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from caseapp.documents.read_models import Known, Value
from caseapp.rules import age, dates
from caseapp.rules.dates import is_english, is_japanese
from caseapp.words.language import translator


class Wording:
    """Words and dates in the language of one document."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._translator = translator(language)
        self.japanese = is_japanese(language)

    def _(self, message: str) -> str:
        """An English id in this language."""
        return self._translator._(message)

    # ---- dates -------------------------------------------------------------------------------------------------------

    def short(self, day: date | None) -> str:
        """`R8.11.21` for tables of the office; ISO in other languages; "" for None."""
        if day is None:
            return ""
        return dates.era_short(day) if self.japanese else day.isoformat()

    def month(self, day: date | None) -> str:
        """`R9.2`, where a day would be too exact."""
        if day is None:
            return ""
        return dates.era_short(day).rpartition(".")[0] if self.japanese else f"{day:%Y-%m}"

    def long(self, day: date | None) -> str:
        """`令和8年11月27日`, `27 November 2026`; "" for None."""
        return dates.sentence_date(day, "era" if self.japanese else "western", language=self.language) if day else ""

    def with_weekday(self, day: date | None) -> str:
        """`R9.2.26(金)`."""
        return f"{self.short(day)}({dates.weekday(day, self.language)})" if day else ""

    def year_and_day(self, day: date) -> tuple[str, str]:
        """A date to act on, in two sizes: (`令和9年`, `2月26日（金）`); English ("", `Friday, February 26, 2027`)."""
        if self.japanese:
            year = dates.era_long(day).partition("年")[0] + "年"
            return year, f"{dates.month_day(day)}（{dates.weekday(day)}）"
        return "", f"{day:%A}, {day:%B} {day.day}, {day.year}" if self.english else day.isoformat()

    def stamp(self, moment: datetime) -> str:
        """`R8.11.21 13:42`."""
        return f"{self.short(moment.date())} {dates.time_text(moment.time())}"

    def months(self, begin: date | None, end: date | None) -> str:
        """`R7.12 〜 R8.11`."""
        return f"{self.month(begin)} {'〜' if self.japanese else '–'} {self.month(end)}".strip()

    def counter(self, number: int) -> str:
        """The number behind a label: 短期1, `Short-term 1`."""
        return str(number) if self.japanese else f" {number}"

    def period(self, begin: date | None, end: date | None) -> str:
        """`R8.12.1 〜 R9.11.30`; open at a side that is not known; "" when neither is."""
        if begin is None and end is None:
            return ""
        return f"{self.short(begin)} {'〜' if self.japanese else '–'} {self.short(end)}".strip()

    def age(self, birth: date, on: date) -> str:
        """`9歳6か月`."""
        return age.age_long(birth, on, language=self.language)

    # ---- what stands where nothing is known --------------------------------------------------------------------------

    def office(self, value: Value) -> str:
        """For the office: 未確認, なし or ― instead of an empty cell."""
        if value is Known.NONE:
            return self._("None")
        if value is Known.NOT_APPLICABLE:
            return "―" if self.japanese else "–"
        return str(value) or self._("Not confirmed yet")

    def recorded(self, value: Value) -> str:
        """For a record of something past: a dash where nothing was written; nobody goes back to ask."""
        return self.office(value or Known.NOT_APPLICABLE)

    def plain(self, value: Value) -> str:
        """For families and others: nothing is said about what is not known."""
        return value if isinstance(value, str) else ""

    # ---- small joints ------------------------------------------------------------------------------------------------

    def spread(self, label: str) -> str:
        """氏　名: a label of two Japanese characters set as wide as its neighbours; others as they are."""
        if self.japanese and len(label) == 2:
            return f"{label[0]}\u2002{label[1]}"
        return label

    def child(self, name: str) -> str:
        """`𠮷野 陽菜 さん`."""
        return name if self.english else self._("{name} (child)").format(name=name)

    def guardian(self, name: str) -> str:
        """`𠮷野 真由美 さま`."""
        return name if self.english else self._("{name} (guardian)").format(name=name)

    def sentences(self, parts: Sequence[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.japanese else " ").join(parts)

    def listed(self, parts: Sequence[str]) -> str:
        """The parts that hold something, joined like a list in a sentence."""
        return ("、" if self.japanese else ", ").join(part for part in parts if part)

    def sheets(self, page: int, pages: int) -> str:
        """`2枚のうち 1枚目`."""
        return self._("Sheet {page} of {pages}").format(page=page, pages=pages)

    def bracketed(self, text: str) -> str:
        """（text） in the brackets of the language; "" for nothing."""
        if not text:
            return ""
        return f"（{text}）" if self.japanese else f" ({text})"

    @property
    def english(self) -> bool:
        """True for English and its kinds."""
        return is_english(self.language)
