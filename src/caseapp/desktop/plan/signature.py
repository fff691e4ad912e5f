"""A signature by pen or mouse: a field to write on, in a dialog, and what was written shown small beside the consent.

Who cannot or will not sign on the screen signs on paper: the dialog says so, and the day and the manner are enough.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules import signature
from caseapp.words.language import _


def _draw(painter: QPainter, where: QRectF, strokes: tuple[signature.Stroke, ...], *, width: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.colour("ink"), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    scale = min(where.width() / signature.WIDTH, where.height() / signature.HEIGHT)
    for points in strokes:
        at = [QPointF(where.left() + x * scale, where.top() + y * scale) for x, y in points]
        painter.drawPolyline(QPolygonF(at if len(at) > 1 else [*at, at[0] + QPointF(0.5, 0)]))


class SignaturePad(QWidget):
    """Written on with a pen or the mouse; Delete takes everything away, Backspace the last stroke."""

    changed = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[tuple[float, float]]] = [list(stroke) for stroke in signature.strokes(text)]
        self._writing = False
        self.setObjectName("signature-pad")
        self.setAccessibleName(_("Sign here"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(700), theme.px(210))

    def heightForWidth(self, width: int) -> int:
        return width * signature.HEIGHT // signature.WIDTH

    def value(self) -> str:
        return signature.to_text(self._strokes)

    def clear(self) -> None:
        """Take everything away."""
        self._strokes = []
        self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    def _at(self, event: QMouseEvent) -> tuple[float, float]:
        scale = min(self.width() / signature.WIDTH, self.height() / signature.HEIGHT)
        return event.position().x() / scale, event.position().y() / scale

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._writing = True
            self._strokes.append([self._at(event)])
            self.update()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._writing:
            self._strokes[-1].append(self._at(event))
            self.update()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._writing:
            self._writing = False
            self._tell()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.clear()
        elif event.key() == Qt.Key.Key_Backspace and self._strokes:
            self._strokes.pop()
            self._tell()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "control"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        base = self.height() * 0.8
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(20, base), QPointF(self.width() - 20, base))
        _draw(painter, QRectF(self.rect()), signature.strokes(self.value()), width=2.4)


class SignatureDialog(Dialog):
    """Object names `signature-pad`, `signature-go`, `signature-clear`, `signature-refusal`."""

    def __init__(self, host: QWidget, who: str, text: str, *, then: Callable[[str], object]) -> None:
        super().__init__(host, _("Signature: {who}").format(who=who), width=780)
        self._then, self._was = then, text
        told = _("Sign with a pen or the mouse. For a signature on paper, leave this and enter the day and “on paper”.")
        self.add(Para(told, ink="sub", parent=self.panel))
        self.pad = SignaturePad(text, self.panel)
        self.add(self.pad)
        self.refusal = Banner(parent=self.panel)
        self.refusal.setObjectName("signature-refusal")
        self.add(self.refusal)
        self.pad.changed.connect(lambda: self.refusal.say(""))
        go = Button(_("Take the signature"), self._go, kind="primary", key="Ctrl+Enter")
        go.setObjectName("signature-go")
        clear = Button(_("Clear"), self.pad.clear, key="Delete")
        clear.setObjectName("signature-clear")
        self.set_buttons(go, clear, leave=_("Leave it"))

    def _go(self) -> None:
        """Take it; an empty field is no signature, but takes away one that was there."""
        written = self.pad.value()
        if not signature.is_written(written) and (written or not self._was):
            self.refusal.say(_("There is no signature yet. To leave it unsigned, close this with “Leave it”."))
            self.pad.setFocus()
            return
        self.close()
        self._then(written)


class _Small(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.strokes: tuple[signature.Stroke, ...] = ()

    def sizeHint(self) -> QSize:
        height = theme.height("field")
        return QSize(height * signature.WIDTH // signature.HEIGHT, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        _draw(QPainter(self), QRectF(self.rect()).adjusted(2, 2, -2, -2), self.strokes, width=1.2)


class SignatureField(QWidget):
    """A button that opens the pad, and what was written. `value()` is the text of rules.signature."""

    changed = Signal()

    def __init__(self, who: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who, self._text = who, text
        self.button = Button("", self._ask, kind="quiet", icon="pencil", parent=self)
        self.small = _Small(self)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(6)
        beside.addWidget(self.button)
        beside.addWidget(self.small)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.button)
        self._show()

    def setObjectName(self, name: str) -> None:
        """The button is what a test and a screen reader find."""
        super().setObjectName(f"{name}-field")
        self.button.setObjectName(name)

    def value(self) -> str:
        return self._text

    def set_value(self, text: str) -> None:
        self._text = text
        self._show()

    def problem(self) -> str:
        return ""

    def set_problem_look(self, on: bool) -> None:
        """The sentence beside it says what is wrong."""

    def _show(self) -> None:
        self.small.strokes = signature.strokes(self._text)
        self.small.setVisible(bool(self._text))
        self.small.update()
        words = _("Signed on the screen") if self._text else _("Sign on the screen…")
        self.button.setText(words)
        self.button.setAccessibleName(f"{self._who}: {words}")

    def _ask(self) -> None:
        SignatureDialog(self, self._who, self._text, then=self._taken).open()

    def _taken(self, text: str) -> None:
        self.set_value(text)
        self.changed.emit()
