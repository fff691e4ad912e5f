"""The red question before a paper goes out that says what a red fact forbids; the safe answer has the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.bands import RedBand, RedFact
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import Para
from caseapp.words.language import _


class RedQuestion(Dialog):
    """Calls `then()` when the person wants it all the same; `leave` is the safe answer (else 印刷しない).

    Object names `print-question`, `print-question-go`."""

    def __init__(
        self, host: QWidget, questions: Sequence[str], *, act: str, then: Callable[[], object], leave: str = ""
    ) -> None:
        super().__init__(host, _("Do you want to hand this out?"))
        self.setObjectName("print-question")
        self._then = then
        self.band = RedBand(parent=self.panel)
        self.band.set_facts([RedFact(question, "", privacy=True) for question in questions])
        self.add(self.band)
        if not leave:
            self.add(Para(_("Look at the paper once more, or leave the part out."), parent=self.panel))
        go = Button(act, self._go)
        go.setObjectName("print-question-go")
        self.set_buttons(go, leave=leave or _("Do not print"))
        self._default = None  # Enter never prints this

    def ask(self) -> None:
        """Show it, the focus on what leaves everything as it is."""
        leave = [button for button in self.panel.findChildren(Button) if button.objectName() != "print-question-go"]
        self.open(leave[-1])

    def _go(self) -> None:
        self.close()
        self._then()
