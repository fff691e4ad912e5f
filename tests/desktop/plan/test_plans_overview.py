"""The plans of the office on the sample vault."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from caseapp.casework import plans
from caseapp.casework.office import Office
from caseapp.casework.plans import PlanRow
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import TableModel
from caseapp.desktop.plan.overview import PlansPage
from tests.desktop.fakes import Travel, turn


def shown(desk: Desk, qtbot: QtBot) -> PlansPage:
    page = PlansPage(desk)
    qtbot.addWidget(page)
    page.resize(1190, 700)
    page.show()
    page.open()
    page.table.setFocus()
    turn()
    return page


def model_of(page: PlansPage) -> TableModel[PlanRow]:
    model = page.table.model()
    assert isinstance(model, TableModel)
    return model


def test_what_wants_attention_stands_first(desk: Desk, office: Office, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    states = [row.state for row in model_of(page).rows()]
    assert states == sorted(states, key=plans.ROW_STATES.index)
    assert len(states) == len(plans.overview(office))


def test_enter_opens_the_plan(desk: Desk, office: Office, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    first = plans.overview(office)[0]
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert isinstance(desk.go, Travel)
    assert desk.go.last == ("plan", {"child_id": first.child_id, "plan_id": first.plan_id})


def test_a_pill_narrows_and_an_empty_state_is_said(desk: Desk, office: Office, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    page.states.set_value("none")
    page.states.changed.emit()
    assert {row.state for row in model_of(page).rows()} == {"none"}
    page.states.set_value("ended")
    page.states.changed.emit()
    assert page.empty.isVisible()
    assert not page.table.isVisible()


def test_my_children_only(desk: Desk, office: Office, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    page.trigger(Keys.MINE)
    assert page.mine.value()
    assert len(model_of(page).rows()) == len(plans.overview(office, mine=True))


def test_hidden_names_are_hidden_here_too(desk: Desk, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    model = model_of(page)
    name = model.rows()[0].name
    column = model.column_number("name")
    assert model.index(0, column).data() == name
    masking.switch(on=True)
    assert model.index(0, column).data() != name


def test_an_overdue_review_is_late(office: Office) -> None:
    (found,) = [row for row in plans.overview(office) if row.state == "review_soon"][:1]
    assert found.next_review_on is not None
    assert date(2026, 11, 20) <= found.next_review_on <= date(2026, 11, 20) + timedelta(days=30)
