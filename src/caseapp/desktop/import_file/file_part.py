"""The first step: which file; and the imports there were, each of which can be undone as a whole.

Object names: `import-choose`, `import-drop`, `import-batches`, `import-undo-batch`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.casework.import_undo import Batch
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, SectionHead
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.exchange.columns import ALL_TABLES
from caseapp.rules import dates
from caseapp.rules.clock import TOKYO
from caseapp.words.language import _


class FilePart(QWidget):
    """`undo_asked` carries the import that is to be undone."""

    undo_asked = Signal(object)

    def __init__(self, choose: Callable[[], object], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = Button(_("Choose a file"), choose, kind="primary", key=Keys.IMPORT, icon="folder", parent=self)
        self.choose.setObjectName("import-choose")
        words = _(
            "Choose an Excel or CSV list, or drop it onto this window. Nothing is written before you have seen it."
        )
        self.words = Para(words, parent=self)
        self.words.setObjectName("import-drop")
        self.model: TableModel[Batch] = TableModel(_columns())
        self.table = Table(self.model, name=_("Imports so far"), parent=self)
        self.table.setObjectName("import-batches")
        self.undo = Button(_("Undo this import"), self._undo, icon="undo", parent=self)
        self.undo.setObjectName("import-undo-batch")
        self.none = Para(_("Nothing was read in yet."), ink="sub", parent=self)
        self.table.chosen.connect(self._chosen)
        self._place()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        first = Card(parent=self)
        first.body.addWidget(self.words)
        first.body.addWidget(self.choose)
        column.addWidget(first)
        past = Card(parent=self)
        past.body.addWidget(SectionHead(_("Imports so far"), parent=past))
        past.body.addWidget(self.none)
        past.body.addWidget(self.undo)
        past.body.addWidget(self.table, 1)
        self._below = QWidget(past)  # takes the room of the table that is not there
        past.body.addWidget(self._below, 1)
        column.addWidget(past, 1)

    def show_batches(self, batches: Sequence[Batch]) -> None:
        """The imports, the newest first."""
        self.table.set_rows(batches, keep=lambda batch: (batch.id, batch.at))
        if self.table.current() is None:
            self.table.choose_row(0)
        self.table.setVisible(bool(batches))
        self.none.setVisible(not batches)
        self._below.setVisible(not batches)
        self._chosen(self.table.current())

    def _chosen(self, batch: Batch | None) -> None:
        self.undo.setVisible(bool(self.model.rowCount()))
        self.undo.setEnabled(batch is not None and batch.undoable)

    def _undo(self) -> None:
        batch = self.table.current()
        if batch is not None and batch.undoable:
            self.undo_asked.emit(batch)

    def first_focus(self) -> QWidget:
        return self.choose

    def set_narrow(self, narrow: bool) -> None:
        for name in ("who", "new"):
            self.table.setColumnHidden(self.model.column_number(name), narrow)
        self.table.settle()


def kind_words(kind: str) -> str:
    """What kind of list it was."""
    return _(ALL_TABLES[kind].title) if kind in ALL_TABLES else _("Whole export")


def _state(batch: Batch) -> str:
    if batch.undone_at is not None:
        return _("Undone")
    return "" if batch.undoable else _("Stays")


def _when(batch: Batch) -> str:
    at = batch.at.astimezone(TOKYO)
    return f"{dates.short_date(at.date())} {at:%H:%M}"


def _columns() -> list[TableColumn[Batch]]:
    return [
        TableColumn(name="at", head=_("When"), text=_when, width=140),
        TableColumn(name="kind", head=_("Kind of list"), text=lambda batch: kind_words(batch.kind), width=150),
        TableColumn(name="file", head=_("File"), text=lambda batch: batch.file or "—", bold=True),
        TableColumn(name="new", head=_("New"), text=lambda batch: f"{batch.new:,}", width=80),
        TableColumn(name="changed", head=_("Changed"), text=lambda batch: f"{batch.changed:,}", width=90),
        TableColumn(name="who", head=_("Who"), text=lambda batch: batch.who, width=130),
        TableColumn(name="state", head=_("Status"), text=_state, width=110, ink="sub"),
    ]
