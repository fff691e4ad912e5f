"""Which record joins the one that is open: those that are like it, anybody by typing, and what was merged before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.casework import duplicates, merging, register, search
from caseapp.casework.duplicates import Match, Person
from caseapp.casework.merging import Merge
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, SectionHead
from caseapp.desktop.kit.fields import SearchField, date_words
from caseapp.desktop.kit.lists import Head, ItemList, ListModel
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Para
from caseapp.desktop.merge.pair_lines import MatchDelegate, match_spoken
from caseapp.words.language import _

_FOUND = 20


class Choosing(QWidget):
    """`chosen` gives the id of the other record; `undo` is asked with a merge. Object names `merge-search`,
    `merge-found`, `merge-past`."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, *, undo: Callable[[Merge], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._undo = desk, undo
        self._child_id = ""
        self._alike: tuple[Match, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.search = SearchField(placeholder=_("Name, kana or number of a child"), parent=self)
        self.search.setObjectName("merge-search")
        self.search.setAccessibleName(_("Record that joins"))
        column.addWidget(self.search)
        card = Card(padding=(0, 4), spacing=0, parent=self)
        self.list: ItemList[Match] = ItemList(
            ListModel(match_spoken), MatchDelegate(), name=_("Record that joins"), parent=card
        )
        self.list.setObjectName("merge-found")
        self.list.opened.connect(lambda match: self.chosen.emit(match.child_id))
        card.body.addWidget(self.list, 1)
        column.addWidget(card, 1)
        self.past = Card(parent=self)
        self.past.setObjectName("merge-past")
        column.addWidget(self.past)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(self.ask)
        self.search.changed.connect(self._wait.start)
        self.search.returnPressed.connect(self._enter)
        self._take = False

    def begin(self, child_id: str) -> None:
        """For this record."""
        self._child_id, self._take = child_id, False
        self.search.set_value("")
        office = self._desk.office

        def job() -> tuple[tuple[Match, ...], tuple[Merge, ...]]:
            child = register.child(office, child_id)
            return duplicates.likely(office, child, limit=_FOUND), merging.merges_of(office, child_id)

        self._desk.ask(job, self._begun, key="merge.alike", owner=self)

    def _begun(self, found: tuple[tuple[Match, ...], tuple[Merge, ...]]) -> None:
        self._alike, merges = found
        self._paint(self._alike, likely=True)
        self._show_past(merges)

    def ask(self) -> None:
        """Who is found by what is typed."""
        text, office, own = self.search.value(), self._desk.office, self._child_id
        if not text.strip():
            self._paint(self._alike, likely=True)
            return

        def job() -> tuple[Match, ...]:
            hits = search.find(office, text, limit=_FOUND).hits
            ids = dict.fromkeys(hit.child_id for hit in hits if hit.kind == "child" and hit.child_id != own)
            children = [register.child(office, child_id) for child_id in ids]
            return tuple(
                Match(
                    person=Person(
                        child_id=child.id,
                        number=child.number,
                        name=child.name,
                        kana=child.kana,
                        birth_date=child.birth_date,
                        status=child.status,
                        address=child.address,
                    ),
                    points=0,
                    reasons=(),
                )
                for child in children
            )

        self._desk.ask(job, lambda found: self._paint(found, likely=False), key="merge.search", owner=self)

    def _enter(self) -> None:
        """Enter in the search: the first that is found, once it is known who is."""
        if self.search.value().strip():
            self._wait.stop()
            self._take = True
            self.ask()

    def repaint_names(self) -> None:
        """Names are hidden, or shown again."""
        self.list.viewport().update()

    def _paint(self, found: tuple[Match, ...], *, likely: bool) -> None:
        nothing = _("No record is like this one. Search for the other by name or number.") if likely else _("Nobody")
        words = _("Records that are like this one") if likely else _("Found")
        rows: list[Head | Match] = [Head(words), *found] if found else [Head(nothing, empty=True)]
        self.list.set_rows(rows)
        self.list.choose_first()
        take, self._take = self._take, False
        if take and found:
            self.chosen.emit(found[0].child_id)

    def _show_past(self, merges: tuple[Merge, ...]) -> None:
        while (item := self.past.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.past.setVisible(bool(merges))
        if not merges:
            return
        self.past.body.addWidget(SectionHead(_("Merged before"), parent=self.past))
        for merge in merges:
            words = f"{merge.number} {masked(merge.name)} ・ {date_words(merge.at.date())} {masked(merge.by)}"
            if merge.undone_at is not None:
                words += " ・ " + _("taken back on {day}").format(day=date_words(merge.undone_at.date()))
            self.past.body.addWidget(Para(words, parent=self.past))
            if merge.undone_at is None:
                button = Button(_("Take the merge of {number} back").format(number=merge.number), parent=self.past)
                button.setObjectName(f"merge-undo-{merge.number}")
                button.clicked.connect(lambda _checked=False, merge=merge: self._undo(merge))
                self.past.body.addWidget(button)
