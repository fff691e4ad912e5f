"""The parts of a child's record as editors: family member, caution, milestone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child.words import DOT, relationship
from caseapp.desktop.child_form.part_fields import confirmed, fields_of, options
from caseapp.desktop.child_form.parts import PartEditor
from caseapp.desktop.child_form.read_fields import kana_field, phone_field
from caseapp.desktop.kit.choices import CheckBox, Combo, ToggleFlow
from caseapp.desktop.kit.fields import DateField, NumberField, TextField, Today
from caseapp.desktop.kit.year_field import YearField
from caseapp.rules import dates
from caseapp.rules.child import CUSTODY, GUARDIANSHIP, Caution, FamilyMember, Milestone
from caseapp.words import codes
from caseapp.words.language import _


class FamilyEditor(PartEditor[FamilyMember]):
    """A person of the family. 「連絡しない」 makes a red fact, with the note as its reason."""

    def __init__(self, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        self._derived: str | None = None
        super().__init__("family", parent)

    def build(self) -> None:
        self.field("relationship", Combo(options("relationship", empty=_("Relationship")), chars=7))
        self.field("name", TextField(chars=9))
        self.field("kana", kana_field(chars=9))
        self.field("birth_year", YearField(self._today))
        self.field("phone", phone_field())
        self.field("call_order", NumberField(least=0, most=9))
        self.field("call_when", TextField(chars=10, placeholder=_("e.g. weekdays from 17:00")))
        self.field("emergency_order", NumberField(least=0, most=9))
        self.field("lives_with", CheckBox(_("Lives with the child"), checked=True))
        self.field("custody", Combo(options("custody", empty=_("Parental authority")), chars=7))
        self.field("main_carer", CheckBox(_("Main carer")))
        self.field("never_contact", CheckBox(_("Never contact")))
        self.field("occupation", TextField(chars=14))
        self.field("sibling_child_number", TextField(chars=6))
        self.field("note", TextField(placeholder=_("for “never contact”: the reason")))
        group, of = self.form.group, self.fields
        who = [of["relationship"], of["name"], _("Reading"), of["kana"]]
        group(_("Family member"), who, name="name", names=[_("Relationship"), _("Name"), _("Reading")])
        checks = [of[name] for name in ("custody", "lives_with", "main_carer", "never_contact")]
        group("", checks, names=[_("Parental authority"), *(each.text() for each in checks[1:])])
        call = [of["phone"], _("Order of calls"), of["call_order"], _("in an emergency"), of["emergency_order"]]
        call += [of["call_when"]]
        names = [_("Number"), _("Order of calls"), _("in an emergency"), _("When to call")]
        group(_("Telephone"), call, name="phone", names=names)
        more = [of["birth_year"], _("Work"), of["occupation"], _("Number in the register"), of["sibling_child_number"]]
        group(_("Year of birth"), more, names=[_("Year"), _("Work"), _("Number in the register")])
        self.form.row(_("Note"), of["note"])
        confirmed(self, self._today)

    def first_field(self) -> QWidget:
        found: QWidget = self.fields["relationship"]
        return found

    def empty(self) -> bool:
        texts = ("relationship", "name", "kana", "phone", "call_when", "occupation", "note", "sibling_child_number")
        return not any(str(self.fields[name].value()).strip() for name in texts)

    def part(self) -> FamilyMember:
        values = self.fields.values()
        values["relationship"] = values["relationship"] or "other"
        for order in ("call_order", "emergency_order"):
            values[order] = values[order] or 0
        guardian = values["custody"] in (CUSTODY, GUARDIANSHIP)
        if values["custody"] == self._derived:  # nobody asked anew: no change
            values["custody"] = ""
        return FamilyMember(id=self.part_id, guardian=guardian, **values)

    def show_part(self, part: FamilyMember) -> None:
        self.part_id = part.id
        custody, self._derived = part.custody, None
        if part.guardian and not custody:  # from a list, or of version 1
            custody = self._derived = GUARDIANSHIP if part.relationship == GUARDIANSHIP else CUSTODY
        orders = {"call_order": part.call_order or None, "emergency_order": part.emergency_order or None}
        self.fields.set_values(fields_of(part) | orders | {"custody": custody})

    def summary(self) -> str:
        member = self.part()
        if self.empty():
            return ""
        custody = codes.load("custody").label(self.fields["custody"].value())
        marks = [custody, "" if member.lives_with else _("lives elsewhere")]
        if member.never_contact:
            marks.append(_("Never contact"))
        who = f"{relationship(member)} {member.name}".strip()
        return DOT.join(part for part in (who, *marks, member.phone) if part)


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
        self.fields.set_values(fields_of(part))

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
        self.fields.set_values(fields_of(part))

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
