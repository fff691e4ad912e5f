"""What has been saved, in words: 「下書きを保存しました 10:14:32」."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _, ngettext

_LEAST = 120  # the rest is told by the tooltip


class SavedState(QWidget):
    """A check mark (or a pencil while something is unsaved) and a sentence."""

    def __init__(self, words: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._icon = words, "check"
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def text(self) -> str:
        return self._words

    def say(self, words: str, *, icon: str = "check") -> None:
        self._words, self._icon = words, icon
        self.setAccessibleName(words)
        set_tip(self, words)
        self.updateGeometry()
        self.update()

    def refuse(self, count: int) -> None:
        """The form was not saved; `count` places must be mended first (0: it says why elsewhere)."""
        sentence = ngettext(
            "Not saved. {count} place must be mended.", "Not saved. {count} places must be mended.", count
        )
        words = sentence.format(count=count) if count else _("Not saved. The form says why.")
        self.say(words, icon="info")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def sizeHint(self) -> QSize:
        return QSize(width_of(self._words) + theme.px(26) if self._words else 0, theme.height("status"))

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), theme.px(_LEAST)), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._words:
            return
        painter = QPainter(self)
        side = theme.px(16)
        icons.draw(painter, QRectF(0, (self.height() - side) / 2, side, side), self._icon, ink="accent")
        draw_line(painter, QRectF(theme.px(24), 0, self.width(), self.height()), self._words, ink="sub")
