"""疾患リストと独自の区分: the list of diseases replaced by file, and the office's own codes under national ones.

Object names: `codes-diseases`, `codes-replace`, `codes-packaged`, `codes-write`, `codes-outdated`,
`codes-local` (the table), `codes-add`, `codes-change`, `codes-from-file`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import SectionHead
from caseapp.desktop.kit.dialogs import Answer
from caseapp.desktop.kit.file_name import with_ending
from caseapp.desktop.kit.flow import FlowLayout
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.settings.part import Part
from caseapp.desktop.theme.theme import theme
from caseapp.rules.changes import Changes
from caseapp.words import codes, diseases
from caseapp.words.language import _, ngettext


def list_words() -> dict[str, str]:
    """What the lists that can be added to are called."""
    return {
        "topic": _("Topics of consultation"),
        "method": _("Methods of consultation"),
        "organization_kind": _("Kinds of organization"),
        "program": _("Schemes of support"),
        "follow_up_kind": _("Kinds of next step"),
        "trigger": _("What led to the consultation"),
        "place": _("Places of consultation"),
        "consulter": _("Who consults"),
    }


class CodeListsPart(Part):
    """Managers change it, the others read it."""

    can_add = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.say_who_may()
        self.column.addWidget(SectionHead(_("List of diseases"), parent=self))
        self.diseases = Label("", role="strong", parent=self)
        self.diseases.setObjectName("codes-diseases")
        self.column.addWidget(self.diseases)
        told = _("When the notice is revised, read in the new list. Records keep the name they were made with.")
        self.column.addWidget(Para(told, ink="sub", parent=self))
        self.replace = self._button("replace", _("Replace the list of diseases…"), self._choose_list)
        self.packaged = self._button("packaged", _("Back to the list of the program"), self._ask_packaged)
        self.write = self._button("write", _("Write out the list in use…"), self._write_list)
        self._row(self.replace, self.packaged, self.write)
        self.outdated = Banner(parent=self)
        self.outdated.setObjectName("codes-outdated")
        self.column.addWidget(self.outdated)
        self.column.addWidget(SectionHead(_("Own codes"), parent=self))
        counted = _("Words of your own beside the national ones. Each is counted under a national one in statistics.")
        self.column.addWidget(Para(counted, ink="sub", parent=self))
        self.add_one = self._button("add", _("Add one…"), self.add)
        self.change = self._button("change", _("Change it…"), self._change)
        self.from_file = self._button("from-file", _("Add those of a file…"), self._choose_codes)
        self._row(self.add_one, self.change, self.from_file)
        self.table: Table[Any] = Table(TableModel(_columns()), name=_("Own codes"), parent=self)
        self.table.setObjectName("codes-local")
        self.table.setMinimumHeight(theme.px(220))
        self.table.opened.connect(lambda _row: self._change())
        self.none = Para(_("There are no own codes yet."), ink="sub", parent=self)
        self.column.addWidget(self.none)
        self.column.addWidget(self.table)

    def _button(self, name: str, words: str, do: Callable[[], object]) -> Button:
        button = Button(words, do, parent=self)
        button.setObjectName(f"codes-{name}")
        button.setEnabled(self.managing or name == "write")
        return button

    def _row(self, *buttons: Button) -> None:
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=8, row_gap=6)
        for button in buttons:
            flow.addWidget(button)
        self.column.addWidget(holder)

    def heading(self) -> str:
        return _("Code lists")

    def first_focus(self) -> QWidget:
        return self.replace if self.managing else self.write

    def load(self) -> None:
        words = ngettext("Version {version}, {count} entry", "Version {version}, {count} entries", len(diseases.load()))
        self.diseases.setText(words.format(version=diseases.version(), count=f"{len(diseases.load()):,}"))
        self.packaged.setVisible(diseases.version() != diseases.LIST_VERSION)
        office = self.desk.office

        def job() -> Any:
            from caseapp.casework import list_codes

            return list_codes.local_codes(office), list_codes.outdated(office)

        self.desk.ask(job, self._show, key="settings.codes", owner=self)

    def _show(self, found: Any) -> None:
        listed, outdated = found
        words = ngettext(
            "{count} child has a disease that this list tells otherwise. Check the name in the record.",
            "{count} children have a disease that this list tells otherwise. Check the names in the records.",
            outdated,
        )
        look = partial(self.desk.go.open, "register", condition="given.outdated")
        words = words.format(count=f"{outdated:,}") if outdated else ""
        self.outdated.say(words, action=_("Show them in the register"), do=look)
        self.table.set_rows(listed, keep=lambda each: each.code)
        self.table.setVisible(bool(listed))
        self.none.setVisible(not listed)
        self.change.setEnabled(self.managing and bool(listed))

    # ---- the diseases

    def _choose_list(self) -> None:
        filters = [f"{_('Lists in Excel or CSV')} (*.xlsx *.csv *.tsv *.txt)"]
        self.desk.dialogs.choose_file(_("Replace the list of diseases"), then=self._look, filters=filters)

    def _look(self, path: Path) -> None:
        office = self.desk.office

        def job() -> Any:
            from caseapp.casework import list_codes

            return list_codes.look(office, path)

        self.desk.ask(job, self._looked, owner=self)

    def _looked(self, look: Any) -> None:
        from caseapp.desktop.settings.disease_list_dialog import DiseaseListDialog

        DiseaseListDialog(self, self.desk, look, then=self._replaced).begin()

    def _replaced(self) -> None:
        self.desk.saved(_("The list of diseases was replaced"))
        self.load()

    def _ask_packaged(self) -> None:
        answer = Answer("back", _("Take the list of the program"))
        words = _("Take the list that comes with the program again?")
        self.desk.dialogs.ask(words, then=lambda _code: self._take_packaged(), answers=[answer])

    def _take_packaged(self) -> None:
        office = self.desk.office

        def job() -> Changes:
            from caseapp.casework import list_codes

            return list_codes.packaged_diseases(office)

        self.desk.act(job, lambda _changes: self._replaced(), owner=self)

    def _write_list(self) -> None:
        name = f"{_('List of diseases')}_{diseases.version()}.csv"
        self.desk.dialogs.choose_file(
            _("Write out the list in use"), then=self._place_chosen, kind="save", name=name, filters=["CSV (*.csv)"]
        )

    def _place_chosen(self, path: Path) -> None:
        with_ending(self.desk.dialogs, path, ".csv", then=self._write_to)

    def _write_to(self, path: Path) -> None:
        def job() -> int:
            from caseapp.casework import list_codes

            return list_codes.write_diseases(path)

        said = _("Written to {name}").format(name=path.name)
        self.desk.ask(job, lambda _count: self.desk.saved(said), owner=self)

    # ---- own codes

    def add(self) -> None:
        """A new code of the office's own."""
        if self.managing:
            self._open_code(None)

    def _change(self) -> None:
        row = self.table.current()
        if self.managing and row is not None:
            self._open_code(row)

    def _open_code(self, value: Any) -> None:
        from caseapp.desktop.settings.local_code_dialog import LocalCodeDialog

        LocalCodeDialog(self, self.desk, value, then=self.load).begin()

    def _choose_codes(self) -> None:
        filters = [f"{_('Lists in Excel or CSV')} (*.xlsx *.csv *.tsv *.txt)"]
        self.desk.dialogs.choose_file(_("Add the codes of a file"), then=self._read_codes, filters=filters)

    def _read_codes(self, path: Path) -> None:
        office, names = self.desk.office, {words: name for name, words in list_words().items()}

        def job() -> Changes:
            from caseapp.casework import list_codes
            from caseapp.exchange import list_local

            return list_codes.add_local_rows(office, list_local.read(path, lists=names))

        self.desk.act(job, self._read_in, owner=self)

    def _read_in(self, changes: Changes) -> None:
        self.desk.saved(_("The codes were added") if changes.subjects else _("All of them are here already"))
        self.load()


def _columns() -> tuple[TableColumn[Any], ...]:
    make = TableColumn[Any]
    lists = list_words()

    def national(each: Any) -> str:
        return codes.load(each.list).parents().label(each.parent)

    return (
        make(name="list", head=_("Code list"), text=lambda each: lists.get(each.list, each.list), width=170),
        make(name="label", head=_("What it is called"), text=lambda each: each.label, bold=True),
        make(name="short", head=_("Short"), text=lambda each: each.short, width=130),
        make(name="parent", head=_("Counted under"), text=national, width=220),
        make(
            name="state",
            head=_("State"),
            text=lambda each: _("no longer offered") if each.retired else _("offered"),
            width=120,
        ),
    )
