"""A planned action inside the question: 「酸素の手配」(4日超過)は 済みにする / この予定に置きかえる."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from caseapp.desktop.child.due_words import due_chip
from caseapp.desktop.kit.chips import chip_width, paint_chip
from caseapp.desktop.kit.choices import Option, ToggleFlow
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme.theme import theme
from caseapp.rules.follow_up import FollowUp
from caseapp.words.language import _

SETTLE, REPLACE = "settle", "replace"


class _Named(QWidget):
    """The chip and the text of the action, elided when there is no room."""

    def __init__(self, step: FollowUp, *, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step, self._today = step, today
        self._chip = due_chip(step.due_on, today=today, at=step.due_time)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{self._chip.words} {step.text}")
        set_tip(self, step.text)

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._chip) + 10 + width_of(self._step.text), theme.height("toggle"))

    def minimumSizeHint(self) -> QSize:
        return QSize(chip_width(self._chip) + theme.px(90), theme.height("toggle"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        used = paint_chip(painter, QRectF(self.rect()), self._chip) + 8
        draw_line(painter, QRectF(used, 0, self.width() - used, self.height()), self._step.text)


class OpenStep(QWidget):
    """`choice()` is "settle", "replace" or "" (stays as planned). A second press takes the choice back."""

    changed = Signal()

    def __init__(self, step: FollowUp, *, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = step
        self.setObjectName(f"open-step-{step.id}")
        self._acts = ToggleFlow(
            [Option(SETTLE, _("Mark as done")), Option(REPLACE, _("Replace by this plan"))], several=True, parent=self
        )
        self._acts.setObjectName(f"open-step-acts-{step.id}")
        self._acts.setAccessibleName(step.text)
        self._before = ""
        self._acts.changed.connect(self._one_of_them)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_Named(step, today=today, parent=self), 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._acts, 0, Qt.AlignmentFlag.AlignVCenter)
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self._acts.setFixedWidth(sum(toggle.sizeHint().width() for toggle in self._acts.toggles) + 6)

    def choice(self) -> str:
        return self._acts.value()

    def set_choice(self, choice: str) -> None:
        self._acts.set_value(choice)
        self._before = choice

    def allow_replacing(self, on: bool) -> None:
        """Without a next action there is nothing to replace the planned one with."""
        self._acts.toggles[1].setEnabled(on)
        if not on and self.choice() == REPLACE:
            self.set_choice("")

    def _one_of_them(self) -> None:
        chosen = [code for code in self._acts.values() if code != self._before]
        self.set_choice(chosen[0] if chosen else self._acts.value())
        self.changed.emit()
