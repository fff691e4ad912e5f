"""The way to the page where lists are read in, from any other page; and the question for the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.page import Desk
from caseapp.words.language import _


def open_import(_host: QWidget, desk: Desk) -> None:
    """Go where lists are read in: a file is chosen there, and imports of earlier are undone there."""
    desk.go.open("import")


def choose(desk: Desk, then: Callable[[Path], object]) -> None:
    """Ask for a list or a whole export."""
    lists, everything = _("Lists in Excel or CSV, whole exports"), _("All files")
    filters = [f"{lists} (*.xlsx *.csv *.json)", f"{everything} (*)"]
    desk.dialogs.choose_file(_("Choose the list to read in"), then=then, filters=filters)
