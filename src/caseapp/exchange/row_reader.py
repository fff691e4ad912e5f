"""One row's cells as values of the trade; what cannot be read is noted with its column, and reading goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from caseapp.exchange.findings import Finding
from caseapp.exchange.grid import BadCell, Value
from caseapp.exchange.tables import SheetRow
from caseapp.rules import dates, reading
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.words import codes

T = TypeVar("T")

MOST_LINE = 200
"""How long a name, number or other one-line value may be."""

_MISSING = N_("This must be filled in.")
_NOT_IN_LIST = N_("“{text}” is not one of: {known}.")
_TOO_LONG = N_("The value is longer than {most} characters.")
_ZERO_LOST = N_("A leading zero was lost in {text}; {mended} was read.")
_GUARD = re.compile("'+(?=[=+\\-@\t\r\n＝＋－＠])")
_SERIAL_DAYS = range(10_000, 80_000)  # 1927 to 2119; a bare number below is a year, above a date without separators


class RowReader:
    """Reads the cells of one row. Every method takes the column's name, notes a problem where there is one, and then
    gives the empty value. `given` collects the columns that hold something."""

    def __init__(self, row: SheetRow, *, today: date, day_zero: date) -> None:
        self._row = row
        self._today = today
        self._day_zero = day_zero
        self.place = row.place
        self.problems: list[Finding] = []
        self.warnings: list[Finding] = []
        self.given: set[str] = set()

    # ---- what is amiss

    def refuse(self, column: str, message: str, **values: Any) -> None:
        self.add(Problem(column, message, values), column=column)

    def add(self, problem: Problem, *, column: str) -> None:
        self.problems.append(Finding(self.place, column, problem))

    def warn(self, column: str, message: str, **values: Any) -> None:
        self.warnings.append(Finding(self.place, column, Problem(column, message, values)))

    # ---- plain texts

    def text(self, column: str, *, required: bool = False) -> str:
        """A text to the code point, without blanks at its ends; line breaks as one sign."""
        value = self._row.values.get(column)
        if isinstance(value, BadCell):
            self.add(value.problem, column=column)
            return ""
        found = as_text(value)
        if found:
            self.given.add(column)
        elif required:
            self.refuse(column, _MISSING)
        return found

    def line(self, column: str, *, required: bool = False) -> str:
        """A name or another short text."""
        found = self.text(column, required=required)
        if len(found) > MOST_LINE:
            self.refuse(column, _TOO_LONG, most=MOST_LINE)
            return ""
        return found

    def number(self, column: str, *, required: bool = False) -> str:
        """A number that names a record: letters and digits in half width."""
        return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", self.line(column, required=required)))

    # ---- values

    def date(self, column: str, *, required: bool = False) -> date | None:
        value = self._row.values.get(column)
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _SERIAL_DAYS:
            value = self._day_zero + timedelta(days=int(value))
        if isinstance(value, date):
            self.given.add(column)
            return value
        text = self.text(column, required=required)
        return self._try(column, lambda: dates.parse(text, today=self._today, field=column)) if text else None

    def time(self, column: str) -> time | None:
        value = self._row.values.get(column)
        if isinstance(value, datetime):
            value = value.time()
        if isinstance(value, float) and 0 <= value < 1:  # a part of a day, as Excel counts
            minutes = round(value * 24 * 60)
            value = time(minutes // 60 % 24, minutes % 60)
        if isinstance(value, time):
            self.given.add(column)
            return value.replace(second=0, microsecond=0)
        text = self.text(column)
        return self._try(column, lambda: dates.parse_time(text, field=column)) if text else None

    def minutes(self, column: str) -> int | None:
        value = self._row.values.get(column)
        if isinstance(value, time):
            self.given.add(column)
            return value.hour * 60 + value.minute
        text = self.text(column)
        return self._try(column, lambda: reading.minutes(text, field=column))

    def yes_no(self, column: str) -> bool:
        text = self.text(column)
        return bool(self._try(column, lambda: reading.yes_no(text, field=column)))

    def kana(self, column: str) -> str:
        text = self.line(column)
        return self._try(column, lambda: reading.katakana(text, field=column)) or ""

    def telephone(self, column: str) -> str:
        text = self.line(column)
        found = self._try(column, lambda: reading.telephone(text, field=column)) or ""
        if re.fullmatch("[1-9][0-9]{8,9}", found):  # every number in Japan begins with 0, and Excel drops it
            self.warn(column, _ZERO_LOST, text=found, mended=f"0{found}")
            return f"0{found}"
        return found

    def postal_code(self, column: str) -> str:
        text = self.line(column)
        if re.fullmatch("[0-9]{5,6}", text):
            mended = f"{text.zfill(7)[:3]}-{text.zfill(7)[3:]}"
            self.warn(column, _ZERO_LOST, text=text, mended=mended)
            return mended
        return self._try(column, lambda: reading.postal_code(text, field=column)) or ""

    def code(self, column: str, list_name: str, *, required: bool = False) -> str:
        """The code of the list that the cell names; "" for an empty cell."""
        text = self.text(column, required=required)
        if not text:
            return ""
        found = codes.load(list_name).code_of(text)
        if found is None:
            self._not_in_list(column, text, list_name)
        return found or ""

    def several_codes(self, column: str, list_name: str) -> tuple[str, ...]:
        """The codes of a cell that holds several, split by 、 or ;"""
        found, unknown = codes.load(list_name).codes_of(self.text(column))
        for text in unknown:
            self._not_in_list(column, text, list_name)
        return tuple(found)

    def is_number_cell(self, column: str) -> bool:
        """True for a cell that holds a number, not text."""
        value = self._row.values.get(column)
        return isinstance(value, int | float) and not isinstance(value, bool)

    def _not_in_list(self, column: str, text: str, list_name: str) -> None:
        listed = codes.load(list_name)
        known = "、".join(listed.label(code, "ja") for code in listed.toggles or listed.codes)
        self.refuse(column, _NOT_IN_LIST, text=text, known=known)

    def _try(self, column: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Refused as refused:
            for problem in refused.problems:
                self.add(problem, column=column)
            return None


def as_text(value: Value) -> str:
    """What a person sees in the cell, without blanks at the ends."""
    if value is None or isinstance(value, BadCell):
        return ""
    if isinstance(value, str):
        plain = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        return plain[1:] if _GUARD.match(plain) else plain
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(int(value)) if float(value).is_integer() else repr(value)
