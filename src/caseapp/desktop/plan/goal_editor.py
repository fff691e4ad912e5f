"""One goal with its supports, as a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from caseapp.desktop.kit.boxes import Combo
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import CheckBox
from caseapp.desktop.kit.fields import DateField, NumberField, TextField, Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.plan.editor import Editor, now, number_now
from caseapp.rules.plan import Goal, Support, SupportPlan
from caseapp.rules.plan_offer import Scheme
from caseapp.words import codes
from caseapp.words.language import _


class SupportForm(Card):
    """One line of support. Object names `support-N-what`, `-who`, `-often`, `-scheme`, `-contact`, `-from`, `-to`,
    `-no-scheme`, `-remove` with N from 1."""

    changed = Signal()

    def __init__(self, value: Support, number: int, *, today: Today, remove: Callable[[SupportForm], object]) -> None:
        super().__init__(padding=(10, 8), spacing=4)
        self._value = value
        self.form = Form(label_width=92)
        self.body.addWidget(self.form)
        self.what = self.form.row(_("What is done"), Paragraph(value.content))
        self.who, self.often = TextField(value.provider, chars=14), TextField(value.frequency, chars=9)
        self.who.setPlaceholderText(_("who"))
        self.often.setPlaceholderText(_("e.g. once a month"))
        self.form.group(_("By whom, how often"), [self.who, self.often], names=[_("By whom"), _("How often")])
        self.scheme, self.contact = TextField(value.scheme, chars=20), TextField(value.contact, chars=9)
        self.scheme.setPlaceholderText(_("programme or scheme used"))
        self.contact.setPlaceholderText(_("telephone"))
        self.none = CheckBox(_("There is no programme for it"), checked=value.no_scheme)
        self.form.group(_("Programme"), [self.scheme, self.contact, self.none], names=[_("Programme"), _("Contact")])
        self.none.setAccessibleName(_("There is no programme for it"))
        set_tip(self.none, _("Needs without a programme are counted as issues of the region."))
        self.begins, self.ends = DateField(today), DateField(today)
        self.begins.set_value(value.period_from)
        self.ends.set_value(value.period_to)
        self.take_out = Button(_("Take this support out"), lambda: remove(self), kind="quiet", icon="trash")
        self.form.group(_("From when"), [self.begins, _("to"), self.ends, self.take_out], names=[_("From"), _("Until")])
        self.fields = (
            (self.what, "what"),
            (self.who, "who"),
            (self.often, "often"),
            (self.scheme, "scheme"),
            (self.contact, "contact"),
            (self.begins, "from"),
            (self.ends, "to"),
            (self.none, "no-scheme"),
        )
        self.number_as(number)
        for field, _name in self.fields:
            field.changed.connect(self.changed)

    def number_as(self, number: int) -> None:
        """The place of this line, for the names and for the screen reader."""
        for field, name in (*self.fields, (self.take_out, "remove")):
            field.setObjectName(f"support-{number}-{name}")
        self.what.setAccessibleName(_("Support {number}: what is done").format(number=number))

    def value(self) -> Support:
        self._value = replace(
            self._value,
            content=self.what.value(),
            provider=self.who.value(),
            frequency=self.often.value(),
            scheme=self.scheme.value(),
            contact=self.contact.value(),
            period_from=now(self.begins, self._value.period_from),
            period_to=now(self.ends, self._value.period_to),
            no_scheme=self.none.value(),
        )
        return self._value

    def asks_for_scheme(self) -> bool:
        """The cursor is where a scheme or its office is written."""
        return QApplication.focusWidget() in (self.scheme, self.contact, self.who, self.none)

    def take_scheme(self, scheme: Scheme) -> None:
        """Write a scheme of the office's list here; what stands in the other fields stays."""
        self.scheme.set_value(scheme.name)
        if not self.who.value().strip():
            self.who.set_value(scheme.provider)
        if not self.contact.value().strip():
            self.contact.set_value(scheme.contact)
        self.none.set_value(False)
        self.scheme.setFocus()
        self.changed.emit()

    def lacking(self) -> QWidget | None:
        """The first field that the plan still needs here."""
        if self.none.value():
            return None
        if not self.what.value().strip():
            return self.what
        return None if self.who.value().strip() else self.who


