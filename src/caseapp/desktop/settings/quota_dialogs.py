"""利用枠 of a scheme: its limits in a list, one limit in a form, or the limits of another office to begin from.

Object names: `quotas-edit` (the button in the scheme), `quotas-list`, `quotas-example`, `quotas-add`, `quotas-change`,
`quotas-out`, `quotas-go`; `quota-amount`, `quota-hours`, `quota-unit`, `quota-span`, `quota-warn`, `quota-warn-hours`,
`quota-from`, `quota-until`, `quota-go`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit.boxes import Combo
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import DateField, HoursField, NumberField
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Label, Para, draw_line
from caseapp.desktop.theme.theme import theme
from caseapp.rules.account import MANAGER
from caseapp.rules.problem import Problem
from caseapp.rules.quota import DAY, HOUR, YEAR, Quota, quota_problems
from caseapp.words import codes, language, quotas
from caseapp.words.language import _

_MOST_HOURS, _MOST = 1000, 999


def _said(quota: Quota) -> str:
    return quotas.dated_words(quota, language.translator(language.current()))


class QuotasField(QWidget):
    """The limits in words, and for a manager the button that opens them. `host`: what the dialog stands over."""

    changed = Signal()

    def __init__(self, desk: Desk, value: tuple[Quota, ...], *, host: QWidget) -> None:
        super().__init__()
        self._desk, self._host, self._value = desk, host, value
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        self.told = Label("", parent=self)
        self.edit = Button(_("Set the limits…"), self._open, parent=self)
        self.edit.setObjectName("quotas-edit")
        column.addWidget(self.told)
        holder = QWidget(self)
        FlowLayout(holder, gap=0, row_gap=0).addWidget(self.edit)
        column.addWidget(holder)
        managing = desk.office.account.role == MANAGER
        holder.setVisible(managing)
        if managing:
            self.setFocusProxy(self.edit)
        else:
            column.addWidget(Label(_("A manager of the office can change this."), tone="sub", parent=self))
        self.set_value(value)

    def value(self) -> tuple[Quota, ...]:
        return self._value

    def set_value(self, value: tuple[Quota, ...]) -> None:
        self._value = value
        self.told.setText("\n".join(_said(quota) for quota in value) or _("Bookings are counted without a limit."))

    def problem(self) -> str:
        return ""

    def _open(self) -> None:
        def settled(value: tuple[Quota, ...]) -> None:
            self.set_value(value)
            self.changed.emit()

        QuotasDialog(self._host, self._desk, self._value, then=settled).begin()


@dataclass(frozen=True)
class _Line:
    place: int
    quota: Quota


class _LineDelegate(RowDelegate[_Line]):
    """One limit on a line."""

    def height(self, item: _Line, width: int) -> int:
        return theme.height("today_row")

    def paint_item(self, painter: QPainter, where: QRectF, item: _Line, *, chosen: bool) -> None:
        draw_line(painter, where, _said(item.quota))


class QuotasDialog(Dialog):
    """All limits of a scheme; nothing is kept before the scheme itself is saved."""

    def __init__(
        self, host: QWidget, desk: Desk, value: tuple[Quota, ...], *, then: Callable[[tuple[Quota, ...]], object]
    ) -> None:
        super().__init__(host, _("Limits that bookings are measured by"), width=640)
        self._host, self._desk, self._then = host, desk, then
        self._value = list(value)
        examples = [("", _("Begin from the limits of another office")), *((name, name) for name, _q in _examples())]
        self.example = Combo(examples, parent=self.panel)
        self.example.setObjectName("quotas-example")
        self.example.setAccessibleName(_("Begin from the limits of another office"))
        self.example.changed.connect(self._take_example)
        self.add(self.example)
        self.list: ItemList[_Line] = ItemList(
            ListModel(lambda line: _said(line.quota)), _LineDelegate(), name=_("Limits"), parent=self.panel
        )
        self.list.setObjectName("quotas-list")
        self.list.setMinimumHeight(theme.px(150))
        self.list.opened.connect(lambda _line: self._change())
        self.add(self.list)
        holder = QWidget(self.panel)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        for words, act, name in (
            (_("Add one…"), self._add_one, "add"),
            (_("Change it…"), self._change, "change"),
            (_("Take it out"), self._take_out, "out"),
        ):
            button = Button(words, act, parent=holder)
            button.setObjectName(f"quotas-{name}")
            flow.addWidget(button)
        self.add(holder)
        self.wrong = Para("", ink="red", parent=self.panel)
        self.wrong.hide()
        self.add(self.wrong)
        go = Button(_("Use these limits"), self._go, kind="primary", key="Ctrl+Enter")
        go.setObjectName("quotas-go")
        self.set_buttons(go, leave=_("Leave it"))
        self._show()

    def begin(self) -> None:
        self.open(self.list if self._value else self.example)

    def _show(self) -> None:
        rows: list[Head | _Line] = [_Line(n, quota) for n, quota in enumerate(self._value)]
        self.list.set_rows(rows or [Head(_("Bookings are counted without a limit."), empty=True)])
        if self._value and self.list.current() is None:
            self.list.choose_first()
        self._say(quota_problems(self._value))

    def _say(self, problems: Iterable[Problem]) -> None:
        said = "\n".join(dict.fromkeys(language.say(problem) for problem in problems))
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))
        self.refit()

    def _take_example(self) -> None:
        for name, given in _examples():
            if name == self.example.value():
                self._value = list(given)
        self._show()

    def _add_one(self) -> None:
        QuotaDialog(self._host, self._desk, None, then=self._added).begin()

    def _added(self, quota: Quota) -> None:
        self._value.append(quota)
        self._show()

    def _change(self) -> None:
        line = self.list.current()
        if line is not None:
            QuotaDialog(self._host, self._desk, line.quota, then=lambda quota: self._put(line.place, quota)).begin()

    def _put(self, place: int, quota: Quota) -> None:
        self._value[place] = quota
        self._show()

    def _take_out(self) -> None:
        line = self.list.current()
        if line is not None:
            del self._value[line.place]
            self._show()

    def _go(self) -> None:
        problems = quota_problems(self._value)
        if problems:
            self._say(problems)
            return
        self.close()
        self._then(tuple(self._value))


class QuotaDialog(Dialog):
    """A new limit (`value` None), or a change."""

    def __init__(self, host: QWidget, desk: Desk, value: Quota | None, *, then: Callable[[Quota], object]) -> None:
        super().__init__(host, _("A limit"), width=640)
        self._then = then
        shown = value or Quota(amount=0, unit=DAY, span=YEAR)
        self.form = form = Form(label_width=112, parent=self.panel)
        self.add(form)
        spans, units = codes.load("quota_span"), codes.load("quota_unit")
        self.span = form.row(_("In which time"), Combo([(code, spans.label(code)) for code in spans]), name="span")
        self.unit = form.row(_("What is counted"), Combo([(code, units.label(code)) for code in units]), name="unit")
        self.amount = form.row(_("At most"), NumberField(most=_MOST), name="amount")
        self.hours = form.row(_("At most (hours)"), HoursField(most=_MOST_HOURS), name="hours")
        told = _("From so much left on a booking is warned of. Empty: only when nothing is left.")
        self.warn = form.row(_("Warn at"), NumberField(most=_MOST), name="warn_at", help_text=told)
        self.warn_hours = form.row(_("Warn at (hours)"), HoursField(most=_MOST_HOURS), name="warn_hours")
        self.begins, self.ends = DateField(desk.today), DateField(desk.today)
        form.group(
            _("Holds from"),
            [self.begins, _("to"), self.ends],
            name="valid_to",
            names=(_("From"), _("Until")),
            help_text=_("Only where the limit changes: empty is always."),
        )
        self.span.set_value(shown.span)
        self.unit.set_value(shown.unit)
        by_hour = shown.unit == HOUR
        amount, warn = shown.amount or None, shown.warn_at or None
        (self.hours if by_hour else self.amount).set_value(amount)
        (self.warn_hours if by_hour else self.warn).set_value(warn)
        self.begins.set_value(shown.valid_from)
        self.ends.set_value(shown.valid_to)
        for name, field in (
            *(("span", self.span), ("unit", self.unit), ("amount", self.amount), ("hours", self.hours)),
            *(("warn", self.warn), ("warn-hours", self.warn_hours), ("from", self.begins), ("until", self.ends)),
        ):
            field.setObjectName(f"quota-{name}")
        self.unit.changed.connect(self._settle)
        go = Button(_("Use it"), self._go, kind="primary", key="Ctrl+Enter")
        go.setObjectName("quota-go")
        self.set_buttons(go, leave=_("Leave it"))
        self._settle()

    def begin(self) -> None:
        self.open(self.span)

    def _settle(self) -> None:
        by_hour = self.unit.value() == HOUR
        for name, shown in (("amount", not by_hour), ("hours", by_hour), ("warn_at", not by_hour)):
            self.form.row_of(name).set_visible(shown)
        self.form.row_of("warn_hours").set_visible(by_hour)
        self.refit()

    def _go(self) -> None:
        if self.form.own_problems():
            return
        by_hour = self.unit.value() == HOUR
        amount = self.hours.value() if by_hour else self.amount.value()
        warn = self.warn_hours.value() if by_hour else self.warn.value()
        quota = Quota(
            amount=amount or 0,
            unit=self.unit.value(),
            span=self.span.value(),
            warn_at=warn or 0,
            valid_from=self.begins.value(),
            valid_to=self.ends.value(),
        )
        problems = quota_problems((quota,))
        if problems:
            self.form.show_problems([self._placed(problem, by_hour=by_hour) for problem in problems])
            self.refit()
            return
        self.close()
        self._then(quota)

    @staticmethod
    def _placed(problem: Problem, *, by_hour: bool) -> Problem:
        """The problem beside the field of this form."""
        field = problem.field.rsplit(".", maxsplit=1)[-1]
        if by_hour:
            field = {"amount": "hours", "warn_at": "warn_hours"}.get(field, field)
        return Problem(field, problem.message, problem.values)


def _examples() -> tuple[tuple[str, tuple[Quota, ...]], ...]:
    return quotas.examples()
