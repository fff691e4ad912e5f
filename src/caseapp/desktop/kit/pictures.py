"""An icon, or the app's mark, as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme


class Picture(QWidget):
    """An icon beside a word, `size` logical pixels at 10.5 pt."""

    def __init__(self, name: str, size: int = 18, *, ink: str = "sub", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._ink = name, size, ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.draw(QPainter(self), QRectF(self.rect()), self._name, ink=self._ink)


class Mark(Picture):
    """The two lines."""

    def __init__(self, size: int = 28, *, parent: QWidget | None = None) -> None:
        super().__init__("", size, parent=parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.draw_mark(painter, QRectF(self.rect()))
