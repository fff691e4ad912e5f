"""連絡調整: the answers one waits for, the longest first, and the newest contacts.

Object names: `liaisons-list`, `liaisons-whose` (pills mine/all), `liaisons-search`.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import liaison_lines
from caseapp.casework.liaison_lines import LiaisonLine, LiaisonLines
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.lists import Head, ItemList, ListModel
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.liaison.answer import open_answer
from caseapp.desktop.liaison.lines import LiaisonDelegate, matches, spoken
from caseapp.desktop.register import export_list
from caseapp.rules.changes import Changes
from caseapp.rules.folding import fold
from caseapp.words.language import _

_PREFERENCE = "liaisons_mine"


class LiaisonsPage(Page):
    """Enter opens the contact, Ctrl+D writes down its answer."""

    name = "liaisons"
    rail = "liaisons"
    shown = (Keys.CHOOSE, Keys.OPEN, Keys.DONE, Keys.MINE, Keys.FILTER)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines = LiaisonLines(waiting=(), recent=())
        self.heading = Label(_("Liaison"), role="name", parent=self)
        self.search = SearchField(placeholder=_("Organization, child or words"), parent=self)
        self.search.setObjectName("liaisons-search")
        self.search.setAccessibleName(_("Narrow down"))
        self.search.changed.connect(self._paint)
        self.whose = FilterPills([("mine", _("Mine")), ("all", _("Whole office"))], name=_("Whose"), parent=self)
        self.whose.setObjectName("liaisons-whose")
        self.whose.set_value("mine" if desk.preferences.get(_PREFERENCE, False) else "all")
        self.whose.changed.connect(self._whose_chosen)
        self.list: ItemList[LiaisonLine] = ItemList(
            ListModel(spoken), LiaisonDelegate(), name=_("Liaison"), parent=self
        )
        self.list.setObjectName("liaisons-list")
        self.list.opened.connect(self._open)
        self.list.chosen.connect(self._chosen)
        self._place()
        self._bind()
        masking.changed.connect(self._paint)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.search, 1)
        head.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        card = Card(padding=(0, 4), spacing=0, parent=self)
        card.body.addWidget(self.list, 1)
        self.body.addWidget(card, 1)
        self.whose.setFixedWidth(self.whose.sizeHint().width())

    def _bind(self) -> None:
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN)
        self.on(Keys.DONE, self._answer, words=_("Write down the answer"))
        self.on(Keys.MINE, self._switch)
        self.on(Keys.FILTER, self.search.setFocus)
        self.on(Keys.REFRESH, self._ask)
        self.on(Keys.EXPORT, lambda: export_list(self, "liaisons"))

    # ---- what the shell asks

    def title(self) -> str:
        return _("Liaison")

    def open(self, **args: Any) -> None:
        self._ask()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("liaison", "organization", "child") and self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        return self.list

    def set_width_class(self, width_class: str) -> None:
        delegate = self.list.itemDelegate()
        assert isinstance(delegate, LiaisonDelegate)
        delegate.width_class = width_class
        self.heading.setVisible(width_class != NARROW)
        self.list.scheduleDelayedItemsLayout()

    # ---- asking and showing

    def _ask(self) -> None:
        office, mine = self.desk.office, self.whose.value() == "mine"
        self.desk.ask(lambda: liaison_lines.lines(office, mine=mine), self._show, key="liaisons", owner=self)

    def _show(self, lines: LiaisonLines) -> None:
        self._lines = lines
        self._paint()
        if self.list.current() is None:
            self.list.choose_first()
            self.list.scrollToTop()

    def _paint(self) -> None:
        words = fold(self.search.value())
        waiting = [line for line in self._lines.waiting if matches(line, words)]
        recent = [line for line in self._lines.recent if matches(line, words)]
        rows: list[Head | LiaisonLine] = [Head(_("Waiting for an answer"), count=str(len(waiting)))]
        rows += waiting or [Head(_("Nobody owes an answer"), empty=True)]
        rows.append(Head(_("Newest contacts")))
        rows += recent or [Head(_("None yet. On a child's page, Ctrl+L records one"), empty=True)]
        delegate = self.list.itemDelegate()
        assert isinstance(delegate, LiaisonDelegate)
        delegate.measure([*waiting, *recent], today=self.desk.today(), style=self.desk.preferences["date_style"])
        self.list.set_rows(rows, keep=lambda line: line.liaison.id)
        self._chosen(self.list.current())

    # ---- acts

    def _chosen(self, line: LiaisonLine | None) -> None:
        self.action(Keys.DONE).setEnabled(line is not None and line.liaison.waiting)

    def _whose_chosen(self) -> None:
        self.desk.preferences.set(_PREFERENCE, self.whose.value() == "mine")
        self._ask()

    def _switch(self) -> None:
        self.whose.set_value("all" if self.whose.value() == "mine" else "mine")
        self._whose_chosen()

    def _open(self, line: LiaisonLine) -> None:
        found = line.liaison
        self.desk.go.open("liaison", child_id=found.child_id, liaison_id=found.id)

    def _answer(self) -> None:
        line = self.list.current()
        if line is not None and line.liaison.waiting:
            open_answer(self, line.liaison)
