"""What stands where nothing is yet: one sentence what belongs here, and one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para


class EmptyState(QWidget):
    """「まだ相談の記録がありません。 記録する Ctrl+N」 at the place of the first row."""

    def __init__(
        self,
        words: str,
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
        key: Keys | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self._words = Para(words, ink="sub", parent=self)
        row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignVCenter)
        if action and do is not None:
            row.addWidget(Button(action, do, kind="quiet", key=key, parent=self))
        row.addStretch(1)

    def say(self, words: str) -> None:
        self._words.setText(words)
