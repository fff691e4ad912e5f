"""A whole export (JSON) in the place of a list: what it holds, and what stands in the way. Only into an empty store."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.import_file.looking import Whole
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.exchange.findings import Finding
from caseapp.words import language
from caseapp.words.language import _, ngettext


class WholePart(QWidget):
    """Object names: `import-whole`, `import-problems`."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole: Whole | None = None
        self.words = Para(role="lead", bold=True, parent=self)
        self.words.setObjectName("import-whole")
        self.more = Para(ink="sub", parent=self)
        columns = [
            TableColumn[Finding](name="column", head=_("Place"), text=lambda each: each.column, width=260, bold=True),
            TableColumn[Finding](name="reason", head=_("What is amiss"), text=lambda each: language.say(each.reason)),
        ]
        self.model: TableModel[Finding] = TableModel(columns)
        self.table = Table(self.model, name=_("What is amiss in the file"), parent=self)
        self.table.setObjectName("import-problems")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(parent=self)
        card.body.addWidget(self.words)
        card.body.addWidget(self.more)
        card.body.addWidget(self.table, 1)
        card.body.addStretch(0)
        column.addWidget(card, 1)

    def show_whole(self, whole: Whole) -> None:
        self.whole = whole
        outcome = whole.outcome
        words = ngettext(
            "A whole export with {count} record.", "A whole export with {count} records.", outcome.new
        ).format(count=f"{outcome.new:,}")
        self.words.setText(_("This export cannot be read in yet.") if outcome.problems else words)
        self.more.setText(
            _("Mend what stands here, or write the export once more.")
            if outcome.problems
            else _("It is read in as a whole, or not at all. It cannot be undone.")
        )
        rows = [*outcome.problems, *outcome.warnings]
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
