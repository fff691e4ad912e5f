"""一覧の印刷: a list as it stands on the screen, landscape. Object names: `print-list`, and those of ready.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.print.ready import ReadyDialog
from caseapp.words import language
from caseapp.words.language import _, ngettext


class PrintListDialog(ReadyDialog):
    """Columns and rows as texts, in the order of the screen; `filters` what it was narrowed by, in words; `entries`
    how many there are, where some rows are only there to be written on."""

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        *,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        title: str,
        filters: Sequence[str] = (),
        entries: int | None = None,
    ) -> None:
        from caseapp.casework.papers import list_paper

        super().__init__(host, desk, _("Print the list"), printed=list_paper.printed, keep_in=list_paper.keep)
        self.setObjectName("print-list")
        self._columns, self._rows = tuple(columns), tuple(tuple(row) for row in rows)
        self._title, self._filters, self._entries = title, tuple(filters), entries
        self._speech = "en" if language.current() == "en" else "ja"
        self.place()

    def begin(self) -> None:
        """Show itself and set the list."""
        self.open(self.copies)
        self.make_it()

    def make(self, progress: Progress) -> Any:
        from caseapp.casework.papers import batch, list_paper

        try:
            return list_paper.build_list(
                self.desk.office,
                title=self._title,
                columns=self._columns,
                rows=self._rows,
                filters=self._filters,
                entries=self._entries,
                language=self._speech,
                progress=progress,
                stopped=progress.cancelled,
            )
        except batch.Stopped:
            return None

    def told(self, paper: Any) -> str:
        """How long it is."""
        rows, pages = paper.rows, self.view.pages()
        words = ngettext(
            "{rows} rows on {count} page, A4 landscape.", "{rows} rows on {count} pages, A4 landscape.", pages
        )
        return words.format(rows=f"{rows:,}", count=pages)
