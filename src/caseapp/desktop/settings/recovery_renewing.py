"""A new recovery key: asked for, shown once, and not gone by a slip before there is a sheet of it.

Object names: `recovery-new`, `recovery-print`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.text import Para
from caseapp.desktop.startup.recovery_sheet import print_recovery_sheet
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.vault.recovery_key import RecoveryKey


def renew_recovery_key(host: QWidget, desk: Desk) -> None:
    """Ask first: the sheet in the safe opens nothing from then on."""
    from caseapp.casework import office as offices

    office = desk.office

    def show(key: RecoveryKey) -> None:
        NewRecoveryKey(host, desk, key).show_key()

    def make(_code: str) -> None:
        desk.ask(lambda: offices.new_recovery_key(office), show, owner=host)

    desk.dialogs.ask(
        _("Make a new recovery key?"),
        then=make,
        answers=[Answer("renew", _("Make a new recovery key"), careful=True)],
        detail=_("The key on the sheet in the safe stops working at once. Have a printer ready for the new sheet."),
    )


class NewRecoveryKey(Dialog):
    """The key, this once. It is left when a printer took the sheet; before that only by an answer."""

    def __init__(self, host: QWidget, desk: Desk, key: RecoveryKey) -> None:
        super().__init__(host, _("The new recovery key"), width=560)
        self._desk, self._key, self._on_paper = desk, key, False
        words = _("It is shown this once. Print the sheet, put it in the safe, destroy the old one.")
        self.add(Para(words, parent=self.panel))
        self.field = TextField(str(key), parent=self.panel)
        self.field.setObjectName("recovery-new")
        self.field.setReadOnly(True)
        self.field.setAccessibleName(_("Recovery key"))
        self.add(self.field)
        self.sheet = Button(_("Print the sheet"), self._print, kind="primary", icon="printer")
        self.sheet.setObjectName("recovery-print")
        self.set_buttons(self.sheet, leave=_("Close"))

    def show_key(self) -> None:
        """Open it."""
        self.open(self.sheet)

    def _print(self) -> None:
        desk = self._desk
        print_recovery_sheet(
            self, desk.runner, desk.dialogs, office=desk.office, groups=self._key.groups, printed=self._printed
        )

    def _printed(self) -> None:
        self._on_paper = True

    def cancel(self) -> None:
        """Leave it; without a sheet only by word."""
        if self._on_paper:
            self.close()
            return
        self._desk.dialogs.ask(
            _("Close without the sheet?"),
            then=lambda _code: self.close(),
            answers=[Answer("close", _("I copied it by hand"), careful=True)],
            detail=_("The key is not shown again. Without it, forgotten passphrases lock the records for good."),
        )
