"""Lists in a letter: one item a line; sections of the sheet with heading and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button, IconButton
from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.rules.disclosure import LetterSection
from caseapp.words.language import _


class Items(Paragraph):
    """A list of items: one item a line. `items()` and `set_items`."""

    def items(self) -> tuple[str, ...]:
        return tuple(line for line in self.value().splitlines() if line.strip())

    def set_items(self, items: Sequence[str]) -> None:
        self.set_value("\n".join(items))


class _Section(QWidget):
    def __init__(
        self, section: LetterSection, number: int, remove: Callable[[_Section], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        self.heading = TextField(section.heading, placeholder=_("heading"))
        self.take_out = IconButton("trash", _("Take this part out"), lambda: remove(self))
        row.addWidget(self.heading, 1)
        row.addWidget(self.take_out)
        self.text = Paragraph(section.text, placeholder=_("one point a line"), least=2)
        column.addLayout(row)
        column.addWidget(self.text)
        self.number_as(number)

    def number_as(self, number: int) -> None:
        self.heading.setAccessibleName(_("Part {number}: heading").format(number=number))
        self.text.setAccessibleName(_("Part {number}: text").format(number=number))
        self.heading.setObjectName(f"section-{number}-heading")
        self.text.setObjectName(f"section-{number}-text")
        self.take_out.setObjectName(f"section-{number}-remove")

    def value(self) -> LetterSection:
        return LetterSection(heading=self.heading.value(), text=self.text.value())


class Sections(QWidget):
    """The parts of the 別紙. Object names `section-N-heading`, `section-N-text`, `section-N-remove`, `section-add`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._all: list[_Section] = []
        self.add = Button(_("Add a part"), self._more, kind="quiet", icon="plus", parent=self)
        self.add.setObjectName("section-add")
        self._column.addWidget(self.add)

    def value(self) -> tuple[LetterSection, ...]:
        found = (each.value() for each in self._all)
        return tuple(each for each in found if each.heading.strip() or each.text.strip())

    def set_value(self, sections: Sequence[LetterSection]) -> None:
        for old in list(self._all):
            self._drop(old)
        for section in sections:
            self._add(section)

    def _add(self, section: LetterSection) -> _Section:
        made = _Section(section, len(self._all) + 1, self._remove, self)
        self._all.append(made)
        self._column.insertWidget(len(self._all) - 1, made)
        made.heading.changed.connect(self.changed)
        made.text.changed.connect(self.changed)
        return made

    def _more(self) -> None:
        self._add(LetterSection(heading="", text="")).heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _remove(self, section: _Section) -> None:
        self._drop(section)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _drop(self, section: _Section) -> None:
        self._all.remove(section)
        self._column.removeWidget(section)
        section.hide()
        section.deleteLater()
        for number, each in enumerate(self._all, 1):
            each.number_as(number)
