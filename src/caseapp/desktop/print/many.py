"""まとめて印刷: one document of several children as one print, with a cover that lists them.

Object names: `print-many`, `print-many-document`, and those of ready.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.print.parts import PREFERENCE, wanted_parts
from caseapp.desktop.print.ready import ReadyDialog
from caseapp.documents.catalogue import DOCUMENTS
from caseapp.words.language import _, ngettext

_SHOWN = 8  # children without a paper that are named for each reason


class PrintManyDialog(ReadyDialog):
    """Choose the document, make the papers, look, print or keep."""

    def __init__(self, host: QWidget, desk: Desk, *, child_ids: Sequence[str], document: str) -> None:
        from caseapp.casework.papers import batch

        title = _("Print for several children")
        super().__init__(host, desk, title, printed=batch.printed, keep_in=batch.keep)
        self.setObjectName("print-many")
        self._child_ids = tuple(child_ids)
        self._name = document
        self.documents = ToggleFlow([(k.name, _(k.title)) for k in DOCUMENTS if k.reader != "outside"])
        self.documents.setObjectName("print-many-document")
        self.documents.set_value(document)
        self.documents.changed.connect(self._chosen)
        self.form.row(_("Document"), self.documents)
        self.place()

    def begin(self) -> None:
        """Show itself and make the papers."""
        self.open(self.documents)
        self._chosen()

    def _chosen(self) -> None:
        self._name = self.documents.value()
        self._parts = wanted_parts(self.desk.preferences.get(PREFERENCE), self._name)
        self.make_it()

    def make(self, progress: Progress) -> Any:
        from caseapp.casework.papers import Wanted, batch

        parts, ruby = self._parts
        try:
            return batch.build_many(
                self.desk.office,
                self._name,
                child_ids=self._child_ids,
                wanted=Wanted(parts=parts, ruby=ruby),
                progress=progress,
                stopped=progress.cancelled,
            )
        except batch.Stopped:
            return None

    def told(self, paper: Any) -> str:
        """How many papers there are, and who has none."""
        count = len(paper.printed)
        words = ngettext(
            "The papers of {count} child, with a cover.", "The papers of {count} children, with a cover.", count
        )
        reasons: dict[str, list[str]] = {}
        for line in paper.lines:
            if not line.pages:
                reasons.setdefault(line.why, []).append(masked(line.name))
        missing = [f"{_named(names)}\n{why}" for why, names in reasons.items()]
        head = [_("Not in it:")] if missing else []
        return "\n".join([words.format(count=count), *head, *missing])


def _named(names: list[str]) -> str:
    """The first of them, and how many more."""
    more = len(names) - _SHOWN
    shown = _(", ").join(names[:_SHOWN])
    return f"{shown} {_('and {count} more').format(count=more)}" if more > 0 else shown
