"""The top bar (mark, name, menus, search, hide, lock, worker) and the status line (saved, keys, office)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QWidget

from caseapp.desktop import APP_NAME
from caseapp.desktop.kit.buttons import Button, IconButton
from caseapp.desktop.kit.chips import key_width, paint_key
from caseapp.desktop.kit.page import NARROW, KeyHint
from caseapp.desktop.kit.pictures import Mark
from caseapp.desktop.kit.saved import SavedState
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, draw_line, width_of
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _, ngettext


class SearchButton(Button):
    """Looks like the search field that it opens."""

    def __init__(self, do: Callable[[], object], *, parent: QWidget | None = None) -> None:
        super().__init__(_("Search children, records and actions"), do, icon="search", parent=parent)
        self._folded = False
        self.setProperty("search", True)
        set_tip(self, f"{Keys.SEARCH.words} ({Keys.SEARCH.text})")

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self.updateGeometry()

    def _hint(self) -> str:
        return _("Search") if self._folded else _("Search children, records, actions")

    def wide_width(self) -> int:
        """What it takes with all its words."""
        width = width_of(_("Search children, records, actions")) + width_of(Keys.SEARCH.text) + theme.px(64)
        return max(width, theme.px(272))

    def sizeHint(self) -> QSize:
        if not self._folded:
            return QSize(self.wide_width(), theme.height("toggle"))
        width = width_of(self._hint()) + width_of(Keys.SEARCH.text) + theme.px(64)
        return QSize(max(width, theme.px(180)), theme.height("toggle"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(theme.colour("accent" if self.hasFocus() else "control"))
        pen.setWidth(2 if self.hasFocus() else 1)
        painter.setPen(pen)
        painter.setBrush(theme.colour("window"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        side = theme.px(18)
        icons.draw(painter, QRectF(9, (self.height() - side) / 2, side, side), "search", ink="sub")
        text = QRectF(9 + side + 8, 0, self.width() - side - 28, self.height())
        draw_line(painter, text, self._hint(), ink="faint")
        draw_line(painter, text, Keys.SEARCH.text, ink="faint", align=Qt.AlignmentFlag.AlignRight)


class TopBar(QWidget):
    """One line; folds to icons when the window is narrow."""

    def __init__(
        self,
        *,
        search: Callable[[], object],
        mask: Callable[[], object],
        lock: Callable[[], object],
        worker: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._mark = Mark(24, parent=self)
        self._name = Label(APP_NAME, role="strong", parent=self)
        self._search = SearchButton(search, parent=self)
        self._mask = _bar_button(_("Hide names"), mask, Keys.MASK, "eye-off", self)
        self._lock = _bar_button(_("Lock"), lock, Keys.LOCK, "lock", self)
        self._mask_icon = IconButton("eye-off", _("Hide names"), mask, key=Keys.MASK, parent=self)
        self._mask_icon.setCheckable(True)
        self._lock_icon = IconButton("lock", _("Lock"), lock, key=Keys.LOCK, parent=self)
        self._worker = Label(worker, parent=self)
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(4)
        row.addWidget(self._mark)
        row.addSpacing(2)
        row.addWidget(self._name)
        row.addSpacing(8)
        row.addWidget(self.menus, 1, Qt.AlignmentFlag.AlignVCenter)
        for each in (self._search, self._mask, self._lock, self._mask_icon, self._lock_icon):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(6)
        row.addWidget(self._worker)
        theme.changed.connect(self._fit)
        self._fit()
        self.set_width_class("normal")

    def set_masked(self, on: bool) -> None:
        self._mask.setText(_("Show names") if on else _("Hide names"))
        self._mask_icon.setChecked(on)
        self._mask_icon.setAccessibleName(_("Show names") if on else _("Hide names"))

    def set_width_class(self, width_class: str) -> None:
        self._narrow = width_class == NARROW
        self._fold(self._narrow or not self._all_fits())

    def _all_fits(self) -> bool:
        """Whether menus, search and buttons have room with their words (long words in another language do not)."""
        parts = (self._mark, self._name, self.menus, self._mask, self._lock, self._worker)
        need = sum(part.sizeHint().width() for part in parts) + self._search.wide_width()
        return need + theme.px(64) <= self.width()

    def _fold(self, folded: bool) -> None:
        self._name.setVisible(not folded)
        self._search.fold(folded)
        for wide, small in ((self._mask, self._mask_icon), (self._lock, self._lock_icon)):
            wide.setVisible(not folded)
            small.setVisible(folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(self._narrow or not self._all_fits())

    def _fit(self) -> None:
        self.setFixedHeight(theme.height("top_bar"))
        self.menus.setFixedHeight(theme.metrics().height() + 12)


def _bar_button(words: str, do: Callable[[], object], key: Keys, icon: str, parent: QWidget) -> Button:
    button = Button(words, do, key=key, icon=icon, parent=parent)
    button.setProperty("bar", True)
    return button


class KeyLine(QWidget):
    """The keys of the page as boxed keys with words; what does not fit is left out from the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: list[KeyHint] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        self._hints = list(hints)
        self.setAccessibleName(_("Keys of this page"))
        self.setAccessibleDescription("、".join(f"{hint.key} {hint.words}" for hint in hints))
        self.update()

    def hints(self) -> list[KeyHint]:
        return list(self._hints)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, theme.height("status"))

    def _widths(self) -> list[int]:
        return [key_width(hint.key) + theme.px(6) + width_of(hint.words, "caption") for hint in self._hints]

    def _fitting(self) -> list[KeyHint]:
        """From the left as many as fit; the last one (F1) always."""
        gap, room = theme.px(16), self.width()
        widths = self._widths()
        if not widths:
            return []
        kept: list[KeyHint] = []
        used = widths[-1]
        for hint, width in zip(self._hints[:-1], widths[:-1], strict=True):
            if used + width + gap > room:
                break
            used += width + gap
            kept.append(hint)
        return [*kept, self._hints[-1]]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        for hint in self._fitting():
            x += paint_key(painter, QRectF(x, 0, 200, self.height()), hint.key) + theme.px(6)
            where = QRectF(x, 0, max(0, self.width() - x), self.height())
            x += draw_line(painter, where, hint.words, role="caption", ink="sub") + theme.px(16)


