"""A table read from a file: what kind of file it is, where its header stands, which column is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from caseapp.exchange import csv_file, xlsx_file
from caseapp.exchange.columns import ALL_TABLES, TABLES, Kind, Table, header_key
from caseapp.exchange.findings import Finding, Place, Unreadable
from caseapp.exchange.grid import MOST_BYTES, Grid, GridRow, Value
from caseapp.exchange.kinds_of_file import kind_of
from caseapp.rules.problem import N_, Problem

_TOO_LARGE = N_("The file is larger than {most} MB. Split it.")
_IS_JSON = N_("This is a file in JSON. Read it without naming a kind of table.")
_NO_HEADER = N_("The columns {columns} are missing. The first row must hold the names of the columns.")
_OTHER_KIND = N_("This looks like a table of another kind: {kind}. The columns {columns} are missing.")
_TWICE = N_("The column {columns} is there twice.")
_UNKNOWN = N_("These columns are not known and are left out: {columns}.")
_NO_ROWS = N_("There is nothing below the names of the columns.")


@dataclass(frozen=True)
class SheetRow:
    """One row of a table: its place and its values by column name (only columns that the file has)."""

    place: Place
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Sheet:
    """A table of a known kind. `columns` are those the file has, by their proper names in the file's order; `warnings`
    tell what was left out; `day_zero` is what a bare number in a date column counts from. `headers` are the words of
    the file for those columns that it calls by another name."""

    kind: Kind
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    warnings: tuple[Finding, ...] = ()
    day_zero: date = date(1899, 12, 30)
    headers: Mapping[str, str] = field(default_factory=dict)


def read(source: Path | bytes, kind: Kind) -> Sheet:
    """Read a CSV or XLSX (told by its content) as a table of `kind`.

    Raises Unreadable when it is another kind of file or table, damaged, too large or lacks a required column; OSError
    when the file cannot be opened. What is wrong inside the rows is for `candidates` to say.
    """
    data = content(source)
    file_kind = kind_of(data)
    if file_kind == "json":
        raise Unreadable(_IS_JSON)
    table = ALL_TABLES[kind]
    if file_kind == "xlsx":
        grid = xlsx_file.read(data, fits=lambda rows: _header(rows, table) is not None)
    else:
        grid = csv_file.read(data)
    return _sheet(grid, table)


def content(source: Path | bytes) -> bytes:
    """The bytes of a file that is not too large. Raises Unreadable, OSError."""
    if isinstance(source, bytes):
        data = source
    else:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(_TOO_LARGE, most=MOST_BYTES // (1024 * 1024))
    return data


def _sheet(grid: Grid, table: Table) -> Sheet:
    position = _header(grid.rows[: xlsx_file.HEAD], table)
    if position is None:
        raise _wrong_header(grid.rows[: xlsx_file.HEAD], table)
    header = grid.rows[position]
    found, unknown = _matched(header, table)
    rows = tuple(_rows(grid.rows[position + 1 :], found))
    if not rows:
        raise Unreadable(_NO_ROWS)
    warnings = list(grid.notes)
    if unknown:
        warnings.append(Finding(header.place, "", Problem("", _UNKNOWN, {"columns": "、".join(unknown)})))
    return Sheet(table.kind, tuple(found), rows, tuple(warnings), grid.day_zero)


def _header(rows: Sequence[GridRow], table: Table) -> int | None:
    """The place among `rows` of the first one that has all required columns."""
    required = {header_key(name) for name in table.required}
    for position, row in enumerate(rows):
        if required <= {header_key(str(v)) for v in row.values if isinstance(v, str)}:
            return position
    return None


def _wrong_header(rows: Sequence[GridRow], table: Table) -> Unreadable:
    """The refusal that helps most: the kind the file seems to be, else what the row that comes nearest lacks."""
    row_keys = [{header_key(v) for v in row.values if isinstance(v, str)} for row in rows]
    best = max(row_keys, key=lambda keys: len(keys & _keys(table.names)), default=set())
    missing = "、".join(name for name in table.required if header_key(name) not in best)
    for other in TABLES.values():
        if other is not table and _header(rows, other) is not None:
            return Unreadable(_OTHER_KIND, kind=Problem("", other.title), columns=missing)
    return Unreadable(_NO_HEADER, columns=missing)


def _keys(names: Sequence[str]) -> set[str]:
    return {header_key(name) for name in names}


def _matched(header: GridRow, table: Table) -> tuple[dict[str, int], list[str]]:
    """The known columns with their places in the file, and the headers nobody knows."""
    known = {header_key(name): name for name in table.names}
    found: dict[str, int] = {}
    twice: list[str] = []
    unknown: list[str] = []
    for position, value in enumerate(header.values):
        text = str(value).strip() if value is not None else ""
        name = known.get(header_key(text))
        if name is None:
            unknown += [text] if text else []
        elif name in found:
            twice.append(name)
        else:
            found[name] = position
    if twice:
        raise Unreadable(_TWICE, columns="、".join(twice))
    return found, unknown


def _rows(rows: Sequence[GridRow], found: Mapping[str, int]) -> Iterator[SheetRow]:
    for row in rows:
        if not row.blank:
            width = len(row.values)
            yield SheetRow(row.place, {name: row.values[n] if n < width else None for name, n in found.items()})
