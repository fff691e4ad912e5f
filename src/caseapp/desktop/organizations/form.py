"""The form of an organization. It knows fields and drafts' content; saving is the page's.

Object names: `organization-form`, `organization-form-number`, `…-name`, `…-kind`, `…-department`, `…-contact`,
`…-phone`, `…-fax`, `…-email`, `…-postal-code`, `…-address`, `…-note`, `…-save`, `…-discard`, `…-close`, `…-saved`;
the persons in `persons`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar, Card, Column
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.organizations.persons import Persons
from caseapp.rules.organization import Organization
from caseapp.rules.problem import Problem
from caseapp.words import codes
from caseapp.words.language import _

_TEXTS = ("number", "name", "department", "contact", "phone", "fax", "email", "postal_code", "address")

_FOLLOW = 200  # milliseconds in which a form that grows keeps the cursor in sight


class OrganizationForm(Card):
    """`start(value)` fills it, `filled()` gives what stands in it onto that value; `changed` at every change."""

    changed = Signal()

    def __init__(
        self,
        *,
        save: Callable[[], object],
        discard: Callable[[], object],
        close: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(padding=(16, 12), parent=parent)
        self.setObjectName("organization-form")
        self._value = Organization(number="", name="", kind="")
        self._follow = False
        self.heading = Label("", role="title", parent=self)
        self.texts = {
            "number": TextField(chars=9),
            "name": TextField(),
            "department": TextField(),
            "contact": TextField(),
            "phone": TextField(chars=9),
            "fax": TextField(chars=9),
            "email": TextField(chars=22),
            "postal_code": TextField(chars=6),
            "address": TextField(),
        }
        self.kind = Combo()
        self.kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.note = Paragraph(least=2)
        self.persons = Persons(parent=self)
        self.form = Form(label_width=112, parent=self)
        self._place(save, discard, close)
        self._name()

    def _place(self, save: Callable[[], object], discard: Callable[[], object], close: Callable[[], object]) -> None:
        self.body.addWidget(self.heading)
        column = Column(spacing=8, parent=self)
        self.column = column
        column.verticalScrollBar().rangeChanged.connect(self._grown)
        form, texts = self.form, self.texts
        form.row(_("Organization's name"), texts["name"], name="name")
        form.row(_("Kind"), self.kind, name="kind")
        form.row(_("Number"), texts["number"], name="number")
        form.row(_("Department"), texts["department"], name="department")
        form.row(_("Usual contact"), texts["contact"], name="contact")
        form.group(_("Telephone"), [texts["phone"], _("Fax"), texts["fax"]], names=[_("Telephone"), _("Fax")])
        form.row(_("E-mail"), texts["email"], name="email")
        form.row(_("Postal code"), texts["postal_code"], name="postal_code")
        form.row(_("Address"), texts["address"], name="address")
        form.row(_("Contact persons"), self.persons, name="contacts")
        form.row(_("Note"), self.note, name="note")
        column.body.addWidget(form)
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
        bar = Bar(parent=self)
        bar.row.setContentsMargins(0, 4, 0, 0)
        self.save = Button(_("Save"), save, kind="primary", key=Keys.SAVE, parent=bar)
        self.saved = SavedState(parent=bar)
        self.discard = Button(_("Throw the draft away"), discard, kind="quiet", parent=bar)
        self.close_button = Button(_("Close"), close, key=Keys.CLOSE, parent=bar)
        bar.left(self.save, self.saved)
        bar.right(self.discard, self.close_button)
        self.body.addWidget(bar)

    def _name(self) -> None:
        for name, field in self.texts.items():
            field.setObjectName(f"organization-form-{name.replace('_', '-')}")
            field.changed.connect(self.changed)
        for part, name in (
            (self.kind, "kind"),
            (self.note, "note"),
            (self.persons, "persons"),
            (self.save, "save"),
            (self.saved, "saved"),
            (self.discard, "discard"),
            (self.close_button, "close"),
        ):
            part.setObjectName(f"organization-form-{name}")
        self.kind.changed.connect(self.changed)
        self.note.changed.connect(self.changed)
        self.persons.changed.connect(self.changed)
        self.persons.focused.connect(self._show_focused)

    # ---- values

    def start(self, value: Organization, *, new: bool) -> None:
        """Show this organization, or a new one."""
        self._value = value
        self.heading.setText(_("Add an organization") if new else _("Change the organization"))
        kinds = codes.load("organization_kind")
        options = [("", _("Choose")), *((code, kinds.label(code)) for code in kinds)]
        if value.kind and value.kind not in kinds:
            options.append((value.kind, value.kind))
        self.kind.set_options(options)
        self._put(value)
        self.persons.set_values(value.contacts)
        self.form.clear_problems()
        self.saved.say("")
        self.discard.hide()
        self.column.verticalScrollBar().setValue(0)

    def _put(self, value: Organization) -> None:
        for name in _TEXTS:
            self.texts[name].set_value(getattr(value, name))
        self.kind.set_value(value.kind)
        self.note.set_value(value.note)

    def filled(self) -> Organization:
        """What stands in the form, with the id and revision it began with."""
        texts: dict[str, Any] = {name: self.texts[name].value() for name in _TEXTS}
        return replace(
            self._value, **texts, kind=self.kind.value(), note=self.note.value(), contacts=self.persons.values()
        )

    def content(self) -> dict[str, Any]:
        """For a draft: everything typed, and the id and revision it belongs to."""
        now = self.filled()
        plain = {name: getattr(now, name) for name in (*_TEXTS, "kind", "note")}
        return {**plain, "id": now.id, "revision": now.revision, "contacts": self.persons.content()}

    def put_back(self, content: Mapping[str, Any], *, new: bool) -> None:
        """From a draft. A new organization takes its id back, a changed one the revision it was read at."""
        texts: dict[str, Any] = {name: str(content.get(name, "")) for name in (*_TEXTS, "kind", "note")}
        stamp: dict[str, Any] = {}
        if new and isinstance(content.get("id"), str):
            stamp = {"id": content["id"]}
        elif not new and isinstance(content.get("revision"), int):
            stamp = {"revision": content["revision"]}
        self._value = replace(self._value, **stamp)
        self._put(replace(self._value, **texts))
        self.persons.put_back(content.get("contacts"))
        self.discard.show()

    # ---- problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field; the cursor goes to the first."""
        self.form.show_problems(problems)
        if problems and problems[0].field == "contacts":
            self.persons.focus_nameless()
        self._show_focused()

    def _show_focused(self) -> None:
        """Scroll to the field with the cursor, once the new rows have their places."""
        self._follow = True
        QTimer.singleShot(0, self, self._scroll_to_focused)
        QTimer.singleShot(_FOLLOW, self, self._stop_following)

    def _stop_following(self) -> None:
        self._follow = False

    def _grown(self) -> None:
        if self._follow:
            self._scroll_to_focused()

    def _scroll_to_focused(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and self.column.inside.isAncestorOf(now):
            below = 3 * now.height()  # what else belongs to a person
            self.column.ensureWidgetVisible(now, 0, below)

    def say(self, words: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """A sentence above the fields."""
        self.form.banner.say(words, action=action, do=do)

    def focus_first(self) -> None:
        self.texts["name"].setFocus(Qt.FocusReason.OtherFocusReason)
