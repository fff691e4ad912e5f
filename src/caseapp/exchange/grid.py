"""A table as a file holds it, before anything is known of its columns: rows of plain values with their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from caseapp.exchange.findings import Finding, Place
from caseapp.rules.problem import Problem

MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 256
MOST_CELL = 100_000
"""A file beyond these is not office work; each has a message of its own."""


@dataclass(frozen=True)
class BadCell:
    """A cell that holds no value but an error (`#N/A`) or a formula that was never computed."""

    problem: Problem


Value = str | int | float | bool | date | datetime | time | BadCell | None


@dataclass(frozen=True)
class GridRow:
    """One row: where it stands, and its values from the first column on (short rows are short)."""

    place: Place
    values: tuple[Value, ...]

    @property
    def blank(self) -> bool:
        return not any(v is not None and not (isinstance(v, str) and not v.strip()) for v in self.values)


@dataclass(frozen=True)
class Grid:
    """One table of a file. `title` is the sheet's name, "" for CSV; `notes` are things worth knowing about the file;
    `day_zero` is the day that a bare number in a date column counts from."""

    rows: tuple[GridRow, ...]
    title: str = ""
    notes: tuple[Finding, ...] = ()
    day_zero: date = date(1899, 12, 30)
