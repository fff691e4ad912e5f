"""「渡したことを記録する」: after an information letter was printed, how it was handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.form import ProblemLine
from caseapp.desktop.kit.text import Label, Para
from caseapp.words import codes
from caseapp.words.language import _


class IssueBox(QWidget):
    """Shown for a letter once it was printed. `issue(paper, method)` does it, with the very bytes that were printed."""

    def __init__(self, issue: Callable[[Any, str], object], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print-issue")
        self._issue = issue
        self._paper: Any = None
        methods = codes.load("disclosure_method")
        self.method = ToggleFlow([(code, methods.short(code)) for code in methods.toggles], parent=self)
        self.method.setObjectName("print-issue-method")
        self.method.setAccessibleName(_("How it is handed over"))
        self.go = Button(_("Record that it was handed over"), self._go, parent=self)
        self.go.setObjectName("print-issue-go")
        self.problem_line = ProblemLine(self)
        self.answer = Banner(icon="check", parent=self)
        self._words = Para(_("When it has been handed over:"), ink="sub", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        head = Label(_("How it is handed over"), tone="sub", parent=self)
        parts: tuple[QWidget, ...] = (self._words, head, self.method, self.problem_line, self.go, self.answer)
        for part in parts:
            column.addWidget(part)
        self.hide()

    def show_for(self, paper: Any) -> None:
        """Another paper is shown: nothing has been printed of it yet."""
        if paper is None or self._paper is None or paper.record_id != self._paper.record_id:
            self._paper = None
            self.hide()

    def printed(self, paper: Any) -> None:
        """These bytes went to paper or to a file."""
        if paper.reader != "outside" or paper.blank:
            return
        self._paper = paper
        self.answer.say("")
        self.go.setEnabled(True)
        self.show()

    def _go(self) -> None:
        if not self.method.value():
            self.problem_line.say(_("Choose how it is handed over."))
            self.method.setFocus()
            return
        self.problem_line.say("")
        self.go.setEnabled(False)
        self._issue(self._paper, self.method.value())

    def refused(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        self.problem_line.say(failures.told(error).words)

    def done(self, words: str) -> None:
        """It is recorded."""
        self.answer.say(words)
