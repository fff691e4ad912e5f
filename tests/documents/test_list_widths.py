"""The columns of a printed list: the wide ones give way first, and together they fit."""

from __future__ import annotations

import pytest

from caseapp.documents.list_sheet import _limit


@pytest.mark.parametrize(
    ("wanted", "room", "limit"),
    [
        ([10.0, 20.0], 100.0, 20.0),
        ([10.0, 90.0], 60.0, 50.0),
        ([10.0, 20.0, 300.0, 400.0], 200.0, 85.0),
        ([100.0, 100.0, 100.0], 150.0, 50.0),
        ([40.0, 41.0], 80.0, 40.0),
    ],
)
def test_what_is_narrow_stays_and_what_is_wide_is_cut_alike(wanted: list[float], room: float, limit: float) -> None:
    found = _limit(wanted, room)
    assert found == pytest.approx(limit)
    assert sum(min(width, found) for width in wanted) <= room + 1e-9
