"""All keys of the program, to look up."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from caseapp.desktop.kit.card import SectionHead
from caseapp.desktop.kit.key_list import KeyRow
from caseapp.desktop.kit.page import Desk, KeyHint
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.settings.part import Part
from caseapp.words.language import _


class KeyboardPart(Part):
    """Two groups: everywhere, and on some pages."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        bound = [key for key in Keys if key.value.keys]
        self._group(_("Everywhere"), [key for key in bound if key.value.window])
        self._group(_("On some pages"), [key for key in bound if not key.value.window])

    def heading(self) -> str:
        return _("Keyboard")

    def _group(self, head: str, keys: list[Keys]) -> None:
        self.column.addWidget(SectionHead(head, parent=self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(0)
        half = (len(keys) + 1) // 2
        for number, key in enumerate(keys):
            grid.addWidget(KeyRow(KeyHint(key.text, key.words), self), number % half, number // half)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.column.addLayout(grid)
