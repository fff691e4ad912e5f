"""One-line fields: text, era date, time, number, passphrase. Each has `value()`, `set_value()` and `changed`.

`value()` of a field whose text cannot be read is None; `problem()` says then, in the language of the screen, what is
wrong ("" when all is well). A field never throws away what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.text_field import PassphraseField, SearchField, TextField
from caseapp.rules import dates
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.words import language

__all__ = [
    "DateField",
    "HoursField",
    "NumberField",
    "PassphraseField",
    "ReadingField",
    "SearchField",
    "TextField",
    "TimeField",
    "Today",
    "date_words",
]


class ReadingField(TextField):
    """A field whose text is read into a value, and worded again when it is left.

    While a person types nothing is worded: `12/1` on the way to `12/15` stays as it is. Heirs read and word.
    """

    def __init__(self, *, chars: int, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, chars=chars, parent=parent)
        self._value: Any = self._nothing()
        self._problem = ""
        self._shown = ""  # what `_value` and `_problem` were read from, or how the value was worded
        self._typing = False
        self.editingFinished.connect(self.settle)

    def _understood(self, text: str) -> Any:
        """The value that a text means. Raises Refused with what is wrong."""
        raise NotImplementedError

    def _worded(self, value: Any) -> str:
        """A value in words."""
        raise NotImplementedError

    def _nothing(self) -> Any:
        """The value of an empty field."""
        return None

    def _unread(self, _text: str) -> Any:
        """The value of a text that cannot be read."""
        return self._nothing()

    def value(self) -> Any:
        """What was typed last; None when empty or when it cannot be read (then `problem()` says so)."""
        self._take()
        return self._value

    def problem(self) -> str:
        self._take()
        return self._problem

    def set_value(self, value: Any) -> None:
        self._value, self._problem, self._typing = value, "", False
        self._show()

    def settle(self) -> None:
        """The field is left: what was typed is read, and worded anew where it can be read."""
        typed, self._typing = self._typing, False
        if self.text() == self._shown and not typed:
            return
        before = self._value
        self._read()
        if not self._problem:
            self._show()
        self.set_problem_look(bool(self._problem))
        if self._value != before:
            self.changed.emit()

    def _take(self) -> None:
        if not self._typing:
            self.settle()
        elif self.text() != self._shown:
            self._read()

    def _read(self) -> None:
        text = self.text()
        self._shown, self._value, self._problem = text, self._nothing(), ""
        if text.strip():
            try:
                self._value = self._understood(text)
            except Refused as refused:
                self._value, self._problem = self._unread(text), language.say(refused.problems[0])

    def _show(self) -> None:
        self._shown = "" if self._value is None else self._worded(self._value)
        if self._shown != self.text():
            self.setText(self._shown)
            self.setCursorPosition(0)
        self.setModified(False)
        self.set_problem_look(False)

    def _edited(self, text: str) -> None:
        self._typing = True
        super()._edited(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()


Today = Callable[[], date]


class DateField(ReadingField):
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

    def value(self) -> date | None:  # type: ignore[override]  # a field's value has the field's type
        day: date | None = super().value()
        return day

    def _understood(self, text: str) -> date:
        return dates.parse_typed(text, today=self._today())

    def _worded(self, value: date) -> str:
        return date_words(value, style=self.wording)

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


class TimeField(ReadingField):
    """A time of day, typed freely (1012、午後3時), shown as 10:12. ↑ and ↓ move by five minutes."""

    def __init__(self, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(chars=3, placeholder=placeholder, parent=parent)

    def _understood(self, text: str) -> time:
        return dates.parse_time(text)

    def _worded(self, value: time) -> str:
        return dates.time_text(value)

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


class NumberField(ReadingField):
    """A whole number from `least` to `most`, any width of digits; empty is None. ↑ and ↓ move by `step`."""

    def __init__(
        self, *, least: int = 0, most: int = 9999, step: int = 1, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(chars=max(2, len(str(most)) // 2 + 1), placeholder=placeholder, parent=parent)
        self._least, self._most, self._step = least, most, step

    def _understood(self, text: str) -> int:
        digits = unicodedata.normalize("NFKC", text).strip()
        if digits.isdecimal() and len(digits) < 10 and self._least <= int(digits) <= self._most:
            return int(digits)
        limits = {"least": self._least, "most": self._most}
        raise Refused([Problem("", N_("Enter a number from {least} to {most}."), limits)])

    def _worded(self, value: int) -> str:
        return str(value)

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


class HoursField(ReadingField):
    """A length of time in minutes, typed as hours by halves: 1.5, 7, 1:30, 1時間半; empty is None. ↑ and ↓ move by half
    an hour."""

    _HALF = 30

    def __init__(self, *, most: int = 48, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(chars=5, placeholder=placeholder or "1.5", parent=parent)
        self._most = most

    def _understood(self, text: str) -> int:
        read = _minutes(text)
        if read is not None and 0 < read <= self._most * 60 and read % self._HALF == 0:
            return read
        raise Refused([Problem("", N_("Hours go by halves, from 0.5 to {most}."), {"most": self._most})])

    def _worded(self, value: int) -> str:
        return f"{value / 60:g}"

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
