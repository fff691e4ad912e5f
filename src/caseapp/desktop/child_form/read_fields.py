"""One-line fields whose text is read into a stored form when they are left: kana, postal code, telephone, "since"."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.fields import ReadingField, Today
from caseapp.rules import dates, reading


class ReadField(ReadingField):
    """`read` turns what was typed into what is stored, or raises Refused; `show` words a stored value.

    What cannot be read stays as typed, with the problem beside it, and is the value all the same.
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
        self._understands, self._words = read, show

    def _understood(self, text: str) -> str:
        return self._understands(text)

    def _worded(self, value: str) -> str:
        return self._words(value)

    def _nothing(self) -> str:
        return ""

    def _unread(self, text: str) -> str:
        return text


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
