"""The parts of a child's record as editors: family member, certificate, disease, medical care, caution, milestone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child.words import DOT, relationship
from caseapp.desktop.child_form.disease_search import DiseaseField
from caseapp.desktop.child_form.parts import PartEditor
from caseapp.desktop.child_form.read_fields import kana_field, phone_field, since_field
from caseapp.desktop.kit.choices import CheckBox, Combo, ToggleFlow
from caseapp.desktop.kit.fields import DateField, NumberField, TextField, Today
from caseapp.desktop.kit.text import Label
from caseapp.rules import dates
from caseapp.rules.child import Caution, CertificatePeriod, ChildDisease, FamilyMember, MedicalCare, Milestone
from caseapp.words import codes, diseases
from caseapp.words.diseases import Disease
from caseapp.words.language import _


def _options(name: str, *, empty: str = "") -> list[tuple[str, str]]:
    listed = codes.load(name)
    first = [("", empty)] if empty else []
    return [*first, *((code, listed.label(code)) for code in listed)]


class FamilyEditor(PartEditor[FamilyMember]):
    """A person of the family. 「連絡しない」 makes a red fact, with the note as its reason."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__("family", parent)

    def build(self) -> None:
        self.field("relationship", Combo(_options("relationship", empty=_("Relationship")), chars=7))
        self.field("name", TextField(chars=9))
        self.field("kana", kana_field(chars=9))
        self.field("birth_year", NumberField(least=1900, most=self._today().year, placeholder="1984"))
        self.field("phone", phone_field())
        self.field("call_order", NumberField(least=0, most=9))
        self.field("call_when", TextField(chars=10, placeholder=_("e.g. weekdays from 17:00")))
        self.field("lives_with", CheckBox(_("Lives with the child"), checked=True))
        self.field("guardian", CheckBox(_("guardian")))
        self.field("main_carer", CheckBox(_("Main carer")))
        self.field("never_contact", CheckBox(_("Never contact")))
        self.field("occupation", TextField(chars=14))
        self.field("sibling_child_number", TextField(chars=6))
        self.field("note", TextField(placeholder=_("for “never contact”: the reason")))
        group, of = self.form.group, self.fields
        group(
            _("Family member"),
            [of["relationship"], of["name"], _("Reading"), of["kana"]],
            name="name",
            names=[_("Relationship"), _("Name"), _("Reading")],
        )
        checks = [of[name] for name in ("lives_with", "guardian", "main_carer", "never_contact")]
        group("", checks, names=[each.text() for each in checks])
        call = [of["phone"], _("Order of calls"), of["call_order"], of["call_when"]]
        group(_("Telephone"), call, name="phone", names=[_("Number"), _("Order of calls"), _("When to call")])
        more = [of["birth_year"], _("Work"), of["occupation"], _("Number in the register"), of["sibling_child_number"]]
        group(_("Year of birth"), more, names=[_("Year"), _("Work"), _("Number in the register")])
        self.form.row(_("Note"), of["note"])

    def first_field(self) -> QWidget:
        found: QWidget = self.fields["relationship"]
        return found

    def empty(self) -> bool:
        texts = ("relationship", "name", "kana", "phone", "call_when", "occupation", "note", "sibling_child_number")
        return not any(str(self.fields[name].value()).strip() for name in texts)

    def part(self) -> FamilyMember:
        values = self.fields.values()
        values["relationship"] = values["relationship"] or "other"
        values["call_order"] = values["call_order"] or 0
        return FamilyMember(id=self.part_id, **values)

    def show_part(self, part: FamilyMember) -> None:
        self.part_id = part.id
        self.fields.set_values(_fields_of(part) | {"call_order": part.call_order or None})

    def summary(self) -> str:
        member = self.part()
        if self.empty():
            return ""
        marks = [_("guardian") if member.guardian else "", "" if member.lives_with else _("lives elsewhere")]
        if member.never_contact:
            marks.append(_("Never contact"))
        who = f"{relationship(member)} {member.name}".strip()
        return DOT.join(part for part in (who, *marks, member.phone) if part)


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
        self.field("disease_group", Combo(_options("disease_group", empty=_("Disease group")), chars=10))
        self.field("disease", TextField(chars=16))
        self.field("severe", CheckBox(_("severe")))
        self.field("ventilator", CheckBox(_("ventilator")))
        group, of = self.form.group, self.fields
        group(_("Number"), [of["number"]], names=[_("Number")])
        self.over = Label("", tone="red", parent=self)
        period = [of["valid_from"], _("to"), of["valid_to"], _("inclusive"), self.over]
        group(_("Valid"), period, names=[_("Valid from"), _("Valid to")])
        group(_("Disease"), [of["disease_group"], of["disease"]], names=[_("Disease group"), _("Name")])
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
        self.fields.set_values(_fields_of(part))

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
        self.field("disease_group", Combo(_options("disease_group", empty=_("Disease group")), chars=14))
        self.field("since", since_field(self._today))
        self.field("main", CheckBox(_("Main disease"), checked=True))
        self.field("detail", TextField(placeholder=_("e.g. after the Fontan operation, warfarin")))
        of = self.fields
        self.form.row(_("Name of the disease"), self.search, name="name")
        parts = [of["disease_group"], _("Since"), of["since"], of["main"]]
        names = [_("Disease group"), _("Since"), _("Main disease")]
        self.form.group(_("Disease group"), parts, names=names)
        self.form.row(_("Detail"), of["detail"])

    def _chosen(self, disease: Disease) -> None:
        self.fields["disease_group"].set_value(disease.group)
        self._listed = {
            "list_version": diseases.LIST_VERSION,
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
        self.fields.set_values(_fields_of(part))

    def content(self) -> dict[str, Any]:
        return {**super().content(), "listed": dict(self._listed)}

    def put_back(self, content: dict[str, Any]) -> None:
        listed = content.get("listed")
        self._listed = {str(k): str(v) for k, v in listed.items()} if isinstance(listed, dict) else {}
        super().put_back(content)

    def summary(self) -> str:
        group = codes.load("disease_group").short(self.fields["disease_group"].value())
        return DOT.join(part for part in (self.search.value(), group, self.fields["detail"].value()) if part)


class CareEditor(PartEditor[MedicalCare]):
    """An item of 医療的ケア."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__("care", parent)

    def build(self) -> None:
        self.field("item", Combo(_options("medical_care", empty=_("Item")), chars=16))
        self.field("since", since_field(self._today))
        self.field("detail", TextField(placeholder=_("e.g. 0.5 l a minute at night")))
        self.field("carried_out_by", TextField(chars=10, placeholder=_("e.g. mother, the child")))
        of = self.fields
        self.form.group(_("Item"), [of["item"], _("Since"), of["since"]], names=[_("Item"), _("Since")])
        self.form.row(_("Detail"), of["detail"])
        self.form.row(_("Carried out by"), of["carried_out_by"])

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
        self.fields.set_values(_fields_of(part))

    def summary(self) -> str:
        item = codes.load("medical_care").label(self.fields["item"].value())
        return DOT.join(part for part in (item, self.fields["detail"].value()) if part)


class CautionEditor(PartEditor[Caution]):
    """A red fact: what must not be done or said, why, and until when it holds."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__("caution", parent)

    def build(self) -> None:
        self.field("kind", ToggleFlow([("body", _("body or mind")), ("privacy", _("secrecy"))]))
        self.fields["kind"].set_value("body")
        self.field("rule", TextField(placeholder=_("e.g. do not speak of the outlook to the child")))
        self.field("reason", TextField(placeholder=_("e.g. agreed with the doctor")))
        self.field("until", DateField(self._today))
        of = self.fields
        self.form.row(_("Kind"), of["kind"])
        self.form.row(_("What must not be done"), of["rule"], name="rule")
        self.form.row(_("Reason"), of["reason"])
        self.form.row(_("Look at again"), of["until"])

    def first_field(self) -> QWidget:
        found: QWidget = self.fields["rule"]
        return found

    def empty(self) -> bool:
        return not (self.fields["rule"].value().strip() or self.fields["reason"].value().strip())

    def part(self) -> Caution:
        values = self.fields.values()
        return Caution(id=self.part_id, **(values | {"kind": values["kind"] or "body"}))

    def show_part(self, part: Caution) -> None:
        self.part_id = part.id
        self.fields.set_values(_fields_of(part))

    def summary(self) -> str:
        if self.empty():
            return ""
        kind = _("secrecy") if self.fields["kind"].value() == "privacy" else _("body or mind")
        return DOT.join(part for part in (kind, self.fields["rule"].value(), self.fields["reason"].value()) if part)


class MilestoneEditor(PartEditor[Milestone]):
    """An event of the child's own path."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__("milestone", parent)

    def build(self) -> None:
        self.field("on", DateField(self._today))
        self.field("name", TextField(chars=14, placeholder=_("e.g. came home from hospital")))
        of = self.fields
        self.form.group(_("Day"), [of["on"], of["name"]], names=[_("Day"), _("Event")])

    def first_field(self) -> QWidget:
        found: QWidget = self.fields["on"]
        return found

    def empty(self) -> bool:
        return not (self.fields["on"].text().strip() or self.fields["name"].value().strip())

    def part(self) -> Milestone:
        values = self.fields.values()
        return Milestone(id=self.part_id, on=values["on"] or self._today(), name=values["name"])

    def show_part(self, part: Milestone) -> None:
        self.part_id = part.id
        self.fields.set_values(_fields_of(part))

    def problem(self) -> str:
        found = super().problem()
        if found or self.empty() or (self.fields["on"].value() and self.fields["name"].value().strip()):
            return found
        self.set_open(True)
        return _("A milestone needs its day and its name.")

    def summary(self) -> str:
        of = self.fields
        day = None if of["on"].isModified() else of["on"].value()
        words = dates.short_date(day, DateField.wording) if day else ""
        return DOT.join(part for part in (words, of["name"].value()) if part)


def _fields_of(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}
