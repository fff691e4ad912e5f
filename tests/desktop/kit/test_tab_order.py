"""Tab goes in reading order, also after a part of the page was made anew."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
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
    side.addWidget(QPushButton("old"))
    page.body.addWidget(QPushButton("end"))
    page.show()
    turn()
    side.insertWidget(0, QPushButton("new"))
    turn()
    assert words(focusable(page)) == ["new", "old", "end"]
