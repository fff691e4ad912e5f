"""The heads of the register: which columns, in which order, how wide, by which the rows stand; remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.kit.tables import TableColumn
from caseapp.desktop.register import layout
from caseapp.desktop.register.columns import OF_OTHERS
from caseapp.desktop.register.columns_dialog import Choice, ColumnsDialog
from caseapp.desktop.register.layout import FIXED, Layout
from caseapp.desktop.register.table import RegisterTable
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.register.page import RegisterPage

_TABLE = "register"
_KEEP_WIDTHS_AFTER = 400  # milliseconds after the last pull at a column


class Heads(QObject):
    """`layout` is what holds now."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self._page = page
        self.layout = layout.read(page.desk.preferences, [column.name for column in page.cells.columns()])
        self._keep_widths = QTimer(self)
        self._keep_widths.setSingleShot(True)
        self._keep_widths.setInterval(_KEEP_WIDTHS_AFTER)
        self._keep_widths.timeout.connect(self._remember_widths)

    def in_order(self, columns: Sequence[TableColumn[RegisterRow]]) -> Iterable[TableColumn[RegisterRow]]:
        """All columns as they are to stand, hidden ones last."""
        known = {column.name: column for column in columns}
        return [known[name] for name in layout.ordered(list(known), self.layout)]

    def follow(self, table: RegisterTable) -> None:
        """Show what was remembered, and remember what is pulled, moved and clicked."""
        table.set_widths(self._page.desk.preferences.columns(_TABLE))
        table.sort_by(self.layout.sorted_by, descending=self.layout.descending)
        table.widths_changed.connect(self._keep_widths.start)
        table.sort_asked.connect(self.sort)
        table.order_changed.connect(self._moved)
        table.head_menu.connect(self._fill_menu)

    def leave(self) -> None:
        """The page is left: what waits is kept now."""
        if self._keep_widths.isActive():
            self._keep_widths.stop()
            self._remember_widths()

    def _remember_widths(self) -> None:
        self._page.desk.preferences.set_columns(_TABLE, self._page.table.widths())

    def sort(self, name: str, descending: bool) -> None:
        """Let the rows stand by this column, and remember it. What other tables know is asked for first."""
        page = self._page
        self._set(replace(self.layout, sorted_by=name, descending=descending))
        page.table.show_sorted(name, descending=descending)
        if name in OF_OTHERS and not page.whole:
            page.ask()
        else:
            page.table.sort_by(name, descending=descending)
            page.table.ask_for_what_is_seen()

    def _set(self, wanted: Layout) -> None:
        self.layout = wanted
        layout.keep(self._page.desk.preferences, wanted)

    # ---- which, and in which order

    def choose(self) -> None:
        """The dialog."""
        shown = self.layout.shown
        columns = [column for column in self._page.model.columns if column.name != FIXED]
        choices = [Choice(column.name, column.head, column.name in shown) for column in columns]
        ColumnsDialog(self._page, choices, then=self.show).begin()

    def show(self, names: Sequence[str]) -> None:
        """Show these columns in this order, and remember it."""
        page, shown = self._page, tuple(names)
        self._set(replace(self.layout, shown=shown, chosen=shown != Layout().shown))
        page.table.set_columns(self.in_order(page.model.columns))
        page.table.show_sorted(self.layout.sorted_by, descending=self.layout.descending)
        page.fold()

    def _moved(self) -> None:
        visible = [name for name in self._page.table.head_order() if name in self.layout.shown]
        QTimer.singleShot(0, self, partial(self.show, tuple(visible)))  # Qt is still moving the head

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        shown = self.layout.shown
        columns = {column.name: column for column in self._page.model.columns}
        if name in shown and len(shown) > 1:
            hide = _("Hide “{head}”").format(head=columns[name].head)
            menu.addAction(hide, partial(self.show, tuple(each for each in shown if each != name)))
        more = menu.addMenu(_("Show a column"))
        for column in columns.values():
            if column.name not in shown and column.name != FIXED:
                more.addAction(column.head, partial(self.show, (*shown, column.name)))
        menu.addAction(_("Choose the columns…"), self.choose)
