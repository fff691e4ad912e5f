"""Before a PDF leaves the vault as a file: a password for it, or the plain word that it has none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import Radio
from caseapp.desktop.kit.fields import PassphraseField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.text import Para
from caseapp.rules.file_password import LEAST, password_problems
from caseapp.rules.problem import N_, Problem
from caseapp.words.language import _


class PasswordDialog(Dialog):
    """Calls `then(password)`, "" for none. Object names `pdf-protect`, `pdf-plain`, `pdf-password`, `pdf-again`,
    `pdf-go`."""

    def __init__(self, host: QWidget, then: Callable[[str], object]) -> None:
        super().__init__(host, _("Keep as PDF"))
        self._then = then
        self.protect = Radio(_("With a password"), parent=self.panel)
        self.plain = Radio(_("Without a password: whoever has the file can read it"), parent=self.panel)
        self.protect.setObjectName("pdf-protect")
        self.plain.setObjectName("pdf-plain")
        group = QButtonGroup(self)
        for button in (self.protect, self.plain):
            group.addButton(button)
            button.toggled.connect(self._switched)
        self.form = Form(above=True, parent=self.panel)
        at_least = _("At least {count} characters. Tell it by another way than the file.").format(count=LEAST)
        self.password = self.form.row(_("Password"), PassphraseField(), name="password", help_text=at_least)
        self.again = self.form.row(_("The same once more"), PassphraseField(), name="again")
        self.password.setObjectName("pdf-password")
        self.again.setObjectName("pdf-again")
        self.add(Para(_("A PDF lies outside the vault. Nobody can take it back."), parent=self.panel))
        for part in (self.protect, self.form, self.plain):
            self.add(part)
        go = Button(_("Choose the place"), self._go, kind="primary", key="Enter")
        go.setObjectName("pdf-go")
        self.set_buttons(go, leave=_("Leave it"))
        self.protect.setChecked(True)

    def _switched(self, _on: bool) -> None:
        self.form.setEnabled(self.protect.isChecked())
        self.form.clear_problems()

    def _go(self) -> None:
        if self.plain.isChecked():
            self.close()
            self._then("")
            return
        password = self.password.value()
        if short := password_problems(password):
            self.form.show_problems(short)
        elif password != self.again.value():
            self.form.show_problems([Problem("again", N_("The two are not the same. Enter it again."))])
        else:
            self.password.wipe()
            self.again.wipe()
            self.close()
            self._then(password)
