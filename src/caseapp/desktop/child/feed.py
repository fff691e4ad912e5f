"""Which entries of the timeline are shown: all or one group, as far back as was read; the store is asked for more."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from caseapp.casework import register
from caseapp.casework.views import ChildPage, TimelineEntry
from caseapp.desktop.child.entries import GROUPS
from caseapp.desktop.child.timeline import Timeline
from caseapp.desktop.kit.page import Desk


class Feed(QObject):
    """Fills a `Timeline`. `show` gives it the child's page, `forget` empties it before another child comes."""

    def __init__(self, desk: Desk, timeline: Timeline, *, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._timeline = desk, timeline
        self._view: ChildPage | None = None
        self._entries: tuple[TimelineEntry, ...] = ()
        self._group = "all"
        self._asking_more = False
        self.wanted: tuple[str, str] | None = None
        """The entry (kind, id) that is to be chosen as soon as it is there."""
        timeline.group_chosen.connect(self._choose_group)
        timeline.more_asked.connect(self._ask_more)

    def forget(self) -> None:
        """Another child comes: nothing of the one before may stand there."""
        self._view, self._entries, self._group = None, (), "all"
        self._timeline.pills.set_value("all")
        self._timeline.list.set_rows([])

    def show(self, view: ChildPage) -> None:
        """The child's page was read (again)."""
        self._view = view
        self._asking_more = False
        self._timeline.show_counts(view.counts)
        if self._group == "all":
            self._entries = view.timeline
            self.paint()
        else:
            self._ask_group()

    def paint(self) -> None:
        """Fill the list with what is known."""
        if self._view is None:
            return
        self._timeline.show_entries(
            self._entries,
            today=self._desk.today(),
            style=self._desk.preferences["date_style"],
            left=max(0, self._total() - len(self._entries)),
        )
        if self.wanted is not None and self._timeline.choose(self.wanted):
            self.wanted = None

    def step_group(self, by: int) -> None:
        """The pill beside the chosen one, of those that have entries."""
        shown = [code for code, _words, kinds in GROUPS if not kinds or self._count_of(kinds)]
        place = shown.index(self._group) if self._group in shown else 0
        self._timeline.pills.set_value(shown[(place + by) % len(shown)])
        self._choose_group(self._timeline.pills.value())

    # ---- inside

    def _kinds(self) -> tuple[str, ...]:
        return next(kinds for code, _words, kinds in GROUPS if code == self._group)

    def _count_of(self, kinds: tuple[str, ...]) -> int:
        counts = self._view.counts if self._view else {}
        return sum(counts.get(kind, 0) for kind in kinds) if kinds else counts.get("", 0)

    def _total(self) -> int:
        return self._count_of(self._kinds())

    def _choose_group(self, group: str) -> None:
        self._group = group
        if self._view is None:
            return
        kinds = self._kinds()
        self._entries = tuple(each for each in self._view.timeline if not kinds or each.kind in kinds)
        self.paint()
        if kinds and len(self._entries) < self._total():
            self._ask_group()

    def _ask_group(self) -> None:
        if self._view is None:
            return
        ask = partial(register.timeline, self._desk.office, self._view.child.id, kinds=self._kinds())
        self._desk.ask(ask, partial(self._group_answered, self._group), key="child.timeline", owner=self)

    def _group_answered(self, group: str, found: tuple[TimelineEntry, ...]) -> None:
        if group == self._group:
            self._entries = found
            self.paint()

    def _ask_more(self) -> None:
        if self._asking_more or not self._entries or self._view is None:
            return
        self._asking_more = True
        before = self._entries[-1].on
        ask = partial(register.timeline, self._desk.office, self._view.child.id, before=before, kinds=self._kinds())
        self._desk.ask(ask, partial(self._more_answered, self._group), key="child.timeline", owner=self)

    def _more_answered(self, group: str, found: tuple[TimelineEntry, ...]) -> None:
        self._asking_more = False
        if group == self._group and found:
            bar = self._timeline.list.verticalScrollBar()
            at = bar.value()
            self._entries = (*self._entries, *found)
            self.paint()
            self._timeline.list.doItemsLayout()
            bar.setValue(at)
