"""The keys of the window and the menus: the window's own acts and those of the page that is open, from the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from caseapp.desktop import pages
from caseapp.desktop.kit import ime
from caseapp.desktop.kit.page import KeyHint, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.rules.problem import N_
from caseapp.words.language import _

_MENUS = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("view", N_("&View")),
    ("child", N_("&Child")),
    ("papers", N_("&Papers")),
    ("help", N_("&Help")),
)
PAGE_KEYS = (
    *(Keys.PAGE_1, Keys.PAGE_2, Keys.PAGE_3, Keys.PAGE_4),
    *(Keys.PAGE_5, Keys.PAGE_6, Keys.PAGE_7, Keys.PAGE_8),
)


class WindowKeys(QObject):
    """Owns the actions that hold on every page, and fills the menus when they are opened.

    `acts` are the window's; `rail` the pages of the rail in order; `record` is done where no page takes Ctrl+N.
    """

    def __init__(
        self,
        window: QWidget,
        bar: QMenuBar,
        *,
        acts: Mapping[Keys, Callable[[], object]],
        rail: Sequence[str],
        go_to: Callable[[str], object],
        record: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._page: Page | None = None
        self.actions = {key: self._action(key, act) for key, act in acts.items()}
        self._pages: list[tuple[Keys, str]] = []
        for key, name in zip(PAGE_KEYS, [name for name in rail if name != "settings"], strict=False):
            self.actions[key] = self._action(key, partial(go_to, name))
            self.actions[key].setText(_(pages.entry(name).words))
            self._pages.append((key, name))
        self.actions[Keys.SETTINGS].setEnabled("settings" in rail)
        self._record = self._action(Keys.RECORD, record)
        self._menus: dict[str, QMenu] = {}
        for name, words in _MENUS:
            menu = QMenu(_(words), bar)
            menu.aboutToShow.connect(partial(self._fill, name))
            bar.addMenu(menu)
            self._menus[name] = menu

    def _action(self, key: Keys, act: Callable[[], object]) -> QAction:
        action = QAction(key.words, self._window)
        action.setShortcut(key.sequence)
        if key is Keys.LARGER:
            action.setShortcuts([key.sequence, QKeySequence("Ctrl+=")])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)

        def run(_checked: bool = False) -> None:
            ime.settle()
            act()

        action.triggered.connect(run)
        self._window.addAction(action)
        return action

    def follow(self, page: Page | None) -> None:
        """Another page is open: its acts stand in the menus, its keys go before the window's."""
        self._page = page
        self._record.setEnabled(page is None or not page.handles(Keys.RECORD))
        for name in self._menus:
            self._fill(name)

    def _fill(self, name: str) -> None:
        menu = self._menus[name]
        menu.clear()
        bound = self._page.bound() if self._page else {}
        everything = {**self.actions, Keys.RECORD: self._record, **bound}
        mine = [key for key in Keys if key.value.menu == name and key in everything]
        for key in mine:
            if not key.value.window:
                menu.addAction(everything[key])
        if not menu.isEmpty():
            menu.addSeparator()
        for key in mine:
            if key.value.window:
                menu.addAction(everything[key])
        if name == "view":
            menu.addSeparator()
            for key, _page in self._pages:
                menu.addAction(self.actions[key])
        menu.menuAction().setVisible(not menu.isEmpty())

    def menus(self) -> list[QMenu]:
        return list(self._menus.values())

    def hints(self) -> list[KeyHint]:
        """The keys that hold on this page although it does not bind them, for F1."""
        hints = [KeyHint(key.text, action.text()) for key, action in self.actions.items() if key not in PAGE_KEYS]
        if self._record.isEnabled():
            hints.insert(1, KeyHint(Keys.RECORD.text, Keys.RECORD.words))
        return [*hints, *(KeyHint(key.text, self.actions[key].text()) for key, _name in self._pages)]
