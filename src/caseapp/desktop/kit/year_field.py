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

    def _understood(self, text: str) -> int:
        try:
            year = dates.parse_partial(unicodedata.normalize("NFKC", text).strip(), today=self._today()).year
        except dates.BadDate:
            year = 0  # a number or nothing: NumberField reads it, or says what it expects
        return year if self._least <= year <= self._most else super()._understood(text)

    def _worded(self, value: int) -> str:
        return self.words_of(value)
