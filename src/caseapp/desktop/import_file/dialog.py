"""名簿を取り込む: the dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.page import Desk


def open_import(host: QWidget, desk: Desk) -> None:
    """Open the dialog over the window of `host`."""
