"""The settings page: parts behind pills, one visible at a time."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from caseapp.desktop.kit.card import Card, Column
from caseapp.desktop.kit.choices import FilterPills
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Label
from caseapp.desktop.settings.code_lists_part import CodeListsPart
from caseapp.desktop.settings.keyboard import KeyboardPart
from caseapp.desktop.settings.office_part import OfficePart
from caseapp.desktop.settings.part import Part
from caseapp.desktop.settings.people import PeoplePart
from caseapp.desktop.settings.plan_offers_part import PlanOffersPart
from caseapp.desktop.settings.safety import SafetyPart
from caseapp.desktop.settings.screen_part import ScreenPart
from caseapp.desktop.settings.stages_part import StagesPart
from caseapp.desktop.settings.transition_part import TransitionPart
from caseapp.rules.changes import Changes
from caseapp.words.language import _


class SettingsPage(Page):
    """`open(part="screen" | "office" | "people" | "safety" | "codes" | "offers" | "stages" | "transition" |
    "keyboard")`."""

    name, rail = "settings", "settings"
    shown = (Keys.NEXT_TAB, Keys.PREVIOUS_TAB, Keys.SAVE, Keys.NEW, Keys.NEXT_FIELD, Keys.BACK)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.parts: dict[str, Part] = {
            "screen": ScreenPart(desk, self),
            "office": OfficePart(desk, self),
            "people": PeoplePart(desk, self),
            "safety": SafetyPart(desk, self),
            "codes": CodeListsPart(desk, self),
            "offers": PlanOffersPart(desk, self),
            "stages": StagesPart(desk, self),
            "transition": TransitionPart(desk, self),
            "keyboard": KeyboardPart(desk, self),
        }
        self.pills = FilterPills(
            [(name, part.heading()) for name, part in self.parts.items()], name=_("Settings"), parent=self
        )
        self.pills.changed.connect(self._switch)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Label(_("Settings"), role="title", parent=self))
        head.addWidget(self.pills, 1)
        self.body.addLayout(head)
        self.stack = QStackedWidget(self)
        for part in self.parts.values():
            self.stack.addWidget(_framed(part))
        self.body.addWidget(self.stack, 1)
        self.on(Keys.NEXT_TAB, lambda: self._step(1))
        self.on(Keys.PREVIOUS_TAB, lambda: self._step(-1))
        self._save = self.on(Keys.SAVE, lambda: self.part().save())
        self._new = self.on(Keys.NEW, lambda: self.part().add())
        self.say_key(Keys.NEXT_FIELD)
        self._show("screen")

    def title(self) -> str:
        return _("Settings")

    def part(self) -> Part:
        return self.parts[self.pills.value()]

    def open(self, **args: Any) -> None:
        if args.get("part") in self.parts:
            self._show(str(args["part"]))
        self.part().load()

    def place(self) -> dict[str, Any]:
        return {"part": self.pills.value()}

    def refresh(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches("account", "settings", "backup"):
            self.part().load()

    def first_focus(self) -> QWidget | None:
        return self.part().first_focus()

    def leave(self) -> None:
        for part in self.parts.values():
            part.forget()

    def _step(self, by: int) -> None:
        names = list(self.parts)
        self._show(names[(names.index(self.pills.value()) + by) % len(names)])
        self.part().load()
        target = self.part().first_focus()
        if target is not None:
            target.setFocus()

    def _switch(self) -> None:
        self._show(self.pills.value())
        self.part().load()

    def _show(self, name: str) -> None:
        self.pills.set_value(name)
        self.stack.setCurrentIndex(list(self.parts).index(name))
        self._save.setEnabled(self.part().can_save)
        self._new.setEnabled(self.part().can_add)
        refresh = getattr(self.desk.go, "refresh_keys", None)
        if refresh is not None and self.isVisible():
            refresh()


def _framed(part: Part) -> QWidget:
    card = Card(padding=(0, 0))
    column = Column(padding=16, parent=card)
    column.body.addWidget(part)
    column.body.addStretch(1)
    card.body.addWidget(column)
    return card
