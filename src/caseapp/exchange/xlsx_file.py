"""Reading XLSX: values as a person sees them (leading zeros, dates), never trusting the file's size or its formulas."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, TypeVar

from caseapp.exchange import grid
from caseapp.exchange.findings import Place, Unreadable
from caseapp.exchange.grid import BadCell, Grid, GridRow, Value
from caseapp.rules.problem import N_, Problem

HEAD = 10
"""In how many rows from the top the header may stand."""

_MOST_SHEETS = 50
_MOST_PARTS = 5000
_MOST_BLANK_ROWS = 1_048_576  # what Excel itself can hold
_TOO_LARGE = N_("The file is larger than this program reads once it is unpacked. Split it.")
_TOO_MANY_ROWS = N_("The file has more than {most} rows. Split it.")
_DAMAGED = N_("The file is damaged: it cannot be unpacked. Ask for it again, or open it in Excel and save it anew.")
_ERROR_CELL = N_("The cell shows the error {error}. Correct it in the file.")
_NEVER_COMPUTED = N_("The formula in this cell was never computed. Open the file in Excel, save it and read it again.")
_TOO_LONG = N_("The value is longer than {most} characters.")
_NO_SHEET = N_("There is no sheet named {title} in the file any more. Choose the file again.")

# Dates in the built-in formats of Japanese Excel (ECMA-376 part 1, 18.8.30), which openpyxl does not know.
_EAST_ASIAN_DATES = frozenset({*range(27, 32), 36, *range(50, 55), 57, 58})
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)

Fits = Callable[[Sequence[GridRow]], bool]
T = TypeVar("T")


def read(data: bytes, *, fits: Fits) -> Grid:
    """The first sheet (visible ones first) whose first rows satisfy `fits`; else only the head of the first sheet.

    Raises Unreadable for a damaged file and beyond the limits.
    """
    return _guarded(data, lambda has_formulas: _read(data, fits=fits, has_formulas=has_formulas))


def heads(data: bytes) -> tuple[Grid, ...]:
    """The first rows of every sheet that is shown (of all where none is), in the order of the workbook.

    Raises Unreadable.
    """
    return _guarded(data, lambda _has_formulas: _heads(data))


def read_sheet(data: bytes, title: str) -> Grid:
    """All rows of the sheet of this name. Raises Unreadable, also when there is none."""
    return _guarded(data, lambda has_formulas: _read_sheet(data, title, has_formulas=has_formulas))


def _guarded(data: bytes, do: Callable[[bool], T]) -> T:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive)
            has_formulas = _has_formulas(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what of the look it drops; nobody needs that
            return do(has_formulas)
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken part makes zipfile or openpyxl raise, it is the file that is broken
        raise Unreadable(_DAMAGED) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """zipfile never unpacks more than a part declares, so the declared sizes can be relied on."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > grid.MOST_UNPACKED:
        raise Unreadable(_TOO_LARGE)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(4096)
            if _DOCTYPE.search(
                head.replace(b"\x00", b"")
            ):  # no office program writes one; entities can grow without end
                raise Unreadable(_DAMAGED)


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    for part in archive.infolist():
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            with archive.open(part) as stream:
                tail = b""
                while chunk := stream.read(1 << 20):
                    if _FORMULA.search(tail + chunk):
                        return True
                    tail = chunk[-64:]
    return False


def _read(data: bytes, *, fits: Fits, has_formulas: bool) -> Grid:
    with closing(_load(data, values=True)) as workbook:
        sheets = list(workbook.worksheets)[:_MOST_SHEETS]
        order = sorted(range(len(sheets)), key=lambda n: sheets[n].sheet_state != "visible")
        first: Grid | None = None
        for index in order:
            head = tuple(islice(_rows(sheets[index], workbook=workbook), HEAD))
            if fits(head):
                return _whole(data, workbook, index, has_formulas=has_formulas)
            first = first or Grid(head, title=sheets[index].title)
        return first or Grid(())


def _heads(data: bytes) -> tuple[Grid, ...]:
    with closing(_load(data, values=True)) as workbook:
        sheets = list(workbook.worksheets)[:_MOST_SHEETS]
        shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
        zero = _day_zero(workbook)
        return tuple(
            Grid(tuple(islice(_rows(sheet, workbook=workbook), 2 * HEAD)), title=sheet.title, day_zero=zero)
            for sheet in shown
        )


def _read_sheet(data: bytes, title: str, *, has_formulas: bool) -> Grid:
    with closing(_load(data, values=True)) as workbook:
        for index, sheet in enumerate(workbook.worksheets[:_MOST_SHEETS]):
            if sheet.title == title:
                return _whole(data, workbook, index, has_formulas=has_formulas)
    raise Unreadable(_NO_SHEET, title=title)


