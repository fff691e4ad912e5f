"""文例, 支援策 and needs out of consultations, taken into a plan by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.casework import consultations
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.plan.offer_dialog import PhraseDialog, SchemeDialog
from caseapp.desktop.plan.pick_dialog import PickDialog
from caseapp.desktop.plan.said_dialog import SaidDialog
from caseapp.rules.consultation import Consultation
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework.people import NEXT
from tests.casework.yoshino import hina, manager_office
from tests.desktop.fakes import ScriptedDialogs, make_desk
from tests.desktop.plan.test_plan_page import CONTROL, editor, field, now_of, press, shown, type_in

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def family(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now) as opened:
        yield opened


@pytest.fixture
def own_desk(family: Office, dialogs: ScriptedDialogs) -> Desk:
    return make_desk(family, dialogs=dialogs)


def picker(kind: type[PickDialog]) -> PickDialog:
    (found,) = [each for each in QApplication.allWidgets() if isinstance(each, kind) and each.is_open]
    return found


def focused() -> object:
    return QApplication.focusWidget()


def test_a_sentence_is_inserted_and_its_blank_marked(own_desk: Desk, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    press(page, Qt.Key.Key_Return, CONTROL)
    goal = field(page, "goal-goal")
    goal.setFocus()
    QTest.keyClick(goal, Qt.Key.Key_J, CONTROL)
    offered = picker(PhraseDialog)
    assert isinstance(offered, PhraseDialog)
    assert offered.age.currentText() == "9歳"
    assert all(line.value.suits(9) for line in offered.list.list_model().items())
    assert focused() is offered.search
    type_in(offered.search, "欠席")
    assert offered.list.current() is None
    offered.search.set_value("")
    type_in(offered.search, "休んだ日")
    QTest.keyClick(offered.search, Qt.Key.Key_Return)
    assert focused() is goal
    QTest.keyClicks(goal, "2")  # what is typed next takes the place of the blank
    QTest.keyClick(goal, Qt.Key.Key_Return, CONTROL)
    (made,) = now_of(page).goals
    assert made.goal == "休んだ日の授業を、2日以内にオンラインやプリントで受け取る"
    assert made.area == "school"


def test_the_arrows_choose_while_the_cursor_stays_in_the_field(own_desk: Desk, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    press(page, Qt.Key.Key_Return, CONTROL)
    QTest.keyClick(field(page, "goal-need"), Qt.Key.Key_J, CONTROL)
    offered = picker(PhraseDialog)
    first = offered.list.current()
    QTest.keyClick(offered.search, Qt.Key.Key_Down)
    second = offered.list.current()
    assert second != first
    assert focused() is offered.search
    QTest.keyClick(offered.search, Qt.Key.Key_Return)
    assert second is not None
    assert field(page, "goal-need").value() == second.text  # type: ignore[attr-defined]  # a Paragraph


def test_a_second_sentence_stands_below_the_first(own_desk: Desk, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    press(page, Qt.Key.Key_Return, CONTROL)
    what = field(page, "support-1-what")
    type_in(what, "家庭訪問")
    QTest.keyClick(what, Qt.Key.Key_J, CONTROL)
    offered = picker(PhraseDialog)
    type_in(offered.search, "個別避難計画")
    QTest.keyClick(offered.search, Qt.Key.Key_Return)
    assert editor(page).supports[0].value().content == (  # type: ignore[attr-defined]  # the goal's editor
        "家庭訪問\n個別避難計画を市町村の担当者・家族と作り、年1回見直す"
    )


def test_esc_leaves_the_goal_as_it_was(own_desk: Desk, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    press(page, Qt.Key.Key_Return, CONTROL)
    QTest.keyClick(field(page, "goal-need"), Qt.Key.Key_J, CONTROL)
    QTest.keyClick(picker(PhraseDialog).search, Qt.Key.Key_Escape)
    assert focused() is field(page, "goal-need")
    assert now_of(page).goals[0].need == ""


def test_a_scheme_fills_its_name_who_runs_it_and_whom_to_ask(own_desk: Desk, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    press(page, Qt.Key.Key_Return, CONTROL)
    type_in(field(page, "support-1-who"), "南小学校")
    scheme = field(page, "support-1-scheme")
    scheme.setFocus()
    QTest.keyClick(scheme, Qt.Key.Key_J, CONTROL)
    offered = picker(SchemeDialog)
    type_in(offered.search, "レスパイト")
    assert "児童福祉法19条の22第3項1号" in offered.about.text()
    QTest.keyClick(offered.search, Qt.Key.Key_Return)
    support = now_of(page).goals[0].supports[0]
    assert support.scheme.startswith("療養生活支援事業")
    assert (support.provider, support.contact, support.no_scheme) == ("南小学校", "保健所等の小慢担当", False)


def test_needs_are_picked_out_of_the_last_consultation(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    talk = Consultation(
        child_id=hina(family),
        on=date(2026, 11, 6),
        method="visit",
        topics=("family",),
        words="夜に何度も起きる。きょうだいの行事に行けない。",
    )
    consultations.record(family, talk, next_step=NEXT)
    page = shown(own_desk, qtbot)
    press(page, Qt.Key.Key_J, CONTROL | SHIFT)
    said = picker(SaidDialog)
    assert focused() is said.list
    QTest.keyClick(said.list, Qt.Key.Key_Space)
    QTest.keyClick(said.list, Qt.Key.Key_Down)
    QTest.keyClick(said.list, Qt.Key.Key_Space)
    QTest.keyClick(said.list, Qt.Key.Key_Return)
    goals = now_of(page).goals
    assert [(each.need, each.area, each.priority) for each in goals] == [
        ("夜に何度も起きる", "family", 1),
        ("きょうだいの行事に行けない", "family", 2),
    ]
    assert page.board.goals.list.hasFocus()


def test_without_consultations_the_page_says_so(own_desk: Desk, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    press(page, Qt.Key.Key_J, CONTROL | SHIFT)
    assert page.banner.isVisible()
    assert now_of(page).goals == ()
