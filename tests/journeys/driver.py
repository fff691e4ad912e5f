"""Hands and eyes of a person at the window: keys go to what has the focus, and one waits for what one sees."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt import exceptions
from pytestqt.qtbot import QtBot

from caseapp.casework.office import Office
from caseapp.desktop.kit.text import Para
from caseapp.desktop.startup.program import Program
from tests.desktop.fakes import ScriptedDialogs

W = TypeVar("W", bound=QWidget)


class Person:
    """Somebody who sits at the program with keyboard and mouse."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot

    @property
    def window(self) -> QWidget:
        return self.program.window

    @property
    def office(self) -> Office:
        """What is behind the window, for looking into the store."""
        assert self.program.session is not None
        return self.program.session.office

    @property
    def dialogs(self) -> ScriptedDialogs:
        assert isinstance(self.program.dialogs, ScriptedDialogs)
        return self.program.dialogs

    # ---- seeing

    def wait(self, seen: Callable[[], object], *, seconds: float = 20) -> None:
        """Wait until it can be seen; a picture of the window is kept where CASEAPP_SHOTS names a folder."""
        try:
            self.qtbot.waitUntil(lambda: bool(seen()), timeout=round(seconds * 1000))
        except exceptions.TimeoutError:
            self.shot("what-was-there-instead")
            raise

    def shot(self, name: str) -> None:
        """Keep a picture of the window for people to look at."""
        if folder := os.environ.get("CASEAPP_SHOTS"):
            self.window.grab().save(f"{folder}/{name}.png")

    def find(self, kind: type[W], name: str) -> W:
        """The widget of that object name, once it is shown."""
        self.wait(lambda: self._shown(kind, name))
        found = self._shown(kind, name)
        assert found is not None
        return found

    def _shown(self, kind: type[W], name: str) -> W | None:
        return next((each for each in self.window.findChildren(kind, name) if each.isVisible()), None)

    def texts(self) -> list[str]:
        """Everything written on visible labels, paragraphs and buttons, and what is said of painted widgets."""
        found = [w.text() for w in self.window.findChildren(QLabel) if w.isVisible()]
        found += [w.text() for w in self.window.findChildren(Para) if w.isVisible()]
        found += [w.text() for w in self.window.findChildren(QAbstractButton) if w.isVisible()]
        for widget in self.window.findChildren(QWidget):
            if widget.isVisible():
                found += [widget.accessibleName(), widget.accessibleDescription()]
        for view in self.window.findChildren(QAbstractItemView):
            if view.isVisible():
                found += _spoken(view.model())
        return found

    def sees(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def wait_for(self, words: str) -> None:
        """Wait until these words stand somewhere in the window."""
        self.wait(lambda: self.sees(words))

    def page(self) -> str:
        """The name of the page that is shown ("" on the lock screen)."""
        session = self.program.session
        return session.shell.here()[0] if session is not None and session.shell is not None else ""

    # ---- doing

    def focus(self) -> QWidget:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
        QApplication.processEvents()
        return QApplication.focusWidget() or self.window

    def type(self, text: str) -> None:
        """Type into what has the focus. Japanese text arrives as an input method commits it."""
        widget = self.focus()
        if text.isascii():
            QTest.keyClicks(widget, text)
            return
        from PySide6.QtGui import QInputMethodEvent

        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        QApplication.processEvents()

    def ctrl(self, letter: str) -> None:
        self.press(Qt.Key[f"Key_{letter.upper()}"], Qt.KeyboardModifier.ControlModifier)

    def tab_to(self, widget: QWidget, *, most: int = 60) -> None:
        """Go to a field by Tab alone."""
        for _ in range(most):
            if self.focus() is widget or widget.isAncestorOf(self.focus()):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {widget.objectName() or widget.accessibleName()}")

    def fill(self, widget: QWidget, text: str) -> None:
        """Click into a field and type."""
        self.click(widget)
        self.type(text)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def button(self, words: str) -> QAbstractButton:
        """The visible, enabled button with these words on it."""

        def found() -> QAbstractButton | None:
            each = (b for b in self.window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled())
            return next((b for b in each if words == b.text() or words == b.accessibleName()), None)

        self.wait(found)
        button = found()
        assert button is not None
        return button

    def click_button(self, words: str) -> None:
        self.click(self.button(words))

    def menu(self, words: str) -> QAction:
        """The menu entry with these words."""
        return next(a for a in self.window.findChildren(QAction) if a.text().replace("&", "").startswith(words))


def _spoken(model: QAbstractItemModel | None) -> list[str]:
    """What a list or table says of its rows."""
    if model is None:
        return []
    root = QModelIndex()
    columns = model.columnCount(root) if isinstance(model, QAbstractTableModel) else 1
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    cells = (model.index(row, column) for row in range(model.rowCount(root)) for column in range(columns))
    return [str(words) for cell in cells for role in roles if (words := model.data(cell, role))]
