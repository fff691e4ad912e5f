"""Enter during a conversion of the input method never saves, searches or closes anything.

While text is being composed the input method should swallow Enter, Escape, Tab and the arrows itself; some let them
through (remote desktops, Enter that settles the text and arrives once more). They are dropped here.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

_HELD_BACK = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Space,
    }
)
_SETTLES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
LOOKED_AT = _KEYS | {QEvent.Type.InputMethod, QEvent.Type.FocusOut}
"""The events that concern a composition."""


class Composition(QObject):
    """Knows whether text is being composed, and holds back the keys that belong to the input method."""

    def __init__(self) -> None:
        super().__init__()
        self.composing = False
        self._settled_now = False

    def handle(self, event: QEvent) -> bool:
        """Look at an event on its way (kit.watch); True when it must go no further."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod:
            self.note(event)  # type: ignore[arg-type]  # an event of this type is one
        elif kind in _KEYS and (self.composing or self._settled_now):
            return self.hold_back(event)
        elif kind == QEvent.Type.FocusOut:
            self.leave()
        return False

    def leave(self) -> None:
        """Another field has the focus: nothing is composed there yet."""
        self.composing = False

    def note(self, event: QInputMethodEvent) -> None:
        """Take note of a step of the composition."""
        before, self.composing = self.composing, bool(event.preeditString())
        if before and not self.composing:
            self._settled_now = True
            QTimer.singleShot(0, self._forget)

    def _forget(self) -> None:
        self._settled_now = False

    def hold_back(self, event: QEvent) -> bool:
        """True when the key belongs to the input method and must reach nobody else."""
        assert isinstance(event, QKeyEvent)
        keys = _HELD_BACK if self.composing else _SETTLES
        if event.key() not in keys:
            return False
        event.accept()
        return True


composition = Composition()


def composing() -> bool:
    """True while the input method has unsettled text in the field that has the focus."""
    return composition.composing


def settle() -> None:
    """Take over what is being composed, before an action (Ctrl+S) reads the field."""
    method = QApplication.inputMethod()
    if composition.composing and method is not None:
        method.commit()
