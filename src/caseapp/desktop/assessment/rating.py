"""The rating of one area: five toggles, by the keys 1 to 5 at once; 0 or Delete takes it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.choices import ToggleFlow

_CLEARING = (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class DigitToggles(ToggleFlow):
    """Toggles of which the n-th is chosen by the key n while one of them has the focus."""

    def __init__(self, options: list[tuple[str, str]], *, parent: QWidget | None = None) -> None:
        super().__init__(options, parent=parent)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            number = event.key() - Qt.Key.Key_0
            if not held and event.key() in _CLEARING:
                self.take(0)
                return True
            if not held and 1 <= number <= len(self.toggles):
                self.take(number)
                return True
        return super().eventFilter(watched, event)

    def take(self, number: int) -> None:
        """Choose the n-th (0: none), as if somebody had pressed it."""
        self.set_values((self.toggles[number - 1].code,) if number else ())
        entry = self.entry()
        if entry is not None:
            entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()


class Rating(DigitToggles):
    """1 to 5; `rating()` is None while none is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([(str(number), str(number)) for number in range(1, 6)], parent=parent)

    def rating(self) -> int | None:
        return int(self.value()) if self.value() else None

    def set_rating(self, rating: int | None) -> None:
        self.set_value("" if rating is None else str(rating))
