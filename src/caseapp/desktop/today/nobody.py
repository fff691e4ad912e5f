"""What stands on Today while no child is registered yet: the two ways to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.words.language import _


class Nobody(Card):
    """「お子さんがまだ登録されていません。」 and what to do. Object names `today-register`, `today-import`."""

    def __init__(self, register: Callable[[], object], read_in: Callable[[], object], *, parent: QWidget) -> None:
        super().__init__(padding=(16, 12), spacing=8, parent=parent)
        self.setObjectName("today-nobody")
        self.body.addWidget(Para(_("No child is in the register yet."), parent=self))
        hint = _("Register the first child here, or read in the list that your office keeps (CSV, Excel).")
        self.body.addWidget(Para(hint, ink="sub", parent=self))
        self.register = Button(
            _("Register a child"), register, kind="primary", key=Keys.NEW_CHILD, icon="plus", parent=self
        )
        self.register.setObjectName("today-register")
        self.read_in = Button(_("Read in a list"), read_in, key=Keys.IMPORT, parent=self)
        self.read_in.setObjectName("today-import")
        ways = QWidget(self)
        flow = FlowLayout(ways, gap=8, row_gap=6)
        flow.addWidget(self.register)
        flow.addWidget(self.read_in)
        self.body.addWidget(ways)
        self.hide()
