"""XLSX as Excel writes it: date cells, leading zeros, formulas, wrong sizes; and packages made to do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest

from caseapp.exchange import grid, tables
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import Unreadable
from caseapp.words import language
from tests.exchange.sheets import CHILD, CONSULTATION, csv_bytes, places, read, rewritten, said, xlsx

HEADER = list(CHILD)


def _refusal(data: bytes, kind: Kind = "children") -> str:
    with pytest.raises(Unreadable) as refused:
        tables.read(data, kind)
    return language.translator("en").say(refused.value.problems[0])


def test_a_workbook_is_told_by_its_content_not_by_its_name(tmp_path: Any) -> None:
    for name, data in (("a.csv", xlsx([HEADER, list(CHILD.values())])), ("b.xlsx", csv_bytes([CHILD]))):
        (tmp_path / name).write_bytes(data)
        assert tables.read(tmp_path / name, "children").rows[0].values["姓"] == "高瀬"


@pytest.mark.parametrize(
    "value", [date(2014, 8, 3), datetime(2014, 8, 3), datetime(2014, 8, 3, 9, 30), "平成26年8月3日", 41854]
)
def test_date_cells_are_dates(value: Any) -> None:
    found = read(xlsx([HEADER, ["1", "高瀬", "陽菜乃", value]]))
    assert found.problems == ()
    assert found.rows[0].child.birth_date == date(2014, 8, 3)


@pytest.mark.parametrize("form", ["[$-411]ge.m.d", '[$-ja-JP-x-gannen]ggge"年"m"月"d"日"', "yyyy/m/d", 'm"月"d"日"'])
def test_dates_in_the_formats_of_japanese_excel_are_read(form: str) -> None:
    def prepare(sheet: Any) -> None:
        sheet.cell(2, 4).number_format = form

    found = read(xlsx([HEADER, ["1", "高瀬", "陽菜乃", 41854]], prepare))
    assert found.rows[0].child.birth_date == date(2014, 8, 3)


def test_built_in_formats_that_only_japanese_excel_has_are_dates() -> None:
    data = xlsx([HEADER, ["1", "高瀬", "陽菜乃", date(2014, 8, 3)]])
    data = rewritten(
        data, lambda name, c: c.replace(b'numFmtId="164" fontId', b'numFmtId="57" fontId') if "styles" in name else c
    )
    assert b'numFmtId="57"' in zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml")
    assert read(data).rows[0].child.birth_date == date(2014, 8, 3)


def test_a_workbook_that_counts_from_1904_is_read_rightly() -> None:
    def prepare(sheet: Any) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        sheet.parent.epoch = CALENDAR_MAC_1904

    found = read(xlsx([HEADER, ["1", "高瀬", "陽菜乃", 41854 - 1462]], prepare))
    assert found.rows[0].child.birth_date == date(2014, 8, 3)


@pytest.mark.parametrize(("value", "number"), [(2018, "2018"), (1.0, "1"), ("０１２", "012"), (12.5, "12.5")])
def test_numbers_of_children_stay_what_is_seen(value: Any, number: str) -> None:
    assert read(xlsx([HEADER, [value, "高瀬", "陽菜乃", "2014-08-03"]])).rows[0].number == number


def test_leading_zeros_that_a_format_shows_are_kept() -> None:
    def prepare(sheet: Any) -> None:
        sheet.cell(2, 1).number_format = "00000"
        sheet.cell(2, 5).number_format = "[<=999]000;[<=9999]000-00;000-0000"

    found = read(xlsx([[*HEADER, "郵便番号"], [42, "高瀬", "陽菜乃", "2014-08-03", 600001]], prepare))
    assert (found.rows[0].number, found.rows[0].child.postal_code) == ("00042", "060-0001")
    assert found.warnings == ()


def test_leading_zeros_that_excel_dropped_are_put_back_and_told() -> None:
    data = xlsx(
        [
            [*HEADER, "電話番号", "郵便番号", "受給者番号"],
            ["1", "高瀬", "陽菜乃", "2014-08-03", 9012345678, 600001, 123455],
        ]
    )
    found = read(data)
    child = found.rows[0].child
    assert (child.phone, child.postal_code) == ("09012345678", "060-0001")
    assert [column for _, column in places(found.warnings)][:2] == ["郵便番号", "電話番号"]


def test_a_time_cell_and_minutes_are_read() -> None:
    header = [*CONSULTATION, "開始時刻", "所要分"]
    for start in (time(15, 20), 0.6388888888888888, "15:20", datetime(2026, 11, 2, 15, 20), "午後3時20分"):
        found = read(xlsx([header, [*CONSULTATION.values(), start, 30]]), "consultations")
        assert found.problems == ()
        assert (found.rows[0].consultation.start, found.rows[0].consultation.minutes) == (time(15, 20), 30)


def test_truth_values_of_a_sheet_are_yes_and_no() -> None:
    header = [*HEADER, "受給者番号", "重症患者認定", "人工呼吸器等装着"]
    found = read(xlsx([header, [*CHILD.values(), "1234567", True, False]]))
    period = found.rows[0].child.certificates[0]
    assert (period.severe, period.ventilator) == (True, False)


def test_the_first_sheet_with_the_header_is_read_and_the_row_is_the_sheets() -> None:
    def prepare(sheet: Any) -> None:
        other = sheet.parent.create_sheet("台帳")
        for row in ([], ["児童台帳"], [], HEADER, [], ["1", "高瀬", "", "2014-08-03"]):
            other.append(row)

    found = read(xlsx([["説明", "この表は"]], prepare))
    assert places(found.problems) == [(6, "名")]


def test_a_hidden_sheet_comes_after_the_visible_ones() -> None:
    def prepare(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        other = sheet.parent.create_sheet("台帳")
        other.append(HEADER)
        other.append(["2", "高瀬", "陽菜乃", "2014-08-03"])

    assert read(xlsx([HEADER, ["1", "古", "い", "2014-08-03"]], prepare)).rows[0].number == "2"


def test_a_wrong_dimension_is_not_believed() -> None:
    data = xlsx([HEADER, *([str(n), "高瀬", "陽菜乃", "2014-08-03"] for n in range(5))])
    data = rewritten(data, lambda name, c: c.replace(b'ref="A1:D6"', b'ref="A1:A2"') if "sheet1" in name else c)
    assert len(read(data).rows) == 5


def test_an_error_in_a_cell_is_a_problem_of_its_row() -> None:
    def prepare(sheet: Any) -> None:
        sheet.cell(2, 3).value = "#N/A"
        sheet.cell(2, 3).data_type = "e"

    found = read(xlsx([HEADER, ["1", "高瀬", "x", "2014-08-03"]], prepare))
    assert said(found.problems) == ["Line 2, 名: The cell shows the error #N/A. Correct it in the file."]


def test_a_formula_that_was_never_computed_is_no_empty_cell() -> None:
    found = read(xlsx([[*HEADER, "備考"], ["1", "高瀬", "陽菜乃", "2014-08-03", "=A1&B1"]]))
    assert places(found.problems) == [(2, "備考")]
    assert "never computed" in said(found.problems)[0]


def test_the_computed_value_of_a_formula_is_read() -> None:
    data = xlsx([[*HEADER, "備考"], ["1", "高瀬", "陽菜乃", "2014-08-03", "=A1"]])
    data = rewritten(
        data,
        lambda name, c: c.replace(b"<f>A1</f><v></v>", b"<f>A1</f><v>17</v>").replace(
            b"<f>A1</f><v />", b"<f>A1</f><v>17</v>"
        ),
    )
    found = read(data)
    assert found.problems == ()
    assert found.rows[0].child.note == "17"


def test_furigana_of_a_cell_is_not_read_as_its_text() -> None:
    data = xlsx([HEADER, ["1", "高瀬", "陽菜乃", "2014-08-03"]])
    strings = (
        b'<si><t>\xe9\xab\x98\xe7\x80\xac</t><rPh sb="0" eb="2"><t>\xe3\x82\xbf\xe3\x82\xab\xe3\x82\xbb</t></rPh></si>'
    )

    def change(name: str, content: bytes) -> bytes:
        return content.replace("<si><t>高瀬</t></si>".encode(), strings)

    changed = rewritten(data, change)
    assert read(changed).rows[0].child.family_name == "高瀬"


def test_control_signs_that_excel_writes_escaped_are_read() -> None:
    found = read(xlsx([[*HEADER, "備考"], ["1", "高瀬", "陽菜乃", "2014-08-03", "一_x000D_\n二_x0009_三"]]))
    assert found.rows[0].child.note == "一\n二\t三"


# ---- what is refused


def test_a_word_document_and_an_open_document_are_named() -> None:
    for names, word in (
        (["word/document.xml"], "Word"),
        (["mimetype", "content.xml"], "OpenDocument"),
        (["a"], "not a table"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        assert word in _refusal(out.getvalue())


def test_a_truncated_workbook_is_called_damaged() -> None:
    data = xlsx([HEADER, list(CHILD.values())])
    assert "damaged" in _refusal(data[: len(data) // 2])


def test_a_part_that_is_no_xml_is_called_damaged() -> None:
    data = rewritten(xlsx([HEADER, list(CHILD.values())]), lambda name, c: b"<a>" if "sheet1" in name else c)
    assert "damaged" in _refusal(data)


def test_a_flipped_byte_is_called_damaged() -> None:
    data = bytearray(xlsx([HEADER, *[list(CHILD.values())] * 200]))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    middle = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    data[middle] ^= 0xFF
    assert "damaged" in _refusal(bytes(data))


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_UNPACKED", 1_000_000)
    data = xlsx([HEADER, [*list(CHILD.values())[:3], "x" * 30_000]])
    bomb = rewritten(data, lambda name, c: c + b" " * 2_000_000 if "sheet1" in name else c)
    assert len(bomb) < 50_000
    assert "larger than this program reads" in _refusal(bomb)


def test_entities_are_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    data = rewritten(
        xlsx([HEADER, list(CHILD.values())]), lambda name, c: evil + c[c.find(b"<", 1) :] if "sheet1" in name else c
    )
    assert "damaged" in _refusal(data)


def test_a_row_far_down_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rewritten(
        xlsx([HEADER, list(CHILD.values())]),
        lambda name, c: c.replace(b'<row r="2"', b'<row r="999999999"').replace(b'"A2"', b'"A999999999"'),
    )
    assert "more than" in _refusal(data)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    assert "more than 3 rows" in _refusal(xlsx([HEADER, *[list(CHILD.values())] * 4]))


def test_a_workbook_of_another_kind_is_named() -> None:
    assert "another kind: Consultations" in _refusal(xlsx([list(CONSULTATION), list(CONSULTATION.values())]))
