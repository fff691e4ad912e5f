"""What the office decides once: names for paper, stamps, the idle lock. Managers change it, the others read it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import CheckBox
from caseapp.desktop.kit.fields import NumberField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.settings.part import Part
from caseapp.rules.account import OfficeSettings
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Refused
from caseapp.words.language import _


class OfficePart(Part):
    """`rules.account.OfficeSettings` as a form."""

    can_save = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.say_who_may()
        self.form = form = Form(label_width=168, parent=self)
        self.texts: dict[str, TextField] = {}
        for name, label, help_text in (
            ("name", _("Office"), ""),
            ("prefecture", _("Prefecture"), ""),
            ("section", _("Section"), ""),
            ("head_title", _("Sender of letters"), _("As it stands on letters, such as the head of the office.")),
            ("document_prefix", _("Sign of documents"), _("Stands before the numbers of letters.")),
            ("postal_code", _("Postal code"), ""),
            ("address", _("Address"), ""),
            ("phone", _("Telephone"), ""),
            ("hours", _("Office hours"), ""),
            ("approval_boxes", _("Boxes for stamps"), _("From left to right, with 、 between them, at most six.")),
        ):
            self.texts[name] = form.row(label, TextField(), name=name, help_text=help_text)
        self.idle = NumberField(least=1, most=60)
        form.group(_("Lock by itself after"), [self.idle, _("minutes")], name="idle_minutes", names=(_("minutes"),))
        self.silent = NumberField(least=1, most=3650)
        form.group(_("Long without contact after"), [self.silent, _("days")], name="silent_days", names=(_("days"),))
        self.self_approval = form.row(
            _("Approval"), CheckBox(_("Whoever wrote a plan may approve it")), name="self_approval"
        )
        self.column.addWidget(form)
        row = QHBoxLayout()
        self.button = Button(_("Save"), self.save, kind="primary", key=Keys.SAVE, parent=self)
        self.state = SavedState(parent=self)
        row.addWidget(self.button)
        row.addWidget(self.state)
        row.addStretch(1)
        self.column.addLayout(row)
        if not self.managing:
            self.button.hide()
            for field in (*self.texts.values(), self.idle, self.silent):
                field.setReadOnly(True)
            self.self_approval.setEnabled(False)

    def heading(self) -> str:
        return _("Health center")

    def load(self) -> None:
        settings: OfficeSettings = self.desk.office.settings
        for name, field in self.texts.items():
            value = getattr(settings, name)
            field.set_value("、".join(value) if isinstance(value, tuple) else value)
        self.idle.set_value(settings.idle_minutes)
        self.silent.set_value(settings.silent_days)
        self.self_approval.set_value(settings.self_approval)
        self.form.clear_problems()

    def wanted(self) -> OfficeSettings:
        """The settings as they stand in the form."""
        texts = {name: field.value() for name, field in self.texts.items() if name != "approval_boxes"}
        boxes = self.texts["approval_boxes"].value().replace(",", "、").split("、")
        now: OfficeSettings = self.desk.office.settings
        return replace(
            now,
            **texts,
            approval_boxes=tuple(box.strip() for box in boxes if box.strip()),
            idle_minutes=self.idle.value() or 0,
            silent_days=self.silent.value() or 0,
            self_approval=self.self_approval.value(),
        )

    def save(self) -> None:
        if not self.managing or self.form.own_problems():
            return
        from caseapp.casework import accounts

        office, wanted = self.desk.office, self.wanted()
        self.form.clear_problems()
        self.desk.act(lambda: accounts.save_settings(office, wanted), self._saved, failed=self._not_saved, owner=self)

    def _saved(self, _changes: Changes) -> None:
        words = _("Saved {time}").format(time=f"{self.desk.now():%H:%M}")
        self.state.say(words)
        self.desk.saved(words)

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.form.show_problems(error.problems)
        else:
            self.desk.dialogs.report(error)

    def first_focus(self) -> QWidget:
        return self.texts["name"]
