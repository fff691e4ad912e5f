"""Names that a visitor beside the desk must not read (F11)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

_SHOWN = "○"


class Masking(QObject):
    """Whether names are hidden now. `changed` is emitted after a switch; lists repaint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._on = False

    @property
    def on(self) -> bool:
        return self._on

    def switch(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.changed.emit()


masking = Masking()


def masked(name: str) -> str:
    """`name` as it may be shown now: whole, or with everything but the first character of the family name hidden.

    `高瀬 陽菜乃` becomes `高○ ○○○`; the number of signs is that of the name.
    """
    if not masking.on:
        return name
    shown = False
    signs = []
    for character in name:
        if character.isspace():
            signs.append(character)
        elif not shown:
            signs.append(character)
            shown = True
        elif not _is_mark(character):
            signs.append(_SHOWN)
    return "".join(signs)


def hidden(text: str) -> str:
    """A text that may name a person (kana, a gist) while names are hidden: nothing of it."""
    return "" if masking.on else text


def _is_mark(character: str) -> bool:
    """A variation selector: no character of its own."""
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
