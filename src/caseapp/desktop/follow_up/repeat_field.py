"""How often an action comes again: once, or every so many weeks, months, school terms or fiscal years, until a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.follow_up.kept import keep, put_back
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import DateField, NumberField, Today
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.text import Label
from caseapp.rules.recurrence import MONTHS, TERMS, UNITS, WEEKS, YEARS, end_of_year
from caseapp.words.language import _

ONCE = "once"


class RepeatField(QWidget):
    """Object names: `NAME-repeat` (the choice), `NAME-every`, `NAME-until`, `NAME-year-end`."""

    changed = Signal()

    def __init__(self, today: Today, *, name: str = "step", parent: QWidget | None = None) -> None:
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
        self.unit.setObjectName(f"{name}-repeat")
        self.unit.setAccessibleName(_("Again"))
        self.unit.changed.connect(self._unit_changed)
        self.every = NumberField(least=1, most=52, parent=self)
        self.every.setObjectName(f"{name}-every")
        self.every.setAccessibleName(_("Every how many"))
        self.every.set_value(1)
        self.every.changed.connect(self.changed)
        self.words, until = Label("", parent=self), Label(_("Until"), parent=self)
        self.until = DateField(today, placeholder=_("no end"), parent=self)
        self.until.setObjectName(f"{name}-until")
        self.until.setAccessibleName(_("Until"))
        self.until.changed.connect(self.changed)
        self.year_end = Button(_("End of the fiscal year"), self._until_year_end, parent=self)
        self.year_end.setObjectName(f"{name}-year-end")
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
        self._show_parts()

    def show_series(self, unit: str, *, every: int, until: date | None) -> None:
        """What was chosen before; "" for once."""
        self.every.set_value(every or 1)
        self.until.set_value(until)
        self.set_value(unit)

    def content(self) -> list[str]:
        """For a draft."""
        return [self.value(), keep(self.every), keep(self.until)]

    def put_back(self, kept: object) -> None:
        """What `content` gave; anything else is once."""
        unit, every, until = kept if isinstance(kept, list) and len(kept) == 3 else (ONCE, "1", "")
        put_back(self.every, every)
        put_back(self.until, until)
        self.set_value(unit if unit in UNITS else ONCE)

    def problem(self) -> str:
        """What cannot be read."""
        return "" if self.value() == ONCE else self.every.problem() or self.until.problem()

    def set_problem_look(self, on: bool) -> None:
        self.every.set_problem_look(on)

    def _until_year_end(self) -> None:
        self.until.set_value(end_of_year(self._today()))
        self.changed.emit()

    def _unit_changed(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
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

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.heightForWidth(width)
