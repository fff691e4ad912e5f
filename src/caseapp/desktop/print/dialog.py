"""印刷を見る: who gets it, what must be heeded, the paper as it will come out, and what is written down about it.

Object names: `print-dialog`, `print-reader`, `print-document`, `print-recipient`, `print-other-recipient`,
`print-language`, `print-blank`, `print-facts`, `print-record`, `print-copies`, `print-go`, `print-pdf`, `print-close`,
`print-paper`, `print-page`, `print-zoom`, `print-body`, `print-issue` (the box), `print-issue-method`,
`print-issue-go`; of the parts in parts.py, of the question in question.py.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.bands import Banner, RedBand, RedFact
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Column, Rule
from caseapp.desktop.kit.choices import CheckBox, Combo, ToggleFlow
from caseapp.desktop.kit.fields import NumberField
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.print.choices import (
    FAMILY,
    PARTNER,
    READERS,
    documents_for,
    has_blank,
    reader_of,
    same_record,
    title_of,
)
from caseapp.desktop.print.issuing import IssueBox
from caseapp.desktop.print.outgoing import Outgoing
from caseapp.desktop.print.paper_view import PaperView
from caseapp.desktop.print.partner import PartnerChoice
from caseapp.desktop.print.parts import PartsBox
from caseapp.desktop.print.recipient import Recipient
from caseapp.desktop.print.zoom import ZoomChoice
from caseapp.desktop.theme.theme import theme
from caseapp.rules.child import Child
from caseapp.rules.disclosure import Consent
from caseapp.words.language import _, ngettext

_SIDE = 376


_Found = tuple[Child, tuple[Consent, ...], Any, frozenset[str]]
"""The child, its consents, the pages that were handed over, the sides of the checklist that have a sheet."""


class PrintDialog(Overlay):
    """One document of one child. Ctrl+P prints, PageUp and PageDown turn the pages, Ctrl++ and Ctrl+- change the size,
    Esc closes."""

    def __init__(
        self, host: QWidget, desk: Desk, *, child_id: str, document: str, record_id: str = "", blank: bool = False
    ) -> None:
        super().__init__(host, name=_("Print"), width=1220, height=700)
        self.setObjectName("print-dialog")
        self._desk, self._child_id = desk, child_id
        self._document, self._record_id = document, record_id
        self._first = (document, record_id)
        self.paper: Any = None
        self._make_choices(blank)
        self._make_side()
        self._place()
        self.out = Outgoing(self, desk, said=self._said, refused=self.refusal.say)
        self.closed.connect(self.view.forget)

    # ---- building

    def _make_choices(self, blank: bool) -> None:
        self.reader = ToggleFlow([(code, _(words)) for code, words in READERS])
        self.documents = ToggleFlow()
        self.to = Recipient(self, self._recipient_chosen)
        self.recipient, self.other = self.to.combo, self.to.other
        self.language = Combo([("ja", "日本語"), ("en", "English")])
        self.blank = CheckBox(_("Empty form, to be filled in by hand"))
        self.blank.set_value(blank)
        self.partner = PartnerChoice(self._desk, self._child_id, self._build)
        self.body_to = self.partner.combo
        self.parts = PartsBox(self._desk.preferences, stamps=bool(self._desk.office.settings.approval_boxes))
        self.copies = NumberField(least=1, most=99)
        self.copies.set_value(1)
        for field, name in (
            (self.reader, "print-reader"),
            (self.documents, "print-document"),
            (self.language, "print-language"),
            (self.blank, "print-blank"),
            (self.copies, "print-copies"),
        ):
            field.setObjectName(name)
        self.reader.changed.connect(self._reader_chosen)
        self.documents.changed.connect(self._document_chosen)
        for chooser in (self.language, self.parts):
            chooser.changed.connect(self._build)
        self.blank.changed.connect(self._build)
        self.copies.changed.connect(self._say_record)

    def _make_side(self) -> None:
        self.facts = RedBand(parent=self.panel)
        self.facts.setObjectName("print-facts")
        self.inexact = Banner(parent=self.panel)
        self.form = Form(above=True, parent=self.panel)
        self.form.row(_("Who gets it"), self.reader)
        self.form.row(_("Document"), self.documents)
        self.form.row(_("Received by"), self.recipient, name="recipient")
        self.form.row(_("Handed to (by a consent that holds)"), self.body_to, name="body")
        self.form.row(_("Who is it?"), self.other, name="other")
        self.form.row(_("Language of the paper"), self.language)
        self.record = Para("", ink="ink", parent=self.panel)
        self.record.setObjectName("print-record")
        self.issue = IssueBox(self._issue, parent=self.panel)
        self.go = Button(_("Print it"), self.print_now, kind="primary", key=Keys.PRINT, icon="printer")
        self.pdf = Button(_("Keep as PDF"), self.keep_as_pdf)
        self.go.setObjectName("print-go")
        self.pdf.setObjectName("print-pdf")

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 12, 10)
        head.setSpacing(12)
        self.heading = Label(_("Print"), role="title", parent=self.panel)
        self.pages = Label("", tone="sub", parent=self.panel)
        self.pages.setObjectName("print-page")
        close = Button(_("Close"), self.cancel, key="Esc", parent=self.panel)
        close.setObjectName("print-close")
        self.view = PaperView(self.panel)
        head.addWidget(self.heading, 1)
        head.addWidget(self.pages)
        head.addWidget(ZoomChoice(self.view, self.panel))
        head.addWidget(close)
        self.body.addLayout(head)
        self.body.addWidget(Rule(self.panel))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(self._ground(), 1)
        self.body.addLayout(row, 1)

    def _side(self) -> QWidget:
        side = QWidget(self.panel)
        side.setFixedWidth(theme.px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 12)
        self.column = Column(padding=16, spacing=8, parent=side)
        head = Label(_("What is written down"), tone="sub", parent=side)
        shown = (self.facts, self.form, self.blank, self.parts, self.inexact, Rule(side), head, self.record, self.issue)
        for part in shown:
            self.column.body.addWidget(part)
        self.column.body.addStretch(1)
        column.addWidget(self.column, 1)
        copies = FlowLayout(gap=8)
        copies.setContentsMargins(16, 0, 16, 0)
        words = Label(_("Copies"), parent=side)
        words.setBuddy(self.copies)
        self.copies.setAccessibleName(_("Copies"))
        copies.addWidget(words)
        copies.addWidget(self.copies)
        copies.addWidget(Label(_("A4, black, one side"), tone="sub", parent=side))
        column.addLayout(copies)
        acts = FlowLayout(gap=8)
        acts.setContentsMargins(16, 4, 16, 0)
        acts.addWidget(self.go)
        acts.addWidget(self.pdf)
        column.addLayout(acts)
        return side

    def _ground(self) -> QWidget:
        ground = QWidget(self.panel)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.refusal = Banner(parent=ground)
        self.view.moved.connect(self._say_page)
        column.addWidget(self.refusal)
        column.addWidget(self.view, 1)
        return ground

    # ---- asking

    def begin(self) -> None:
        """Show itself, read the child, make the paper."""
        office, child_id = self._desk.office, self._child_id
        plan_id = self._first[1] if same_record(self._first[0], PARTNER) else ""
        self.reader.set_value(reader_of(self._document))
        self._show_documents()
        self.open(self.reader)

        job = partial(_read, office, child_id, plan_id=plan_id)
        self._desk.ask(job, self._show_child, key="print.child", owner=self)
        self._build()

    def _show_child(self, found: _Found) -> None:
        child, consents, given, asked = found
        self.parts.offer_sides(asked)
        self.to.offer(child, self._desk.today())
        self.partner.offer(consents, given)
        self._say_record()

    def _show_documents(self) -> None:
        options = documents_for(self.reader.value())
        self.documents.set_options(options)
        if self._document not in [name for name, _title in options]:
            self._document = options[0][0]
        self.documents.set_value(self._document)
        self.form.row_of("body").set_visible(self._document == PARTNER)
        family = self.reader.value() == "family"
        self.form.row_of("recipient").set_visible(family)
        self.form.row_of("other").set_visible(family and self.to.is_other())

    def _reader_chosen(self) -> None:
        self._show_documents()
        self._take_record()
        self._build()

    def _document_chosen(self) -> None:
        self._document = self.documents.value()
        self._show_documents()
        self._take_record()
        self._build()

    def _take_record(self) -> None:
        """The record the dialog was opened for, where this document is made of it; else the newest of its kind."""
        document, record_id = self._first
        self._record_id = record_id if same_record(document, self._document) else ""

    def _recipient_chosen(self, build: bool) -> None:
        self.form.row_of("other").set_visible(self.to.is_other())
        self._say_record()
        if build:
            self._build()

    def _build(self) -> None:
        office, child_id = self._desk.office, self._child_id
        name, record_id, language = self._document, self._record_id, self.language.value()
        self.blank.setVisible(has_blank(name))
        blank = self.blank.value() and has_blank(name)
        self.parts.show_for(name, whole=blank, of_one=bool(record_id))
        self.paper = None
        self._let(printable=False)
        self.view.wait()
        wanted = self._wanted()

        def job() -> Any:
            from caseapp.casework import papers

            how = papers.Wanted(**wanted)
            return papers.build(
                office, name, child_id=child_id, record_id=record_id, language=language, blank=blank, wanted=how
            )

        self._desk.ask(job, self._show, key="print.paper", failed=self._refused, owner=self)

    def _wanted(self) -> dict[str, Any]:
        """What `papers.Wanted` takes."""
        partner = self.partner.wanted() if self._document == PARTNER else {}
        return {"parts": self.parts.parts(), "ruby": self.parts.with_ruby(), "to": self.to.addressed(), **partner}

    def _show(self, paper: Any) -> None:
        self.paper = paper
        self.refusal.say("")
        self.heading.setText(_("Print: {document}").format(document=title_of(paper.name)))
        asked = [RedFact(question, "", privacy=True) for question in paper.questions]
        self.facts.set_facts(asked + [RedFact(f.rule, f.reason, privacy=f.kind != "body") for f in paper.red_facts])
        words = _("Printed in their plain form: {characters}").format(characters=" ".join(paper.inexact))
        self.inexact.say("\n".join(filter(None, (paper.notice, words if paper.inexact else ""))))
        self.parts.hold_back("child-words", held=paper.name == FAMILY and self.to.without_child())
        self.view.show_pdf(paper.pdf)
        self.issue.show_for(paper)
        self._let(printable=True)
        self._say_record()

    def _refused(self, error: BaseException) -> None:
        self.view.show_pdf(None)
        self.heading.setText(_("Print"))
        way = self.partner.way_out(error, self._record_id)
        self.refusal.say(failures.told(error).words, action=way.words if way else "", do=way.do if way else None)
        self.issue.show_for(None)
        self._say_record()

    def _let(self, *, printable: bool) -> None:
        self.go.setEnabled(printable)
        self.pdf.setEnabled(printable)

    def _say_page(self, number: int, count: int) -> None:
        self.pages.setText(_("Page {number} / {count}").format(number=number, count=count) if count else "")

    def _say_record(self) -> None:
        copies = self.copies.value() or 1
        parts = [
            f"{self._desk.now():%m/%d %H:%M}",
            ngettext("{count} copy", "{count} copies", copies).format(count=copies),
            self._desk.office.account.name,
            self._to(),
        ]
        words = _("Record of printing: {what}.").format(what=_(", ").join(filter(None, parts)))
        self.record.setText(words)

    def _to(self) -> str:
        return self.to.written() if self.reader.value() == "family" else ""

    # ---- acts

    def print_now(self) -> None:
        """Choose a printer, write down what is sent, send it; what a red fact forbids is asked first."""
        if self.paper is not None and not self.form.own_problems() and not self.copies.problem():
            self.out.print(self.paper, copies=self.copies.value() or 1, to=self._to())

    def keep_as_pdf(self) -> None:
        """Ask for a password and a place; what a red fact forbids is asked first."""
        if self.paper is not None:
            self.out.keep(self.paper, to=self._to())

    def _said(self, words: str) -> None:
        self._desk.saved(words)
        self.record.setText(words)

    def _issue(self, paper: Any, method: str) -> None:
        """The letter is frozen, the disclosure written; what is shown and printed from now on is the final letter."""
        office, wanted = self._desk.office, self._wanted()

        def share() -> Any:
            from caseapp.casework import papers

            return papers.hand_over(office, paper, method=method, wanted=papers.Wanted(**wanted))

        def job() -> Any:
            from caseapp.casework import disclosures, papers

            letter_id = paper.record_id or disclosures.letters(office, paper.child_id)[0].id
            how = papers.Wanted(**wanted)
            return papers.issue(office, letter_id, method=method, language=paper.language, wanted=how)

        if paper.name == PARTNER:
            self._desk.ask(share, self._shared, failed=self.issue.refused, owner=self)
        else:
            self._desk.act(job, self._issued, failed=self.issue.refused, owner=self)

    def _shared(self, found: tuple[Any, Any]) -> None:
        """The page as it goes out is the one that is shown and printed; it is not made again."""
        paper, changes = found
        self._desk.bus.tell(changes)
        words = _("Written down as handed over. Print it, and hand it over.")
        self.issue.done(words)
        self._desk.saved(words)
        self._show(paper)

    def _issued(self, _changes: object) -> None:
        words = _("Issued. The letter stays as it is from now on: print it, and hand it over.")
        self.issue.done(words)
        self._desk.saved(words)
        self._build()

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_P:
            self.print_now()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.keyPressEvent(event)
        elif self.view.zoom_key(event):
            return
        else:
            super().keyPressEvent(event)
        event.accept()


def _read(office: Any, child_id: str, *, plan_id: str) -> _Found:
    from caseapp.casework import disclosures, papers, register, transitions

    given = papers.handed_over(office, child_id, plan_id=plan_id)
    asked = frozenset(sheet.respondent for sheet in transitions.of_child(office, child_id))
    return register.child(office, child_id), disclosures.consents(office, child_id), given, asked
