"""The contact persons of an organization in its form: any number, in the order one calls them.

Object names: `organization-form-person-1` (the box of the first), `organization-form-person-1-name`, `…-role`,
`…-phone`, `…-email`, `…-note`, `…-remove`; `organization-form-add-person`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button, IconButton
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.rules.organization import ContactPerson
from caseapp.words.language import _

_FIELDS = ("name", "role", "phone", "email", "note")


class PersonBox(QWidget):
    """One person. `changed` at every change."""

    changed = Signal()

    def __init__(self, person: ContactPerson, remove: Callable[[PersonBox], object], *, parent: QWidget) -> None:
        super().__init__(parent)
        self._person = person
        self.fields = {
            "name": TextField(chars=11),
            "role": TextField(chars=10),
            "phone": TextField(chars=9),
            "email": TextField(chars=11),
            "note": TextField(),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(8)
        form = Form(label_width=66, parent=self)
        who: list[QWidget | str] = [self.fields["name"], _("Role"), self.fields["role"]]
        form.group(_("Name"), who, names=[_("Name"), _("Role")])
        reach: list[QWidget | str] = [self.fields["phone"], _("E-mail"), self.fields["email"]]
        form.group(_("Phone"), reach, names=[_("Phone"), _("E-mail")])
        form.row(_("Note"), self.fields["note"])
        self.remove = IconButton(
            "close", _("Take this person out"), lambda: remove(self), key=Keys.DELETE_ROW, parent=self
        )
        row.addWidget(form, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        for name, field in self.fields.items():
            field.set_value(getattr(person, name))
            field.changed.connect(self.changed)

    def number(self, place: int) -> None:
        """Name everything by the place of the person."""
        self.setObjectName(f"organization-form-person-{place}")
        for name, field in self.fields.items():
            field.setObjectName(f"organization-form-person-{place}-{name}")
        self.remove.setObjectName(f"organization-form-person-{place}-remove")

    def value(self) -> ContactPerson:
        texts = {name: field.value() for name, field in self.fields.items()}
        return ContactPerson(id=self._person.id, **texts)

    def empty(self) -> bool:
        return not any(field.value().strip() for field in self.fields.values())


class Persons(QWidget):
    """The boxes and the button that adds one. `focused`: the cursor went to a box that may be out of sight."""

    changed = Signal()
    focused = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[PersonBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        self.add = Button(_("Add a person"), self.add_person, kind="quiet", key=Keys.ADD_ROW, icon="plus", parent=self)
        self.add.setObjectName("organization-form-add-person")
        column.addWidget(self.add)
        self.setFocusProxy(self.add)

    def values(self) -> tuple[ContactPerson, ...]:
        """Those of whom anything is written."""
        return tuple(box.value() for box in self.boxes if not box.empty())

    def set_values(self, persons: Sequence[ContactPerson]) -> None:
        for box in list(self.boxes):
            self._take_away(box)
        for person in persons:
            self._put(person)
        self._number()

    def content(self) -> list[dict[str, str]]:
        """For a draft."""
        return [{"id": p.id, **{name: getattr(p, name) for name in _FIELDS}} for p in self.values()]

    def put_back(self, content: Any) -> None:
        """From a draft; what is not as it should be is left out."""
        found = [entry for entry in content if isinstance(entry, dict)] if isinstance(content, list) else []
        known = ("id", *_FIELDS)
        self.set_values([ContactPerson(**{n: str(entry.get(n, "")) for n in known}) for entry in found])

    def add_person(self) -> None:
        """An empty box, with the cursor in it; an empty one that is there already is used."""
        box = next((each for each in self.boxes if each.empty()), None) or self._put(ContactPerson(name=""))
        self._number()
        box.fields["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.focused.emit()

    def remove_current(self) -> None:
        """Take out the person whose box has the focus."""
        box = self._current()
        if box is not None:
            self._remove(box)

    def move_current(self, by: int) -> None:
        """Move the person whose box has the focus up or down."""
        box = self._current()
        if box is None:
            return
        place = self.boxes.index(box)
        target = place + by
        if 0 <= target < len(self.boxes):
            self.boxes.insert(target, self.boxes.pop(place))
            self._rows.removeWidget(box)
            self._rows.insertWidget(target, box)
            self._number()
            self.changed.emit()

    def focus_nameless(self) -> bool:
        """Go to the first person without a name; False when all have one."""
        for box in self.boxes:
            if not box.empty() and not box.fields["name"].value().strip():
                box.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _current(self) -> PersonBox | None:
        now = QApplication.focusWidget()
        return next((box for box in self.boxes if now is not None and box.isAncestorOf(now)), None)

    def _put(self, person: ContactPerson) -> PersonBox:
        box = PersonBox(person, self._remove, parent=self)
        box.changed.connect(self.changed)
        self.boxes.append(box)
        self._rows.addWidget(box)
        return box

    def _remove(self, box: PersonBox) -> None:
        place = self.boxes.index(box)
        self._take_away(box)
        self._number()
        self.changed.emit()
        if self.boxes:
            near = self.boxes[min(place, len(self.boxes) - 1)]
            near.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_away(self, box: PersonBox) -> None:
        self.boxes.remove(box)
        self._rows.removeWidget(box)
        box.hide()
        box.deleteLater()

    def _number(self) -> None:
        for place, box in enumerate(self.boxes, start=1):
            box.number(place)
        before: QWidget | None = None
        for box in self.boxes:
            for part in (*box.fields.values(), box.remove):
                if before is not None:
                    QWidget.setTabOrder(before, part)
                before = part
        if before is not None:
            QWidget.setTabOrder(before, self.add)
