"""When the store cannot be opened: what happened, what is safe, and the one thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.text import Para
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.words.language import _


class TroubleScreen(CardScreen):
    """A title, the sentences, a detail that must be readable (a path), one action and the way back."""

    def __init__(
        self,
        title: str,
        words: str,
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
        back: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, width=560, parent=parent)
        self.text = Para(words, reading=True, parent=self.card)
        self.card_body.addWidget(self.text)
        buttons = []
        if action and do is not None:
            buttons.append(Button(action, do, kind="primary", key="Enter", parent=self.card))
        if back is not None:
            self.back = Button(_("Back"), back, kind="plain" if not buttons else "quiet", key="Esc", parent=self.card)
            buttons.append(self.back)
        if buttons:
            self.add_buttons(*buttons)
