"""The first run in two steps: who and where with the passphrase, then the recovery key on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Rule
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.lock.card_screen import CardScreen
from caseapp.desktop.lock.new_passphrase import NewPassphrase
from caseapp.desktop.theme import faces
from caseapp.desktop.theme.theme import theme
from caseapp.rules.problem import Problem
from caseapp.words.language import _

_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})  # as the vault reads a typed key


class FirstRunScreen(CardScreen):
    """`create_asked(office, name, title, passphrase)`, `restore_asked`, `folder_asked`, `language_asked`."""

    create_asked = Signal(str, str, str, str)
    restore_asked = Signal()
    folder_asked = Signal()
    language_asked = Signal()

    def __init__(self, folder: Path, *, parent: QWidget | None = None) -> None:
        words = _("Everything is kept encrypted on this computer. First the office and the first person who uses it.")
        super().__init__(_("Welcome"), words=words, width=560, parent=parent)
        self.form = Form(label_width=104, parent=self.card)
        self.office = self.form.row(_("Office"), TextField(placeholder=_("Shiomi Health Center")), name="office_name")
        self.name = self.form.row(
            _("Your name"), TextField(placeholder=_("Family name, blank, given name")), name="user_name"
        )
        self.job = self.form.row(
            _("Job title"), TextField(placeholder=_("Support worker, public health nurse")), name="title"
        )
        self.card_body.addWidget(self.form)
        self.card_body.addSpacing(4)
        self.card_body.addWidget(Rule(self.card))
        self.card_body.addSpacing(4)
        self.fresh = NewPassphrase(self._names, parent=self.card)
        self.card_body.addWidget(self.fresh)
        place = _("Kept in this folder: {folder}").format(folder=folder)
        self.card_body.addWidget(Para(place, role="caption", ink="sub", parent=self.card))
        self.go = Button(_("Begin"), self.submit, kind="primary", key="Enter", parent=self.card)
        self.add_buttons(self.go)
        self.add_entry(Button(_("Restore from a backup"), self.restore_asked.emit, kind="quiet"))
        self.add_entry(Button(_("Open another folder"), self.folder_asked.emit, kind="quiet"))
        self.add_entry(Button(_("日本語 / English"), self.language_asked.emit, kind="quiet", icon="globe"))

    def _names(self) -> list[str]:
        return [self.office.text(), self.name.text()]

    def first_focus(self) -> QWidget:
        return self.office

    def submit(self) -> None:
        problems = [
            Problem(name, words)
            for name, field, words in (
                ("office_name", self.office, _("Enter the name of the office.")),
                ("user_name", self.name, _("Enter your name.")),
            )
            if not field.text().strip()
        ]
        self.form.show_problems(problems)
        if problems or not self.fresh.explain():
            return
        self.go.setEnabled(False)
        self.go.setText(_("Making the store …"))
        self.create_asked.emit(self.office.text(), self.name.text(), self.job.text(), self.fresh.value())

    def refuse(self, words: str, *, wait_seconds: int = 0) -> None:
        self.go.setEnabled(True)
        self.go.setText(_("Begin"))
        self.form.banner.say(words)

    def wipe(self) -> None:
        self.fresh.wipe()


class RecoveryKeyScreen(CardScreen):
    """The recovery key, shown once: print the sheet, type the last group, go on. `done` then.

    `print_sheet` prints the sheet for the safe.
    """

    done = Signal()

    def __init__(
        self, groups: Sequence[str], *, print_sheet: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        words = _(
            "If every passphrase is forgotten, only this key opens the records. It is shown this once. "
            "Print the sheet, seal it, and lock it in the office's safe."
        )
        super().__init__(_("The recovery key"), words=words, width=560, parent=parent)
        self._last = groups[-1]
        grid_holder = QWidget(self.card)
        grid = QGridLayout(grid_holder)
        grid.setContentsMargins(0, 4, 0, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        fixed = QFont(faces.FIXED)
        fixed.setPointSizeF(theme.points("title"))
        for number, group in enumerate(groups):
            label = Label(group, parent=grid_holder)
            label.setFont(fixed)
            label.setAccessibleName(" ".join(group))
            grid.addWidget(label, number // 4, number % 4)
        grid.setColumnStretch(4, 1)
        self.card_body.addWidget(grid_holder)
        self.print_button = Button(_("Print the sheet"), print_sheet, icon="printer", parent=self.card)
        self.card_body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.card_body.addSpacing(8)
        self.form = Form(above=True, parent=self.card)
        self.typed = self.form.row(_("Type the last group from your sheet"), TextField(chars=5, most=12), name="last")
        self.card_body.addWidget(self.form)
        self.go = Button(_("Go to work"), self.submit, kind="primary", key="Enter", parent=self.card)
        self.add_buttons(self.go)

    def first_focus(self) -> QWidget:
        return self.print_button

    def submit(self) -> None:
        typed = unicodedata.normalize("NFKC", self.typed.text()).strip().upper().translate(_FORGIVEN)
        if typed != self._last:
            self.form.row_of("last").show_problem(_("This is not the last group. Look at your sheet once more."))
            self.typed.setFocus()
            return
        self.done.emit()

    def wipe(self) -> None:
        """Take the key off the screen."""
        for label in self.card.findChildren(Label):
            label.clear()
