"""載せるもの: which parts of a document are printed, and whether words have readings above them; kept per document.

Object names: `print-parts` (the box), `print-part-<name>`, `print-ruby`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from caseapp.desktop.kit.choices import CheckBox
from caseapp.desktop.kit.preferences import Preferences
from caseapp.desktop.kit.text import Label, Para
from caseapp.documents.catalogue import document
from caseapp.rules.problem import N_
from caseapp.rules.transition import CHILD, GUARDIAN, SIDES
from caseapp.words.language import _

_CHECKLIST = "transition-checklist"
_UNASKED = {
    CHILD: N_("There is no sheet of the young person yet."),
    GUARDIAN: N_("There is no sheet of the guardians yet."),
}
PREFERENCE = "print"  # {document: {"out": [...], "more": [...], "ruby": bool}}, as far from the usual as it was chosen


def wanted_parts(preference: Any, name: str) -> tuple[frozenset[str] | None, bool]:
    """The parts of a document as they were chosen last (None: it has no choice), and whether with readings."""
    kind, kept = document(name), dict(dict(preference or {}).get(name, {}))
    if not kind.parts:
        return None, False
    chosen = (kind.usual - set(kept.get("out", ()))) | set(kept.get("more", ()))
    return frozenset(part.name for part in kind.parts if part.name in chosen), bool(kept.get("ruby")) and kind.ruby


class PartsBox(QWidget):
    """`changed` when another part is wanted. A document that is always whole shows nothing."""

    changed = Signal()

    def __init__(self, preferences: Preferences, *, stamps: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lacking = () if stamps else ("stamps",)  # the office has set up no cells
        self.setObjectName("print-parts")
        self._preferences = preferences
        self._document = ""
        self._boxes: dict[str, CheckBox] = {}
        self._asked: frozenset[str] = frozenset(SIDES)
        self._unasked: dict[str, Para] = {}
        self._alone = Para(_("Only the sheet that you chose. Choose another record to print both."), parent=self)
        self._alone.hide()
        self._held = Para(_("The guardians' copy leaves them out."), ink="sub", parent=self)
        self._held.setObjectName("print-part-held")
        self._held.hide()
        self.ruby: CheckBox | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_for(self, name: str, *, whole: bool, of_one: bool = False) -> None:
        """The parts of this document, ticked as they were last time; nothing for a form that is printed empty.

        `of_one`: it is made of one chosen record. A sheet of the checklist is one side's then, and that is said."""
        kind = document(name)
        self.setVisible(bool(kind.parts) and not whole)
        if name != self._document:
            self._fill(name)
        for side in SIDES if name == _CHECKLIST else ():
            self._boxes[side].setVisible(not of_one)
            self._unasked[side].setVisible(not of_one and side in self._absent())
        self._alone.setVisible(of_one and name == _CHECKLIST)

    def offer_sides(self, asked: Collection[str]) -> None:
        """The sides of the checklist of which there is a sheet: the other one is not ticked, and that is said."""
        self._asked = frozenset(asked)
        if self._document == _CHECKLIST:
            of_one = self._alone.isVisibleTo(self)
            self._fill(_CHECKLIST)
            self.show_for(_CHECKLIST, whole=self.isHidden(), of_one=of_one)

    def hold_back(self, name: str, *, held: bool) -> None:
        """A part that this reader's paper never shows: its box is grey, and that is said; the choice itself stays."""
        box = self._boxes.get(name)
        if box is None or name in self._lacking:
            return
        box.setEnabled(not held)
        self._held.setVisible(held)
        if held:
            self._column.insertWidget(self._column.indexOf(box) + 1, self._held)

    def _absent(self) -> frozenset[str]:
        """The side that has no sheet while the other has one."""
        return frozenset(SIDES) - self._asked if self._asked and self._document == _CHECKLIST else frozenset()

    def _fill(self, name: str) -> None:
        kind = document(name)
        self._document = name
        self._clear()
        wanted, ruby = wanted_parts(self._preferences.get(PREFERENCE), name)
        if kind.parts:
            self._column.addWidget(Label(_("What it shows"), tone="sub", parent=self))
            self._column.addWidget(self._alone)
        for part in kind.parts:
            lacking = part.name in self._lacking or part.name in self._absent()
            on = part.name in (wanted or ()) and not lacking
            self._boxes[part.name] = self._box(_(part.title), f"print-part-{part.name}", on=on)
            self._boxes[part.name].setEnabled(not lacking)
            if part.name in SIDES and name == _CHECKLIST:
                self._unasked[part.name] = Para(_(_UNASKED[part.name]), ink="sub", parent=self)
                self._column.addWidget(self._unasked[part.name])
            elif lacking:
                words = _("No stamp cells are set up. Settings, “Office” has a line for them.")
                self._column.addWidget(Para(words, ink="sub", parent=self))
        if kind.ruby:
            self.ruby = self._box(_("Readings above names and words"), "print-ruby", on=ruby)
        if kind.reader != "office":
            words = _("What you wrote as 〔内部のみ …〕 is left out; if its bracket is not closed, all that follows.")
            self._column.addWidget(Para(words, ink="sub", parent=self))

    def parts(self) -> frozenset[str] | None:
        """The parts wanted; None for a document without a choice."""
        if not self._boxes:
            return None
        return frozenset(name for name, box in self._boxes.items() if box.isChecked())

    def with_ruby(self) -> bool:
        return self.ruby is not None and self.ruby.isChecked()

    # ---- inside

    def _box(self, words: str, name: str, *, on: bool) -> CheckBox:
        box = CheckBox(words, parent=self)
        box.setObjectName(name)
        box.set_value(on)
        box.changed.connect(self._chosen)
        self._column.addWidget(box)
        return box

    def _clear(self) -> None:
        self._boxes, self._unasked, self.ruby = {}, {}, None
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is None:
                continue
            widget.hide()
            if widget not in (self._alone, self._held):
                widget.deleteLater()

    def _chosen(self) -> None:
        usual, wanted = document(self._document).usual, self.parts() or frozenset()
        once = {part.name for part in document(self._document).parts if not part.kept}
        kept = {
            "out": sorted(usual - wanted - set(self._lacking) - self._absent()),
            "more": sorted(wanted - usual - once),
            "ruby": self.with_ruby(),
        }
        self._preferences.set(PREFERENCE, {**(self._preferences.get(PREFERENCE) or {}), self._document: kept})
        self.changed.emit()
