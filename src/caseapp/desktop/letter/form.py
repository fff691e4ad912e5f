"""The fields of an information letter: to whom, on which ground, what is told, and the sheet that goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import Card, Column, SectionHead
from caseapp.desktop.kit.choices import Combo
from caseapp.desktop.kit.fields import DateField, TextField, Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.letter.lines import Items, Sections
from caseapp.desktop.plan import words
from caseapp.desktop.plan.editor import now
from caseapp.rules.disclosure import Consent, InformationLetter
from caseapp.rules.organization import Organization
from caseapp.rules.problem import Problem
from caseapp.words import codes
from caseapp.words.language import _


class LetterForm(Column):
    """Object names `letter-organization`, `letter-addressee`, `letter-number`, `letter-on`, `letter-title`,
    `letter-opening`, `letter-purpose`, `letter-items`, `letter-withheld`, `letter-consent`, `letter-new-consent`,
    `letter-basis`, `letter-valid-to`, `letter-readers`, `letter-storage`, `letter-method`, and those of `Sections`.
    `organization_chosen` and `consent_chosen` carry ids."""

    changed = Signal()
    organization_chosen = Signal(str)
    consent_chosen = Signal(str)
    consent_wanted = Signal()

    def __init__(self, today: Today, *, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self._today = today
        self.form = Form(label_width=112)
        self._card(self.form, _("To whom, and on which ground"))
        self._make_head()
        self._make_ground()
        self.content = Form(label_width=112)
        self._card(self.content, _("What is told"))
        self._make_content()
        self.sections = Sections()
        self._card(self.sections, _("Sheet with the details"))
        self.body.addStretch(1)
        for field, name in self._fields():
            field.setObjectName(f"letter-{name}")
            field.changed.connect(self.changed)  # type: ignore[attr-defined]  # every field of the kit has it
        self.sections.changed.connect(self.changed)
        self.organization.changed.connect(lambda: self.organization_chosen.emit(self.organization.value()))
        self.consent.changed.connect(lambda: self.consent_chosen.emit(self.consent.value()))

    def _card(self, part: QWidget, head: str) -> None:
        card = Card(padding=(14, 6))
        card.body.addWidget(SectionHead(head))
        card.body.addWidget(part)
        self.body.addWidget(card)

    def _make_head(self) -> None:
        self.organization = self.form.row(_("Organization"), Combo(chars=30), name="organization_id")
        self.addressee = self.form.row(_("Addressee"), TextField(), name="addressee")
        self.number, self.on = TextField(chars=12), DateField(self._today)
        self.number.setPlaceholderText(_("number of the letter"))
        self.form.group(_("Day, number"), [self.on, self.number], name="on", names=[_("Day"), _("Number")])
        self.heading = self.form.row(_("Subject"), TextField(placeholder=_("Information on the health of a child")))
        self.purpose = self.form.row(_("Purpose"), Paragraph(), name="purpose")

    def _make_ground(self) -> None:
        self.consent = Combo(chars=30)
        self.new_consent = Button(_("Record a consent"), self.consent_wanted.emit, kind="quiet", icon="plus")
        self.new_consent.setObjectName("letter-new-consent")
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.consent)
        row.addWidget(self.new_consent)
        row.addStretch(1)
        self.form.row(_("Consent"), holder, name="consent_id")
        self.consent.setAccessibleName(_("Consent"))
        hint = _("Without a consent: the law or the emergency it rests on")
        self.basis = self.form.row(_("Ground"), TextField(placeholder=hint), name="basis")
        self.valid_to = self.form.row(_("Valid until"), DateField(self._today), name="valid_to")

    def _make_content(self) -> None:
        each = _("One item a line")
        self.items = self.content.row(_("What is given"), Items(least=2), name="items", help_text=each)
        none = _("One item a line; write “none” when nothing is withheld")
        self.withheld = self.content.row(_("What is not given"), Items(least=2), name="withheld", help_text=none)
        self.readers = self.content.row(_("Who may read it"), TextField(), name="readers")
        self.storage = self.content.row(_("How it is kept"), TextField(), name="storage")
        self.readers.setPlaceholderText(_("e.g. head, school nurse, class teacher"))
        self.storage.setPlaceholderText(_("e.g. locked; returned at the end of the school year"))
        methods = codes.load("disclosure_method")
        options = [("", _("not decided")), *((code, methods.label(code)) for code in methods)]
        self.method = self.content.row(_("Handed over by"), Combo(options), name="method")
        self.opening = self.content.row(_("Opening words"), Paragraph(placeholder=_("empty: the usual words")))

    def _fields(self) -> tuple[tuple[QWidget, str], ...]:
        return (
            (self.organization, "organization"),
            (self.addressee, "addressee"),
            (self.number, "number"),
            (self.on, "on"),
            (self.heading, "title"),
            (self.purpose, "purpose"),
            (self.consent, "consent"),
            (self.basis, "basis"),
            (self.valid_to, "valid-to"),
            (self.items, "items"),
            (self.withheld, "withheld"),
            (self.readers, "readers"),
            (self.storage, "storage"),
            (self.method, "method"),
            (self.opening, "opening"),
        )

    # ---- what may be chosen

    def set_organizations(self, organizations: Sequence[Organization]) -> None:
        self.organization.set_options([("", _("Choose")), *((each.id, each.name) for each in organizations)])

    def set_consents(self, consents: Sequence[Consent]) -> None:
        """Those that hold today."""

        def told(consent: Consent) -> str:
            until = _("until {day}").format(day=words.day(consent.valid_to)) if consent.valid_to else ""
            return " ・ ".join(filter(None, (consent.number, consent.recipient, consent.given_by, until)))

        self.consent.set_options([("", _("no consent")), *((each.id, told(each)) for each in consents)])

    # ---- the letter

    def show_letter(self, letter: InformationLetter) -> None:
        self.organization.set_value(letter.organization_id)
        self.consent.set_value(letter.consent_id)
        self.method.set_value(letter.method)
        self.on.set_value(letter.on)
        self.valid_to.set_value(letter.valid_to)
        self.items.set_items(letter.items)
        self.withheld.set_items(letter.withheld)
        for field, text in (
            (self.addressee, letter.addressee),
            (self.number, letter.document_number),
            (self.heading, letter.title),
            (self.basis, letter.basis),
            (self.readers, letter.readers),
            (self.storage, letter.storage),
        ):
            field.set_value(text)
        self.purpose.set_value(letter.purpose)
        self.opening.set_value(letter.opening)
        self.sections.set_value(letter.sections)

    def value(self, before: InformationLetter) -> InformationLetter:
        """`before` with what stands in the fields."""
        chosen = self.organization.value()
        return replace(
            before,
            organization_id=chosen,
            organization=self.organization.currentText() if chosen else "",
            addressee=self.addressee.value(),
            document_number=self.number.value(),
            on=now(self.on, before.on) or before.on,
            title=self.heading.value(),
            opening=self.opening.value(),
            purpose=self.purpose.value(),
            items=self.items.items(),
            withheld=self.withheld.items(),
            consent_id=self.consent.value(),
            basis=self.basis.value(),
            valid_to=now(self.valid_to, before.valid_to),
            readers=self.readers.value(),
            storage=self.storage.value(),
            method=self.method.value(),
            sections=self.sections.value(),
        )

    # ---- problems

    def own_problems(self) -> bool:
        return any([self.form.own_problems(), self.content.own_problems()])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each beside its field."""
        ours = ("items", "withheld", "readers", "storage", "method")
        below = [each for each in problems if each.field in ours]
        self.content.show_problems(below)
        self.form.show_problems([each for each in problems if each not in below])
