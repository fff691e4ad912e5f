"""A line of text, a search, a passphrase: the fields that the lock screen needs, free of dates and numbers."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from caseapp.desktop.kit.text import restyle, width_of
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

_FRAME = 18  # border and padding of both sides


class TextField(QLineEdit):
    """One line of text, kept to the code point. `chars`: wide enough for so many full-width characters (0: stretch)."""

    changed = Signal()

    def __init__(
        self, text: str = "", *, placeholder: str = "", chars: int = 0, parent: QWidget | None = None, most: int = 2000
    ) -> None:
        super().__init__(parent)
        self._chars = chars
        self.setMaxLength(most)
        self.setPlaceholderText(placeholder)
        self.setText(text)
        self.setCursorPosition(0)  # a long text is seen from its beginning
        if chars:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._edited)

    def _edited(self, _text: str) -> None:
        self.changed.emit()

    def value(self) -> str:
        return self.text()

    def set_value(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def problem(self) -> str:
        return ""

    def set_problem_look(self, on: bool) -> None:
        """Sand and a dashed border, while the content cannot be saved."""
        if bool(self.property("problem")) != on:
            self.setProperty("problem", on)
            restyle(self)

    def sizeHint(self) -> QSize:
        height = theme.height("field")
        if not self._chars:
            return QSize(theme.px(200), height)
        return QSize((self._chars + 1) * width_of("あ") + _FRAME, height)  # one em more: full-width brackets

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._chars else QSize(theme.px(80), theme.height("field"))


class SearchField(TextField):
    """A text field with the magnifier at its left (a painted one: QLineEdit.addAction slips down under a border)."""

    def __init__(self, *, placeholder: str = "", chars: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, chars=chars, parent=parent)
        self.setTextMargins(24, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, QRect(9, 0, 18, self.height()).toRectF(), "search", ink="sub")


class PassphraseField(TextField):
    """A secret: dots, no input method, no undo of old text, and Caps Lock noticed (`caps` tells its state)."""

    caps = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText
        self.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)  # nothing to copy from here
        self._caps = False

    def take(self) -> str:
        """What was typed; the field is empty afterwards and forgets its undo steps."""
        text = self.text()
        self.wipe()
        return text

    def wipe(self) -> None:
        self.setText("")  # setText also clears the undo history

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_CapsLock:
            self._note_caps(not self._caps)
        elif len(text) == 1 and text.isascii() and text.isalpha():
            self._note_caps(text.isupper() != shifted)
        super().keyPressEvent(event)

    def _note_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps.emit(on)
