"""The register as a list for file and paper: the rows and columns as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from caseapp.casework import list_tables
from caseapp.casework.list_tables import ListTable
from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.register import layout
from caseapp.desktop.register.export_dialog import ExportDialog, MakeTable
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.register.page import RegisterPage


def register_table(page: RegisterPage, rows: Sequence[RegisterRow]) -> MakeTable:
    """A job for the store's thread that makes the table of these rows with the columns that are shown."""
    shown = (layout.FIXED, *page.heads.layout.shown)
    columns = [column for column in page.model.columns if column.name in shown]
    names, heads = [column.name for column in columns], [column.head or _("Cautions") for column in columns]
    ids, office = [row.child_id for row in rows], page.desk.office

    def make() -> ListTable:
        return list_tables.of_register(office, ids, names, heads)

    return make


def export_register(page: RegisterPage, rows: Sequence[RegisterRow]) -> None:
    """Ask how and for what, then write them out."""
    dialog = ExportDialog(
        page, page.desk, kind=list_tables.REGISTER, register=register_table(page, rows), count=len(rows)
    )
    dialog.begin()
