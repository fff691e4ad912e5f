"""名簿を取り込む: a file, its columns, a look at every row, reading it in, and undoing it. Nothing is written before.

Object names: `import-go` (what comes next), `import-why` (why not yet), `import-back`, `import-again`, `import-file`,
`import-said`; the parts name their own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.import_file.reading_page import ReadingPage
from caseapp.desktop.import_file.stages import COLUMNS, DONE, FILE, LOOK, WHOLE
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.page import NARROW, Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Para
from caseapp.rules.changes import Changes
from caseapp.words import language
from caseapp.words.language import _


class ImportPage(ReadingPage):
    """`open(path=…)` begins with a file; without it the file is asked for there."""

    name = "import"
    rail = "register"
    shown = (Keys.GO_ON, Keys.NEXT_MISSING, Keys.FILTER, Keys.TICK, Keys.REFRESH, Keys.CLOSE)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.heading = Label(_("Read in a list"), role="title", parent=self)
        self.go = Button("", self.go_on, kind="primary", key=Keys.GO_ON)
        self.go.setObjectName("import-go")
        self.why = Para("", ink="sub", parent=self)
        self.why.setObjectName("import-why")
        self.export = Button(_("Write out the rows to mend"), self.write_refused, key=Keys.EXPORT, icon="download")
        self.again = Button(_("Read it again"), self.read_again, key=Keys.REFRESH)
        self.again.setObjectName("import-again")
        self.back = Button(_("Back"), self.go_back, key=Keys.CLOSE)
        self.back.setObjectName("import-back")
        self._place()
        self._bind()
        self.show_stage(FILE)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        for widget in (self.heading, self.file):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.stages.line)
        self.body.addLayout(head)
        self.body.addWidget(self.said)
        self.body.addWidget(self.stages, 1)
        acts = QWidget(self)
        flow = FlowLayout(acts, gap=8, row_gap=4)
        for button in (self.go, self.export, self.again):
            flow.addWidget(button)
        self.body.addWidget(self.why)
        foot = QHBoxLayout()
        foot.addWidget(acts, 1)
        foot.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(foot)

    def _bind(self) -> None:
        self.on(Keys.GO_ON, self.go_on)
        self.on(Keys.IMPORT, self.choose_file, words=_("Choose a file"))
        self.on(Keys.NEXT_MISSING, self.stages.next_problem, words=_("Next row to mend"))
        self.on(Keys.FILTER, self.stages.only_problems, words=_("Only the rows to mend"))
        self.on(Keys.EXPORT, self.write_refused, words=_("Write out the rows to mend"))
        self.on(Keys.REFRESH, self.read_again, words=_("Read the file again"))
        self.on(Keys.UNDO_ACT, self.undo, words=_("Undo this import"))
        self.on(Keys.CLOSE, self.go_back, words=_("Back"))
        self.say_key(Keys.TICK, _("Tick or untick the row"))
        self.say_key(Keys.CHOOSE)

    # ---- what the shell asks

    def title(self) -> str:
        return _("Read in a list")

    def open(self, **args: Any) -> None:
        path = Path(str(args["path"])) if args.get("path") else None
        if self.busy:
            return
        if path is not None and (path != self.path or self.stages.now in (FILE, DONE)):
            self.begin(path)
        elif path is None and self.stages.now in (FILE, DONE):
            self.show_stage(FILE)
            self.load_batches()

    def first_focus(self) -> QWidget | None:
        return self.stages.first_focus() or self.go

    def refresh(self, changes: Changes) -> None:
        if self.stages.now == FILE and self.isVisible():
            self.load_batches()

    def set_width_class(self, width_class: str) -> None:
        self.stages.set_narrow(width_class == NARROW)
        self.settle()

    # ---- the way through

    def read_again(self) -> None:
        """Read the file from the disk once more (it was mended in Excel), with the same columns."""
        if self.path is not None and self.stages.now != DONE and not self.busy:
            self.begin(self.path, kind=self.mapped.kind if self.mapped else None)

    def go_on(self) -> None:
        if self.busy:
            return
        if not self.go.isEnabled():
            QAccessible.updateAccessibility(QAccessibleEvent(self.why, QAccessible.Event.Alert))
            return
        steps: dict[str, Callable[[], object]] = {
            FILE: self.choose_file,
            COLUMNS: self.look,
            LOOK: self.read_in,
            WHOLE: self.read_whole,
            DONE: lambda: self.desk.go.open("register"),
        }
        steps[self.stages.now]()

    def go_back(self) -> None:
        """One step back; nothing was written."""
        if self.busy:
            return
        if self.stages.now == LOOK:
            self.show_stage(COLUMNS)
        elif self.stages.now == FILE:
            self.desk.go.back()
        else:
            self.another()

    def show_stage(self, stage: str) -> None:
        self.stages.show_stage(stage)
        if stage == FILE:
            self.file.setText("")
        self.settle()
        first = self.first_focus()
        if first is not None and self.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """What can be done now."""
        now = self.stages.now
        words = {COLUMNS: _("Look at every row"), DONE: _("To the register")}
        self.go.setText(words.get(now, _("Read it in")))
        self.heading.setVisible(self.width_class != NARROW or now == FILE)
        self.go.setVisible(now != FILE)
        self.go.setEnabled(not self.busy and self._can_go_on(now))
        self.why.setText("" if self.busy or self.go.isEnabled() else self._lacking(now))
        self.why.setVisible(bool(self.why.text()))
        self.export.setVisible(now == LOOK and bool(self.looked and self.looked.refused))
        self.again.setVisible(now in (COLUMNS, LOOK, WHOLE))
        self.back.setText(_("Close") if now == FILE else _("Back"))
        self.action(Keys.NEXT_MISSING).setEnabled(now == LOOK)
        self.action(Keys.FILTER).setEnabled(now == LOOK)
        self.action(Keys.EXPORT).setEnabled(now in (LOOK, DONE))
        self.action(Keys.UNDO_ACT).setEnabled(now == DONE and bool(self.batch_id))
        self.action(Keys.REFRESH).setEnabled(now in (COLUMNS, LOOK, WHOLE))
        self.action(Keys.TICK).setEnabled(now == LOOK)

    def _can_go_on(self, now: str) -> bool:
        if now == COLUMNS:
            return self.mapped is not None and not self.mapped.problems
        if now == LOOK:
            return self.stages.look().ready
        if now == WHOLE:
            whole = self.stages.whole().whole
            return whole is not None and whole.ready
        return True

    def _lacking(self, now: str) -> str:
        """Why one cannot go on yet, above the key that does."""
        if now == COLUMNS and self.mapped is not None:
            return language.say(self.mapped.problems[0]) if self.mapped.problems else ""
        if now == LOOK:
            return self.stages.look().lacking()
        whole = self.stages.whole().whole if now == WHOLE else None
        if whole is None:
            return ""
        if whole.outcome.problems:
            return _("Mend what stands here, or write the export once more.")
        return _("There is no record in this file.") if not whole.ready else ""
