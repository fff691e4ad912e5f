"""Lists: heads and items in one model, painted by a delegate. No widget per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from caseapp.desktop.kit.text import draw_line, width_of
from caseapp.desktop.kit.tips import plain
from caseapp.desktop.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
ROW = Qt.ItemDataRole.UserRole + 1
"""The role under which a model gives the row's own object."""


@dataclass(frozen=True)
class Head:
    """A head between items: never chosen, skipped by the arrows. `empty`: the sentence for "nothing here"."""

    words: str
    remark: str = ""
    count: str = ""
    empty: bool = False


class ListModel(QAbstractListModel, Generic[T]):
    """Rows that are `Head` or anything else. `spoken` gives what a screen reader says, `tip` the tooltip."""

    def __init__(self, spoken: Callable[[T], str], *, tip: Callable[[T], str] | None = None) -> None:
        super().__init__()
        self._rows: list[Head | T] = []
        self._spoken, self._tip = spoken, tip

    def set_rows(self, rows: Iterable[Head | T]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[Head | T]) -> None:
        """Put more rows at the end."""
        if not rows:
            return
        start = len(self._rows)
        self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()

    def row(self, number: int) -> Head | T:
        return self._rows[number]

    def rows(self) -> list[Head | T]:
        return list(self._rows)

    def items(self) -> list[T]:
        return [row for row in self._rows if not isinstance(row, Head)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], Head):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if isinstance(row, Head):
            return " ".join(filter(None, (row.words, row.count, row.remark))) if role in _SPOKEN else None
        if role in _SPOKEN:
            return self._spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and self._tip is not None:
            return plain(self._tip(row))
        return None


_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class RowDelegate(QStyledItemDelegate, Generic[T]):
    """Paints heads itself; an heir says how high an item is (`height`) and paints it (`paint_item`)."""

    padding = 12
    leads = False
    """The list has the keyboard although a field beside it has the focus (palette, search): the bar stays accent."""

    def height(self, item: T, width: int) -> int:
        """The height of the item in a list of this width."""
        return theme.height("today_row")

    def paint_item(self, painter: QPainter, where: QRectF, item: T, *, chosen: bool) -> None:
        """Paint the item; ground, selection bar and hairline are there already."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        width = _view_width(option)  # the rect leaves more room for the scroll bar than ours takes
        if isinstance(row, Head):
            return QSize(width, theme.height("row") if row.empty else theme.height("section") + 4)
        return QSize(width, self.height(row, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        where = QRectF(option.rect)
        painter.save()
        if isinstance(row, Head):
            self.paint_head(painter, where, row)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            paint_ground(
                painter, where, chosen=chosen, focused=self.leads or _view_has_focus(option), padding=self.padding
            )
            self.paint_item(painter, where.adjusted(self.padding, 0, -self.padding, 0), row, chosen=chosen)
        painter.restore()

    def paint_head(self, painter: QPainter, where: QRectF, head: Head) -> None:
        inner = where.adjusted(self.padding, 0, -self.padding, 0)
        if head.empty:
            draw_line(painter, inner, head.words, ink="sub")
            return
        inner.setTop(inner.bottom() - theme.height("section") + 4)
        width = draw_line(painter, inner, head.words, role="lead", bold=True)
        if head.count:
            width += 10 + draw_line(painter, inner.adjusted(width + 10, 0, 0, 0), head.count, ink="sub")
        if head.remark and width + 10 + width_of(head.remark, "caption") <= inner.width():
            draw_line(painter, inner, head.remark, role="caption", ink="sub", align=Qt.AlignmentFlag.AlignRight)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(int(where.left()), int(where.bottom()), int(where.right()), int(where.bottom()))


def paint_ground(painter: QPainter, where: QRectF, *, chosen: bool, focused: bool, padding: int = 12) -> None:
    """The selection's tint and bar, and the hairline below a row."""
    if chosen:
        painter.fillRect(where, theme.colour("tint"))
        bar = QRectF(where.left(), where.top(), 3, where.height())
        painter.fillRect(bar, theme.colour("accent" if focused else "control"))
    painter.setPen(QPen(theme.colour("line"), 1))
    y = int(where.bottom())
    painter.drawLine(int(where.left()) + padding, y, int(where.right()) - padding, y)


