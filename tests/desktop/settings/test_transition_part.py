"""Settings: the items of the transition checklist, changed, hidden and added by the office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from caseapp.casework import transition_items
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.settings.page import SettingsPage
from caseapp.desktop.settings.transition_part import EditItemDialog, TransitionPart
from caseapp.words import transition
from tests.desktop.child.showing import part, show
from tests.desktop.fakes import turn


@pytest.fixture
def items(desk: Desk) -> TransitionPart:
    found = show(desk, SettingsPage, part="transition").part()
    assert isinstance(found, TransitionPart)
    return found


def opened(of: TransitionPart) -> Any:
    turn()
    return next(each for each in of.window().findChildren(EditItemDialog) if each.is_open)


def test_an_item_of_the_office_is_added_then_no_longer_asked(items: TransitionPart, desk: Desk) -> None:
    part(items, "items-add").click()
    dialog = opened(items)
    dialog.domain.set_value("disaster")
    dialog.child.set_value("停電のときの連絡先を言える")
    part(dialog, "offer-go").click()
    assert dialog.form.row_of("guardian").problem_line.isVisible()
    dialog.guardian.set_value("お子さんは、停電のときの連絡先を言える")
    part(dialog, "offer-go").click()
    turn()
    items.search.set_value("停電")
    items.search.changed.emit()
    items.table.choose_row(0)
    part(items, "items-change").click()
    again = opened(items)
    again.retired.set_value(True)
    part(again, "offer-go").click()
    turn()
    found = next(each for each in transition_items.items(desk.office) if each.child.startswith("停電"))
    assert (found.own, found.retired, found.domain) == (True, True, "disaster")
    assert len(transition_items.items(desk.office)) == len(transition.items()) + 1


def test_a_viewer_reads_the_items_and_changes_none(desk: Desk) -> None:
    desk.office.account = replace(desk.office.account, role="viewer")
    found = show(desk, SettingsPage, part="transition").part()
    assert isinstance(found, TransitionPart)
    turn()
    assert found.table.model().rowCount() == len(transition.items())
    assert not part(found, "items-add").isEnabled()
    found.add()
    assert not found.window().findChildren(EditItemDialog)
