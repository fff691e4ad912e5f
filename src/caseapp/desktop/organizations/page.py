"""関係機関: the schools, hospitals, municipalities and companies the office works with.

Object names: `organizations-search`, `organizations-count`, `organizations-kinds`, `organizations-list`,
`organizations-new`, `organizations-empty`; the reading pane is in `detail`, the form in `form`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import not_to_know, organizations
from caseapp.desktop.import_file.dialog import open_import
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.empty import EmptyState
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.lists import ItemList, ListModel
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.organizations.delegate import OrganizationDelegate, spoken
from caseapp.desktop.organizations.detail import Detail
from caseapp.desktop.organizations.form import OrganizationForm
from caseapp.desktop.organizations.form_work import FormWork
from caseapp.desktop.organizations.searching import Searching
from caseapp.desktop.register import export_list
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.organization import Organization
from caseapp.words import codes
from caseapp.words.language import _, ngettext

_LIST, _LIST_WIDE, _SEARCH = 420, 520, 272


class OrganizationsPage(Page):
    """`open(organization_id=…)` shows one, with `edit=True` in the form; `open(new=True)` begins a new one."""

    name = "organizations"
    rail = "organizations"
    shown = (Keys.SAVE, Keys.TO_LIST, Keys.OPEN, Keys.EDIT, Keys.NEW, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._loaded_once = False
        self._wanted = ""
        self._detail_open = False  # in a narrow window: the detail stands in the list's place
        self.searching = Searching()
        self._make_list()
        self.detail = Detail(self.edit, self._to_list, parent=self)
        self.work = FormWork(desk, partial(OrganizationForm, parent=self), parent=self)
        self.form = self.work.form
        self.form.hide()
        self._place()
        self._bind()
        self._connect()
        self._fold()

    def _make_list(self) -> None:
        self.heading = Label(_("Organizations"), role="title", parent=self)
        self.search = SearchField(placeholder=_("Name or number"), parent=self)
        self.search.setAccessibleName(_("Search in the organizations"))
        self.count = Label(role="strong", parent=self)
        self.new = Button(_("Add an organization"), self.begin_new, kind="primary", key=Keys.NEW, icon="plus")
        groups = codes.load("organization_kind").parents()
        pills = [("", _("All")), *((code, groups.short(code)) for code in groups)]
        self.kinds = FilterPills(pills, name=_("Kind"), parent=self)
        self.list: ItemList[Organization] = ItemList(
            ListModel(spoken), OrganizationDelegate(self.searching), name=_("Organizations"), parent=self
        )
        self.empty = EmptyState("", action=_("Add one"), do=self.begin_new, key=Keys.NEW, parent=self)
        for widget, name in (
            (self.search, "search"),
            (self.count, "count"),
            (self.new, "new"),
            (self.kinds, "kinds"),
            (self.list, "list"),
            (self.empty, "empty"),
        ):
            widget.setObjectName(f"organizations-{name}")

    def _place(self) -> None:
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(16)
        head.addWidget(self.heading)
        head.addWidget(self.search, 4)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.new)
        self.body.addWidget(self._head)
        self.body.addWidget(self.kinds)
        self.left = Card(padding=(1, 1), spacing=0, parent=self)
        self.left.body.addWidget(self.list, 1)
        self.left.body.addWidget(self.empty)
        self.left.body.addStretch(0)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.left, 1)
        row.addWidget(self.detail, 1)
        row.addWidget(self.form, 1)
        self.body.addLayout(row, 1)

    def _bind(self) -> None:
        self.on(Keys.SAVE, self.work.save)
        self.say_key(Keys.TO_LIST)
        self.say_key(Keys.OPEN)
        self.on(Keys.EDIT, self.edit)
        self.on(Keys.NEW, self.begin_new, words=_("Add an organization"))
        self.on(Keys.FILTER, self._to_search)
        self.on(Keys.IMPORT, lambda: open_import(self, self.desk))
        self.on(Keys.REFRESH, self._ask)
        self.on(Keys.EXPORT, lambda: export_list(self, "organizations"))
        persons = self.form.persons
        self.on(Keys.ADD_ROW, persons.add_person, words=_("Add a person"))
        self.on(Keys.DELETE_ROW, persons.remove_current, words=_("Take this person out"))
        self.on(Keys.ROW_UP, lambda: persons.move_current(-1))
        self.on(Keys.ROW_DOWN, lambda: persons.move_current(1))
        self.on(Keys.CLOSE, self._escape)
        self._settle_keys()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        self.kinds.changed.connect(self._narrow)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._open_detail)
        self.work.begun.connect(self._begun)
        self.work.ended.connect(self._ended)
        self.work.saved.connect(self._was_saved)
        masking.changed.connect(self.detail.again)
        theme.changed.connect(self._fold)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Organizations")

    def open(self, **args: Any) -> None:
        organization_id = str(args.get("organization_id", ""))
        if organization_id:
            self._wanted = organization_id
            self._show_everything()
        self._ask()
        if args.get("new"):
            self.begin_new()
        elif organization_id:
            self.work.leave()
            self._detail_open = True
            self._fold()
            self._settle_keys()
            if args.get("edit"):
                self.work.begin(organization_id)

    def place(self) -> dict[str, Any]:
        if self.work.editing:
            return self.work.place()
        shown = self.detail.shown()
        return {"organization_id": shown.id} if shown else {}

    def first_focus(self) -> QWidget | None:
        if self.work.editing:
            return self.form.texts["name"]
        return self.search if self.search.isVisibleTo(self) else self.detail.edit

    def refresh(self, changes: Changes) -> None:
        if changes.touches("organization") and self.isVisible():
            self._ask()
        if changes.touches("child") and self.isVisible():
            self._heed()

    def keep_draft(self) -> None:
        self.work.keep_now()

    def leave(self) -> None:
        self.work.keep()

    # ---- the list

    def _ask(self) -> None:
        office = self.desk.office
        self.desk.ask(lambda: organizations.list_all(office), self._show, key="organizations", owner=self)

    def _show(self, rows: Sequence[Organization]) -> None:
        self._loaded_once = True
        self.searching.set_rows(rows)
        counts = self.searching.counts()
        for code in ("", *codes.load("organization_kind").parents()):
            self.kinds.set_count(code, counts.get(code, 0))
        self._narrow()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.list.choose(lambda row: row.id == wanted)

    def _show_everything(self) -> None:
        self.search.clear()
        self.kinds.set_value("")
        self.searching.group = ""

    def _typed(self, text: str) -> None:
        self.searching.text = text
        self._narrow()

    def _narrow(self) -> None:
        self.searching.group = self.kinds.value()
        found, total = self.searching.rows(), self.searching.counts()[""]
        self.list.set_rows(found, keep=lambda row: row.id)
        if self.list.current() is None or (self.searching.text and self.search.hasFocus()):
            self.list.choose_first()
        self._chosen(self.list.current())
        all_words = ngettext("{count} organization", "{count} organizations", total).format(count=total)
        if len(found) != total:
            all_words = _("{found} of {total} listed").format(found=len(found), total=all_words)
        self.count.setText(all_words if self._loaded_once else "")
        self.list.setVisible(bool(found) or not self._loaded_once)
        self.empty.setVisible(self._loaded_once and not found)
        if not total:
            self.empty.say(_("No organization is written down yet."))
        else:
            self.empty.say(_("No organization is found like this. Try fewer characters or another kind."))

    def _chosen(self, row: Organization | None) -> None:
        if row != self.detail.shown():
            self.detail.show_organization(row)
            self._heed()
        self._settle_keys()

    def _heed(self) -> None:
        """What the organization that is shown must not know stands above its number."""
        office, shown = self.desk.office, self.detail.shown()
        if shown is not None:
            job = partial(not_to_know.of_organization, office, shown.id)
            self.desk.ask(job, self.detail.heed, key="organizations.kept", owner=self)

    def _open_detail(self, _row: Organization) -> None:
        self._detail_open = True
        self._fold()
        self.detail.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_list(self) -> None:
        self._detail_open = False
        self._fold()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_search(self) -> None:
        if self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def _search_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        row = self.list.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row is not None:
                self._open_detail(row)
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.list.currentIndex().row() == 0 and event.key() == Qt.Key.Key_Down:
                self.list.step(1)
            return True
        return False

    def _escape(self) -> None:
        if self.work.editing:
            self.work.close()
        elif self._detail_open and self.width_class == NARROW:
            self._to_list()
        elif self.search.text():
            self.search.clear()
            self._to_search()
        else:
            self._to_search()

    # ---- the form

    def edit(self) -> None:
        """Change the organization that is shown."""
        shown = self.detail.shown()
        if not self.work.editing and shown is not None:
            self.work.begin(shown.id)

    def begin_new(self) -> None:
        """Write down a new one."""
        if not self.work.editing:
            self.work.begin()

    def _begun(self) -> None:
        self._fold()
        self._settle_keys()
        if self.isVisible():
            self.form.focus_first()

    def _ended(self) -> None:
        self._fold()
        self._settle_keys()
        target = self.list if self.list.isVisible() else self.detail.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _was_saved(self, organization_id: str) -> None:
        self._wanted = organization_id
        self._detail_open = True
        self._show_everything()
        self._ask()
        self._fold()
        self._settle_keys()
        self.detail.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- size and keys

    def set_width_class(self, width_class: str) -> None:
        self._fold()

    def _fold(self) -> None:
        editing, narrow = self.work.editing, self.width_class == NARROW
        aside = narrow and (editing or self._detail_open)
        self.new.setText(_("Add one") if narrow else _("Add an organization"))
        self.left.setVisible(not aside)
        self._head.setVisible(not aside)
        self.kinds.setVisible(not aside)
        self.form.setVisible(editing)
        self.detail.setVisible(not editing and (not narrow or self._detail_open))
        self.detail.back.setVisible(narrow)
        self.search.setMaximumWidth(theme.px(_SEARCH))
        width = theme.px(_LIST_WIDE if self.width_class == WIDE else _LIST)
        self.left.setMinimumWidth(0 if narrow else width)
        self.left.setMaximumWidth(16_777_215 if narrow else width)

    def _settle_keys(self) -> None:
        editing = self.work.editing
        for key in (Keys.SAVE, Keys.ADD_ROW, Keys.DELETE_ROW, Keys.ROW_UP, Keys.ROW_DOWN):
            self.action(key).setEnabled(editing)
        for key in (Keys.TO_LIST, Keys.OPEN, Keys.NEW, Keys.IMPORT):
            self.action(key).setEnabled(not editing)
        self.action(Keys.EDIT).setEnabled(not editing and self.detail.shown() is not None)
        self.new.setEnabled(not editing)
        words = _("Close (the draft stays)") if editing else _("Clear the search")
        self.action(Keys.CLOSE).setText(words)
        refresh = getattr(self.desk.go, "refresh_keys", None)
        if refresh is not None:
            refresh()
