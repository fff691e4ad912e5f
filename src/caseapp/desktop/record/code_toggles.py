"""Toggles of a code list; what has no toggle of its own is chosen from a list behind 「その他」."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.choices import Combo, Option, ToggleFlow
from caseapp.words import codes

OTHER = "other"


class CodeToggles(ToggleFlow):
    """The codes of a list, one or (`several`) any number.

    A code that has no toggle (of an imported record) gets one while it is chosen. `tail` is a widget that stands behind
    the toggles, on the same line where there is room. With `rest` a combo box after 「その他」 holds the codes without
    toggles; its object name is that of the toggles with `-rest`.
    """

    def __init__(
        self,
        list_name: str,
        *,
        several: bool = False,
        rest: str = "",
        tail: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._list = codes.load(list_name)
        self.rest: Combo | None = None
        super().__init__(several=several, parent=parent)
        if rest:
            hidden = [code for code in self._list if code not in self._list.toggles]
            self.rest = Combo([(code, self._list.label(code)) for code in (OTHER, *hidden)], parent=self)
            self.rest.setAccessibleName(rest)
            self.rest.changed.connect(self.changed)
            self.changed.connect(self._show_rest)
        self._tail = tail
        self._extra: tuple[str, ...] = ("",)
        self._show(())
        self._show_rest()

    def setObjectName(self, name: str) -> None:
        super().setObjectName(name)
        if self.rest is not None:
            self.rest.setObjectName(f"{name}-rest")

    def values(self) -> tuple[str, ...]:
        chosen = super().values()
        if self.rest is not None and chosen == (OTHER,):
            return (self.rest.value() or OTHER,)
        return chosen

    def set_values(self, codes_on: Sequence[str]) -> None:
        if self.rest is not None:
            behind = [code for code in codes_on if self.rest.findData(code) >= 0]
            self.rest.set_value(behind[0] if behind else OTHER)
            codes_on = [OTHER if code in behind else code for code in codes_on]
        self._show(tuple(code for code in codes_on if code and code not in self._list.toggles))
        super().set_values(codes_on)
        self._show_rest()

    def _show(self, extra: tuple[str, ...]) -> None:
        if extra == self._extra:
            return
        self._extra = extra
        wanted = [code for code in self._list if code in self._list.toggles or code in extra]
        wanted += [code for code in extra if code not in self._list]
        self.set_options([Option(code, self._list.short(code)) for code in wanted])
        for part in (self.rest, self._tail):
            if part is not None:
                part.setParent(self)
                self._flow.removeWidget(part)
                self._flow.addWidget(part)

    def _show_rest(self) -> None:
        if self.rest is not None:
            self.rest.setVisible(ToggleFlow.values(self) == (OTHER,))
