"""The common part of the editors of facts: fields by name, a code that has a default, a line that sums them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child.words import DOT
from caseapp.desktop.child_form.part_fields import confirmed, fields_of, options
from caseapp.desktop.child_form.parts import PartEditor
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import DateField, Today
from caseapp.rules import dates
from caseapp.words import codes

PartT = TypeVar("PartT")


class FactEditor(PartEditor[PartT], Generic[PartT]):
    """An heir names its dataclass `kind` and its `object_name`, lays out its fields in `build`, and says which texts
    make it worth keeping.

    `coded`: the code list of a field, `default` what a field holds that was left open, `first` where one begins,
    `written`: the fields of which one at least must be filled, `summed`: the fields of the summary, in their order.
    """

    kind: ClassVar[type[Any]]
    object_name: ClassVar[str]
    coded: ClassVar[Mapping[str, str]] = {}
    default: ClassVar[Mapping[str, str]] = {}
    first: ClassVar[str]
    written: ClassVar[Sequence[str]]
    summed: ClassVar[Sequence[str]]

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self.today = today
        super().__init__(self.object_name, parent)
        if "confirmed_on" in self.kind.__dataclass_fields__:
            confirmed(self, today)

    # ---- building

    def choice(self, name: str, empty: str, *, chars: int = 10) -> Any:
        """A combo box of the field's code list; `empty` is said while nothing is chosen."""
        return self.field(name, Combo(options(self.coded[name], empty=empty), chars=chars))

    def day(self, name: str) -> Any:
        return self.field(name, DateField(self.today))

    # ---- what a part says

    def first_field(self) -> QWidget:
        found: QWidget = self.fields[self.first]
        return found

    def empty(self) -> bool:
        return not any(_written(self.fields[name]) for name in self.written)

    def part(self) -> PartT:
        values = self.fields.values()
        for name, code in self.default.items():
            values[name] = values[name] or code
        made: PartT = self.kind(id=self.part_id, **self.stored(values))
        return made

    def stored(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the dataclass has them."""
        return values

    def show_part(self, part: PartT) -> None:
        self.part_id = str(getattr(part, "id", ""))
        self.fields.set_values(self.shown(fields_of(part)))

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the fields have them."""
        return values

    def summary(self) -> str:
        return "" if self.empty() else DOT.join(words for name in self.summed if (words := self.words_of(name)))

    def words_of(self, name: str) -> str:
        """A field in the summary."""
        field = self.fields[name]
        if name in self.coded:
            return codes.load(self.coded[name]).short(field.value())
        if isinstance(field, DateField):
            day = None if field.isModified() else field.value()
            return dates.short_date(day, DateField.wording) if day else ""
        return str(field.text())


def _written(field: Any) -> bool:
    return bool(field.text().strip()) if hasattr(field, "text") else bool(field.value())
