"""Beside the button of the next step: why it cannot be taken yet, in words, and the way to what is missing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para, width_of
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _


class StepReason(QWidget):
    """A line under the step button; hidden when the step can be taken. Object names `plan-why`, `plan-why-go`."""

    def __init__(self, go: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan-why")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._words = Para(ink="ink", parent=self)
        self.go = Button(_("Go to what is missing"), go, kind="quiet", key=Keys.NEXT_MISSING, parent=self)
        self.go.setObjectName("plan-why-go")
        row.addStretch(1)
        row.addWidget(self._words, 1000, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._fit)
        self.hide()

    def text(self) -> str:
        return self._words.text()

    def say(self, words: str, *, leads: bool) -> None:
        """`words` "" hides it; `leads`: something is missing that the button beside it goes to."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.go.setVisible(leads)
        self.go.setAccessibleDescription(words)
        self._fit()
        self.setVisible(bool(words))

    def _fit(self) -> None:
        self._words.setMaximumWidth(width_of(self._words.text()) + 4)
        self.layout().setContentsMargins(theme.px(22), 0, 0, 0)  # type: ignore[union-attr]  # made above

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme.px(16)
        x = self._words.x() - side - theme.px(6)
        y = self._words.y() + (theme.line() - side) / 2
        icons.draw(QPainter(self), QRectF(x, y, side, side), "info", ink="sub")
