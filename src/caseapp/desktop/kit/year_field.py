"""A year, typed either way (1984、S59、昭和59年) and shown as the person prefers (昭和59年 or 1984)."""

from __future__ import annotations

import unicodedata

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.fields import DateField, NumberField, Today
from caseapp.rules import dates
from caseapp.words import language


class YearField(NumberField):
    """The western year as a number, from 1900 to the year of `today`; empty is None."""

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__(least=1900, most=today().year, parent=parent)
        self._chars = 5 if self._in_eras() else 3
        self.setPlaceholderText(self.words_of(1984))

    @staticmethod
    def _in_eras() -> bool:
        return DateField.wording == "era" and dates.is_japanese(language.current())

    def words_of(self, year: int) -> str:
        """`昭和59年` or `1984`."""
        return dates.PartialDate(year).long("era") if self._in_eras() else str(year)

    def set_value(self, value: int | None) -> None:  # type: ignore[override]  # as NumberField
        super().set_value(value)
        if value is not None:
            self._shown = self.words_of(value)
            self.setText(self._shown)

    def settle(self) -> None:
        if self.text() == self._shown:
            return
        try:
            typed = unicodedata.normalize("NFKC", self.text()).strip()
            year = dates.parse_partial(typed, today=self._today()).year if typed else 0
        except dates.BadDate:
            year = 0  # a number or nothing: NumberField reads it, or says what it expects
        if not self._least <= year <= self._most:
            super().settle()
            return
        changed = year != self._value
        self.set_value(year)
        if changed:
            self.changed.emit()
