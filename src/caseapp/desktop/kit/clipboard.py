"""The clipboard forgets at lock and at the end what was copied here; what others copied stays."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication


class ClipboardWatch(QObject):
    """Remembers whether the newest content was put there while this program was in front."""

    def __init__(self) -> None:
        super().__init__()
        self._ours = False
        self._watching = False

    def watch(self) -> None:
        """Begin, once there is an application."""
        if not self._watching:
            self._watching = True
            QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def _changed(self) -> None:
        in_front = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        self._ours = in_front or QGuiApplication.clipboard().ownsClipboard()

    @property
    def ours(self) -> bool:
        return self._ours or QGuiApplication.clipboard().ownsClipboard()

    def forget(self) -> None:
        """Empty the clipboard if what is in it came from here."""
        if self.ours:
            QGuiApplication.clipboard().clear()
            self._ours = False


clipboard = ClipboardWatch()
