"""What a part of the settings has in common with the others."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Label
from caseapp.rules.account import MANAGER
from caseapp.words.language import _


class Part(QWidget):
    """`can_save` and `can_add` tell the page which of its keys mean something here."""

    can_save = False
    can_add = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def heading(self) -> str:
        """The words on its pill."""
        raise NotImplementedError

    @property
    def managing(self) -> bool:
        """Whether the one who is logged in is a manager."""
        return bool(self.desk.office.account.role == MANAGER)

    def say_who_may(self) -> None:
        """For the others: why this part cannot be changed."""
        if not self.managing:
            self.column.addWidget(Label(_("A manager of the office can change this."), tone="sub", parent=self))

    def load(self) -> None:
        """Show what holds now."""

    def save(self) -> None:
        """Ctrl+S."""

    def add(self) -> None:
        """A new entry."""

    def forget(self) -> None:
        """The page is left: empty secret fields."""

    def first_focus(self) -> QWidget | None:
        return None
