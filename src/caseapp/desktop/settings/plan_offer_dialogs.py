"""One sentence example, one scheme of support: added or changed by the office.

Object names: `phrase-kind`, `phrase-area`, `phrase-from`, `phrase-to`, `phrase-text`, `phrase-retired`; `scheme-name`,
`scheme-law`, `scheme-provider`, `scheme-who`, `scheme-limits`, `scheme-quotas`, `scheme-contact`, `scheme-unsure`,
`scheme-retired`; `offer-go`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.casework import plan_offers
from caseapp.desktop.kit.boxes import CheckBox, Combo
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.failing import failed_in
from caseapp.desktop.kit.fields import NumberField, TextField
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.overlay import Dialog
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.settings.plan_offers_part import kind_words
from caseapp.desktop.settings.quota_dialogs import QuotasField
from caseapp.rules.changes import Changes
from caseapp.rules.plan_offer import Phrase, Scheme
from caseapp.words import codes
from caseapp.words.language import _


class OfferDialog(Dialog):
    """An heir adds rows to `form` and says in `keep` what is kept."""

    def __init__(self, host: QWidget, desk: Desk, title: str, *, then: Callable[[], object]) -> None:
        super().__init__(host, title, width=720)
        self._desk, self._then = desk, then
        self.form = Form(label_width=112, parent=self.panel)
        self.add(self.form)
        go = Button(_("Save"), self._go, kind="primary", key="Ctrl+Enter")
        go.setObjectName("offer-go")
        self.set_buttons(go, leave=_("Leave it"))

    def name_fields(self, prefix: str, fields: Mapping[str, QWidget]) -> None:
        for name, field in fields.items():
            field.setObjectName(f"{prefix}-{name}")

    def keep(self) -> Callable[[], Changes]:
        """The job that saves what stands in the fields."""
        raise NotImplementedError

    def _go(self) -> None:
        if not self.form.own_problems():
            self._desk.act(self.keep(), self._done, failed=self._failed, owner=self)

    def _done(self, _changes: Changes) -> None:
        self.close()
        self._then()

    def _failed(self, error: BaseException) -> None:
        failed_in(self, self.form, error, desk=self._desk, stays=True)


class EditPhraseDialog(OfferDialog):
    """A new sentence (`value` None), or a change."""

    def __init__(self, host: QWidget, desk: Desk, value: Phrase | None, *, then: Callable[[], object]) -> None:
        super().__init__(host, desk, _("Sentence example"), then=then)
        self._value = value
        areas = codes.load("plan_area")
        shown = value or Phrase(kind="need", area="", text="")
        self.kind = self.form.row(_("For"), Combo(kind_words().items()), name="kind")
        known = [("", _("Choose")), *((code, areas.label(code)) for code in areas)]
        self.area = self.form.row(_("Area of life"), Combo(known), name="area")
        self.begins, self.ends = NumberField(most=99), NumberField(most=99)
        self.form.group(_("Age"), [self.begins, _("to"), self.ends], name="ages_to", names=[_("From"), _("Until")])
        self.text = self.form.row(_("Sentence"), Paragraph(shown.text, least=2), name="text")
        self.retired = self.form.row(
            _("State"), CheckBox(_("No longer offered"), checked=shown.retired), name="retired"
        )
        self.kind.set_value(shown.kind)
        self.area.set_value(shown.area)
        self.begins.set_value(shown.ages_from)
        self.ends.set_value(shown.ages_to)
        self.form.row_of("retired").set_visible(value is not None)
        fields = {"kind": self.kind, "area": self.area, "from": self.begins, "to": self.ends, "text": self.text}
        self.name_fields("phrase", {**fields, "retired": self.retired})

    def begin(self) -> None:
        self.open(self.text if self._value else self.kind)

    def keep(self) -> Callable[[], Changes]:
        low, high = self.begins.value(), self.ends.value()
        value = Phrase(
            code=self._value.code if self._value else "",
            kind=self.kind.value(),
            area=self.area.value(),
            ages_from=low or 0,
            ages_to=99 if high is None else high,
            text=self.text.value(),
            retired=self.retired.value(),
        )
        office = self._desk.office
        return lambda: plan_offers.save_phrase(office, value)


class EditSchemeDialog(OfferDialog):
    """A new scheme (`value` None), or a change. Saved by the office it counts as checked, unless the tick stays."""

    def __init__(self, host: QWidget, desk: Desk, value: Scheme | None, *, then: Callable[[], object]) -> None:
        super().__init__(host, desk, _("Scheme of support"), then=then)
        self._value = value
        shown = value or Scheme(name="")
        self.name = self.form.row(_("Scheme"), TextField(shown.name), name="name")
        self.law = self.form.row(_("Law"), TextField(shown.law))
        self.provider = self.form.row(_("Who runs it"), TextField(shown.provider))
        self.who = self.form.row(_("Who may use it"), Paragraph(shown.who))
        self.limits = self.form.row(_("Limits"), Paragraph(shown.limits))
        self.quotas = self.form.row(_("Counted limits"), QuotasField(desk, shown.quotas, host=host), name="quotas")
        self.contact = self.form.row(_("Whom to ask"), TextField(shown.contact))
        self.unsure = self.form.row(_("Still to check"), CheckBox(_("The content is to be checked")), name="unsure")
        self.unsure.set_value(shown.unsure)
        self.retired = self.form.row(
            _("State"), CheckBox(_("No longer offered"), checked=shown.retired), name="retired"
        )
        self.form.row_of("retired").set_visible(value is not None)
        self._fields: dict[str, Any] = {
            "name": self.name,
            "law": self.law,
            "provider": self.provider,
            "who": self.who,
            "limits": self.limits,
            "quotas": self.quotas,
            "contact": self.contact,
            "unsure": self.unsure,
            "retired": self.retired,
        }
        self.name_fields("scheme", self._fields)

    def begin(self) -> None:
        self.open(self.contact if self._value else self.name)

    def keep(self) -> Callable[[], Changes]:
        given = {name: field.value() for name, field in self._fields.items()}
        value = Scheme(code=self._value.code if self._value else "", **given)
        office = self._desk.office
        return lambda: plan_offers.save_scheme(office, value)
