"""What the walk through every screen looks for: names, clipped text, width, order. Each finding is one line."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.page import Page
from caseapp.desktop.kit.text import Para
from tests.desktop.fakes import spoken_name

_INNER = ("qt_scrollarea_viewport", "qt_scrollarea_vcontainer", "qt_scrollarea_hcontainer")


def called(widget: QWidget) -> str:
    """How a finding names a widget."""
    text = ""
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit, Para)):
        text = widget.text()
    return f"{type(widget).__name__} {text or widget.accessibleName() or widget.objectName()!r}"


_POLICY = Qt.FocusPolicy
_BY_TAB = frozenset({_POLICY.TabFocus, _POLICY.StrongFocus, _POLICY.WheelFocus})


def seen(root: QWidget) -> list[QWidget]:
    """Every widget below `root` that can be seen. What is hidden is not looked into: kept pages are large."""
    found: list[QWidget] = []
    for each in root.children():
        if isinstance(each, QWidget) and not each.isHidden():
            if each.width() and each.height():
                found.append(each)
            found += seen(each)
    return found


def focusable(root: QWidget) -> list[QWidget]:
    """What can take the focus by Tab, in tab order."""
    if isinstance(root, Page):
        root.order_tabs()  # as Tab does
    found = []
    each = root.nextInFocusChain()
    while each is not None and each is not root:
        takes = each.focusPolicy() in _BY_TAB and each.isVisibleTo(root) and each.isEnabled()
        if takes and each.focusProxy() is None and root.isAncestorOf(each) and each.objectName() not in _INNER:
            found.append(each)
        each = each.nextInFocusChain()
    return found


def unnamed(root: QWidget) -> list[str]:
    """Focusable widgets that a screen reader could not name."""
    return [
        f"no name: {called(each)} in {called(each.parentWidget() or root)}"
        for each in focusable(root)
        if not spoken_name(each)
    ]


def clipped(root: QWidget) -> list[str]:
    """Text that does not fit the place it has."""
    return [f"clipped: {called(each)} {why}" for each in seen(root) if (why := _too_small(each))]


def _too_small(widget: QWidget) -> str:
    if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        return _label_too_small(widget)
    if isinstance(widget, Para) and widget.text():
        need = widget.heightForWidth(widget.width())
        return f"needs {need}, has {widget.height()} high" if need > widget.height() + 1 else ""
    if isinstance(widget, QAbstractButton) and widget.text():
        need = widget.minimumSizeHint().width()
        return f"needs {need}, has {widget.width()} wide" if need > widget.width() + 1 else ""
    if isinstance(widget, QComboBox) and not getattr(widget, "_chars", 0):
        need = widget.fontMetrics().horizontalAdvance(widget.currentText()) + 28
        return f"needs {need}, has {widget.width()} wide" if need > widget.width() + 1 else ""
    if isinstance(widget, QLineEdit) and widget.isReadOnly() and widget.text():
        need = widget.fontMetrics().horizontalAdvance(widget.text())
        return f"needs {need}, has {widget.width()} wide" if need > widget.width() else ""
    return ""


def _label_too_small(label: QLabel) -> str:
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        return f"needs {need}, has {label.height()} high" if need > label.height() + 1 else ""
    width = max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n"))
    if width > label.width() + 1:
        return f"needs {width}, has {label.width()} wide"
    high = label.fontMetrics().height()
    return f"needs {high}, has {label.height()} high" if high > label.height() + 1 else ""


def outside(root: QWidget) -> list[str]:
    """Widgets that reach over the right edge of their parent (a scrolled column is cut, not scrolled sideways)."""
    found = []
    for each in seen(root):
        parent = each.parentWidget()
        if (
            parent is None
            or isinstance(parent, QAbstractScrollArea)
            or not isinstance(each, (QAbstractButton, QLabel, QLineEdit))
        ):
            continue
        if each.mapTo(parent, QPoint(each.width(), 0)).x() > parent.width() + 1:
            found.append(f"outside: {called(each)} in {called(parent)}")
    return found


def disorder(root: QWidget) -> list[str]:
    """Neighbours in the tab order that stand in the same box, the later one clearly above the earlier."""
    found = []
    order = focusable(root)
    for one, other in pairwise(order):
        if one.parentWidget() is not other.parentWidget():
            continue
        above = other.geometry().bottom() <= one.geometry().top() and other.x() <= one.geometry().right()
        beside = abs(other.geometry().center().y() - one.geometry().center().y()) < 6
        if above or (beside and other.geometry().right() < one.x()):
            found.append(f"order: {called(other)} comes after {called(one)}")
    return found


def unreachable(root: QWidget) -> list[str]:
    """Buttons that no key leads to. Toggles, pills and the rail are walked by arrows from the one that Tab reaches."""
    return [
        f"no key leads to: {called(each)}"
        for each in seen(root)
        if isinstance(each, QAbstractButton)
        and each.isEnabled()
        and each.focusPolicy() == Qt.FocusPolicy.NoFocus
        and each.objectName() != "qt_menubar_ext_button"  # menus that do not fit; Alt and a letter open them
    ]


def untranslated(root: QWidget) -> list[str]:
    """In the pretend language: buttons whose words never went through the catalogue."""
    return [
        f"not translated: {called(each)}"
        for each in seen(root)
        if isinstance(each, Button) and each.text() and not each.text().startswith("[")
    ]
