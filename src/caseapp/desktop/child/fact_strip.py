"""The strip of facts under the red band: who is responsible, certificate, whom to call, last contact, plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_GAP = 30
_NEEDED = 5
"""Worker, certificate, whom to call, last contact, plan: there in every width, in a second line if need be."""


class _Cell(NamedTuple):
    """A fact in its place."""

    label: str
    words: str
    x: int
    line: int
    width: int


class FactStrip(QWidget):
    """Label above, words below, side by side; the facts that are needed in as many lines as they take, others as far as
    there is room. Folded: the needed ones, each in one line with its label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("child-facts")
        self._facts: list[tuple[str, str]] = []
        self._folded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """(label, words), the most needed first."""
        self._facts = list(facts)
        self.setAccessibleName(_("Facts"))
        self.setAccessibleDescription("。".join(f"{label} {words}" for label, words in self._facts))
        set_tip(self, "\n".join(f"{label}: {words}" for label, words in self._facts))
        self._fit()

    def facts(self) -> list[tuple[str, str]]:
        return list(self._facts)

    def seen(self) -> list[tuple[str, str]]:
        """Those for which there is room."""
        return [(cell.label, cell.words) for cell in self._cells(self.width())]

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = 1 + max((cell.line for cell in self._cells(self.width())), default=0)
        self.setFixedHeight(lines * self._step() - self._between())
        self.update()

    def _step(self) -> int:
        return theme.line() + self._between() + (0 if self._folded else theme.line("caption"))

    def _between(self) -> int:
        return 2 if self._folded else 6

    def _cells(self, room: int) -> list[_Cell]:
        """Where each fact stands; one that is wider than everything is cut."""
        found: list[_Cell] = []
        x = line = 0
        for number, (label, words) in enumerate(self._facts):
            wanted = min(room, self._width(label, words))
            if x and x + wanted > room:
                if number >= _NEEDED:
                    break
                x, line = 0, line + 1
            if self._folded and number >= _NEEDED:
                break
            found.append(_Cell(label, words, x, line, wanted))
            x += wanted + theme.px(_GAP)
        return found

    def _width(self, label: str, words: str) -> int:
        if self._folded:
            return width_of(f"{label}  ") + width_of(words)
        return max(width_of(label, "caption"), width_of(words))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), max(self.minimumHeight(), self._step()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        caption, body = theme.line("caption"), theme.line()
        for cell in self._cells(self.width()):
            top = cell.line * self._step()
            where = QRectF(cell.x, top, cell.width, body)
            if self._folded:
                taken = draw_line(painter, where, f"{cell.label}  ", ink="sub")
                draw_line(painter, where.adjusted(taken, 0, 0, 0), cell.words)
            else:
                draw_line(painter, QRectF(cell.x, top, cell.width, caption), cell.label, role="caption", ink="sub")
                draw_line(painter, where.translated(0, caption), cell.words)
