"""Putting a backup back into an empty folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.dialogs import Dialogs
from caseapp.desktop.kit.fields import PassphraseField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.words.language import _


class RestoreScreen(CardScreen):
    """`restore_asked(backup file, empty folder, user name, passphrase)`, `left`."""

    restore_asked = Signal(str, str, str, str)
    left = Signal()

    def __init__(
        self, dialogs: Dialogs, *, backup: Path | None = None, to: Path | None = None, parent: QWidget | None = None
    ) -> None:
        words = _("The backup is checked and put into an empty folder. What is elsewhere stays as it is.")
        super().__init__(_("Restore from a backup"), words=words, width=560, parent=parent)
        self._dialogs = dialogs
        self.form = Form(above=True, parent=self.card)
        self.backup = self._path_row(_("Backup file"), "backup", self._choose_backup)
        self.to = self._path_row(_("Into this empty folder"), "to", self._choose_folder)
        self.backup.set_value(str(backup) if backup else "")
        self.to.set_value(str(to) if to else "")
        self.user = self.form.row(
            _("Your name"), TextField(), name="user", help_text=_("As it was when the backup was made.")
        )
        self.passphrase = self.form.row(_("Passphrase"), PassphraseField(), name="passphrase")
        self.card_body.addWidget(self.form)
        self.go = Button(_("Restore"), self.submit, kind="primary", key="Enter", parent=self.card)
        self.back = Button(_("Back"), self.left.emit, kind="quiet", key="Esc", parent=self.card)
        self.add_buttons(self.go, self.back)

    def _path_row(self, label: str, name: str, choose: object) -> TextField:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        field = TextField(parent=holder)
        field.setAccessibleName(label)
        button = Button(_("Choose"), choose, parent=holder)  # type: ignore[arg-type]  # a method without arguments
        button.setAccessibleName(f"{label}: {_('Choose')}")
        row.addWidget(field, 1)
        row.addWidget(button)
        self.form.row(label, holder, name=name)
        holder.setFocusProxy(field)
        return field

    def first_focus(self) -> QWidget:
        return self.backup if not self.backup.text() else self.user

    def _choose_backup(self) -> None:
        self._dialogs.choose_file(
            _("Backup file"),
            then=lambda path: self.backup.set_value(str(path)),
            filters=[_("Backups (*.casebackup)"), _("All files (*)")],
        )

    def _choose_folder(self) -> None:
        self._dialogs.choose_file(_("Empty folder"), then=lambda path: self.to.set_value(str(path)), kind="folder")

    def submit(self) -> None:
        missing = False
        for name, field, words in (
            ("passphrase", self.passphrase, _("Enter the passphrase.")),
            ("user", self.user, _("Enter your name.")),
            ("to", self.to, _("Choose an empty folder.")),
            ("backup", self.backup, _("Choose the backup file.")),
        ):
            empty = not field.text().strip()
            self.form.row_of(name).show_problem(words if empty else "")
            if empty:
                missing = True
                field.setFocus()
        if not missing:
            self.form.banner.say("")
            self.go.setEnabled(False)
            self.restore_asked.emit(self.backup.text(), self.to.text(), self.user.text(), self.passphrase.text())

    def refuse(self, words: str, *, wait_seconds: int = 0) -> None:
        self.go.setEnabled(True)
        self.form.banner.say(words)

    def wipe(self) -> None:
        self.passphrase.wipe()
