"""One-line fields: text, era date, time, number, passphrase. Each has `value()`, `set_value()` and `changed`.

`value()` of a field whose text cannot be read is None; `problem()` says then, in the language of the screen, what is
wrong ("" when all is well). A field never throws away what was typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, time, timedelta

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from caseapp.desktop.kit.text import restyle, width_of
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.words import language
from caseapp.words.language import _

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


class _ReadField(TextField):
    """A field whose text is read into a value when it is left, and worded again."""

    def __init__(self, *, chars: int, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, chars=chars, parent=parent)
        self.editingFinished.connect(self.settle)

    def settle(self) -> None:
        """Read what was typed; word it anew when it can be read."""
        raise NotImplementedError

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()


Today = Callable[[], date]


class DateField(_ReadField):
    """A date in one field, typed freely (11/20、R8.11.20、明日、2週間後), shown as 令和8年11月20日(金).

    `today` gives the day (`desk.today`), `wording` is the person's preference (era or western, `wording`).
    ↑ and ↓ move by a day, PageUp and PageDown by a month.
    """

    wording: dates.Style = "era"  # the person's preference, set once for all fields

    def __init__(self, today: Today, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            chars=10 if dates.is_japanese(language.current()) else 14, placeholder=placeholder, parent=parent
        )
        self._today = today
        self._value: date | None = None
        self._shown = ""
        self._problem = ""

    def value(self) -> date | None:  # type: ignore[override]  # a field's value has the field's type
        """The day; None when empty or when the text cannot be read (then `problem()` says so)."""
        self.settle()
        return self._value

    def set_value(self, value: date | None) -> None:  # type: ignore[override]  # the same
        self._value, self._problem = value, ""
        self._show()

    def problem(self) -> str:
        self.settle()
        return self._problem

    def settle(self) -> None:
        text = self.text()
        if text == self._shown:
            return
        self._shown = text
        before = self._value
        self._value, self._problem = None, ""
        if text.strip():
            try:
                self._value = dates.parse_typed(text, today=self._today())
            except dates.BadDate as bad:
                self._problem = language.say(bad.problem)
        if self._value is not None:
            self._show()
        self.set_problem_look(bool(self._problem))
        if self._value != before:
            self.changed.emit()

    def _show(self) -> None:
        self._shown = date_words(self._value, style=self.wording) if self._value else ""
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.set_problem_look(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 30, Qt.Key.Key_PageDown: -30}
        step = steps.get(Qt.Key(event.key()), 0)
        if not step or event.modifiers():
            super().keyPressEvent(event)
            return
        day = self.value() or self._today()
        moved = dates.add_months(day, 1 if step > 0 else -1) if abs(step) == 30 else day + timedelta(days=step)
        self.set_value(moved)
        self.selectAll()
        self.changed.emit()


def date_words(day: date, *, style: dates.Style | None = None) -> str:
    """`令和8年11月20日(金)`, `2026年11月20日(金)`; in English `Fri 20 November 2026`."""
    style = style or DateField.wording
    speech = language.current()
    if dates.is_japanese(speech):
        return f"{dates.sentence_date(day, style)}({dates.weekday(day)})"
    return f"{dates.weekday(day, 'en')} {dates.sentence_date(day, 'western', language='en')}"


class TimeField(_ReadField):
    """A time of day, typed freely (1012、午後3時), shown as 10:12. ↑ and ↓ move by five minutes."""

    def __init__(self, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(chars=3, placeholder=placeholder, parent=parent)
        self._value: time | None = None
        self._shown = ""
        self._problem = ""

    def value(self) -> time | None:  # type: ignore[override]  # a field's value has the field's type
        self.settle()
        return self._value

    def set_value(self, value: time | None) -> None:  # type: ignore[override]  # the same
        self._value, self._problem = value, ""
        self._show()

    def problem(self) -> str:
        self.settle()
        return self._problem

    def settle(self) -> None:
        text = self.text()
        if text == self._shown:
            return
        before = self._value
        self._shown, self._value, self._problem = text, None, ""
        if text.strip():
            try:
                self._value = dates.parse_time(text)
                self._show()
            except dates.BadDate as bad:
                self._problem = language.say(bad.problem)
        self.set_problem_look(bool(self._problem))
        if self._value != before:
            self.changed.emit()

    def _show(self) -> None:
        self._shown = dates.time_text(self._value) if self._value else ""
        self.setText(self._shown)
        self.set_problem_look(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 5, Qt.Key.Key_Down: -5}.get(Qt.Key(event.key()), 0)
        now = self.value()
        if not step or event.modifiers() or now is None:
            super().keyPressEvent(event)
            return
        minutes = ((now.hour * 60 + now.minute) // 5 * 5 + step) % (24 * 60)
        self.set_value(time(minutes // 60, minutes % 60))
        self.changed.emit()


class NumberField(_ReadField):
    """A whole number from `least` to `most`, any width of digits; empty is None. ↑ and ↓ move by `step`."""

    def __init__(
        self, *, least: int = 0, most: int = 9999, step: int = 1, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(chars=max(2, len(str(most)) // 2 + 1), placeholder=placeholder, parent=parent)
        self._least, self._most, self._step = least, most, step
        self._value: int | None = None
        self._shown = ""
        self._problem = ""

    def value(self) -> int | None:  # type: ignore[override]  # a field's value has the field's type
        self.settle()
        return self._value

    def set_value(self, value: int | None) -> None:  # type: ignore[override]  # the same
        self._value, self._problem = value, ""
        self._shown = "" if value is None else str(value)
        self.setText(self._shown)
        self.set_problem_look(False)

    def problem(self) -> str:
        self.settle()
        return self._problem

    def settle(self) -> None:
        if self.text() == self._shown:
            return
        before = self._value
        self._shown, self._value, self._problem = self.text(), None, ""
        digits = unicodedata.normalize("NFKC", self.text()).strip()
        if digits.isdecimal() and len(digits) < 10 and self._least <= int(digits) <= self._most:
            self.set_value(int(digits))
        elif digits:
            words = _("Enter a number from {least} to {most}.")
            self._problem = words.format(least=self._least, most=self._most)
        self.set_problem_look(bool(self._problem))
        if self._value != before:
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: self._step, Qt.Key.Key_Down: -self._step}.get(Qt.Key(event.key()), 0)
        now = self.value()
        if not step or event.modifiers():
            super().keyPressEvent(event)
            return
        start = self._least - step if now is None and step > 0 else now or self._least
        self.set_value(min(self._most, max(self._least, start + step)))
        self.selectAll()
        self.changed.emit()


class PassphraseField(TextField):
    """A secret: dots, no input method, no undo of old text, and Caps Lock noticed (`caps` tells its state)."""

    caps = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText
        self.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoPredictiveText)
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

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ContextMenu:
            return True  # nothing to copy from here
        return super().event(event)
