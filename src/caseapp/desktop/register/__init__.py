"""児童台帳: the list of all children, found by two kana, narrowed down, dealt with together; lists written out.

`export_list(page, "consultations")` asks how and for what a list goes out; bind it to Keys.EXPORT on any page. The
lists are those of `casework.list_tables.TITLES` but the register, whose own page writes it out as it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caseapp.desktop.kit.page import Page


def export_list(page: Page, kind: str) -> None:
    """Open the dialog over the page. What it needs is loaded only now."""
    from caseapp.desktop.register.export_dialog import open_export

    open_export(page, kind)
