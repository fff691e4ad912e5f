"""The place where a problem is said: on sand, beside the field it is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme


class ProblemLine(QWidget):
    """A sentence on sand beside the field it is about; hidden while there is nothing to say. `fields` are those."""

    def __init__(self, parent: QWidget | None = None, *, fields: Sequence[QWidget] = ()) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        row = QHBoxLayout(self)
        row.setContentsMargins(30, 3, 8, 3)
        self._words = Para(parent=self)
        row.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def text(self) -> str:
        return self._words.text()

    def say(self, words: str) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("control"), 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("sand"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        icons.draw(painter, QRectF(7, 0, theme.px(16), self.height()), "info", ink="ink")
