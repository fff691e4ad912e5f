"""まとめて印刷 on a real vault."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from caseapp.casework import audit
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Page
from caseapp.desktop.print import print_list, print_many
from tests.casework.test_papers_batch import sister
from tests.casework.yoshino import hina, saved_plan
from tests.desktop.fakes import ScriptedDialogs
from tests.desktop.print.test_print_dialog import family, page

__all__ = ["family", "page"]  # fixtures


def test_one_print_of_all_and_a_line_for_each(page: Page, family: Office, dialogs: ScriptedDialogs) -> None:
    saved_plan(family)
    other, nothing = sister(family, plan=True), sister(family, plan=False, number="0003")
    dialog = print_many(page, [hina(family), other, nothing])
    assert "2人の帳票" in dialog.lines.text()
    assert "印刷できる記録" in dialog.lines.text()
    assert dialogs.moved[-1] == (3, 3)
    QTest.keyClick(dialog.documents, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    if not dialogs.printed:  # somebody of them must not read it: asked first
        dialog.out._print(dialog.paper, copies=1, to="")
    assert dialogs.printed[0][0] == dialog.paper.pdf
    lines = [entry for entry in audit.entries(family, limit=20) if entry.action == "print"]
    assert {line.child_id for line in lines} == {hina(family), other}


def test_another_document_makes_them_again(page: Page, family: Office) -> None:
    saved_plan(family)
    dialog = print_many(page, [hina(family)])
    before = dialog.paper.pdf
    dialog.documents.set_value("support-plan")
    dialog.documents.changed.emit()
    assert dialog.paper.pdf != before


def test_where_nothing_can_be_printed_it_is_said(page: Page, family: Office) -> None:
    dialog = print_many(page, [hina(family)])
    assert dialog.refusal.isVisible()
    assert not dialog.go.isEnabled()


def test_a_stopped_print_prints_nothing(
    page: Page, family: Office, dialogs: ScriptedDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_plan(family)
    monkeypatch.setattr("caseapp.desktop.kit.runner.Progress.cancelled", lambda _self: True)
    dialog = print_many(page, [hina(family)])
    assert dialog.paper is None
    assert dialog.refusal.text().startswith("止めました")
    dialog.print_now()
    assert dialogs.printed == []


def test_all_are_kept_in_one_file(
    page: Page, family: Office, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    saved_plan(family)
    dialog = print_many(page, [hina(family)])
    dialog.out.file.place_chosen(dialog.paper, tmp_path / "all.pdf")
    assert (tmp_path / "all.pdf").read_bytes() == dialog.paper.pdf


def test_a_list_is_shown_lying_and_printed(page: Page, family: Office, dialogs: ScriptedDialogs) -> None:
    rows = [(f"R8-{n:04}", "𠮷野 陽菜") for n in range(70)]
    dialog = print_list(page, ["児童番号", "氏名"], rows, title="児童の一覧", filters=["担当：森下"])
    assert dialog.lines.text().startswith("70件")
    assert dialog.view._place(0).width() > dialog.view._place(0).height()
    QTest.keyClick(dialog.copies, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert dialogs.printed[0][0] == dialog.paper.pdf
    (line,) = (entry for entry in audit.entries(family, limit=20) if entry.action == "print")
    assert line.detail["rows"] == 70


def test_an_empty_list_is_not_printed(page: Page) -> None:
    dialog = print_list(page, ["児童番号"], [], title="児童の一覧")
    assert dialog.refusal.text()
    assert not dialog.go.isEnabled()
