"""The table of the register: rows that are chosen together, heads that move, and only what is seen is fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.register.marks import Marks
from caseapp.desktop.register.painting import Lane, RowPainter, Writer
from caseapp.desktop.theme.theme import theme

_ASK_AFTER = 20  # milliseconds after the last scrolling
_FLAG, _BOX = 32, 21
_STRETCH = 240
_BEYOND = 20  # rows above and below what is seen
_ANOTHER = Qt.KeyboardModifier.ControlModifier
_UP_TO_HERE = Qt.KeyboardModifier.ShiftModifier


class RegisterTable(Table[RegisterRow]):
    """Space, Ctrl+click, Shift+click, Shift+↑↓ and Ctrl+A choose several (`marks`); Enter opens the current one.

    `wanted(ids)` asks for rows in sight of which not all is known; `sort_asked(name, descending)` comes in the place of
    sorting where a head was clicked; `head_menu(menu, name)` fills the menu of a head; `row_menu(menu)` that of a row.
    """

    wanted = Signal(object)
    sort_asked = Signal(str, bool)
    head_menu = Signal(object, str)
    row_menu = Signal(object)
    order_changed = Signal()

    def __init__(
        self, model: TableModel[RegisterRow], marks: Marks, writer: Writer, *, name: str, parent: QWidget
    ) -> None:
        super().__init__(model, name=name, parent=parent)
        self._marks = marks
        self._anchor = ""
        self._writer = writer
        self._row_painter = RowPainter(writer, marks.__contains__)
        theme.changed.connect(self._look_anew)
        marks.changed.connect(self._repaint)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_ASK_AFTER)
        self._look.timeout.connect(self.ask_for_what_is_seen)
        self.verticalScrollBar().valueChanged.connect(self._look_soon)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setFirstSectionMovable(False)
        head.sectionMoved.connect(self._moved_head)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._ask_head_menu)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows that the event touches, each in one go."""
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, theme.colour("surface"))
        count = self._rows.rowCount()
        first, last = self.rowAt(max(0, area.top())), self.rowAt(area.bottom())
        if not count or first < 0:
            return
        lanes = self._lanes(area)
        width = max(self.viewport().width(), self.horizontalHeader().length())
        left = -self.horizontalHeader().offset()
        current = self.currentIndex().row()
        bar = "accent" if self.hasFocus() else "control"
        for number in range(first, (last if last >= 0 else count - 1) + 1):
            where = QRectF(left, self.rowViewportPosition(number), width, self.rowHeight(number))
            row_bar = bar if number == current else ""
            self._row_painter.paint(painter, self._rows.row(number), where, lanes=lanes, bar=row_bar)

    def _look_anew(self) -> None:
        self._writer.forget()
        self.viewport().update()

    def _lanes(self, area: QRect) -> list[Lane]:
        head = self.horizontalHeader()
        found = []
        for number, column in enumerate(self._rows.columns):
            left, width = head.sectionViewportPosition(number), head.sectionSize(number)
            if width and left <= area.right() and left + width >= area.left():
                found.append(Lane(column, left, width))
        return found

    # ---- what is seen

    def seen(self) -> tuple[int, int]:
        """The first and the last row in sight."""
        top = max(0, self.rowAt(0))
        bottom = self.rowAt(max(0, self.viewport().height() - 1))
        return top, bottom if bottom >= 0 else self._rows.rowCount() - 1

    def _look_soon(self) -> None:
        self._look.start()

    def ask_for_what_is_seen(self) -> None:
        """Ask for the rows in sight (and some beyond) of which not all is known."""
        top, bottom = self.seen()
        near = range(max(0, top - _BEYOND), min(self._rows.rowCount(), bottom + _BEYOND + 1))
        lacking = [row for row in map(self._rows.row, near) if not row.whole]
        if lacking:
            self.wanted.emit(lacking)

    def take(self, known: dict[str, RegisterRow]) -> None:
        """Show what is known now of these children."""
        count = self._rows.rowCount()
        found = {n: known[row.child_id] for n in range(count) if (row := self._rows.row(n)).child_id in known}
        self._rows.exchange(found)

    # ---- heads

    def show_columns(self, names: Collection[str], *, sideways: bool) -> None:
        """Show only these columns; `sideways`: they may be wider than the window together."""
        bars = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(bars.ScrollBarAsNeeded if sideways else bars.ScrollBarAlwaysOff)
        stretch = _STRETCH if sideways else 0  # side by side with many others it would be squeezed
        columns = [replace(c, width=stretch) if c.name == "next" else c for c in self._rows.columns]
        self._rows.columns = tuple(columns)
        self._settling = True  # a column that comes has no width of the person's own
        for place, column in enumerate(columns):
            self.setColumnHidden(place, column.name not in names)
        self._settling = False
        self.settle()

    def set_columns(self, columns: Iterable[TableColumn[RegisterRow]]) -> None:
        """The columns in another order. What is chosen stays."""
        current = self.current()
        self._settling = True
        head = self.horizontalHeader()
        for place in range(head.count()):
            head.moveSection(head.visualIndex(place), place)
        self._rows.set_columns(columns)
        self._settling = False
        if current is not None:
            self.choose(lambda row: row.child_id == current.child_id)

    def show_sorted(self, name: str, *, descending: bool) -> None:
        """The sign in the head, before the rows stand so."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(self._rows.column_number(name), order)

    def head_order(self) -> list[str]:
        """The names of the columns as they stand from left to right, hidden ones, too."""
        head = self.horizontalHeader()
        return [self._rows.columns[head.logicalIndex(place)].name for place in range(head.count())]

    def _moved_head(self, *_: int) -> None:
        if not self._settling:
            self.order_changed.emit()

    def _head_clicked(self, number: int) -> None:
        column = self._rows.columns[number]
        if column.sort is None:
            return
        sorted_by = self._rows.sorted_by()
        self.sort_asked.emit(column.name, sorted_by == (column.name, False))

    def _ask_head_menu(self, at: Any) -> None:
        number = self.horizontalHeader().logicalIndexAt(at)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head_menu.emit(menu, self._rows.columns[number].name if number >= 0 else "")
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.rowAt(event.pos().y()) if event.reason() == QContextMenuEvent.Reason.Mouse else -1
        if row >= 0:
            self.choose_row(row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.row_menu.emit(menu)
        menu.popup(
            event.globalPos() if row >= 0 else self.mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        )
        event.accept()

    # ---- choosing several

    def _repaint(self) -> None:
        """Room for the boxes while any child is chosen."""
        self._row_painter.boxes = len(self._marks) > 0
        wanted = _FLAG + (_BOX if self._row_painter.boxes else 0)
        columns = self._rows.columns
        if columns and columns[0].width != wanted:
            self._rows.columns = (replace(columns[0], width=wanted), *columns[1:])
            self.settle()
        self.viewport().update()

    def mark_all(self) -> None:
        """Choose all rows that are shown."""
        self._marks.add(row.child_id for row in self._rows.rows())

    def _mark_up_to(self, number: int) -> None:
        """Choose from the row chosen last (else the current one) up to this one."""
        rows: Sequence[RegisterRow] = self._rows.rows()
        places = {row.child_id: place for place, row in enumerate(rows)}
        start = places.get(self._anchor, self.currentIndex().row())
        first, last = sorted((max(0, start), number))
        self._marks.add(row.child_id for row in rows[first : last + 1])

    def _turn(self, number: int) -> None:
        row = self._rows.row(number)
        self._anchor = row.child_id
        self._marks.turn(row.child_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.rowAt(round(event.position().y()))
        held = event.modifiers()
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            on_mark = len(self._marks) > 0 and self.columnAt(round(event.position().x())) == 0
            if held & _UP_TO_HERE:
                self._mark_up_to(number)
            elif held & _ANOTHER or on_mark:
                self._turn(number)
            else:
                self._anchor = ""
                super().mousePressEvent(event)
                return
            self.choose_row(number)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            event.accept()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        number = self.currentIndex().row()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_A and held == _ANOTHER:
            self.mark_all()
        elif key == Qt.Key.Key_Space and not held and number >= 0:
            self._turn(number)
        elif step and held == _UP_TO_HERE and 0 <= number + step < self._rows.rowCount():
            if not self._anchor:
                self._anchor = self._rows.row(number).child_id
            self._mark_up_to(number + step)
            self.choose_row(number + step)
        elif key == Qt.Key.Key_Escape and len(self._marks):
            self._marks.clear()
        else:
            super().keyPressEvent(event)
