"""名簿を取り込む: a file is tried out, everything amiss is shown, then all of it is taken over or nothing.

Object names: `import-dialog`, `import-file`, `import-another`, `import-again`, `import-kind`, `import-duplicates`,
`import-counts`, `import-problems` (the table), `import-said` (the banner), `import-copy`, `import-go`, `import-close`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit import failures
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Rule
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label, Para
from caseapp.rules.problem import Refused
from caseapp.vault.trouble import VaultTrouble
from caseapp.words import language
from caseapp.words.language import _, ngettext

if TYPE_CHECKING:  # they bring the reading of files, which the start of the program need not wait for
    from caseapp.casework.importing import ImportOutcome, OnDuplicate
    from caseapp.desktop.import_file.looking import Look

_HEIGHT = 660


def open_import(host: QWidget, desk: Desk) -> None:
    """Ask for a file, then show over the window of `host` what reading it in would do."""
    _choose(desk, lambda path: ImportDialog(host, desk, path).begin() if shiboken6.isValid(host) else None)


def _choose(desk: Desk, then: Callable[[Path], object]) -> None:
    lists, everything = _("Lists in Excel or CSV, whole exports"), _("All files")
    filters = [f"{lists} (*.xlsx *.csv *.json)", f"{everything} (*)"]
    desk.dialogs.choose_file(_("Choose the list to read in"), then=then, filters=filters)


class ImportDialog(Overlay):
    """One file. F5 reads it again (it was mended in Excel), Ctrl+C copies the list, Ctrl+Enter reads in, Esc closes."""

    def __init__(self, host: QWidget, desk: Desk, path: Path) -> None:
        super().__init__(host, name=_("Read in a list"), width=1000)
        from caseapp.desktop.import_file.findings import FindingsTable
        from caseapp.desktop.import_file.looking import KINDS

        self.setObjectName("import-dialog")
        self._desk, self._path = desk, path
        self._kind_chosen = False
        self._look: Look | None = None
        self._reading = self._writing = self._done = False
        self.file = Label(path.name, role="strong", parent=self.panel)
        self.another = Button(_("Choose another file"), self._another, kind="quiet")
        self.again = Button(_("Read it again"), self.look_again, kind="quiet", key=Keys.REFRESH)
        self.kind = ToggleFlow([(kind, _(title)) for kind, title in KINDS])
        self.duplicates = ToggleFlow(
            [("fail", _("Stop and tell me")), ("skip", _("Pass them over")), ("update", _("Bring them up to date"))]
        )
        self.duplicates.set_value("fail")
        self.form = Form(label_width=132, parent=self.panel)
        self.counts = Para(bold=True, role="lead", parent=self.panel)
        words = _("Nothing stands in the way. All of it is read in together, or nothing at all.")
        self.ready = Para(words, ink="sub", parent=self.panel)
        self.ready.hide()
        self.said = Banner(parent=self.panel)
        self.table = FindingsTable(self.panel)
        self.copy = Button(_("Copy this list"), self.table.copy, key="Ctrl+C", icon="copy", parent=self.panel)
        self.go = Button(_("Read it in"), self.read_in, kind="primary", key="Ctrl+Enter", parent=self.panel)
        self.leave = Button(_("Close"), self.cancel, key="Esc", parent=self.panel)
        self._name()
        self._place()
        self.kind.changed.connect(self._kind_was_chosen)
        self.duplicates.changed.connect(self._try_again)
        self.table.copied.connect(self._copied)

    def _name(self) -> None:
        for widget, name in (
            (self.file, "import-file"),
            (self.another, "import-another"),
            (self.again, "import-again"),
            (self.kind, "import-kind"),
            (self.duplicates, "import-duplicates"),
            (self.counts, "import-counts"),
            (self.said, "import-said"),
            (self.copy, "import-copy"),
            (self.go, "import-go"),
            (self.leave, "import-close"),
        ):
            widget.setObjectName(name)

    def _place(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(10)
        inner.addWidget(Label(_("Read in a list"), role="title", parent=self.panel))
        self.form.group(_("File"), [self.file, self.another, self.again])
        self.form.row(_("Kind of list"), self.kind, name="kind")
        self.form.row(
            _("Rows that are here already"),
            self.duplicates,
            name="on_duplicate",
            help_text=_("Bringing up to date changes only what the file says: an empty cell changes nothing."),
        )
        inner.addWidget(self.form)
        inner.addWidget(Rule(self.panel))
        inner.addWidget(self.counts)
        inner.addWidget(self.ready)
        inner.addWidget(self.said)
        inner.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.go)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.leave)
        inner.addLayout(row)
        self.body.addLayout(inner)

    # ---- looking

    def begin(self) -> None:
        """Show itself and try the file out."""
        self._clear()
        self.open(self.leave)
        self.look_again()

    def _clear(self) -> None:
        self.table.show_lines([])
        self.table.hide()
        self.copy.hide()
        self.go.setEnabled(False)
        self._fit_height()

    def _another(self) -> None:
        def take(path: Path) -> None:
            if not shiboken6.isValid(self):
                return
            self._path, self._kind_chosen = path, False
            self.file.setText(path.name)
            self.look_again()

        _choose(self._desk, take)

    def look_again(self) -> None:
        """Read the file from the disk and try it out."""
        office, path, how = self._desk.office, self._path, self._how()
        kind = self.kind.value() if self._kind_chosen else ""

        def job() -> Look:
            from caseapp.desktop.import_file import looking

            return looking.look(office, path, kind=kind, on_duplicate=how)

        self._ask(job)

    def _kind_was_chosen(self) -> None:
        self._kind_chosen = True
        self.look_again()

    def _try_again(self) -> None:
        """The same rows, with another answer for those that are here already."""
        sheet = self._look.sheet if self._look else None
        if sheet is None:
            return
        office, how = self._desk.office, self._how()

        def job() -> Look:
            from caseapp.desktop.import_file import looking

            return looking.try_out(office, sheet, on_duplicate=how)

        self._ask(job)

    def _ask(self, job: Callable[[], Look]) -> None:
        if self._writing or self._done:
            return
        self._reading = True
        self.go.setEnabled(False)
        self.ready.hide()
        self.counts.setText(_("The file is being looked through …"))
        self._desk.ask(job, self._show, key="import.look", failed=self._not_looked, owner=self)

    def _how(self) -> OnDuplicate:
        chosen = self.duplicates.value()
        return "skip" if chosen == "skip" else "update" if chosen == "update" else "fail"

    def _show(self, look: Look) -> None:
        from caseapp.desktop.import_file.findings import lines_of
        from caseapp.desktop.import_file.looking import JSON

        self._reading, self._look = False, look
        whole = look.kind == JSON
        for name in ("kind", "on_duplicate"):
            self.form.row_of(name).set_visible(not whole)
        self.kind.set_value("" if whole else look.kind)
        lines = [*lines_of(look.problems, mend=True), *lines_of(look.warnings, mend=False)]
        self.table.setVisible(bool(lines))
        self.copy.setVisible(bool(lines))
        self.table.show_lines(lines)
        self.counts.setText(_counted(look.outcome) if look.outcome else _("This file cannot be read in"))
        self.ready.setVisible(look.ready)
        self.said.say(_advice(look))
        self.go.setEnabled(look.ready)
        self._fit_height()
        self._move_focus(look)

    def _fit_height(self) -> None:
        """As high as the list of what is amiss wants, low without one."""
        self._height = 0 if self.table.isHidden() else _HEIGHT
        self.refit()

    def _move_focus(self, look: Look) -> None:
        """To what comes next, unless the person is at one of the choices."""
        now = QApplication.focusWidget()
        if now not in (None, self, self.leave, self.go, self.table, self.again, self.another):
            return
        if look.ready:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        elif look.problems:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif now in (None, self, self.go, self.table):
            self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_looked(self, error: BaseException) -> None:
        self._reading, self._look = False, None
        self._clear()
        self.counts.setText(_("This file cannot be read in"))
        self.said.say(failures.told(error).words)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copied(self, count: int) -> None:
        words = ngettext("{count} line copied.", "{count} lines copied.", count).format(count=count)
        self.said.say(
            words + _(" Paste them beside the list in Excel. When it is mended and saved, read it again (F5).")
        )

    # ---- reading in

    def read_in(self) -> None:
        """Take the rows over, all in one go."""
        look = self._look
        if self._reading or self._writing or self._done or look is None or not look.ready:
            return
        office, how = self._desk.office, self._how()
        self._writing = True
        self.panel.setEnabled(False)

        def job(progress: Progress) -> ImportOutcome | None:
            from caseapp.desktop.import_file import looking

            return looking.take(office, look, on_duplicate=how, progress=progress)

        took = partial(self._took, self._desk)
        self._desk.long(_("Reading in the list"), job, took, failed=self._not_taken)

    def _took(self, desk: Desk, outcome: ImportOutcome | None) -> None:
        if outcome is not None:
            desk.bus.tell(outcome.changes)
            desk.saved(_result(outcome))
        if not shiboken6.isValid(self):
            return
        self._writing = False
        self.panel.setEnabled(True)
        if outcome is None:
            self.said.say(_("Stopped. Nothing was read in."))
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._done = True
        self.counts.setText(_result(outcome))
        self.said.say("")
        self.ready.setText(_counted(outcome))
        self.form.setEnabled(False)
        self.go.hide()
        self._fit_height()
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_taken(self, error: BaseException) -> None:
        if not shiboken6.isValid(self):
            return
        self._writing = False
        self.panel.setEnabled(True)
        if isinstance(error, Refused) and not isinstance(error, VaultTrouble):
            self.look_again()  # somebody changed the store in between: see what stands in the way now
        else:
            self._desk.dialogs.report(error, title=_("The list could not be read in. Nothing was changed."))

    # ---- keys

    def cancel(self) -> None:
        if not self._writing:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.read_in()
        elif event.key() == Qt.Key.Key_F5 and not event.modifiers():
            self.look_again()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.copy.isVisible():
            self.table.copy()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def _counted(outcome: ImportOutcome) -> str:
    """`新規 28 ・ 書き換え 2 ・ …`; what there is none of is left out, except the new ones."""
    parts = [(_("New rows"), outcome.new, True), (_("Brought up to date"), outcome.changed, False)]
    parts += [(_("Unchanged"), outcome.unchanged, False), (_("Passed over"), outcome.skipped, False)]
    parts += [(_("To mend"), len(outcome.problems), False), (_("To know"), len(outcome.warnings), False)]
    return " ・ ".join(f"{words} {count:,}" for words, count, always in parts if count or always)


def _advice(look: Look) -> str:
    if look.refusal is not None:
        return language.say(look.refusal)
    if look.problems:
        return _("Nothing is read in yet. Mend the lines below in the file and save it, then read it again (F5).")
    if not look.ready:
        return _("There is nothing to read in: all rows are here already.")
    return ""


def _result(outcome: ImportOutcome) -> str:
    """What was done, in a sentence."""
    done = outcome.new + outcome.changed
    return ngettext("{count} row was read in.", "{count} rows were read in.", done).format(count=f"{done:,}")
