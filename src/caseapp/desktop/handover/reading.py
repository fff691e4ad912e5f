"""Whether a sheet that waits for the successor's word was looked at to its end: until then the key that confirms goes
there, so that pressed twice it confirms nobody unread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollBar

from caseapp.casework.handover_views import HandoverSheet
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.desktop.handover.sheet_view import SheetView


class Reading:
    """`changed` is called when what the key does may have become another."""

    def __init__(self, view: SheetView, changed: Callable[[], object]) -> None:
        self._view, self._changed = view, changed
        self._seen: set[str] = set()
        self._brought = ""
        view.verticalScrollBar().valueChanged.connect(self._moved)
        view.verticalScrollBar().rangeChanged.connect(self._moved)

    def brought(self, handover_id: str) -> None:
        """The key brought this child: nobody has chosen it, so its sheet is looked at first, also a short one."""
        self._brought = handover_id

    @property
    def done(self) -> bool:
        """The end of the sheet was in sight, or something is asked about it."""
        here = self._here()
        return here in self._seen or bool(self._view.typed()) or (not self._bar.maximum() and here != self._brought)

    def key_words(self, sheet: HandoverSheet | None) -> str:
        """What the one key does now."""
        if sheet is not None and sheet.may_acknowledge:
            return _("I have read it: confirm") if self.done else _("To the end of the sheet")
        return _("Answer") if sheet is not None and sheet.may_answer else _("Keep it, on to the next")

    def to_the_end(self) -> None:
        """Show the end of the sheet."""
        self._seen.add(self._here())
        self._bar.setValue(self._bar.maximum())
        self._changed()

    @property
    def _bar(self) -> QScrollBar:
        return self._view.verticalScrollBar()  # asked anew each time: a kept one is taken for deleted by PySide

    def _here(self) -> str:
        sheet = self._view.sheet
        return sheet.value.id if sheet is not None else ""

    def _moved(self, *_where: int) -> None:
        if self._bar.maximum() and self._bar.value() >= self._bar.maximum():
            self._seen.add(self._here())
        self._changed()
