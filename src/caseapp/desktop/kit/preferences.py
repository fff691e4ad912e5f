"""What a person prefers: language, date style, text size, colours, hidden names, column widths. Kept in the vault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

DEFAULTS: dict[str, Any] = {
    "language": "ja",
    "font_size": 10.5,
    "theme": "system",
    "masked": False,
    "window": None,
    "columns": {},
}


class Preferences(QObject):
    """The values of the user who is logged in. `changed(name)` after a new value; `keep` writes it into the vault."""

    changed = Signal(str)

    def __init__(
        self, values: Mapping[str, Any] | None = None, *, keep: Callable[[str, Any], object] | None = None
    ) -> None:
        super().__init__()
        self._values = dict(DEFAULTS) | dict(values or {})
        self._keep = keep

    def __getitem__(self, name: str) -> Any:
        if name == "date_style" and name not in self._values:  # not chosen: who reads no Japanese counts no eras
            return "era" if self._values["language"] == "ja" else "western"
        return self._values[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """A new value (JSON); written at once, told when it is another one."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        if self._keep is not None:
            self._keep(name, value)
        self.changed.emit(name)

    # ---- column widths of tables

    def columns(self, table: str) -> dict[str, int]:
        return dict(self._values["columns"].get(table, {}))

    def set_columns(self, table: str, widths: Mapping[str, int]) -> None:
        self.set("columns", {**self._values["columns"], table: dict(widths)})
