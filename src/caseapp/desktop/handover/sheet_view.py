"""One sheet beside the list: the lines to write while it is prepared, and what stands on the paper.

Object names: `handover-person`, `handover-now`, `handover-next_step`, `handover-worked`, `handover-not_worked`,
`handover-introduction`, `handover-paper_records`, `handover-question`, `handover-answer`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from caseapp.casework.handover_views import HandoverSheet
from caseapp.desktop.kit.bands import Banner, RedBand, RedFact
from caseapp.desktop.kit.card import Column, SectionHead
from caseapp.desktop.kit.fields import DateField, date_words
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.masking import masked, masking
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.text import Label, Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules import dates
from caseapp.rules.handover import CANCELLED, LINES, Handover
from caseapp.rules.problem import N_
from caseapp.words.language import _

_LABEL = 150
_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("person", N_("Who it is"), N_("In a sentence or two: what a stranger must know to meet the child well.")),
    ("now", N_("Now"), N_("What moves just now, and what is not known yet.")),
    ("next_step", N_("The next step"), N_("The first thing the successor does, and by when.")),
    ("worked", N_("What worked"), ""),
    ("not_worked", N_("What did not work"), ""),
    ("introduction", N_("Introducing the successor"), ""),
    ("paper_records", N_("Paper records"), ""),
)
_TALK: tuple[tuple[str, str, str], ...] = (
    ("question", N_("Question or remark"), N_("Not needed. It goes to the predecessor.")),
    ("answer", N_("Answer"), N_("Not needed. The question is off Today then.")),
)


class SheetView(Column):
    """`show_sheet(sheet, draft)`; `written()` gives what stands in the fields. `touched` is called at every change,
    `discard` when what was written and can be kept no more is thrown away."""

    def __init__(
        self, touched: Callable[[], object], discard: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=16, spacing=10, parent=parent)
        self.setAccessibleName(_("Hand-over sheet"))
        self._touched, self._discard = touched, discard
        self._inside: QWidget | None = None
        self._sheet: HandoverSheet | None = None
        self.form: Form | None = None
        self.fields: dict[str, Paragraph] = {}
        self.show_sheet(None)

    @property
    def sheet(self) -> HandoverSheet | None:
        return self._sheet

    # ---- showing

    def show_sheet(
        self, sheet: HandoverSheet | None, draft: Mapping[str, Any] | None = None, *, words: str = ""
    ) -> None:
        """The sheet, with what was typed and not saved put back; without one `words` say why."""
        self._sheet, self.form, self.fields = sheet, None, {}
        if self._inside is not None:
            self._inside.hide()
            self.body.removeWidget(self._inside)
            self._inside.deleteLater()
        self._inside = QWidget(self.inside)
        self._inside.setProperty("ground", "none")
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        if sheet is None:
            said = words or _("Choose a child to see its sheet.")
            whole.addWidget(Para(said, ink="sub", parent=self._inside))
        else:
            self._fill(whole, sheet, draft or {})
        whole.addStretch(1)
        self.body.addWidget(self._inside, 1)
        self.verticalScrollBar().setValue(0)

    def renew(self, sheet: HandoverSheet) -> bool:
        """The same sheet was read again: what is typed stays, and what somebody else wrote in the other fields comes
        in. False when it must be shown anew."""
        old = self._sheet
        if old is None or masking.on or not self.fields or _known(old) != _known(sheet):
            return False
        typed = self.typed()
        self._sheet = sheet
        for name, field in self.fields.items():
            if name not in typed:
                field.set_value(getattr(sheet.value, name))
        return True

    def stored(self, value: Handover) -> bool:
        """The store took this: what is typed is measured against it. False when another sheet is shown by now."""
        sheet = self._sheet
        if sheet is None or sheet.value.id != value.id:
            return False
        if sheet.value.revision == value.revision:  # else it was read again already
            moved_on = value.revision + int(value != sheet.value)
            self._sheet = replace(sheet, value=replace(value, revision=moved_on))
        return True

    def rest(self, *, on: bool) -> None:
        """Nothing can be typed while what was typed is on its way."""
        if self.form is not None:
            self.form.setEnabled(not on)

    def _fill(self, whole: QVBoxLayout, sheet: HandoverSheet, draft: Mapping[str, Any]) -> None:
        value, paper = sheet.value, sheet.paper
        whole.addWidget(Label(masked(paper.child.name), role="title", parent=self._inside))
        about = [paper.age, paper.illness, paper.care]
        whole.addWidget(Para(" ・ ".join(part for part in about if part), ink="sub", parent=self._inside))
        whole.addWidget(Para(_state(value), role="caption", ink="sub", parent=self._inside))
        if masking.on:
            whole.addWidget(Para(_("The text is hidden while names are hidden."), ink="sub", parent=self._inside))
            return
        rules = [RedFact(rule.rule, rule.reason, privacy=rule.secret) for rule in paper.forbidden]
        if rules:
            whole.addWidget(RedBand(rules, parent=self._inside))
        if value.state == CANCELLED:
            whole.addWidget(Banner(called_off(value), parent=self._inside))
        late = QVBoxLayout()
        whole.addLayout(late)
        if sheet.may_write:
            self._writing(whole, value, draft)
        else:
            self._grid(whole, [(label, getattr(value, name)) for name, label, _help in _FIELDS])
        for head, pairs in _facts(sheet):
            whole.addWidget(SectionHead(head, parent=self._inside))
            self._grid(whole, pairs, translate=False)
        self._talk(whole, sheet, draft)
        self._left_over(late, value, draft)

    def _left_over(self, whole: QVBoxLayout, value: Handover, draft: Mapping[str, Any]) -> None:
        """A draft that came too late for its fields: it is there to be copied, until it is thrown away."""
        whole.setSpacing(10)
        names = {name: label for name, label, _help in (*_FIELDS, *_TALK)}
        late = [
            (label, str(draft[name]))
            for name, label in names.items()
            if name in draft and name not in self.fields and draft[name] != getattr(value, name)
        ]
        if not late:
            return
        whole.addWidget(SectionHead(_("Half written"), parent=self._inside))
        banner = Banner(parent=self._inside)
        words = _("This was not kept in time and is no part of the sheet. Copy what is still needed.")
        banner.say(words, action=_("Throw it away"), do=self._discard, icon="pencil")
        whole.addWidget(banner)
        self._grid(whole, late)

    def _writing(self, whole: QVBoxLayout, value: Handover, draft: Mapping[str, Any]) -> None:
        form = Form(label_width=_LABEL, parent=self._inside)
        if not value.looked_at:
            words = _("Drafted from the record. Put it in your own words, then go on to the next child.")
            form.banner.say(words, icon="pencil")
        for name, label, help_text in _FIELDS:
            field = Paragraph(str(draft.get(name, getattr(value, name))), least=2 if name in LINES else 1)
            form.row(_(label), field, name=name, help_text=_(help_text) if help_text else "")
            self._watch(name, field)
        whole.addWidget(form)
        self.form = form

    def _talk(self, whole: QVBoxLayout, sheet: HandoverSheet, draft: Mapping[str, Any]) -> None:
        """What goes to and fro: the successor's question, the predecessor's answer."""
        value = sheet.value
        if value.question or value.answer:
            pairs = [(_("Question of the successor"), value.question), (_("Answer"), value.answer)]
            whole.addWidget(SectionHead(_("Question and answer"), parent=self._inside))
            self._grid(whole, pairs, translate=False)
        if sheet.may_acknowledge:
            self._asked(whole, _TALK[0], str(draft.get("question", "")))
        if sheet.may_answer:
            self._asked(whole, _TALK[1], str(draft.get("answer", "")))

    def _asked(self, whole: QVBoxLayout, what: tuple[str, str, str], text: str) -> None:
        form = Form(label_width=_LABEL, parent=self._inside)
        name, label, help_text = what
        field = form.row(_(label), Paragraph(text, least=2), name=name, help_text=_(help_text))
        self._watch(name, field)
        whole.addWidget(form)
        self.form = form

    def _watch(self, name: str, field: Paragraph) -> None:
        field.setObjectName(f"handover-{name}")
        field.changed.connect(self._touched)
        self.fields[name] = field

    def _grid(self, whole: QVBoxLayout, pairs: list[tuple[str, str]], *, translate: bool = True) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, theme.px(_LABEL))
        grid.setColumnStretch(1, 1)
        for row, (label, text) in enumerate((label, text) for label, text in pairs if text.strip()):
            words = Para(_(label) if translate else label, ink="sub", parent=self._inside)
            words.setFixedWidth(theme.px(_LABEL))
            grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Para(text, reading=True, parent=self._inside), row, 1)
        whole.addLayout(grid)

    # ---- what was written

    def content(self) -> dict[str, str]:
        """The fields as they stand."""
        return {name: field.value() for name, field in self.fields.items()}

    def typed(self) -> dict[str, str]:
        """The fields that say something else than what is stored: the draft."""
        if self._sheet is None:
            return {}
        value = self._sheet.value
        return {name: text for name, text in self.content().items() if text != getattr(value, name)}

    def written(self) -> Handover | None:
        """The record with what stands in the fields; None where nothing can be written."""
        if self._sheet is None or not self._sheet.may_write:
            return None
        texts: dict[str, Any] = dict(self.content())
        return replace(self._sheet.value, **texts)

    def first_field(self) -> QWidget | None:
        return next(iter(self.fields.values()), None)


def _known(sheet: HandoverSheet) -> tuple[str, bool, bool, bool]:
    """Which sheet, and what may be typed on it."""
    return sheet.value.id, sheet.may_write, sheet.may_acknowledge, sheet.may_answer


def called_off(value: Handover) -> str:
    """What became of a hand-over that was cancelled."""
    if value.cancelled_reason:
        return _("This hand-over was called off: {reason}").format(reason=value.cancelled_reason)
    return _("This hand-over was called off.")


def _state(value: Handover) -> str:
    """村井 志保 → 森下 由佳 ・ 令和8年11月16日(月) ・ 確認 令和8年11月17日(火)."""
    parts = [_("{giver} to {taker}").format(giver=value.giver, taker=value.taker), date_words(value.on)]
    if value.acknowledged_at is not None:
        parts.append(_("confirmed {day}").format(day=date_words(value.acknowledged_at.date())))
    return " ・ ".join(parts)


def _facts(sheet: HandoverSheet) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What the program put on the sheet, section by section; empty ones are left out."""
    paper = sheet.paper
    items = [
        (_short(item.due) if item.due else "", " ・ ".join(p for p in (item.text, item.whom, item.state) if p))
        for item in paper.items
    ]
    people = [(person.name, person.about or "―") for person in paper.people]
    path = [(_short(event.on), event.text) for event in paper.events]
    papers = [(_("Consents"), paper.consents), (_("Support plan"), paper.plan)]
    for head, pairs in (
        (_("What is not finished"), items),
        (_("People who matter"), people),
        (_("So far (what mattered)"), path),
        (_("State of the hand-over"), papers),
    ):
        if pairs:
            yield head, pairs


def _short(day: date) -> str:
    return dates.short_date(day, DateField.wording)
