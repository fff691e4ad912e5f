"""One-line fields whose text is read into a stored form when they are left: kana, postal code, telephone, "since"."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.fields import TextField, Today
from caseapp.rules import dates, reading
from caseapp.rules.problem import Refused
from caseapp.words import language


class ReadField(TextField):
    """`read` turns what was typed into what is stored, or raises Refused; `show` words a stored value.

    What cannot be read stays as typed, with the problem beside it.
    """

    def __init__(
        self,
        read: Callable[[str], str],
        *,
        show: Callable[[str], str] = str,
        chars: int = 0,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(chars=chars, placeholder=placeholder, parent=parent)
        self._read, self._word = read, show
        self._stored = ""
        self._shown = ""
        self._problem = ""

    def value(self) -> str:
        """What is to be stored; what was typed where it cannot be read."""
        self.settle()
        return self._stored

    def set_value(self, text: str) -> None:
        self._stored, self._problem = text, ""
        self._show()

    def problem(self) -> str:
        self.settle()
        return self._problem

    def settle(self) -> None:
        """Read what was typed."""
        text = self.text()
        if text == self._shown:
            return
        self._shown, self._stored, self._problem = text, text, ""
        if not text.strip():
            self._stored = ""
        else:
            try:
                self._stored = self._read(text)
                self._show()
            except Refused as refused:
                self._problem = language.say(refused.problems[0])
        self.set_problem_look(bool(self._problem))

    def _show(self) -> None:
        self._shown = self._word(self._stored)
        if self._shown != self.text():
            self.setText(self._shown)
            self.setCursorPosition(0)
        self.set_problem_look(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()


def kana_field(*, chars: int = 8, placeholder: str = "") -> ReadField:
    """A reading: typed in any kana, stored in full-width katakana."""
    return ReadField(reading.katakana, chars=chars, placeholder=placeholder)


def postal_field() -> ReadField:
    return ReadField(reading.postal_code, chars=6, placeholder="123-4567")


def phone_field(*, chars: int = 10) -> ReadField:
    return ReadField(reading.telephone, chars=chars, placeholder="000-0000-0000")


def since_field(today: Today, *, style: dates.Style = "era") -> ReadField:
    """A day as exact as known (R6.4, 2019年, 2019-05-20), stored as 2019-05."""

    def read(text: str) -> str:
        return dates.parse_partial(text, today=today()).iso

    def show(stored: str) -> str:
        try:
            return dates.PartialDate.from_iso(stored).long(style) if stored else ""
        except (ValueError, TypeError):
            return stored

    return ReadField(read, show=show, chars=7, placeholder="R6.4")
