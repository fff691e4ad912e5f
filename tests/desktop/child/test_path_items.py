"""The picture of the path with what the yearly template says: near items stand there, the schools stay."""

from __future__ import annotations

from datetime import date

from caseapp.desktop.child.life_path import LifePath
from caseapp.rules.life_stage import life_path

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
