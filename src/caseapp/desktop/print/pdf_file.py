"""A paper kept as a file outside the vault: password or not, the place, the writing, and the record of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.file_name import with_ending
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.print.password import PasswordDialog
from caseapp.words.language import _


class PdfFile:
    """`keep(paper, to=…)` asks and writes; `said(words)` is called when the file is there and recorded.

    `keep_in(office, paper, path, password=, to=)` is the use case that does both (papers.keep; others have their own).
    """

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        *,
        said: Callable[[str], object],
        keep_in: Callable[..., Any] | None = None,
    ) -> None:
        self._host, self._desk, self._said = host, desk, said
        self._keep_in = keep_in

    def keep(self, paper: Any, *, to: str) -> None:
        """Ask for a password and a place."""
        dialog = PasswordDialog(self._host, partial(self._choose_place, paper, to))
        dialog.open(dialog.password)

    def _choose_place(self, paper: Any, to: str, password: str) -> None:
        self._desk.dialogs.choose_file(
            _("Keep as PDF"),
            then=lambda path: self.place_chosen(paper, path, password=password, to=to),
            kind="save",
            name=f"{paper.file_stem}.pdf",
            filters=["PDF (*.pdf)"],
        )

    def place_chosen(self, paper: Any, path: Path, *, password: str = "", to: str = "") -> None:
        """Write it there; a name without .pdf gets it, and what stands under that name is not overwritten unasked."""
        write = partial(self._write, paper, password=password, to=to)
        with_ending(self._desk.dialogs, path, ".pdf", then=write)

    def _write(self, paper: Any, path: Path, *, password: str, to: str) -> None:
        office = self._desk.office

        def job() -> Any:
            from caseapp.casework import papers

            keep_in = self._keep_in or papers.keep
            return keep_in(office, paper, path, password=password, to=to)

        words = _("Kept as {name}").format(name=path.name)
        name = _("Keeping it as {name}").format(name=path.name)
        self._desk.act(job, lambda _changes: self._said(words), owner=self._host, name=name)
