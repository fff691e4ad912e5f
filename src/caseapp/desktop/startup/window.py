"""The one window. Its title never holds a person's name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from caseapp.desktop import APP_NAME
from caseapp.desktop.theme import icons

_USUAL = QSize(1366, 768)


class Window(QMainWindow):
    """`may_close` is asked before it closes (something that is being written may hinder it); then `closing` is emitted,
    so that drafts are kept."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(QSize(760, 480))
        self.setContextMenuPolicy(self.contextMenuPolicy().NoContextMenu)

    def dress(self) -> None:
        """The icon, once there is time for it."""
        self.setWindowIcon(icons.window_icon())

    def show_on_screen(self) -> None:
        """As large as a small screen is, frame included; 1366×768 in the middle of a larger one."""
        available = self.screen().availableGeometry().size()
        self.resize(_USUAL.boundedTo(available))
        if available.width() < _USUAL.width() + 60 or available.height() < _USUAL.height() + 60:
            self.showMaximized()
        else:
            self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()
