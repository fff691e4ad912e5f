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

    `printed` and `keep_in` are the use cases that enter it (those of casework.papers; a batch and a list have their
    own).
    """

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        *,
        said: Callable[[str], object],
        refused: Callable[[str], object],
        printed: Callable[..., Any] | None = None,
        keep_in: Callable[..., Any] | None = None,
    ) -> None:
        self._host, self._desk, self._said, self._refused = host, desk, said, refused
        self._printed = printed
        self.file = PdfFile(host, desk, said=said, keep_in=keep_in)

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
        office = self._desk.office

        def job() -> Any:
            from caseapp.casework import papers

            printed = self._printed or papers.printed
            return printed(office, paper, how="printer", copies=copies, to=to)

        self._desk.act(job, lambda _changes: send(), owner=self._host)

    def _sent(self, copies: int, why: str) -> None:
        if not copies:
            self._refused(why)
            return
        self._said(ngettext("Printed {count} copy", "Printed {count} copies", copies).format(count=copies))
