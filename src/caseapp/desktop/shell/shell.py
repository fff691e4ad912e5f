"""The shell of somebody who is logged in: bars, rail and the pages, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from caseapp.desktop import pages
from caseapp.desktop.kit.key_list import KeyList
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk, KeyHint, Page, width_class
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.palette import open_palette
from caseapp.desktop.shell import recording
from caseapp.desktop.shell.bars import StatusLine, TopBar
from caseapp.desktop.shell.drop import TakesFiles
from caseapp.desktop.shell.menus import WindowKeys
from caseapp.desktop.shell.rail import Rail
from caseapp.desktop.shell.trail import Trail
from caseapp.desktop.theme.tokens import LARGEST, SMALLEST
from caseapp.rules.changes import Changes
from caseapp.words.language import _

_TEXT_STEP = 1.5  # points


class Shell(TakesFiles):
    """Built anew at every unlocking and thrown away at every lock. It is the Navigator of the desk."""

    lock_asked = Signal()
    close_asked = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        entries: Sequence[pages.PageEntry] | None = None,
        recent: Callable[[], Sequence[tuple[str, str]]] | None = None,
        drafts: Callable[[], int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        desk.go = self
        self._just_said = False
        desk.saved = self._say_saved
        desk.typed = lambda unsaved: self.status.typed(unsaved=unsaved)
        self._recent, self._drafts = recent, drafts
        entries = pages.rail_entries() if entries is None else entries
        self._kept: dict[str, Page] = {}
        self._unheard: dict[str, Changes] = {}
        self.trail = Trail()
        self._now: tuple[str, dict[str, Any]] = ("", {})
        self._page: Page | None = None
        self._width_class = "normal"
        account = getattr(desk.office, "account", None)
        self.top = TopBar(
            search=self.search,
            mask=self.switch_mask,
            lock=self.lock_asked.emit,
            worker=account.name if account else "",
            parent=self,
        )
        self.rail = Rail(entries, self)
        self.stack = QStackedWidget(self)
        self.status = StatusLine(self)
        self._place()
        self.rail.page_chosen.connect(self.open)
        self.rail.child_chosen.connect(self.open_child)
        self.rail.left.connect(self.focus_page)
        desk.bus.changed.connect(self._changed)
        masking.changed.connect(self._masked)
        self.keys = self._window_keys()
        self._masked()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.status)

    def _window_keys(self) -> WindowKeys:
        acts: dict[Keys, Callable[[], object]] = {
            Keys.SEARCH: self.search,
            Keys.HELP: self.show_keys,
            Keys.MASK: self.switch_mask,
            Keys.LOCK: self.lock_asked.emit,
            Keys.BACK: self.back,
            Keys.QUIT: self.close_asked.emit,
            Keys.SETTINGS: lambda: self.open("settings"),
            Keys.LARGER: lambda: self._resize_text(1),
            Keys.SMALLER: lambda: self._resize_text(-1),
            Keys.USUAL_SIZE: lambda: self._set_text_size(SMALLEST),
            Keys.RAIL: self._to_rail_or_page,
        }
        return WindowKeys(
            self,
            self.top.menus,
            acts=acts,
            rail=self.rail.names(),
            go_to=self.open,
            record=self.record,
        )

    # ---- Navigator

    def open(self, page: str, **args: Any) -> None:
        """Open a page; where the person was can be gone back to."""
        before = self._now
        self._show(page, args)
        if before[0] and before != self._now:
            self.trail.leave(*before)

    def open_child(self, child_id: str) -> None:
        self.open("child", child_id=child_id)

    def open_record(self, child_id: str, **args: Any) -> None:
        self.open("record", child_id=child_id, **args)

    def back(self, **chosen: Any) -> None:
        before = self.trail.step_back()
        if before is not None:
            name, args = before
            same = name == "child" and args.get("child_id") == chosen.get("child_id")
            self._show(name, {**args, **chosen} if same else args)
        elif self._now[0] != "today":
            self._show("today", {})

    def here(self) -> tuple[str, dict[str, Any]]:
        """The page that is open and the arguments that open it again."""
        name, args = self._now
        return name, (self._page.place() or args) if self._page else args

    def page(self) -> Page | None:
        return self._page

    def _show(self, name: str, args: dict[str, Any]) -> None:
        if self._page is not None and self._now[0]:
            self._now = (self._now[0], self._page.place() or self._now[1])
            self._page.leave()
            self._page.undo_bar.clear()
            if not self._just_said:
                self.status.forget()
            self._drop_form(self._now[0], self._page)
        page = self._made(name)
        self._page, self._now = page, (name, dict(args))
        self.stack.setCurrentWidget(page)
        page.take_width(self._width_class)
        self.rail.light(page.rail or name)
        unheard = self._unheard.pop(name, None)
        if unheard is not None:
            page.refresh(unheard)
        page.open(**args)
        self.keys.follow(page)
        self.refresh_keys()
        self.focus_page()
        self._load_recent()
        self._count_drafts()

    def _made(self, name: str) -> Page:
        found = self._kept.get(name)
        if found is not None:
            return found
        entry = pages.entry(name)
        page = entry.load()(self.desk, self.stack)
        page.setAccessibleName(page.title())
        for action in page.bound().values():
            action.changed.connect(partial(self._keys_of, page))
        self.stack.addWidget(page)
        if entry.kept:
            self._kept[name] = page
        return page

    def _drop_form(self, name: str, page: Page) -> None:
        if self._kept.get(name) is page:
            return
        self.stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _load_recent(self) -> None:
        if self._recent is not None:
            self.desk.ask(self._recent, self.rail.set_recent, key="shell.recent", owner=self)

    def _count_drafts(self) -> None:
        """The status line rests on the truth: all is saved, or so much is half written."""
        if self._drafts is not None:
            self.desk.ask(self._drafts, self.status.rest, key="shell.drafts", owner=self)

    # ---- what the pages hear

    def _changed(self, changes: Changes) -> None:
        for name, page in self._kept.items():
            if page is not self._page:
                self._unheard[name] = self._unheard.get(name, Changes()) | changes
        if self._page is not None:
            self._page.refresh(changes)
        if changes.touches("merge"):  # one of those opened lately is no more
            self._load_recent()

    def _masked(self) -> None:
        self.top.set_masked(masking.on)
        self.keys.actions[Keys.MASK].setText(_("Show names") if masking.on else _("Hide names"))
        for page in self.findChildren(QWidget):
            page.update()

    def _say_saved(self, words: str) -> None:
        """Stays through the change of page that belongs to the same act."""
        self.status.saved.say(words)
        self._just_said = True
        QTimer.singleShot(0, self, self._said)

    def _said(self) -> None:
        self._just_said = False

    def _keys_of(self, page: Page) -> None:
        """A key of this page does something else from now on, or nothing any more."""
        if page is self._page:
            self.refresh_keys()

    def refresh_keys(self) -> None:
        """The status line again, after the page bound or disabled a key."""
        hints = self._page.keys() if self._page else []
        self.status.keys.set_hints([*hints, KeyHint(Keys.HELP.text, Keys.HELP.words)])

    # ---- acts

    def search(self, *, recording: bool = False) -> None:
        """Ctrl+K: the palette. `recording`: the child chosen there is opened for a new record."""
        child_id = str(self.here()[1].get("child_id", ""))
        open_palette(
            self,
            self.desk,
            child_id=child_id,
            recording=recording,
            actions=self.palette_actions(),
            recent=self.rail.recent(),
        )

    def record(self) -> None:
        """Ctrl+N where the page does not take it."""
        recording.record(self)

    def knows_nobody_yet(self) -> bool:
        """No child was opened yet: perhaps there is none."""
        return self._recent is not None and not self.rail.recent()

    def palette_actions(self) -> list[tuple[str, str, Callable[[], object]]]:
        """What can be done now: words, key and the act itself."""
        found: list[tuple[str, str, Callable[[], object]]] = []
        if self._page is not None:
            for key, action in self._page.bound().items():
                if key.value.keys and action.isEnabled() and key is not Keys.CLOSE:
                    found.append((action.text(), key.text, action.trigger))
        for name in self.rail.names():
            words = _(pages.entry(name).words)
            found.append((words, "", partial(self.open, name)))
        for key in (Keys.MASK, Keys.LOCK, Keys.HELP):
            found.append((self.keys.actions[key].text(), key.text, self.keys.actions[key].trigger))
        return found

    def show_keys(self) -> None:
        here = self._page.all_keys() if self._page else []
        KeyList(self, [(_("On this page"), here), (_("Everywhere"), self.keys.hints())]).open()

    def switch_mask(self) -> None:
        masking.switch(not masking.on)
        self.desk.preferences.set("masked", masking.on)

    def _resize_text(self, step: int) -> None:
        """One step from the size that was asked for last: it may not be there yet when the key is pressed again."""
        self._set_text_size(float(self.desk.preferences["font_size"]) + _TEXT_STEP * step)

    def _set_text_size(self, size: float) -> None:
        self.desk.preferences.set("font_size", min(LARGEST, max(SMALLEST, size)))

    def _to_rail_or_page(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and self.rail.isAncestorOf(now):
            self.focus_page()
        else:
            self.rail.focus()

    def focus_page(self) -> None:
        """Give the focus to where the page wants it."""
        if self._page is None:
            return
        target = self._page.first_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._page.focusNextChild()

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self._page is not None:
            self._page.order_tabs()  # Tab may come from beside it
        return super().focusNextPrevChild(forward)

    def keep_drafts(self) -> None:
        """Every page keeps what is being written; what hinders one is raised when all the others have kept theirs."""
        shown = [] if self._page is None or self._page in self._kept.values() else [self._page]
        hindered: Exception | None = None
        for page in (*self._kept.values(), *shown):
            try:
                page.keep_draft()
            except Exception as error:  # noqa: BLE001 - told below; the next page's draft must not be lost for it
                hindered = hindered or error
        if hindered is not None:
            raise hindered

    # ---- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(event.size().width())

    def fit(self, width: int) -> None:
        """Fold or unfold for this width."""
        found = width_class(width)
        if found == self._width_class:
            return
        self._width_class = found
        self.top.set_width_class(found)
        self.rail.set_width_class(found)
        self.status.set_width_class(found)
        if self._page is not None:
            self._page.take_width(found)
