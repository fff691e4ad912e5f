"""Tab goes in reading order, also after a part of the page was made anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.tab_order import reading_order
from tests.desktop.fakes import turn
from tests.desktop.walk import focusable


def words(widgets: list[QWidget]) -> list[str]:
    return [widget.text() for widget in widgets if isinstance(widget, QPushButton)]


def test_the_order_is_that_of_the_layouts(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    column = QVBoxLayout(root)
    last, first = QPushButton("last"), QPushButton("first")
    row = QHBoxLayout()
    grid = QGridLayout()
    column.addWidget(first)
    column.addLayout(row)
    column.addLayout(grid)
    column.addWidget(last)
    row.addWidget(QPushButton("left"))
    row.addWidget(QPushButton("right"))
    grid.addWidget(QPushButton("below right"), 1, 1)
    grid.addWidget(QPushButton("below left"), 1, 0)
    grid.addWidget(QPushButton("above"), 0, 0)
    expected = ["first", "left", "right", "above", "below left", "below right", "last"]
    assert words(reading_order(root)) == expected


def test_what_is_made_anew_takes_its_place_in_the_order(bare_desk: Desk, qtbot: QtBot) -> None:
    page = Page(bare_desk)
    qtbot.addWidget(page)
    side = QVBoxLayout()
    page.body.addLayout(side)
    first, old, end = QPushButton("first"), QPushButton("old"), QPushButton("end")
    page.body.insertWidget(0, first)
    side.addWidget(old)
    page.body.addWidget(end)
    page.show()
    page.activateWindow()
    first.setFocus()
    turn()
    assert tabbed(first, 2) == ["old", "end"]
    side.insertWidget(0, QPushButton("new"))
    turn()
    first.setFocus()
    assert tabbed(first, 3) == ["new", "old", "end"]
    assert words(focusable(page)) == ["first", "new", "old", "end"]


def tabbed(first: QWidget, times: int) -> list[str]:
    """What Tab reaches from here, press by press."""
    reached: list[QWidget] = []
    now = first
    for _press in range(times):
        QTest.keyClick(now, Qt.Key.Key_Tab)
        now = QApplication.focusWidget() or first
        reached.append(now)
    return words(reached)
