"""What stands at the first row's place when the register shows nobody: a sentence and what helps."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _


class Empty(QWidget):
    """What stands at the first row's place when there is no row."""

    def __init__(self, new: Any, read_in: Any, clear: Any, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("register-empty")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._words = Para(ink="sub", parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._new = Button(_("Register a child"), new, kind="quiet", key=Keys.NEW_CHILD, parent=self)
        self._new.setObjectName("register-empty-new")
        self._import = Button(_("Read in a list"), read_in, kind="quiet", key=Keys.IMPORT, parent=self)
        self._import.setObjectName("register-import")
        self._clear = Button(_("Show everybody"), clear, kind="quiet", parent=self)
        self._clear.setObjectName("register-clear")
        for button in (self._new, self._import, self._clear):
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self._words)
        column.addLayout(row)
        column.addStretch(1)
        self.setMinimumHeight(theme.px(90))
        self.hide()

    def say(self, *, searched: str, narrowed: bool, total: int) -> None:
        """The sentence and the buttons that help here."""
        bare = not searched.strip() and not narrowed
        if bare:
            words = _("No child is in the register yet.")
        elif searched.strip() and total:
            words = _("Nobody is found by “{text}”. Try fewer characters, the kana or the number.").format(
                text=searched
            )
        else:
            words = _("Nobody fits what is chosen above.")
        self._words.setText(words)
        self._new.setVisible(bare or bool(searched.strip() and total))
        self._import.setVisible(bare)
        self._clear.setVisible(not bare)
