"""What a page is, and the desk it stands on: everything it may ask for is handed to it, nothing is looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit import ime, tab_order
from caseapp.desktop.kit.dialogs import Dialogs
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.runner import Failed, Progress, Runner
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.tips import set_tip
from caseapp.desktop.kit.undo import UndoBar
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes

T = TypeVar("T")
NARROW, NORMAL, WIDE = "narrow", "normal", "wide"


class Navigator(Protocol):
    """How a page sends the person elsewhere."""

    def open(self, page: str, **args: Any) -> None:
        """Open the page of this name (desktop/pages.py) with what it needs to know (ids, no names)."""

    def open_child(self, child_id: str) -> None: ...

    def open_record(self, child_id: str, **args: Any) -> None:
        """A new consultation for this child, or `consultation_id=…` to change one."""

    def search(self, *, recording: bool = False) -> None:
        """The search over everything; `recording`: the child chosen there is opened for a new record."""

    def back(self, **chosen: Any) -> None:
        """To the page before. Where that is a child's, `chosen` says what is chosen there (`child_id`, `record_kind`,
        `record_id`: what was just saved)."""


class Bus(QObject):
    """Who wants to hear of changes."""

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        self.changed.emit(changes)


@dataclass
class Desk:
    """What is on the desk while somebody is logged in. `office` is casework's; pages never keep it."""

    office: Any
    runner: Runner
    dialogs: Dialogs
    go: Navigator
    preferences: Preferences
    bus: Bus = field(default_factory=Bus)
    saved: Callable[[str], object] = lambda _words: None
    """Says in the status bar what was saved."""
    typed: Callable[[bool], object] = lambda _unsaved: None
    """Tells the status bar that something stands on the page that is kept nowhere yet, or that it does so no longer."""

    def today(self) -> date:
        """The day in Tokyo, from the office's clock."""
        day: date = self.office.today
        return day

    def now(self) -> datetime:
        moment: datetime = self.office.clock()
        return moment

    def ask(
        self,
        job: Callable[[], T],
        done: Callable[[T], object],
        *,
        key: str = "",
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Ask casework something on the store's thread; `done` gets the answer here."""
        self.runner.ask(job, done, key=key, failed=failed, owner=owner)

    def act(
        self,
        job: Callable[[], Changes],
        done: Callable[[Changes], object] | None = None,
        *,
        failed: Failed | None = None,
        owner: QObject | None = None,
        name: str = "",
    ) -> None:
        """Let casework change something: every page hears of the changes, then `done` is called.

        When `owner` is gone meanwhile, the others hear of it all the same, and a failure is reported. `name` as for the
        runner: what writes a file has one.
        """

        def there() -> bool:
            return owner is None or shiboken6.isValid(owner)

        def answered(changes: Changes) -> None:
            try:
                self.bus.tell(changes)
            finally:
                if done is not None and there():
                    done(changes)

        def refused(error: BaseException) -> None:
            taken_over = failed if failed is not None and there() else self.runner.report
            taken_over(error)

        self.runner.ask(job, answered, failed=refused, name=name)

    def long(
        self, title: str, job: Callable[[Progress], T], done: Callable[[T], object], *, failed: Failed | None = None
    ) -> None:
        """A job that takes a while, with a bar and a button that stops it."""
        holder: list[Progress] = []
        move = self.dialogs.progress(title, cancel=lambda: holder[0].cancel() if holder else None)
        over = self.dialogs.end_progress
        holder.append(self.runner.ask_long(job, done, told=move, failed=failed, over=over, name=title))


@dataclass(frozen=True)
class KeyHint:
    """A boxed key and what it does, for the status bar and F1."""

    key: str
    words: str


class Page(QWidget):
    """A page of the window. An heir builds its widgets in `__init__` below `self.body`, asks in `open`, and binds keys.

    `name` is how navigation calls it, `rail` the entry of the rail that is lit, `shown` the keys of the status bar in
    their order (at most six; F1 shows all that are bound).
    """

    name: ClassVar[str] = ""
    rail: ClassVar[str] = ""
    shown: ClassVar[Sequence[Keys]] = ()
    title_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._bound: dict[Keys, QAction] = {}
        self.width_class = NORMAL
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(24, 12, 24, 12)
        self._outer.setSpacing(16)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self._outer.addLayout(self.body, 1)
        self.undo_bar = UndoBar(self)
        self.body.addWidget(self.undo_bar)
        self._tabs_stand = False

    # ---- what an heir says

    def title(self) -> str:
        """What this page is, without anybody's name (accessible name of the page)."""
        return self.name

    def open(self, **args: Any) -> None:
        """Show what the arguments name. Called each time the page is opened, also when it already stands."""

    def refresh(self, changes: Changes) -> None:
        """Something changed; ask again where it concerns this page. A page that is not seen is asked when it is."""

    def keep_draft(self) -> None:
        """Keep what is being written, at once (`desk.runner.run_now`): the lock or the end of the program comes."""

    def leave(self) -> None:
        """The person goes elsewhere. The draft stays; nothing is asked."""

    def first_focus(self) -> QWidget | None:
        """What takes the focus when the page is opened."""
        return None

    def place(self) -> dict[str, Any]:
        """The arguments that open this page here again (after a lock, and by Alt+←). Ids only, no names."""
        return {}

    def set_width_class(self, width_class: str) -> None:
        """The window became narrow, normal or wide: fold or unfold."""

    # ---- keys

    def on(self, key: Keys, do: Callable[[], object], *, words: str = "") -> QAction:
        """Bind a shortcut of the registry to an act of this page. Returns the action (menus show it, too)."""
        action = QAction(words or key.words, self)
        if key.value.keys:
            action.setShortcut(key.sequence)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        set_tip(action, f"{action.text()} ({key.text})")

        def run(_checked: bool = False) -> None:
            ime.settle()
            do()

        action.triggered.connect(run)
        self.addAction(action)
        self._bound[key] = action
        return action

    def say_key(self, key: Keys, words: str = "") -> None:
        """Name a key that a widget handles by itself (↑↓, Enter, Space), so that F1 tells the whole truth."""
        action = QAction(words or key.words, self)
        self._bound[key] = action

    def handles(self, key: Keys) -> bool:
        return key in self._bound and bool(key.value.keys)

    def action(self, key: Keys) -> QAction:
        """The action bound to this key. KeyError when there is none."""
        return self._bound[key]

    def trigger(self, key: Keys) -> None:
        """Do what the key does."""
        action = self._bound[key]
        if action.isEnabled():
            action.trigger()

    def bound(self) -> dict[Keys, QAction]:
        return dict(self._bound)

    def keys(self) -> list[KeyHint]:
        """For the status bar: the keys of `shown` that are bound and enabled."""
        found = []
        for key in self.shown:
            action = self._bound.get(key)
            if action is not None and action.isEnabled():
                found.append(KeyHint(key.text, action.text()))
        return found

    def all_keys(self) -> list[KeyHint]:
        """For F1: everything that is bound here and does something now."""
        return [KeyHint(key.text, action.text()) for key, action in self._bound.items() if action.isEnabled()]

    # ---- the window's doing

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.settle_tabs()  # what was made anew stands at the end of Qt's chain
        return super().event(event)

    def settle_tabs(self) -> None:
        """Tab follows the layouts again from its next press on; nothing is ordered for who never presses it."""
        self._tabs_stand = False

    def order_tabs(self) -> None:
        """Tab is pressed here or next to here: where the layouts changed since, it follows them again."""
        if not self._tabs_stand:
            self._tabs_stand = True
            tab_order.settle(self)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.order_tabs()
        return super().focusNextPrevChild(forward)

    def take_width(self, width_class: str) -> None:
        """Padding by width, then the heir's own folding. Called by the shell."""
        self.width_class = width_class
        side = 12 if width_class == NARROW else 24
        self._outer.setContentsMargins(side, 12, side, 12)
        self.set_width_class(width_class)

    def offer_undo(self, words: str, back: Callable[[], object]) -> None:
        """「…しました。 元に戻す Ctrl+Z」 at the top of the page."""
        self.undo_bar.offer(words, back)
        if Keys.UNDO_ACT not in self._bound:
            self.on(Keys.UNDO_ACT, self.undo_bar.undo)


def width_class(width: int) -> str:
    """narrow below 1100 logical pixels, wide from 1600 on; larger text needs a wider window for the same."""
    scaled = width / theme.scale
    return NARROW if scaled < 1100 else WIDE if scaled >= 1600 else NORMAL
