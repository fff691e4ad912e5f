"""The one window. Its title never holds a person's name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from caseapp.desktop import APP_NAME
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme


class Window(QMainWindow):
    """`closing` is emitted before it closes, so that drafts are kept."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(QSize(760, 480))
        self.setContextMenuPolicy(self.contextMenuPolicy().NoContextMenu)

    def dress(self) -> None:
        """The icon, once there is time for it."""
        self.setWindowIcon(icons.window_icon(theme.tokens))

    def fit_screen(self) -> None:
        """1366×768 or what the screen has; maximised on a small one."""
        available = self.screen().availableGeometry().size()
        self.resize(QSize(1366, 768).boundedTo(available))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()