class GoalEditor(Editor):
    """Object names `goal-area`, `goal-need`, `goal-goal`, `goal-child-role`, `goal-family-role`, `goal-achieve-by`,
    `goal-review-every`, `goal-note`, `goal-add-support`, and those of `SupportForm`."""

    offers_wanted = Signal()

    def __init__(
        self,
        host: QWidget,
        goal: Goal,
        number: int,
        *,
        today: Today,
        new_id: Callable[[], str],
        frozen: bool = False,
    ) -> None:
        super().__init__(host, _("Need {number}").format(number=number), width=860, frozen=frozen)
        self._goal, self._today, self._new_id = goal, today, new_id
        self.need = self.form.row(_("Need"), Paragraph(goal.need), help_text=_("In the words of child or family"))
        self.goal = self.form.row(_("Goal"), Paragraph(goal.goal))
        areas = codes.load("plan_area")
        known = [(code, areas.label(code)) for code in areas]
        self.area = self.form.row(_("Area of life"), Combo([("", _("not said")), *known]), name="area")
        self.area.set_value(goal.area)
        self.by, self.every = DateField(today), NumberField(most=60)
        self.by.set_value(goal.achieve_by)
        self.every.set_value(goal.review_every or None)
        self.form.group(
            _("By when"),
            [self.by, _("reviewed every"), self.every, _("months")],
            names=[_("By when"), _("Reviewed every so many months")],
        )
        self.supports: list[SupportForm] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.column.body.addLayout(self._lines)
        self.add_support = Button(_("Add a support"), self._more, kind="quiet", icon="plus")
        self.column.body.addWidget(self.add_support)
        self._rest = Form(label_width=104)
        self.column.body.addWidget(self._rest)
        self.child = self._rest.row(_("The child's part"), Paragraph(goal.child_role))
        self.family = self._rest.row(_("The family's part"), Paragraph(goal.family_role))
        self.note = self._rest.row(_("Note"), Paragraph(goal.note))
        for support in goal.supports:
            self._add(support)
        self._name_fields()
        self.places |= {"need": self.need, "goal": self.goal, "achieve_by": self.by, "review_every": self.every}
        self.watch(self.need, self.goal, self.area, self.by, self.every, self.child, self.family, self.note)
        if not frozen:
            hint = _("{key}: examples").format(key=Keys.OFFERS.text)
            self._buttons.addWidget(Label(hint, role="caption", tone="sub", parent=self.panel))

    # ---- what is offered (`offering.Offering`)

    def support_in_focus(self) -> SupportForm | None:
        """The line of support that the cursor is in."""
        focused = QApplication.focusWidget()
        return next((line for line in self.supports if focused is not None and line.isAncestorOf(focused)), None)

    def paragraph_in_focus(self) -> Paragraph:
        """The need or the goal, whichever the cursor is in; the need for any other place."""
        return self.goal if self.goal.hasFocus() else self.need

    def take_area(self, area: str) -> None:
        """The area of what was inserted, unless one is chosen already."""
        if not self.area.value():
            self.area.set_value(area)
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_J and held and not self.frozen:
            self.offers_wanted.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _name_fields(self) -> None:
        for field, name in (
            (self.need, "goal-need"),
            (self.goal, "goal-goal"),
            (self.area, "goal-area"),
            (self.by, "goal-achieve-by"),
            (self.every, "goal-review-every"),
            (self.child, "goal-child-role"),
            (self.family, "goal-family-role"),
            (self.note, "goal-note"),
            (self.add_support, "goal-add-support"),
        ):
            field.setObjectName(name)

    def begin(self, field: str = "") -> None:
        if field == "supports":
            if not self.supports:
                self._add(Support(id=self._new_id()))
            lacking = next((found for each in self.supports if (found := each.lacking())), None)
            self.places["supports"] = lacking or self.supports[0].what
        super().begin(field)

    def _add(self, support: Support) -> SupportForm:
        made = SupportForm(support, len(self.supports) + 1, today=self._today, remove=self._remove)
        self.supports.append(made)
        self._lines.addWidget(made)
        self.watch(made)
        return made

    def _more(self) -> None:
        made = self._add(Support(id=self._new_id()))
        made.what.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refit()
        self._tell()

    def _remove(self, line: SupportForm) -> None:
        self.supports.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        for number, each in enumerate(self.supports, 1):
            each.number_as(number)
        self.add_support.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refit()
        self._tell()

    def own_problems(self) -> bool:
        found = [form.own_problems() for form in (self.form, *(line.form for line in self.supports))]
        return any(found)

    def value(self) -> Goal:
        self._goal = replace(
            self._goal,
            need=self.need.value(),
            goal=self.goal.value(),
            area=self.area.value(),
            achieve_by=now(self.by, self._goal.achieve_by),
            review_every=number_now(self.every, self._goal.review_every),
            child_role=self.child.value(),
            family_role=self.family.value(),
            note=self.note.value(),
            supports=tuple(line.value() for line in self.supports),
        )
        return self._goal

    def apply(self, plan: SupportPlan) -> SupportPlan:
        mine = self.value()
        return replace(plan, goals=tuple(mine if goal.id == mine.id else goal for goal in plan.goals))
