"""A paper on its way out: what a red fact forbids is asked first, the entry is written, then it is printed or kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.page import Desk
from caseapp.desktop.print.pdf_file import PdfFile
from caseapp.desktop.print.question import RedQuestion
from caseapp.words.language import _, ngettext


class Outgoing:
    """`said(words)` when it is out and recorded, `refused(words)` when the printer took nothing.

    `write_down(paper, copies, to)` is the use case that enters it (papers.printed; the batch has its own).
    """

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        *,
        said: Callable[[str], object],
        refused: Callable[[str], object],
        write_down: Callable[[Any, int, str], Any] | None = None,
    ) -> None:
        self._host, self._desk, self._said, self._refused = host, desk, said, refused
        self._write_down = write_down or self._entered
        self.file = PdfFile(host, desk, said=said)

    def print(self, paper: Any, *, copies: int, to: str) -> None:
        """Choose a printer and send it."""
        self.asked(paper, _("Print it all the same"), lambda: self._print(paper, copies=copies, to=to))

    def keep(self, paper: Any, *, to: str) -> None:
        """Ask for a password and a place, and write it there."""
        self.asked(paper, _("Keep it all the same"), lambda: self.file.keep(paper, to=to))

    def asked(self, paper: Any, act: str, then: Callable[[], object]) -> None:
        """What a red fact forbids is asked before `then`."""
        if paper.questions:
            RedQuestion(self._host, paper.questions, act=act, then=then).ask()
        else:
            then()

    def _print(self, paper: Any, *, copies: int, to: str) -> None:
        first = partial(self._first, paper, to)
        self._desk.dialogs.print_pdf(paper.pdf, title=paper.title, copies=copies, done=self._sent, first=first)

    def _first(self, paper: Any, to: str, copies: int, send: Callable[[], object]) -> None:
        """The entry comes first: nothing leaves the store unrecorded."""
        job = partial(self._write_down, paper, copies, to)
        self._desk.act(job, lambda _changes: send(), owner=self._host)

    def _entered(self, paper: Any, copies: int, to: str) -> Any:
        from caseapp.casework import papers

        return papers.printed(self._desk.office, paper, how="printer", copies=copies, to=to)

    def _sent(self, copies: int) -> None:
        if not copies:
            self._refused(_("The printer took nothing. Look whether it is on, and print again."))
            return
        self._said(ngettext("Printed {count} copy", "Printed {count} copies", copies).format(count=copies))
