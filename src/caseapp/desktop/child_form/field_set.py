"""Fields by name: their values, and what a draft keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child_form.read_fields import ReadField
from caseapp.desktop.follow_up.kept import Typed, keep, put_back


class Field(Protocol):
    """What every field of the kit has."""

    def value(self) -> Any: ...

    def set_value(self, value: Any, /) -> None: ...

    def problem(self) -> str: ...


class FieldSet:
    """Named fields of one form or of one part of it. `touched` is called at every change by a person."""

    def __init__(self, touched: Callable[[], object]) -> None:
        self._touched = touched
        self._fields: dict[str, Any] = {}

    def add(self, name: str, field: Any, *, object_name: str = "") -> Any:
        """Take a field in; returns it."""
        self._fields[name] = field
        field.changed.connect(lambda *_args: self._touched())
        if object_name and isinstance(field, QWidget):
            field.setObjectName(object_name)
        return field

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def values(self) -> dict[str, Any]:
        """What is to be stored, by name."""
        return {name: field.value() for name, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show stored values; names without a field are passed over."""
        for name, field in self._fields.items():
            if name in values:
                field.set_value(values[name])

    def problem(self) -> str:
        """The first thing a field cannot read."""
        return next((words for field in self._fields.values() if (words := field.problem())), "")

    # ---- drafts

    def content(self) -> dict[str, Any]:
        """What stands in the fields, typed or half typed, as JSON values."""
        return {name: _kept(field) for name, field in self._fields.items()}

    def put_back(self, content: Mapping[str, Any]) -> None:
        """Show what `content` gave; names that are not there stay as they are."""
        for name, field in self._fields.items():
            if name in content:
                _put_back(field, content[name])


def _kept(field: Any) -> Any:
    if isinstance(field, Typed):
        return keep(field)
    if isinstance(field, ReadField):
        return field.text()
    content = getattr(field, "content", None)
    return content() if content is not None else field.value()


def _put_back(field: Any, kept: Any) -> None:
    if isinstance(field, Typed):
        put_back(field, kept)
    elif isinstance(field, ReadField):
        field.setText(str(kept))
        field.settle()
    elif hasattr(field, "put_back"):
        field.put_back(kept)
    else:
        field.set_value(kept)
