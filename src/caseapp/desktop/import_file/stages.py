"""The steps of reading in, one at a time; each is made when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.import_file.steps_line import StepsLine
from caseapp.words.language import _

if TYPE_CHECKING:
    from caseapp.casework.import_undo import Batch
    from caseapp.desktop.import_file.columns_part import ColumnsPart
    from caseapp.desktop.import_file.done_part import DonePart
    from caseapp.desktop.import_file.file_part import FilePart
    from caseapp.desktop.import_file.look_part import LookPart
    from caseapp.desktop.import_file.reading_page import ReadingPage
    from caseapp.desktop.import_file.whole_part import WholePart
    from caseapp.exchange.findings import Finding

FILE, COLUMNS, LOOK, WHOLE, DONE = "file", "columns", "look", "whole", "done"
_STEP = {FILE: 0, COLUMNS: 1, LOOK: 2, WHOLE: 2, DONE: 3}


class Stages(QWidget):
    """`now` is the step that is shown; `line` tells which it is."""

    def __init__(self, page: ReadingPage) -> None:
        super().__init__(page)
        self._page = page
        self.now = FILE
        self._narrow = False
        self._parts: dict[str, QWidget] = {}
        self.line = StepsLine([_("File"), _("Match columns"), _("Look"), _("Finished")], parent=page)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_stage(self, stage: str) -> None:
        self.now = stage
        makers = {FILE: self.file, COLUMNS: self.columns, LOOK: self.look, WHOLE: self.whole, DONE: self.done}
        shown = makers[stage]()
        for part in self._parts.values():
            part.setVisible(part is shown)
        self.line.show_step(_STEP[stage])

    def _put(self, name: str, part: QWidget) -> None:
        self._parts[name] = part
        self._column.addWidget(part)
        part.hide()
        if hasattr(part, "set_narrow"):
            part.set_narrow(self._narrow)

    def file(self) -> FilePart:
        from caseapp.desktop.import_file.file_part import FilePart

        part = self._parts.get(FILE)
        if not isinstance(part, FilePart):
            part = FilePart(self._page.choose_file, parent=self)
            part.undo_asked.connect(self._page.undo_batch)
            self._put(FILE, part)
        return part

    def columns(self) -> ColumnsPart:
        from caseapp.desktop.import_file.columns_part import ColumnsPart

        part = self._parts.get(COLUMNS)
        if not isinstance(part, ColumnsPart):
            part = ColumnsPart(parent=self)
            part.kind_changed.connect(self._page.map_again)
            part.place_changed.connect(self._page.map_again)
            part.changed.connect(self._page.columns_changed)
            self._put(COLUMNS, part)
        return part

    def look(self) -> LookPart:
        from caseapp.desktop.import_file.look_part import LookPart

        part = self._parts.get(LOOK)
        if not isinstance(part, LookPart):
            part = LookPart(self._page.desk, parent=self)
            part.decided.connect(self._page.decide)
            part.changed.connect(self._page.settle)
            self._put(LOOK, part)
        return part

    def whole(self) -> WholePart:
        from caseapp.desktop.import_file.whole_part import WholePart

        part = self._parts.get(WHOLE)
        if not isinstance(part, WholePart):
            part = WholePart(parent=self)
            self._put(WHOLE, part)
        return part

    def done(self) -> DonePart:
        from caseapp.desktop.import_file.done_part import DonePart

        part = self._parts.get(DONE)
        if not isinstance(part, DonePart):
            page = self._page
            part = DonePart(undo=page.undo, export=page.write_refused, another=page.another, parent=self)
            self._put(DONE, part)
        return part

    # ---- what the page hands on

    def show_batches(self, batches: Sequence[Batch]) -> None:
        self.file().show_batches(batches)

    def findings(self) -> list[Finding]:
        return self.look().findings()

    def next_problem(self) -> None:
        if self.now == LOOK:
            self.look().next_problem()

    def only_problems(self) -> None:
        if self.now == LOOK:
            self.look().only_problems()

    def first_focus(self) -> QWidget | None:
        if self.now == FILE:
            return self.file().first_focus()
        if self.now == COLUMNS:
            return self.columns().first_focus()
        if self.now == LOOK:
            return self.look().table
        return None

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.line.set_narrow(narrow)
        for part in self._parts.values():
            if hasattr(part, "set_narrow"):
                part.set_narrow(narrow)
