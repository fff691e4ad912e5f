"""The one filter of what comes in: the input method's keys are held back, and the last input is known.

It stands at the two doors by which input comes, the windows of the platform and the object that has the focus, not at
the application: there each of the seven thousand events by which Qt makes a form would pass Python, a quarter of the
time until the form stands.
"""

from __future__ import annotations

import time

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
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
        self._focus: QObject | None = None

    def install(self, application: QApplication) -> None:
        """Filter this application's input from now on."""
        self._on = application
        application.focusWindowChanged.connect(self._stand_at_the_window)
        application.focusObjectChanged.connect(self._stand_at_the_focus)
        self._stand_at_every_window()
        self._stand_at_the_focus(application.focusObject())

    def remove(self) -> None:
        """Filter nothing any more."""
        if self._on is not None:
            self._on.focusWindowChanged.disconnect(self._stand_at_the_window)
            self._on.focusObjectChanged.disconnect(self._stand_at_the_focus)
            self._stand_at_the_focus(None)
            for window in self._on.topLevelWindows():
                window.removeEventFilter(self)
            self._on = None

    def _stand_at_the_window(self, window: QWindow | None) -> None:
        """Keys, mouse, wheel, touch and pen come to a window of the platform first, and to its widgets from there."""
        if window is not None:
            window.installEventFilter(self)

    def _stand_at_every_window(self) -> None:
        """A menu is a window that never has the focus; here again and again, it moves to the front and stays one."""
        if self._on is not None:
            for window in self._on.topLevelWindows():
                window.installEventFilter(self)

    def _stand_at_the_focus(self, focus: QObject | None) -> None:
        """The input method speaks to the object that has the focus, whatever window that is in."""
        composition.leave()  # Qt tells of the new focus before the old one hears of it
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = focus
        if focus is not None:
            focus.installEventFilter(self)

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
        self._stand_at_every_window()
        if self.clock() - self._last >= self._seconds:
            self.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _INPUT:
            self._last = self.clock()
        return kind in LOOKED_AT and composition.handle(event)


watch = Watch()
