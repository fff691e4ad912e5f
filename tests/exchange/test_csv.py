"""CSV as it comes: encodings, line ends, quotes, headers; and what is refused with a sentence that helps."""

from __future__ import annotations

import codecs

import pytest

from caseapp.exchange import grid, tables
from caseapp.exchange.columns import Kind
from caseapp.exchange.findings import Unreadable
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes, csv_text, read, said


def _refusal(data: bytes, kind: Kind = "children") -> str:
    with pytest.raises(Unreadable) as refused:
        tables.read(data, kind)
    from caseapp.words import language

    return language.translator("en").say(refused.value.problems[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_encoding_of_excel_is_read(encoding: str) -> None:
    found = read(csv_text([CHILD]).encode(encoding))
    assert [row.child.name for row in found.rows] == ["高瀬 陽菜乃"]
    assert found.problems == ()


def test_characters_that_only_cp932_names_hold_are_read() -> None:
    found = read(csv_bytes([{**CHILD, "姓": "髙﨑", "名": "①ⅲ纊"}], "cp932"))
    assert found.rows[0].child.name == "髙﨑 ①ⅲ纊"


@pytest.mark.parametrize("name", ["髙", "𠮷", "葛\U000e0100", "神", "か\u3099", "ｱﾒﾘｱ", "Ａ", "①", "邉\U000e0102"])
def test_a_name_is_kept_to_the_code_point(name: str) -> None:
    found = read(csv_bytes([{**CHILD, "姓": f" \u3000{name}\u3000 "}]))
    assert found.rows[0].child.family_name == name


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    found = read(csv_text([CHILD, {**CHILD, "児童番号": "R8-0002"}], end=end).encode())
    assert [row.number for row in found.rows] == ["R8-0001", "R8-0002"]
    assert [row.place.line for row in found.rows] == [2, 3]


def test_tabs_between_values_are_read() -> None:
    found = read(csv_text([CHILD], delimiter="\t").encode("utf-16"))
    assert found.rows[0].child.given_name == "陽菜乃"


def test_a_bad_row_behind_a_quoted_line_break_is_named_as_editor_and_spreadsheet_show_it() -> None:
    rows = [
        {**CHILD, "備考": "一行め\r\n二行め\n三行め"},
        {**CHILD, "児童番号": "R8-0002", "生年月日": "2月30日", "備考": ""},
    ]
    found = read(csv_bytes(rows))
    assert found.rows[0].child.note == "一行め\n二行め\n三行め"
    assert [(f.place.line, f.place.row, f.column) for f in found.problems] == [(5, 3, "生年月日")]
    assert said(found.problems)[0].startswith("Line 5 (row 3 in a spreadsheet), 生年月日: ")


def test_a_place_without_quoted_breaks_is_one_number() -> None:
    found = read(csv_bytes([{**CHILD, "名": ""}]))
    assert said(found.problems) == ["Line 2, 名: This must be filled in."]


def test_the_header_may_stand_below_a_title() -> None:
    text = "児童台帳,,,\r\n令和8年11月1日現在,,,\r\n\r\n" + csv_text([CHILD])
    found = read(text.encode())
    assert [(row.number, row.place.line) for row in found.rows] == [("R8-0001", 5)]


def test_the_header_is_not_looked_for_further_down() -> None:
    assert "missing" in _refusal(("x,y\r\n" * 10 + csv_text([CHILD])).encode())


def test_headers_match_in_any_width_with_blanks_and_marks_and_in_any_order() -> None:
    found = read("名　,※生年月日, 姓 ,児童番号（必須）,ＦＡＸ\r\n陽菜乃,2014-08-03,高瀬,1,2\r\n".encode())
    assert found.rows[0].child.name == "高瀬 陽菜乃"
    assert said(found.warnings) == ["Line 1: These columns are not known and are left out: ＦＡＸ."]


def test_unknown_columns_are_named_and_kept_out() -> None:
    found = read(csv_bytes([{**CHILD, "血液型": "A", "星座": "しし座"}]))
    assert said(found.warnings) == ["Line 1: These columns are not known and are left out: 血液型、星座."]
    assert "しし座" not in repr(found.rows)


def test_short_rows_and_blank_rows_are_taken_as_they_are() -> None:
    text = csv_text([{**CHILD, "備考": "x"}]) + "\r\n,,,,\r\nR8-0002,甲,乙,2014-08-03\r\n"
    found = read(text.encode())
    assert [(row.number, row.child.note) for row in found.rows] == [("R8-0001", "x"), ("R8-0002", "")]


def test_missing_required_columns_are_named() -> None:
    assert "名、生年月日" in _refusal("児童番号,姓\r\n1,高瀬\r\n".encode())


@pytest.mark.parametrize(
    ("rows", "kind", "named"),
    [
        ([CONSULTATION], "children", "Consultations"),
        ([CHILD], "consultations", "Register of children"),
        ([ORGANIZATION], "children", "Organizations"),
    ],
)
def test_a_table_of_another_kind_is_named(rows: list[dict[str, str]], kind: Kind, named: str) -> None:
    assert f"another kind: {named}" in _refusal(csv_bytes(rows), kind)


def test_a_column_that_is_there_twice_is_refused() -> None:
    assert "姓 is there twice" in _refusal((csv_text([CHILD]).replace('名"', '名","姓"', 1)).encode())


@pytest.mark.parametrize("data", [b"", b"\r\n \r\n", codecs.BOM_UTF8, b"\x00" * 100])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    assert _refusal(data) == "The file is empty."


def test_a_header_without_rows_is_refused() -> None:
    assert "nothing below" in _refusal(csv_text([CHILD]).splitlines()[0].encode())


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xff\xd8\xff\xe0....", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Excel"),
        (b"SQLite format 3\x00...", "database"),
        (b"<html><table>", "web page"),
        (b'{"format": "caseapp-export"}', "JSON"),
        (b"\x01\x02\x03,binary", "not a table"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_a_file_of_another_kind_is_named(data: bytes, word: str) -> None:
    assert word in _refusal(data)


def test_an_unknown_encoding_names_the_line() -> None:
    euc = csv_text([CHILD]).encode("utf-8") + "高瀬".encode("euc_jp") + b"\xff\xff\r\n"
    assert "from line 3 on" in _refusal(euc)


def test_a_quote_that_is_never_closed_names_its_line() -> None:
    text = csv_text([CHILD]) + 'R8-0002,"甲,乙,2014-08-03\r\nR8-0003,丙,丁,2014-08-03\r\n'
    assert "begins in line 3" in _refusal(text.encode())


def test_a_value_beyond_the_limit_is_refused() -> None:
    assert "longer than" in _refusal(csv_bytes([{**CHILD, "備考": "あ" * (grid.MOST_CELL + 1)}]))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    assert "more than 3 rows" in _refusal(csv_bytes([CHILD] * 4))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 20)
    assert "larger than" in _refusal(csv_bytes([CHILD]))


def test_a_private_character_is_kept_and_told() -> None:
    found = read(csv_bytes([{**CHILD, "姓": "\ue000田"}], "cp932"))
    assert found.rows[0].child.family_name == "\ue000田"
    assert "U+E000" in said(found.warnings)[0]
