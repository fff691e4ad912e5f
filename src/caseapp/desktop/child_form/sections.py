"""The rows of the form, section by section. Object names are `child-<field>` with hyphens (`child-family-name`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from caseapp.desktop.child_form.adders import Adders
from caseapp.desktop.child_form.editors import CautionEditor, FamilyEditor, MilestoneEditor
from caseapp.desktop.child_form.fact_editors import (
    AllowanceEditor,
    DeviceEditor,
    FormerNameEditor,
    GuidanceEditor,
    HandbookEditor,
    ProviderEditor,
    SchoolEditor,
    ServiceEditor,
    TellingEditor,
)
from caseapp.desktop.child_form.field_set import FieldSet
from caseapp.desktop.child_form.illness_editors import CareEditor, CertificateEditor, DiseaseEditor
from caseapp.desktop.child_form.part_fields import age_label, today_button
from caseapp.desktop.child_form.parts import PartEditor, PartList
from caseapp.desktop.child_form.read_fields import kana_field, phone_field, postal_field
from caseapp.desktop.kit.bands import Banner
from caseapp.desktop.kit.buttons import Button
from caseapp.desktop.kit.card import SectionHead
from caseapp.desktop.kit.choices import Combo, ToggleFlow
from caseapp.desktop.kit.fields import DateField, TextField, Today
from caseapp.desktop.kit.form import Form
from caseapp.desktop.kit.paragraph import Paragraph
from caseapp.desktop.kit.text import Label
from caseapp.rules.grade import GRADES, between_text, grades_between, long
from caseapp.rules.problem import N_
from caseapp.words import codes, language
from caseapp.words.language import _

SECTIONS = (
    ("name", N_("Name")),
    ("contact", N_("Address")),
    ("family", N_("Family")),
    ("school", N_("School")),
    ("illness", N_("Illness and care")),
    ("support", N_("Devices and services")),
    ("cautions", N_("Cautions")),
    ("path", N_("Milestones")),
    ("office", N_("Worker and note")),
)
SECTION_OF = {
    "former_names": "name",
    "certificates": "illness",
    "medical_care": "illness",
    "tellings": "illness",
    "care_providers": "illness",
    "schools": "school",
    "guidance": "school",
    "devices": "support",
    "handbook_list": "support",
    "allowance_list": "support",
    "services": "support",
    "milestones": "path",
}
"""The section in which a list of parts stands, where it is another than its own."""
_OTHER_NAMES = ("alias", "romaji", "print_name")


class Sections:
    """Builds everything into `form`. `heads` are the section heads by name, `starts` the first field of each.

    `like` is the banner that says who in the register is like this child, `offered` what could be kept of a name or
    school that changes, `postal` the address of a postal code; `age` words beside the birth date; `override` the
    grade of the stored record that differs from that of the birth date.
    """

    def __init__(
        self,
        form: Form,
        *,
        today: Today,
        touched: Callable[[], object],
        taken_out: Callable[[str, Callable[[], object]], object],
    ) -> None:
        self.form, self._today, self._taken_out = form, today, taken_out
        self.fields = FieldSet(touched)
        self.heads: dict[str, SectionHead] = {}
        self.starts: dict[str, QWidget] = {}
        self.like = Banner(parent=form)
        self.like.setObjectName("child-like")
        self.age = Label("", tone="sub", parent=form)
        self.age.setObjectName("child-age")
        self.offered = Banner(parent=form)
        self.offered.setObjectName("child-offered")
        self.postal = Banner(parent=form)
        self.postal.setObjectName("child-postal")
        self.adders: list[Adders] = []
        self.override = ""
        self.number_hint = Label("", role="caption", tone="sub", parent=form)
        self.more_names = Button(_("Name in use, Latin letters, printed form"), self._unfold_names, kind="quiet")
        self.more_names.setObjectName("child-more-names")
        self._build()

    def _build(self) -> None:
        for name, words in SECTIONS:
            head = SectionHead(_(words), parent=self.form)
            self.heads[name] = head
            self.form.wide(head)
            getattr(self, f"_{name}")()

    def _add(self, name: str, field: Any) -> Any:
        return self.fields.add(name, field, object_name=f"child-{name.replace('_', '-')}")

    def _part_list(self, name: str, make: Callable[[], PartEditor[Any]], *, label: str, add: str) -> PartList[Any]:
        parts: PartList[Any] = PartList(f"child-{name.replace('_', '-')}", make, add=add, parent=self.form)
        parts.taken_out.connect(self._taken_out)
        self.fields.add(name, parts)
        self.form.row(label, parts, name=name)
        return parts

    def _optional(self, kinds: Iterable[tuple[str, Callable[..., PartEditor[Any]], str, str]], *, name: str) -> None:
        """Lists that stand out of sight until they are used: field, editor, label, words of their button."""
        today = self._today
        made = [
            (self._part_list(field, lambda kind=kind: kind(today), label=label, add=add), field, label)  # type: ignore[misc]  # a lambda with a default
            for field, kind, label, add in kinds
        ]
        self.adders.append(Adders(self.form, made, name=name))

    def _confirmed(self, name: str) -> None:
        field = self._add(name, DateField(self._today))
        button = today_button(field, self._today, name=f"child-{name.replace('_', '-')}-today")
        parts = [field, button, age_label(field, self._today)]
        self.form.group(_("Last confirmed"), parts, name=name, names=[_("Day")])

    # ---- the sections

    def _name(self) -> None:
        form, add = self.form, self._add
        form.group(_("Number"), [add("number", TextField(chars=8)), self.number_hint], name="number")
        family = [add("family_name", TextField(chars=8)), _("reading"), add("family_name_kana", kana_field())]
        form.group(_("Family name"), family, name="family_name", names=[_("Name"), _("Reading")])
        given = [add("given_name", TextField(chars=8)), _("reading"), add("given_name_kana", kana_field())]
        form.group(_("Given name"), given, name="given_name", names=[_("Name"), _("Reading")])
        birth = DateField(self._today, placeholder=_("e.g. H26.8.3"))
        form.group(_("Date of birth"), [add("birth_date", birth), self.age], name="birth_date")
        form.wide(self.like)
        form.row(_("Reading confirmed on"), add("kana_confirmed_on", DateField(self._today)), name="kana_confirmed_on")
        sexes = codes.load("sex")
        form.row(_("Sex"), add("sex", ToggleFlow([(code, sexes.label(code)) for code in sexes])), name="sex")
        form.wide(self.offered)
        self._optional(
            [("former_names", FormerNameEditor, _("Former names"), _("Add a former name"))], name="add_former_names"
        )
        form.wide(self.more_names)
        form.row(_("Former name, remark"), add("former_name", TextField(chars=12)), name="former_name")
        form.row(_("Name in use"), add("alias", TextField(chars=12)), name="alias")
        form.row(_("Name in Latin letters"), add("romaji", TextField(chars=16)), name="romaji")
        form.row(
            _("Name as printed"),
            add("print_name", TextField(chars=16)),
            name="print_name",
            help_text=_("Only where paper must carry another form of the characters than the screen."),
        )
        self.starts["name"] = self.fields["family_name"]

    def _contact(self) -> None:
        form, add = self.form, self._add
        form.row(_("Postal code"), add("postal_code", postal_field()), name="postal_code")
        form.wide(self.postal)
        form.row(_("Address"), add("address", TextField()), name="address")
        form.row(_("Telephone"), add("phone", phone_field()), name="phone")
        self._confirmed("contact_confirmed_on")
        self.starts["contact"] = self.fields["postal_code"]

    def _family(self) -> None:
        self._part_list("family", lambda: FamilyEditor(self._today), label=_("Family"), add=_("Add a family member"))
        self.starts["family"] = self._first_button("family")

    def _school(self) -> None:
        form, add = self.form, self._add
        form.row(
            _("School or workplace"),
            add("school", TextField(placeholder=_("e.g. Midorigaoka elementary school, class 6-1"))),
            name="school",
        )
        kinds = [add("school_type", Combo(_codes("school_type"), chars=12)), _("Class")]
        kinds.append(add("school_class", Combo(_codes("school_class"), chars=12)))
        form.group(_("Kind of school"), kinds, name="school_type", names=[_("Kind"), _("Class")])
        form.row(_("Grade"), add("grade", Combo(self.grades(""), chars=14)), name="grade_override")
        self._confirmed("school_confirmed_on")
        self._optional(
            [
                ("schools", partial(SchoolEditor, grades=self._grades_between), _("Schools so far"), _("Add a school")),
                ("guidance", GuidanceEditor, _("Guidance form"), _("Add a guidance form")),
            ],
            name="add_school",
        )
        self.starts["school"] = self.fields["school"]

    def _illness(self) -> None:
        form, add, today = self.form, self._add, self._today
        self._part_list("diseases", lambda: DiseaseEditor(today), label=_("Diseases"), add=_("Add a disease"))
        self._part_list(
            "certificates", lambda: CertificateEditor(today), label=_("Certificates"), add=_("Add a certificate period")
        )
        form.row(_("Hospital"), add("hospital", TextField()), name="hospital")
        form.row(_("Doctor"), add("doctor", TextField()), name="doctor")
        form.row(
            _("Told of the illness"),
            add("told", Paragraph(placeholder=_("what child and family have been told, by whom, when"), most=8)),
            name="told",
        )
        self._optional(
            [
                ("tellings", TellingEditor, _("Who was told"), _("Write down who was told")),
                ("care_providers", ProviderEditor, _("Other hospitals"), _("Add a hospital or doctor")),
                ("medical_care", CareEditor, _("Medical care"), _("Write down medical care")),
            ],
            name="add_illness",
        )
        self.starts["illness"] = self._first_button("diseases")

    def _support(self) -> None:
        form, add = self.form, self._add
        self._optional(
            [
                ("devices", DeviceEditor, _("Devices"), _("Add a device")),
                ("handbook_list", HandbookEditor, _("Handbooks"), _("Add a handbook")),
                ("allowance_list", AllowanceEditor, _("Allowances"), _("Add an allowance")),
                ("services", ServiceEditor, _("Services"), _("Add a service")),
            ],
            name="add_support",
        )
        form.row(_("Handbooks, remark"), add("handbooks", TextField()), name="handbooks")
        form.row(_("Allowances, remark"), add("allowances", TextField()), name="allowances")
        self.starts["support"] = self._first_button("devices")

    def _cautions(self) -> None:
        self._part_list(
            "cautions", lambda: CautionEditor(self._today), label=_("Red facts"), add=_("Write down a caution")
        )
        self.starts["cautions"] = self._first_button("cautions")

    def _path(self) -> None:
        self._part_list(
            "milestones", lambda: MilestoneEditor(self._today), label=_("Milestones"), add=_("Add a milestone")
        )
        self.starts["path"] = self._first_button("milestones")

    def _office(self) -> None:
        form, add = self.form, self._add
        parts = [
            add("worker_id", Combo([("", _("nobody yet"))])),
            _("since"),
            add("worker_since", DateField(self._today)),
        ]
        form.group(_("Worker"), parts, name="worker_id", names=[_("Name"), _("Since")])
        form.row(_("Registered on"), add("registered_on", DateField(self._today)), name="registered_on")
        form.row(_("Note"), add("note", Paragraph(most=10)), name="note")
        self.starts["office"] = self.fields["worker_id"]

    # ---- what changes with what is written

    def start_of(self, name: str) -> QWidget:
        """Where one begins in a section: its first field, or the button that brings one in."""
        start = self.starts[name]
        if start.isVisibleTo(self.form):
            return start
        return next((button for adders in self.adders[-1:] if (button := adders.first())), start)

    def _first_button(self, name: str) -> QWidget:
        found = self.fields[name].findChild(Button)
        assert isinstance(found, Button)
        return found

    def _grades_between(self, begins: date | None, ends: date | None) -> str:
        born = self.fields["birth_date"].value()
        if born is None:
            return ""
        return between_text(grades_between(born, begins, ends, override=self.override), language.current())

    def grades(self, computed: str) -> list[tuple[str, str]]:
        """The grades; the first one is what the birth date gives."""
        speech = language.current()
        words = (
            _("by the birth date ({grade})").format(grade=long(computed, speech))
            if computed
            else _("by the birth date")
        )
        return [("", words), *((code, long(code, speech)) for code in GRADES)]

    def know_workers(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer these; the one without id is nobody."""
        self.fields["worker_id"].set_options([(key, name if key else _("nobody yet")) for key, name in people])

    def fold_names(self) -> None:
        """The other names stand out of sight until one of them is used."""
        used = any(self.fields[name].text() for name in _OTHER_NAMES)
        self._show_names(used)
        for adders in self.adders:
            adders.settle()
        for name in ("former_name", "handbooks", "allowances"):
            self.form.row_of(name).set_visible(bool(self.fields[name].text()))

    def _unfold_names(self) -> None:
        self._show_names(True)
        self.fields["alias"].setFocus()

    def _show_names(self, shown: bool) -> None:
        self.more_names.setVisible(not shown)
        for name in _OTHER_NAMES:
            self.form.row_of(name).set_visible(shown)


def _codes(name: str) -> list[tuple[str, str]]:
    listed = codes.load(name)
    return [("", _("not known")), *((code, listed.label(code)) for code in listed)]
