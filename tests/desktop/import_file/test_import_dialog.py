"""名簿を取り込む on a real vault: tried out, everything amiss shown, all or nothing, by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.casework import exporting, importing, organizations, register
from caseapp.casework.office import Office
from caseapp.desktop.import_file.dialog import ImportDialog, open_import
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.register.page import RegisterPage
from caseapp.exchange import tables
from caseapp.rules.changes import Changes
from tests.casework.offices import new_office
from tests.desktop.fakes import ScriptedDialogs, make_desk, spoken_name, turn
from tests.exchange.sheets import CHILD, CONSULTATION, ORGANIZATION, csv_bytes, xlsx

_WRONG = {**CHILD, "児童番号": "T-2", "生年月日": "平成99年9月9日"}


@pytest.fixture
def host(desk: Desk, qtbot: QtBot) -> Page:
    page = Page(desk)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名簿.csv"


def some(count: int, first: int = 1) -> list[dict[str, str]]:
    return [{**CHILD, "児童番号": f"T-{n}", "名": f"児{n}"} for n in range(first, first + count)]


def shown(host: Page, dialogs: ScriptedDialogs, path: Path) -> ImportDialog:
    dialogs.files.append(path)
    open_import(host, host.desk)
    turn()
    return the_dialog(host)


def the_dialog(host: Page) -> ImportDialog:
    found = [each for each in host.window().findChildren(ImportDialog) if each.is_open]
    assert len(found) == 1
    return found[0]


def numbers(office: Office) -> set[str]:
    return {row.number for row in register.rows(office)}


def listed(dialog: ImportDialog) -> list[tuple[bool, str, str, str]]:
    return [(row.mend, row.line, row.column, row.reason) for row in dialog.table._findings.rows()]


def press(dialog: ImportDialog, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or dialog, key, held)
    turn()


def test_nothing_is_written_until_it_is_told_and_then_all_of_it_is(
    host: Page, dialogs: ScriptedDialogs, office: Office, file: Path
) -> None:
    heard: list[Changes] = []
    host.desk.bus.changed.connect(heard.append)
    file.write_bytes(csv_bytes(some(3)))
    before = numbers(office)
    dialog = shown(host, dialogs, file)
    assert dialog.counts.text() == "新規 3"
    assert dialog.kind.value() == "children"
    assert dialog.go.isEnabled()
    assert dialog.go.hasFocus()
    assert dialog.table.isHidden()
    assert numbers(office) == before
    press(dialog, Qt.Key.Key_Return)
    assert numbers(office) - before == {"T-1", "T-2", "T-3"}
    assert dialog.counts.text() == "3件を取り込みました。"
    assert dialog.go.isHidden()
    assert dialog.leave.hasFocus()
    assert [changes.touches("child") for changes in heard] == [True]
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.is_open


def test_the_register_shows_the_new_children_at_once(
    desk: Desk, dialogs: ScriptedDialogs, qtbot: QtBot, file: Path
) -> None:
    page = RegisterPage(desk)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.open()
    desk.bus.changed.connect(page.refresh)
    total = page.model.rowCount()
    file.write_bytes(csv_bytes(some(2)))
    dialogs.files.append(file)
    page._import()
    turn()
    the_dialog(page).read_in()
    assert page.model.rowCount() == total + 2


def test_every_bad_row_is_listed_and_nothing_can_be_read_in(
    host: Page, dialogs: ScriptedDialogs, office: Office, file: Path
) -> None:
    rows = [*some(1), _WRONG, {**CHILD, "児童番号": ""}, {**CHILD, "児童番号": "T-1"}]
    file.write_bytes(csv_bytes(rows))
    before = numbers(office)
    dialog = shown(host, dialogs, file)
    assert [(line, column) for mend, line, column, _reason in listed(dialog) if mend] == [
        ("3", "生年月日"),
        ("4", "児童番号"),
        ("5", "児童番号"),
    ]
    assert "令和69年9月9日" in listed(dialog)[0][3]
    assert dialog.counts.text() == "新規 1 ・ 要修正 3"
    assert not dialog.go.isEnabled()
    assert dialog.table.hasFocus()
    dialog.read_in()
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert numbers(office) == before


def test_the_list_is_copied_whole_for_excel(host: Page, dialogs: ScriptedDialogs, file: Path) -> None:
    file.write_bytes(csv_bytes([*some(1), _WRONG, {**CHILD, "児童番号": ""}]))
    dialog = shown(host, dialogs, file)
    press(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "種別\t行\t列\t直すところ"
    assert [line.split("\t")[:3] for line in lines[1:]] == [["要修正", "3", "生年月日"], ["要修正", "4", "児童番号"]]
    assert dialog.said.text().startswith("2行を写しました。")


def test_a_long_reason_is_not_cut_off(host: Page, dialogs: ScriptedDialogs, file: Path) -> None:
    file.write_bytes(csv_bytes([{**CHILD, "児童番号": "T-1", "担当者": "とても長い名前の" * 12}, *some(1, 2)]))
    dialog = shown(host, dialogs, file)
    assert dialog.table.rowHeight(0) > dialog.table.verticalHeader().defaultSectionSize()


def test_after_mending_in_excel_f5_reads_it_again(
    host: Page, dialogs: ScriptedDialogs, office: Office, file: Path
) -> None:
    file.write_bytes(csv_bytes([*some(1), _WRONG]))
    dialog = shown(host, dialogs, file)
    assert not dialog.go.isEnabled()
    file.write_bytes(csv_bytes(some(2)))
    press(dialog, Qt.Key.Key_F5)
    assert dialog.go.isEnabled()
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert {"T-1", "T-2"} <= numbers(office)


@pytest.mark.parametrize(
    ("choice", "counts", "ready"),
    [
        ("fail", "新規 1 ・ 要修正 1", False),
        ("skip", "新規 1 ・ とばす行 1", True),
        ("update", "新規 1 ・ 書き換え 1", True),
    ],
)
def test_rows_that_are_here_already_stop_are_passed_over_or_bring_up_to_date(
    host: Page, dialogs: ScriptedDialogs, office: Office, file: Path, choice: str, counts: str, ready: bool
) -> None:
    known = organizations.list_all(office)[0]
    rows = [
        {"機関番号": known.number, "機関名": "新しい名前", "種別": "学校"},
        {**ORGANIZATION, "機関番号": "T-9"},
    ]
    file.write_bytes(csv_bytes(rows))
    dialog = shown(host, dialogs, file)
    assert dialog.duplicates.value() == "fail"
    dialog.duplicates.set_value(choice)
    dialog.duplicates.changed.emit()
    assert dialog.kind.value() == "organizations"
    assert dialog.counts.text() == counts
    assert dialog.go.isEnabled() is ready
    dialog.read_in()
    now = organizations.get(office, known.id)
    assert now.name == ("新しい名前" if choice == "update" else known.name)
    assert bool(organizations.find(office, "T-9")) is ready


def test_the_kind_is_told_by_the_header_and_can_be_chosen(host: Page, dialogs: ScriptedDialogs, file: Path) -> None:
    file.write_bytes(csv_bytes([CONSULTATION]))
    dialog = shown(host, dialogs, file)
    assert dialog.kind.value() == "consultations"
    dialog.kind.toggles[0].setFocus()
    dialog.kind.set_value("children")
    dialog.kind.changed.emit()
    assert dialog.counts.text() == "このファイルは取り込めません"
    assert "相談記録" in dialog.said.text()
    assert not dialog.go.isEnabled()


def test_columns_that_are_not_known_are_told_but_do_not_stop(host: Page, dialogs: ScriptedDialogs, file: Path) -> None:
    file.write_bytes(csv_bytes([{**row, "メモ欄": "x"} for row in some(2)]))
    dialog = shown(host, dialogs, file)
    assert [(mend, "メモ欄" in reason) for mend, _line, _column, reason in listed(dialog)] == [(False, True)]
    assert dialog.go.isEnabled()


def test_an_excel_file_is_read_too(host: Page, dialogs: ScriptedDialogs, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "名簿.xlsx"
    path.write_bytes(xlsx([list(CHILD), ["T-7", "髙瀬", "灯", "2014-08-03"]]))
    shown(host, dialogs, path).read_in()
    assert "T-7" in numbers(office)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", "あ,い\n1,2\n".encode()])
def test_what_is_no_list_is_refused_in_words_and_another_file_can_be_chosen(
    host: Page, dialogs: ScriptedDialogs, file: Path, data: bytes, tmp_path: Path
) -> None:
    file.write_bytes(data)
    dialog = shown(host, dialogs, file)
    assert dialog.counts.text() == "このファイルは取り込めません"
    assert dialog.said.text()
    assert not dialog.go.isEnabled()
    other = tmp_path / "別の名簿.csv"
    other.write_bytes(csv_bytes(some(1)))
    dialogs.files.append(other)
    dialog.another.click()
    assert dialog.file.text() == "別の名簿.csv"
    assert dialog.counts.text() == "新規 1"
    assert dialog.go.isEnabled()


def test_a_file_that_cannot_be_opened_is_told(host: Page, dialogs: ScriptedDialogs, file: Path) -> None:
    dialog = shown(host, dialogs, file)
    assert "ファイルを開けません" in dialog.said.text()


def test_stopping_leaves_everything_as_it_was(
    host: Page, dialogs: ScriptedDialogs, office: Office, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(csv_bytes(some(450)))
    before = numbers(office)
    dialog = shown(host, dialogs, file)
    monkeypatch.setattr(Progress, "cancelled", lambda _progress: True)
    dialog.read_in()
    assert numbers(office) == before
    assert dialog.said.text() == "中止しました。何も取り込んでいません。"
    assert dialog.go.isEnabled()
    assert dialog.panel.isEnabled()


def test_a_row_that_came_in_meanwhile_is_shown_instead_of_half_an_import(
    host: Page, dialogs: ScriptedDialogs, office: Office, file: Path
) -> None:
    file.write_bytes(csv_bytes(some(2)))
    dialog = shown(host, dialogs, file)
    importing.run(office, tables.read(csv_bytes(some(1)), "children"), kind="children")
    dialog.read_in()
    assert "T-2" not in numbers(office)
    assert [(line, column) for _mend, line, column, _reason in listed(dialog)] == [("2", "児童番号")]
    assert not dialog.go.isEnabled()


def test_a_whole_export_is_refused_by_a_store_that_holds_records(
    host: Page, dialogs: ScriptedDialogs, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "書き出し.json"
    path.write_text(json.dumps(exporting.everything(office), ensure_ascii=False), encoding="utf-8")
    dialog = shown(host, dialogs, path)
    assert not dialog.go.isEnabled()
    assert "すでに記録があります" in dialog.said.text()
    assert not dialog.kind.isVisible()
    assert not dialog.duplicates.isVisible()


def test_a_whole_export_comes_into_an_empty_store(
    office: Office, dialogs: ScriptedDialogs, tmp_path: Path, now: datetime, qtbot: QtBot
) -> None:
    path = tmp_path / "書き出し.json"
    path.write_text(json.dumps(exporting.everything(office), ensure_ascii=False), encoding="utf-8")
    with new_office(tmp_path / "empty", now) as empty:
        page = Page(make_desk(empty, dialogs=dialogs))
        qtbot.addWidget(page)
        page.show()
        shown(page, dialogs, path).read_in()
        assert numbers(empty) == numbers(office)


def test_leaving_the_choice_of_a_file_opens_nothing(host: Page, dialogs: ScriptedDialogs) -> None:
    dialogs.files.append(None)
    open_import(host, host.desk)
    assert not host.window().findChildren(ImportDialog)


def test_twice_in_a_hurry_reads_in_once(host: Page, dialogs: ScriptedDialogs, office: Office, file: Path) -> None:
    file.write_bytes(csv_bytes(some(2)))
    dialog = shown(host, dialogs, file)
    before = len(register.rows(office))
    dialog.read_in()
    dialog.read_in()
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(register.rows(office)) == before + 2


@pytest.mark.parametrize("tongue", ["ja", "en"])
def test_everything_has_a_name_and_fits_a_small_screen(
    host: Page, dialogs: ScriptedDialogs, file: Path, speak: Callable[[str], None], tongue: str
) -> None:
    speak(tongue)
    host.resize(910, 512)  # 1366×768 at 150 %
    file.write_bytes(csv_bytes([*some(1), _WRONG]))
    dialog = shown(host, dialogs, file)
    assert all(spoken_name(widget) for widget in dialog._inside())
    assert dialog.panel.minimumSizeHint().width() <= dialog.panel.width()
    assert dialog.panel.geometry().bottom() <= 512
    assert dialog.table.height() >= dialog.table.minimumSizeHint().height() - 1
