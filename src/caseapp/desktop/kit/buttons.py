"""Buttons: primary, plain, quiet. The key stands after the word: 「保存する Ctrl+S」."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from caseapp.desktop.kit.text import width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme

if TYPE_CHECKING:
    from caseapp.desktop.kit.shortcuts import Keys

Kind = Literal["primary", "plain", "quiet"]
_TOKENS = {"primary": "on_accent", "plain": "ink", "quiet": "accent"}


class Button(QPushButton):
    """A button that a sentence stands on. `key` is shown behind the words; whoever binds it is the page.

    Enter presses it when it has the focus. `do` is called on a click.
    """

    def __init__(
        self,
        words: str,
        do: Callable[[], object] | None = None,
        *,
        kind: Kind = "plain",
        key: Keys | str | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._words, self._icon = words, icon
        self._key = key if isinstance(key, str) else key.text if key else ""
        self._beside = self._key  # what of it stands on the button
        self.setProperty("kind", kind)
        self.setText(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if do is not None:
            self.clicked.connect(lambda _checked=False: do())

    def setText(self, words: str) -> None:
        """The words; the key hint is added by the button."""
        self._words = words
        super().setText(words)
        self.setAccessibleName(words)
        set_tip(self, f"{words} ({self._key})" if self._key else "")
        self.updateGeometry()

    @property
    def key(self) -> str:
        """The key that does the same, as a person reads it; "" for none."""
        return self._key

    def show_key(self, shown: bool) -> None:
        """Whether the key stands behind the words; where there is little room it stays in the tooltip, menus and F1."""
        self._beside = self._key if shown else ""
        self.updateGeometry()
        self.update()

    def _side(self) -> int:
        return theme.px(18) if self._icon else 0

    def sizeHint(self) -> QSize:
        width = width_of(self._words, bold=self.kind == "primary")
        if self._icon:
            width += self._side() + 6
        if self._beside:
            width += width_of(self._beside, bold=self.kind == "primary") + theme.px(10)
        padding = theme.px(8 if self.kind == "quiet" else 13)
        return QSize(width + 2 * padding + 2, theme.height("field"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_frame(painter)
        bold = self.kind == "primary"
        ink = _TOKENS[self.kind] if self.isEnabled() else "faint"
        key_ink = ink if bold else "sub" if self.isEnabled() else "faint"
        parts = width_of(self._words, bold=bold)
        extra = (width_of(self._beside, bold=bold) + theme.px(10)) if self._beside else 0
        side = self._side()
        x = (self.width() - parts - extra - (side + 6 if side else 0)) / 2
        if side:
            icons.draw(painter, QRectF(x, (self.height() - side) / 2, side, side), self._icon, ink=ink)
            x += side + 6
        painter.setFont(theme.font(bold=bold))
        painter.setPen(theme.colour(ink))
        painter.drawText(QRectF(x, 0, parts + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self._words)
        if self._beside:
            painter.setPen(theme.colour(key_ink if self.kind != "quiet" else ink))
            at = QRectF(x + parts + theme.px(10), 0, extra, self.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, self._beside)

    def _paint_frame(self, painter: QPainter) -> None:
        """Ground and border by kind and state, as the style sheet has them for buttons that are not ours."""
        on, over = self.isEnabled(), self.underMouse() and self.isEnabled()
        quiet = self.kind == "quiet" or bool(self.property("bar"))
        if self.kind == "primary":
            ground = ("hover" if over else "accent") if on else "sunken"
            border = ground if on else "line"
        else:
            ground = "tint" if self.isDown() else "sunken" if over else "" if quiet else "surface"
            border = "" if quiet else "control" if on else "line"
        focus = self.hasFocus()
        if focus:
            border = "ink" if self.kind == "primary" else "accent"
        inset = 1.0 if focus else 0.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(border), 2 if focus else 1) if border else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.click()
            return
        super().keyPressEvent(event)


class IconButton(QToolButton):
    """An icon alone, for the narrow rail, the top bar and rows of a form; name and tooltip are compulsory."""

    def __init__(
        self,
        icon: str,
        words: str,
        do: Callable[[], object] | None = None,
        *,
        key: Keys | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(words)
        set_tip(self, f"{words} ({key.text})" if key else words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if do is not None:
            self.clicked.connect(lambda _checked=False: do())

    def sizeHint(self) -> QSize:
        side = theme.height("field")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(theme.colour("accent"))
            pen.setWidth(2)
            pen.setStyle(Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
        side = theme.px(18)
        where = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        ink = "faint" if not self.isEnabled() else "accent" if self.isChecked() else "sub"
        icons.draw(painter, where, self._icon, ink=ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
