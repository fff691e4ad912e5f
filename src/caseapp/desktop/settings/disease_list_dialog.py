"""疾患リストを入れ替える: what is amiss in the file, else what the new list changes, then its version.

Object names: `diseases-version`, `diseases-changes` (the table), `diseases-go`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from caseapp.casework import list_codes
from caseapp.casework.list_codes import Look
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.tables import Table, TableColumn, TableModel
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.exchange.findings import Finding
from caseapp.exchange.list_diseases import Difference
from caseapp.rules.changes import Changes
from caseapp.words import language
from caseapp.words.language import _, ngettext


@dataclass(frozen=True)
class Line:
    """A difference, or something amiss, as three cells."""

    what: str
    where: str
    words: str


class DiseaseListDialog(Dialog):
    """`then()` after the list was replaced."""

    def __init__(self, host: QWidget, desk: Desk, look: Look, *, then: Callable[[], object]) -> None:
        super().__init__(host, _("Replace the list of diseases"), width=820)
        self._desk, self._look, self._then = desk, look, then
        bad = bool(look.file.findings)
        self.add(Para(_bad_words(look) if bad else _change_words(look), bold=True, parent=self.panel))
        if look.children:
            words = ngettext(
                "{count} child has a disease that the new list tells otherwise. The record keeps its name.",
                "{count} children have a disease that the new list tells otherwise. The records keep its name.",
                look.children,
            )
            self.add(Para(words.format(count=f"{look.children:,}"), parent=self.panel))
        lines = [_finding(each) for each in look.file.findings] if bad else [_line(each) for each in look.differences]
        self.table: Table[Line] = Table(TableModel(_columns(bad=bad)), name=_("Differences"), parent=self.panel)
        self.table.setObjectName("diseases-changes")
        self.table.setMinimumHeight(theme.px(240))
        self.table.set_rows(lines)
        if lines:
            self.content.addWidget(self.table, 1)
        else:
            self.table.hide()
        self.form = Form(label_width=88, parent=self.panel)
        self.version = self.form.row(
            _("Version of the list"),
            TextField(placeholder=_("e.g. the day it comes into force")),
            name="version",
            help_text=_("Now: {version}").format(version=look.version_now),
        )
        self.version.setObjectName("diseases-version")
        self.add(self.form)
        self.form.setVisible(not bad)
        self.go = Button(_("Replace the list"), self._go, kind="primary", key="Ctrl+Enter")
        self.go.setObjectName("diseases-go")
        if bad:
            self.set_buttons(leave=_("Close"))
        else:
            self.set_buttons(self.go, leave=_("Leave it"))

    def begin(self) -> None:
        self.open(self.version if self.form.isVisibleTo(self) else None)

    def _go(self) -> None:
        office, file, version = self._desk.office, self._look.file, self.version.value()

        def job() -> Changes:
            return list_codes.replace_diseases(office, file, version=version)

        self._desk.act(job, self._done, failed=self._failed, owner=self)

    def _done(self, _changes: Changes) -> None:
        self.close()
        self._then()

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._desk, stays=True)


def _bad_words(look: Look) -> str:
    count = len(look.file.findings)
    words = ngettext(
        "{count} place in the file must be mended first. Nothing was changed.",
        "{count} places in the file must be mended first. Nothing was changed.",
        count,
    )
    return words.format(count=f"{count:,}")


def _change_words(look: Look) -> str:
    if not look.differences:
        return _("The file holds the same list as the one in use.")
    counted = {kind: sum(1 for each in look.differences if each.kind == kind) for kind in _kinds()}
    parts = [f"{words} {counted[kind]:,}" for kind, words in _kinds().items() if counted[kind]]
    total = _("{count} entries in the new list").format(count=f"{len(look.file.entries):,}")
    return f"{total} ・ {' ・ '.join(parts)}"


def _kinds() -> dict[str, str]:
    return {
        "removed": _("not there any more"),
        "renamed": _("renamed"),
        "moved": _("other group or number"),
        "new": _("new in the list"),
    }


def _line(each: Difference) -> Line:
    entry = each.after or each.before
    assert entry is not None
    place = _("group {group}, no. {number}").format(group=entry.group, number=entry.number)
    words = entry.name
    if each.before is not None and each.after is not None and each.before.name != each.after.name:
        words = f"{each.before.name} → {each.after.name}"
    elif each.before is not None and each.after is not None:
        old = _("group {group}, no. {number}").format(group=each.before.group, number=each.before.number)
        place, words = f"{old} → {place}", entry.name
    return Line(_kinds()[each.kind], place, words)


def _finding(each: Finding) -> Line:
    row = _("row {row}").format(row=each.place.row) if each.place.row else ""
    return Line(row, each.column, language.say(each.reason))


def _columns(*, bad: bool) -> tuple[TableColumn[Line], ...]:
    make = TableColumn[Line]
    heads = (
        (_("Row"), _("Column"), _("What is amiss")) if bad else (_("Difference"), _("Where"), _("What it is called"))
    )
    what, where, words = heads
    return (
        make(name="what", head=what, text=lambda each: each.what, width=150, sort=lambda each: each.what),
        make(name="where", head=where, text=lambda each: each.where, width=190),
        make(name="words", head=words, text=lambda each: each.words, tip=lambda each: each.words),
    )
