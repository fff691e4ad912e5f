"""A year of birth: typed in either calendar, shown as the person prefers."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.desktop.kit.fields import DateField
from caseapp.desktop.kit.year_field import YearField

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "year", "shown"),
    [
        ("1984", 1984, "昭和59年"),
        ("S59", 1984, "昭和59年"),
        ("昭和59年", 1984, "昭和59年"),
        ("昭和59", 1984, "昭和59年"),
        ("1984年", 1984, "昭和59年"),
        ("平成元年", 1989, "平成元年"),
        ("R8", 2026, "令和8年"),
        ("", None, ""),
    ],
)
def test_a_year_is_read_either_way_and_shown_in_eras(qapp: object, typed: str, year: int | None, shown: str) -> None:
    field = YearField(lambda: TODAY)
    field.setText(typed)
    assert field.value() == year
    assert field.text() == shown
    assert field.problem() == ""


def test_the_preference_shows_western_years(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DateField, "wording", "western")
    field = YearField(lambda: TODAY)
    field.setText("S59")
    assert (field.value(), field.text()) == (1984, "1984")


@pytest.mark.parametrize("typed", ["1899", "2027", "R9", "きのう生まれ"])
def test_a_year_that_cannot_be_says_what_is_expected(qapp: object, typed: str) -> None:
    field = YearField(lambda: TODAY)
    field.setText(typed)
    assert field.value() is None
    assert field.problem() == "1900から2026までの数を書きます。"
    assert field.text() == typed


def test_a_change_is_told_once(qapp: object) -> None:
    field, heard = YearField(lambda: TODAY), list[int | None]()
    field.changed.connect(lambda: heard.append(field.value()))
    field.setText("S59")
    field.settle()
    field.settle()
    assert heard == [1984]
