"""A dialog for what is made in one go, takes a while and is then looked at, printed or kept: a batch, a list.

Object names: `print-ready-go`, `print-ready-pdf`, `print-ready-lines`, `print-copies`, `print-paper`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.bands import Banner, RedBand, RedFact
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import NumberField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.print.outgoing import Outgoing
from caseapp.desktop.print.paper_view import PAGE, PaperView
from caseapp.words.language import _


class ReadyDialog(Dialog):
    """An heir gives `make(progress)` → what is printed (None: it was stopped) and `told(paper)` → words about it, adds
    fields to `self.form`, and calls `self.make_it()`. `paper` is what is shown; Ctrl+P prints it."""

    def __init__(
        self, host: QWidget, desk: Desk, title: str, *, printed: Callable[..., Any], keep_in: Callable[..., Any]
    ) -> None:
        super().__init__(host, title, width=900)
        self.desk = desk
        self.paper: Any = None
        self.copies = NumberField(least=1, most=99)
        self.copies.setObjectName("print-copies")
        self.copies.set_value(1)
        self.form = Form(above=True, parent=self.panel)
        self.lines = Para("", parent=self.panel)
        self.lines.setObjectName("print-ready-lines")
        self.refusal = Banner(parent=self.panel)
        self.facts = RedBand(parent=self.panel)
        self.view = PaperView(self.panel)
        self.view.set_size(PAGE)
        self.out = Outgoing(self, desk, said=self._said, refused=self.refusal.say, printed=printed, keep_in=keep_in)
        self.go = Button(_("Print it"), self.print_now, kind="primary", key=Keys.PRINT, icon="printer")
        self.pdf = Button(_("Keep as PDF"), self.keep_as_pdf)
        self.go.setObjectName("print-ready-go")
        self.pdf.setObjectName("print-ready-pdf")
        self.closed.connect(self.view.forget)

    def place(self) -> None:
        """Put everything in its place; after the heir's fields."""
        self.form.row(_("Copies"), self.copies, name="copies")
        for part in (self.refusal, self.facts):
            self.add(part)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self.form)
        left.addWidget(self.lines)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.view, 1)
        self.content.addLayout(row)
        self.set_buttons(self.go, self.pdf, leave=_("Close"))
        self._default = None  # Enter in a field prints nothing

    # ---- what an heir says

    def make(self, progress: Progress) -> Any:
        """The paper, on the store's thread: read no field here."""
        raise NotImplementedError

    def told(self, paper: Any) -> str:
        """What is said about it beside the preview."""
        raise NotImplementedError

    # ---- making

    def make_it(self) -> None:
        """Make the paper, with a bar; stopping leaves nothing."""
        self._show(None)
        self.desk.long(_("The papers are being made"), self.make, self._made, failed=self._refused)

    def _made(self, paper: Any) -> None:
        if self.is_open:
            self.refusal.say(_("Stopped. Nothing was printed.") if paper is None else "")
            self._show(paper)

    def _refused(self, error: BaseException) -> None:
        self._show(None)
        self.refusal.say(failures.told(error).words)

    def _show(self, paper: Any) -> None:
        self.paper = paper
        self.view.show_pdf(paper.pdf if paper else None)
        self.facts.set_facts([RedFact(q, "", privacy=True) for q in paper.questions] if paper else [])
        self.lines.setText(self.told(paper) if paper else "")
        for button in (self.go, self.pdf):
            button.setEnabled(paper is not None)
        self.refit()

    # ---- acts

    def print_now(self) -> None:
        """Choose a printer and send all of it."""
        if self.paper is not None and not self.copies.problem():
            self.out.print(self.paper, copies=self.copies.value() or 1, to="")

    def keep_as_pdf(self) -> None:
        """One file of all."""
        if self.paper is not None:
            self.out.keep(self.paper, to="")

    def _said(self, words: str) -> None:
        self.desk.saved(words)
        self.lines.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_P:
            self.print_now()
            event.accept()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.keyPressEvent(event)
        elif not self.view.zoom_key(event):
            super().keyPressEvent(event)
