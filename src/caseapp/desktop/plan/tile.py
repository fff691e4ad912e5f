"""Parts of the plan as they stand on the page: read at a glance, opened by Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from caseapp.desktop.kit.text import draw, draw_line, width_of, wrap
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

_SIDE, _TOP = 14, 7


class _Opened(QAbstractButton):
    """Something that Enter, Space and a click open."""

    def __init__(self, name: str, do: Callable[[], object], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: do())
        theme.changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        width = max(theme.px(200), self.width())
        return QSize(theme.px(200), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.heightForWidth(max(theme.px(120), self.width())))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return super().event(event)


class Tile(_Opened):
    """A head, a remark beside it, and the text below. `missing`: what is to be written there, on sand."""

    def __init__(self, name: str, head: str, do: Callable[[], object], parent: QWidget | None = None) -> None:
        self._head, self._remark, self._text, self._hint, self._lines = head, "", "", "", 0
        super().__init__(name, do, parent)
        self.show_text("")

    def show_text(self, text: str, *, remark: str = "", missing: str = "", lines: int = 0) -> None:
        """`missing` "" means nothing is missing here; `lines` cuts the text (0: all of it)."""
        self._text, self._remark, self._hint, self._lines = text, remark, missing, lines
        self.setAccessibleName(" ".join(filter(None, (self._head, remark))))
        self.setAccessibleDescription(missing or text)
        set_tip(self, text if lines else "")
        self.updateGeometry()
        self.update()

    def head(self) -> str:
        return self._head

    def shown(self) -> str:
        """The text as it stands there."""
        return self._text

    def lacks(self) -> str:
        return self._hint

    def _body(self) -> str:
        return self._text or self._hint or "—"

    def heightForWidth(self, width: int) -> int:
        block = wrap(self._body(), width - 2 * _SIDE, lines=self._lines)
        return theme.line() + block.height + 2 * _TOP + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus, lacks = self.hasFocus(), bool(self._hint)
        pen = QPen(theme.colour("accent" if focus else "control" if lacks else "line"), 2 if focus else 1)
        if lacks and not focus:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        ground = "sand" if lacks else "sunken" if self.underMouse() else "surface"
        painter.setBrush(theme.colour(ground))
        inset = 1.0 if focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        where = QRectF(_SIDE, _TOP, self.width() - 2 * _SIDE, theme.line())
        used = draw_line(painter, where, self._head, bold=True)
        draw_line(painter, where.adjusted(used + 12, 0, 0, 0), self._remark, role="caption", ink="sub")
        below = QRectF(_SIDE, _TOP + theme.line() + 2, where.width(), self.height())
        ink = "ink" if self._text or lacks else "faint"
        draw(painter, below, self._body(), ink=ink, lines=self._lines)


class SideLine(_Opened):
    """A line of the side column: icon, words, a caption below."""

    def __init__(
        self,
        name: str,
        words: str,
        do: Callable[[], object],
        *,
        icon: str = "circle",
        caption: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._words, self._caption, self._icon = words, caption, icon
        super().__init__(name, do, parent)
        self.setAccessibleName(words)
        self.setAccessibleDescription(caption)

    def say(self, words: str, caption: str = "") -> None:
        self._words, self._caption = words, caption
        self.setAccessibleName(words)
        self.setAccessibleDescription(caption)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        return self._words

    def _left(self) -> int:
        return theme.px(16) + 10

    def heightForWidth(self, width: int) -> int:
        room = width - self._left() - 4
        caption = wrap(self._caption, room, "caption").height if self._caption else 0
        return wrap(self._words, room, bold=True).height + caption + 8

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "sunken"), 2 if self.hasFocus() else 1))
            painter.setBrush(theme.colour("sunken" if self.underMouse() else "surface"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        side = theme.px(16)
        icons.draw(painter, QRectF(4, 4 + (theme.line() - side) / 2, side, side), self._icon, ink="sub")
        where = QRectF(self._left(), 4, self.width() - self._left() - 4, self.height())
        used = draw(painter, where, self._words, bold=True, lines=0)
        draw(painter, where.adjusted(0, used, 0, 0), self._caption, role="caption", ink="sub", lines=0)

    def sizeHint(self) -> QSize:
        width = self._left() + width_of(self._words, bold=True) + 8
        return QSize(min(width, theme.px(240)), self.heightForWidth(max(self.width(), theme.px(200))))
