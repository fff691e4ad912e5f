"""相談記録: the newest consultations of the office, or one's own; each opens on its child's page.

Object names: `consultations-list`, `consultations-whose` (pills mine/all), `consultations-search`,
`consultations-record`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import consultations
from caseapp.casework.views import ConsultationLine
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.empty import EmptyState
from caseapp.desktop.kit.fields import SearchField
from caseapp.desktop.kit.lists import Head, ItemList, ListModel
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.record.lines import LineDelegate, day_words, matches, spoken
from caseapp.desktop.register import export_list
from caseapp.rules.changes import Changes
from caseapp.rules.folding import fold
from caseapp.words.language import _

_AT_ONCE = 200
_NEAR_END = 400  # pixels before the end of the list at which older ones are read
_PREFERENCE = "consultations_mine"


class ConsultationsPage(Page):
    """Grouped by day. Older ones are read as one scrolls; what is typed narrows down what has been read."""

    name = "consultations"
    rail = "consultations"
    shown = (Keys.CHOOSE, Keys.OPEN, Keys.EDIT, Keys.MINE, Keys.FILTER, Keys.RECORD)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: list[ConsultationLine] = []
        self._whole = False
        self._asking = False
        self.heading = Label(_("Consultations"), role="name", parent=self)
        self.search = SearchField(placeholder=_("Name or words"), parent=self)
        self.search.setObjectName("consultations-search")
        self.search.setAccessibleName(_("Narrow down"))
        self.search.changed.connect(self._paint)
        self.whose = FilterPills([("mine", _("Mine")), ("all", _("Whole office"))], name=_("Whose"), parent=self)
        self.whose.setObjectName("consultations-whose")
        self.whose.set_value("mine" if desk.preferences.get(_PREFERENCE, False) else "all")
        self.whose.changed.connect(self._whose_chosen)
        self.record = Button(
            _("Record a consultation"), self._record, kind="primary", key=Keys.RECORD, icon="pencil", parent=self
        )
        self.record.setObjectName("consultations-record")
        self.list: ItemList[ConsultationLine] = ItemList(
            ListModel(spoken), LineDelegate(), name=_("Consultations"), parent=self
        )
        self.list.setObjectName("consultations-list")
        self.list.opened.connect(self._open)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.empty = EmptyState("", parent=self)
        self._place()
        self._bind()
        masking.changed.connect(self._paint)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.search, 1)
        head.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.record)
        self.body.addLayout(head)
        card = Card(padding=(0, 4), spacing=0, parent=self)
        card.body.addWidget(self.empty)
        card.body.addWidget(self.list, 1)
        self.body.addWidget(card, 1)
        self.whose.setFixedWidth(self.whose.sizeHint().width())

    def _bind(self) -> None:
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN)
        self.on(Keys.EDIT, self._edit)
        self.on(Keys.MINE, self._switch)
        self.on(Keys.FILTER, self.search.setFocus)
        self.on(Keys.RECORD, self._record)
        self.on(Keys.REFRESH, self._ask)
        self.on(Keys.EXPORT, lambda: export_list(self, "consultations"))

    # ---- what the shell asks

    def title(self) -> str:
        return _("Consultations")

    def open(self, **args: Any) -> None:
        self._ask()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("consultation", "child") and self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        return self.list

    def set_width_class(self, width_class: str) -> None:
        delegate = self.list.itemDelegate()
        assert isinstance(delegate, LineDelegate)
        delegate.width_class = width_class
        self.heading.setVisible(width_class != NARROW)
        self.list.scheduleDelayedItemsLayout()

    # ---- asking and showing

    def _ask(self) -> None:
        office, mine = self.desk.office, self.whose.value() == "mine"
        wanted = max(_AT_ONCE, len(self._lines))
        self._asking = True
        self.desk.ask(
            lambda: consultations.latest(office, mine=mine, limit=wanted),
            lambda lines: self._show(lines, wanted),
            key="consultations",
            owner=self,
        )

    def _show(self, lines: tuple[ConsultationLine, ...], wanted: int) -> None:
        self._asking = False
        self._lines = list(lines)
        self._whole = len(lines) < wanted
        self._paint()
        if self.list.current() is None:
            self.list.choose_first()
            self.list.scrollToTop()

    def _scrolled(self, value: int) -> None:
        if self.list.verticalScrollBar().maximum() - value < _NEAR_END:
            self._ask_older()

    def _ask_older(self) -> None:
        """Older ones; the last day again, as it may have been cut in the middle."""
        if self._whole or self._asking or not self._lines:
            return
        office, mine = self.desk.office, self.whose.value() == "mine"
        until = self._lines[-1].on + timedelta(days=1)
        self._asking = True
        self.desk.ask(
            lambda: consultations.latest(office, mine=mine, before=until, limit=_AT_ONCE),
            self._show_older,
            key="consultations",
            owner=self,
        )

    def _show_older(self, lines: tuple[ConsultationLine, ...]) -> None:
        self._asking = False
        known = {line.consultation_id for line in self._lines}
        fresh = [line for line in lines if line.consultation_id not in known]
        self._whole = not fresh
        self._lines.extend(fresh)
        self._paint()

    def _paint(self) -> None:
        words = fold(self.search.value())
        shown = [line for line in self._lines if matches(line, words)]
        today, style = self.desk.today(), self.desk.preferences["date_style"]
        rows: list[Head | ConsultationLine] = []
        for number, line in enumerate(shown):
            if number == 0 or shown[number - 1].on != line.on:
                rows.append(Head(day_words(line.on, today=today, style=style)))
            rows.append(line)
        delegate = self.list.itemDelegate()
        assert isinstance(delegate, LineDelegate)
        delegate.set_day(today, style)
        self.list.set_rows(rows, keep=lambda line: line.consultation_id)
        self.empty.say(_("Nothing with these words has been read yet.") if words else self._nothing())
        self.empty.setVisible(not shown)
        self.list.setVisible(bool(shown))

    def _nothing(self) -> str:
        if self.whose.value() == "mine":
            return _("You have not recorded a consultation yet.")
        return _("No consultation has been recorded yet.")

    # ---- acts

    def _whose_chosen(self) -> None:
        self.desk.preferences.set(_PREFERENCE, self.whose.value() == "mine")
        self._lines = []
        self._ask()

    def _switch(self) -> None:
        self.whose.set_value("all" if self.whose.value() == "mine" else "mine")
        self._whose_chosen()

    def _open(self, line: ConsultationLine) -> None:
        self.desk.go.open("child", child_id=line.child_id, record_kind="consultation", record_id=line.consultation_id)

    def _edit(self) -> None:
        line = self.list.current()
        if line is not None:
            self.desk.go.open_record(line.child_id, consultation_id=line.consultation_id)

    def _record(self) -> None:
        self.desk.go.search(recording=True)
