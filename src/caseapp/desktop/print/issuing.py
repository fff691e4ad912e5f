"""「発行する」: an information letter loses its 案 and gets its number before it is printed and handed over."""

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
    """Shown for a letter that says 案. `issue(paper, method)` freezes it and writes the 提供記録; then one prints."""

    def __init__(self, issue: Callable[[Any, str], object], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print-issue")
        self._issue = issue
        self._paper: Any = None
        methods = codes.load("disclosure_method")
        self.method = ToggleFlow([(code, methods.short(code)) for code in methods.toggles], parent=self)
        self.method.setObjectName("print-issue-method")
        self.method.setAccessibleName(_("How it is handed over"))
        self.go = Button(_("Issue the letter"), self._go, parent=self)
        self.go.setObjectName("print-issue-go")
        self.problem_line = ProblemLine(self)
        self.answer = Banner(icon="check", parent=self)
        self._words = Para(
            _("Issue it before you hand it over: “draft” disappears, and it gets the number of its record."),
            ink="sub",
            parent=self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        self._head = Label(_("How it is handed over"), tone="sub", parent=self)
        parts: tuple[QWidget, ...] = (self._words, self._head, self.method, self.problem_line, self.go, self.answer)
        for part in parts:
            column.addWidget(part)
        self.hide()

    def show_for(self, paper: Any) -> None:
        """The paper that is shown: a letter that is still a draft can be issued; else there is nothing to do."""
        draft = paper is not None and paper.reader == "outside" and paper.draft and not paper.blank
        self._paper = paper if draft else None
        for part in (self._words, self._head, self.method, self.go):
            part.setVisible(draft)
        self.go.setEnabled(draft)
        self.problem_line.say("")
        if draft:
            self.answer.say("")
        self.setVisible(draft or bool(self.answer.text()))

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
