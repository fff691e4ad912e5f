"""Ctrl+K: find a child, a record or an act by typing. This child's records first, then acts, then everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework.views import SearchAnswer, SearchHit
from caseapp.desktop.kit.card import Rule
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.lists import Head, ItemList, ListModel
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk, KeyHint
from caseapp.desktop.kit.pictures import Picture
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.palette.family import family_rows
from caseapp.desktop.palette.found import Found, FoundDelegate, grouped, line_of, spoken
from caseapp.desktop.palette.keys import KeyFoot
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.household import Household

Answer: TypeAlias = "tuple[SearchAnswer, SearchAnswer | None, Household | None]"
"""What was found, what of it in the records of the open child, and the family whose number was typed."""
Act = tuple[str, str, Callable[[], object]]
_HITS = 20
_HERE = 8
_ACTS = 4


class Palette(Overlay):
    """The overlay. `recording`: Enter opens a new record for the child chosen."""

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        *,
        child_id: str,
        recording: bool,
        actions: Sequence[Act],
        recent: Sequence[tuple[str, str]] = (),
    ) -> None:
        name = _("Whose consultation is it?") if recording else Keys.SEARCH.words
        super().__init__(host, name=name, width=720, height=512, top=96, light=True)
        self._desk, self._child_id, self._recording = desk, child_id, recording
        self._actions = () if recording else tuple(actions)
        self._recent = tuple(recent)
        self._pages: list[SearchAnswer] = []
        self._here: SearchAnswer | None = None
        self._family: Household | None = None
        self.field = TextField(placeholder=self._hint(), parent=self.panel)
        self.field.setProperty("bare", True)
        self.field.setFont(theme.font("title"))
        self.field.setAccessibleName(name)
        self.list = ItemList[Found](ListModel(spoken), FoundDelegate(), name=_("Found"), parent=self.panel)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot = KeyFoot(self._keys(), parent=self.panel)
        self._build()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.list.clicked.connect(lambda _index: self._open(recording=self._recording))
        self.field.installEventFilter(self)
        self._show()
        self._warm_up()

    def _hint(self) -> str:
        return _("Name, kana or number of a child") if self._recording else _("Name, kana, words of a record, an act")

    def _keys(self) -> list[KeyHint]:
        opening = Keys.RECORD.words if self._recording else Keys.OPEN.words
        hints = [KeyHint("↑↓", Keys.CHOOSE.words), KeyHint("Ctrl+↑↓", _("Next group")), KeyHint("Enter", opening)]
        if not self._recording:
            hints.append(KeyHint(Keys.OPEN_AND_RECORD.text, Keys.OPEN_AND_RECORD.words))
        hints.append(KeyHint("Esc", Keys.CLOSE.words))
        return hints

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(18, 8, 18, 8)
        top.setSpacing(8)
        top.addWidget(Picture("search", 20, ink="accent", parent=self.panel))
        top.addWidget(self.field, 1)
        top.addWidget(Label(_("Esc closes"), tone="sub", parent=self.panel))
        self.body.addLayout(top)
        self.body.addWidget(Rule(self.panel))
        self.body.addSpacing(6)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(Rule(self.panel))
        self.body.addWidget(self.foot)

    # ---- asking

    def _warm_up(self) -> None:
        """While the first letters are typed. What fails is said when it is really asked."""
        office = self._desk.office

        def job() -> None:
            from caseapp.casework import search

            search.warm_up(office)

        self._desk.runner.ask(job, key="palette.warm", failed=lambda _error: None, owner=self)

    def _typed(self, _text: str) -> None:
        self._wait.start(0 if len(self.field.text()) > 1 else 60)

    def _ask(self) -> None:
        if not self.is_open:
            return  # closed while the pause after the last key ran
        text = self.field.text()
        if not text.strip():
            self._pages, self._here, self._family = [], None, None
            self._show()
            return
        office, child_id, recording = self._desk.office, self._child_id or None, self._recording

        def job() -> Answer:
            from caseapp.casework import household, search

            # the records of the child that is open, and then whoever else is meant: the next call may be another's
            here = search.find(office, text, limit=_HERE, child_id=child_id) if child_id else None
            found = search.find(office, text, limit=_HITS)
            first = found.hits[0] if found.hits else None
            called = first is not None and first.kind == "child" and first.what == "phone" and not recording
            family = household.household(office, first.record_id) if first and called else None
            return found, here, family

        self._desk.ask(job, self._answered, key="palette", owner=self)

    def _answered(self, answer: Answer) -> None:
        self._pages, self._here, self._family = [answer[0]], answer[1], answer[2]
        self._show()

    def _go_on(self) -> None:
        """The hits after those that are shown, below them; the first of them is chosen."""
        office, text, start = self._desk.office, self.field.text(), _HITS * len(self._pages)

        def job() -> SearchAnswer:
            from caseapp.casework import search

            return search.find(office, text, limit=_HITS, start=start)

        self._desk.ask(job, partial(self._went_on, text), key="palette.more", owner=self)

    def _went_on(self, text: str, answer: SearchAnswer) -> None:
        if text == self.field.text() and self._pages:
            self._pages.append(answer)
            self._show(keep=True)
            self.list.step(1)

    def _more_here(self) -> None:
        """More of the records of the child that is open."""
        assert self._here is not None
        office, text, child_id, start = self._desk.office, self.field.text(), self._child_id, len(self._here.hits)

        def job() -> SearchAnswer:
            from caseapp.casework import search

            return search.find(office, text, limit=_HITS, start=start, child_id=child_id)

        def answered(answer: SearchAnswer) -> None:
            if text == self.field.text() and self._here is not None:
                row = self.list.currentIndex().row()
                self._here = SearchAnswer(self._here.hits + answer.hits, self._here.forgiving, answer.more)
                self._show()
                shown = self.list.list_model().row(row)
                self.list.choose(lambda item: item is shown)

        self._desk.ask(job, answered, key="palette.here", owner=self)

    # ---- showing

    def _show(self, *, keep: bool = False) -> None:
        rows = self._rows_before_typing() if not self.field.text().strip() else self._rows_found()
        self.list.set_rows(rows, keep=(lambda found: found.key) if keep else None)
        if not keep:
            self.list.choose_first()

    def _rows_before_typing(self) -> list[Head | Found]:
        rows: list[Head | Found] = []
        if self._recent:
            rows.append(Head(_("Opened lately")))
            rows += [Found(masked(name), "person", child_id=child_id) for child_id, name in self._recent]
        acts = self._matching_acts()
        if self._recording and not rows:
            return [Head(_("Type two characters of the name: whose consultation is it?"), empty=True)]
        return [*rows, Head(_("Acts")), *acts] if acts else rows

    def _rows_found(self) -> list[Head | Found]:
        child = self._open_child()
        rows = [*self._line_of_open_child(child), *self._rows_of_this_child()]
        known = {hit.record_id for hit in (*self._here.hits, child) if hit is not None} if self._here else set()
        acts = self._matching_acts()
        shown = [[hit for hit in page.hits if self._is_wanted(hit, known)] for page in self._pages]
        exact = child is not None or bool(shown and shown[0] and shown[0][0].kind == "child")
        below: list[Head | Found] = [Head(_("Acts")), *acts] if acts else []
        if not exact:
            rows += below
        if self._pages and self._pages[0].forgiving:
            rows.append(Head(_("Nothing is written just so. Found with ゛, small kana and ー forgiven:"), empty=True))
        for number, hits in enumerate(shown):
            rows += grouped(hits, self._line, going_on=number > 0)
        if self._family is not None:
            rows += family_rows(self._family, shown={hit.record_id for hits in shown for hit in hits})
        if exact:
            rows += below
        nothing = not rows
        if nothing and self._pages:
            register = partial(self._desk.go.open, "child_form", name=self.field.text())
            rows = [Found(_("Register a child"), "person", act=register)]
        return [*self._remarks(nothing=nothing), *rows] if nothing else [*rows, *self._remarks(nothing=False)]

    def _is_wanted(self, hit: SearchHit, known: set[str]) -> bool:
        """Not what stands above already; for a new record only children."""
        return hit.kind == "child" if self._recording else hit.record_id not in known

    def _open_child(self) -> SearchHit | None:
        """The child whose page is open, where it was meant itself; what its records say stands among them."""
        if self._recording or not self._child_id or not self._pages:
            return None
        hits = (hit for hit in self._pages[0].hits if hit.kind == "child" and hit.what != "text")
        return next((hit for hit in hits if hit.record_id == self._child_id), None)

    def _line_of_open_child(self, child: SearchHit | None) -> list[Head | Found]:
        """It stands first: nobody may take it for a child that is not registered."""
        return [] if child is None else [Head(_("Children")), self._line(child)]

    def _rows_of_this_child(self) -> list[Head | Found]:
        if self._here is None or not self._here.hits or self._recording:
            return []
        words = _("Records of this child: {count} or more") if self._here.more else _("Records of this child: {count}")
        rows: list[Head | Found] = [Head(words.format(count=len(self._here.hits)))]
        rows += [self._line(hit) for hit in self._here.hits]
        if self._here.more:
            more = Found(_("Show more records of this child"), "chevron-down", act=self._more_here, stays=True)
            rows.append(more)
        return rows

    def _remarks(self, *, nothing: bool) -> list[Head]:
        """What stands below the last line: how to go on, or what to try."""
        if not self._pages:
            return []
        if nothing:
            words = _("Nothing was found. Use fewer characters, or write it another way.")
        elif self._pages[-1].more:
            words = _("There is more: ↓ goes on.")
        elif len("".join(self.field.text().split())) == 1 and not self._recording:
            words = _("With one more character the records are searched, too.")
        else:
            return []
        return [Head(words, empty=True)]

    def _matching_acts(self) -> list[Found]:
        text = self.field.text().strip().casefold()
        found = []
        for words, key, act in self._actions:
            at = words.casefold().find(text)
            if at >= 0:
                found.append(Found(words, "chevron-right", key, ((at, len(text)),) if text else (), act=act))
        return found if not text else found[:_ACTS]

    def _line(self, hit: SearchHit) -> Found:
        here = bool(self._child_id) and hit.child_id == self._child_id
        return line_of(hit, here=here, today=self._desk.today())

    # ---- keys

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == event.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._to_group(steps[key])
            return True
        if key in steps:
            self._step(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(recording=control or self._recording)
            return True
        return False

    def _step(self, by: int) -> None:
        """Up or down; from the last line on to what comes after it."""
        items = self.list.list_model().items()
        at_end = bool(items) and self.list.current() is items[-1]
        if by > 0 and at_end and self._pages and self._pages[-1].more:
            self._go_on()
        else:
            self.list.step(by)

    def _to_group(self, by: int) -> None:
        """To the first line of the next group, or of this one and then of the one before."""
        rows = self.list.list_model().rows()
        firsts = [n for n, row in enumerate(rows) if n and isinstance(rows[n - 1], Head) and not isinstance(row, Head)]
        now = self.list.currentIndex().row()
        there = [n for n in firsts if n > now][:1] if by > 0 else [n for n in firsts if n < now][-1:]
        if there:
            wanted = rows[there[0]]
            self.list.choose(lambda item: item is wanted)

    def _open(self, *, recording: bool) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._ask()
        self._desk.runner.flush()  # what was typed last is what is opened
        found = self.list.current()
        if found is None:
            return
        if found.stays and found.act is not None:
            found.act()
            return
        self.close()
        child_id = found.child_id or (found.hit.child_id if found.hit is not None else "")
        if found.act is not None:
            found.act()
        elif recording and child_id:
            if child_id != self._child_id:
                self._desk.go.open_child(child_id)  # where one is after saving
            self._desk.go.open_record(child_id)
        elif found.hit is None:
            self._desk.go.open_child(child_id)
        else:
            open_hit(self._desk, found.hit)


def open_hit(desk: Desk, hit: SearchHit) -> None:
    """Go to where a hit of the search is dealt with."""
    if hit.kind == "organization":
        desk.go.open("organizations", organization_id=hit.record_id)
    elif hit.kind == "child" or not hit.record_id:
        desk.go.open_child(hit.child_id)
    else:
        desk.go.open("child", child_id=hit.child_id, record_kind=hit.kind, record_id=hit.record_id)


def open_palette(
    host: QWidget,
    desk: Desk,
    *,
    child_id: str = "",
    recording: bool = False,
    actions: Sequence[Act] = (),
    recent: Sequence[tuple[str, str]] = (),
) -> Palette:
    """Show the palette over the window of `host`. `recent`: children (id, name) offered before anything is typed."""
    palette = Palette(host, desk, child_id=child_id, recording=recording, actions=actions, recent=recent)
    palette.open(palette.field)
    return palette
