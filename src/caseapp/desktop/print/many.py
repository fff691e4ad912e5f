"""まとめて印刷: one document of several children as one print, with a cover that lists them.

Object names: `print-many`, `print-many-document`, `print-many-go`, `print-many-pdf`, `print-many-lines`,
`print-copies`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.bands import Banner, RedBand, RedFact
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.fields import NumberField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.print.outgoing import Outgoing
from caseapp.desktop.print.paper_view import PaperView
from caseapp.desktop.print.parts import PREFERENCE, wanted_parts
from caseapp.desktop.theme.theme import theme
from caseapp.documents.catalogue import DOCUMENTS
from caseapp.words.language import _, ngettext

_SHOWN = 8  # children without a paper that are named


class PrintManyDialog(Dialog):
    """Choose the document, make the papers (with a bar; stopping leaves nothing), look, print or keep."""

    def __init__(self, host: QWidget, desk: Desk, *, child_ids: Sequence[str], document: str) -> None:
        super().__init__(host, _("Print for several children"), width=900)
        self.setObjectName("print-many")
        self._desk, self._child_ids = desk, tuple(child_ids)
        self.batch: Any = None
        self.documents = ToggleFlow([(k.name, _(k.title)) for k in DOCUMENTS if k.reader != "outside"])
        self.documents.setObjectName("print-many-document")
        self.documents.set_value(document)
        self.documents.changed.connect(self._make)
        self.copies = NumberField(least=1, most=99)
        self.copies.setObjectName("print-copies")
        self.copies.set_value(1)
        self.lines = Para("", parent=self.panel)
        self.lines.setObjectName("print-many-lines")
        self.refusal = Banner(parent=self.panel)
        self.facts = RedBand(parent=self.panel)
        self.view = PaperView(self.panel)
        self._place()
        self.closed.connect(self.view.forget)

    def _place(self) -> None:
        self.form = Form(above=True, parent=self.panel)
        self.form.row(_("Document"), self.documents)
        self.form.row(_("Copies"), self.copies, name="copies")
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self.form)
        left.addWidget(self.lines)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 1)
        self.view.setFixedHeight(theme.px(440))
        row.addWidget(self.view, 1)
        for part in (self.refusal, self.facts):
            self.add(part)
        self.content.addLayout(row)
        from caseapp.casework.papers import batch

        self.out = Outgoing(
            self, self._desk, said=self._said, refused=self.refusal.say, printed=batch.printed, keep_in=batch.keep
        )
        self.go = Button(_("Print it"), self.print_now, kind="primary", key=Keys.PRINT, icon="printer")
        self.pdf = Button(_("Keep as PDF"), self.keep_as_pdf)
        self.go.setObjectName("print-many-go")
        self.pdf.setObjectName("print-many-pdf")
        self.set_buttons(self.go, self.pdf, leave=_("Close"))
        self._default = None  # Enter in a field prints nothing

    # ---- making

    def begin(self) -> None:
        """Show itself and make the papers."""
        self.open(self.documents)
        self._make()

    def _make(self) -> None:
        office, name, child_ids = self._desk.office, self.documents.value(), self._child_ids
        parts, ruby = wanted_parts(self._desk.preferences.get(PREFERENCE), name)
        self._show(None)

        def job(progress: Progress) -> Any:
            from caseapp.casework.papers import Wanted, batch

            try:
                return batch.build_many(
                    office,
                    name,
                    child_ids=child_ids,
                    wanted=Wanted(parts=parts, ruby=ruby),
                    progress=progress,
                    stopped=progress.cancelled,
                )
            except batch.Stopped:
                return None

        self._desk.long(_("The papers are being made"), job, self._made, failed=self._refused)

    def _made(self, batch: Any) -> None:
        if not self.is_open:
            return
        self.refusal.say(_("Stopped. Nothing was printed.") if batch is None else "")
        self._show(batch)

    def _refused(self, error: BaseException) -> None:
        self._show(None)
        self.refusal.say(failures.told(error).words)

    def _show(self, batch: Any) -> None:
        self.batch = batch
        self.view.show_pdf(batch.pdf if batch else None)
        self.view.set_size("page")
        self.facts.set_facts([RedFact(q, "", privacy=True) for q in batch.questions] if batch else [])
        self.lines.setText(_lines(batch) if batch else "")
        for button in (self.go, self.pdf):
            button.setEnabled(batch is not None)
        self.refit()

    # ---- acts

    def print_now(self) -> None:
        """Choose a printer and send all of it."""
        if self.batch is not None and not self.copies.problem():
            self.out.print(self.batch, copies=self.copies.value() or 1, to="")

    def keep_as_pdf(self) -> None:
        """One file of all."""
        if self.batch is not None:
            self.out.keep(self.batch, to="")

    def _said(self, words: str) -> None:
        self._desk.saved(words)
        self.lines.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_P:
            self.print_now()
            event.accept()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.keyPressEvent(event)
        elif not self.view.zoom_key(event):
            super().keyPressEvent(event)


def _lines(batch: Any) -> str:
    """How many papers there are, and who has none."""
    count = len(batch.printed)
    words = ngettext(
        "The papers of {count} child, with a cover.", "The papers of {count} children, with a cover.", count
    )
    missing = [line for line in batch.lines if not line.pages]
    named = [f"{masked(line.name)}: {line.why}" for line in missing[:_SHOWN]]
    more = [_("and {count} more").format(count=len(missing) - _SHOWN)] if len(missing) > _SHOWN else []
    head = [_("Not in it:")] if missing else []
    return "\n".join([words.format(count=count), *head, *named, *more])
