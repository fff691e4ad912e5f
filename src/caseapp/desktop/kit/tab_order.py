"""Tab goes in reading order: the order of the layouts, whatever was made first or made anew meanwhile."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QScrollArea, QSplitter, QStackedWidget, QWidget


def reading_order(root: QWidget) -> list[QWidget]:
    """What can take the focus below `root`, as it stands in the layouts: rows from above, each from left to right."""
    found: list[QWidget] = []
    _visit(root, found)
    return found


def settle(root: QWidget) -> None:
    """Make Tab follow the reading order below `root`."""
    for one, other in pairwise(reading_order(root)):
        QWidget.setTabOrder(one, other)


def settle_soon(part: QWidget) -> None:
    """Let the page that holds `part` settle once everything has its place: what scrolls does not tell it."""
    above: QWidget | None = part
    while above is not None:
        tell = getattr(above, "settle_tabs", None)
        if tell is not None:
            tell()
            return
        above = above.parentWidget()


def _visit(widget: QWidget, found: list[QWidget]) -> None:
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        found.append(widget)
    layout = widget.layout()
    if isinstance(widget, QScrollArea):
        inside: QWidget | None = widget.widget()
        if inside is not None:
            _visit(inside, found)
    elif isinstance(widget, QStackedWidget | QSplitter):
        for number in range(widget.count()):
            part = widget.widget(number)
            if part is not None:
                _visit(part, found)
    elif isinstance(layout, QLayout):
        _visit_layout(layout, found)


def _visit_layout(layout: QLayout, found: list[QWidget]) -> None:
    for item in _items(layout):
        inner: QLayout | None = item.layout()
        widget: QWidget | None = item.widget()
        if widget is not None:
            _visit(widget, found)
        elif inner is not None:
            _visit_layout(inner, found)


def _items(layout: QLayout) -> list[QLayoutItem]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: _row_and_column(layout, number))
    return [item for item in (layout.itemAt(number) for number in numbers) if item is not None]


def _row_and_column(layout: QGridLayout, number: int) -> tuple[int, int]:
    place: Any = layout.getItemPosition(number)  # row, column and what it spans; the stubs say object
    return int(place[0]), int(place[1])
