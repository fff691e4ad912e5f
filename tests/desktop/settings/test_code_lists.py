"""Settings: the list of diseases replaced by file, and the office's own codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import list_codes, list_in_use, register
from caseapp.casework.office import Office
from caseapp.desktop.child_form.illness_editors import DiseaseEditor
from caseapp.desktop.child_form.page import ChildForm
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.settings.code_lists_part import CodeListsPart
from caseapp.desktop.settings.disease_list_dialog import DiseaseListDialog
from caseapp.desktop.settings.local_code_dialog import LocalCodeDialog
from caseapp.desktop.settings.page import SettingsPage
from caseapp.exchange import list_diseases
from caseapp.words import codes, diseases
from tests.desktop.child.showing import child_id, part, show, went
from tests.desktop.fakes import ScriptedDialogs, turn


@pytest.fixture(autouse=True)
def as_packaged() -> Iterator[None]:
    yield
    list_in_use.uninstall()


@pytest.fixture
def codes_part(desk: Desk) -> CodeListsPart:
    page = show(desk, SettingsPage, part="codes")
    found = page.part()
    assert isinstance(found, CodeListsPart)
    return found


def opened(of: CodeListsPart, kind: type[Any]) -> Any:
    turn()
    return next(each for each in of.window().findChildren(kind) if each.is_open)


def a_file(folder: Path, rows: list[tuple[str, ...]]) -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([diseases.COLUMNS, *rows])
    path = folder / "新しいリスト.csv"
    path.write_text(stream.getvalue(), "utf-8-sig")
    return path


def test_the_list_of_diseases_is_looked_at_then_replaced_and_taken_back(
    codes_part: CodeListsPart, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    assert codes_part.diseases.text() == "2025-08-26版 ・ 1,518件"
    assert not codes_part.packaged.isVisible()
    rows = list(list_diseases.lines_of(diseases.load()))
    fresh = ("4", "", "", "999", "新しい心疾患", "", "", "", "", "1")
    dialogs.files = [a_file(tmp_path, [*rows, fresh])]
    codes_part.replace.click()
    dialog: DiseaseListDialog = opened(codes_part, DiseaseListDialog)
    (line,) = dialog.table._rows.rows()
    assert (line.what, line.where, line.words) == ("新しい", "4群999", "新しい心疾患")
    dialog.go.click()
    assert "どの版か" in dialog.form.row_of("version").problem_line.text()
    dialog.version.set_value("令和9年4月1日")
    dialog.go.click()
    assert codes_part.diseases.text() == "令和9年4月1日版 ・ 1,519件"
    dialogs.answers = ["back"]
    codes_part.packaged.click()
    assert codes_part.diseases.text() == "2025-08-26版 ・ 1,518件"


def test_children_whose_disease_changed_are_shown_and_the_new_name_is_taken_over(
    codes_part: CodeListsPart, desk: Desk, office: Office
) -> None:
    """From the settings to the register, from there to the record, where one press takes the new name over."""
    child = register.child(office, child_id(office, "石川 旺"))
    assert codes_part.outdated.text() == ""
    code = child.diseases[0].list_code
    rows = [
        (*row[:4], f"{row[4]}(改称)", *row[5:]) if code in (row[7], row[8]) and row[9] == "1" else row
        for row in list_diseases.lines_of(diseases.load())
    ]
    told = "\n".join("\t".join(row) for row in (diseases.COLUMNS, *rows))
    list_codes.replace_diseases(office, list_diseases.read(told.encode()), version="令和9年4月1日")
    codes_part.load()
    turn()
    assert codes_part.outdated.text().startswith("このリストと病名や疾患群が違うお子さんが1人")
    codes_part.outdated.findChildren(Button)[-1].click()
    assert went(desk)[-1] == ("register", {"condition": "given.outdated"})
    listed = show(desk, RegisterPage, condition="given.outdated")
    assert [row.name for row in listed.model.rows()] == ["石川 旺"]
    form = show(desk, ChildForm, child_id=child.id)
    (editor,) = form.findChildren(DiseaseEditor)
    assert "旧リスト" in editor.summary()
    before = child.diseases[0].name
    assert f"{before}(改称)" in editor.newer.text()
    editor.newer.findChildren(Button)[-1].click()
    assert (editor.newer.text(), editor.part().name) == ("", f"{before}(改称)")
    form.save()
    turn()
    assert list_codes.outdated(office) == 0


def test_a_list_with_something_amiss_cannot_be_taken(
    codes_part: CodeListsPart, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    rows = list(list_diseases.lines_of(diseases.load()))
    dialogs.files = [a_file(tmp_path, [("99", *rows[0][1:]), *rows[1:]])]
    codes_part.replace.click()
    dialog: DiseaseListDialog = opened(codes_part, DiseaseListDialog)
    assert "1から16の数字" in dialog.table._rows.rows()[0].words
    assert not dialog.go.isVisible()


def test_the_list_in_use_is_written_out_and_can_be_read_again(
    codes_part: CodeListsPart, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    dialogs.files = [tmp_path / "a.csv"]
    codes_part.write.click()
    assert list_diseases.read((tmp_path / "a.csv").read_bytes()).entries == diseases.load()


def test_an_own_code_is_added_changed_and_no_longer_offered(codes_part: CodeListsPart, office: Office) -> None:
    assert codes_part.none.isVisible()
    codes_part.add()
    dialog: LocalCodeDialog = opened(codes_part, LocalCodeDialog)
    part(dialog, "code-go").click()
    assert dialog.form.row_of("label").problem_line.text() == "名前を付けてください。"
    dialog.label.set_value("水道・衛生")
    dialog.parent_code.set_value("guidance")
    part(dialog, "code-go").click()
    (own,) = list_codes.local_codes(office)
    assert (own.list, own.label, own.parent) == ("topic", "水道・衛生", "guidance")
    codes_part.table.choose_row(0)
    codes_part.change.click()
    again: LocalCodeDialog = opened(codes_part, LocalCodeDialog)
    again.retired.set_value(True)
    part(again, "code-go").click()
    assert own.code not in codes.load("topic").codes
    current = codes_part.table.current()
    assert current is not None
    assert current.retired


def test_own_codes_are_read_from_a_file(codes_part: CodeListsPart, dialogs: ScriptedDialogs, tmp_path: Path) -> None:
    path = tmp_path / "区分.csv"
    path.write_text("区分表,名称,短い名称,国の区分\n相談内容区分,通学の送迎,送迎,療育相談指導\n", "utf-8-sig")
    dialogs.files = [path]
    codes_part.from_file.click()
    assert codes.load("topic").code_of("通学の送迎") == "local_1"
    assert codes.load("topic").parent("local_1") == "guidance"
