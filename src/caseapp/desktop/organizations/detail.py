"""One organization to read: how to reach it, and the persons one talks to there.

Object names: `organizations-detail`, `organizations-edit`, `organizations-back`, `organizations-kept`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from caseapp.casework.not_to_know import Kept
from caseapp.desktop.kit.bands import RedBand, RedFact
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, Column, SectionHead
from caseapp.desktop.kit.masking import hidden, masked
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules.child_facts import Telling
from caseapp.rules.organization import ContactPerson, Organization
from caseapp.words import codes, language
from caseapp.words.language import _
from caseapp.words.people import keep_from


class Detail(Card):
    """`show_organization(None)` says that nothing is chosen."""

    def __init__(self, edit: Callable[[], object], back: Callable[[], object], *, parent: QWidget) -> None:
        super().__init__(padding=(16, 12), parent=parent)
        self.setObjectName("organizations-detail")
        self._shown: Organization | None = None
        self.name = Para(role="title", bold=True, parent=self)
        self.kind = Para(ink="sub", parent=self)
        self.edit = Button(_("Edit"), edit, key=Keys.EDIT, parent=self)
        self.edit.setObjectName("organizations-edit")
        self.back = Button(_("To the list"), back, kind="quiet", key=Keys.CLOSE, icon="arrow-left", parent=self)
        self.back.setObjectName("organizations-back")
        self.back.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.kind)
        head.addLayout(words, 1)
        head.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.back)
        self.body.addLayout(head)
        self._kept: tuple[Kept, ...] = ()
        self.band = RedBand(parent=self)
        self.band.setObjectName("organizations-kept")
        self.body.addWidget(self.band)
        self._column = Column(spacing=8, parent=self)
        self.body.addWidget(self._column, 1)
        self._inside: QWidget | None = None

    def shown(self) -> Organization | None:
        return self._shown

    def show_organization(self, value: Organization | None) -> None:
        """Show this one. What it must not know is said with `heed`."""
        if value is None or self._shown is None or value.id != self._shown.id:
            self.heed(())
        self._shown = value
        self.edit.setEnabled(value is not None)
        self.edit.setVisible(value is not None)
        if self._inside is not None:
            self._inside.hide()
            self._column.body.removeWidget(self._inside)
            self._inside.deleteLater()
            self._inside = None
        self.name.setText(value.name if value else "")
        self.kind.setText("")
        if value is None:
            return
        kind = codes.load("organization_kind").label(value.kind)
        self.kind.setText(" ・ ".join((kind, _("No. {number}").format(number=value.number))))
        self._inside = _inside(value, self._column.inside)
        self._column.body.addWidget(self._inside)
        self._column.verticalScrollBar().setValue(0)

    def heed(self, kept: Sequence[Kept]) -> None:
        """Above telephone and address: what this organization must not know, and of whom."""
        self._kept = tuple(kept)
        untold = keep_from(Telling(audience="school"), language.current())
        self.band.set_facts(
            [
                RedFact(
                    " ・ ".join((masked(each.name), hidden(each.rule) if each.rule else untold)),
                    hidden(each.reason),
                    privacy=True,
                )
                for each in self._kept
            ]
        )

    def again(self) -> None:
        """Paint it anew, after names were hidden or shown."""
        self.show_organization(self._shown)
        self.heed(self._kept)


def _inside(value: Organization, parent: QWidget) -> QWidget:
    inside = QWidget(parent)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(8)
    column.addLayout(_grid(_facts(value), inside))
    if value.contacts:
        column.addWidget(SectionHead(_("Contact persons"), parent=inside))
        for person in value.contacts:
            column.addWidget(_person(person, inside))
    if value.note:
        column.addWidget(SectionHead(_("Note"), parent=inside))
        column.addWidget(Para(hidden(value.note), reading=True, parent=inside))
    column.addStretch(1)
    return inside


def _facts(value: Organization) -> Iterator[tuple[str, str]]:
    yield _("Department"), value.department
    yield _("Usual contact"), masked(value.contact)
    yield _("Telephone"), value.phone
    yield _("Fax"), value.fax
    yield _("E-mail"), value.email
    postal_code = f"〒{value.postal_code} " if value.postal_code else ""
    yield _("Address"), postal_code + value.address


def _person(person: ContactPerson, parent: QWidget) -> QWidget:
    box = QWidget(parent)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 4)
    column.setSpacing(2)
    column.addWidget(Para(" ".join(filter(None, (person.role, masked(person.name)))), bold=True, parent=box))
    reach = " ・ ".join(filter(None, (person.phone, person.email)))
    for text in (reach, hidden(person.note)):
        if text:
            column.addWidget(Para(text, parent=box))
    return box


def _grid(facts: Iterator[tuple[str, str]], parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, theme.px(104))
    grid.setColumnStretch(1, 1)
    for row, (words, text) in enumerate((words, text) for words, text in facts if text):
        grid.addWidget(Para(words, ink="sub", parent=parent), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Para(text, parent=parent), row, 1)
    return grid
