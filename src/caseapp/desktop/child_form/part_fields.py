"""What the editors of parts share: the choices of a code list, the fields of a part, and 「最終確認日」."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child_form.parts import PartEditor
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import DateField, Today
from caseapp.desktop.kit.text import Label
from caseapp.rules.child_facts import long_ago
from caseapp.words import codes
from caseapp.words.language import _


def options(name: str, *, empty: str = "") -> list[tuple[str, str]]:
    """The codes of a list with their labels, before them the words for none."""
    listed = codes.load(name)
    first = [("", empty)] if empty else []
    return [*first, *((code, listed.label(code)) for code in listed)]


def fields_of(part: Any) -> dict[str, Any]:
    """The values of a part by name."""
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def confirmed(editor: PartEditor[Any], today: Today) -> None:
    """The row 「最終確認日」: a day, and a button for today."""
    field = editor.field("confirmed_on", DateField(today))
    button = today_button(field, today, name=f"{editor.name}-confirmed-today")
    parts: list[QWidget | str] = [field, button, age_label(field, today)]
    editor.form.group(_("Last confirmed"), parts, names=[_("Day")])


def age_label(field: DateField, today: Today) -> Label:
    """「1年以上前」 behind a day that lies so far back."""
    label = Label("", role="caption", tone="sub")

    def say() -> None:
        day = None if field.isModified() else field.value()
        label.setText(_("more than a year ago") if long_ago(day, today=today()) else "")

    field.textChanged.connect(lambda _text: say())
    field.changed.connect(lambda *_value: say())
    return label


def today_button(field: DateField, today: Today, *, name: str) -> Button:
    """「今日」: writes today into the field."""

    def write() -> None:
        field.set_value(today())
        field.changed.emit()

    button = Button(_("Today"), write, kind="quiet")
    button.setObjectName(name)
    return button
