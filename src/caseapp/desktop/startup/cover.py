"""What lies over the desk while a lock waits for something that is under way: nobody reads what is below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from caseapp.desktop.kit.text import Label
from caseapp.words.language import _


class Cover(QWidget):
    """Made with the window below it and seen from `spread` on."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(Label(_("Locking"), tone="sub", parent=self), 0, Qt.AlignmentFlag.AlignCenter)

    def spread(self) -> None:
        """Cover the whole window, now: the event loop does not turn meanwhile."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.repaint()
