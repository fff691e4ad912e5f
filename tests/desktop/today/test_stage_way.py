"""移行ポリシー leads to the checklist: from Today, and from the page of the child; there it can still be taken up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from caseapp.casework import register, stages
from caseapp.casework.office import Office
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child.side import Step
from caseapp.desktop.follow_up.steps import NewStepDialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.today.lines import Notice
from caseapp.desktop.today.page import TodayPage
from tests.desktop.child.showing import dialog, press, show, went


@pytest.fixture
def child_id(office: Office) -> str:
    """A child who is 14 today: the item of the path has just come."""
    row = next(row for row in register.rows(office) if row.name.startswith("高瀬"))
    child = register.child(office, row.child_id)
    register.save(office, replace(child, birth_date=office.today.replace(year=office.today.year - 14)))
    stages.refresh(office)
    return row.child_id


def test_on_today_it_opens_the_checklist(desk: Desk, child_id: str) -> None:
    page = show(desk, TodayPage)
    lines = [line for line in page.to_know.list_model().items() if isinstance(line, Notice) and line.proposal]
    line = next(line for line in lines if line.child_id == child_id and line.text.startswith("移行期医療の考え方"))
    page.to_know.opened.emit(line)
    assert went(desk)[-1] == ("transition", {"child_id": child_id})
    other = next(line for line in lines if line.proposal and line.proposal.entry != "transition")
    page.to_know.opened.emit(other)
    assert went(desk)[-1][0] == "child"


def test_on_the_childs_page_it_opens_the_checklist_and_is_taken_up_by_space(desk: Desk, child_id: str) -> None:
    page = show(desk, ChildPage, child_id=child_id)
    page.side.setFocus()
    assert page.side.choose(
        lambda line: isinstance(line, Step) and line.proposal is not None and line.proposal.entry == "transition"
    )
    press(page.side, Qt.Key.Key_Return)
    assert went(desk)[-1] == ("transition", {"child_id": child_id})
    press(page.side, Qt.Key.Key_Space)
    assert dialog(page, "step-dialog", NewStepDialog).text.value().startswith("移行期医療の考え方")
