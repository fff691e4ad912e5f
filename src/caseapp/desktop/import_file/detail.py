"""What one row would do, in full: what is amiss, old and new value of each field, whose it may be.

Object names: `import-detail`, `import-field-…` (a tick for each field), `import-sibling-…`, `import-whose`.
"""

from __future__ import annotations

import json

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.casework.import_holders import NEW
from caseapp.casework.import_preview import FieldChange, Person, Preview, RowView
from caseapp.casework.import_siblings import Relative, SiblingOffer
from caseapp.desktop.child.field_words import field_label, value_words
from caseapp.desktop.import_file.rows import Line, Ticks, header_of, siblings_of
from caseapp.desktop.kit.card import Column, SectionHead
from caseapp.desktop.kit.choices import CheckBox, ToggleFlow
from caseapp.desktop.kit.masking import masked
from caseapp.desktop.kit.text import Label, Para
from caseapp.rules import dates
from caseapp.rules.kin import ADDRESS
from caseapp.words import language
from caseapp.words.language import _


class Detail(Column):
    """`ticked`: something was switched. `decided(line, whose)`: a row of doubt belongs to this child, or is new."""

    ticked = Signal()
    decided = Signal(object, object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=6, fitting=False, parent=parent)
        self.setObjectName("import-detail")
        self._inner: QWidget | None = None
        self._line: Line | None = None

    def show_line(self, line: Line | None, looked: Preview | None, ticks: Ticks) -> None:
        """Show a line; None clears it."""
        if self._inner is not None:
            self.body.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._line = line
        self._inner = QWidget(self.inside)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if line is not None and looked is not None:
            self._head(column, line)
            if line.view is not None:
                self._row(column, line, line.view, looked, ticks)
            else:
                self._gone(column, line, ticks)
        column.addStretch(1)
        self.body.addWidget(self._inner)

    def _head(self, column: QVBoxLayout, line: Line) -> None:
        column.addWidget(Para(masked(line.who) or "—", role="lead", bold=True, parent=self._inner))
        number = _("Number {number}").format(number=line.number) if line.number else ""
        place = _("Row {row} of the file").format(row=line.place) if line.place else ""
        column.addWidget(Para(" ・ ".join(filter(None, (place, number))), ink="sub", parent=self._inner))

    def _tick(self, column: QVBoxLayout, words: str, line: Line, ticks: Ticks) -> None:
        box = CheckBox(words, checked=ticks.on(line), parent=self._inner)
        box.setObjectName("import-take")

        def switch() -> None:
            ticks.switch(line, on=box.value())
            self.ticked.emit()

        box.changed.connect(switch)
        column.addWidget(box)

    # ---- a row of the file

    def _row(self, column: QVBoxLayout, line: Line, view: RowView, looked: Preview, ticks: Ticks) -> None:
        self._problems(column, view, looked)
        if view.state == "doubt" or view.line in looked.chosen:
            self._doubt(column, view, looked)
        if line.tickable:
            new = _("Register this child") if looked.kind == "holders" else _("Read in this row")
            self._tick(column, new if view.state == "new" else _("Take over this row"), line, ticks)
        for finding in view.warnings:
            column.addWidget(Para(language.say(finding.reason), ink="sub", parent=self._inner))
        if line.kin:
            self._siblings(column, line, looked, ticks)
        if view.changes:
            column.addWidget(SectionHead(_("What changes"), parent=self._inner))
            for name in view.fields:
                self._field(column, view, name, ticks)
        elif view.says:
            self._says(column, view, looked)

    def _problems(self, column: QVBoxLayout, view: RowView, looked: Preview) -> None:
        if not view.problems:
            return
        column.addWidget(SectionHead(_("What to mend"), parent=self._inner))
        for finding in view.problems:
            words = language.say(finding.reason)
            name = header_of(looked, finding.column)
            column.addWidget(Para(f"{name}: {words}" if name else words, parent=self._inner))
        column.addWidget(Para(_("Mend it in the file, save it, and read it again (F5)."), ink="sub"))

    def _says(self, column: QVBoxLayout, view: RowView, looked: Preview) -> None:
        """What stands in the file; what it has in one column stands in one line."""
        column.addWidget(SectionHead(_("In the file"), parent=self._inner))
        says: dict[str, list[str]] = {}
        for name, text in view.says:
            says.setdefault(header_of(looked, name), []).append(_short(text))
        for header, texts in says.items():
            column.addWidget(Para(f"{header}: {' '.join(texts)}", parent=self._inner))

    def _field(self, column: QVBoxLayout, view: RowView, name: str, ticks: Ticks) -> None:
        changes = [change for change in view.changes if change.name == name]
        box = CheckBox(field_label("", name), checked=name in ticks.fields_of(view), parent=self._inner)
        box.setObjectName(f"import-field-{name}")

        def switch() -> None:
            ticks.switch_field(view, name, on=box.value())
            self.ticked.emit()

        box.changed.connect(switch)
        column.addWidget(box)
        for change in changes:
            column.addWidget(Para(_change_words(change), parent=self._inner))

    def _doubt(self, column: QVBoxLayout, view: RowView, looked: Preview) -> None:
        column.addWidget(SectionHead(_("Whose row is it?"), parent=self._inner))
        options = [(person.child_id, _person_words(person)) for person in view.maybe]
        chosen = looked.chosen.get(view.line, "")
        if chosen and chosen != NEW and not options:
            options.append((chosen, _("The child you chose")))
        options.append((NEW, _("Nobody here: a new child")))
        whose = ToggleFlow(options, parent=self._inner)
        whose.setObjectName("import-whose")
        whose.setAccessibleName(_("Whose row is it?"))
        whose.set_value(chosen)
        whose.changed.connect(lambda: self.decided.emit(view.line, whose.value()))
        column.addWidget(whose)

    def _siblings(self, column: QVBoxLayout, line: Line, looked: Preview, ticks: Ticks) -> None:
        """Links that are offered; nobody is linked without a tick."""
        column.addWidget(SectionHead(_("Link as brothers or sisters?"), parent=self._inner))
        for number, offer in enumerate(siblings_of(line, looked)):
            there = offer.other if line.view is not None and offer.one.line == line.view.line else offer.one
            box = CheckBox(_relative_words(there), checked=offer.key in ticks.siblings, parent=self._inner)
            box.setObjectName(f"import-sibling-{number}")

            def switch(offer: SiblingOffer = offer, box: CheckBox = box) -> None:
                ticks.switch_sibling(offer, on=box.value())
                self.ticked.emit()

            box.changed.connect(switch)
            column.addWidget(box)
            why = _("same address and guardian") if offer.why == ADDRESS else _("same telephone and family name")
            told = [why, _("born on the same day: twins?")] if offer.twins else [why]
            column.addWidget(Para(" ・ ".join(told), ink="sub", parent=self._inner))

    # ---- who is missing

    def _gone(self, column: QVBoxLayout, line: Line, ticks: Ticks) -> None:
        person = line.person
        assert person is not None
        column.addWidget(Label(dates.short_date(person.birth_date), parent=self._inner))
        if person.certificate:
            column.addWidget(Para(_("Certificate {number}").format(number=person.certificate), parent=self._inner))
        if person.valid_to:
            until = _("Certificate until {day}").format(day=dates.short_date(person.valid_to))
            column.addWidget(Para(until, parent=self._inner))
        words = _("This child has a certificate here and does not stand in the list. Nothing is deleted.")
        column.addWidget(Para(words, ink="sub", parent=self._inner))
        step = _("Ask whether the certificate was renewed")
        column.addWidget(Para(step, parent=self._inner))
        self._tick(column, _("Add it to the next steps"), line, ticks)


def _person_words(person: Person) -> str:
    born = dates.short_date(person.birth_date)
    return f"{masked(person.name)} {born} ({person.number})"


def _relative_words(person: Relative) -> str:
    """`高瀬 蒼 H28.4.1 (5行目)`, or with the number of a child who is here."""
    born = dates.short_date(person.birth_date)
    place = person.number if person.child_id else _("row {row}").format(row=person.row)
    return f"{masked(person.name)} {born} ({place})"


def _change_words(change: FieldChange) -> str:
    """`電話番号: 0000-11-2222 → 0000-33-4444`; the name only for a part of it."""
    before, after = (_said(change.field, text) for text in (change.before, change.after))
    inner = field_label("", change.field.partition(".")[2]) if "." in change.field else ""
    words = f"{before or _('(empty)')} → {after or _('(empty)')}" if before else _("added: {text}").format(text=after)
    if before and not after and change.part_id:
        words = _("taken out: {text}").format(text=before)
    return f"{inner}: {words}" if inner else words


def _said(field: str, text: str) -> str:
    return _short(value_words(field, json.loads(text))) if text else ""


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 120 else plain[:119] + "…"
