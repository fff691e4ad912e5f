"""名簿を取り込む: choose a file, see what it would do and every row that is amiss, then take all of it over or nothing.

Object names: `import-dialog`, `import-choose`, `import-kind`, `import-duplicates`, `import-counts`, `import-problems`
(the table), `import-apply`, `import-close`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.casework import importing
from caseapp.casework.importing import ImportOutcome, OnDuplicate
from caseapp.desktop.import_file.reading import JSON, Looked, look
from caseapp.desktop.kit import failures
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.choices import ToggleFlow
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Progress
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.theme.theme import theme
from caseapp.exchange.columns import TABLES
from caseapp.exchange.findings import Finding
from caseapp.rules.problem import Refused
from caseapp.words import language
from caseapp.words.language import _, ngettext

_WIDTH, _TABLE_HEIGHT = 860, 260


class ImportDialog(Dialog):
    """Looks first (nothing is written), says what would be, takes over when told to."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, _("Read in a list"), width=_WIDTH)
        self.setObjectName("import-dialog")
        self._desk = desk
        self._path: Path | None = None
        self._looked: Looked | None = None
        self._make()
        self._place()
        self._say_nothing_chosen()

    # ---- building

    def _make(self) -> None:
        self.file = Para(_("Choose a file in XLSX, CSV or our own JSON."), parent=self.panel)
        self.choose = Button(_("Choose a file"), self.choose_file, icon="folder", parent=self.panel)
        self.choose.setObjectName("import-choose")
        self.banner = Banner(parent=self.panel)
        self.form = Form(label_width=140, parent=self.panel)
        kinds = [(kind, _(table.title)) for kind, table in TABLES.items()]
        self.kind = self.form.row(_("What it holds"), ToggleFlow(kinds), name="kind")
        self.kind.setObjectName("import-kind")
        self.kind.changed.connect(self._again)
        doubles = [("fail", _("stop")), ("skip", _("leave as it is")), ("update", _("bring up to date"))]
        self.duplicates = self.form.row(_("What is there already"), ToggleFlow(doubles), name="on_duplicate")
        self.duplicates.setObjectName("import-duplicates")
        self.duplicates.set_value("fail")
        self.duplicates.changed.connect(self._again)
        self.counts = Label("", role="strong", wrap=True, parent=self.panel)
        self.counts.setObjectName("import-counts")
        self.model: TableModel[Finding] = TableModel(_columns())
        self.table: Table[Finding] = Table(self.model, name=_("What is amiss"), parent=self.panel)
        self.table.setObjectName("import-problems")
        self.table.setMinimumHeight(theme.px(_TABLE_HEIGHT))
        self.apply = Button(_("Take it over"), self.take_over, kind="primary")
        self.apply.setObjectName("import-apply")

    def _place(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.file, 1, Qt.AlignmentFlag.AlignVCenter)
        self.content.addLayout(row)
        for part in (self.banner, self.form, self.counts, self.table):
            self.content.addWidget(part)
        self.set_buttons(self.apply, leave=_("Leave it"))
        for button in self.panel.findChildren(Button):
            if not button.objectName():
                button.setObjectName("import-close")

    # ---- choosing and looking

    def choose_file(self) -> None:
        """Ask for the file and look through it."""
        tables = _("Lists and exports (*.xlsx *.csv *.json)")
        self._desk.dialogs.choose_file(
            _("Choose a file"), then=self.look_at, kind="open", filters=[tables, _("All files (*)")]
        )

    def look_at(self, path: Path) -> None:
        """Look through this file; what kind of list it is is found out."""
        self._path = path
        self.file.setText(path.name)
        self._look("")

    def _again(self) -> None:
        if self._path is not None:
            self._look(self.kind.value())

    def _look(self, kind: str) -> None:
        path, office = self._path, self._desk.office
        if path is None:
            return
        self._looked = None
        self.apply.setEnabled(False)
        self.counts.setText(_("Looking through the file …"))
        job = partial(look, office, path, kind=kind, on_duplicate=self._on_duplicate())
        self._desk.ask(job, self._show, key="import", failed=self._unreadable, owner=self)

    def _on_duplicate(self) -> OnDuplicate:
        chosen = self.duplicates.value()
        return "skip" if chosen == "skip" else "update" if chosen == "update" else "fail"

    # ---- showing

    def _say_nothing_chosen(self) -> None:
        self.form.hide()
        self.table.hide()
        self.counts.setText("")
        self.apply.setEnabled(False)

    def _unreadable(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            words = "\n".join(language.say(problem) for problem in error.problems)
        elif isinstance(error, OSError):
            words = _("The file cannot be opened. See that it is not open elsewhere, then choose it again.")
        else:
            words = failures.told(error).words
        self.counts.setText("")
        self.table.hide()
        self.form.setVisible(self._path is not None and bool(self.kind.value()))
        self.banner.say(words)
        self.refit()

    def _show(self, looked: Looked) -> None:
        self._looked = looked
        outcome = looked.outcome
        findings = [*outcome.problems, *outcome.warnings]
        self.banner.say("")
        self.form.setVisible(looked.kind != JSON)
        self.kind.set_value(looked.kind if looked.kind != JSON else "")
        self.model.set_rows(findings)
        self.table.setVisible(bool(findings))
        self.counts.setText(_counted(outcome))
        useful = bool(outcome.new or outcome.changed)
        self.apply.setEnabled(useful and not outcome.problems)
        if outcome.problems:
            many = len(outcome.problems)
            words = ngettext(
                "{count} row is amiss. Mend it in the file, then choose the file again. Nothing was taken over.",
                "{count} rows are amiss. Mend them in the file, then choose the file again. Nothing was taken over.",
                many,
            )
            self.banner.say(words.format(count=many))
        elif not useful:
            self.banner.say(_("There is nothing in the file that is not here already."))
        self.refit()
        target = self.apply if self.apply.isEnabled() else self.table if findings else self.choose
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- taking over

    def take_over(self) -> None:
        """Take the file in, with a bar; stopping it leaves everything as it was."""
        looked = self._looked
        if looked is None or not self.apply.isEnabled():
            return
        office, on_duplicate = self._desk.office, self._on_duplicate()

        def job(progress: Progress) -> ImportOutcome:
            cancelled = progress.cancelled
            if looked.sheet is None:
                return importing.import_json(office, looked.data, progress=progress, cancelled=cancelled)
            sheet = looked.sheet
            return importing.run(
                office, sheet, kind=sheet.kind, on_duplicate=on_duplicate, progress=progress, cancelled=cancelled
            )

        self._desk.long(_("The list is taken over"), job, self._taken, failed=self._unreadable)

    def _taken(self, outcome: ImportOutcome) -> None:
        self._desk.bus.tell(outcome.changes)
        self._desk.saved(_("Taken over: {counts}").format(counts=_counted(outcome)))
        self.close()


def _counted(outcome: ImportOutcome) -> str:
    parts = (
        (_("new {count}"), outcome.new),
        (_("changed {count}"), outcome.changed),
        (_("as they were {count}"), outcome.unchanged),
        (_("left out {count}"), outcome.skipped),
        (_("amiss {count}"), len(outcome.problems)),
    )
    return " ・ ".join(words.format(count=f"{count:,}") for words, count in parts if count) or _("nothing")


def _columns() -> tuple[TableColumn[Finding], ...]:
    make = TableColumn[Finding]
    return (
        make(name="line", head=_("Line"), text=_line, width=110, sort=lambda found: found.place.line),
        make(name="column", head=_("Column"), text=lambda found: found.column, width=190, sort=lambda f: f.column),
        make(
            name="reason",
            head=_("What is amiss"),
            text=lambda found: language.say(found.reason),
            tip=lambda found: language.say(found.reason),
        ),
    )


def _line(found: Finding) -> str:
    place = found.place
    if not place.line:
        return ""
    if place.row and place.row != place.line:
        return _("{line} (row {row})").format(line=place.line, row=place.row)
    return str(place.line)


def open_import(host: QWidget, desk: Desk) -> ImportDialog:
    """Open the dialog over the window of `host`; it asks for the file at once."""
    dialog = ImportDialog(host, desk)
    dialog.open(dialog.choose)
    dialog.choose_file()
    return dialog
