"""What real files hold, read right: encodings, line ends, widths, dates, yes and no; and names to the code point."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.cli.terminal import WORKER, Terminal
from tests.exchange.sheets import CHILD, CONSULTATION, csv_bytes, csv_text, xlsx


def taken(terminal: Terminal, content: bytes, *, kind: str = "children", name: str = "file.csv") -> None:
    answer = terminal("import", terminal.write(name, content), "--kind", kind)
    assert answer.code == 0, answer.err


def child(terminal: Terminal, row: dict[str, str], *, encoding: str = "utf-8") -> dict[str, Any]:
    taken(terminal, csv_bytes([{**CHILD, **row}], encoding))
    return terminal.child("R8-0001")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_encoding_and_line_end_gives_the_same_child(terminal: Terminal, encoding: str, end: str) -> None:
    row = {**CHILD, "姓": "髙瀬", "住所": "汐見市緑が丘①-Ⅱ", "備考": "電話は母だけ。\n封筒は無地。"}
    taken(terminal, csv_text([row], end=end).encode(encoding))
    found = terminal.child("R8-0001")
    assert (found["family_name"], found["address"]) == ("髙瀬", "汐見市緑が丘①-Ⅱ")
    assert found["note"] == "電話は母だけ。\n封筒は無地。"


def test_full_width_digits_half_width_kana_and_blanks_at_the_ends(terminal: Terminal) -> None:
    found = child(
        terminal,
        {
            "児童番号": " Ｒ８－０００１ ",
            "姓": "　高瀬 ",
            "姓カナ": "ﾀｶｾ",
            "名カナ": "ﾋﾅﾉ ",
            "生年月日": "２０１４／８／３",
            "郵便番号": "０００００３４",
            "電話番号": "０９０－１２３４－５６７８",
        },
    )
    assert (found["family_name"], found["family_name_kana"], found["given_name_kana"]) == ("高瀬", "タカセ", "ヒナノ")
    assert (found["birth_date"], found["postal_code"], found["phone"]) == ("2014-08-03", "000-0034", "090-1234-5678")


DATES = {
    "2018/4/1": "2018-04-01",
    "2018-04-01": "2018-04-01",
    "2018.4.1": "2018-04-01",
    "2018年4月1日": "2018-04-01",
    "平成30年4月1日": "2018-04-01",
    "H30.4.1": "2018-04-01",
    "令和元年5月1日": "2019-05-01",
    "平成31年4月30日": "2019-04-30",
    "２０１８年４月１日": "2018-04-01",
}


def test_every_form_of_a_date_is_read(terminal: Terminal) -> None:
    rows = [{**CHILD, "児童番号": f"D-{n}", "生年月日": text} for n, text in enumerate(DATES)]
    taken(terminal, csv_bytes(rows))
    born = {c["number"]: c["birth_date"] for c in terminal.holds()["children"]}
    assert [born[f"D-{n}"] for n in range(len(DATES))] == list(DATES.values())


def test_dates_in_the_cells_of_a_workbook_are_read(terminal: Terminal) -> None:
    header = ["児童番号", "姓", "名", "生年月日", "受給者番号", "受給者証有効期間開始", "受給者証有効期間終了"]
    row = ["0007", "高瀬", "陽菜乃", date(2014, 8, 3), 1234567, datetime(2026, 10, 1), "R9.9.30"]
    taken(terminal, xlsx([header, row]), name="c.xlsx")
    found = terminal.child("0007")
    assert found["birth_date"] == "2014-08-03"
    assert (found["certificate"]["number"], found["certificate"]["valid_from"], found["certificate"]["valid_to"]) == (
        "1234567",
        "2026-10-01",
        "2027-09-30",
    )


YES_NO = {"はい": True, "いいえ": False, "○": True, "×": False, "有": True, "無": False, "1": True, "0": False}
YES_NO |= {"TRUE": True, "FALSE": False, "": False, " １ ": True}


def test_every_yes_and_no_is_read(terminal: Terminal) -> None:
    rows = [
        {**CHILD, "児童番号": f"Y-{n}", "受給者番号": "1234567", "重症患者認定": text, "人工呼吸器等装着": text}
        for n, text in enumerate(YES_NO)
    ]
    taken(terminal, csv_bytes(rows))
    found = {c["number"]: c["certificate"] for c in terminal.holds()["children"]}
    for n, expected in enumerate(YES_NO.values()):
        assert (found[f"Y-{n}"]["severe"], found[f"Y-{n}"]["ventilator"]) == (expected, expected)


def test_yes_and_no_as_cells_of_a_workbook(terminal: Terminal) -> None:
    header = ["児童番号", "姓", "名", "生年月日", "受給者番号", "重症患者認定", "人工呼吸器等装着"]
    taken(terminal, xlsx([header, ["1", "高瀬", "湊", date(2014, 8, 3), "1", True, 0]]), name="c.xlsx")
    found = terminal.child("1")["certificate"]
    assert (found["severe"], found["ventilator"]) == (True, False)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("髙瀬", "陽菜乃"),
        ("𠮷田", "湊"),
        ("葛\U000e0100城", "辻\U000e0101"),
        ("渡邉", "邊"),
        ("神\ufe00谷", "か\u3099く"),
        ("﨑山", "礼\uf9b5"),
    ],
)
def test_a_name_is_kept_to_the_code_point(terminal: Terminal, family: str, given: str, form: str) -> None:
    row = {**CHILD, "姓": family, "名": given, "保護者氏名": family, "保護者続柄": "母"}
    content = csv_bytes([row]) if form == "csv" else xlsx([list(row), list(row.values())])
    taken(terminal, content, name=f"c.{form}")
    found = next(c for c in terminal.exported()["children"] if c["number"] == "R8-0001")
    assert [*found["family_name"]] == [*family]
    assert [*found["given_name"]] == [*given]
    assert [*found["family"][0]["name"]] == [*family]


def test_searching_folds_what_a_name_keeps(terminal: Terminal) -> None:
    taken(terminal, csv_bytes([{**CHILD, "姓": "髙\U000e0100橋", "姓カナ": "タカハシ"}]))
    for words in ("高橋", "髙橋", "たかはし", "ﾀｶﾊｼ"):
        hits = terminal("search", words, "--json").json["hits"]
        assert "R8-0001" in [hit["child"] for hit in hits], words


def test_several_values_are_split_by_either_sign_and_columns_stand_in_any_order(terminal: Terminal) -> None:
    row = {
        "名": "陽菜乃",
        "医療的ケア": "在宅酸素、たんの吸引;経管栄養",
        "生年月日": "H26.8.3",
        "姓": "高瀬",
        "児童番号": "0012",
    }
    taken(terminal, csv_bytes([row], "cp932"))
    assert [care["item"] for care in terminal.child("0012")["medical_care"]] == ["oxygen", "suction", "tube_feeding"]


def test_a_consultation_is_read_with_everything(terminal: Terminal) -> None:
    row = {
        **CONSULTATION,
        "児童番号": "Ｒ８-０００９",
        "相談日": "R8.11.6",
        "開始時刻": "15:20",
        "所要分": "４０",
        "相談者": "母",
        "相談内容区分": "就学・学校生活;気持ちの支え",
        "内容": "「修学旅行」に\r\n行きたい、と。",
        "対応": "学校に確かめる",
        "次回予定日": "令和8年12月4日",
        "担当者": "森下　由佳",
    }
    taken(terminal, csv_bytes([row], "cp932"), kind="consultations")
    found = terminal.child("R8-0009")
    talk = next(c for c in found["consultations"] if c["date"] == "2026-11-06")
    assert (talk["method"], talk["topics"], talk["consulter"]) == ("phone", ["school", "emotional"], "mother")
    assert (talk["content"], talk["response"]) == ("「修学旅行」に\n行きたい、と。", "学校に確かめる")
    assert (talk["next_date"], talk["worker"]) == ("2026-12-04", WORKER)
    assert [f["due_on"] for f in found["follow_ups"] if f["state"] == "open"] == ["2026-12-04"]
