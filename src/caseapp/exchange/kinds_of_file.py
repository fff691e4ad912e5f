"""What a file is, told by its first bytes and not by its name; other programs' files are named when refused."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from caseapp.exchange.findings import Unreadable
from caseapp.rules.problem import N_

FileKind = Literal["csv", "xlsx", "json"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", N_("This is a PDF, not a table. Ask for the file as XLSX or CSV.")),
    (b"\x89PNG", N_("This is a picture, not a table. Ask for the file as XLSX or CSV.")),
    (b"\xff\xd8\xff", N_("This is a picture, not a table. Ask for the file as XLSX or CSV.")),
    (b"GIF8", N_("This is a picture, not a table. Ask for the file as XLSX or CSV.")),
    (b"SQLite format 3", N_("This is a database of another program. Export it there as XLSX or CSV.")),
    (b"{\\rtf", N_("This is a text document, not a table. Save the table as XLSX or CSV.")),
)
_OLD_EXCEL = N_(
    "This is an old Excel file (.xls), or one with a password. "
    "Open it in Excel and save it as “Excel Workbook (.xlsx)” without a password."
)
_DAMAGED = N_("The file is damaged: it cannot be unpacked. Ask for it again, or open it in Excel and save it anew.")
_NO_TABLE = N_("This file is not a table that can be read. Save it as XLSX or CSV.")
_WORD = N_("This is a Word document, not a table. Save the table as XLSX or CSV.")
_OPEN_DOCUMENT = N_("This is an OpenDocument table (.ods). Save it as “Excel Workbook (.xlsx)” or CSV.")
_PAGE = N_("This is a web page, not a table. Open it in Excel and save it as “Excel Workbook (.xlsx)”.")
_EMPTY = N_("The file is empty.")


def kind_of(data: bytes) -> FileKind:
    """What `data` is. Raises Unreadable for what can be neither a table nor our JSON, saying what it looks like."""
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Unreadable(_EMPTY)
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        raise Unreadable(_OLD_EXCEL)
    for start, message in _FOREIGN:
        if data.startswith(start):
            raise Unreadable(message)
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise Unreadable(_PAGE)
    return "json" if _looks_like_json(head) else "csv"


def _looks_like_json(head: bytes) -> bool:
    """An object or list that begins as JSON does; a CSV whose first header begins with a brace does not."""
    if head.startswith(b"{"):
        return head[1:].lstrip()[:1] in (b'"', b"}")
    return head.startswith(b"[") and head[1:].lstrip()[:1] in (b"{", b"]", b'"')


def _kind_of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise Unreadable(_DAMAGED) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(name.startswith("xl/") for name in names) and "[Content_Types].xml" in names:
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        raise Unreadable(_WORD)
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable(_OPEN_DOCUMENT)
    raise Unreadable(_NO_TABLE)
