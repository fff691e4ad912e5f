"""What stands where the form will be until the record is read: what is typed before that would be overwritten by it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.desktop.kit.text import Label
from caseapp.words.language import _


class Waiting(Label):
    """`begin` puts it in the place of `parts`; `end` gives them back, with the focus."""

    def __init__(self, *parts: QWidget, parent: QWidget) -> None:
        super().__init__(_("Reading the record…"), tone="sub", parent=parent)
        self.setObjectName("child-waiting")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.text())
        self._parts = parts
        self.hide()

    def begin(self) -> None:
        """Nothing can be written yet."""
        for part in self._parts:
            part.hide()
        self.show()

    def end(self, first: QWidget | None) -> None:
        """It is read. `first` takes the focus, unless the person has gone elsewhere meanwhile."""
        if self.isHidden():
            return
        here = QApplication.focusWidget() in (None, self, self.window())
        for part in self._parts:
            part.show()
        self.hide()
        if first is not None and here:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
