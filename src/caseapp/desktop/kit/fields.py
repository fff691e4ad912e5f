"""One-line fields: text, era date, time, number, passphrase. Each has `value()`, `set_value()` and `changed`.

`value()` of a field whose text cannot be read is None; `problem()` says then, in the language of the screen, what is
wrong ("" when all is well). A field never throws away what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.text_field import PassphraseField, SearchField, TextField
from caseapp.rules import dates
from caseapp.words import language
from caseapp.words.language import _

__all__ = [
    "DateField",
    "HoursField",
    "NumberField",
    "PassphraseField",
    "SearchField",
    "TextField",
    "TimeField",
    "Today",
    "date_words",
]


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


class HoursField(_ReadField):
    """A length of time in minutes, typed as hours by halves: 1.5, 7, 1:30, 1時間半; empty is None. ↑ and ↓ move by half
    an hour."""

    _HALF = 30

    def __init__(self, *, most: int = 48, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(chars=5, placeholder=placeholder or "1.5", parent=parent)
        self._most = most
        self._value: int | None = None
        self._shown = ""
        self._problem = ""

    def value(self) -> int | None:  # type: ignore[override]  # a field's value has the field's type
        self.settle()
        return self._value

    def set_value(self, value: int | None) -> None:  # type: ignore[override]  # the same
        self._value, self._problem = value, ""
        self._shown = "" if value is None else f"{value / 60:g}"
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
        read = _minutes(self.text())
        if read is not None and 0 < read <= self._most * 60 and read % self._HALF == 0:
            self.set_value(read)
        elif self.text().strip():
            self._problem = _("Hours go by halves, from 0.5 to {most}.").format(most=self._most)
        self.set_problem_look(bool(self._problem))
        if self._value != before:
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: self._HALF, Qt.Key.Key_Down: -self._HALF}.get(Qt.Key(event.key()), 0)
        if not step or event.modifiers():
            super().keyPressEvent(event)
            return
        self.set_value(min(self._most * 60, max(self._HALF, (self.value() or 0) + step)))
        self.selectAll()
        self.changed.emit()


def _minutes(text: str) -> int | None:
    """The minutes of `1.5`, `1:30`, `1時間半`, `90分`; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)(?:時間|h)?(半)?", plain)
    if found:
        return round(float(found[1]) * 60) + (30 if found[2] else 0)
    found = re.fullmatch(r"(?:(\d{1,3})(?::|時間|h))?(\d{1,4})(?:分|m)?", plain)
    return int(found[1] or 0) * 60 + int(found[2]) if found else None
