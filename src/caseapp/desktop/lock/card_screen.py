"""A screen with one card, slightly above the middle; scrolls when the window is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop import APP_NAME
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, Column
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.pictures import Mark
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

WIDTH = 456
_LOW = 600
_MARGIN = 16


class CardScreen(QWidget):
    """`card_body` is the column inside the card. `press` is clicked by Enter, `back` by Esc; F1 shows the keys."""

    def __init__(self, title: str, *, words: str = "", width: int = WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.press: Button | None = None
        self.back: Button | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        column = Column(fitting=False, parent=self)
        whole.addWidget(column)
        self.card = Card(padding=(40, 32), spacing=6)
        self.card.setFixedWidth(theme.px(width))
        column.setMinimumWidth(theme.px(width) + 2 * _MARGIN + column.verticalScrollBar().sizeHint().width())
        self.card_body = self.card.body
        self.foot = Label("", role="caption", tone="sub", parent=self)
        self.foot.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.entries = QHBoxLayout()
        self.entries.setSpacing(4)
        column.body.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.body.addStretch(2)
        middle = QHBoxLayout()  # an aligned item would be given the height for the whole width
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        column.body.addLayout(middle)
        column.body.addSpacing(8)
        column.body.addWidget(self.foot)
        entries = QHBoxLayout()
        entries.addStretch(1)
        entries.addLayout(self.entries)
        entries.addStretch(1)
        column.body.addLayout(entries)
        column.body.addStretch(3)
        self._head(title, words)

    def _head(self, title: str, words: str) -> None:
        self._brand = QWidget(self.card)
        row = QHBoxLayout(self._brand)
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(10)
        row.addWidget(Mark(28, parent=self.card))
        row.addWidget(Label(APP_NAME, role="lead", parent=self.card))
        row.addStretch(1)
        self.card_body.addWidget(self._brand)
        self.title = Label(title, role="name", wrap=True, parent=self.card)
        self.card_body.addWidget(self.title)
        self.words = Para(words, ink="sub", reading=True, parent=self.card)
        self.words.setVisible(bool(words))
        self.card_body.addWidget(self.words)
        self.card_body.addSpacing(10)

    def say(self, words: str) -> None:
        """The sentences below the title."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def add_buttons(self, *buttons: Button) -> None:
        """The row of buttons: the first is the one that Enter presses."""
        holder = QWidget(self.card)
        flow = FlowLayout(holder, gap=6, row_gap=6)
        for button in buttons:
            button.setParent(holder)
            flow.addWidget(button)
        self.card_body.addSpacing(12)
        self.card_body.addWidget(holder)
        self.press = buttons[0]

    def add_entry(self, button: Button) -> None:
        """Something else that can be done from here, below the card."""
        button.setParent(self)
        self.entries.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = event.size().height() < theme.px(_LOW)
        self._brand.setVisible(not low)
        side, top = (32, 16) if low else (40, 32)
        self.card_body.setContentsMargins(side, top, side, top)

    def refuse(self, words: str, *, wait_seconds: int = 0) -> None:
        """What was asked for could not be done: say why."""
        self.say(words)

    def wipe(self) -> None:
        """Empty whatever is secret; the screen is left."""

    def first_focus(self) -> QWidget | None:
        """What takes the focus when the screen is shown."""
        return self.press

    def keys(self) -> list[tuple[str, str]]:
        """What the keys do here, for F1: (key, words)."""
        found = [(key, button.text()) for key, button in self._pressed()]
        return [*found, ("Tab", _("Next field")), ("F1", _("Keys of this page"))]

    def _pressed(self) -> list[tuple[str, Button]]:
        known = (("Enter", self.press), ("Esc", self.back))
        return [(key, button) for key, button in known if button is not None]

    def show_keys(self) -> None:
        """F1: the same list as on the pages."""
        from caseapp.desktop.kit.key_list import KeyList
        from caseapp.desktop.kit.page import KeyHint

        KeyList(self, [("", [KeyHint(key, words) for key, words in self.keys()])]).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.press is not None:
            if self.press.isEnabled():
                self.press.click()
        elif event.key() == Qt.Key.Key_F1:
            self.show_keys()
        elif event.key() == Qt.Key.Key_Escape and self.back is not None:
            self.back.click()
        else:
            super().keyPressEvent(event)
