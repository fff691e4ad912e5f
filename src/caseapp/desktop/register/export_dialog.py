"""書き出す: which list, as what, for what; a password for Excel files, and what Shift_JIS cannot write named first.

`desktop.register.export_list(page, "consultations")` opens it over any page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import list_export, list_tables
from caseapp.casework.list_export import SUFFIX, Format
from caseapp.casework.list_tables import ListTable
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Column
from caseapp.desktop.kit.choices import CheckBox, Combo, ToggleFlow
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import DateField, PassphraseField, TextField
from caseapp.desktop.kit.file_name import with_ending
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.text import Para
from caseapp.desktop.register.unwritable_dialog import UnwritableDialog
from caseapp.rules.account import MANAGER
from caseapp.rules.changes import Changes
from caseapp.rules.file_password import LEAST, password_problems
from caseapp.rules.fiscal import fiscal_year
from caseapp.rules.problem import N_, Problem
from caseapp.words import codes
from caseapp.words.language import _, ngettext

_HEIGHT = 540
MakeTable = Callable[[], ListTable]


def open_export(page: Page, kind: str) -> None:
    """The dialog for one of `list_tables.TITLES` but the register; another can be chosen in it."""
    ExportDialog(page, page.desk, kind=kind).begin()


class ExportDialog(Dialog):
    """`register`: makes the register as it is shown, with `count` rows; without it the register is not offered.

    Object names: `export-dialog`, `export-kind`, `export-since`, `export-until`, `export-form`, `export-protect`,
    `export-password`, `export-again`, `export-purpose`, `export-remark`, `export-go`.
    """

    def __init__(
        self, host: QWidget, desk: Desk, *, kind: str, register: MakeTable | None = None, count: int = 0
    ) -> None:
        super().__init__(host, _("Write out a list"), width=600)
        self.setObjectName("export-dialog")
        self._desk, self._register, self._count = desk, register, count
        self._height = _HEIGHT
        self.form = Form(label_width=116)
        self._make_what(kind)
        self._make_how()
        self._make_why()
        self.warning = Para(
            _("The file lies outside the vault. Whoever has it can read it, unless it has a password."),
            ink="sub",
        )
        column = Column(parent=self.panel)
        column.body.addWidget(self.form)
        column.body.addWidget(self.warning)
        column.body.addStretch(1)
        self.content.addWidget(column, 1)
        self.go = Button(_("Choose the place"), self._go, kind="primary", key="Ctrl+Enter")
        self.go.setObjectName("export-go")
        self.set_buttons(self.go, leave=_("Leave it"))
        self._settle()

    # ---- the fields

    def _make_what(self, kind: str) -> None:
        managing = self._desk.office.account.role == MANAGER
        kinds = [
            (each, _(title))
            for each, title in list_tables.TITLES.items()
            if (each != list_tables.REGISTER or self._register) and (managing or each not in list_tables.FOR_MANAGERS)
        ]
        self.kind = self._named("kind", Combo(kinds, chars=16))
        shown = ngettext("{count} child as shown", "{count} children as shown", self._count)
        self.form.group(
            _("List"), [self.kind, shown.format(count=f"{self._count:,}")] if self._register else [self.kind]
        )
        self.kind.set_value(kind)
        today = self._desk.today()
        self.since = self._named("since", DateField(self._desk.today))
        self.until = self._named("until", DateField(self._desk.today))
        self.since.set_value(today.replace(year=fiscal_year(today), month=4, day=1))
        self.until.set_value(today)
        words = (_("from"), _("up to"))
        self.form.group(_("From when"), [self.since, _("to"), self.until], name="since", names=words)
        self.kind.changed.connect(self._settle)

    def _make_how(self) -> None:
        forms = [("xlsx", _("Excel")), ("csv", _("CSV (UTF-8)")), ("cp932", _("CSV (Shift_JIS)"))]
        self.form_of_file = self._named("form", ToggleFlow(forms))
        self.form.row(_("As"), self.form_of_file, name="form")
        self.form_of_file.set_value("xlsx")
        self.form_of_file.changed.connect(self._settle)
        self.protect = self._named("protect", CheckBox(_("With a password")))
        self.form.row(_("Protection"), self.protect, name="protect")
        self.protect.set_value(True)
        self.protect.changed.connect(self._settle)
        told = _("At least {count} characters. Tell it by another way than the file.").format(count=LEAST)
        self.password = self._named("password", PassphraseField())
        self.again = self._named("again", PassphraseField())
        self.form.row(_("Password"), self.password, name="password", help_text=told)
        self.form.row(_("Once more"), self.again, name="again")

    def _make_why(self) -> None:
        labels = codes.load("export_purpose")
        self.purpose = self._named("purpose", ToggleFlow([(code, labels.label(code)) for code in labels]))
        self.form.row(_("For what"), self.purpose, name="purpose")
        self.remark = self._named("remark", TextField())
        self.form.row(_("In words"), self.remark, name="remark", help_text=_("It is kept in the access log."))

    @staticmethod
    def _named(name: str, field: Any) -> Any:
        field.setObjectName(f"export-{name}")
        return field

    def _settle(self) -> None:
        """Show the rows that mean something now."""
        is_excel = self.form_of_file.value() == "xlsx"
        self.form.row_of("since").set_visible(self.kind.value() in list_tables.OF_A_PERIOD)
        self.form.row_of("protect").set_visible(is_excel)
        for name in ("password", "again"):
            self.form.row_of(name).set_visible(is_excel and self.protect.value())
        self.refit()

    def begin(self) -> None:
        self.open(self.kind)

    # ---- going

    def _secret(self) -> str:
        return self.password.value() if self.form_of_file.value() == "xlsx" and self.protect.value() else ""

    def _own_problems(self) -> list[Problem]:
        found: list[Problem] = []
        guarded = self.form_of_file.value() == "xlsx" and self.protect.value()
        short = password_problems(self.password.value()) if guarded else []
        found += short
        if guarded and not short and self.password.value() != self.again.value():
            found.append(Problem("again", N_("The two are not the same. Enter it again.")))
        if not self.purpose.value():
            found.append(Problem("purpose", N_("Say what the list is for.")))
        if self.purpose.value() == "other" and not self.remark.value().strip():
            found.append(Problem("remark", N_("Write what the list is for.")))
        return found

    def _go(self) -> None:
        if self.form.own_problems():
            return
        problems = self._own_problems()
        self.form.show_problems(problems)
        if problems:
            return
        self.go.setEnabled(False)
        self._desk.ask(self._table_job(), self._made, failed=self._failed, owner=self)

    def _table_job(self) -> MakeTable:
        kind, office = self.kind.value(), self._desk.office
        if kind == list_tables.REGISTER and self._register is not None:
            return self._register
        return partial(list_tables.of_kind, office, kind, since=self.since.value(), until=self.until.value())

    def _made(self, table: ListTable) -> None:
        self.go.setEnabled(True)
        if not table.rows:
            self.form.show_problems([Problem("", N_("There is nothing in this list."))])
            return
        if self.form_of_file.value() != "cp932":
            self._choose_place(table, replacing=False)
            return
        found = list_export.unwritable(table)
        if not found:
            self._choose_place(table, replacing=False)
            return
        UnwritableDialog(self, found, then=partial(self._decided, table)).begin()

    def _decided(self, table: ListTable, code: str) -> None:
        if code == "utf8":
            self.form_of_file.set_value("csv")
            self._settle()
        self._choose_place(table, replacing=code == "replace")

    def _choose_place(self, table: ListTable, *, replacing: bool) -> None:
        form: Format = self.form_of_file.value()
        name = list_export.file_name(self._desk.office, table.title, form)
        kinds = _("Excel files (*.xlsx)") if form == "xlsx" else _("CSV files (*.csv)")
        chosen = partial(self.place_chosen, table, replacing=replacing)
        self._desk.dialogs.choose_file(_("Write out a list"), then=chosen, kind="save", name=name, filters=[kinds])

    def place_chosen(self, table: ListTable, path: Path, *, replacing: bool) -> None:
        """Write it there; a name without its ending gets it; what stands under that name is not replaced unasked."""
        form: Format = self.form_of_file.value()
        write = partial(self._write, table, form=form, replacing=replacing)
        with_ending(self._desk.dialogs, path, SUFFIX[form], then=write)

    def _write(self, table: ListTable, path: Path, *, form: Format, replacing: bool) -> None:
        office, secret = self._desk.office, self._secret()
        purpose, remark = self.purpose.value(), self.remark.value()

        def job() -> Changes:
            return list_export.write_out(
                *(office, table, path), form=form, purpose=purpose, remark=remark, password=secret, replacing=replacing
            )

        self.go.setEnabled(False)
        words = ngettext("{count} row written to {name}", "{count} rows written to {name}", len(table.rows))
        said = words.format(count=f"{len(table.rows):,}", name=path.name)
        self._desk.act(job, lambda _changes: self._written(said), failed=self._failed, owner=self)

    def _written(self, said: str) -> None:
        self.password.wipe()
        self.again.wipe()
        self._desk.saved(said)
        self.close()

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        failed_in(self, self.form, error, desk=self._desk, stays=True)
