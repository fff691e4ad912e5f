"""A layout that fills rows from left to right and goes on below: for anything with more than five controls."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of items, `gap` pixels apart, centred in the height of their row. Knows its height for a width."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, row_gap: int = 6) -> None:
        super().__init__(parent)
        self._gap, self._row_gap = gap, row_gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # Qt asks for the same width over and over, until something changes
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            left, top, right, bottom = self._margins()
            height = self._place(QRect(left, top, width - left - right, 0), apply=False)
            self._heights[width] = height + top + bottom
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        left, top, right, bottom = self._margins()
        self._place(rect.adjusted(left, top, -right, -bottom), apply=True)

    def _margins(self) -> tuple[int, int, int, int]:
        margins = self.contentsMargins()
        return margins.left(), margins.top(), margins.right(), margins.bottom()

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1)
        left, top, right, bottom = self._margins()
        return QSize(width + left + right, max((size.height() for size in shown), default=0) + top + bottom)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        left, top, right, bottom = self._margins()
        return size + QSize(left + right, top + bottom)

    def rows(self, width: int) -> list[list[QLayoutItem]]:
        """The items as they fall into rows of `width` pixels."""
        rows: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            need = item.sizeHint().width()
            if rows[-1] and used + need > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += need + self._gap
        return rows

    def _place(self, rect: QRect, *, apply: bool) -> int:
        y = rect.y()
        for row in self.rows(rect.width()):
            sizes = [_size(item, rect.width()) for item in row]
            height = max((size.height() for size in sizes), default=0)
            x = rect.x()
            for item, size in zip(row, sizes, strict=True):
                if apply:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self._gap
            y += height + self._row_gap
        return max(0, y - rect.y() - self._row_gap)


def _size(item: QLayoutItem, most: int) -> QSize:
    """What the item wants, no wider than the row; text that wraps becomes higher then."""
    wanted = item.sizeHint()
    if wanted.width() <= most:
        return wanted
    return QSize(most, item.heightForWidth(most) if item.hasHeightForWidth() else wanted.height())
