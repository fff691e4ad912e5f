"""The editors of what the certificate and the doctors say: certificate period, disease, medical care."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child.words import DOT
from caseapp.desktop.child_form.disease_search import DiseaseField
from caseapp.desktop.child_form.part_fields import confirmed, fields_of, options
from caseapp.desktop.child_form.parts import PartEditor
from caseapp.desktop.child_form.read_fields import since_field
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.choices import CheckBox, Combo
from caseapp.desktop.kit.fields import DateField, TextField, Today
from caseapp.desktop.kit.text import Label
from caseapp.rules import dates
from caseapp.rules.child import CertificatePeriod, ChildDisease, MedicalCare
from caseapp.words import codes, diseases
from caseapp.words.diseases import Disease
from caseapp.words.language import _


class CertificateEditor(PartEditor[CertificatePeriod]):
    """One period of the 受給者証."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__("certificate", parent)

    def build(self) -> None:
        today = self._today
        self.field("number", TextField(chars=7))
        self.field("valid_from", DateField(today))
        self.field("valid_to", DateField(today))
        self.field("disease_group", Combo(options("disease_group", empty=_("Disease group")), chars=10))
        self.field("disease", TextField(chars=16))
        self.field("severe", CheckBox(_("severe")))
        self.field("ventilator", CheckBox(_("ventilator")))
        group, of = self.form.group, self.fields
        group(_("Number"), [of["number"]], names=[_("Number")])
        self.over = Label("", tone="red", parent=self)
        period = [of["valid_from"], _("to"), of["valid_to"], _("inclusive"), self.over]
        group(_("Valid"), period, names=[_("Valid from"), _("Valid to")])
        group(_("Disease"), [of["disease_group"], of["disease"]], names=[_("Disease group"), _("Name of the disease")])
        group("", [of["severe"], of["ventilator"]], names=[_("severe"), _("ventilator")])

    def first_field(self) -> QWidget:
        found: QWidget = self.fields["number"]
        return found

    def empty(self) -> bool:
        of = self.fields
        return not (of["number"].text().strip() or of["valid_from"].text() or of["valid_to"].text())

    def part(self) -> CertificatePeriod:
        return CertificatePeriod(id=self.part_id, **self.fields.values())

    def show_part(self, part: CertificatePeriod) -> None:
        self.part_id = part.id
        self.fields.set_values(fields_of(part))

    def ends_on(self) -> date | None:
        """The last day as far as it is read already."""
        return _known_days(self.fields)[1]

    def stand_among(self, fellows: Sequence[PartEditor[CertificatePeriod]]) -> None:
        """Red when it has run out and no newer one follows."""
        ends = [end for each in fellows if isinstance(each, CertificateEditor) and (end := each.ends_on())]
        mine = self.ends_on()
        over = mine is not None and mine < self._today() and mine == max(ends)
        self.over.setText(_("expired") if over else "")
        self.over.setVisible(over)
        self.set_ink("red" if over else "ink")
        self.say()

    def summary(self) -> str:
        if self.empty():
            return ""
        of, style = self.fields, DateField.wording
        period = "〜".join(dates.short_date(day, style) if day else "" for day in _known_days(of))
        marks = [
            self.over.text(),
            _("severe") if of["severe"].value() else "",
            _("ventilator") if of["ventilator"].value() else "",
        ]
        return DOT.join(part for part in (period, of["disease"].value(), *marks, of["number"].value()) if part)


def _known_days(fields: Any) -> list[date | None]:
    """The two days as far as they are read already (a summary must not word anew what somebody is typing)."""
    return [None if fields[name].isModified() else fields[name].value() for name in ("valid_from", "valid_to")]


