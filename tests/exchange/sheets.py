"""Making files as other programs write them, and reading them as the program does."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl

from caseapp.exchange import candidates, tables
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import Finding
from caseapp.words import language

TODAY = date(2026, 11, 20)
CHILD = {"児童番号": "R8-0001", "姓": "高瀬", "名": "陽菜乃", "生年月日": "2014-08-03"}
CONSULTATION = {"児童番号": "R8-0001", "相談日": "2026-11-02", "相談方法": "電話", "内容": "学校の給食について"}
ORGANIZATION = {"機関番号": "K-01", "機関名": "汐見市立みどりヶ丘小学校", "種別": "学校"}
ROW_OF: dict[Kind, dict[str, str]] = {
    "children": CHILD,
    "consultations": CONSULTATION,
    "organizations": ORGANIZATION,
}
_READ: dict[Kind, Callable[..., Candidates[Any]]] = {
    "children": candidates.children,
    "consultations": candidates.consultations,
    "organizations": candidates.organizations,
}


def csv_text(rows: Sequence[dict[str, str]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """A CSV with a header made of the keys of the first row, every value in quotes."""
    header = list(rows[0])
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    return "".join(delimiter.join('"' + v.replace('"', '""') + '"' for v in line) + end for line in lines)


def csv_bytes(rows: Sequence[dict[str, str]], encoding: str = "utf-8") -> bytes:
    return csv_text(rows).encode(encoding)


def xlsx(rows: Sequence[Sequence[Any]], prepare: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with one sheet; `prepare` gets the sheet before it is saved."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    if prepare:
        prepare(sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same package with each part passed through `change(name, content)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, change(part.filename, source.read(part)))
    return out.getvalue()


def read(data: bytes, kind: Kind = "children", *, today: date = TODAY) -> Candidates[Any]:
    """All rows of a file as records-to-be."""
    return _READ[kind](tables.read(data, kind), today=today)


def one(change: dict[str, str], kind: Kind = "children") -> Candidates[Any]:
    """A file with one good row, changed."""
    return read(csv_bytes([{**ROW_OF[kind], **change}]), kind)


def said(findings: Sequence[Finding], to: str = "en") -> list[str]:
    """The findings as sentences."""
    words = language.translator(to)
    return [words.say(finding.problem()) for finding in findings]


def places(findings: Sequence[Finding]) -> list[tuple[int, str]]:
    """Line and column of each finding."""
    return [(finding.place.line, finding.column) for finding in findings]


def without_tags(xml: bytes, tag: str) -> bytes:
    """The XML without the content of a tag."""
    return re.sub(rf"<{tag}>[^<]*</{tag}>".encode(), b"", xml)
