"""受け取る人: who gets a letter of the family, and so whom it is addressed to.

A child who has not been told the name of the illness is addressed only after a yes to the red question.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.print.choices import (
    GUARDIANS,
    OTHER,
    guardian_names,
    kept_from_child,
    reaches_child,
    receivers,
)
from caseapp.desktop.print.question import RedQuestion
from caseapp.rules.child import Child
from caseapp.words.language import _


class Recipient:
    """`combo` and `other` (the name of somebody else). `changed(build)`: another was chosen; `build`: it is another
    letter. Object names `print-recipient`, `print-other-recipient`."""

    def __init__(self, host: QWidget, changed: Callable[[bool], object]) -> None:
        self._host, self._changed = host, changed
        self._child: Child | None = None
        self._kept = False
        self._addressed = ""
        self.combo, self.other = Combo(), TextField(placeholder=_("name and relation"))
        self.combo.setObjectName("print-recipient")
        self.other.setObjectName("print-other-recipient")
        self.combo.changed.connect(self._chosen)

    def offer(self, child: Child, today: date) -> None:
        """Those of this child; the guardians first where the child has not been told."""
        self._child, self._kept = child, kept_from_child(child, today)
        self.combo.set_options(receivers(child, today))

    def is_other(self) -> bool:
        return bool(self.combo.value() == OTHER)

    def addressed(self) -> str:
        """`Wanted.to`."""
        return self._addressed

    def without_child(self) -> bool:
        """Whether the letter is to the guardians alone, without the child's own words."""
        return self._addressed == "guardians" or (self._kept and not self._addressed)

    def written(self) -> str:
        """Who gets it, as it is written down."""
        code = self.combo.value() or ""
        if code == GUARDIANS and self._child:
            return guardian_names(self._child) or _("To the guardians")
        return self.other.value() if code == OTHER else code

    def _chosen(self) -> None:
        code = self.combo.value() or ""
        if self._kept and self._child and reaches_child(self._child, code) and self._addressed != "child":
            self.combo.set_value(GUARDIANS)  # until it is said otherwise
            question = _("The child has not been told the name of the illness. Address this paper to the child?")
            act, leave = _("Address it to the child"), _("Leave it to the guardians")
            RedQuestion(self._host, (question,), act=act, leave=leave, then=lambda: self._yes(code)).ask()
        self._settle()

    def _yes(self, code: str) -> None:
        self._addressed = "child"
        self.combo.set_value(code)
        self._changed(True)

    def _settle(self) -> None:
        code, before = self.combo.value() or "", self._addressed
        to_child = self._kept and self._child is not None and reaches_child(self._child, code)
        self._addressed = "guardians" if code == GUARDIANS else "child" if to_child else ""
        self._changed(self._addressed != before)
