"""Which column of a list is which of ours: by its words, by its values, as remembered, as a person chose."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from caseapp.exchange import candidates, csv_file, mapping, opened_file, refused_rows
from caseapp.exchange.columns import ALL_TABLES, CHILDREN, HOLDERS, ORGANIZATIONS, Kind, header_key
from caseapp.exchange.findings import Unreadable
from caseapp.exchange.grid import Grid
from caseapp.exchange.header_words import by_word, targets
from caseapp.exchange.mapping import SourceColumn
from tests.exchange.sheets import CHILD, TODAY, csv_bytes, xlsx


def grid(text: str) -> Grid:
    return csv_file.read(text.encode())


def guessed(text: str, kind: Kind = "children", at: int = 0) -> dict[str, str]:
    return {c.header: c.target for c in mapping.guess(grid(text), at, ALL_TABLES[kind])}


@pytest.mark.parametrize("kind", list(ALL_TABLES))
def test_our_own_heads_are_what_they_say(kind: Kind) -> None:
    names = ALL_TABLES[kind].names
    assert guessed(",".join(names) + "\n" + "," * (len(names) - 1), kind) == {name: name for name in names}


@pytest.mark.parametrize("kind", list(ALL_TABLES))
def test_every_word_leads_to_a_column_that_there_is(kind: Kind) -> None:
    table = ALL_TABLES[kind]
    assert set(by_word(table).values()) <= set(targets(table))
    for name in targets(table):
        assert by_word(table)[header_key(name)] == name


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("お名前", "氏名"),
        ("ご住所", "住所"),
        ("ＴＥＬ", "電話番号"),
        ("フリガナ", "氏名カナ"),
        ("生年月日(和暦)", "生年月日"),
        ("有効期間(自)", "受給者証有効期間開始"),
        ("有効 期限", "受給者証有効期間終了"),
        ("病名※", "疾病名"),
        ("血液型", ""),
    ],
)
def test_words_of_other_lists(header: str, target: str) -> None:
    assert guessed(f"{header},x\n1,2\n")[header] == target


def test_a_column_of_ours_is_given_once_and_parts_come_before_the_whole() -> None:
    assert guessed("電話,電話番号,姓,名,氏名\n1,2,3,4,5\n") == {
        "電話": "",
        "電話番号": "電話番号",
        "姓": "姓",
        "名": "名",
        "氏名": "",
    }


def test_values_tell_what_the_head_does_not() -> None:
    rows = "1234566,〒060-0001,011-222-3333,女,タカセ ヒナノ,H26.8.3,x\n" * 3
    assert guessed("a,b,c,d,e,f,g\n" + rows, "holders") == {
        "a": "受給者番号",
        "b": "郵便番号",
        "c": "電話番号",
        "d": "性別",
        "e": "氏名カナ",
        "f": "生年月日",
        "g": "",
    }


def test_one_value_alone_tells_nothing() -> None:
    assert guessed("a\n2014-08-03\n") == {"a": ""}


def test_remembered_is_taken_only_for_the_same_heads() -> None:
    table = grid("番号,なまえ\n1,x\n")
    before = {"番号": "児童番号", "なまえ": "氏名"}
    assert [(c.target, c.how) for c in mapping.guess(table, 0, CHILDREN, remembered=before)] == [
        ("児童番号", "remembered"),
        ("氏名", "remembered"),
    ]
    other = mapping.guess(grid("番号,別の\n1,x\n"), 0, CHILDREN, remembered=before)
    assert [c.how for c in other] == ["head", ""]


def test_a_remembered_column_that_is_no_more_is_left_out() -> None:
    (column,) = mapping.guess(grid("番号\n1\n"), 0, CHILDREN, remembered={"番号": "昔の列"})
    assert (column.target, column.how) == ("", "")


def test_the_order_of_the_heads_does_not_matter_to_the_memory() -> None:
    one, other = (mapping.guess(grid(text), 0, CHILDREN) for text in ("姓,名\n1,2\n", "名,姓\n1,2\n"))
    assert mapping.head_key(one, CHILDREN) == mapping.head_key(other, CHILDREN)
    assert mapping.head_key(one, CHILDREN) != mapping.head_key(one, HOLDERS)


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        ("児童番号,姓,名,生年月日", "children"),
        ("No,氏名,誕生日,学校,医ケア", "children"),
        ("受給者番号,氏名,生年月日,有効期間", "holders"),
        ("No,受診者氏名,受診者生年月日,受給者番号,疾病名", "holders"),
        ("児童番号,受給者番号,姓,名,生年月日", "children"),
        ("児童番号,日付,方法,相談内容", "consultations"),
        ("名称,区分,電話,FAX,所在地", "organizations"),
    ],
)
def test_the_kind_of_list_is_told_by_its_heads(heads: str, kind: str) -> None:
    assert mapping.kind_by_head(grid(heads + "\n").rows[0]) == kind


def test_the_heads_are_found_below_a_title() -> None:
    rows = grid("令和8年度 名簿\n,,作成 4月1日\n番号,氏名,生年月日\n1,x y,H26.8.3\n").rows
    assert mapping.header_row(rows) == 2
    assert mapping.header_row(rows, CHILDREN) == 2
    assert mapping.header_row(grid("あ,い\n1,2\n").rows, CHILDREN) == 0


# ---- what a person chose, applied


def read(text: str, **chosen: str) -> Any:
    table = HOLDERS
    whole = grid(text)
    columns = [
        SourceColumn(c.position, c.header, c.samples, chosen.get(c.header, c.target))
        for c in mapping.guess(whole, 0, table)
    ]
    return mapping.sheet(whole, 0, table, columns)


def test_one_column_of_theirs_becomes_two_of_ours() -> None:
    sheet = read("氏名,フリガナ,生年月日,有効期間\n𠮷野　陽菜,ヨシノ ヒナ,H26.8.3,自 R7.10.1 ～ 至 R8.9.30\n")
    (row,) = candidates.holders(sheet, today=TODAY).rows
    child = row.child
    assert (child.family_name, child.given_name) == ("𠮷野", "陽菜")
    assert (child.family_name_kana, child.given_name_kana) == ("ヨシノ", "ヒナ")
    period = child.certificates[0]
    assert (str(period.valid_from), str(period.valid_to)) == ("2025-10-01", "2026-09-30")


def test_a_name_without_a_blank_is_refused_by_its_row() -> None:
    found = candidates.holders(read("氏名,生年月日\n高瀬陽菜乃,H26.8.3\n"), today=TODAY)
    (problem,) = found.problems
    assert (problem.column, problem.reason.values["text"]) == ("名", "高瀬陽菜乃")


def test_a_period_of_one_day_is_its_end() -> None:
    sheet = read("氏名,生年月日,有効期間\n高瀬 陽菜乃,H26.8.3,R8.9.30まで\n")
    (row,) = candidates.holders(sheet, today=TODAY).rows
    assert str(row.child.certificates[0].valid_to) == "2026-09-30"


def test_what_is_not_taken_is_named() -> None:
    sheet = read("氏名,生年月日,血液型,\n高瀬 陽菜乃,H26.8.3,A,x\n")
    (warning,) = sheet.warnings
    assert warning.reason.values["columns"] == "血液型"
    assert sheet.headers == {"姓": "氏名", "名": "氏名"}


@pytest.mark.parametrize(
    ("text", "chosen", "missing"),
    [
        ("氏名,血液型\nx y,A\n", {}, "生年月日"),
        ("氏名,生年月日\nx y,H26.8.3\n", {"氏名": ""}, "姓、名"),
        ("氏名,生年月日,苗字\nx y,H26.8.3,x\n", {"苗字": "姓"}, "姓"),
        ("氏名,生年月日\n", {}, ""),
    ],
)
def test_what_cannot_be_read_so_is_refused(text: str, chosen: dict[str, str], missing: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text, **chosen)
    assert refused.value.problems[0].values.get("columns", "") == missing


def test_the_same_person_and_period_twice_is_refused() -> None:
    row = "1234566,高瀬 陽菜乃,H26.8.3,R8.10.1～R9.9.30\n"
    sheet = read("受給者番号,氏名,生年月日,有効期間\n" + row + row)
    assert [finding.place.line for finding in candidates.holders(sheet, today=TODAY).problems] == [3]


# ---- files


def test_every_sheet_that_is_shown_can_be_chosen(tmp_path: Any) -> None:
    def more(sheet: Any) -> None:
        hidden = sheet.parent.create_sheet("隠れた")
        hidden.sheet_state = "hidden"
        sheet.parent.create_sheet("名簿").append(list(CHILD))

    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([["目次"]], more))
    file = opened_file.open_file(path)
    assert file.titles == ("Sheet", "名簿")
    assert file.grid("名簿").rows[0].values == tuple(CHILD)
    assert len(file.source.digest) == 64
    with pytest.raises(Unreadable):
        file.grid("ない")


def test_refused_rows_are_written_as_they_stand_and_can_be_read_again() -> None:
    data = csv_bytes([CHILD, {**CHILD, "児童番号": "R8-2", "生年月日": "2月30日"}])
    table = csv_file.read(data)
    sheet = mapping.sheet(table, 0, CHILDREN, mapping.guess(table, 0, CHILDREN))
    problems = candidates.children(sheet, today=TODAY).problems
    written = refused_rows.write(table, 0, problems, xlsx=False)
    again = csv_file.read(written)
    assert [row.values[2:] for row in again.rows] == [tuple(CHILD), ("R8-2", "高瀬", "陽菜乃", "2月30日")]
    assert again.rows[1].values[0] == "3"
    workbook = openpyxl.load_workbook(io.BytesIO(refused_rows.write(table, 0, problems, xlsx=True)))
    assert workbook.active["F2"].value == "2月30日"
    columns = mapping.guess(again, 0, CHILDREN)
    assert mapping.problems(columns, CHILDREN) == []
    assert mapping.not_taken(columns) == again.rows[0].values[:2]


def test_organizations_of_other_lists() -> None:
    text = "コード,名称,区分,所在地,代表電話\nK-1,汐見小学校,学校,汐見市,011-222-3333\n"
    table = grid(text)
    sheet = mapping.sheet(table, 0, ORGANIZATIONS, mapping.guess(table, 0, ORGANIZATIONS))
    (row,) = candidates.organizations(sheet, today=TODAY).rows
    assert (row.organization.number, row.organization.phone) == ("K-1", "011-222-3333")
