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
        self._line = KeyLine(self)
        self._line.set_hints(hints)
        row.addWidget(self._line)
        self.setFixedHeight(theme.height("status") + 6)

    def key_hints(self) -> list[KeyHint]:
        """For F1: what stands here."""
        return list(self._line.hints())
