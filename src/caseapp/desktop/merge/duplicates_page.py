"""重複の確認: who may be in the register twice, over the whole office.

Object names: `duplicates-list`, `duplicates-which` (pills), `duplicates-apart`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import duplicates
from caseapp.casework.duplicates import Pair
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Bar, Card
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.lists import Head, ItemList, ListModel
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.merge.pair_lines import PairDelegate, pair_key, pair_spoken
from caseapp.rules.changes import Changes
from caseapp.words.language import _

LIKELY, TWINS, SETTLED = "likely", "twins", "settled"


class DuplicatesPage(Page):
    """Enter compares two records, Ctrl+D says that they are two children."""

    name = "duplicates"
    rail = "register"
    shown = (Keys.CHOOSE, Keys.OPEN, Keys.DONE, Keys.NEXT_TAB, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._pairs: tuple[Pair, ...] = ()
        self._settled: tuple[Pair, ...] = ()
        self.heading = Label(_("Registered twice?"), role="title", parent=self)
        self.which = FilterPills(
            [(LIKELY, _("To be looked at")), (TWINS, _("Twins?")), (SETTLED, _("Found to be two"))],
            name=_("Which"),
            parent=self,
        )
        self.which.setObjectName("duplicates-which")
        self.which.changed.connect(self._paint)
        self.list: ItemList[Pair] = ItemList(
            ListModel(pair_spoken), PairDelegate(), name=_("Registered twice?"), parent=self
        )
        self.list.setObjectName("duplicates-list")
        self.list.opened.connect(self._compare)
        self.list.chosen.connect(self._chosen)
        self.compare_button = Button(_("Compare the two"), self._compare_current, kind="primary", parent=self)
        self.compare_button.setObjectName("duplicates-compare")
        self.apart = Button(_("They are two children"), self._told_apart, key=Keys.DONE, parent=self)
        self.apart.setObjectName("duplicates-apart")
        self._place()
        self._bind()
        masking.changed.connect(self._paint)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.heading)
        head.addWidget(self.which, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        card = Card(padding=(0, 4), spacing=0, parent=self)
        card.body.addWidget(self.list, 1)
        self.body.addWidget(card, 1)
        bar = Bar(parent=self)
        bar.left(self.compare_button, self.apart)
        leave = Button(_("Close"), self.desk.go.back, key=Keys.CLOSE, parent=self)
        bar.right(leave)
        self.body.addWidget(bar)

    def _bind(self) -> None:
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN, _("Compare the two"))
        self.on(Keys.DONE, self._told_apart, words=_("They are two children"))
        self.on(Keys.NEXT_TAB, partial(self._step, 1))
        self.on(Keys.PREVIOUS_TAB, partial(self._step, -1))
        self.on(Keys.REFRESH, self._ask)
        self.on(Keys.CLOSE, self.desk.go.back, words=_("Close"))

    # ---- what the window asks

    def title(self) -> str:
        return _("Registered twice?")

    def open(self, **args: Any) -> None:
        self._ask()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("child", "duplicates", "merge") and self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        return self.list

    def set_width_class(self, width_class: str) -> None:
        self.heading.setVisible(width_class != NARROW)

    # ---- asking and showing

    def _ask(self) -> None:
        office = self.desk.office

        def job() -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
            return duplicates.pairs(office, twins=True), duplicates.pairs(office, settled=True)

        self.desk.ask(job, self._show, key="duplicates", owner=self)

    def _show(self, found: tuple[tuple[Pair, ...], tuple[Pair, ...]]) -> None:
        self._pairs, self._settled = found
        for code in (LIKELY, TWINS, SETTLED):
            self.which.set_count(code, len(self._of(code)))
        self._paint()

    def _of(self, code: str) -> list[Pair]:
        if code == SETTLED:
            return list(self._settled)
        return [pair for pair in self._pairs if pair.twins == (code == TWINS)]

    def _paint(self) -> None:
        code = self.which.value()
        pairs = self._of(code)
        nothing = {
            LIKELY: _("Nobody seems to be registered twice"),
            TWINS: _("No two children of one family were born the same day"),
            SETTLED: _("No two records were found to be of two children yet"),
        }
        rows: list[Head | Pair] = list(pairs) or [Head(nothing[code], empty=True)]
        self.list.set_rows(rows, keep=pair_key)
        if self.list.current() is None:
            self.list.choose_first()
        words = _("Look at them again") if code == SETTLED else _("They are two children")
        self.apart.setText(words)
        self.action(Keys.DONE).setText(words)
        self._chosen(self.list.current())

    def _step(self, by: int) -> None:
        codes = [LIKELY, TWINS, SETTLED]
        self.which.set_value(codes[(codes.index(self.which.value()) + by) % len(codes)])
        self._paint()

    # ---- acts

    def _chosen(self, pair: Pair | None) -> None:
        self.action(Keys.DONE).setEnabled(pair is not None)
        self.apart.setEnabled(pair is not None)
        self.compare_button.setEnabled(pair is not None)

    def _compare_current(self) -> None:
        pair = self.list.current()
        if pair is not None:
            self._compare(pair)

    def _compare(self, pair: Pair) -> None:
        self.desk.go.open("merge", child_id=pair.left.child_id, other_id=pair.right.child_id, either=True)

    def _told_apart(self) -> None:
        pair = self.list.current()
        if pair is None:
            return
        office, (one, other) = self.desk.office, pair_key(pair)
        if self.which.value() == SETTLED:
            self.desk.act(lambda: duplicates.not_told_apart(office, one, other), owner=self)
            return

        def back() -> None:
            self.desk.act(lambda: duplicates.not_told_apart(office, one, other), owner=self)

        def done(_changes: Changes) -> None:
            self.offer_undo(_("It is remembered that they are two children"), back)

        self.desk.act(lambda: duplicates.told_apart(office, one, other), done, owner=self)
