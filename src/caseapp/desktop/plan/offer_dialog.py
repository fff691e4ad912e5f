"""文例と支援策 over a goal: narrowed by area, age and words, taken with Enter.

Object names: those of `PickDialog`, `offer-area`, `offer-age`, `offer-take`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.boxes import Combo
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.plan import words
from caseapp.desktop.plan.pick_dialog import Line, PickDialog
from caseapp.rules.plan_offer import BANDS, Phrase, Scheme, fitting, schemes_with
from caseapp.rules.problem import N_
from caseapp.words import codes
from caseapp.words.language import _

_CHILD = "child"
"""The age of the child whose plan it is, to the year."""
_TITLES = {"need": N_("Examples of needs"), "goal": N_("Examples of goals"), "support": N_("Examples of supports")}


class PhraseDialog(PickDialog):
    """Sentences of one kind; the area and the age of the child are chosen beforehand."""

    def __init__(
        self,
        host: QWidget,
        phrases: Sequence[Phrase],
        *,
        kind: str,
        area: str,
        age: int,
        then: Callable[[Phrase], object],
    ) -> None:
        super().__init__(host, _(_TITLES[kind]), placeholder=_("part of the sentence"), details=False)
        self._phrases, self._kind, self._then = phrases, kind, then
        areas = codes.load("plan_area")
        self.area = Combo([("", _("All areas")), *((code, areas.label(code)) for code in areas)])
        self.area.set_value(area)
        bands = [(str(low), words.ages(low, high)) for low, high in BANDS]
        self._years = age
        self.age = Combo([(_CHILD, _("age {years}").format(years=age)), ("", _("All ages")), *bands])
        self.age.set_value(_CHILD)
        for combo, name, spoken in ((self.area, "area", _("Area of life")), (self.age, "age", _("Age"))):
            combo.setObjectName(f"offer-{name}")
            combo.setAccessibleName(spoken)
            combo.changed.connect(self.narrow)
        row = QWidget(self.panel)
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.area)
        beside.addWidget(self.age)
        beside.addStretch(1)
        self.place(row)
        take = Button(_("Insert"), self._take, kind="primary", key="Enter")
        take.setObjectName("offer-take")
        self.list.opened.connect(lambda _line: self._take())
        self.set_buttons(take, leave=_("Leave it"))

    def narrow(self) -> None:
        areas = codes.load("plan_area")
        chosen = self.age.value()
        bands = {_CHILD: (self._years, self._years), **{str(low): (low, high) for low, high in BANDS}}
        ages = bands.get(chosen)
        found = fitting(self._phrases, kind=self._kind, area=self.area.value(), wanted=self.search.value())
        shown = [each for each in found if ages is None or (each.ages_from <= ages[1] and ages[0] <= each.ages_to)]
        lines = [
            Line(each.text, f"{areas.short(each.area)} {words.ages(each.ages_from, each.ages_to)}", each)
            for each in shown
        ]
        self.show_lines(lines, nothing=_("No sentence fits. Choose another area or age."))

    def _take(self) -> None:
        line = self.list.current()
        if line is not None:
            self.close()
            self._then(line.value)


class SchemeDialog(PickDialog):
    """The office's schemes of support; law, users and limits of the chosen one stand below."""

    def __init__(self, host: QWidget, schemes: Sequence[Scheme], *, then: Callable[[Scheme], object]) -> None:
        super().__init__(host, _("Schemes of support"), placeholder=_("name, law or who runs it"))
        self._schemes, self._then = schemes, then
        self.place()
        take = Button(_("Use this scheme"), self._take, kind="primary", key="Enter")
        take.setObjectName("offer-take")
        self.list.opened.connect(lambda _line: self._take())
        self.set_buttons(take, leave=_("Leave it"))

    def narrow(self) -> None:
        found = schemes_with(self._schemes, self.search.value())
        lines = [Line(each.name, each.provider, each) for each in found]
        self.show_lines(lines, nothing=_("No scheme fits. If there is none, tick that in the support."))

    def detail(self, value: Any) -> str:
        return scheme_words(value)

    def _take(self) -> None:
        line = self.list.current()
        if line is not None:
            self.close()
            self._then(line.value)


def scheme_words(scheme: Scheme) -> str:
    """Everything about a scheme, a line each."""
    told = (
        (_("Law"), scheme.law),
        (_("Who may use it"), scheme.who),
        (_("Limits"), scheme.limits),
        (_("Whom to ask"), scheme.contact),
    )
    lines = [_("{head}: {text}").format(head=head, text=text) for head, text in told if text]
    if scheme.unsure:
        lines.append(_("Written from general knowledge. Check it with the office that runs it."))
    return "\n".join(lines)
