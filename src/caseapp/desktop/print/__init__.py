"""印刷を見る: look at a document, print it or keep it as PDF.

`print_dialog(page, child_id, document="support-plan", record_id="")` opens it over any page; bind it to Ctrl+P:

    self.on(Keys.PRINT, lambda: print_dialog(self, self._child_id, document="consultation", record_id=chosen))

`document` is a name of `casework.papers.DOCUMENTS`: support-plan, support-plan-family, support-plan-partner, review,
consultation, assessment, child-sheet, handover, information-letter. Without `record_id` it shows the newest of its
kind; what is not there is said in its place.

`print_many(page, child_ids, document=…)`: the same document of several children as one print with a cover.
`print_list(page, columns, rows, title=…, filters=…)`: a list as it stands on the screen, landscape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseapp.desktop.kit.page import Page
    from caseapp.desktop.print.dialog import PrintDialog
    from caseapp.desktop.print.listed import PrintListDialog
    from caseapp.desktop.print.many import PrintManyDialog


def print_dialog(
    page: Page, child_id: str, *, document: str = "support-plan", record_id: str = "", blank: bool = False
) -> PrintDialog:
    """Open the dialog over the page. It loads QtPdf only now."""
    from caseapp.desktop.print.dialog import PrintDialog

    dialog = PrintDialog(page, page.desk, child_id=child_id, document=document, record_id=record_id, blank=blank)
    dialog.begin()
    return dialog


def print_many(page: Page, child_ids: Sequence[str], *, document: str = "support-plan-family") -> PrintManyDialog:
    """Open まとめて印刷 over the page for these children, in this order."""
    from caseapp.desktop.print.many import PrintManyDialog

    dialog = PrintManyDialog(page, page.desk, child_ids=child_ids, document=document)
    dialog.begin()
    return dialog


def print_list(
    page: Page,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str,
    filters: Sequence[str] = (),
    entries: int | None = None,
) -> PrintListDialog:
    """Open the print of a list over the page: heads and cells as texts, `filters` what it was narrowed by, in words;
    `entries` how many there are, where some rows are only there to be written on."""
    from caseapp.desktop.print.listed import PrintListDialog

    dialog = PrintListDialog(page, page.desk, columns=columns, rows=rows, title=title, filters=filters, entries=entries)
    dialog.begin()
    return dialog
