"""One entry of the yearly template: its words, when it comes up, whether the office uses it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from caseapp.casework import stages
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import CheckBox, Combo
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import NumberField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.rules import grade
from caseapp.rules.changes import Changes
from caseapp.rules.stage_dates import IN_USE
from caseapp.rules.stage_template import AGE, EVE, GRADE, YEARLY, Entry
from caseapp.words import codes, language
from caseapp.words.language import _
from caseapp.words.stages import with_marks, without_marks


class StageDialog(Dialog):
    """What is not meant by the entry's kind is out of sight."""

    def __init__(self, host: QWidget, desk: Desk, entry: Entry) -> None:
        super().__init__(host, _("Entry of the yearly template"), width=640)
        self._desk, self._entry = desk, entry
        self.form = form = Form(label_width=132, parent=self.panel)
        meaning = _("[day] stands for the day it is about, [name] for the device, handbook, allowance or event.")
        self.text = form.row(_("What"), TextField(), name="text", help_text=meaning)
        self.short = form.row(_("On the path"), TextField(), name="short")
        kinds = codes.load("follow_up_kind")
        self.kind = form.row(_("How"), Combo([(code, kinds.label(code)) for code in kinds]), name="kind")
        self.since = self._grade_day(_("Shown from"), "since", entry.since)
        self.due = self._grade_day(_("By when"), "due", entry.due)
        self.years = form.row(_("Years") if entry.anchor == IN_USE else _("Age"), NumberField(most=20), name="years")
        self.month, self.day = NumberField(least=1, most=12), NumberField(least=1, most=31)
        parts: list[QWidget | str] = [self.month, "/", self.day]
        form.group(_("Day of the year"), parts, name="month", names=[_("Month"), _("Day")])
        self.ahead = form.row(_("Shown so many days before"), NumberField(most=1100), name="ahead")
        self.enabled = form.row(_("State"), CheckBox(_("Used in this office")), name="enabled")
        for field, name in (
            (self.text, "text"),
            (self.short, "short"),
            (self.years, "years"),
            (self.ahead, "ahead"),
            (self.enabled, "enabled"),
        ):
            field.setObjectName(f"stage-{name}")
        self.add(form)
        go = Button(_("Save"), self._go, kind="primary", key="Ctrl+Enter")
        go.setObjectName("stage-go")
        self.set_buttons(go, leave=_("Leave it"))
        self._show(entry)

    def _grade_day(self, words: str, name: str, value: str) -> tuple[Combo, NumberField, NumberField]:
        speech = language.current()
        options = [("", _("Choose")), ("k0", _("the year before kindergarten"))]
        options += [(code, grade.short(code, speech)) for code in grade.GRADES]
        fields = Combo(options), NumberField(least=1, most=12), NumberField(least=1, most=31)
        code, _between, rest = value.partition(" ")
        month, _slash, day = rest.partition("/")
        fields[0].set_value(code)
        fields[1].set_value(int(month) if month else None)
        fields[2].set_value(int(day) if day else None)
        fields[0].setObjectName(f"stage-{name}")
        parts: list[QWidget | str] = [fields[0], fields[1], "/", fields[2]]
        self.form.group(words, parts, name=name, names=[_("Grade"), _("Month"), _("Day")])
        return fields

    def _show(self, entry: Entry) -> None:
        self.text.set_value(with_marks(entry.text))
        self.short.set_value(entry.short)
        self.kind.set_value(entry.kind)
        self.years.set_value(entry.years)
        self.month.set_value(entry.month or None)
        self.day.set_value(entry.day or None)
        self.ahead.set_value(entry.ahead)
        self.enabled.set_value(entry.enabled)
        graded = entry.anchor == GRADE
        seen = {
            "since": graded,
            "due": graded,
            "years": entry.anchor in (AGE, EVE, IN_USE),
            "month": entry.anchor == YEARLY,
            "ahead": not graded,
        }
        for name, visible in seen.items():
            self.form.row_of(name).set_visible(visible)

    def begin(self) -> None:
        self.open(self.text)

    def _go(self) -> None:
        if self.form.own_problems():
            return
        entry, office = self._wanted(), self._desk.office
        self._desk.act(lambda: stages.save_entry(office, entry), self._done, failed=self._failed, owner=self)

    def _wanted(self) -> Entry:
        entry, text = self._entry, without_marks(self.text.value())
        return replace(
            entry,
            text=text,
            english="" if text != entry.text else entry.english,
            short=self.short.value(),
            short_english="" if self.short.value() != entry.short else entry.short_english,
            kind=self.kind.value(),
            since=_told(self.since) or entry.since,
            due=_told(self.due) or entry.due,
            years=self.years.value() or 0,
            month=self.month.value() or 0,
            day=self.day.value() or 0,
            ahead=self.ahead.value() or 0,
            enabled=self.enabled.value(),
        )

    def _done(self, _changes: Changes) -> None:
        self.close()

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._desk, stays=True)


def _told(fields: tuple[Combo, NumberField, NumberField]) -> str:
    grade_code, month, day = fields
    return f"{grade_code.value()} {month.value()}/{day.value()}" if grade_code.value() else ""
