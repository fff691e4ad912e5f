"""あかさたな: the tabs above the register, by the first kana of the reading."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtWidgets import QWidget

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.kit.choices import FilterPills
from caseapp.rules.kana_order import INDEX, index_row
from caseapp.words.language import _

ALL = "*"
_NO_READING = "-"


class KanaTabs(FilterPills):
    """`value()` is a row of the kana table, ALL for everybody. Object name `register-tabs`."""

    def __init__(self, *, parent: QWidget) -> None:
        options = [(ALL, _("All")), *((row, row) for row in INDEX[:-1]), (_NO_READING, _("No reading"))]
        super().__init__(options, name=_("First kana"), parent=parent)
        self.setObjectName("register-tabs")

    def step(self, by: int) -> None:
        """The next or the one before, round and round."""
        codes = [ALL, *INDEX[:-1], _NO_READING]
        self.set_value(codes[(codes.index(self.value()) + by) % len(codes)])
        self.changed.emit()

    def through(self, rows: Sequence[RegisterRow]) -> Sequence[RegisterRow]:
        """The rows under the chosen tab."""
        tab = self.value()
        if tab == ALL:
            return rows
        wanted = "" if tab == _NO_READING else tab
        return [row for row in rows if _row(row.kana[:2]) == wanted]


@lru_cache(maxsize=4096)
def _row(beginning: str) -> str:
    return index_row(beginning)
