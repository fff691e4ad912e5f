"""The upper rows of the record: when, how, with whom, about what; and, folded, where and why just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.follow_up.kept import keep, put_back
from caseapp.desktop.kit.bands import RedBand, RedFact
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import CheckBox, Combo, Option, ToggleFlow
from caseapp.desktop.kit.fields import DateField, NumberField, TextField, TimeField, Today, date_words
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.text import Label
from caseapp.desktop.record import consulters
from caseapp.desktop.record.code_toggles import CodeToggles
from caseapp.desktop.record.consulters import OTHER, Consulter
from caseapp.rules import dates
from caseapp.rules.child import Child
from caseapp.rules.consultation import Consultation
from caseapp.words import codes, language
from caseapp.words.language import _

_LATE_NAME = 14


class Heads(QWidget):
    """Object names: `record-on`, `record-start`, `record-minutes`, `record-late-reason`, `record-method`,
    `record-met-child`, `record-consulter`, `record-consulter-code`, `record-consulter-name`, `record-topics`,
    `record-where` (unfolds), `record-place`, `record-trigger`."""

    changed = Signal()

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._choices: tuple[Consulter, ...] = ()
        self._recorded: datetime | None = None
        self._stored_who = ("", "")
        self._unfolded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.form = Form(label_width=80, parent=self)
        column.addWidget(self.form)
        self._add_when()
        self._add_who()
        self._add_where()
        for field in self._fields():
            field.changed.connect(self._tell)  # type: ignore[attr-defined]  # every field of the kit has it

    # ---- building

    def _add_when(self) -> None:
        self.on, self.start = DateField(self._today), TimeField(placeholder="10:00")
        self.minutes = NumberField(most=999, step=5)
        self.late = Label("", role="caption", tone="sub", parent=self)
        self.late_reason = TextField(placeholder=_("why it is written later"), chars=_LATE_NAME)
        self.where = Button(_("Place and occasion"), self._unfold, kind="quiet", icon="chevron-right", parent=self)
        self.where.setObjectName("record-where")
        parts: list[QWidget | str] = [self.on, self.start, _("from, for"), self.minutes, _("minutes"), self.late]
        names = [_("Day"), _("Time"), _("Minutes"), _("Why it is written later")]
        self.form.group(_("When"), [*parts, self.late_reason, self.where], name="on", names=names)
        for field, name in (
            (self.on, "record-on"),
            (self.start, "record-start"),
            (self.minutes, "record-minutes"),
            (self.late_reason, "record-late-reason"),
        ):
            field.setObjectName(name)

    def _add_who(self) -> None:
        self.met_child = CheckBox(_("Spoke with the child, too"))
        self.met_child.setObjectName("record-met-child")
        tail = QWidget()  # a little apart from the toggles
        inner = QHBoxLayout(tail)
        inner.setContentsMargins(8, 0, 0, 0)
        inner.addWidget(self.met_child)
        self.method = self.form.row(
            _("Contact by"),
            CodeToggles("method", rest=_("Which other way"), tail=tail),
            name="method",
        )
        self.method.setObjectName("record-method")
        self.consulter = ToggleFlow()
        self.consulter.setObjectName("record-consulter")
        self.code = Combo()
        self.code.setObjectName("record-consulter-code")
        self.code.setAccessibleName(_("Which other person"))
        self.name = TextField(placeholder=_("name, e.g. school nurse Ms Nakamura"), chars=16)
        self.name.setObjectName("record-consulter-name")
        self.name.setAccessibleName(_("Name of the person"))
        self.warning = RedBand(parent=self)
        self._beside = QWidget(self)
        row = QHBoxLayout(self._beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.code)
        row.addWidget(self.name)
        row.addStretch(1)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.consulter, self._beside, self.warning):
            column.addWidget(part)
        self.form.row(_("Spoke with"), holder, name="consulter")
        self.consulter.setAccessibleName(_("Spoke with"))
        self.topics = self.form.row(
            _("Topics"), CodeToggles("topic", several=True), name="topics", under_label=_("any number")
        )
        self.topics.setObjectName("record-topics")

    def _add_where(self) -> None:
        self.place = self.form.row(_("Place"), CodeToggles("place"), name="place")
        self.place.setObjectName("record-place")
        self.trigger = self.form.row(_("Occasion"), CodeToggles("trigger"), name="trigger")
        self.trigger.setObjectName("record-trigger")
        self._fold_where()

    def _fields(self) -> tuple[QWidget, ...]:
        return (
            *(self.on, self.start, self.minutes, self.late_reason, self.method, self.met_child, self.consulter),
            *(self.code, self.name, self.topics, self.place, self.trigger),
        )

    # ---- filling

    def set_child(self, child: Child) -> None:
        """Whose record it is: the people one may have spoken with."""
        self._choices = consulters.choices(child, self._today())
        self.consulter.set_options(
            Option(each.key, each.words, " ".join(filter(None, (each.warning, each.why)))) for each in self._choices
        )
        self.code.set_options(self._codes())
        self._stored_who = ("", "")
        self._settle()

    def _codes(self, also: str = "") -> list[tuple[str, str]]:
        """Behind 「その他」; `also` is a code that only a newer version knows."""
        known = list(consulters.other_codes(self._choices))
        return known if not also or also in dict(known) else [*known, (also, also)]

    def defaults(self, now: datetime, *, method: str = "phone", trigger: str = "") -> None:
        """A new record: now, by telephone, with the mother; with the person where that is of age."""
        self.on.set_value(now.date())
        self.start.set_value(now.time().replace(second=0, microsecond=0))
        self.method.set_value(method)
        self.consulter.set_value(self._choices[0].key if self._choices else "")
        self.trigger.set_value(trigger)
        self._settle()

    def show_record(self, record: Consultation) -> None:
        """What a stored record says."""
        self._recorded = record.recorded_at
        self.on.set_value(record.on)
        self.start.set_value(record.start)
        self.minutes.set_value(record.minutes)
        self.late_reason.set_value(record.late_reason)
        self.method.set_value(record.method)
        self.met_child.set_value(record.met_child)
        key = consulters.match(self._choices, code=record.consulter, name=record.consulter_name)
        self._stored_who = (key, record.consulter_name)
        self.consulter.set_value(key)
        self.code.set_options(self._codes(record.consulter if key == OTHER else ""))
        self.code.set_value(record.consulter if key == OTHER else OTHER)
        self.name.set_value(record.consulter_name)
        self.topics.set_values(record.topics)
        self.place.set_value(record.place)
        self.trigger.set_value(record.trigger)
        self._settle()

    # ---- reading

    def filled(self, record: Consultation) -> Consultation:
        """`record` with what stands here. The day must be readable (`form.own_problems`)."""
        chosen = self._chosen()
        topics = self.topics.values()
        return replace(
            record,
            on=self.on.value() or record.on,
            start=self.start.value(),
            minutes=self.minutes.value(),
            late_reason=self.late_reason.value() if self._is_late() else "",
            method=self.method.value(),
            met_child=self.met_child.value() or self._with_child(chosen),
            consulter=self.code.value()
            if chosen is not None and chosen.key == OTHER
            else chosen.code
            if chosen
            else "",
            consulter_name=self._name_of(chosen),
            topics=record.topics if set(topics) == set(record.topics) else topics,
            place=self.place.value(),
            trigger=self.trigger.value(),
        )

    def content(self) -> dict[str, Any]:
        """For the draft."""
        return {
            "on": keep(self.on),
            "start": keep(self.start),
            "minutes": keep(self.minutes),
            "late_reason": self.late_reason.value(),
            "method": self.method.value(),
            "met_child": self.met_child.value(),
            "consulter": self.consulter.value(),
            "code": self.code.value(),
            "name": self.name.value(),
            "topics": list(self.topics.values()),
            "place": self.place.value(),
            "trigger": self.trigger.value(),
        }

    def put_back(self, content: Mapping[str, Any]) -> None:
        """What `content` gave."""
        for field, name in ((self.on, "on"), (self.start, "start"), (self.minutes, "minutes")):
            put_back(field, content.get(name))
        for words, name in ((self.late_reason, "late_reason"), (self.name, "name")):
            words.set_value(str(content.get(name, "")))
        for toggles, name in (
            (self.method, "method"),
            (self.consulter, "consulter"),
            (self.place, "place"),
            (self.trigger, "trigger"),
        ):
            toggles.set_value(str(content.get(name, "")))
        code = str(content.get("code", OTHER))
        self.code.set_options(self._codes(code))
        self.code.set_value(code)
        self.met_child.set_value(bool(content.get("met_child")))
        self.topics.set_values([str(code) for code in content.get("topics", ())])
        self._settle()

    # ---- inside

    def _chosen(self) -> Consulter | None:
        key = self.consulter.value()
        return next((each for each in self._choices if each.key == key), None)

    def _name_of(self, chosen: Consulter | None) -> str:
        if chosen is None:
            return ""
        if chosen.named:
            return self.name.value()
        key, written = self._stored_who
        return written if chosen.key == key else chosen.name

    @staticmethod
    def _with_child(chosen: Consulter | None) -> bool:
        return chosen is not None and chosen.code == "child"

    def _is_late(self) -> bool:
        day = None if self.on.isModified() else self.on.value()
        return day is not None and day != self._recorded_on()

    def _recorded_on(self) -> date:
        return self._recorded.date() if self._recorded else self._today()

    def _tell(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        """Show what belongs to what was chosen."""
        chosen = self._chosen()
        self.code.setVisible(chosen is not None and chosen.key == OTHER)
        self.name.setVisible(chosen is not None and chosen.named)
        self._beside.setVisible(chosen is not None and chosen.named)
        warned = chosen is not None and bool(chosen.warning)
        self.warning.set_facts([RedFact(chosen.warning, chosen.why, privacy=True)] if chosen and warned else [])
        self.met_child.setEnabled(not self._with_child(chosen))
        self.late_reason.setVisible(self._is_late())
        self.late.setText(self._late_words())
        self.form.row_of("topics").say_under(_("any number") if self.topics.values() else _("none chosen"))
        self._say_where()

    def _late_words(self) -> str:
        if self._recorded is not None:
            return _("written {day}").format(day=date_words(self._recorded.date()))
        if self._is_late():
            today = dates.era_weekday(self._today(), language.current())
            return _("written today, {day}").format(day=today)
        return _("written today")

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self._fold_where()
        if self._unfolded:
            self.place.setFocus(Qt.FocusReason.TabFocusReason)

    def _fold_where(self) -> None:
        self.form.row_of("place").set_visible(self._unfolded)
        self.form.row_of("trigger").set_visible(self._unfolded)
        for name in ("place", "trigger"):
            label = self.form.row_of(name).label
            cell = label.parentWidget()
            if cell is not None:
                cell.setVisible(self._unfolded)
        self._say_where()

    def _say_where(self) -> None:
        labels = [codes.load("place").short(self.place.value()), codes.load("trigger").short(self.trigger.value())]
        said = " ・ ".join(filter(None, labels))
        self.where.setText(_("Place and occasion") if self._unfolded or not said else said)
        self.where.setAccessibleName(" ".join(filter(None, (_("Place and occasion"), said))))

    def minimumSizeHint(self) -> QSize:
        return self.form.minimumSizeHint()
