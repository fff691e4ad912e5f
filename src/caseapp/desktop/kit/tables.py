"""Tables: one frozen dataclass a row, columns with names; sorting on values, not on words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from caseapp.desktop.kit.lists import ROW, Index
from caseapp.desktop.kit.text import Span, draw_line
from caseapp.desktop.kit.tips import plain
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

T = TypeVar("T")
SPANS = ROW + 1
COLUMN = ROW + 2


@dataclass(frozen=True, kw_only=True)
class TableColumn(Generic[T]):
    """A column. `text` gives the words, `sort` the value to sort by (None: not sortable), `width` pixels at 10.5 pt
    (0: takes what is left). `paint` draws the cell instead of the plain text; `spoken` overrides what is read aloud;
    `spans` gives search hits; `bold` and `ink` set its look."""

    name: str
    head: str
    text: Callable[[T], str]
    width: int = 0
    sort: Callable[[T], Any] | None = None
    paint: Callable[[QPainter, QRectF, T], None] | None = None
    spoken: Callable[[T], str] | None = None
    spans: Callable[[T], tuple[Span, ...]] | None = None
    tip: Callable[[T], str] | None = None
    bold: bool = False
    ink: str = "ink"
    align_right: bool = False


class TableModel(QAbstractTableModel, Generic[T]):
    """Rows and columns; knows no window."""

    def __init__(self, columns: Iterable[TableColumn[T]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[T] = []
        self._sorted_by: tuple[str, Qt.SortOrder] | None = None

    def set_rows(self, rows: Iterable[T]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._apply_sort()
        self.endResetModel()

    def set_columns(self, columns: Iterable[TableColumn[T]]) -> None:
        """Other columns, or the same in another order; the order of the rows stays."""
        self.beginResetModel()
        self.columns = tuple(columns)
        if self._sorted_by is not None and self._sorted_by[0] not in {column.name for column in self.columns}:
            self._sorted_by = None
        self.endResetModel()

    def exchange(self, rows: Mapping[int, T]) -> None:
        """Put other rows (more is known of them) in the places of those there, without sorting anew."""
        for number, row in rows.items():
            self._rows[number] = row
        if rows:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))

    def rows(self) -> list[T]:
        return list(self._rows)

    def sorted_by(self) -> tuple[str, bool] | None:
        """The column by which the rows stand, and whether downwards."""
        if self._sorted_by is None:
            return None
        return self._sorted_by[0], self._sorted_by[1] == Qt.SortOrder.DescendingOrder

    def row(self, number: int) -> T:
        return self._rows[number]

    def column_number(self, name: str) -> int:
        """The place of the column. KeyError when there is none."""
        for number, column in enumerate(self.columns):
            if column.name == name:
                return number
        raise KeyError(name)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0 or self.columns[column].sort is None:
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._rows[index.row()]) for index in self.persistentIndexList()]
        self._sorted_by = (self.columns[column].name, order)
        self._apply_sort()
        places = {id(row): number for number, row in enumerate(self._rows)}
        for index, row in kept:
            self.changePersistentIndex(index, self.index(places[id(row)], index.column()))
        self.layoutChanged.emit()

    def _apply_sort(self) -> None:
        if self._sorted_by is None:
            return
        name, order = self._sorted_by
        column = self.columns[self.column_number(name)]
        assert column.sort is not None
        self._rows.sort(key=column.sort, reverse=order == Qt.SortOrder.DescendingOrder)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - the same
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == ROW:
            return row
        if role == COLUMN:
            return column
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = (column.spoken or column.text)(row)
            return ": ".join(part for part in (column.head, words) if part)
        if role == SPANS:
            return column.spans(row) if column.spans else ()
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return plain(column.tip(row))
        return None


class CellDelegate(QStyledItemDelegate):
    """Plain words, hits marked, selection as tint with a bar at the left of the row."""

    padding = 8

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        where = QRectF(option.rect)
        column: TableColumn[Any] = index.data(COLUMN)
        row = index.data(ROW)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(where, theme.colour("tint"))
            if index.column() == 0:
                view: QWidget | None = option.widget
                focused = view is not None and view.hasFocus()
                bar = QRectF(where.left(), where.top(), 3, where.height())
                painter.fillRect(bar, theme.colour("accent" if focused else "control"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(int(where.left()), int(where.bottom()), int(where.right()), int(where.bottom()))
        inner = where.adjusted(self.padding, 0, -4, 0)
        if column.paint is not None:
            column.paint(painter, inner, row)
        else:
            align = Qt.AlignmentFlag.AlignRight if column.align_right else Qt.AlignmentFlag.AlignLeft
            words = str(index.data() or "")
            draw_line(painter, inner, words, bold=column.bold, ink=column.ink, spans=index.data(SPANS), align=align)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, theme.height("row"))


class Table(QTableView, Generic[T]):
    """A table of one model. Whole rows are chosen; Enter or a double click opens; heads sort.

    Signals carry the row's object: `opened`, `chosen` (None: nothing), `ticked` (Space).
    """

    opened = Signal(object)
    chosen = Signal(object)
    ticked = Signal(object)
    widths_changed = Signal()

    def __init__(self, model: TableModel[T], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._own: dict[str, int] = {}
        self._settling = False
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsMovable(False)
        head.setMinimumSectionSize(24)
        head.sectionResized.connect(self._resized)
        head.sectionClicked.connect(self._head_clicked)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._moved)
        theme.changed.connect(self.settle)
        self.settle()

    def settle(self) -> None:
        """Row height and column widths for the text size and the width of the moment."""
        if self._settling:
            return
        self._settling = True
        self.verticalHeader().setDefaultSectionSize(theme.height("row"))
        free = self.viewport().width()
        stretch = []
        for number, column in enumerate(self._rows.columns):
            if self.isColumnHidden(number):
                continue
            if not column.width:
                stretch.append(number)
                continue
            width = self._own.get(column.name) or theme.px(column.width)
            self.setColumnWidth(number, width)
            free -= width
        for number in stretch:
            self.setColumnWidth(number, max(theme.px(80), free // len(stretch)))
        self._settling = False

    def widths(self) -> dict[str, int]:
        """Column widths that the person chose, to be kept as a preference."""
        return dict(self._own)

    def set_widths(self, widths: Mapping[str, int]) -> None:
        known = {column.name for column in self._rows.columns}
        self._own = {name: max(24, int(width)) for name, width in widths.items() if name in known}
        self.settle()

    def _resized(self, number: int, _old: int, new: int) -> None:
        column = self._rows.columns[number]
        if new and not self._settling and column.width and self.isVisible():  # 0: it is being hidden
            self._own[column.name] = new
            self.settle()
            self.widths_changed.emit()

    def _head_clicked(self, number: int) -> None:
        if self._rows.columns[number].sort is None:
            return
        head = self.horizontalHeader()
        again = head.sortIndicatorSection() == number and head.isSortIndicatorShown()
        down = again and head.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        self.sort_by(self._rows.columns[number].name, descending=down)

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        number = self._rows.column_number(name)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(number, order)
        self._rows.sort(number, order)

    def set_rows(self, rows: Iterable[T], *, keep: Callable[[T], object] | None = None) -> None:
        """Show these rows. `keep` gives a row's key: the chosen row stays chosen where it is still there."""
        before = self.current()
        wanted = keep(before) if keep and before is not None else None
        self._rows.set_rows(rows)
        if wanted is not None and keep is not None:
            self.choose(lambda row: keep(row) == wanted)

    def current(self) -> T | None:
        row: T | None = self.currentIndex().data(ROW)
        return row

    def choose(self, test: Callable[[T], bool]) -> bool:
        """Choose the first row that passes; False when none does."""
        for number, row in enumerate(self._rows.rows()):
            if test(row):
                self.choose_row(number)
                return True
        return False

    def choose_row(self, number: int) -> None:
        if 0 <= number < self._rows.rowCount():
            index = self._rows.index(number, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def _moved(self, *_: object) -> None:
        self.chosen.emit(self.current())

    def _open(self, *_: object) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif plain and key == Qt.Key.Key_Space:
            row = self.current()
            if row is not None:
                self.ticked.emit(row)
        elif plain and key == Qt.Key.Key_Home:
            self.choose_row(0)
        elif plain and key == Qt.Key.Key_End:
            self.choose_row(self._rows.rowCount() - 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current() is None:
            self.choose_row(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.height("row") * 3)


def none_words() -> str:
    """What stands in a cell that holds nothing."""
    return _("—")
