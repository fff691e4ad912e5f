"""児童台帳: every child in one table, found while typing, narrowed down, and many dealt with at once.

Object names: `register-search`, `register-table`, `register-count`, `register-new`, `register-tabs`,
`register-columns`, `register-export`, `register-import` (in the empty register), `register-empty`; the filters are
listed in `filters.FilterBar`, the bar of chosen children in `marks.MarkBar`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from caseapp.casework import accounts, register
from caseapp.casework.list_saved import GIVEN_FILTERS
from caseapp.casework.list_views import Listing, RegisterRow
from caseapp.desktop.import_file.dialog import open_import
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tables import TableModel
from caseapp.desktop.kit.text import Label
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.register import conditions, layout
from caseapp.desktop.register.acts import Acts
from caseapp.desktop.register.columns import FOLDED, LONG, OF_OTHERS, Cells
from caseapp.desktop.register.empty import Empty
from caseapp.desktop.register.filter_dialog import FilterDialog
from caseapp.desktop.register.filters import FilterBar
from caseapp.desktop.register.heads import Heads
from caseapp.desktop.register.marks import MarkBar, Marks
from caseapp.desktop.register.saved_dialog import SavedDialog
from caseapp.desktop.register.searching import Searching
from caseapp.desktop.register.table import RegisterTable
from caseapp.desktop.register.tabs import ALL, KanaTabs
from caseapp.desktop.theme.theme import theme
from caseapp.rules.account import Account
from caseapp.rules.changes import Changes
from caseapp.rules.dates import is_japanese
from caseapp.words import language
from caseapp.words.language import _, ngettext

_CONCERNS = ("child", "consultation", "follow_up", "account", "support_plan")
_SEARCH = 248


class RegisterPage(Page):
    """Typing narrows the table down, ↓ goes to it, Enter opens the child, Ctrl+N records for it, Space chooses it."""

    name = "register"
    rail = "register"
    shown = (Keys.OPEN, Keys.RECORD, Keys.MARK, Keys.CONDITIONS, Keys.SAVED_LISTS, Keys.NEXT_TAB)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._loaded = False
        self.whole = False
        self._total = 0
        self.searching = Searching()
        self.marks = Marks(self)
        self.cells = Cells(self.searching, today=desk.today(), style=desk.preferences["date_style"])
        self.heads = Heads(self)
        self.acts = Acts(self)
        self._make()
        self._place()
        self._connect()
        self._bind()

    def _make(self) -> None:
        self.heading = Label(_("Register"), role="title", parent=self)
        self.search = SearchField(placeholder=_("Name, kana or number"), parent=self)
        self.search.setAccessibleName(_("Search in the register"))
        self.count = Label(role="strong", parent=self)
        self.new = Button(
            _("Register a child"), self._new_child, kind="primary", key=Keys.NEW_CHILD, icon="plus", parent=self
        )
        self.filters = FilterBar(self)
        self.tabs = KanaTabs(parent=self)
        self.columns = Button(_("Columns…"), self.heads.choose, kind="quiet", parent=self)
        set_tip(self.columns, f"{Keys.COLUMNS.words} ({Keys.COLUMNS.text})")
        self.export = Button(_("Write out…"), self.acts.export, kind="quiet", parent=self)
        set_tip(self.export, f"{Keys.EXPORT.words} ({Keys.EXPORT.text})")
        self.model: TableModel[RegisterRow] = TableModel(self.heads.in_order(self.cells.columns()))
        self.table = RegisterTable(self.model, self.marks, self.cells.writer, name=_("Register"), parent=self)
        self.mark_bar = MarkBar(self.marks, parent=self)
        self.empty = Empty(self._new_child, self._import, self._clear, parent=self)
        for widget, name in (
            (self.search, "search"),
            (self.count, "count"),
            (self.new, "new"),
            (self.columns, "columns"),
            (self.export, "export"),
            (self.table, "table"),
        ):
            widget.setObjectName(f"register-{name}")

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
        tabs = QHBoxLayout()
        tabs.setSpacing(8)
        tabs.addWidget(self.tabs, 1)
        tabs.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignVCenter)
        tabs.addWidget(self.export, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(tabs)
        self.body.setSpacing(8)
        card = Card(padding=(1, 1), spacing=0, parent=self)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty)
        card.body.addStretch(0)
        self.body.addWidget(card, 1)
        self.body.addWidget(self.mark_bar)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        self.filters.changed.connect(self.ask)
        self.filters.edit_asked.connect(self._narrow_down)
        self.filters.saved_asked.connect(self._saved)
        self.tabs.changed.connect(self._search)
        self.table.opened.connect(self._open)
        self.table.wanted.connect(self._fill)
        self.table.row_menu.connect(self._fill_row_menu)
        self.heads.follow(self.table)
        self.mark_bar.hand_over.clicked.connect(self.acts.hand_over)
        self.mark_bar.print.clicked.connect(self.acts.print)
        self.mark_bar.export.clicked.connect(self.acts.export)
        self.mark_bar.print.setVisible(self.acts.can_print_many())

    def _bind(self) -> None:
        self.say_key(Keys.TO_LIST)
        self.say_key(Keys.OPEN)
        self.say_key(Keys.MARK)
        self.say_key(Keys.MARK_ALL)
        self.on(Keys.RECORD, self._record)
        self.on(Keys.FILTER, self._to_search)
        self.on(Keys.CONDITIONS, partial(self._narrow_down, ""))
        self.on(Keys.SAVED_LISTS, self._saved)
        self.on(Keys.NEXT_TAB, partial(self.tabs.step, 1), words=_("Next kana"))
        self.on(Keys.PREVIOUS_TAB, partial(self.tabs.step, -1), words=_("Previous kana"))
        self.on(Keys.COLUMNS, self.heads.choose)
        self.on(Keys.HAND_OVER, self.acts.hand_over)
        self.on(Keys.EXPORT, self.acts.export)
        self.on(Keys.PRINT, self.acts.print)
        self.on(Keys.NEW_CHILD, self._new_child)
        self.on(Keys.IMPORT, self._import)
        self.on(Keys.HAND_OVERS, partial(self.desk.go.open, "handover"))
        self.on(Keys.QUOTAS, partial(self.desk.go.open, "quotas"), words=_("Quotas of the whole office"))
        self.on(Keys.DUPLICATES, partial(self.desk.go.open, "duplicates"))
        self.on(Keys.REFRESH, self.ask)
        self.say_key(Keys.CLOSE, _("Clear the search"))

    def title(self) -> str:
        return _("Register")

    def open(self, **args: Any) -> None:
        """`condition`: the key of a filter that comes with the program, to be shown at once."""
        office = self.desk.office
        for given in GIVEN_FILTERS:
            if given.key == args.get("condition"):
                self.filters.set_value(given.filter)
        self.desk.ask(lambda: accounts.list_accounts(office), self._know_workers, key="register.workers", owner=self)
        self.ask()

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*_CONCERNS) and self.isVisible():
            self.ask()

    def leave(self) -> None:
        self.heads.leave()

    def first_focus(self) -> QWidget | None:
        return self.search

    # ---- asking and showing

    def _know_workers(self, known: tuple[Account, ...]) -> None:
        self.filters.know_workers(known)

    def ask(self) -> None:
        """Ask for the rows: those in sight with all that is known of them, the others in outline."""
        office, wanted = self.desk.office, self.filters.value()
        whole = self.heads.layout.sorted_by in OF_OTHERS
        top, bottom = self.table.seen() if self._loaded else (0, -1)
        first = [row.child_id for row in self.model.rows()[top : bottom + 1]]
        job = partial(register.listing, office, filter=wanted, whole=whole, first=first)
        self.desk.ask(job, self._show, key="register", owner=self)

    def _show(self, listing: Listing) -> None:
        self._loaded, self.whole = True, listing.whole
        rows = listing.rows
        self._total = len(rows)
        self.cells.today = self.desk.today()
        self.cells.style = self.desk.preferences["date_style"]
        self.cells.set_rows(rows)
        self.searching.set_rows(rows)
        self.marks.keep_only(row.child_id for row in rows)
        self.model.columns = self.cells.fitted(self.model.columns)
        self.table.settle()
        self._search()
        wanted = (self.heads.layout.sorted_by, self.heads.layout.descending)
        if self.model.sorted_by() != wanted:  # it waited for all that is known
            self.table.sort_by(wanted[0], descending=wanted[1])

    def _fill(self, lacking: list[RegisterRow]) -> None:
        office = self.desk.office
        job = partial(register.filled, office, lacking)
        self.desk.ask(job, self._filled, key="register.filled", owner=self)

    def _filled(self, known: dict[str, RegisterRow]) -> None:
        self.cells.know(known)
        self.searching.set_rows(self.cells.rows)
        self.table.take(known)

    def set_width_class(self, width_class: str) -> None:
        self.search.setMaximumWidth(theme.px(_SEARCH))
        self.fold()

    def fold(self) -> None:
        """Hide what is not chosen, and columns for which there is no room; the number comes when one is searched."""
        by_number = any(letter.isdecimal() for letter in self.searching.text)
        shown = {layout.FIXED, *self.heads.layout.shown}
        if not self.heads.layout.chosen:
            if self.width_class == NARROW:
                shown -= FOLDED
            elif self.width_class != WIDE and not is_japanese(language.current()):
                shown -= LONG
            if self.width_class == WIDE:
                shown.add("number")
        if by_number:
            shown.add("number")
        self.table.show_columns(shown, sideways=self.heads.layout.chosen)

    def _typed(self, text: str) -> None:
        self.searching.text = text
        if text and self.tabs.value() != ALL:
            self.tabs.set_value(ALL)
        self.fold()
        self._search()

    def _search(self) -> None:
        found = self.tabs.through(self.searching.rows())
        self.table.set_rows(found, keep=lambda row: row.child_id)
        if self.table.current() is None or (self.searching.text and self.search.hasFocus()):
            self.table.choose_row(0)
        self._say_count(len(found))
        self.table.setVisible(bool(found) or not self._loaded)
        self.empty.setVisible(self._loaded and not found)
        by_tab = self.tabs.value() != ALL
        self.empty.say(searched=self.searching.text, narrowed=self.filters.narrowed() or by_tab, total=self._total)
        self.table.ask_for_what_is_seen()

    def _say_count(self, found: int) -> None:
        total = ngettext("{count} person", "{count} people", self._total).format(count=f"{self._total:,}")
        if found == self._total:
            words = total
        else:
            words = _("{found} of {total}").format(found=f"{found:,}", total=total)
        if self.searching.forgiving and found:
            words += _(" (similar readings)")
        self.count.setText(words if self._loaded else "")

    def _fill_row_menu(self, menu: QMenu) -> None:
        row = self.table.current()
        if row is None:
            return
        menu.addAction(_("Open"), partial(self._open, row))
        chosen = QAction(_("Choose"), menu, checkable=True, checked=row.child_id in self.marks)
        chosen.triggered.connect(lambda _on: self.marks.turn(row.child_id))
        menu.addAction(chosen)
        menu.addSeparator()
        for key in (Keys.RECORD, Keys.HAND_OVER, Keys.EXPORT):
            menu.addAction(self.action(key))

    # ---- filters

    def _narrow_down(self, field: str) -> None:
        workers = self.filters.names()
        dialog = FilterDialog(self, self.desk, self.filters.value(), workers=workers, then=self.filters.set_value)
        dialog.begin(field)

    def _saved(self) -> None:
        now = self.filters.value()
        words = [each for _part, each in conditions.said(now, workers=self.filters.names())]
        SavedDialog(self, self.desk, now, words=words, then=self.filters.set_value).begin()

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
        """Esc: first the search, then the choice."""
        if event.key() != Qt.Key.Key_Escape or not (self.search.text() or len(self.marks)):
            super().keyPressEvent(event)
            return
        if self.search.text():
            self.search.clear()
            self._to_search()
        else:
            self.marks.clear()
        event.accept()

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _clear(self) -> None:
        self.search.clear()
        self.tabs.set_value(ALL)
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
        """A new child; who was searched for and not found has a name already."""
        searched = {} if self.model.rows() else {"name": self.searching.text}
        self.desk.go.open("child_form", **searched)

    def _import(self) -> None:
        open_import(self, self.desk)
