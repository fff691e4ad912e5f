"""The rail at the left: the pages with icon and word (narrow: icons), below them the children opened last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.page import NARROW, WIDE
from caseapp.desktop.kit.text import Label, draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.pages import PageEntry
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

_WIDTHS = {NARROW: 48, "normal": 152, WIDE: 176}
_MOST_RECENT = 5
_BEFORE_WORD = 26  # before and behind the icon


class RailItem(QToolButton):
    """A page in the rail, or (without icon) a child opened lately."""

    def __init__(self, words: str, *, icon: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._folded = icon, False
        self._words = words
        self._key = key
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(bool(icon))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def set_words(self, words: str) -> None:
        self._words = words
        self.setText(words)
        self.setAccessibleName(words)
        self.update()

    def fold(self, folded: bool) -> None:
        self._folded = folded
        set_tip(self, f"{self._words} ({self._key})" if folded and self._key else self._words if folded else self._key)
        self.update()

    def wide_width(self) -> int:
        """What it takes with its whole word."""
        return _BEFORE_WORD + theme.px(18) + width_of(self._words, bold=True) + 8

    def sizeHint(self) -> QSize:
        return QSize(theme.px(48), theme.height("rail_item") if self._icon else theme.height("toggle"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.isChecked()
        if chosen:
            painter.fillRect(self.rect(), theme.colour("surface"))
            painter.fillRect(0, 0, 3, self.height(), theme.colour("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.colour("line"))
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(theme.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        side, ink = theme.px(18), "accent" if chosen else "sub"
        left = _BEFORE_WORD - 10
        if self._icon:
            x = (self.width() - side) / 2 if self._folded else left
            icons.draw(painter, QRectF(x, (self.height() - side) / 2, side, side), self._icon, ink=ink)
        if not self._folded:
            x = left + side + 10 if self._icon else left
            where = QRectF(x, 0, self.width() - x - 4, self.height())
            words = self._words
            draw_line(painter, where, words, bold=chosen, ink="accent" if chosen else "ink" if self._icon else "sub")


class Rail(QWidget):
    """`page_chosen` carries a page's name, `child_chosen` a child's id."""

    page_chosen = Signal(str)
    child_chosen = Signal(str)
    left = Signal()

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Pages"))
        self._width_class = "normal"
        self._items: dict[str, RailItem] = {}
        self._children: list[tuple[str, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 8)
        column.setSpacing(0)
        for number, entry in enumerate(entries, 1):
            if entry.apart:
                column.addSpacing(8)
            key = f"Ctrl+{number}" if number <= 7 and entry.name != "settings" else ""
            item = RailItem(_(entry.words), icon=entry.icon, key=key, parent=self)
            item.clicked.connect(lambda _checked=False, name=entry.name: self._choose(name))
            item.installEventFilter(self)
            column.addWidget(item)
            self._items[entry.name] = item
        column.addSpacing(14)
        self._recent_head = Label(_("Opened lately"), role="caption", tone="sub", parent=self)
        self._recent_head.setContentsMargins(16, 0, 4, 2)
        column.addWidget(self._recent_head)
        self._recent: list[RailItem] = []
        for place in range(_MOST_RECENT):
            item = RailItem("", parent=self)
            item.clicked.connect(lambda _checked=False, at=place: self.child_chosen.emit(self._children[at][0]))
            item.installEventFilter(self)
            column.addWidget(item)
            self._recent.append(item)
        column.addStretch(1)
        masking.changed.connect(self._show_recent)
        theme.changed.connect(self._fit)
        self._fit()
        self._show_recent()

    def names(self) -> list[str]:
        """The pages, in order."""
        return list(self._items)

    def light(self, name: str) -> None:
        """Mark the page that is open ("" for none)."""
        for each, item in self._items.items():
            item.setChecked(each == name)
        self._settle_tab()

    def set_recent(self, children: Sequence[tuple[str, str]]) -> None:
        """The children opened last: (id, name)."""
        self._children = list(children)[:_MOST_RECENT]
        self._show_recent()

    def recent(self) -> list[tuple[str, str]]:
        """The children opened last: (id, name)."""
        return list(self._children)

    def _show_recent(self) -> None:
        shown = bool(self._children) and self._width_class != NARROW
        self._recent_head.setVisible(shown)
        for place, item in enumerate(self._recent):
            there = shown and place < len(self._children)
            if place < len(self._children):
                item.set_words(masked(self._children[place][1]))
            else:
                item.set_words("")
            item.setVisible(there)

    def set_width_class(self, width_class: str) -> None:
        self._width_class = width_class
        self._fit()
        self._show_recent()

    def _fit(self) -> None:
        width = theme.px(_WIDTHS[self._width_class])
        if self._width_class != NARROW:  # long words in another language take the room they need
            width = max(width, *(item.wide_width() for item in self._items.values()), 0)
        self.setFixedWidth(width)
        for item in self._items.values():
            item.fold(self._width_class == NARROW)
            item.updateGeometry()

    def _settle_tab(self) -> None:
        entry = next(
            (item for item in self._items.values() if item.isChecked()), next(iter(self._items.values()), None)
        )
        for item in (*self._items.values(), *self._recent):
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if item is entry else Qt.FocusPolicy.ClickFocus)

    def focus(self) -> None:
        """F4: to the entry that is lit."""
        for item in self._items.values():
            if item.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                item.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, name: str) -> None:
        self.light(name)
        self.page_chosen.emit(name)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, RailItem):
            return self._key(watched, Qt.Key(event.key()))
        return False

    def _key(self, item: RailItem, key: Qt.Key) -> bool:
        shown = [each for each in (*self._items.values(), *self._recent) if each.isVisible()]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            shown[(shown.index(item) + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            item.click()
            return True
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Escape):
            self.left.emit()
            return True
        return False
