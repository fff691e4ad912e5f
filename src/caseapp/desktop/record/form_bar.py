"""The row of buttons below a form about a child: what saves at the left, what leaves at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tips import set_tip
from caseapp.words.language import _

Act = Callable[[], object]


class FormBar(Bar):
    """Object names with `prefix`: `-save`, `-save-next`, `-saved`, `-question`, `-withdraw`, `-discard`, `-close`."""

    def __init__(
        self,
        prefix: str,
        *,
        save: Act,
        save_next: Act,
        question: Act,
        discard: Act,
        take_back: Act,
        close: Act,
        parent: QWidget,
    ) -> None:
        super().__init__(parent=parent)
        self.save = Button(_("Save"), save, kind="primary", key=Keys.SAVE, parent=self)
        self.save_next = Button(_("Save and go on recording"), save_next, parent=self)
        set_tip(self.save_next, f"{Keys.SAVE_NEXT.words} ({Keys.SAVE_NEXT.text})")
        self.saved = SavedState(parent=self)
        self.question = Button(_("What comes next?"), question, key=Keys.NEXT_STEP, parent=self)
        self.discard = Button(_("Throw the draft away"), discard, kind="quiet", parent=self)
        self.take_back = Button(_("Take the record back"), take_back, kind="quiet", parent=self)
        self.leave = Button(_("Close"), close, key=Keys.CLOSE, parent=self)
        for widget, name in (
            (self.save, "save"),
            (self.save_next, "save-next"),
            (self.saved, "saved"),
            (self.question, "question"),
            (self.discard, "discard"),
            (self.take_back, "withdraw"),
            (self.leave, "close"),
        ):
            widget.setObjectName(f"{prefix}-{name}")
        self.question.hide()
        self.discard.hide()
        self.take_back.hide()
        self.left(self.save, self.save_next, self.question, self.saved)
        self.right(self.take_back, self.discard, self.leave)
        self.row.setContentsMargins(0, 0, 0, 0)

    def say_question(self, *, shown: bool, answered: bool) -> None:
        """In a low window the question scrolls away: this stands for it, and says whether it is answered."""
        self.question.setVisible(shown)
        self.question.setText(_("What comes next: chosen") if answered else _("What comes next?"))