class StatusLine(QWidget):
    """What was saved, the keys of this page, the office and its last backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._resting = ""
        self.saved = SavedState(parent=self)
        self.keys = KeyLine(self)
        self.office = Label("", role="caption", tone="sub", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(16)
        row.addWidget(self.saved)
        row.addWidget(self.keys, 1)
        row.addWidget(self.office)
        theme.changed.connect(self._fit)
        self._fit()

    def forget(self) -> None:
        """The page changes: what was said about an act on the one before goes."""
        self.saved.say(self._resting)

    def typed(self, *, unsaved: bool) -> None:
        """Something was typed that is kept nowhere yet; or it is gone again."""
        if unsaved:
            self.saved.say(_("Not saved yet"), icon="pencil")
        elif self.saved.text() == _("Not saved yet"):
            self.saved.say(self._resting)

    def rest(self, drafts: int) -> None:
        """What is said when nothing was done just now; it takes no word of an act away (that stays until the next one,
        or until the page changes)."""
        if self.saved.text() != self._resting:
            return
        words = ngettext("{count} half-written form", "{count} half-written forms", drafts).format(count=drafts)
        self._resting = words if drafts else _("All is saved")
        self.saved.say(self._resting, icon="pencil" if drafts else "check")

    def _fit(self) -> None:
        self.setFixedHeight(theme.height("status"))

    def set_width_class(self, width_class: str) -> None:
        self.office.setVisible(width_class != NARROW)
