"""The fields of the question what comes next, and where they stand: in one line where there is room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.follow_up.due_field import DueField
from caseapp.desktop.follow_up.repeat_field import RepeatField
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import Radio
from caseapp.desktop.kit.fields import TextField, Today
from caseapp.desktop.kit.form import ProblemLine
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_PADDING = 16
_LEAST_TEXT = 360  # pixels at 10.5 pt for what is to be done: a sentence one can read while it is typed
_LEAST_REASON = 200


class NextStepFields(Card):
    """What the question is answered with; `NextStepBox` knows what is answered."""

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=(_PADDING, 8), spacing=6, look="question", parent=parent)
        self._make_fields(today)
        self._place()

    def _make_fields(self, today: Today) -> None:
        self.choose, self.none = Radio(_("Next step"), parent=self), Radio(_("Nothing follows"), parent=self)
        self._group = QButtonGroup(self)
        for button, name in ((self.choose, "next-step-choose"), (self.none, "next-step-none")):
            button.setObjectName(name)
            self._group.addButton(button)
        self.text = TextField(placeholder=_("e.g. ask the school about the oxygen"), parent=self)
        self.text.setObjectName("next-step-text")
        self.text.setAccessibleName(_("What comes next"))
        self.due = DueField(today, name="next-step-due", words=_("By when"), parent=self)
        self.repeat = RepeatField(today, name="next-step", parent=self)
        self.reason = TextField(placeholder=_("the reason in a few words"), parent=self)
        self.reason.setObjectName("next-step-reason")
        self.reason.setAccessibleName(_("Why nothing follows"))
        self.repeat.hide()  # until a step is chosen

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        self._words = Label(_("What comes next, and by when?"), role="strong", parent=self)
        self._remark = Label("", role="caption", tone="sub", parent=self)
        head.addWidget(self._words)
        head.addStretch(1)
        self._head = head
        self.problem_line = ProblemLine(self)
        self._lines = [QHBoxLayout() for _line in range(5)]
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(head)
        self._below = QHBoxLayout()
        self.body.addLayout(self._below)
        self.body.addWidget(self.problem_line)
        for line in self._lines:
            line.setSpacing(8)
            self.body.addLayout(line)
        self.body.addLayout(self._rows)
        self._rest = QWidget(self)
        self._rest_row = QHBoxLayout(self._rest)
        self._rest_row.setContentsMargins(0, 0, 0, 0)
        self._rest_row.setSpacing(8)
        self._arranged: tuple[bool, ...] = ()
        self._arrange()

    def _place_remark(self) -> None:
        """At the right of the question, or below it where there is no room."""
        for line in (self._head, self._below):
            line.removeWidget(self._remark)
        need = self._words.sizeHint().width() + self._remark.sizeHint().width() + 2 * _PADDING + 24
        (self._head if need <= self.width() else self._below).addWidget(self._remark)

    def _arrange(self) -> None:
        """One line for the action, one for the rest. Without room the day stands below the action, with how often it
        comes again beside it as far as there is room; the planned actions get a line of their own while a reason is
        being written."""
        left = max(self.choose.sizeHint().width(), self.none.sizeHint().width())
        inner = self.width() - 2 * _PADDING - left - 8
        folded = inner - self.due.sizeHint().width() - 8 < theme.px(_LEAST_TEXT)
        beside = folded and self.due.sizeHint().width() + 8 + self.repeat.sizeHint().width() <= inner
        apart = inner - self.due.sizeHint().width() - 8 < theme.px(_LEAST_REASON) or self.none.isChecked()
        if (folded, beside, apart) == self._arranged:
            return
        self._arranged = (folded, beside, apart)
        for line in self._lines:
            while line.count():
                line.takeAt(0)
        step, day, again, nothing, planned = self._lines
        step.addWidget(self.choose)
        step.addWidget(self.text, 1)
        (day if folded else step).addWidget(self.due, 1 if folded and not beside else 0)
        (day if beside else again).addWidget(self.repeat, 1)
        nothing.addWidget(self.none)
        nothing.addWidget(self.reason, 1)
        (planned if apart else nothing).addWidget(self._rest, 3)
        for radio in (self.choose, self.none):
            radio.setMinimumWidth(left)
        day.setContentsMargins(left + 8 if folded else 0, 0, 0, 0)
        again.setContentsMargins(left + 8, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_remark()
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(420), super().minimumSizeHint().height())
