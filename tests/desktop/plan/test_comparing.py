"""Two versions side by side, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.casework import plans
from caseapp.casework.office import Office
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.plan.comparing import CompareDialog, differences
from caseapp.rules.plan import SupportPlan, Wish
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework.yoshino import AGREED, hina, manager_office, saved_plan
from tests.desktop.fakes import ScriptedDialogs, make_desk
from tests.desktop.plan.test_plan_page import CONTROL, press, shown

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def family(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now) as opened:
        opened.settings = replace(opened.settings, self_approval=True)
        yield opened


def second_version(office: Office) -> SupportPlan:
    plan = saved_plan(office)
    plans.approve(office, plan.id)
    plans.deliver(office, plan.id, on=office.today, to="母", how="手渡し", consent=AGREED)
    made = plans.get(office, plans.new_version(office, plan.id).record_id)
    changed = replace(made, child_wish=Wish(text="美術部に入りたい"), goals=made.goals[:1])
    return plans.get(office, plans.save(office, changed).record_id)


def open_dialog() -> CompareDialog:
    (found,) = [each for each in QApplication.allWidgets() if isinstance(each, CompareDialog) and each.is_open]
    return found


def test_what_changed_is_told_and_the_rest_on_request(family: Office, dialogs: ScriptedDialogs, qtbot: QtBot) -> None:
    second_version(family)
    page = shown(make_desk(family, dialogs=dialogs), qtbot)
    press(page, Qt.Key.Key_H, CONTROL | SHIFT)
    dialog = open_dialog()
    assert dialog.list.hasFocus()
    told = {each.name: each.how for each in dialog.list.list_model().items()}
    assert told["本人の意向"] == "変更"
    assert told["前の版の課題2"] == "なくなった"
    assert "課題1" not in told
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert "課題1" in {each.name for each in dialog.list.list_model().items()}
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert page.board.goals.list.hasFocus()


def test_the_same_version_differs_in_nothing(family: Office) -> None:
    plan = saved_plan(family)
    assert not [each for each in differences(plan, plan) if each.changed]
    assert differences(plan, plan)


def test_with_one_version_there_is_nothing_to_compare(family: Office, dialogs: ScriptedDialogs, qtbot: QtBot) -> None:
    saved_plan(family)
    page = shown(make_desk(family, dialogs=dialogs), qtbot, child_id=hina(family))
    assert not page.action(Keys.COMPARE).isEnabled()
    assert not page.side.acts["plan-compare"].isVisible()
