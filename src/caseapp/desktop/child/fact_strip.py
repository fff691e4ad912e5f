"""The strip of facts under the red band: who is responsible, certificate, whom to call, last contact, plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.child.words import DOT
from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_GAP = 30
_WIDEST = 260


class FactStrip(QWidget):
    """Label above, words below, side by side as far as there is room. Folded: the first three in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("child-facts")
        self._facts: list[tuple[str, str]] = []
        self._folded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        self._facts = list(facts)
        self.setAccessibleName(_("Facts"))
        self.setAccessibleDescription("。".join(f"{label} {words}" for label, words in self._facts))
        set_tip(self, "\n".join(f"{label}: {words}" for label, words in self._facts))
        self.update()

    def facts(self) -> list[tuple[str, str]]:
        return list(self._facts)

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = theme.line() if self._folded else theme.line("caption") + theme.line()
        return QSize(theme.px(600), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._folded:
            short = [f"{label} {words}" for label, words in self._facts if label != _("Whom to call")][:3]
            draw_line(painter, QRectF(self.rect()), DOT.join(short), ink="sub")
            return
        x = 0.0
        caption, body = theme.line("caption"), theme.line()
        for label, words in self._facts:
            wanted = min(theme.px(_WIDEST), max(width_of(label, "caption"), width_of(words)))
            room = self.width() - x
            if x and wanted > room:
                break
            width = min(wanted, room)
            draw_line(painter, QRectF(x, 0, width, caption), label, role="caption", ink="sub")
            draw_line(painter, QRectF(x, caption, width, body), words)
            x += width + theme.px(_GAP)
