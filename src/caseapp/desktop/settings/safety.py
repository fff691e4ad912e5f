"""Passphrase, recovery key and backups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import SectionHead
from caseapp.desktop.kit.fields import PassphraseField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.lock.new_passphrase import NewPassphrase
from caseapp.desktop.settings.part import Part
from caseapp.desktop.settings.recovery_confirming import confirm_recovery_key
from caseapp.desktop.settings.recovery_renewing import renew_recovery_key
from caseapp.desktop.startup.session import moment_words
from caseapp.rules.changes import Changes
from caseapp.rules.problem import Refused
from caseapp.vault.trouble import Cancelled, WrongPassphrase
from caseapp.words import language
from caseapp.words.language import _

_SHOWN = 6


class SafetyPart(Part):
    """What keeps the records safe, and the way back in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.column.addWidget(SectionHead(_("Passphrase"), parent=self))
        self.change = self._line(
            _("Change it when somebody may have seen it."), _("Change the passphrase"), self.change_passphrase
        )
        self.column.addWidget(SectionHead(_("Recovery key"), parent=self))
        self.renew = self._line(
            _("When the sheet in the safe is lost or was seen: make a new key. The old one stops working."),
            _("Make a new recovery key"),
            self.new_recovery_key,
        )
        self.renew.setEnabled(self.managing)
        self.confirm = self._line(
            _("Look at the sheet now and then: type its key, and see that it opens the records."),
            _("Try the recovery key"),
            self.try_recovery_key,
        )
        self.confirm.setEnabled(self.managing)
        self.column.addWidget(SectionHead(_("Backup"), parent=self))
        self.backup_button = self._line(
            _("One encrypted file that opens with the same passphrases. Keep it on another disk."),
            _("Make a backup now"),
            self.backup,
        )
        self.last = Label("", tone="sub", parent=self)
        self.column.addWidget(self.last)
        self.files = Para("", ink="sub", parent=self)
        self.column.addWidget(self.files)

    def _line(self, words: str, action: str, do: Callable[[], object]) -> Button:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Para(words, parent=self), 1, Qt.AlignmentFlag.AlignVCenter)
        button = Button(action, do, parent=self)
        row.addWidget(button)
        self.column.addLayout(row)
        return button

    def heading(self) -> str:
        return _("Key and backup")

    def first_focus(self) -> QWidget:
        return self.change

    def load(self) -> None:
        office = self.desk.office

        def job() -> tuple[datetime | None, list[str]]:
            from caseapp.casework import backups
            from caseapp.vault.archive import list_backups

            faces = list_backups(office.folder / "backups")[:_SHOWN]
            return backups.last_backup(office), [str(face.path) for face in faces]

        self.desk.ask(job, self._show, key="settings.backups", owner=self)

    def _show(self, found: tuple[datetime | None, list[str]]) -> None:
        last, files = found
        when = moment_words(last, now=self.desk.now()) if last else _("none yet")
        self.last.setText(_("Last backup: {when}").format(when=when))
        self.files.setText("\n".join(files))

    # ---- passphrase

    def change_passphrase(self) -> None:
        ChangePassphrase(self, self.desk).open()

    # ---- recovery key

    def try_recovery_key(self) -> None:
        confirm_recovery_key(self, self.desk)

    def new_recovery_key(self) -> None:
        renew_recovery_key(self, self.desk)

    # ---- backup

    def backup(self) -> None:
        self.desk.dialogs.choose_file(_("Folder for the backup"), then=self._backup_into, kind="folder")

    def _backup_into(self, folder: Path) -> None:
        from caseapp.casework import backups

        office = self.desk.office

        def job(progress: Progress) -> Path:
            def told(done: int, total: int) -> None:
                if progress.cancelled():
                    raise Cancelled
                progress(done, total)

            return backups.backup(office, folder, progress=told)

        self.desk.long(_("Making a backup"), job, self._backed_up)

    def _backed_up(self, path: Path) -> None:
        self.desk.bus.tell(Changes(frozenset({"backup"})))
        words = _("The backup was made and checked.")
        self.desk.dialogs.tell(_("Backup"), f"{words}\n{path}")
        self.load()


class ChangePassphrase(Dialog):
    """The old one once, the new one twice."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, _("Change the passphrase"))
        self._desk = desk
        self.form = Form(above=True, parent=self.panel)
        self.old = self.form.row(_("Passphrase now"), PassphraseField(), name="old")
        self.add(self.form)
        self.fresh = NewPassphrase(lambda: [desk.office.settings.name, desk.office.account.name], parent=self.panel)
        self.add(self.fresh)
        self.go = Button(_("Change the passphrase"), self.submit, kind="primary", parent=self.panel)
        self.set_buttons(self.go, leave=_("Leave it"))

    def submit(self) -> None:
        empty = not self.old.text()
        self.form.row_of("old").show_problem(_("Enter the passphrase.") if empty else "")
        if empty:
            self.old.setFocus()
            return
        if not self.fresh.explain():
            return
        from caseapp.casework import office as offices

        office, old, new = self._desk.office, self.old.text(), self.fresh.value()
        self.go.setEnabled(False)
        self._desk.ask(
            lambda: offices.change_passphrase(office, old=old, new=new), self._done, failed=self._failed, owner=self
        )

    def _done(self, _none: None) -> None:
        self.old.wipe()
        self.fresh.wipe()
        self.close()
        self._desk.saved(_("The passphrase was changed"))

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self.form.row_of("old").show_problem(language.say(error.problem))
            self.old.setFocus()
        elif isinstance(error, Refused):
            self.form.show_problems(error.problems)
        else:
            self._desk.dialogs.report(error)
