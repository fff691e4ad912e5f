"""案 ― 確定 ― 交付 ― 実施 ― 終了: where the plan stands on its way."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.theme.theme import theme
from caseapp.rules.plan_state import CLOSED, PATH, SUPERSEDED
from caseapp.words import codes
from caseapp.words.language import _

_DOT, _LINK = 12, 28


class StepsBar(QWidget):
    """Shows the status; takes no focus. Object name `plan-steps`. Narrow: only the step it stands at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan-steps")
        self._status = PATH[0]
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_status(self, status: str) -> None:
        self._status = status
        self.setAccessibleName(_("State of the plan: {state}").format(state=codes.load("plan_status").label(status)))
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.updateGeometry()

    def _words(self) -> list[tuple[str, bool]]:
        names = codes.load("plan_status")
        at = CLOSED if self._status == SUPERSEDED else self._status
        shown = [(names.short(code), code == at) for code in PATH]
        if self._status == SUPERSEDED:
            shown[-1] = (names.short(SUPERSEDED), True)
        return [each for each in shown if each[1]] if self._narrow else shown

    def sizeHint(self) -> QSize:
        words = self._words()
        text = sum(width_of(each, bold=True) for each, _here in words)
        links = theme.px(_LINK) * (len(words) - 1)
        return QSize(text + links + len(words) * theme.px(_DOT + 14), theme.line() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, dot, x = self.height() / 2, theme.px(_DOT), 1.0
        for number, (words, here) in enumerate(self._words()):
            if number:
                painter.setPen(QPen(theme.colour("control"), 1))
                painter.drawLine(QPointF(x, middle), QPointF(x + theme.px(_LINK) - 8, middle))
                x += theme.px(_LINK)
            painter.setPen(QPen(theme.colour("accent" if here else "control"), 1.5))
            painter.setBrush(theme.colour("accent" if here else "window"))
            painter.drawEllipse(QRectF(x, middle - dot / 2, dot, dot))
            x += dot + 6
            where = QRectF(x, 0, width_of(words, bold=True) + 2, self.height())
            draw_line(painter, where, words, bold=here, ink="ink" if here else "sub")
            x += where.width() + 6
