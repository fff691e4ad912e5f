"""What is confirmed was looked at and can be taken back; where the focus is; what is said before handing over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from caseapp.casework import audit, handover_views, handovers
from caseapp.casework.office import Office
from caseapp.desktop import print as printing
from caseapp.desktop.handover.page import HandoverPage
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.rules.handover import GIVEN, PREPARING
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.desktop.handover.test_handover_page import colleague, field, open_page, prepared, states
from tests.desktop.record.writing import HINANO, child_id

TALL = 4000  # the whole sheet is in sight


@pytest.fixture
def said(desk: Desk) -> list[str]:
    words: list[str] = []
    desk.saved = words.append
    return words


def waiting(office: Office) -> int:
    return sum(line.state == GIVEN for line in handover_views.lines(office))


def press(page: HandoverPage) -> None:
    page.trigger(Keys.GO_ON)
    turn()


# ---- what is confirmed was looked at


@pytest.mark.parametrize("height", [640, TALL])
def test_pressed_twice_nobody_is_confirmed_unread(desk: Desk, office: Office, height: int) -> None:
    page, count = open_page(desk, height=height), waiting(office)
    assert count > 1
    if height != TALL:
        press(page)
        bar = page.view.verticalScrollBar()
        assert bar.value() == bar.maximum() > 0
        assert waiting(office) == count
    press(page)
    assert waiting(office) == count - 1
    second = page.current_id()
    press(page)
    assert waiting(office) == count - 1, "the key goes to the end of the next sheet first"
    assert page.current_id() == second
    press(page)
    assert waiting(office) == count - 2


def test_scrolled_to_its_end_a_sheet_is_confirmed_at_once(desk: Desk, office: Office) -> None:
    page, count = open_page(desk), waiting(office)
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert page.go.text() == "引継書の終わりへ"
    bar.setValue(bar.maximum())
    assert page.go.text() == "読みました(確認する)"
    assert page.action(Keys.GO_ON).text() == page.go.text()
    press(page)
    assert waiting(office) == count - 1


def test_a_confirmation_is_said_and_taken_back_with_its_question(desk: Desk, office: Office, said: list[str]) -> None:
    page, count = open_page(desk), waiting(office)
    here = page.current_id()
    field(page, "question").insertPlainText("母の仕事は変わっていませんか")
    press(page)
    assert (waiting(office), said[-1]) == (count - 1, "引継書を確認しました")
    assert page.undo_bar.text() == said[-1]
    page.trigger(Keys.UNDO_ACT)
    turn()
    assert (waiting(office), said[-1]) == (count, "確認を取り消しました")
    assert page.current_id() == here
    assert field(page, "question").value() == "母の仕事は変わっていませんか"
    assert handover_views.sheet(office, here).value.question == ""
    assert "handover.take_word_back" in [entry.action for entry in audit.entries(office)]


def test_enter_on_a_sheet_to_be_read_leads_to_its_beginning(desk: Desk) -> None:
    page = open_page(desk)
    page._to_sheet()
    assert page.window().focusWidget() is page.view
    assert page.view.verticalScrollBar().value() == 0


# ---- where the focus is


def test_before_the_children_are_read_the_list_takes_the_focus(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Any] = []
    page = HandoverPage(desk)
    page.resize(1214, 640)
    page.show()
    with monkeypatch.context() as slow:
        slow.setattr(desk.runner, "ask", lambda job, done, **_rest: held.append(partial(done, job())))
        page.open()
        assert page.first_focus() is page.list
    page.begin.setFocus()
    assert len(held) == 1
    held[0]()
    turn()
    assert page.window().focusWidget() is page.list
    assert page.current_id()


# ---- handing over


def test_handing_over_too_early_or_unread_has_the_focus_on_leaving(
    desk: Desk, office: Office, dialogs: ScriptedDialogs, said: list[str]
) -> None:
    planned = office.today + timedelta(days=9)
    batch = handovers.prepare(office, [child_id(office)], to=colleague(office).id, on=planned).record_id
    page = open_page(desk, batch=batch)
    dialogs.answers = ["give"]
    page.trigger(Keys.APPROVE)
    turn()
    assert dialogs.offered[0].careful
    assert "まだ先です" in dialogs.detail
    assert "見直していない引継書が1枚" in dialogs.detail
    page.trigger(Keys.UNDO_ACT)
    turn()
    assert states(office, batch) == [PREPARING]
    assert said[-1] == "引継ぎを取り消しました"
    assert {line.on for line in handover_views.lines(office) if line.batch == batch} == {planned}


def test_with_nothing_against_it_the_focus_is_on_handing_over(
    desk: Desk, office: Office, dialogs: ScriptedDialogs
) -> None:
    batch = handovers.prepare(office, [child_id(office)], to=colleague(office).id, on=office.today).record_id
    (line,) = (line for line in handover_views.lines(office) if line.batch == batch)
    value = handover_views.sheet(office, line.handover_id).value
    handovers.write(office, replace(value, person="人", now="今", next_step="次", looked_at=True))
    page = open_page(desk, batch=batch)
    dialogs.answers = [""]
    page.trigger(Keys.APPROVE)
    assert not dialogs.offered[0].careful


# ---- paper


def test_one_sheet_or_all_of_them_are_printed_and_the_list_says_its_day(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []
    page = open_page(desk, batch=prepared(office))
    monkeypatch.setattr(printing, "print_dialog", lambda _page, child, **what: asked.append((child, what)))
    monkeypatch.setattr(printing, "print_many", lambda _page, children, **what: asked.append((children, what)))
    monkeypatch.setattr(printing, "print_list", lambda _page, _heads, _rows, **what: asked.append((what,)))
    line = page.list.current()
    assert line is not None
    page.trigger(Keys.PRINT)
    assert asked.pop() == (line.child_id, {"document": "handover", "record_id": line.handover_id})
    page.sheets.click()
    children, what = asked.pop()
    assert (len(children), what) == (3, {"document": "handover"})
    page.listed.click()
    ((what,),) = asked
    assert "令和8年" in what["filters"][0]
    assert "(" not in what["title"]  # the day has brackets of its own, and the foot adds some


def test_one_child_alone_has_no_second_way_to_print(desk: Desk, office: Office) -> None:
    batch = handovers.prepare(office, [child_id(office, HINANO)], to=colleague(office).id, on=office.today).record_id
    page = open_page(desk, batch=batch)
    shown: list[QWidget] = [page.sheet, page.sheets]
    assert [button.isVisible() for button in shown] == [True, False]
