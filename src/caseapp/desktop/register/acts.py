"""What is done with the children of the register: recording, change of worker, printing and writing out many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from caseapp.casework import in_charge, list_hand_over, register
from caseapp.casework.list_hand_over import HandedOver
from caseapp.casework.list_views import RegisterRow
from caseapp.desktop.register import conditions
from caseapp.desktop.register.exporting import export_register
from caseapp.desktop.register.hand_over_dialog import HandOverDialog, done_words
from caseapp.rules.changes import Changes
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.register.page import RegisterPage


class Acts:
    """The acts on the chosen children; on the current one where none is chosen."""

    def __init__(self, page: RegisterPage) -> None:
        self._page = page
        self._printing: Any = import_module("caseapp.desktop.print")

    def meant(self) -> list[RegisterRow]:
        """The chosen children in the order of the register, else the one the bar stands on."""
        page = self._page
        if len(page.marks):
            return [row for row in page.cells.rows if row.child_id in page.marks]
        row = page.table.current()
        return [] if row is None else [row]

    # ---- change of worker

    def hand_over(self) -> None:
        """Ask to whom."""
        page, rows = self._page, self.meant()
        if rows:
            names = {row.child_id: row.name for row in rows}
            office = page.desk.office
            page.desk.ask(partial(in_charge.takers, office), partial(self._ask_to_whom, names), owner=page)

    def _ask_to_whom(self, names: Mapping[str, str], workers: Mapping[str, str]) -> None:
        page = self._page
        HandOverDialog(page, page.desk, names, workers=workers, then=self._handed_over).begin()

    def _handed_over(self, done: HandedOver) -> None:
        page = self._page
        worker = page.filters.names().get(done.to, "")
        page.marks.clear()
        page.desk.saved(done_words(done, worker))
        if done.before:
            page.offer_undo(done_words(done, worker), lambda: self._hand_back(done))

    def _hand_back(self, done: HandedOver) -> None:
        page, office = self._page, self._page.desk.office

        def job() -> Changes:
            return list_hand_over.back(office, done)

        page.desk.act(job, lambda _changes: page.desk.saved(_("The change of worker was taken back")), owner=page)

    # ---- paper and file

    def can_print_many(self) -> bool:
        """Whether this build prints the papers of several children at once."""
        return hasattr(self._printing, "print_many")

    def print(self) -> None:
        """The papers of the chosen children; without any the list as it is shown, where this build can."""
        page, rows = self._page, self.meant()
        if len(page.marks) and self.can_print_many():
            self._printing.print_many(page, [row.child_id for row in rows])
        elif hasattr(self._printing, "print_list"):
            rows, office = page.model.rows(), page.desk.office
            lacking = [row for row in rows if not row.whole]
            page.desk.ask(partial(register.filled, office, lacking), partial(self._print_list, rows), owner=page)

    def _print_list(self, rows: Sequence[RegisterRow], known: Mapping[str, RegisterRow]) -> None:
        """The rows as they stand on the screen, in the words of the screen."""
        page = self._page
        columns = [column for column in page.model.columns if column.name in page.heads.layout.shown]
        texts = [[column.text(known.get(row.child_id, row)) for column in columns] for row in rows]
        me = page.desk.office.account.name
        words = conditions.on_paper(page.filters.value(), workers=page.filters.names(), me=me)
        heads = [column.head for column in columns]
        self._printing.print_list(page, heads, texts, title=_("Register"), filters=words)

    def export(self) -> None:
        """Write out the chosen children, without any all that are shown."""
        page = self._page
        rows = self.meant() if len(page.marks) else page.model.rows()
        export_register(page, rows)
