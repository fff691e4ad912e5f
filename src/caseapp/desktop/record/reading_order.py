"""Tab goes in reading order: as things stand in their layouts, whenever they were made.

Qt's own order is the order of making; toggles that are exchanged when the child is known would come last.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget


def stops(root: QWidget) -> list[QWidget]:
    """What Tab stops at inside `root`, in reading order."""
    return [each for each in _inside(root) if _takes(each)]


def step(root: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next stop inside `root`; False when there is none in this direction."""
    order, now = list(_inside(root)), QApplication.focusWidget()
    if now not in order:
        return False
    place = order.index(now)  # also of what was reached by a click only
    rest = order[place + 1 :] if forward else order[:place][::-1]
    target = next((each for each in rest if _takes(each)), None)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def leave(root: QWidget, *, forward: bool) -> bool:
    """Move the focus out of `root`, to what comes next in the window; round to its other end when nothing does."""
    each = root
    while True:
        following = each.nextInFocusChain() if forward else each.previousInFocusChain()
        if following is None or following is root:
            break
        each = following
        if not root.isAncestorOf(each) and _takes(each):
            each.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    found = stops(root)
    if found:
        found[0 if forward else -1].setFocus(Qt.FocusReason.TabFocusReason)
    return bool(found)


def _takes(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _inside(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield from _inside(inner)
    elif (layout := widget.layout()) is not None:
        yield from _items(layout)


def _items(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _inside(widget)
        elif inner is not None:
            yield from _items(inner)
