"""How often an action comes again: once, or every so many weeks, months, school terms or fiscal years, until a day."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import DateField, NumberField, Today
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.text import Label
from caseapp.rules.recurrence import MONTHS, TERMS, WEEKS, YEARS, end_of_year
from caseapp.words.language import _

ONCE = "once"


class RepeatField(QWidget):
    """Object names: `step-repeat` (the choice), `step-every`, `step-until`, `step-year-end`."""

    changed = Signal()

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.unit = Combo(
            [
                (ONCE, _("Only once")),
                (WEEKS, _("By weeks")),
                (MONTHS, _("By months")),
                (TERMS, _("By school terms")),
                (YEARS, _("By fiscal years")),
            ],
            parent=self,
        )
        self.unit.setObjectName("step-repeat")
        self.unit.setAccessibleName(_("Again"))
        self.unit.changed.connect(self._unit_changed)
        self.every = NumberField(least=1, most=52, parent=self)
        self.every.setObjectName("step-every")
        self.every.setAccessibleName(_("Every how many"))
        self.every.set_value(1)
        self.words, until = Label("", parent=self), Label(_("Until"), parent=self)
        self.until = DateField(today, placeholder=_("no end"), parent=self)
        self.until.setObjectName("step-until")
        self.until.setAccessibleName(_("Until"))
        self.year_end = Button(_("End of the fiscal year"), self._until_year_end, parent=self)
        self.year_end.setObjectName("step-year-end")
        self._more = (self.every, self.words, until, self.until, self.year_end)
        line = FlowLayout(self, gap=6, row_gap=6)
        for each in (self.unit, *self._more):
            line.addWidget(each)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.unit)
        self._unit_changed()

    def chosen(self) -> dict[str, Any]:
        """The fields of a FollowUp; nothing for what is done once."""
        if self.value() == ONCE:
            return {}
        return {"repeat": self.value(), "repeat_every": self.every.value() or 0, "repeat_until": self.until.value()}

    def value(self) -> str:
        return self.unit.value() or ONCE

    def set_value(self, value: str) -> None:
        self.unit.set_value(value or ONCE)
        self._unit_changed()

    def problem(self) -> str:
        """What cannot be read."""
        return "" if self.value() == ONCE else self.every.problem() or self.until.problem()

    def set_problem_look(self, on: bool) -> None:
        self.every.set_problem_look(on)

    def _until_year_end(self) -> None:
        self.until.set_value(end_of_year(self._today()))

    def _unit_changed(self) -> None:
        unit = self.value()
        words = {
            WEEKS: _("weeks apart"),
            MONTHS: _("months apart"),
            TERMS: _("school terms apart"),
            YEARS: _("fiscal years apart"),
        }
        self.words.setText(words.get(unit, ""))
        for part in self._more:
            part.setVisible(unit != ONCE)
        self.updateGeometry()
        self.changed.emit()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.heightForWidth(width)