def _whole(data: bytes, workbook: Any, index: int, *, has_formulas: bool) -> Grid:
    sheet = workbook.worksheets[index]
    formulas = _formula_cells(data, index) if has_formulas else frozenset()
    rows = tuple(_limited(_rows(sheet, workbook=workbook, formulas=formulas)))
    return Grid(rows, title=sheet.title, day_zero=_day_zero(workbook))


def _load(data: bytes, *, values: bool) -> Any:
    import openpyxl  # costs a fifth of a second that nobody who reads no XLSX should wait for

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _day_zero(workbook: Any) -> date:
    """The day that Excel counts as 0; workbooks of old Macs count from 1904."""
    epoch: datetime = workbook.epoch
    return epoch.date()


def _limited(rows: Iterator[GridRow]) -> Iterator[GridRow]:
    kept = 0
    for row in rows:
        if row.blank:
            continue
        kept += 1
        if kept > grid.MOST_ROWS:
            raise Unreadable(_TOO_MANY_ROWS, most=grid.MOST_ROWS)
        yield row


def _rows(sheet: Any, *, workbook: Any, formulas: frozenset[tuple[int, int]] = frozenset()) -> Iterator[GridRow]:
    sheet.reset_dimensions()  # other programs write wrong ones
    from openpyxl.cell.read_only import EMPTY_CELL

    day_zero = _day_zero(workbook)
    blank: Any = ()
    for number, cells in enumerate(sheet.iter_rows(max_col=grid.MOST_COLUMNS), 1):
        if number > _MOST_BLANK_ROWS:
            raise Unreadable(_TOO_MANY_ROWS, most=grid.MOST_ROWS)
        if cells is blank or all(cell is EMPTY_CELL for cell in cells):
            blank = cells  # openpyxl fills a gap with one and the same row
            if number <= HEAD:
                yield GridRow(Place(number, number), ())
            continue
        values: list[Value] = []
        for column, cell in enumerate(cells, 1):
            value = cell.value
            if value is None:
                values.append(BadCell(Problem("", _NEVER_COMPUTED)) if (number, column) in formulas else None)
            else:
                values.append(_value(cell, day_zero))
        while values and values[-1] is None:
            values.pop()
        yield GridRow(Place(number, number), tuple(values))


def _value(cell: Any, day_zero: date) -> Value:
    value = cell.value
    if cell.data_type == "e":
        return BadCell(Problem("", _ERROR_CELL, {"error": str(value)}))
    if isinstance(value, str):
        if len(value) > grid.MOST_CELL:
            return BadCell(Problem("", _TOO_LONG, {"most": grid.MOST_CELL}))
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value, cell, day_zero)
    if isinstance(value, timedelta):
        return _clock(value)
    return value  # type: ignore[no-any-return]  # openpyxl has no types; date, datetime or time here


def _clock(value: timedelta) -> Value:
    """A time of day; a length of a day and more is no clock and stays text."""
    if timedelta(0) <= value < timedelta(days=1):
        minutes = round(value.total_seconds()) // 60
        return time(minutes // 60, minutes % 60)
    return str(value)


def _number(value: float, cell: Any, day_zero: date) -> Value:
    """A number as the sheet shows it, where its format says how: dates of Japanese Excel, leading zeros, hyphens."""
    style = cell.style_array.numFmtId
    if style in _EAST_ASIAN_DATES and 0 < value < 1_000_000:
        return day_zero + timedelta(days=int(value))
    if float(value).is_integer() and value >= 0:
        shown = re.sub(r"""["\\]|\[[^\]]*\]""", "", str(cell.number_format or "").split(";")[-1])
        if re.fullmatch(r"0[0-]*0", shown):
            return _filled(str(int(value)), shown)
    return value


def _filled(digits: str, form: str) -> str:
    """`600001` in the form `000-0000` → `060-0001`."""
    places = form.count("0")
    digits = digits.zfill(places)
    rest, kept = digits[: len(digits) - places], iter(digits[len(digits) - places :])
    return rest + "".join(next(kept) if sign == "0" else sign for sign in form)


def _formula_cells(data: bytes, index: int) -> frozenset[tuple[int, int]]:
    with closing(_load(data, values=False)) as workbook:
        sheet = workbook.worksheets[index]
        sheet.reset_dimensions()
        return frozenset(
            (cell.row, cell.column)
            for row in sheet.iter_rows(max_col=grid.MOST_COLUMNS)
            for cell in row
            if cell.data_type == "f"
        )
