"""The one event filter on the application: the input method's keys are held back, and the last input is known."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from caseapp.desktop.kit.ime import LOOKED_AT, composition

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)
_LOOK_EVERY = 2_000  # milliseconds


class Watch(QObject):
    """Emits `idle` when nobody touched keyboard or mouse for the minutes given to `start`. One timer."""

    idle = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seconds = 0.0
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self.clock = time.monotonic
        self._on: QApplication | None = None

    def install(self, application: QApplication) -> None:
        """Filter this application's events from now on."""
        self._on = application
        application.installEventFilter(self)

    def remove(self) -> None:
        if self._on is not None:
            self._on.removeEventFilter(self)
            self._on = None

    def start(self, minutes: float) -> None:
        """Count from now on."""
        self._seconds = minutes * 60
        self.touch()
        self._timer.start(_LOOK_EVERY)

    def stop(self) -> None:
        self._timer.stop()

    @property
    def counting(self) -> bool:
        return self._timer.isActive()

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self.clock()

    def look(self) -> None:
        """Emit `idle` when the time is up."""
        if self.clock() - self._last >= self._seconds:
            self.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _INPUT:
            self._last = self.clock()
        return kind in LOOKED_AT and composition.handle(event)


watch = Watch()
