"""The line of keys at the foot of the palette."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.page import KeyHint
from caseapp.desktop.shell.bars import KeyLine
from caseapp.desktop.theme.theme import theme


class KeyFoot(QWidget):
    """Boxed keys on the ground of the window."""

    def __init__(self, hints: Sequence[KeyHint], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 4)
        line = KeyLine(self)
        line.set_hints(hints)
        row.addWidget(line)
        self.setFixedHeight(theme.height("status") + 6)
