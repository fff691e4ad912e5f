"""Before a list goes out in Shift_JIS: every text it has no characters for, and what would stand there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.exchange.list_cp932 import Unwritable
from caseapp.words.language import _, ngettext


class UnwritableDialog(Dialog):
    """`then("utf8")` or `then("replace")`; leaving it writes nothing. Object names `unwritable-list`,
    `unwritable-utf8`, `unwritable-replace`."""

    def __init__(self, host: QWidget, found: Sequence[Unwritable], *, then: Callable[[str], object]) -> None:
        super().__init__(host, _("Shift_JIS cannot write everything in this list"), width=720)
        self._then = then
        count = len(found)
        words = ngettext(
            "{count} text holds characters that Shift_JIS does not have. In UTF-8 it stays as it is.",
            "{count} texts hold characters that Shift_JIS does not have. In UTF-8 they stay as they are.",
            count,
        )
        self.add(Para(words.format(count=f"{count:,}"), parent=self.panel))
        make = TableColumn[Unwritable]
        columns = (
            make(name="row", head=_("Row"), text=lambda each: str(each.row), width=48, sort=lambda each: each.row),
            make(name="column", head=_("Column"), text=lambda each: each.column, width=110),
            make(name="text", head=_("As it is"), text=lambda each: each.text, bold=True, tip=lambda each: each.text),
            make(name="letters", head=_("Not there"), text=lambda each: each.letters, width=90),
            make(name="instead", head=_("Would become"), text=lambda each: each.instead, width=190),
        )
        self.table: Table[Unwritable] = Table(
            TableModel(columns), name=_("Texts that cannot be written"), parent=self.panel
        )
        self.table.setObjectName("unwritable-list")
        self.table.setMinimumHeight(theme.px(220))
        self.table.set_rows(found)
        self.content.addWidget(self.table, 1)
        utf8 = Button(_("Write it as UTF-8"), lambda: self._go("utf8"), kind="primary", key="Enter")
        replace = Button(_("Write it as listed here"), lambda: self._go("replace"))
        utf8.setObjectName("unwritable-utf8")
        replace.setObjectName("unwritable-replace")
        self._utf8 = utf8
        self.set_buttons(utf8, replace, leave=_("Write nothing"))

    def begin(self) -> None:
        self.open(self._utf8)

    def _go(self, code: str) -> None:
        self.close()
        self._then(code)
