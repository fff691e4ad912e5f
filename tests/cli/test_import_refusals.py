"""Every refusal the contract lists for files: named by line and column, exit 4, and the store is as it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.terminal import VIEWER, Terminal
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes, xlsx

Row = dict[str, str]
SECOND = {**CHILD, "児童番号": "R8-0002"}
CHILD_TALK = {**CONSULTATION, "児童番号": "R8-0009"}

REFUSED: list[tuple[str, str, list[Row], list[tuple[int, str]]]] = [
    ("an era day that never was", "children", [CHILD, {**SECOND, "生年月日": "平成31年5月1日"}], [(3, "生年月日")]),
    ("30 February with a year", "children", [{**CHILD, "生年月日": "2018年2月30日"}], [(2, "生年月日")]),
    ("30 February", "children", [{**CHILD, "生年月日": "2月30日"}], [(2, "生年月日")]),
    ("month 13", "children", [{**CHILD, "生年月日": "2018/13/01"}], [(2, "生年月日")]),
    ("born tomorrow", "children", [{**CHILD, "生年月日": "2026-11-21"}], [(2, "生年月日")]),
    ("born in a future era year", "children", [{**CHILD, "生年月日": "令和20年1月1日"}], [(2, "生年月日")]),
    ("a sex that is not in the list", "children", [{**CHILD, "性別": "犬"}], [(2, "性別")]),
    ("a disease group that is none", "children", [{**CHILD, "疾患群": "99"}], [(2, "疾患群")]),
    ("care that is none", "children", [{**CHILD, "医療的ケア": "たんの吸引、お祈り"}], [(2, "医療的ケア")]),
    ("neither yes nor no", "children", [{**CHILD, "重症患者認定": "たぶん"}], [(2, "重症患者認定")]),
    ("no number", "children", [{**CHILD, "児童番号": ""}], [(2, "児童番号")]),
    ("no family name", "children", [{**CHILD, "姓": "　"}], [(2, "姓")]),
    ("no given name", "children", [{**CHILD, "名": ""}], [(2, "名")]),
    ("no birth date", "children", [{**CHILD, "生年月日": " "}], [(2, "生年月日")]),
    ("nameless, not born", "children", [{**CHILD, "名": "", "生年月日": "2027/1/1"}], [(2, "名"), (2, "生年月日")]),
    ("a number twice", "children", [CHILD, {**CHILD, "児童番号": "Ｒ８-０００１"}], [(3, "児童番号")]),
    ("a number that the store has", "children", [CHILD, {**CHILD, "児童番号": "R8-0009"}], [(3, "児童番号")]),
    ("a worker nobody knows", "children", [{**CHILD, "担当者": "知らない 人"}], [(2, "担当者")]),
    (
        "several in one row, several rows",
        "children",
        [{**CHILD, "生年月日": "H31.5.1", "性別": "犬"}, {**SECOND, "性別": "女"}, {**CHILD, "名": "", "性別": "女"}],
        [(2, "生年月日"), (2, "性別"), (4, "名")],
    ),
    ("no such child", "consultations", [CHILD_TALK, {**CONSULTATION, "児童番号": "R8-7777"}], [(3, "児童番号")]),
    ("a method that is not in the list", "consultations", [{**CHILD_TALK, "相談方法": "のろし"}], [(2, "相談方法")]),
    ("no method", "consultations", [{**CHILD_TALK, "相談方法": ""}], [(2, "相談方法")]),
    ("no content", "consultations", [{**CHILD_TALK, "内容": ""}], [(2, "内容")]),
    ("no day", "consultations", [{**CHILD_TALK, "相談日": ""}], [(2, "相談日")]),
    ("a day that never was", "consultations", [{**CHILD_TALK, "相談日": "令和8年11月31日"}], [(2, "相談日")]),
    ("a topic that is none", "consultations", [{**CHILD_TALK, "相談内容区分": "就学;天気"}], [(2, "相談内容区分")]),
    ("a next day that never was", "consultations", [{**CHILD_TALK, "次回予定日": "2月30日"}], [(2, "次回予定日")]),
    ("the same consultation twice", "consultations", [CHILD_TALK, CHILD_TALK], [(3, "")]),
    ("a consultation the store has", "consultations", [{**CHILD_TALK, "内容": "給食の塩分のこと"}], [(2, "")]),
    ("a kind of organization that is none", "organizations", [{**ORGANIZATION, "種別": "宇宙局"}], [(2, "種別")]),
    ("no name of an organization", "organizations", [{**ORGANIZATION, "機関名": ""}], [(2, "機関名")]),
    ("no number of an organization", "organizations", [{**ORGANIZATION, "機関番号": ""}], [(2, "機関番号")]),
    ("no kind of organization", "organizations", [{**ORGANIZATION, "種別": ""}], [(2, "種別")]),
    ("an organization twice", "organizations", [ORGANIZATION, ORGANIZATION], [(3, "機関番号")]),
]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "rows", "places"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_bad_row_is_named_and_nothing_is_changed(
    terminal: Terminal, kind: str, rows: list[Row], places: list[tuple[int, str]], form: str
) -> None:
    header = list({name: None for row in rows for name in row})
    full = [{name: row.get(name, "") for name in header} for row in rows]
    content = csv_bytes(full) if form == "csv" else xlsx([header, *(list(row.values()) for row in full)])
    file = terminal.write(f"file.{form}", content)
    before = terminal.holds()

    answer = terminal("import", file, "--kind", kind)
    assert (answer.code, answer.out) == (4, "")
    head, *lines = answer.err.splitlines()
    assert f"{len(places)}か所" in head
    assert [line.split(": ")[0] for line in lines] == [
        f"{line}行目" + (f"「{column}」" if column else "") for line, column in places
    ]
    assert all(line.split(": ", 1)[1] for line in lines)

    told = terminal("import", file, "--kind", kind, "--json")
    assert told.code == 4
    assert [(p["line"], p["column"]) for p in told.json["problems"]] == places
    assert all(p["reason"] for p in told.json["problems"])

    assert terminal("import", file, "--kind", kind, "--dry-run").code == 4
    assert terminal.holds() == before


def test_a_number_the_store_has_is_passed_over_with_skip(terminal: Terminal) -> None:
    file = terminal.write("c.csv", csv_bytes([{**CHILD, "児童番号": "R8-0009", "名": "別人"}, CHILD]))
    before = terminal.child("R8-0009")
    answer = terminal("import", file, "--kind", "children", "--on-duplicate", "skip", "--json")
    assert (answer.code, answer.json["new"], answer.json["skipped"], answer.json["changed"]) == (0, 1, 1, 0)
    assert terminal.child("R8-0009") == before
    assert terminal.child("R8-0001")["given_name"] == "陽菜乃"


def test_a_number_the_store_has_is_brought_up_to_date_with_update(terminal: Terminal) -> None:
    row = {
        "児童番号": "R8-0009",
        "姓": "髙瀬",
        "名": "湊",
        "生年月日": "2016-05-02",
        "住所": "汐見市浜町1-1",
        "備考": "",
    }
    file = terminal.write("c.csv", csv_bytes([row]))
    answer = terminal("import", file, "--kind", "children", "--on-duplicate", "update", "--json")
    assert (answer.code, answer.json["changed"], answer.json["new"]) == (0, 1, 0)
    assert terminal.child("R8-0009")["address"] == "汐見市浜町1-1"
    assert len(terminal.child("R8-0009")["consultations"]) == 1
    again = terminal("import", file, "--kind", "children", "--on-duplicate", "update", "--json")
    assert (again.json["changed"], again.json["unchanged"]) == (0, 1)


def test_a_number_twice_in_the_file_is_refused_whatever_is_said_of_duplicates(terminal: Terminal) -> None:
    file = terminal.write("c.csv", csv_bytes([CHILD, CHILD]))
    before = terminal.holds()
    for choice in ("skip", "update", "fail"):
        assert terminal("import", file, "--kind", "children", "--on-duplicate", choice).code == 4
    assert terminal.holds() == before


def test_an_organization_the_store_has_is_refused_skipped_or_updated(terminal: Terminal) -> None:
    file = terminal.write("k.csv", csv_bytes([ORGANIZATION]))
    assert terminal("import", file, "--kind", "organizations").code == 0
    before = terminal.holds()
    assert terminal("import", file, "--kind", "organizations").code == 4
    assert terminal("import", file, "--kind", "organizations", "--on-duplicate", "skip").code == 0
    assert terminal.holds() == before
    changed = terminal.write("k.csv", csv_bytes([{**ORGANIZATION, "機関名": "新しい小学校"}]))
    assert terminal("import", changed, "--kind", "organizations", "--on-duplicate", "update").code == 0
    assert [o["name"] for o in terminal.holds()["organizations"]] == ["新しい小学校"]


OTHER_FILES: list[tuple[str, Any, str]] = [
    ("a table of another kind", csv_bytes([ORGANIZATION]), "関係機関"),
    ("a table that is none of ours", csv_bytes([{"品名": "りんご", "値段": "100"}]), "児童番号"),
    ("only a header", csv_bytes([CHILD]).splitlines()[0] + b"\r\n", ""),
    ("an empty file", b"", ""),
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", ""),
    ("an old Excel file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsx"),
    ("a damaged XLSX", xlsx([list(CHILD), list(CHILD.values())])[:-200], ""),
    ("noise", bytes(range(128, 256)) * 8, ""),
    ("JSON", b'{"format": "caseapp-export"}', "JSON"),
    ("a quotation mark left open", "児童番号,姓,名,生年月日\r\n1,\"高瀬,陽菜乃,2014-08-03\r\n".encode(), ""),
    ("a column missing", csv_bytes([{k: v for k, v in CHILD.items() if k != "生年月日"}]), "生年月日"),
    ("a column twice", "児童番号,姓,名,生年月日,姓\r\n1,高瀬,陽菜乃,2014-08-03,山\r\n".encode(), "姓"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "word"), [f[1:] for f in OTHER_FILES], ids=[f[0] for f in OTHER_FILES])
def test_a_file_of_another_kind_is_refused(terminal: Terminal, content: bytes, word: str) -> None:
    file = terminal.write("file.csv", content)
    before = terminal.holds()
    answer = terminal("import", file, "--kind", "children")
    assert (answer.code, answer.out) == (4, "")
    assert "何も変わっていません" in answer.err
    assert word in answer.err
    assert len(answer.err.splitlines()) == 1
    assert terminal.holds() == before


def test_a_dry_run_says_what_would_be_and_does_nothing(terminal: Terminal) -> None:
    file = terminal.write("c.csv", csv_bytes([CHILD]))
    before = terminal.holds()
    answer = terminal("import", file, "--kind", "children", "--dry-run", "--json")
    assert (answer.code, answer.json["new"], answer.json["dry_run"]) == (0, 1, True)
    assert "1件" in terminal("import", file, "--kind", "children", "--dry-run").out
    assert terminal.holds() == before


def test_unknown_columns_are_named_and_kept_out(terminal: Terminal) -> None:
    file = terminal.write("c.csv", csv_bytes([{**CHILD, "好きな色": "青"}]))
    answer = terminal("import", file, "--kind", "children")
    assert answer.code == 0
    assert "好きな色" in answer.err
    assert "青" not in str(terminal.child("R8-0001"))


def test_whose_role_only_reads_may_not_import(terminal: Terminal) -> None:
    file = terminal.write("c.csv", csv_bytes([CHILD]))
    before = terminal.holds()
    assert terminal.as_user(VIEWER, "import", file, "--kind", "children").code == 7
    assert terminal.holds() == before


def test_a_table_without_its_kind_and_a_file_that_is_not_there_are_words_that_are_off(terminal: Terminal) -> None:
    file = terminal.write("c.csv", csv_bytes([CHILD]))
    assert terminal("import", file).code == 2
    assert terminal("import", terminal.folder / "none.csv", "--kind", "children").code == 2
    assert terminal("import", terminal.folder, "--kind", "children").code == 2
    assert terminal("import", file, "--kind", "animals").code == 2
