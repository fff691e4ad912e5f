"""書き出す: the dialog asks how and for what, names what Shift_JIS lacks, and writes only then."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import msoffcrypto  # type: ignore[import-untyped]  # it has no types
import pytest
from openpyxl import load_workbook

from caseapp.casework import register
from caseapp.casework.office import Office
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.register import export_list
from caseapp.desktop.register.export_dialog import ExportDialog
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.register.unwritable_dialog import UnwritableDialog
from tests.desktop.child.showing import HINANO, child_id, part, show
from tests.desktop.fakes import ScriptedDialogs, turn

SECRET = "みどりの長靴2026"


@pytest.fixture
def page(desk: Desk) -> RegisterPage:
    return show(desk, RegisterPage)


def opened(page: RegisterPage, kind: type[Any]) -> Any:
    turn()
    found = [each for each in page.window().findChildren(kind) if isinstance(each, Dialog) and each.is_open]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


def exporting(page: RegisterPage, *, form: str, purpose: str = "check") -> ExportDialog:
    page.trigger(Keys.EXPORT)
    dialog: ExportDialog = opened(page, ExportDialog)
    dialog.form_of_file.set_value(form)
    dialog._settle()
    dialog.purpose.set_value(purpose)
    return dialog


def said(dialog: ExportDialog, row: str) -> str:
    return str(dialog.form.row_of(row).problem_line.text())


def test_the_list_as_it_is_shown_goes_out_with_a_password(
    page: RegisterPage, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    page.search.setText("たかせ")
    dialog = exporting(page, form="xlsx", purpose="")
    dialog.go.click()
    assert "8文字以上" in said(dialog, "password")
    assert "目的を選んでください。" in said(dialog, "purpose")
    dialog.password.setText(SECRET)
    dialog.again.setText(SECRET + "x")
    dialog.purpose.set_value("meeting")
    dialog.go.click()
    assert said(dialog, "again")
    dialog.again.setText(SECRET)
    path = tmp_path / "台帳"
    dialogs.files = [path]
    dialog.go.click()
    assert not dialog.is_open
    data = path.with_name("台帳.xlsx").read_bytes()
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    file.load_key(password=SECRET, verify_password=True)
    plain = io.BytesIO()
    file.decrypt(plain)
    sheet = load_workbook(plain).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("番号", "注意")  # the sign of the screen has no head there
    assert all(rows[0])
    assert [row[0] for row in rows[1:]] == ["R3-0112"]


def test_only_the_chosen_children_go_out(page: RegisterPage, dialogs: ScriptedDialogs, tmp_path: Path) -> None:
    for row in page.model.rows()[:2]:
        page.marks.turn(row.child_id)
    dialogs.files = [tmp_path / "a.csv"]
    exporting(page, form="csv").go.click()
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 3


def test_what_shift_jis_lacks_is_named_and_leaving_it_writes_nothing(
    page: RegisterPage, office: Office, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    child = register.child(office, child_id(office, HINANO))
    register.save(office, replace(child, family_name="𠮷瀬", print_name="吉瀬 陽菜乃"))
    page.ask()
    page.search.setText("ひなの")
    dialog = exporting(page, form="cp932")
    dialog.go.click()
    asked: UnwritableDialog = opened(page, UnwritableDialog)
    (row,) = asked.table._rows.rows()
    assert (row.text, row.letters, row.instead) == ("𠮷瀬 陽菜乃", "𠮷", "吉瀬 陽菜乃")
    asked.cancel()
    assert list(tmp_path.glob("a*")) == []
    dialog.go.click()
    dialogs.files = [tmp_path / "a.csv"]
    part(opened(page, UnwritableDialog), "unwritable-replace").click()
    assert "吉瀬 陽菜乃" in (tmp_path / "a.csv").read_text("cp932")


def test_it_can_go_out_as_utf8_instead(
    page: RegisterPage, office: Office, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    child = register.child(office, child_id(office, HINANO))
    register.save(office, replace(child, family_name="𠮷瀬"))
    page.ask()
    dialog = exporting(page, form="cp932")
    dialog.go.click()
    dialogs.files = [tmp_path / "a.csv"]
    part(opened(page, UnwritableDialog), "unwritable-utf8").click()
    assert "𠮷瀬 陽菜乃" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_another_list_goes_out_from_any_page(page: RegisterPage, dialogs: ScriptedDialogs, tmp_path: Path) -> None:
    export_list(page, "organizations")
    dialog: ExportDialog = opened(page, ExportDialog)
    assert dialog.kind.value() == "organizations"
    dialog.form_of_file.set_value("csv")
    dialog.purpose.set_value("check")
    dialogs.files = [tmp_path / "a.csv"]
    dialog.go.click()
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) > 2


def test_a_file_that_stands_there_is_not_replaced_unasked(
    page: RegisterPage, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("前からあるもの")
    dialogs.files = [tmp_path / "a"]
    dialogs.answers = [""]
    exporting(page, form="csv").go.click()
    assert (tmp_path / "a.csv").read_text() == "前からあるもの"
