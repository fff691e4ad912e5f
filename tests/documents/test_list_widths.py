"""The columns of a printed list: the wide ones give way first, and together they fit."""

from __future__ import annotations

import pytest

from caseapp.documents.grid import WIDTH
from caseapp.documents.tables import _limit, widths_by_content
from caseapp.documents.type_styles import office


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


def test_the_columns_of_a_table_have_the_room_of_their_text() -> None:
    """A remark of thirty letters stood in sixteen millimetres, six lines high, beside columns that were empty."""
    heads = ("学校", "いつから", "備考")
    texts = (("緑が丘小学校",), ("R3.4.1",), ("1・2年は担任が替わらず。3年から保健室に予備のボンベ",))
    school, begins, note = widths_by_content(office(1.0), heads, texts)
    assert begins < school < note
    assert school + begins + note == pytest.approx(WIDTH)
