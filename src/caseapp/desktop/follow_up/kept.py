"""What a field holds, for a draft: also what is half typed, and without wording anew what somebody is typing."""

from __future__ import annotations

from datetime import date, time

from caseapp.desktop.kit.fields import DateField, HoursField, NumberField, TimeField

_TYPED = "typed:"
Typed = DateField | TimeField | NumberField | HoursField  # fields of which a text is typed that means a value


def keep(field: Typed) -> str:
    """The field as one string. While a person is in it, its text is kept as typed."""
    if field.isModified():
        return f"{_TYPED}{field.text()}"
    value = field.value()
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | time) else str(value)


def put_back(field: Typed, kept: object) -> None:
    """Show again what `keep` gave; anything else empties the field."""
    text = kept if isinstance(kept, str) else ""
    if text.startswith(_TYPED):
        field.set_value(None)
        field.setText(text.removeprefix(_TYPED))
        field.setModified(True)
        return
    try:
        _set(field, text)
    except ValueError:
        field.set_value(None)


def _set(field: Typed, text: str) -> None:
    if isinstance(field, DateField):
        field.set_value(date.fromisoformat(text) if text else None)
    elif isinstance(field, TimeField):
        field.set_value(time.fromisoformat(text) if text else None)
    else:
        field.set_value(int(text) if text else None)
