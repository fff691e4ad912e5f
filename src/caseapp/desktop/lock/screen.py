"""The lock screen: who, passphrase, open. It says what was kept, and tells a wrong passphrase with a growing pause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.boxes import Combo
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.problem_line import ProblemLine
from caseapp.desktop.kit.text import Label
from caseapp.desktop.kit.text_field import PassphraseField
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.words.language import _, ngettext


class User(NamedTuple):
    """A user as the lock screen knows one."""

    id: str
    name: str


class LockScreen(CardScreen):
    """`unlock_asked(user id, passphrase)`, `recovery_asked(user id)`, `folder_asked`, `restore_asked`."""

    unlock_asked = Signal(str, str)
    recovery_asked = Signal(str)
    folder_asked = Signal()
    restore_asked = Signal()
    language_asked = Signal()

    def __init__(self, *, title: str = "", words: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title or _("Locked"), words=words, parent=parent)
        self._wait = 0
        self._said = ""
        self._busy = False
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._second)
        self._build(hint)
        self._settle()

    def _build(self, hint: str) -> None:
        who = Label(_("User"), tone="sub", parent=self.card)
        self.user = Combo(parent=self.card)
        self.user.setAccessibleName(_("User"))
        who.setBuddy(self.user)
        self.card_body.addWidget(who)
        self.card_body.addWidget(self.user)
        self.card_body.addSpacing(4)
        row = QHBoxLayout()
        label = Label(_("Passphrase"), tone="sub", parent=self.card)
        self.caps = Label(_("Caps Lock is on"), role="caption", tone="sub", parent=self.card)
        self.caps.hide()
        row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.caps)
        self.card_body.addLayout(row)
        self.passphrase = PassphraseField(parent=self.card)
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.passphrase.caps.connect(self.caps.setVisible)
        self.passphrase.textEdited.connect(self._settle)
        label.setBuddy(self.passphrase)
        self.card_body.addWidget(self.passphrase)
        self.problem = ProblemLine(self.card)
        self.card_body.addWidget(self.problem)
        if hint:
            self.card_body.addWidget(Label(hint, tone="sub", wrap=True, parent=self.card))
        self.open_button = Button(_("Open"), self.submit, kind="primary", key="Enter", parent=self.card)
        switch = Button(_("Change the user"), self.choose_user, kind="quiet", parent=self.card)
        forgot = Button(_("Forgot the passphrase"), self._forgot, kind="quiet", parent=self.card)
        self._switch = switch
        self.add_buttons(self.open_button, switch, forgot)
        self.add_entry(Button(_("Open another folder"), self.folder_asked.emit, kind="quiet"))
        self.add_entry(Button(_("Restore from a backup"), self.restore_asked.emit, kind="quiet"))
        self.language = Button(_("日本語 / English"), self.language_asked.emit, kind="quiet", icon="globe")
        self.add_entry(self.language)

    def set_users(self, users: Sequence[User], *, chosen: str = "") -> None:
        """Who may open the store; `chosen` is the id of the one who had it open."""
        self.user.set_options((user.id, user.name) for user in users)
        if chosen:
            self.user.set_value(chosen)
        self._switch.setVisible(len(users) > 1)
        self._settle()

    def first_focus(self) -> QWidget:
        return self.passphrase

    def choose_user(self) -> None:
        self.user.setFocus(Qt.FocusReason.OtherFocusReason)
        self.user.showPopup()

    def submit(self) -> None:
        """Enter: ask to open, unless the pause is not over."""
        if self._wait or self._busy or not self.passphrase.text() or not self.user.value():
            self._settle()
            return
        self._busy = True
        self._settle()
        self.unlock_asked.emit(self.user.value(), self.passphrase.text())

    def opening(self) -> bool:
        """True while the store is being opened."""
        return self._busy

    def refuse(self, words: str, *, wait_seconds: int = 0) -> None:
        """It did not open: say why, and count down before the next try. Typing goes on meanwhile."""
        self._busy = False
        self._said = words
        self._wait = wait_seconds
        self.passphrase.selectAll()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        if wait_seconds:
            self._tick.start()
        self._settle()

    def _second(self) -> None:
        self._wait = max(0, self._wait - 1)
        if not self._wait:
            self._tick.stop()
        self._settle()

    @property
    def waiting(self) -> int:
        """Seconds until the next try."""
        return self._wait

    def _settle(self, _text: str = "") -> None:
        self.open_button.setText(_("Opening …") if self._busy else _("Open"))
        if self._busy:
            self.problem.say("")
        elif self._said and self._wait:
            rest = ngettext("Next try in {count} second", "Next try in {count} seconds", self._wait)
            self.problem.say(f"{self._said}\n{rest.format(count=self._wait)}")
        else:
            self.problem.say(self._said)
        ready = not self._busy and not self._wait and bool(self.passphrase.text()) and bool(self.user.value())
        self.open_button.setEnabled(ready)

    def _forgot(self) -> None:
        self.recovery_asked.emit(self.user.value())

    def set_passphrase(self, text: str) -> None:
        """Put a passphrase into the field (the trial with invented cases)."""
        self.passphrase.setText(text)
        self._settle()

    def wipe(self) -> None:
        """Empty the passphrase."""
        self.passphrase.wipe()
