"""What the editors of parts share: the choices of a code list, the fields of a part, and 「最終確認日」."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child_form.parts import PartEditor
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import DateField, Today
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
    parts: list[QWidget | str] = [field, today_button(field, today, name=f"{editor.name}-confirmed-today")]
    editor.form.group(_("Last confirmed"), parts, names=[_("Day")])


def today_button(field: DateField, today: Today, *, name: str) -> Button:
    """「今日」: writes today into the field."""

    def write() -> None:
        field.set_value(today())
        field.changed.emit()

    button = Button(_("Today"), write, kind="quiet")
    button.setObjectName(name)
    return button
