"""Dialogs as child frames over a scrim of the window: no top-level window, focus stays inside, Esc closes.

Shortcuts of the page below are out of reach while one is open; F11 and F12 go through, and F1 shows the keys of the
dialog itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit import tab_order
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.kit.page import KeyHint

_THROUGH = frozenset({Qt.Key.Key_F11, Qt.Key.Key_F12})


def _focused(window: QWidget) -> QWidget | None:
    """What has the keyboard in this window, or will have it again: a dialog of the system may still have it now."""
    now = QApplication.focusWidget()
    return now if now is not None and now.window() is window else window.focusWidget()


class Overlay(QWidget):
    """A scrim over `host`'s window with `panel` on it. `closed` is emitted once; then it deletes itself.

    `width` and `height` at 10.5 pt (height 0: as high as the content), `top` the distance from above (None: middle).
    `light`: a click beside the panel closes it.
    """

    closed = Signal()

    def __init__(
        self,
        host: QWidget,
        *,
        name: str,
        width: int = 480,
        height: int = 0,
        top: int | None = None,
        light: bool = False,
    ) -> None:
        super().__init__(host.window())
        self._width, self._height, self._top, self._light = width, height, top, light
        self._host = host
        self._before = _focused(host.window())
        self._is_open = False
        self.setAccessibleName(name)
        self.panel = Card(padding=(0, 0), spacing=0, look="dialog", parent=self)
        self.body = self.panel.body
        self.hide()
        host.window().installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]  # there is one

    def open(self, first: QWidget | None = None) -> None:
        """Show it and give `first` (else the first field) the focus."""
        self._is_open = True
        self._fit()
        self.show()
        self.raise_()
        tab_order.settle(self.panel)
        inside = self._inside()
        target = first or (inside[0] if inside else self)
        target.setFocus(Qt.FocusReason.PopupFocusReason)

    def close(self) -> bool:
        """Close it; the focus goes back to where it was."""
        if not self._is_open:
            return True
        self._is_open = False
        self.hide()
        window = self.window()
        window.removeEventFilter(self)
        before = self._before
        if before is None or not shiboken6.isValid(before) or not before.isVisible():
            before = self._first_of_host()
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()
        return True

    def _first_of_host(self) -> QWidget | None:
        """Where the focus goes when what had it before is gone (the button of an empty list that is now filled)."""
        if not shiboken6.isValid(self._host):
            return None
        ask = getattr(self._host, "first_focus", None)
        first: QWidget | None = ask() if ask is not None else None
        return first if first is not None and first.isVisible() else None

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """A page that arrives behind it wants the keyboard: it gets it when this is closed."""
        if not self._is_open or new is None or new.window() is not self.window() or self._holds(new):
            return
        if any(above.is_open for above in self._above()):
            return
        self._before = new
        inside = self._inside()
        back = old if self._holds(old) else inside[0] if inside else self
        if back is not None:
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    def _above(self) -> list[Overlay]:
        """Those that were opened over this one."""
        beside = [each for each in self.window().children() if isinstance(each, Overlay)]
        return beside[beside.index(self) + 1 :] if self in beside else []

    @property
    def is_open(self) -> bool:
        return self._is_open

    def cancel(self) -> None:
        """What Esc does; an heir may ask or refuse."""
        self.close()

    # ---- place

    def _fit(self) -> None:
        window = self.window()
        self.setGeometry(window.rect())
        width = min(theme.px(self._width), window.width() - 32)
        self.panel.setFixedWidth(width)
        wanted = theme.px(self._height) if self._height else self._content_height(width)
        height = min(wanted, window.height() - 32)
        top = theme.px(self._top) if self._top is not None else max(16, (window.height() - height) * 2 // 5)
        top = min(top, max(16, window.height() - height - 16))
        self.panel.setGeometry((window.width() - width) // 2, top, width, height)

    def _content_height(self, width: int) -> int:
        layout = self.panel.layout()
        assert layout is not None
        layout.activate()
        if layout.hasHeightForWidth():
            return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
        return layout.totalSizeHint().height()

    def refit(self) -> None:
        """After the content has changed its height."""
        if self._is_open:
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._is_open and watched is self.window():
            self._fit()
        return False

    def event(self, event: QEvent) -> bool:
        held = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if held and event.key() not in _THROUGH:  # type: ignore[attr-defined]  # a key event, as just seen
            event.accept()
            return True
        if event.type() == QEvent.Type.LayoutRequest and self._is_open and not self._height:
            self._fit()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colour("scrim_ink")
        shade = type(colour)(colour)
        shade.setAlphaF(theme.tokens.scrim)
        QPainter(self).fillRect(self.rect(), shade)

    # ---- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() == Qt.Key.Key_F1 and not event.modifiers():
            self.show_keys()
        event.accept()

    def key_hints(self) -> list[KeyHint]:
        """What the keys do here, for F1: the buttons', those of the parts that have `key_hints`, and Tab and Esc."""
        from caseapp.desktop.kit.page import KeyHint

        seen = [part for part in self.panel.findChildren(QWidget) if part.isVisibleTo(self) and part.isEnabled()]
        hints = [KeyHint(each.key, each.text()) for each in seen if isinstance(each, Button) and each.key]
        for part in seen:
            hints += getattr(part, "key_hints", list)()
        rest = [KeyHint(key.text, key.words) for key in (Keys.NEXT_FIELD, Keys.CLOSE)]
        return list({hint.key: hint for hint in reversed([*hints, *rest])}.values())[::-1]

    def show_keys(self) -> None:
        """F1: the same list as on the pages. Esc leads back to where one was."""
        from caseapp.desktop.kit.key_list import KeyList
        from caseapp.desktop.kit.page import KeyHint

        window = [KeyHint(key.text, key.words) for key in (Keys.MASK, Keys.LOCK)]
        KeyList(self, [("", self.key_hints()), (_("Everywhere"), window)]).open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._light and not self.panel.geometry().contains(event.position().toPoint()):
            self.cancel()
        event.accept()

    def wheelEvent(self, event: QEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        inside = self._inside()
        if not inside:
            return True
        now = QApplication.focusWidget()
        place = inside.index(now) if now in inside else -1 if forward else 0
        target = inside[(place + (1 if forward else -1)) % len(inside)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True

    def _inside(self) -> list[QWidget]:
        """What can take the focus by Tab, in tab order."""
        found: list[QWidget] = []
        each = self.nextInFocusChain()
        while each is not None and each is not self:
            takes = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) and each.isEnabled() and each.isVisibleTo(self)
            if takes and self.isAncestorOf(each):
                found.append(each)
            each = each.nextInFocusChain()
        return found


class Dialog(Overlay):
    """An overlay with a title, a body and a row of buttons: the act at the left, what leaves at the right."""

    def __init__(self, host: QWidget, title: str, *, width: int = 520) -> None:
        super().__init__(host, name=title, width=width)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 20, 24, 16)
        inner.setSpacing(12)
        self.heading = Label(title, role="title", wrap=True, parent=self.panel)
        inner.addWidget(self.heading)
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        inner.addLayout(self.content)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        inner.addSpacing(4)
        inner.addLayout(self._buttons)
        self.body.addLayout(inner)
        self._default: Button | None = None
        self.leaving: Button | None = None

    def add(self, part: QWidget) -> QWidget:
        self.content.addWidget(part)
        return part

    def set_buttons(
        self, *acts: Button, leave: str = "", do: Callable[[], object] | None = None, prefer_leaving: bool = False
    ) -> None:
        """The buttons that act, then the one that leaves (with Esc). Ctrl+Enter and Enter in a line press the first
        (`prefer_leaving`: none of them; each is pressed where it has the focus)."""
        for act in acts:
            act.setParent(self.panel)
            self._buttons.addWidget(act)
        self._default = acts[0] if acts and not prefer_leaving else None
        self._buttons.addStretch(1)
        if leave:
            self.leaving = Button(leave, do or self.cancel, key="Esc", parent=self.panel)
            self._buttons.addWidget(self.leaving)

    def key_hints(self) -> list[KeyHint]:
        from caseapp.desktop.kit.page import KeyHint

        hints = super().key_hints()
        act = self._default
        known = act is None or not act.isEnabled() or any(hint.words == act.text() for hint in hints)
        return hints if known or act is None else [KeyHint("Ctrl+Enter", act.text()), *hints]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self._default is not None
            and self._default.isEnabled()
        ):
            self._default.click()
            event.accept()
            return
        super().keyPressEvent(event)
