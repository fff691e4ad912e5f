"""Needs out of the last consultations and checklists: Space ticks sentences, Enter makes a need of each.

Object names: `said-list`, `said-take`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from caseapp.casework.plan_needs import Said
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.text import Label
from caseapp.desktop.plan import words
from caseapp.desktop.plan.pick_dialog import Line, PickDialog
from caseapp.rules.problem import N_
from caseapp.words.language import _

_KINDS = {
    "words": N_("words of the family"),
    "opinion": N_("opinion"),
    "facts": N_("facts"),
    "checked_child": N_("checklist, child"),
    "checked_guardian": N_("checklist, guardians"),
}


class SaidDialog(PickDialog):
    """`then` gets the ticked sentences in the order of the list; without any ticked, the chosen one."""

    def __init__(self, host: QWidget, said: Sequence[Said], *, then: Callable[[list[Said]], object]) -> None:
        super().__init__(
            host, _("Needs out of consultations and checklists"), placeholder=_("part of the sentence"), details=False
        )
        self._lines = [Line(each.text, self._remark(each), each, ticked=False) for each in said]
        self._then = then
        self.place()
        self.list.setObjectName("said-list")
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(lambda _line: self._take())
        take = Button(_("Make needs of them"), self._take, kind="primary", key="Enter")
        take.setObjectName("said-take")
        self.set_buttons(take, leave=_("Leave it"))
        self._buttons.addWidget(Label(_("Space ticks several"), role="caption", tone="sub", parent=self.panel))

    def _remark(self, each: Said) -> str:
        return f"{words.day(each.on)} {_(_KINDS[each.kind])}"

    def begin(self) -> None:
        super().begin()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def narrow(self) -> None:
        wanted = self.search.value().strip()
        shown = [line for line in self._lines if wanted in line.text]
        self.show_lines(shown, nothing=_("Nothing was said that a need could be made of."))

    def _tick(self, line: Line) -> None:
        self._lines = [
            replace(each, ticked=not each.ticked) if each.value is line.value else each for each in self._lines
        ]
        wanted = self.search.value().strip()
        self.list.set_rows([each for each in self._lines if wanted in each.text], keep=lambda each: id(each.value))

    def _take(self) -> None:
        ticked = [line.value for line in self._lines if line.ticked]
        chosen = self.list.current()
        taken = ticked or ([chosen.value] if chosen is not None else [])
        if taken:
            self.close()
            self._then(taken)
