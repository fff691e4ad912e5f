"""1 ファイル ― 2 列 ― 3 確かめる ― 4 終わり: where the person stands."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_GAP = 18


class StepsLine(QWidget):
    """Takes no focus. `narrow`: only the step it stands at. Object name `import-steps`."""

    def __init__(self, steps: list[str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-steps")
        self._steps, self._at, self._narrow = steps, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_step(self, at: int) -> None:
        self._at = at
        words = _("Step {number} of {count}: {words}")
        self.setAccessibleName(words.format(number=at + 1, count=len(self._steps), words=self._steps[at]))
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.updateGeometry()

    def _shown(self) -> list[tuple[str, bool]]:
        listed = [(f"{n + 1} {words}", n == self._at) for n, words in enumerate(self._steps)]
        return [each for each in listed if each[1]] if self._narrow else listed

    def sizeHint(self) -> QSize:
        words = self._shown()
        gaps = (theme.px(_GAP) + width_of("→")) * (len(words) - 1)
        return QSize(sum(width_of(text, bold=True) for text, _here in words) + gaps + 4, theme.line() + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        for number, (words, here) in enumerate(self._shown()):
            if number:
                where = QRectF(x + theme.px(_GAP) / 2, 0, width_of("→"), self.height())
                draw_line(painter, where, "→", ink="sub")
                x += theme.px(_GAP) + width_of("→")
            width = width_of(words, bold=True)
            draw_line(painter, QRectF(x, 0, width, self.height()), words, bold=here, ink="ink" if here else "sub")
            x += width
