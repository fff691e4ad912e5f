"""The last step: what was read in, and the way back.

Object names: `import-result`, `import-undo`, `import-export`, `import-more`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.casework.import_applying import Counts
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar, Card
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.words.language import _, ngettext


class DonePart(QWidget):
    """`undo` and `export` are buttons that the page binds to their acts."""

    def __init__(self, *, undo: Callable[[], object], export: Callable[[], object], another: Callable[[], object],
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.result = Para(role="title", bold=True, parent=self)
        self.counts = Para(parent=self)
        self.more = Para(ink="sub", parent=self)
        self.undo = Button(_("Undo this import"), undo, key=Keys.UNDO_ACT, icon="undo")
        self.export = Button(_("Write out the rows to mend"), export, key=Keys.EXPORT, icon="download")
        self.another = Button(_("Read in another list"), another)
        for widget, name in (
            (self.result, "result"),
            (self.undo, "undo"),
            (self.export, "export"),
            (self.another, "more"),
        ):
            widget.setObjectName(f"import-{name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(parent=self)
        for part in (self.result, self.counts, self.more):
            card.body.addWidget(part)
        bar = Bar(parent=card)
        bar.left(self.undo, self.export, self.another)
        card.body.addWidget(bar)
        column.addWidget(card)
        column.addStretch(1)

    def show_counts(self, counts: Counts, *, undoable: bool) -> None:
        """What was done."""
        done = counts.new + counts.changed
        self.result.setText(
            ngettext("{count} row was read in.", "{count} rows were read in.", done).format(count=f"{done:,}")
        )
        parts = [
            (_("New: {count}"), counts.new, True),
            (_("Changes: {count}"), counts.changed, True),
            (_("Unchanged: {count}"), counts.unchanged, False),
            (_("Left out: {count}"), counts.left_out + counts.skipped, False),
            (_("Not read in, to be mended: {count}"), counts.refused, False),
            (_("Next steps: {count}"), counts.follow_ups, False),
            (_("Siblings: {count}"), counts.siblings, False),
        ]
        shown = [words.format(count=f"{count:,}") for words, count, always in parts if count or always]
        self.counts.setText(" ・ ".join(shown))
        words = _("It can be undone as a whole, also later: it stands under “Imports so far”.")
        self.more.setText(words if undoable else "")
        self.undo.setVisible(undoable)
        self.export.setVisible(bool(counts.refused))

    def show_undone(self) -> None:
        """The import was undone."""
        self.result.setText(_("The import was undone. Everything is as it was before."))
        self.counts.setText("")
        self.more.setText("")
        self.undo.hide()
