"""Tooltips: Qt takes words that look like HTML for HTML; what a person wrote is shown as it was written."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

_SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>"))


def plain(words: str) -> str:
    """`words` for a tooltip, so that every sign is shown: `<b>` is three characters, not bold letters."""
    if "<" not in words:  # without a tag Qt shows it as it stands
        return words
    for sign, escaped in _SIGNS:
        words = words.replace(sign, escaped)
    return f"<qt>{words}</qt>"


def set_tip(part: QWidget | QAction, words: str) -> None:
    """Give `part` a tooltip ("" takes it away)."""
    part.setToolTip(plain(words))
