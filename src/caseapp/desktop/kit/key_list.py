"""F1: every key of this page, or of this dialog, and of the window, in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Column
from caseapp.desktop.kit.chips import key_width, paint_key
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import KeyHint
from caseapp.desktop.kit.text import Label, draw_line, width_of
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _


class KeyRow(QWidget):
    """A boxed key and what it does."""

    def __init__(self, hint: KeyHint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self.setAccessibleName(f"{hint.key} {hint.words}")

    def sizeHint(self) -> QSize:
        width = max(theme.px(96), key_width(self._hint.key) + 8) + width_of(self._hint.words)
        return QSize(width + 8, theme.height("row"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.height("row"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key(painter, QRectF(0, 0, 200, self.height()), self._hint.key)
        x = max(theme.px(96), key_width(self._hint.key) + 8)
        draw_line(painter, QRectF(x, 0, self.width() - x, self.height()), self._hint.words)


class KeyList(Dialog):
    """The keys, grouped under heads."""

    def __init__(self, host: QWidget, groups: Sequence[tuple[str, Sequence[KeyHint]]]) -> None:
        super().__init__(host, _("Keys of this page"), width=860)
        self.groups = [(head, list(hints)) for head, hints in groups]
        column = Column(parent=self.panel)
        column.setMinimumHeight(min(theme.px(420), max(160, host.window().height() - 220), self._height_of_all()))
        for head, hints in self.groups:
            if not hints:
                continue
            if head:
                column.body.addWidget(Label(head, role="strong", parent=column.inside))
            grid = QGridLayout()
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(0)
            half = (len(hints) + 1) // 2
            for number, hint in enumerate(hints):
                grid.addWidget(KeyRow(hint, column.inside), number % half, number // half)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1)
            column.body.addLayout(grid)
        column.body.addStretch(1)
        self.add(column)
        self._add_close()

    def _height_of_all(self) -> int:
        lines = sum((len(hints) + 1) // 2 + 2 * bool(head) for head, hints in self.groups)
        return (lines + 1) * theme.height("row")

    def show_keys(self) -> None:
        """They are shown."""

    def _add_close(self) -> None:
        close = Button(_("Close"), self.close, kind="primary", key="Esc", parent=self.panel)
        self.set_buttons(close)
