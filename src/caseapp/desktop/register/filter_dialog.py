"""絞り込む: every condition there is, in one form; how many children pass is counted while one chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from caseapp.casework import register
from caseapp.casework.list_views import MINE, NOBODY, RegisterFilter
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Column
from caseapp.desktop.kit.choices import CheckBox, Combo, Option, ToggleFlow
from caseapp.desktop.kit.fields import NumberField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Label
from caseapp.desktop.register import conditions
from caseapp.rules.grade import GRADES, short
from caseapp.words import codes, language
from caseapp.words.language import _, ngettext

_COUNT_AFTER = 150  # milliseconds after the last choice
_ANY = ""
_HEIGHT = 660


class FilterDialog(Dialog):
    """`then(filter)` gets what was chosen. Object names: `filter-<field>`, `filter-count`, `filter-go`, `filter-clear`.

    `begin(field)` shows it with the focus on that condition.
    """

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        wanted: RegisterFilter,
        *,
        workers: Mapping[str, str],
        then: Callable[[RegisterFilter], object],
    ) -> None:
        super().__init__(host, _("Narrow the register down"), width=860)
        self.setObjectName("filter-dialog")
        self._height = _HEIGHT
        self._desk, self._then = desk, then
        self.form = Form(label_width=124)
        self._make_who(workers)
        self._make_what()
        self._make_where()
        column = Column(parent=self.panel)
        column.body.addWidget(self.form)
        column.body.addStretch(1)
        self._column = column
        self.content.addWidget(column, 1)
        self.count = Label("", role="strong", parent=self.panel)
        self.count.setObjectName("filter-count")
        go = Button(_("Show them"), self._go, kind="primary", key="Ctrl+Enter")
        clear = Button(_("Without conditions"), lambda: self.show_filter(RegisterFilter()), kind="quiet")
        go.setObjectName("filter-go")
        clear.setObjectName("filter-clear")
        self.set_buttons(go, clear, leave=_("Leave it"))
        self._buttons.insertWidget(2, self.count)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_COUNT_AFTER)
        self._soon.timeout.connect(self._ask_count)
        self.show_filter(wanted)

    # ---- the fields

    def _make_who(self, workers: Mapping[str, str]) -> None:
        labels = codes.load("child_status")
        statuses = [Option(code, labels.label(code)) for code in labels]
        self.status = self._toggles("status", _("Status"), [Option("any", _("Everybody")), *statuses])
        people = [(_ANY, _("Everybody")), (MINE, _("My children")), (NOBODY, _("Without a worker")), *workers.items()]
        self.worker = self._combo("worker_id", _("Worker"), Combo(people, chars=14))
        grades = [Option(code, short(code, language.current())) for code in GRADES]
        self.grades = self._toggles("grades", _("Grade"), grades, several=True)
        self.age_from, self.age_to = NumberField(least=0, most=30), NumberField(least=0, most=30)
        self.form.group(
            _("Age"),
            [self.age_from, _("years up to"), self.age_to, _("years old")],
            name="age_from",
            names=(_("from"), _("up to")),
        )
        self.entering = self._toggles(
            "entering", _("Next spring"), [Option(*each) for each in conditions.entering_words().items()]
        )
        self.turning = self._toggles(
            "turning", _("Within a year"), [Option("18", _("turns 18")), Option("20", _("turns 20"))]
        )
        for field in (self.age_from, self.age_to):
            field.changed.connect(self._changed)

    def _make_what(self) -> None:
        groups = codes.load("disease_group")
        options = [Option(code, groups.short(code)) for code in groups]
        self.groups = self._toggles("disease_groups", _("Disease group"), options, several=True)
        care = codes.load("medical_care")
        cares = [(_ANY, _("does not matter")), ("any", _("With medical care")), ("none", _("Without medical care"))]
        self.care = self._combo(
            "care", _("Medical care"), Combo([*cares, *((c, care.short(c)) for c in care)], chars=16)
        )
        self.certificate = self._toggles(
            "certificate", _("Certificate"), [Option("expired", _("has run out")), Option("none", _("there is none"))]
        )
        self.certificate_days = self._days("certificate_days", _("Runs out within"), _("days"))
        self.silent_days = self._days("silent_days", _("No contact for"), _("days and more"))
        self.next_step = self._toggles(
            "next_step", _("What comes next"), [Option("overdue", _("overdue")), Option("none", _("nothing planned"))]
        )
        self.plan = self._toggles(
            "plan", _("Support plan"), [Option(*each) for each in conditions.plan_words().items()]
        )

    def _make_where(self) -> None:
        self.handbook = self._toggles(
            "handbook", _("Handbook"), [Option("any", _("has one")), Option("none", _("has none"))]
        )
        self.place = self._row("place", _("Lives in"), TextField(), help_text=_("Quarter or postal code"))
        self.school = self._row("school", _("School"), TextField())
        self.hospital = self._row("hospital", _("Hospital"), TextField())
        self.flagged = self._row("flagged", _("Red facts"), CheckBox(_("Only children with a red fact")))
        outdated = CheckBox(_("Only children whose disease the list in use tells otherwise"))
        self.outdated = self._row("outdated", _("List of diseases"), outdated)
        unasked = CheckBox(_("Only from 12 years, and nobody was asked yet"))
        self.unasked = self._row("unasked", _("Transition checklist"), unasked)

    def _row(self, name: str, label: str, field: Any, *, help_text: str = "") -> Any:
        field.setObjectName(f"filter-{name}")
        field.changed.connect(self._changed)
        return self.form.row(label, field, name=name, help_text=help_text)

    def _combo(self, name: str, label: str, field: Combo) -> Combo:
        field.setObjectName(f"filter-{name}")
        field.changed.connect(self._changed)
        self.form.group(label, [field], name=name, names=(label,))
        return field

    def _toggles(self, name: str, label: str, options: list[Option], *, several: bool = False) -> ToggleFlow:
        flow = _Loose(options) if not several else ToggleFlow(options, several=True)
        made: ToggleFlow = self._row(name, label, flow)
        return made

    def _days(self, name: str, label: str, unit: str) -> NumberField:
        field = NumberField(least=1, most=3650)
        field.setObjectName(f"filter-{name}")
        field.changed.connect(self._changed)
        self.form.group(label, [field, unit], name=name, names=(unit,))
        return field

    # ---- the filter

    def show_filter(self, wanted: RegisterFilter) -> None:
        """Put its conditions into the fields."""
        self.status.set_value(wanted.status or "any")
        self.worker.set_value(wanted.worker_id)
        self.grades.set_values(wanted.grades)
        self.age_from.set_value(wanted.age_from)
        self.age_to.set_value(wanted.age_to)
        self.entering.set_value(wanted.entering)
        self.turning.set_value(str(wanted.turning) if wanted.turning else "")
        self.groups.set_values(wanted.disease_groups)
        self.care.set_value(wanted.care)
        self.certificate.set_value(wanted.certificate)
        self.certificate_days.set_value(wanted.certificate_days or None)
        self.silent_days.set_value(wanted.silent_days or None)
        self.next_step.set_value(wanted.next_step)
        self.plan.set_value(wanted.plan)
        self.handbook.set_value(wanted.handbook)
        self.place.set_value(wanted.place)
        self.school.set_value(wanted.school)
        self.hospital.set_value(wanted.hospital)
        self.flagged.set_value(wanted.flagged)
        self.outdated.set_value(wanted.outdated)
        self.unasked.set_value(wanted.unasked)
        self._changed()

    def filter(self) -> RegisterFilter:
        """What stands in the fields."""
        status = self.status.value()
        return RegisterFilter(
            status="" if status == "any" else status,
            worker_id=self.worker.value(),
            grades=self.grades.values(),
            age_from=self.age_from.value(),
            age_to=self.age_to.value(),
            entering=self.entering.value(),
            turning=int(self.turning.value() or 0),
            disease_groups=self.groups.values(),
            care=self.care.value(),
            certificate=self.certificate.value(),
            certificate_days=self.certificate_days.value() or 0,
            silent_days=self.silent_days.value() or 0,
            next_step=self.next_step.value(),
            plan=self.plan.value(),
            handbook=self.handbook.value(),
            place=self.place.value().strip(),
            school=self.school.value().strip(),
            hospital=self.hospital.value().strip(),
            flagged=self.flagged.value(),
            outdated=self.outdated.value(),
            unasked=self.unasked.value(),
        )

    def begin(self, field: str = "") -> None:
        """Show it, the focus on the condition of this field."""
        first = self.form.row_of(field or "status").fields[0]
        entry = getattr(first, "entry", None)
        target = entry() if entry is not None else first
        self.open(target or first)
        if target is not None:
            self._column.ensureWidgetVisible(target)

    def _changed(self) -> None:
        timer: QTimer | None = getattr(self, "_soon", None)
        if timer is not None:
            timer.start()

    def _ask_count(self) -> None:
        office, wanted = self._desk.office, self.filter()
        self._desk.ask(
            lambda: register.counts(office, {"": wanted})[""], self._say, key="register.counting", owner=self
        )

    def _say(self, count: int) -> None:
        self.count.setText(ngettext("{count} child", "{count} children", count).format(count=f"{count:,}"))

    def _go(self) -> None:
        if self.form.own_problems():
            return
        wanted = self.filter()
        self.close()
        self._then(wanted)


class _Loose(ToggleFlow):
    """One of several or none: the one that is on goes off when it is chosen again."""

    def _choose(self, chosen: object) -> None:
        was_on = getattr(self, "_was", "")
        super()._choose(chosen)
        if self.value() and self.value() == was_on and self.sender() is chosen:
            self.set_value("")
            self.changed.emit()
        self._was = self.value()

    def set_values(self, codes: Any) -> None:
        super().set_values(codes)
        self._was = self.value()
