"""The editors of the facts that most children do not have, or that have a history (rules.child_facts)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, TypeAlias

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child_form.fact_editor import FactEditor
from caseapp.desktop.child_form.read_fields import ReadField, kana_field, phone_field, since_field
from caseapp.desktop.kit.choices import CheckBox, ToggleFlow
from caseapp.desktop.kit.fields import NumberField, TextField, Today
from caseapp.desktop.kit.text import Label
from caseapp.rules.child_durations import minutes_words, read_minutes
from caseapp.rules.child_facts import (
    ActivityGuidance,
    Allowance,
    CareProvider,
    Device,
    FormerName,
    Handbook,
    SchoolTime,
    ServiceUse,
    Telling,
)
from caseapp.words import codes, language
from caseapp.words.language import _

Grades: TypeAlias = Callable[[date | None, date | None], str]
"""The grades of a stretch from its first to its last day, in words."""


class FormerNameEditor(FactEditor[FormerName]):
    """旧姓・旧名: found by the search like the name of today."""

    kind, object_name, first = FormerName, "former-name", "family_name"
    written = ("family_name", "given_name", "family_name_kana", "given_name_kana")
    summed = ("family_name", "given_name", "until", "reason")

    def build(self) -> None:
        self.field("family_name", TextField(chars=8))
        self.field("family_name_kana", kana_field())
        self.field("given_name", TextField(chars=8))
        self.field("given_name_kana", kana_field())
        self.day("until")
        self.field("reason", TextField(chars=14, placeholder=_("e.g. remarriage of the mother")))
        of, group = self.fields, self.form.group
        family = [of["family_name"], _("reading"), of["family_name_kana"]]
        group(_("Family name"), family, name="family_name", names=[_("Name"), _("Reading")])
        given = [of["given_name"], _("reading"), of["given_name_kana"]]
        group(_("Given name"), given, names=[_("Name"), _("Reading")])
        group(_("Used until"), [of["until"], of["reason"]], names=[_("Day"), _("Reason")])


class DeviceEditor(FactEditor[Device]):
    """A machine, its power and who looks after it day and night."""

    kind, object_name, first = Device, "device", "kind"
    coded, default = {"kind": "device"}, {"kind": "other"}
    written = ("kind", "name", "supplier", "note")
    summed = ("kind", "name", "watts", "battery_minutes", "night_phone")

    def build(self) -> None:
        self.choice("kind", _("Kind"), chars=11)
        self.field("name", TextField(chars=16, placeholder=_("maker and model")))
        self.field("settings", TextField(placeholder=_("e.g. S/T 12 a minute, IPAP 14 — as of the day checked")))
        self.field("watts", NumberField(most=9999))
        self.field("battery_minutes", _duration())
        self.field("spare_minutes", _duration())
        self.field("without_power", TextField(placeholder=_("e.g. resuscitation bag, foot-operated suction")))
        self.field("power_company", CheckBox(_("Registered with the power company")))
        self.field("supplier", TextField(chars=14))
        self.field("phone", phone_field())
        self.field("night_phone", phone_field())
        self.field("since", since_field(self.today))
        self.day("checked_on")
        self.field("note", TextField())
        of, group = self.fields, self.form.group
        group(_("Device"), [of["kind"], of["name"]], name="kind", names=[_("Kind"), _("Maker and model")])
        self.form.row(_("Set values"), of["settings"])
        power = [of["watts"], "W", _("Battery"), of["battery_minutes"], _("Spare battery"), of["spare_minutes"]]
        group(_("Power"), power, name="power", names=[_("Watts"), _("Battery"), _("Spare battery")])
        self.form.row(_("Without power"), of["without_power"])
        group("", [of["power_company"]], names=[_("Registered with the power company")])
        supplier = [of["supplier"], of["phone"], _("day and night"), of["night_phone"]]
        names = [_("Name of the company"), _("Telephone"), _("day and night")]
        group(_("Supplier"), supplier, name="supplier", names=names)
        checked = [of["since"], _("Checked on"), of["checked_on"]]
        group(_("Since"), checked, name="since", names=[_("Since"), _("Checked on")])
        self.form.row(_("Note"), of["note"])

    def stored(self, values: dict[str, Any]) -> dict[str, Any]:
        minutes = {name: _minutes(values[name]) for name in ("battery_minutes", "spare_minutes")}
        return values | minutes

    def shown(self, values: dict[str, Any]) -> dict[str, Any]:
        minutes = {name: str(values[name] or "") for name in ("battery_minutes", "spare_minutes")}
        return values | minutes

    def words_of(self, name: str) -> str:
        words = super().words_of(name)
        return f"{words}W" if name == "watts" and words else words


class HandbookEditor(FactEditor[Handbook]):
    """手帳."""

    kind, object_name, first = Handbook, "handbook", "kind"
    coded, default = {"kind": "handbook"}, {"kind": "other"}
    written = ("kind", "grade", "number", "disability", "note")
    summed = ("kind", "grade", "disability", "valid_to")

    def build(self) -> None:
        self.choice("kind", _("Kind"), chars=11)
        self.field("grade", TextField(chars=4, placeholder=_("e.g. 1")))
        self.field("disability", TextField(chars=14, placeholder=_("e.g. function of the heart")))
        self.field("number", TextField(chars=8))
        self.day("issued_on")
        self.day("valid_to")
        self.field("note", TextField())
        of, group = self.fields, self.form.group
        kind = [of["kind"], _("Degree"), of["grade"], of["disability"]]
        group(_("Handbook"), kind, name="kind", names=[_("Kind"), _("Degree"), _("Disability")])
        number = [of["number"], _("Issued on"), of["issued_on"], _("Renewed by"), of["valid_to"]]
        group(_("Number"), number, name="number", names=[_("Number"), _("Issued on"), _("Renewed by")])
        self.form.row(_("Note"), of["note"])


class AllowanceEditor(FactEditor[Allowance]):
    """手当."""

    kind, object_name, first = Allowance, "allowance", "kind"
    coded: ClassVar = {"kind": "allowance", "state": "allowance_state"}
    default: ClassVar = {"kind": "other", "state": "receiving"}
    written = ("kind", "grade", "note")
    summed = ("kind", "grade", "state", "since")

    def build(self) -> None:
        self.choice("kind", _("Kind"), chars=11)
        self.field("grade", TextField(chars=4, placeholder=_("e.g. 1")))
        self.choice("state", _("How it stands"), chars=6)
        self.field("since", since_field(self.today))
        self.day("review_on")
        self.field("note", TextField())
        of, group = self.fields, self.form.group
        kind = [of["kind"], _("Degree"), of["grade"], of["state"]]
        group(_("Allowance"), kind, name="kind", names=[_("Kind"), _("Degree"), _("How it stands")])
        since = [of["since"], _("Renewed by"), of["review_on"]]
        group(_("Since"), since, name="since", names=[_("Since"), _("Renewed by")])
        self.form.row(_("Note"), of["note"])


class ServiceEditor(FactEditor[ServiceUse]):
    """A service in use."""

    kind, object_name, first = ServiceUse, "service", "scheme"
    coded, default = {"scheme": "service"}, {"scheme": "other"}
    written = ("scheme", "provider", "days", "note")
    summed = ("scheme", "provider", "days", "valid_to")

    def build(self) -> None:
        self.choice("scheme", _("Kind"), chars=11)
        self.field("provider", TextField(chars=14, placeholder=_("provider")))
        self.field("days", TextField(chars=7, placeholder=_("e.g. 8 days a month")))
        self.field("phone", phone_field())
        self.field("since", since_field(self.today))
        self.day("valid_to")
        self.field("note", TextField())
        of, group = self.fields, self.form.group
        scheme = [of["scheme"], of["provider"], of["days"]]
        group(_("Service"), scheme, name="scheme", names=[_("Kind"), _("Provider"), _("How often")])
        since = [of["since"], _("Granted until"), of["valid_to"], _("Telephone"), of["phone"]]
        group(_("Since"), since, name="since", names=[_("Since"), _("Granted until"), _("Telephone")])
        self.form.row(_("Note"), of["note"])


class SchoolEditor(FactEditor[SchoolTime]):
    """One stretch of the way through nurseries and schools."""

    kind, object_name, first = SchoolTime, "school", "school"
    coded: ClassVar = {"kind": "school_type", "class_kind": "school_class"}
    written = ("school", "note")
    summed = ("begins_on", "ends_on", "grades", "school", "class_kind")

    def __init__(self, today: Today, *, grades: Grades, parent: QWidget | None = None) -> None:
        self._grades_of = grades
        self._grades = Label("", tone="sub")
        super().__init__(today, parent)

    def build(self) -> None:
        self.field("school", TextField(chars=18))
        self.choice("kind", _("Kind of school"))
        self.choice("class_kind", _("Class"))
        self.day("begins_on")
        self.day("ends_on")
        self.field("note", TextField())
        of, group = self.fields, self.form.group
        self.form.row(_("School"), of["school"], name="school")
        group(_("Kind of school"), [of["kind"], of["class_kind"]], names=[_("Kind"), _("Class")])
        days = [of["begins_on"], _("to"), of["ends_on"], _("inclusive"), self._grades]
        group(_("From when"), days, name="begins_on", names=[_("From"), _("Until")])
        self.form.row(_("Note"), of["note"])

    def say(self) -> None:
        super().say()
        self._grades.setText(self.words_of("grades"))

    def words_of(self, name: str) -> str:
        if name != "grades":
            return super().words_of(name)
        days = (self.fields[day] for day in ("begins_on", "ends_on"))
        return self._grades_of(*(None if day.isModified() else day.value() for day in days))


class GuidanceEditor(FactEditor[ActivityGuidance]):
    """学校生活管理指導表."""

    kind, object_name, first = ActivityGuidance, "guidance", "kind"
    coded, default = {"kind": "guidance_form", "level": "activity_level"}, {"kind": "other"}
    written = ("kind", "level", "hospital", "doctor", "note")
    summed = ("issued_on", "kind", "level", "clubs", "valid_to")

    def build(self) -> None:
        self.choice("kind", _("Kind"), chars=8)
        self.choice("level", _("Level"), chars=11)
        self.field("clubs", TextField(chars=12, placeholder=_("sports clubs: e.g. allowed, not as a player")))
        self.day("issued_on")
        self.day("valid_to")
        self.field("hospital", TextField(chars=12))
        self.field("doctor", TextField(chars=8))
        self.day("given_on")
        self.field("note", TextField(placeholder=_("e.g. watches the long-distance run")))
        of, group = self.fields, self.form.group
        level = [of["kind"], of["level"], of["clubs"]]
        group(_("Guidance form"), level, name="kind", names=[_("Kind"), _("Level"), _("Sports clubs")])
        dates = [of["issued_on"], _("Next visit"), of["valid_to"], _("Given to the school"), of["given_on"]]
        names = [_("Issued on"), _("Next visit"), _("Given to the school")]
        group(_("Issued on"), dates, name="issued_on", names=names)
        issued = [of["hospital"], of["doctor"]]
        group(_("Issued by"), issued, names=[_("Hospital"), _("Doctor")])
        self.form.row(_("Note"), of["note"])


class TellingEditor(FactEditor[Telling]):
    """告知の状況 for one audience: who was told what, in which words. Who was not told is a red fact."""

    kind, object_name, first = Telling, "telling", "audience"
    coded, default = {"audience": "told_to", "state": "told_state"}, {"audience": "other"}
    written = ("audience", "words", "plan")
    summed = ("audience", "state", "words")

    def build(self) -> None:
        self.choice("audience", _("To whom"), chars=8)
        states = codes.load("told_state")
        self.field("state", ToggleFlow([(code, states.label(code)) for code in states]))
        self.field("words", TextField(placeholder=_("the words the child knows, e.g. “a body that tires quickly”")))
        self.day("on")
        self.field("by", TextField(chars=12, placeholder=_("e.g. the doctor, with the mother")))
        self.field("plan", TextField(placeholder=_("what was agreed: when, by whom, what not yet")))
        of = self.fields
        self.form.group(_("To whom"), [of["audience"], of["state"]], name="audience", names=[_("To whom"), _("Told")])
        self.form.row(_("Words that are known"), of["words"])
        self.form.group(_("Told on"), [of["on"], of["by"]], name="on", names=[_("Day"), _("By whom")])
        self.form.row(_("Agreed"), of["plan"])


class ProviderEditor(FactEditor[CareProvider]):
    """A hospital or doctor around the child besides the main one."""

    kind, object_name, first = CareProvider, "provider", "role"
    coded, default = {"role": "care_role"}, {"role": "other"}
    written = ("role", "hospital", "department", "doctor", "note")
    summed = ("role", "hospital", "department", "doctor", "phone")

    def build(self) -> None:
        self.choice("role", _("Kind"), chars=9)
        self.field("hospital", TextField(chars=16))
        self.field("department", TextField(chars=8, placeholder=_("department")))
        self.field("doctor", TextField(chars=8))
        self.field("phone", phone_field())
        self.field("note", TextField())
        of, group = self.fields, self.form.group
        group(_("Hospital"), [of["role"], of["hospital"]], name="role", names=[_("Kind"), _("Name of the hospital")])
        who = [of["department"], of["doctor"], _("Telephone"), of["phone"]]
        group(_("Doctor"), who, name="doctor", names=[_("Department"), _("Name"), _("Telephone")])
        self.form.row(_("Note"), of["note"])


def _duration() -> ReadField:
    """How long a battery lasts: typed in hours, stored as minutes."""

    def show(stored: str) -> str:
        return minutes_words(int(stored), language.current()) if stored.isdigit() else stored

    return ReadField(lambda text: str(read_minutes(text)), show=show, chars=6, placeholder=_("e.g. 4.5 hours"))


def _minutes(stored: str) -> int | None:
    return int(stored) if stored.isdigit() else None
