"""The picture of the path with what the yearly template says: near items stand there, the schools stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from caseapp.casework import register
from caseapp.desktop.child.life_path import LifePath
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import width_of
from caseapp.rules import dates
from caseapp.rules.life_stage import life_path
from tests.desktop.child.showing import HINANO, child_id

TODAY, BIRTH = date(2026, 11, 20), date(2020, 7, 14)


def test_far_items_give_way_before_the_schools_do() -> None:
    items = [(date(2026 + number, 12, 1), f"項目{number}") for number in range(6)]
    path = LifePath()
    path.resize(1130, 90)
    path.show_path(life_path(BIRTH, today=TODAY, items=items), birth=BIRTH)
    shown = path.shown()
    assert [stage.name for stage in shown if stage.kind == "item"][:2] == ["項目0", "項目1"]
    assert {"elementary", "junior_high", "end"} <= {stage.kind for stage in shown}
    assert "項目0(R8.12" in path.spoken()


@pytest.mark.parametrize("style", ["era", "western"])
def test_no_day_of_the_path_is_cut_off(
    desk: Desk, qtbot: QtBot, speak: Callable[[str], None], style: dates.Style
) -> None:
    speak("en")
    view = register.page(desk.office, child_id(desk.office, HINANO))
    path = LifePath()
    qtbot.addWidget(path)
    path.resize(1120, 90)
    path.show_path(view.stages, birth=view.child.birth_date, grade=view.grade, style=style)
    room = path.width() / len(path.shown()) - 6
    assert all(width_of(path._caption(s), "caption", bold=s.when == "next") <= room for s in path.shown())
