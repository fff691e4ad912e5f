"""Writing tables as CSV and XLSX, in memory, so that no cell can become a formula and no name is changed on the way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from caseapp.exchange.row_reader import as_text
from caseapp.rules.problem import N_, Problem, Refused

Cell = str | int | float | bool | date | time | None

_NOT_CP932 = N_("These texts hold characters that Shift_JIS does not have: {texts}. Write the file as UTF-8.")
_MOST_NAMED = 20
# What spreadsheets take for the beginning of a formula (OWASP, CSV injection), also behind our own mark.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_WIDEST = 48


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, cp932: bool = False) -> bytes:
    """A CSV with CRLF and, so that Excel knows it, a BOM: UTF-8, or CP932 on request.

    Raises Refused naming the texts that CP932 has no characters for. A text that a spreadsheet would take for a formula
    begins with an apostrophe, which our own reading takes away again.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_guarded(_plain(value)) for value in row])
    text = stream.getvalue()
    if not cp932:
        return text.encode("utf-8-sig")
    try:
        return text.encode("cp932")
    except UnicodeEncodeError:
        raise Refused([_unwritable(text)]) from None


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "") -> bytes:
    """An XLSX with one sheet: texts as texts (leading zeros stay), dates as dates, the header fixed and bold."""
    from openpyxl import Workbook  # costs a fifth of a second that nobody who writes no XLSX should wait for
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from caseapp.exchange import xlsx_in_memory

    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = re.sub(r"[\\*?:/\[\]]", " ", title)[:31] or "Sheet1"
    widths = [_width(name) for name in header]
    for number, row in enumerate([header, *rows], 1):
        for column, value in enumerate(row, 1):
            _fill(sheet.cell(number, column), value)
            if column <= len(widths):
                widths[column - 1] = max(widths[column - 1], _width(value))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return xlsx_in_memory.saved(workbook)


def _plain(value: Cell) -> str:
    """A text to the code point; anything else as reading takes it."""
    return value if isinstance(value, str) else as_text(value)


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _fill(cell: Any, value: Cell) -> None:
    if value is None or value == "":
        return
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return
    text = value if not re.match("'+[=+\\-@\t\r\n＝＋－＠]", value) else f"'{value}"
    escaped = _ESCAPE.sub(lambda found: f"_x005F{found[0]}", text)
    cell.value = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", escaped)
    cell.data_type = "s"  # even where it begins as a formula does
    cell.number_format = "@"


def _width(value: Cell) -> int:
    """How many columns of half-width characters the longest line takes."""
    lines = _plain(value).split("\n")
    return max(sum(1 if ord(c) < 0x2000 or 0xFF61 <= ord(c) <= 0xFF9F else 2 for c in line[:_WIDEST]) for line in lines)


def _unwritable(text: str) -> Problem:
    found: dict[str, None] = {}
    for row in csv.reader(io.StringIO(text, newline="")):
        for value in row:
            try:
                value.encode("cp932")
            except UnicodeEncodeError as error:
                start = max(0, error.start - 10)
                found[value if len(value) <= 20 else f"…{value[start : error.start + 10]}…"] = None
    named = list(found)[:_MOST_NAMED]
    rest = ["…"] if len(found) > _MOST_NAMED else []
    return Problem("", _NOT_CP932, {"texts": "、".join(named + rest)})
