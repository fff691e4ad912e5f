"""Looking at the sheet in the safe: the recovery key is typed from it, and tried.

Object names: `recovery-key`, `recovery-confirm`, `recovery-renew`.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from caseapp.casework import recovery_sheet
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.text import Para
from caseapp.rules.changes import Changes
from caseapp.vault.trouble import RecoveryKeyMistyped, WrongRecoveryKey
from caseapp.words import language
from caseapp.words.language import _


class ConfirmRecoveryKey(Dialog):
    """Type the key from the sheet; where there is no sheet, make a new key."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, _("Is the recovery key in the safe?"), width=560)
        self._desk = desk
        words = _(
            "Take the sheet from the safe and type its key here. If every passphrase is forgotten, only it opens the "
            "records. When there is no sheet, make a new key and print it."
        )
        self.add(Para(words, parent=self.panel))
        self.form = Form(above=True, parent=self.panel)
        self.key = self.form.row(
            _("Recovery key"),
            TextField(placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"),
            name="key",
            help_text=_("Seven groups. Capital letters and hyphens do not matter."),
        )
        self.key.setObjectName("recovery-key")
        self.add(self.form)
        self.go = Button(_("Try it"), self.submit, kind="primary", key="Enter", parent=self.panel)
        self.go.setObjectName("recovery-confirm")
        renew = Button(_("There is no sheet"), self._renew, parent=self.panel)
        renew.setObjectName("recovery-renew")
        self.set_buttons(self.go, renew, leave=_("Later"))

    def submit(self) -> None:
        """Try the key that was typed."""
        office, typed = self._desk.office, self.key.text()
        if not typed.strip():
            self._say(_("Enter the recovery key."))
            return
        self.go.setEnabled(False)
        self._desk.act(lambda: recovery_sheet.confirm(office, typed), self._done, failed=self._failed, owner=self)

    def _say(self, words: str) -> None:
        self.form.row_of("key").show_problem(words)
        self.key.setFocus()
        self.refit()

    def _done(self, _changes: Changes) -> None:
        self.key.set_value("")
        self.close()
        self._desk.saved(_("The recovery key on the sheet opens the records. Put it back into the safe."))

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, (RecoveryKeyMistyped, WrongRecoveryKey)):
            self._say(language.say(error.problem))
        else:
            self._desk.dialogs.report(error)

    def _renew(self) -> None:
        self.close()
        self._desk.go.open("settings", part="safety")


def confirm_recovery_key(host: QWidget, desk: Desk) -> ConfirmRecoveryKey:
    """Open the overlay."""
    dialog = ConfirmRecoveryKey(host, desk)
    dialog.open(dialog.key)
    return dialog


class RecoveryReminder(Banner):
    """A gentle line at the top of a page, for a manager, until the sheet was looked at."""

    def __init__(self, page: Page) -> None:
        super().__init__(parent=page)
        self.setObjectName("recovery-reminder")
        self._page = page

    def ask(self) -> None:
        """Look whether there is something to be reminded of."""
        desk = self._page.desk
        desk.ask(partial(recovery_sheet.unconfirmed, desk.office), self._show, key="recovery.reminder", owner=self)

    def _show(self, due: bool) -> None:
        words = _("Nobody has looked yet whether the sheet with the recovery key is in the safe.") if due else ""
        if words != self.text():
            self.say(words, action=_("Look now") if due else "", do=self._confirm)

    def _confirm(self) -> None:
        confirm_recovery_key(self._page, self._page.desk)
