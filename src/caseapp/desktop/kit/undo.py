"""After an act that can be taken back: 「済みにしました。 元に戻す Ctrl+Z」."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _


class UndoBar(QWidget):
    """Says what was done and offers to take it back. Stays until the next act or until the page is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 0, 4, 0)
        row.setSpacing(8)
        self._words = Label(parent=self)
        self._button = Button(_("Undo"), self.undo, kind="quiet", key=Keys.UNDO_ACT, parent=self)
        row.addWidget(self._words)
        row.addWidget(self._button)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def offer(self, words: str, back: Callable[[], object]) -> None:
        """Say `words` and keep `back` for 「元に戻す」."""
        self._back = back
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def clear(self) -> None:
        self._back = None
        self.hide()

    @property
    def offered(self) -> bool:
        return self._back is not None

    def text(self) -> str:
        return self._words.text() if self.offered else ""

    def undo(self) -> bool:
        """Take the last act back; False when there is none."""
        back = self._back
        if back is None:
            return False
        self.clear()
        back()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("tint"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        icons.draw(painter, QRectF(10, 0, 18, self.height()), "check", ink="tint_ink")
