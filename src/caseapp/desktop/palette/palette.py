"""Ctrl+K: find a child, a record or an act by typing. This child's records first, then acts, then other children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.card import Rule
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.lists import Head, ItemList, ListModel, RowDelegate
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk, KeyHint
from caseapp.desktop.kit.pictures import Picture
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Span, draw_line
from caseapp.desktop.palette.keys import KeyFoot
from caseapp.desktop.theme import icons
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.words import language
from caseapp.words.language import _, ngettext

Act = tuple[str, str, Callable[[], object]]
_HITS = 20
_HITS_OF_CHILD = 40  # the child's own come first and would leave no room for others
_HERE = 8
_ACTS = 4
_ICONS = {
    "child": "person",
    "consultation": "speech",
    "support_plan": "flag",
    "liaison": "share",
    "follow_up": "clock",
    "organization": "building",
    "information_letter": "plane",
    "assessment": "chart",
    "consent": "card",
}


@dataclass(frozen=True)
class Found:
    """A line of the palette: a hit of the search or an act."""

    words: str
    icon: str
    aside: str = ""
    spans: tuple[Span, ...] = ()
    hit: Any = None
    act: Callable[[], object] | None = None
    child_id: str = ""


class FoundDelegate(RowDelegate[Found]):
    """Icon, words with the hits marked, an aside at the right."""

    padding = 20
    leads = True

    def height(self, item: Found, width: int) -> int:
        return max(34, theme.height("toggle") + 6)

    def paint_head(self, painter: QPainter, where: QRectF, head: Head) -> None:
        inner = where.adjusted(self.padding, 4, -self.padding, 0)
        draw_line(painter, inner, head.words, role="caption" if not head.empty else "body", ink="sub")

    def paint_item(self, painter: QPainter, where: QRectF, item: Found, *, chosen: bool) -> None:
        side = theme.px(18)
        ink = "accent" if chosen else "sub"
        icons.draw(painter, QRectF(where.left(), where.center().y() - side / 2, side, side), item.icon, ink=ink)
        left = where.adjusted(side + 12, 0, 0, 0)
        aside = 0.0
        if item.aside:
            aside = draw_line(painter, left, item.aside, ink="sub", align=Qt.AlignmentFlag.AlignRight) + 12
        draw_line(painter, left.adjusted(0, 0, -aside, 0), item.words, spans=item.spans)


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
        self._answer: Any = None
        self.field = TextField(placeholder=self._hint(), parent=self.panel)
        self.field.setProperty("bare", True)
        self.field.setFont(theme.font("title"))
        self.field.setAccessibleName(name)
        self.list = ItemList[Found](ListModel(_spoken), FoundDelegate(), name=_("Found"), parent=self.panel)
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

    def _hint(self) -> str:
        return _("Name, kana or number of a child") if self._recording else _("Name, kana, words of a record, an act")

    def _keys(self) -> list[KeyHint]:
        opening = Keys.RECORD.words if self._recording else Keys.OPEN.words
        hints = [KeyHint("↑↓", Keys.CHOOSE.words), KeyHint("Enter", opening)]
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

    def _typed(self, _text: str) -> None:
        self._wait.start(0 if len(self.field.text()) > 1 else 60)

    def _ask(self) -> None:
        text = self.field.text()
        if not text.strip():
            self._answer = None
            self._show()
            return
        office, child_id = self._desk.office, self._child_id or None

        def job() -> Any:
            from caseapp.casework import search

            everywhere = search.find(office, text, limit=_HITS)
            if child_id is None:
                return everywhere
            # the records of the child that is open, and then whoever else is meant: the next call may be another's
            here = search.find(office, text, limit=_HITS_OF_CHILD, child_id=child_id)
            known = {hit.record_id for hit in here.hits}
            return replace(everywhere, hits=here.hits + tuple(h for h in everywhere.hits if h.record_id not in known))

        self._desk.ask(job, self._answered, key="palette", owner=self)

    def _answered(self, answer: Any) -> None:
        self._answer = answer
        self._show()

    # ---- showing

    def _show(self) -> None:
        rows: list[Head | Found] = []
        hits = list(getattr(self._answer, "hits", ()))
        here = [hit for hit in hits if self._child_id and hit.child_id == self._child_id]
        here.sort(key=lambda hit: hit.kind == "child")  # the child itself is open: last
        children = [hit for hit in hits if hit not in here]
        if self._recording:
            here, children = [], [hit for hit in hits if hit.kind == "child"]
        if self._recent and not self.field.text().strip():
            rows.append(Head(_("Opened lately")))
            rows += [Found(masked(name), "person", child_id=child_id) for child_id, name in self._recent]
        if here:
            rows.append(Head(_("Records of this child: {count}").format(count=len(here))))
            rows += [self._of_hit(hit) for hit in here[:_HERE]]
        acts = self._matching_acts()
        exact = children and children[0].kind == "child"
        if acts and not exact:
            rows += [Head(_("Acts")), *acts]
        if children:
            people = len({hit.child_id for hit in children if hit.child_id})
            words = ngettext("Other children: {count}", "Other children: {count}", people).format(count=people)
            rows.append(Head(words if self._child_id else _("Found")))
            rows += [self._of_hit(hit) for hit in children]
        if acts and exact:
            rows += [Head(_("Acts")), *acts]
        if not rows and self._recording and not self.field.text().strip():
            rows.append(Head(_("Type two characters of the name: whose consultation is it?"), empty=True))
        if not rows and self.field.text().strip() and self._answer is not None:
            rows.append(Head(_("Nothing was found. Try fewer characters or the kana."), empty=True))
        self.list.set_rows(rows)
        self.list.choose_first()

    def _matching_acts(self) -> list[Found]:
        text = self.field.text().strip().casefold()
        found = []
        for words, key, act in self._actions:
            at = words.casefold().find(text)
            if at >= 0:
                found.append(Found(words, "chevron-right", key, ((at, len(text)),) if text else (), act=act))
        return found if not text else found[:_ACTS]

    def _of_hit(self, hit: Any) -> Found:
        icon = _ICONS.get(hit.kind, "paper")
        name = masked(hit.name)
        here = bool(self._child_id) and hit.child_id == self._child_id
        when = dates.screen_date(hit.on, today=self._desk.today(), language=language.current()) if hit.on else ""
        if hit.kind == "child":
            return self._of_child(hit, name)
        text = "" if masking.on and hit.child_id else hit.text
        lead = "" if here or not name or text.startswith(name) else f"{name}  "
        spans = tuple((start + len(lead), end - start) for start, end in hit.spans) if text else ()
        return Found(lead + text, icon, when, spans, hit=hit)

    def _of_child(self, hit: Any, name: str) -> Found:
        text = "" if masking.on or hit.text == hit.name else hit.text
        facts = " ・ ".join(filter(None, (hit.age_grade, text)))
        lead = name if not text else f"{name}  {hit.age_grade} ・ " if hit.age_grade else f"{name}  "
        start = 0 if not text else len(lead)
        shown = not masking.on
        spans = tuple((start + begin, end - begin) for begin, end in hit.spans) if shown else ()
        aside = " ・ ".join(filter(None, (hit.child_number, hit.worker_short)))
        return Found(f"{name}  {facts}".rstrip(), "person", aside, spans, hit=hit)

    # ---- keys

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == event.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        key = Qt.Key(event.key())
        if key in steps:
            self.list.step(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._open(recording=control or self._recording)
            return True
        return False

    def _open(self, *, recording: bool) -> None:
        if self._wait.isActive():
            self._wait.stop()
            self._ask()
        self._desk.runner.flush()  # what was typed last is what is opened
        found = self.list.current()
        if found is None:
            return
        self.close()
        child_id = found.child_id or (found.hit.child_id if found.hit is not None else "")
        if found.act is not None:
            found.act()
        elif recording and child_id:
            self._desk.go.open_record(child_id)
        elif found.hit is None:
            self._desk.go.open_child(child_id)
        else:
            open_hit(self._desk, found.hit)


def open_hit(desk: Desk, hit: Any) -> None:
    """Go to where a hit of the search is dealt with."""
    if hit.kind == "organization":
        desk.go.open("organizations", organization_id=hit.record_id)
    elif hit.kind == "child" or not hit.record_id:
        desk.go.open_child(hit.child_id)
    else:
        desk.go.open("child", child_id=hit.child_id, record_kind=hit.kind, record_id=hit.record_id)


def _spoken(found: Found) -> str:
    return f"{found.words} {found.aside}".strip()


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
