"""By when: a date field with the usual distances beside it (来週、2週間後、1か月後) and a remark (土曜です)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import DateField, Today
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.text import Label
from caseapp.rules import dates, holidays
from caseapp.words.language import _


class DueField(QWidget):
    """A day ahead. A distance that falls on a weekend or a holiday gives the next day on which offices are open; a day
    that a person enters stays, with a remark.

    Object names below that of this widget (`NAME`): `NAME-day`, `NAME-week`, `NAME-fortnight`, `NAME-month`,
    `NAME-remark`.
    """

    changed = Signal()

    def __init__(self, today: Today, *, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setObjectName(name)
        self.day = DateField(today, placeholder=_("e.g. 12/4"), parent=self)
        self.day.setObjectName(f"{name}-day")
        self.day.setAccessibleName(words)
        self.day.changed.connect(self._day_changed)
        flow = FlowLayout(self, gap=6, row_gap=6)
        flow.addWidget(self.day)
        self._buttons = [
            self._distance(f"{name}-week", _("Next week"), lambda day: day + timedelta(days=7)),
            self._distance(f"{name}-fortnight", _("In 2 weeks"), lambda day: day + timedelta(days=14)),
            self._distance(f"{name}-month", _("In 1 month"), lambda day: dates.add_months(day, 1)),
        ]
        for button in self._buttons:
            flow.addWidget(button)
        self.remark = Label(role="caption", tone="sub", parent=self)
        self.remark.setObjectName(f"{name}-remark")
        self.remark.hide()
        flow.addWidget(self.remark)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.day)

    def _distance(self, name: str, words: str, move: Callable[[date], date]) -> Button:
        def choose() -> None:
            self.set_value(holidays.next_open(move(self._today())))
            self.changed.emit()

        button = Button(words, choose, parent=self)
        button.setObjectName(name)
        return button

    def value(self) -> date | None:
        return self.day.value()

    def set_value(self, value: date | None) -> None:
        self.day.set_value(value)
        self.say_remark()

    def _day_changed(self) -> None:
        self.say_remark()
        self.changed.emit()

    def say_remark(self) -> None:
        """A soft word where offices and schools are closed on that day; it is allowed all the same."""
        day = self.day.value()
        why = holidays.closed(day) if day is not None else ""
        words = _("It is {name}.").format(name=_(why)) if why else ""
        if words != self.remark.text():
            self.remark.setText(words)
            self.day.setAccessibleDescription(words)
            self.remark.setVisible(bool(words))
            self.updateGeometry()

    def problem(self) -> str:
        return self.day.problem()

    def set_problem_look(self, on: bool) -> None:
        self.day.set_problem_look(on)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return self.day.minimumSizeHint()
