"""Writing lists out: typed cells, no formula, nothing silently replaced, a password, an entry before the file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import msoffcrypto  # type: ignore[import-untyped]  # it has no types
import pytest
from openpyxl import load_workbook

from caseapp.casework import audit, list_export, list_tables, organizations, register
from caseapp.casework.list_tables import ListTable
from caseapp.casework.office import Office
from caseapp.exchange import list_cp932, list_protection, writing
from caseapp.exchange.writing import Cell
from caseapp.rules.organization import Organization
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.vault.trouble import VaultTrouble
from tests.casework.people import NEXT, VIEWER, WORKER, a_child, as_user, saved_child, saved_talk

SECRET = "みどりの長靴2026"


def table(*rows: tuple[Cell, ...], stand_ins: dict[str, str] | None = None) -> ListTable:
    return ListTable(
        kind="register",
        title="児童台帳",
        header=("番号", "氏名"),
        rows=rows,
        stand_ins=stand_ins or {},
    )


def exported(opened: Office, path: Path, made: ListTable, **given: object) -> None:
    list_export.write_out(opened, made, path, **{"form": "csv", "purpose": "check", **given})  # type: ignore[arg-type]  # as given


def text_of(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# ---- the tables


def test_the_register_goes_out_as_it_is_shown_with_days_as_days(opened: Office, tmp_path: Path) -> None:
    one = saved_child(opened, worker_id=opened.account.id, print_name="高瀬 陽菜乃")
    two = saved_child(opened, "0002", family_name="=1+1", given_name="凛")
    saved_talk(opened, one.id, next_step=NEXT)
    names, heads = ("name", "birth", "care", "next_on", "plan"), ("氏名", "生年月日", "医療的ケア", "期限", "計画")
    made = list_tables.of_register(opened, [two.id, one.id], names, heads)
    assert made.header == ("番号", *heads)
    assert [row[0] for row in made.rows] == ["0002", "0001"]
    assert made.rows[1][2] == date(2014, 8, 3)
    assert made.rows[1][4] == NEXT.due_on
    assert made.stand_ins == {"髙瀬 陽菜乃": "高瀬 陽菜乃"}
    exported(opened, tmp_path / "a.xlsx", made, form="xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["B2"].value == "=1+1 凛"
    assert sheet["B2"].data_type == "s"
    assert sheet["C3"].value.date() == date(2014, 8, 3)
    exported(opened, tmp_path / "a.csv", made)
    assert text_of(tmp_path / "a.csv")[1][1] == "'=1+1 凛"


def test_every_column_of_the_screen_has_its_cell(opened: Office) -> None:
    child = saved_child(opened)
    names = list(list_tables.REGISTER_CELLS)
    made = list_tables.of_register(opened, [child.id], names, names)
    assert len(made.rows[0]) == len(names)


def test_the_other_lists_hold_their_period(opened: Office) -> None:
    child = saved_child(opened)
    saved_talk(opened, child.id, next_step=NEXT)
    organizations.save(opened, Organization(number="K1", name="みどりヶ丘小学校", kind="elementary_school"))
    talks = list_tables.of_kind(opened, "consultations", since=date(2026, 11, 1), until=date(2026, 11, 30))
    assert len(talks.rows) == 1
    assert talks.rows[0][:3] == ("0001", "髙瀬 陽菜乃", date(2026, 11, 6))
    assert len(talks.rows[0]) == len(talks.header)
    assert list_tables.of_kind(opened, "consultations", until=date(2026, 10, 1)).rows == ()
    steps = list_tables.of_kind(opened, "follow_ups", until=date(2026, 11, 27))
    assert [row[2] for row in steps.rows] == [NEXT.due_on]
    for kind in ("organizations", "liaisons", "audit"):
        made = list_tables.of_kind(opened, kind)
        assert {len(row) for row in made.rows} <= {len(made.header)}
    assert list_tables.of_kind(opened, "organizations").rows[0][1] == "みどりヶ丘小学校"


# ---- who, for what, how


def test_what_went_out_is_in_the_access_log_with_purpose_and_count(opened: Office, tmp_path: Path) -> None:
    exported(opened, tmp_path / "a.csv", table(("1", "髙瀬"), ("2", "森")), purpose="other", remark="監査の準備")
    entry = next(each for each in audit.entries(opened) if each.action == "export.list")
    assert (entry.detail["rows"], entry.detail["purpose"], entry.detail["remark"]) == (2, "other", "監査の準備")
    assert (entry.detail["list"], entry.detail["form"], entry.detail["protected"]) == ("register", "csv", False)


@pytest.mark.parametrize(
    "given",
    [
        {"purpose": ""},
        {"purpose": "fun"},
        {"purpose": "other"},
        {"remark": "長" * 101},
        {"form": "csv", "password": SECRET},
        {"form": "xlsx", "password": "短い"},
    ],
)
def test_without_a_purpose_or_with_a_weak_password_nothing_goes_out(
    opened: Office, tmp_path: Path, given: dict[str, str]
) -> None:
    before = len(audit.entries(opened))
    with pytest.raises(Refused):
        exported(opened, tmp_path / "a.csv", table(("1", "髙瀬")), **given)
    assert list(tmp_path.glob("a*")) == []
    assert len(audit.entries(opened)) == before + 1  # only the reading of the log


def test_an_empty_list_is_refused_and_a_place_that_cannot_be_written_is_told(opened: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        exported(opened, tmp_path / "a.csv", table())
    with pytest.raises((VaultTrouble, OSError)):
        exported(opened, tmp_path / "nowhere" / "a.csv", table(("1", "髙瀬")))


def test_viewers_write_nothing_out_and_workers_no_access_log(staffed: Office, tmp_path: Path, now: object) -> None:
    staffed.close()
    with as_user(staffed.folder, VIEWER, now=now, number="三") as viewer, pytest.raises(NotAllowed):  # type: ignore[arg-type]  # the fixture's moment
        exported(viewer, tmp_path / "a.csv", table(("1", "髙瀬")))
    with as_user(staffed.folder, WORKER, now=now, number="二") as worker:  # type: ignore[arg-type]  # as above
        with pytest.raises(NotAllowed):
            list_tables.of_kind(worker, "audit")
        with pytest.raises(NotAllowed):
            exported(worker, tmp_path / "a.csv", replace(table(("1", "髙瀬")), kind="audit"))
    assert list(tmp_path.glob("a*")) == []


# ---- Shift_JIS


def test_what_shift_jis_cannot_write_is_named_first_and_never_replaced_unasked(opened: Office, tmp_path: Path) -> None:
    made = table(
        *(("1", "𠮷田 凛"), ("2", "髙瀬 陽"), ("3", "𠮷田 凛"), ("4", "葛󠄀城–丂")),
        stand_ins={"𠮷田 凛": "吉田 凜"},
    )
    found = list_export.unwritable(made)
    assert [(each.row, each.column, each.text, each.times) for each in found] == [
        (1, "氏名", "𠮷田 凛", 2),
        (4, "氏名", "葛󠄀城–丂", 1),
    ]
    assert [each.instead for each in found] == ["吉田 凜", "葛城－〓"]
    assert found[0].letters == "𠮷"
    with pytest.raises(Refused):
        exported(opened, tmp_path / "a.csv", made, form="cp932")
    assert not (tmp_path / "a.csv").exists()
    exported(opened, tmp_path / "a.csv", made, form="cp932", replacing=True)
    assert (tmp_path / "a.csv").read_bytes().decode("cp932").splitlines()[1:] == [
        "1,吉田 凜",
        "2,髙瀬 陽",
        "3,吉田 凜",
        "4,葛城－〓",
    ]


def test_a_name_that_fits_stays_as_it_is() -> None:
    assert list_cp932.in_cp932("髙﨑 ①㈱") == "髙﨑 ①㈱"
    assert list_cp932.in_cp932("𠮷", stand_ins={"𠮷": "𠮷"}) == "吉"
    assert list_cp932.in_cp932("おりゔぇいら") == "おりヴぇいら"
    assert [each.letters for each in list_cp932.unwritable(("かな",), [("ゔぇ",)])] == ["ゔ"]
    selected = "葛\U000e0100城"  # the selector alone cannot be seen: with its character
    assert [each.letters for each in list_cp932.unwritable(("氏名",), [(selected,)])] == ["葛\U000e0100"]
    assert list_cp932.unwritable(("a",), [("髙",), (date(2026, 1, 1),), (None,)]) == ()


# ---- the password


def test_a_protected_workbook_opens_with_its_password_only(opened: Office, tmp_path: Path) -> None:
    path = tmp_path / "台帳.xlsx"
    exported(opened, path, table(("0001", "𠮷田 凛")), form="xlsx", password=SECRET)
    data = path.read_bytes()
    assert "𠮷田".encode() not in data
    assert b"xl/worksheets" not in data
    assert list(tmp_path.glob("*.tmp")) == []
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        file.load_key(password="wrong", verify_password=True)
    file.load_key(password=SECRET, verify_password=True)
    plain = io.BytesIO()
    file.decrypt(plain, verify_integrity=True)
    sheet = load_workbook(plain).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["B2"].value) == ("0001", "𠮷田 凛")


def test_the_protection_is_aes_256_with_many_rounds() -> None:
    made = list_protection.encrypted(writing.write_xlsx(("a",), [("1",)]), SECRET)
    info = msoffcrypto.OfficeFile(io.BytesIO(made)).info
    assert (info["passwordKeyBits"], info["passwordHashAlgorithm"]) == (256, "SHA512")
    assert info["spinValue"] >= 100_000


def test_a_child_without_anything_goes_out_too(opened: Office) -> None:
    register.save(opened, a_child("9", certificates=(), diseases=(), medical_care=(), cautions=(), family=()))
    rows = register.rows(opened)
    names = list(list_tables.REGISTER_CELLS)
    assert list_tables.of_register(opened, [rows[0].child_id], names, names).rows
