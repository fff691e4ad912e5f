"""Two records side by side: the heads, what to mind, a row for each field that differs, and what is the same."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.casework.merging import Preview
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.card import Card, Column, Rule
from caseapp.desktop.kit.fields import date_words
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.merge.cells import LABEL, CompareRow
from caseapp.desktop.merge.words import counts_words, row_label
from caseapp.desktop.theme.theme import theme
from caseapp.rules.child import Child
from caseapp.rules.merging import FieldRow, red
from caseapp.words import language
from caseapp.words.language import _


class Comparing(QWidget):
    """The comparison. `choices()` by the names of the rows. Object names `merge-<row>`, `merge-problems`."""

    changed = Signal()

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[CompareRow] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self.problems = Banner(parent=self, icon="stop")
        self.problems.setObjectName("merge-problems")
        self.warnings = Banner(parent=self)
        outer.addWidget(self.problems)
        outer.addWidget(self.warnings)
        self.card = Card(padding=(16, 8), spacing=4, parent=self)
        outer.addWidget(self.card, 1)
        self._inside: QWidget | None = None

    def show_preview(self, preview: Preview) -> None:
        """Show two records."""
        self.problems.say("\n".join(dict.fromkeys(language.say(problem) for problem in preview.problems)))
        self.warnings.say("\n".join(language.say(problem) for problem in preview.warnings))
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget(self.card)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._add_heads(column, preview)
        column.addWidget(Rule(self._inside))
        scrolled = Column(padding=0, spacing=2, parent=self._inside)
        differing = [row for row in preview.rows if not row.same]
        self.rows = [CompareRow(row, parent=scrolled.inside) for row in differing]
        for row in self.rows:
            row.changed.connect(self.changed)
            scrolled.body.addWidget(row)
        for words in _remarks(preview.rows):
            scrolled.body.addWidget(Para(words, ink="sub", parent=scrolled.inside))
        scrolled.body.addStretch(1)
        column.addWidget(scrolled, 1)
        self.card.body.addWidget(self._inside, 1)

    def _add_heads(self, column: QVBoxLayout, preview: Preview) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        gap = Label("", parent=self._inside)
        gap.setFixedWidth(theme.px(LABEL))
        line.addWidget(gap)
        for place, (words, child) in enumerate(
            ((_("Record that stays"), preview.left), (_("Record that joins"), preview.right))
        ):
            counts = {kind: count[place] for kind, count in preview.counts.items()}
            box = QVBoxLayout()
            box.setSpacing(2)
            box.addWidget(Label(words, role="caption", tone="sub", parent=self._inside))
            box.addWidget(Para(_who(child), bold=True, parent=self._inside))
            box.addWidget(Para(counts_words(counts) or _("No records yet"), ink="sub", parent=self._inside))
            box.addStretch(1)
            line.addLayout(box, 1)
        column.addLayout(line)

    def choices(self) -> dict[str, str]:
        """What is chosen, for the rows that differ."""
        return {row.row.name: row.value() for row in self.rows}

    def first(self) -> QWidget | None:
        """Where the keyboard begins."""
        if not self.rows:
            return None
        cells = self.rows[0].cells.values()
        return next((cell for cell in cells if cell.focusPolicy() == Qt.FocusPolicy.StrongFocus), None)


def _who(child: Child) -> str:
    parts = (f"{child.number} {masked(child.name)}", masked(child.kana), date_words(child.birth_date))
    return " ・ ".join(part for part in parts if part)


def _remarks(rows: tuple[FieldRow, ...]) -> list[str]:
    """What is the same, and that nothing red is lost."""
    same = [row_label(row.name) for row in rows if row.same and any(value not in ("", None, ()) for value in row.left)]
    said = []
    if any(red(part) for row in rows if row.parts and not row.same for part in (*row.left[0], *row.right[0])):
        said.append(_("What must be heeded stays from both records, whichever is chosen."))
    if same:
        said.append(_("The same in both: {fields}").format(fields="、".join(dict.fromkeys(same))))
    return said
