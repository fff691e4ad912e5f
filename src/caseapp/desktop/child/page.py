"""お子さんのページ: who the child is, in ten seconds; what must be heeded; what is open; everything that happened.

Object names: `child-heading`, `child-red`, `child-facts`, `child-life-path`, `child-filter`, `child-timeline`,
`child-side`, `reading-pane` (wide), `reading-overlay` (else, by Enter), `child-record`, `child-papers`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from caseapp.casework import register
from caseapp.casework.views import ChildPage as View
from caseapp.desktop.child import side
from caseapp.desktop.child.chosen import Chosen
from caseapp.desktop.child.entries import Entry
from caseapp.desktop.child.fact_strip import FactStrip
from caseapp.desktop.child.feed import Feed
from caseapp.desktop.child.handed import HandedLine
from caseapp.desktop.child.heading import Heading
from caseapp.desktop.child.life_path import LifePath
from caseapp.desktop.child.reading_pane import Acts, ReadingOverlay, ReadingPane
from caseapp.desktop.child.record_acts import RecordActs
from caseapp.desktop.child.timeline import Timeline
from caseapp.desktop.child.ways import Ways
from caseapp.desktop.child.words import facts, red_facts
from caseapp.desktop.kit.bands import Banner, RedBand
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, Rule
from caseapp.desktop.kit.drafts import kept_words
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import NARROW, WIDE, Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.rules.problem import NotFound
from caseapp.words.language import _

_SIDE = {NARROW: 314, "normal": 348, WIDE: 380}
_TIMELINE_WIDE = 724
_LOW = 620  # a page lower than this scrolls as a whole (at 10.5 pt)
_LIST_LEAST = 300


class ChildPage(Page):
    """Timeline with the focus; Enter reads an entry, F2 mends it, Ctrl+N records, Ctrl+T plans, Ctrl+P prints."""

    name = "child"
    rail = "register"
    shown = (Keys.RECORD, Keys.CHOOSE, Keys.OPEN, Keys.FOLLOW_UP, Keys.LIAISON, Keys.PRINT)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._child_id = ""
        self._view: View | None = None
        self._wanted_step = ""
        self._at_side = False
        self._overlay: ReadingOverlay | None = None
        self.acts = RecordActs(self)
        self.ways = Ways(self)
        self.chosen = Chosen(self)
        self._pane_acts = Acts(self.acts.edit, self.acts.history, self.acts.take_back, self.chosen.tick, self.acts.move)
        self._make()
        self._place()
        self._bind()
        masking.changed.connect(self._masked)

    # ---- building

    def _make(self) -> None:
        self.heading = Heading(self)
        self.record = Button(
            _("Record now"), self.ways.record, kind="primary", key=Keys.RECORD, icon="pencil", parent=self
        )
        self.record.setObjectName("child-record")
        self.papers = Button(_("Make papers"), self.ways.papers, key=Keys.PRINT, icon="printer", parent=self)
        self.papers.setObjectName("child-papers")
        self.draft = Banner(parent=self)
        self.draft.setObjectName("child-draft")
        self.handed = HandedLine(self.desk, parent=self)
        self.red = RedBand(parent=self)
        self.red.setObjectName("child-red")
        self.facts = FactStrip(self)
        self.path = LifePath(self)
        self.timeline = Timeline(self.ways.record, self)
        self.timeline.opened.connect(self._open_entry)
        self.timeline.chosen.connect(self._read_entry)
        self.feed = Feed(self.desk, self.timeline, parent=self)
        self.reading = ReadingPane(self._pane_acts, self)
        self.side = side.side_list(self)
        self.side.opened.connect(self.chosen.open_line)
        self.side.ticked.connect(self.chosen.tick_line)
        self.side_card = Card(padding=(0, 4), spacing=0, parent=self)
        self.side_card.body.addWidget(self.side)

    def _place(self) -> None:
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.heading, 1)
        head.addWidget(self.record, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.papers, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.body.addWidget(self.red)
        self.inside = QWidget(self)
        self.inside.setProperty("ground", "none")
        self.column = column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.draft)
        column.addWidget(self.handed)
        about = Card(padding=(16, 8), spacing=6, parent=self.inside)
        about.body.addWidget(self.facts)
        self.rule = Rule(about)
        about.body.addWidget(self.rule)
        about.body.addWidget(self.path)
        column.addWidget(about)
        lists = QHBoxLayout()
        lists.setSpacing(12)
        lists.addWidget(self.timeline, 9)
        lists.addWidget(self.reading, 8)
        lists.addWidget(self.side_card)
        column.addLayout(lists, 1)
        self.scroller = QScrollArea(self)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(self.inside)
        self.body.addWidget(self.scroller, 1)
        theme.changed.connect(self._fit)
        self.set_width_class(self.width_class)

    def _bind(self) -> None:
        self.on(Keys.RECORD, self.ways.record)
        self.on(Keys.RECORD_STEP, self.ways.record_step)
        self.say_key(Keys.CHOOSE)
        self.say_key(Keys.OPEN)
        self.say_key(Keys.TICK)
        self.on(Keys.FOLLOW_UP, self.ways.new_step)
        self.on(Keys.LIAISON, self.ways.liaison)
        self.on(Keys.PRINT, self.ways.papers)
        self.on(Keys.PLAN, self.ways.plan)
        self.on(Keys.ASSESSMENT, self.ways.assessment)
        self.on(Keys.TRANSITION, self.ways.transition)
        self.on(Keys.LETTER, self.ways.letter)
        self.on(Keys.QUOTAS, self.ways.quotas)
        self.on(Keys.EDIT, self.chosen.edit)
        self.on(Keys.EDIT_CHILD, self.ways.edit_child)
        self.on(Keys.MERGE, self.ways.merge)
        self.on(Keys.HISTORY, self.chosen.history)
        self.on(Keys.DELETE_ROW, self.chosen.take_back, words=_("Take it back"))
        self.on(Keys.DONE, self.chosen.done)
        self.on(Keys.POSTPONE, self.chosen.postpone)
        self.on(Keys.WAIT, self.chosen.wait)
        self.on(Keys.OTHER_COLUMN, self._other_column)
        self.on(Keys.NEXT_TAB, partial(self.feed.step_group, 1))
        self.on(Keys.PREVIOUS_TAB, partial(self.feed.step_group, -1))
        self.on(Keys.REFRESH, self._ask)

    @property
    def child_id(self) -> str:
        """The child whose page this is; "" before the first."""
        return self._child_id

    @property
    def view(self) -> View | None:
        """What is shown; None until it has been read."""
        return self._view

    # ---- what the window asks

    def title(self) -> str:
        return _("Child")

    def open(self, **args: Any) -> None:
        """`child_id`; with `record_kind` and `record_id` (or `follow_up_id`) that entry is chosen."""
        child_id = str(args.get("child_id", ""))
        if child_id != self._child_id:
            self._forget()
        self._child_id = child_id
        kind, record_id = str(args.get("record_kind", "")), str(args.get("record_id", ""))
        self.feed.wanted = (kind, record_id) if kind and record_id else None
        self._wanted_step = str(args.get("follow_up_id", ""))
        self._at_side = bool(self._wanted_step)
        self._ask()

    def place(self) -> dict[str, Any]:
        found: dict[str, Any] = {"child_id": self._child_id}
        entry = self.timeline.current()
        if entry is not None:
            found |= {"record_kind": entry.entry.kind, "record_id": entry.entry.record_id}
        return found

    def leave(self) -> None:
        if self._overlay is not None:
            self._overlay.close()

    def refresh(self, changes: Changes) -> None:
        concerned = self._child_id in changes.children or changes.touches("account", "organization")
        if self._child_id and concerned and self.isVisible():
            self._ask()

    def first_focus(self) -> QWidget | None:
        if self._at_side:
            return self.side
        return self.timeline.list if self.timeline.list.isVisibleTo(self) else self.record

    def set_width_class(self, width_class: str) -> None:
        narrow, wide = width_class == NARROW, width_class == WIDE
        self.papers.setVisible(not narrow)
        self.facts.fold(narrow)
        self.rule.setVisible(not narrow)
        self.path.fold(narrow)
        self.timeline.fold(narrow)
        self.column.setSpacing(8 if narrow else 12)
        self.reading.setVisible(wide)
        self.timeline.delegate.text_lines = 2 if wide else 1
        self.timeline.list.scheduleDelayedItemsLayout()
        self.side_card.setFixedWidth(theme.px(_SIDE[width_class]))
        if wide:
            self.timeline.setMaximumWidth(theme.px(_TIMELINE_WIDE))
            self._read_entry(self.timeline.current())
        else:
            self.timeline.setMaximumWidth(16_777_215)
        self._fit()

    def _fit(self) -> None:
        """Low windows and large text: the page scrolls below the red band, and the lists keep a height of use."""
        self.side_card.setFixedWidth(theme.px(_SIDE[self.width_class]))
        low = self.scroller.height() < theme.px(_LOW) - theme.px(150)
        least = theme.px(_LIST_LEAST) if low or self.width_class == NARROW else 0
        self.timeline.setMinimumHeight(least)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(320))

    # ---- asking and showing

    def _forget(self) -> None:
        """Another child: nothing of the one before may stand here, not for a moment."""
        self._view = None
        self.heading.show_child(None)
        self.draft.say("")
        self.handed.show_child(None)
        self.feed.forget()
        self.side.set_rows([])
        self.reading.show_reading(None)
        self.red.set_facts([])
        self.facts.set_facts([])
        self.path.show_path((), birth=self.desk.today())

    def _ask(self) -> None:
        office, child_id = self.desk.office, self._child_id
        self.desk.ask(lambda: register.page(office, child_id), self._show, key="child", failed=self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, NotFound):
            self.ways.not_there(error)
        else:
            self.desk.dialogs.report(error)

    def _show(self, view: View) -> None:
        if view.child.id != self._child_id:
            return
        self._view = view
        self._paint()
        self.feed.show(view)
        if self.width_class == WIDE:
            self._read_entry(self.timeline.current())

    def _paint(self) -> None:
        view = self._view
        if view is None:
            return
        child, style, today = view.child, self.desk.preferences["date_style"], self.desk.today()
        self.heading.show_child(view, self.desk.preferences["date_style"])
        self.red.set_facts(red_facts(child, self.desk.today()))
        self.facts.set_facts(facts(view, today=today, style=style))
        self.path.show_path(
            view.stages,
            birth=child.birth_date,
            grade=view.grade,
            style=style,
            since=child.registered_on,
            handed_over=child.worker_since,
            worker=child.worker,
        )
        self._say_draft(view)
        self.handed.show_child(view)
        me = self.desk.office.account.id
        self.side.set_rows(side.rows(view, today=today, style=style, me=me), keep=lambda line: line.key)
        if self._wanted_step:
            self._choose_step()

    def _masked(self) -> None:
        self._paint()
        self.feed.paint()
        self._read_entry(self.timeline.current())
        if self._overlay is not None:
            self.acts.load(self.timeline.current(), self._view, self._overlay.pane)

    def _choose_step(self) -> None:
        wanted, self._wanted_step = self._wanted_step, ""
        if self.side.choose(lambda line: line.key == wanted):
            self.side.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_draft(self, view: View) -> None:
        draft = next((each for each in view.drafts if each.form == "record" and not each.record_id), None)
        if draft is None:
            self.draft.say("")
            return
        words = _("A record of this child is half written ({time}).").format(time=kept_words(draft.saved_at, self.desk))
        self.draft.say(words, action=_("Go on writing"), do=self.ways.record, icon="pencil")

    # ---- reading

    def _read_entry(self, entry: Entry | None) -> None:
        if self.width_class == WIDE:
            self.acts.load(entry, self._view, self.reading)

    def _open_entry(self, entry: Entry) -> None:
        if self.width_class == WIDE:
            self.reading.column.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        overlay = ReadingOverlay(self, self._pane_acts)
        self._overlay = overlay
        overlay.closed.connect(self._overlay_closed)
        self.acts.load(entry, self._view, overlay.pane)
        overlay.open(overlay.pane.column)

    def _overlay_closed(self) -> None:
        self._overlay = None

    def _other_column(self) -> None:
        target = self.timeline.list if self.side.hasFocus() else self.side
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