class DiseaseEditor(PartEditor[ChildDisease]):
    """A disease of the dated list, or free text. What the list said is kept as a snapshot."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        self._listed: dict[str, str] = {}
        super().__init__("disease", parent)

    def build(self) -> None:
        self.search = DiseaseField(name="disease-name", parent=self)
        self.search.chosen.connect(self._chosen)
        self.fields.add("name", self.search)
        self.field("disease_group", Combo(options("disease_group", empty=_("Disease group")), chars=14))
        self.field("since", since_field(self._today))
        self.field("main", CheckBox(_("Main disease"), checked=True))
        self.field("detail", TextField(placeholder=_("e.g. after the Fontan operation, warfarin")))
        of = self.fields
        self.form.row(_("Name of the disease"), self.search, name="name")
        self.newer = Banner(parent=self)
        self.newer.setObjectName("disease-newer")
        self.form.wide(self.newer)
        parts = [of["disease_group"], _("Since"), of["since"], of["main"]]
        names = [_("Disease group"), _("Since"), _("Main disease")]
        self.form.group(_("Disease group"), parts, names=names)
        self.form.row(_("Detail"), of["detail"])
        confirmed(self, self._today)

    def _chosen(self, disease: Disease) -> None:
        self.fields["disease_group"].set_value(disease.group)
        self._listed = {
            "list_version": diseases.version(),
            "list_code": disease.code,
            "notice_number": disease.number,
            "name": disease.name,
        }
        if disease.catch_all:
            self.fields["detail"].setFocus()

    def first_field(self) -> QWidget:
        return self.search.field

    def empty(self) -> bool:
        return not self.search.value().strip()

    def part(self) -> ChildDisease:
        listed: dict[str, Any] = dict(self._listed)
        if listed.pop("name", "") != self.search.value():
            listed = {}
        return ChildDisease(id=self.part_id, **self.fields.values(), **listed)

    def show_part(self, part: ChildDisease) -> None:
        self.part_id = part.id
        names = ("list_version", "list_code", "notice_number", "name")
        self._listed = {name: getattr(part, name) for name in names} if part.list_code else {}
        self.fields.set_values(fields_of(part))

    def _told_otherwise(self) -> str:
        """What the list in use says otherwise of the disease as it stands here (words.diseases)."""
        kept = self._listed
        if not kept or kept.get("name") != self.search.value():
            return ""
        version, code = kept.get("list_version", ""), kept.get("list_code", "")
        return diseases.told_otherwise(version, code, name=kept["name"], group=self.fields["disease_group"].value())

    def say(self) -> None:
        super().say()
        self._say_list()

    def _say_list(self) -> None:
        """A disease that the list in use tells otherwise: what it says now, and one press that takes it over."""
        told = self._told_otherwise()
        now = diseases.by_code(self._listed.get("list_code", "")) if told else None
        if told == "removed":
            self.newer.say(_("This disease is not in the list in use. Look up what it is called there."))
        elif now is not None:
            words = _("In the list in use: {name} ({group}).").format(name=now.name, group=now.group_label())
            self.newer.say(words, action=_("Take this name"), do=partial(self._take_over, now))
        else:
            self.newer.say("")

    def _take_over(self, disease: Disease) -> None:
        self.search.set_value(disease.name)
        self._chosen(disease)
        self.search.changed.emit()

    def content(self) -> dict[str, Any]:
        return {**super().content(), "listed": dict(self._listed)}

    def put_back(self, content: dict[str, Any]) -> None:
        listed = content.get("listed")
        self._listed = {str(k): str(v) for k, v in listed.items()} if isinstance(listed, dict) else {}
        super().put_back(content)

    def summary(self) -> str:
        group = codes.load("disease_group").short(self.fields["disease_group"].value())
        old = _("old list") if self._told_otherwise() else ""
        return DOT.join(part for part in (self.search.value(), old, group, self.fields["detail"].value()) if part)


class CareEditor(PartEditor[MedicalCare]):
    """An item of 医療的ケア."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__("care", parent)

    def build(self) -> None:
        self.field("item", Combo(options("medical_care", empty=_("Item")), chars=16))
        self.field("since", since_field(self._today))
        self.field("detail", TextField(placeholder=_("e.g. 0.5 l a minute at night")))
        self.field("carried_out_by", TextField(chars=10, placeholder=_("e.g. mother, the child")))
        of = self.fields
        self.form.group(_("Item"), [of["item"], _("Since"), of["since"]], names=[_("Item"), _("Since")])
        self.form.row(_("Detail"), of["detail"])
        self.form.row(_("Carried out by"), of["carried_out_by"])
        confirmed(self, self._today)

    def first_field(self) -> QWidget:
        found: QWidget = self.fields["item"]
        return found

    def empty(self) -> bool:
        return not (self.fields["item"].value() or self.fields["detail"].value().strip())

    def part(self) -> MedicalCare:
        values = self.fields.values()
        return MedicalCare(id=self.part_id, **(values | {"item": values["item"] or "other"}))

    def show_part(self, part: MedicalCare) -> None:
        self.part_id = part.id
        self.fields.set_values(fields_of(part))

    def summary(self) -> str:
        item = codes.load("medical_care").label(self.fields["item"].value())
        return DOT.join(part for part in (item, self.fields["detail"].value()) if part)