def _view_has_focus(option: QStyleOptionViewItem) -> bool:
    view: QWidget | None = option.widget
    return view is not None and view.hasFocus()


def _view_width(option: QStyleOptionViewItem) -> int:
    view = option.widget
    if isinstance(view, QAbstractItemView):
        return view.viewport().width()
    return option.rect.width() if option.rect.width() > 0 else 400


class ItemList(QListView, Generic[T]):
    """A list of one model and delegate. Signals carry the row's object.

    `opened`: Enter or double click; `chosen`: the selection moved (None: nothing); `ticked`: Space.
    """

    opened = Signal(object)
    chosen = Signal(object)
    ticked = Signal(object)

    def __init__(
        self, model: ListModel[T], delegate: RowDelegate[T], *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._delegate = delegate
        delegate.setParent(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.verticalScrollBar().setSingleStep(theme.line())
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._moved)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def list_model(self) -> ListModel[T]:
        return self._rows

    def set_rows(self, rows: Iterable[Head | T], *, keep: Callable[[T], object] | None = None) -> None:
        """Show these rows. `keep` gives an item's key: the chosen item stays chosen where it is still there."""
        before = self.current()
        wanted = keep(before) if keep and before is not None else None
        had_row = self.currentIndex().row()
        self._rows.set_rows(rows)
        if wanted is not None and keep is not None and self.choose(lambda item: keep(item) == wanted):
            return
        if had_row >= 0:
            self._choose_near(had_row)

    def _choose_near(self, row: int) -> None:
        """After the chosen row went away: the one in its place, so that the eye need not search."""
        order = [*range(row, self._rows.rowCount()), *range(min(row, self._rows.rowCount()) - 1, -1, -1)]
        for number in order:
            if not isinstance(self._rows.row(number), Head):
                self._set_current(number)
                return

    def current(self) -> T | None:
        """The chosen item."""
        row = self.currentIndex().data(ROW)
        return None if row is None or isinstance(row, Head) else row

    def choose(self, test: Callable[[T], bool]) -> bool:
        """Choose the first item that passes; False when none does."""
        for number, row in enumerate(self._rows.rows()):
            if not isinstance(row, Head) and test(row):
                self._set_current(number)
                return True
        return False

    def choose_first(self) -> bool:
        return self.choose(lambda _item: True)

    def _set_current(self, number: int) -> None:
        index = self._rows.index(number, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if all(isinstance(row, Head) for row in self._rows.rows()[:number]):
            self.scrollToTop()  # with the heads above the first item
        else:
            self.scrollTo(index)

    def step(self, by: int) -> None:
        """Move the selection by so many items, past heads; stays at the ends."""
        rows = [n for n, row in enumerate(self._rows.rows()) if not isinstance(row, Head)]
        if not rows:
            return
        now = self.currentIndex().row()
        if now not in rows:
            self._set_current(rows[0])
            return
        place = min(len(rows) - 1, max(0, rows.index(now) + by))
        self._set_current(rows[place])

    def _moved(self, *_: object) -> None:
        self.chosen.emit(self.current())

    def _open(self, *_: object) -> None:
        item = self.current()
        if item is not None:
            self.opened.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        page = max(1, self.viewport().height() // max(1, theme.height("today_row")) - 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
                 Qt.Key.Key_Home: -100_000, Qt.Key.Key_End: 100_000}  # fmt: skip
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif plain and key == Qt.Key.Key_Space:
            item = self.current()
            if item is not None:
                self.ticked.emit(item)
        elif plain and key in steps:
            self.step(steps[key])
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current() is None:
            self.choose_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def viewportEvent(self, event: Any) -> bool:
        if isinstance(event, QHelpEvent) and not self.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole):
            return True
        return super().viewportEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.height("today_row") * 2)

    def content_height(self) -> int:
        """How high all rows are together."""
        width = self.viewport().width()
        total = 0
        for row in self._rows.rows():
            if isinstance(row, Head):
                total += theme.height("row") if row.empty else theme.height("section") + 4
            else:
                total += self._delegate.height(row, width)
        return total


def text_width(words: str, role: str = "body", *, bold: bool = False) -> int:
    """A delegate's own columns are measured with this."""
    return width_of(words, role, bold=bold)
