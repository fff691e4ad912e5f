"""Forgot the passphrase: the printed recovery key gives a user a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.desktop.lock.new_passphrase import NewPassphrase
from caseapp.desktop.lock.screen import User
from caseapp.desktop.theme.theme import theme
from caseapp.words.language import _


class RecoveryScreen(CardScreen):
    """`recover_asked(recovery key, user id, new passphrase)`, `left`."""

    recover_asked = Signal(str, str, str)
    left = Signal()

    def __init__(self, users: Sequence[User], *, chosen: str = "", parent: QWidget | None = None) -> None:
        words = _(
            "Take the sheet with the recovery key from the safe. It gives you a new passphrase; the records stay."
        )
        super().__init__(_("Forgot the passphrase"), words=words, width=520, parent=parent)
        self.form = Form(above=True, parent=self.card)
        self.key = self.form.row(
            _("Recovery key"),
            TextField(placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"),
            name="key",
            help_text=_("Seven groups. Capital letters and hyphens do not matter."),
        )
        self.key.setFont(theme.font())
        self.user = self.form.row(_("User"), Combo((user.id, user.name) for user in users))
        if chosen:
            self.user.set_value(chosen)
        self._names = [user.name for user in users]
        self.card_body.addWidget(self.form)
        self.fresh = NewPassphrase(lambda: self._names, parent=self.card)
        self.card_body.addWidget(self.fresh)
        self.go = Button(_("Set the new passphrase"), self.submit, kind="primary", key="Enter", parent=self.card)
        self.back = Button(_("Back"), self.left.emit, kind="quiet", key="Esc", parent=self.card)
        self.add_buttons(self.go, self.back)

    def first_focus(self) -> QWidget:
        return self.key

    def submit(self) -> None:
        row = self.form.row_of("key")
        row.show_problem("" if self.key.text().strip() else _("Enter the recovery key."))
        if not self.key.text().strip():
            self.key.setFocus()
            return
        if self.fresh.explain():
            self.go.setEnabled(False)
            self.recover_asked.emit(self.key.text(), self.user.value(), self.fresh.value())

    def refuse(self, words: str, *, wait_seconds: int = 0) -> None:
        """It did not work: say why beside the key."""
        self.go.setEnabled(True)
        self.form.row_of("key").show_problem(words)
        self.key.setFocus()

    def wipe(self) -> None:
        self.key.set_value("")
        self.fresh.wipe()
