"""What is read in or written out as XLSX passes through memory alone: no plain text lies in the temporary folder."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from caseapp.exchange import list_protection, refused_rows, writing, xlsx_file
from caseapp.exchange.findings import Finding
from caseapp.exchange.grid import Grid
from caseapp.rules.problem import N_, Problem
from tests.exchange.sheets import CHILD, xlsx
from tests.plain_text import files_with, watching

HEADER = ["番号", "氏名", "生年月日"]
ROWS: list[list[writing.Cell]] = [["0001", "髙瀬 陽菜乃", date(2014, 8, 3)], ["0002", "=1+1", None]]
SHEET = xlsx([list(CHILD), list(CHILD.values())])


def a_list() -> bytes:
    return writing.write_xlsx(HEADER, ROWS, title="児童台帳")


def a_list_with_a_password() -> bytes:
    return list_protection.encrypted(a_list(), "みどりの長靴2026")


def rows_to_mend() -> bytes:
    grid = xlsx_file.read(SHEET, fits=lambda rows: True)
    amiss = Finding(grid.rows[1].place, "姓", Problem("", N_("Enter a name.")))
    return refused_rows.write(grid, 0, [amiss], xlsx=True)


def reading() -> tuple[Grid, ...]:
    return xlsx_file.read(SHEET, fits=lambda rows: True), *xlsx_file.heads(SHEET), xlsx_file.read_sheet(SHEET, "Sheet")


@pytest.mark.parametrize("act", [a_list, a_list_with_a_password, rows_to_mend, reading])
def test_no_file_is_made_on_the_way(act: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    act()  # what Python caches of a module at its first import is none of this

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    with watching() as written:
        act()
    assert written == []


def test_the_watch_of_this_test_sees_what_openpyxl_does_by_itself() -> None:
    with watching() as written:
        xlsx([["髙瀬"]])
    assert any("openpyxl." in path for path in written)


def test_the_search_finds_names_as_openpyxl_spells_them(tmp_path: Path) -> None:
    (tmp_path / "sheet.xml").write_bytes("<t>髙瀬 𠮷野</t>".encode("ascii", "xmlcharrefreplace"))
    (tmp_path / "hex.xml").write_text("".join(f"&#x{ord(c):X};" for c in "髙瀬"))
    (tmp_path / "list.xlsx").write_bytes(xlsx([["髙瀬"]]))
    (tmp_path / "list.json").write_text('"\\u9ad9\\u702c \\ud842\\udfb7\\u91ce"')
    found = {word: sorted(Path(path).name for path in files_with(word, tmp_path)) for word in ("髙瀬", "𠮷野")}
    assert found["髙瀬"] == ["hex.xml", "list.json", "list.xlsx", "sheet.xml"]
    assert found["𠮷野"] == ["list.json", "sheet.xml"]


def test_a_workbook_from_memory_is_the_workbook() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(a_list())).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][1][:2] == ["0001", "髙瀬 陽菜乃"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:C3", True)
