"""Reading CSV as it comes from Excel and other programs: UTF-8 with or without BOM, CP932, UTF-16; commas or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from caseapp.exchange import grid
from caseapp.exchange.findings import Finding, Place, Unreadable
from caseapp.exchange.grid import Grid, GridRow
from caseapp.rules.problem import N_, Problem

_ENCODING = N_(
    "The characters of this file cannot be read (neither UTF-8 nor Shift_JIS). "
    "Save it in Excel as “CSV UTF-8 (comma delimited)”."
)
_ENCODING_AT = N_(
    "The characters of this file cannot be read: neither UTF-8 nor Shift_JIS from line {line} on. "
    "Save it in Excel as “CSV UTF-8 (comma delimited)”."
)
_OPEN_QUOTE = N_("A quotation mark that begins in line {line} is never closed, or stands in the middle of a value.")
_TOO_LONG = N_("The value in line {line} is longer than {most} characters.")
_TOO_MANY_ROWS = N_("The file has more than {most} rows. Split it.")
_BINARY = N_("This file is not a table that can be read. Save it as XLSX or CSV.")
_PRIVATE = N_("Holds a character that only the computer it was typed on knows ({character}). Correct it after reading.")

# What CP932 has no character for, and Python still decodes byte by byte.
_NOT_CP932 = re.compile("[\x80-\x9f\xa0\uf8f0-\uf8f3]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def read(data: bytes) -> Grid:
    """All rows of a CSV. Raises Unreadable, naming the line, for an unknown encoding, broken quotes, a passed limit."""
    text = decode(data)
    found = _CONTROL.search(text)
    if found:
        raise Unreadable(_BINARY)
    rows = tuple(_rows(text, delimiter_of(text)))
    notes = tuple(_private_characters(rows)) if _PRIVATE_USE.search(text) else ()
    return Grid(rows, notes=notes)


def decode(data: bytes) -> str:
    """The text of the file, without a BOM. Raises Unreadable."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _at(error, data) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad_utf8 = error
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError as error:
        # The one that got further is the one that was meant.
        raise _at(max(bad_utf8, error, key=lambda e: e.start), data) from None
    if _NOT_CP932.search(text):
        raise Unreadable(_ENCODING)
    return text


def _at(error: UnicodeDecodeError, data: bytes) -> Unreadable:
    return Unreadable(_ENCODING_AT, line=data.count(b"\n", 0, error.start) + 1)


def delimiter_of(text: str) -> str:
    """A comma; a tab where the first line that holds anything has tabs and no comma outside quotes."""
    first = next((line for line in text[:65536].splitlines() if line.strip(" ,\t")), "")
    plain = re.sub(r'"[^"]*"', "", first)
    return "\t" if "\t" in plain and "," not in plain else ","


def _rows(text: str, delimiter: str) -> Iterator[GridRow]:
    csv.field_size_limit(grid.MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise Unreadable(_TOO_LONG, line=line, most=grid.MOST_CELL) from None
            raise Unreadable(_OPEN_QUOTE, line=line) from None
        row += 1
        if row > grid.MOST_ROWS:
            raise Unreadable(_TOO_MANY_ROWS, most=grid.MOST_ROWS)
        yield GridRow(Place(line, row), tuple(values[: grid.MOST_COLUMNS]))


def _private_characters(rows: tuple[GridRow, ...]) -> Iterator[Finding]:
    """外字: a name keeps them (nobody else can know which character was meant), and the person is told."""
    for row in rows:
        for value in row.values:
            found = _PRIVATE_USE.search(value) if isinstance(value, str) else None
            if found:
                yield Finding(row.place, "", Problem("", _PRIVATE, {"character": f"U+{ord(found[0]):04X}"}))
                break
