"""What stands where nothing is yet: one sentence what belongs here, and one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.flow import FlowLayout
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
        flow = FlowLayout(self, gap=8, row_gap=2)
        flow.setContentsMargins(16, 8, 16, 8)
        self._words = Para(words, ink="sub", parent=self)
        flow.addWidget(self._words)
        if action and do is not None:
            flow.addWidget(Button(action, do, kind="quiet", key=key, parent=self))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, words: str) -> None:
        self._words.setText(words)
