"""児童台帳: every child in one table, found while typing.

Object names: `register-search`, `register-table`, `register-count`, `register-new`, `register-import` (in the empty
register), `register-empty`; the filters are listed in `filters.FilterBar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.casework import accounts, register
from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.import_file.dialog import open_import
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import Table, TableModel
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.register.columns import FOLDED, Cells
from caseapp.desktop.register.filters import FilterBar
from caseapp.desktop.register.searching import Searching
from caseapp.desktop.theme.theme import theme
from caseapp.rules.account import Account
from caseapp.rules.changes import Changes
from caseapp.words.language import _, ngettext

_TABLE = "register"
_CONCERNS = ("child", "consultation", "follow_up", "account")
_SEARCH = 248
_KEEP_WIDTHS_AFTER = 400  # milliseconds after the last pull at a column


class RegisterPage(Page):
    """Typing narrows the table down, ↓ goes to it, Enter opens the child, Ctrl+N records for it."""

    name = "register"
    rail = "register"
    shown = (Keys.TO_LIST, Keys.OPEN, Keys.RECORD, Keys.FILTER, Keys.NEW_CHILD, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._loaded = False
        self._total = 0
        self.searching = Searching()
        self.cells = Cells(self.searching, today=desk.today(), style=desk.preferences["date_style"])
        self.heading = Label(_("Register"), role="title", parent=self)
        self.search = SearchField(placeholder=_("Name, kana or number"), parent=self)
        self.search.setObjectName("register-search")
        self.search.setAccessibleName(_("Search in the register"))
        self.count = Label(role="strong", parent=self)
        self.count.setObjectName("register-count")
        self.new = Button(
            _("Register a child"), self._new_child, kind="primary", key=Keys.NEW_CHILD, icon="plus", parent=self
        )
        self.new.setObjectName("register-new")
        self.filters = FilterBar(self)
        self.model: TableModel[RegisterRow] = TableModel(self.cells.columns())
        self.table: Table[RegisterRow] = Table(self.model, name=_("Register"), parent=self)
        self.table.setObjectName("register-table")
        self.empty = _Empty(self._new_child, self._import, self._clear, parent=self)
        self._keep_widths = QTimer(self)
        self._place()
        self._connect()
        self._bind()

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        for part in (self.heading, self.search, self.count):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        head.setStretchFactor(self.search, 10)
        head.addStretch(1)
        head.addWidget(self.new)
        self.body.addLayout(head)
        self.body.addWidget(self.filters)
        card = Card(padding=(1, 1), spacing=0, parent=self)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty)
        card.body.addStretch(0)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        self.filters.changed.connect(self._ask)
        self.table.opened.connect(self._open)
        self.table.set_widths(self.desk.preferences.columns(_TABLE))
        self.table.sort_by("kana")
        self._keep_widths.setSingleShot(True)
        self._keep_widths.setInterval(_KEEP_WIDTHS_AFTER)
        self._keep_widths.timeout.connect(self._remember_widths)
        self.table.widths_changed.connect(self._keep_widths.start)

    def _bind(self) -> None:
        self.say_key(Keys.TO_LIST)
        self.say_key(Keys.OPEN)
        self.on(Keys.RECORD, self._record)
        self.on(Keys.FILTER, self._to_search)
        self.on(Keys.NEW_CHILD, self._new_child)
        self.on(Keys.IMPORT, self._import)
        self.on(Keys.REFRESH, self._ask)
        self.say_key(Keys.CLOSE, _("Clear the search"))

    def title(self) -> str:
        return _("Register")

    def open(self, **args: Any) -> None:
        office = self.desk.office
        self.desk.ask(lambda: accounts.list_accounts(office), self._know_workers, key="register.workers", owner=self)
        self._ask()

    def place(self) -> dict[str, Any]:
        return {}

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*_CONCERNS) and self.isVisible():
            self._ask()

    def leave(self) -> None:
        if self._keep_widths.isActive():
            self._keep_widths.stop()
            self._remember_widths()

    def first_focus(self) -> QWidget | None:
        return self.search

    # ---- asking and showing

    def _know_workers(self, known: tuple[Account, ...]) -> None:
        self.filters.know_workers(known)

    def _ask(self) -> None:
        office, wanted = self.desk.office, self.filters.value()
        self.desk.ask(partial(register.rows, office, filter=wanted), self._show, key="register", owner=self)

    def _show(self, rows: Sequence[RegisterRow]) -> None:
        self._loaded = True
        self._total = len(rows)
        self.cells.today = self.desk.today()
        self.cells.style = self.desk.preferences["date_style"]
        self.cells.set_rows(rows)
        self.searching.set_rows(rows)
        self.model.columns = self.cells.fitted(self.model.columns)
        self.table.settle()
        self._search()

    def set_width_class(self, width_class: str) -> None:
        self.search.setMaximumWidth(theme.px(_SEARCH))
        self._fold()

    def _fold(self) -> None:
        """Leave out columns for which there is no room; the number comes when one is searched."""
        by_number = any(letter.isdecimal() for letter in self.searching.text)
        for place, column in enumerate(self.model.columns):
            folded = self.width_class == NARROW and column.name in FOLDED
            if column.name == "number":
                folded = not (by_number or self.width_class == WIDE)
            self.table.setColumnHidden(place, folded)
        self.table.settle()

    def _typed(self, text: str) -> None:
        self.searching.text = text
        self._fold()
        self._search()

    def _search(self) -> None:
        found = self.searching.rows()
        self.table.set_rows(found, keep=lambda row: row.child_id)
        if self.table.current() is None or (self.searching.text and self.search.hasFocus()):
            self.table.choose_row(0)
        self._say_count(len(found))
        self.table.setVisible(bool(found) or not self._loaded)
        self.empty.setVisible(self._loaded and not found)
        self.empty.say(searched=self.searching.text, narrowed=self.filters.narrowed(), total=self._total)

    def _say_count(self, found: int) -> None:
        total = ngettext("{count} person", "{count} people", self._total).format(count=f"{self._total:,}")
        if found == self._total:
            words = total
        else:
            words = _("{found} of {total}").format(found=f"{found:,}", total=total)
        if self.searching.forgiving and found:
            words += _(" (similar readings)")
        self.count.setText(words if self._loaded else "")

    def _remember_widths(self) -> None:
        self.desk.preferences.set_columns(_TABLE, self.table.widths())

    # ---- acts

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def _search_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.table.current()
            if row is not None:
                self._open(row)
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if key == Qt.Key.Key_Down and self.table.currentIndex().row() == 0 and self.model.rowCount() > 1:
                self.table.choose_row(1)
            return True
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self._to_search()
            event.accept()
            return
        super().keyPressEvent(event)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _clear(self) -> None:
        self.search.clear()
        self.filters.clear()
        self._to_search()

    def _open(self, row: RegisterRow) -> None:
        self.desk.go.open_child(row.child_id)

    def _record(self) -> None:
        row = self.table.current()
        if row is None:
            self.desk.go.search(recording=True)
        else:
            self.desk.go.open_record(row.child_id)

    def _new_child(self) -> None:
        self.desk.go.open("child_form")

    def _import(self) -> None:
        open_import(self, self.desk)


class _Empty(QWidget):
    """What stands at the first row's place when there is no row."""

    def __init__(self, new: Any, read_in: Any, clear: Any, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("register-empty")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._words = Para(ink="sub", parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._new = Button(_("Register a child"), new, kind="quiet", key=Keys.NEW_CHILD, parent=self)
        self._import = Button(_("Read in a list"), read_in, kind="quiet", key=Keys.IMPORT, parent=self)
        self._import.setObjectName("register-import")
        self._clear = Button(_("Show everybody"), clear, kind="quiet", parent=self)
        self._clear.setObjectName("register-clear")
        for button in (self._new, self._import, self._clear):
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self._words)
        column.addLayout(row)
        column.addStretch(1)
        self.setMinimumHeight(theme.px(90))
        self.hide()

    def say(self, *, searched: str, narrowed: bool, total: int) -> None:
        """The sentence and the buttons that help here."""
        bare = not searched.strip() and not narrowed
        if bare:
            words = _("No child is in the register yet.")
        elif searched.strip() and total:
            words = _("Nobody is found by “{text}”. Try fewer characters, the kana or the number.").format(
                text=searched
            )
        else:
            words = _("Nobody fits what is chosen above.")
        self._words.setText(words)
        self._new.setVisible(bare)
        self._import.setVisible(bare)
        self._clear.setVisible(not bare)
