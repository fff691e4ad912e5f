"""A row of the register of children as a child with one certificate, one disease and one guardian."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from caseapp.exchange.findings import Place
from caseapp.exchange.row_reader import RowReader
from caseapp.rules import grade as grades
from caseapp.rules.child import (
    CertificatePeriod,
    Child,
    ChildDisease,
    FamilyMember,
    MedicalCare,
    child_problems,
    period_on,
)
from caseapp.rules.identity import check_digit_holds
from caseapp.rules.problem import N_
from caseapp.words import diseases

_NOT_A_GRADE = N_("“{text}” is not read as a grade; the grade follows from the date of birth ({grade}).")
_OTHER_GRADE = N_("{text} is kept, though the date of birth gives {grade}.")
_NOT_LISTED = N_("“{text}” is not in the list of diseases; it is kept as it stands.")
_OTHER_GROUP = N_("{disease} belongs to the group {group} in the list; the group of the file is kept.")
_ZERO_LOST = N_("A leading zero was lost in {text}; {mended} was read.")
_NO_NAME = N_("Without the name the relationship is left out.")

COLUMN_OF = {
    "number": "児童番号",
    "family_name": "姓",
    "given_name": "名",
    "birth_date": "生年月日",
    "certificates": "受給者証有効期間終了",
    "family": "保護者氏名",
    "former_names": "生年月日",  # a row has none: its day of birth lies behind a change of name
}
"""Where a problem of the rules belongs among the columns."""

_PLAIN = {
    "姓": "family_name",
    "名": "given_name",
    "姓カナ": "family_name_kana",
    "名カナ": "given_name_kana",
    "生年月日": "birth_date",
    "性別": "sex",
    "郵便番号": "postal_code",
    "住所": "address",
    "電話番号": "phone",
    "主治医療機関": "hospital",
    "主治医": "doctor",
    "所属機関": "school",
    "学年": "grade_override",
    "備考": "note",
}
HELD_BACK = frozenset({"postal_code", "address", "phone", "hospital", "doctor"})
"""What a list of certificate holders may say, and what replaces our own only where a person wants it."""


@dataclass(frozen=True)
class ChildRow:
    """A child as a row has it. `worker` is a name to be looked up; `given` are the columns that hold something."""

    place: Place
    child: Child
    worker: str
    given: frozenset[str]

    @property
    def number(self) -> str:
        return self.child.number

    def onto(self, known: Child, *, today: date) -> Child:
        """The known child with what the row says: an empty cell changes nothing.

        The certificate that the row is about (`_meant`) is changed, another one added; a disease or a guardian not
        known yet is added; the items of medical care become those of the row.
        """
        row = self.child
        plain = {field: getattr(row, field) for column, field in _PLAIN.items() if column in self.given}
        return replace(
            known,
            **plain,
            certificates=self._certificates(known, today),
            diseases=_added_disease(known.diseases, row.diseases),
            medical_care=_cared(known.medical_care, row.medical_care)
            if "医療的ケア" in self.given
            else known.medical_care,
            family=_added_guardian(known.family, row.family, relation="保護者続柄" in self.given),
        )

    def renewing(self, known: Child, *, today: date) -> Child:
        """The known child with what a list of certificate holders says: its period and its disease, and for a person to
        decide (`HELD_BACK`) address, telephone and doctor. Names, family and everything of our own stay as they are."""
        row = self.child
        plain = {field: getattr(row, field) for column, field in _PLAIN.items() if column in self.given}
        return replace(
            known,
            **{field: value for field, value in plain.items() if field in HELD_BACK},
            certificates=self._certificates(known, today),
            diseases=_added_disease(known.diseases, row.diseases),
        )

    def _certificates(self, known: Child, today: date) -> tuple[CertificatePeriod, ...]:
        if not self.child.certificates:
            return known.certificates
        new = self.child.certificates[0]
        meant = _meant(known.certificates, new, today=today)
        if meant is None:
            return (*known.certificates, new)
        return tuple(self._merged(old, new) if old is meant else old for old in known.certificates)

    def _merged(self, old: CertificatePeriod, new: CertificatePeriod) -> CertificatePeriod:
        given = self.given
        return replace(
            old,
            number=new.number or old.number,
            valid_from=new.valid_from or old.valid_from,
            valid_to=new.valid_to or old.valid_to,
            disease_group=new.disease_group or old.disease_group,
            disease=new.disease or old.disease,
            severe=new.severe if "重症患者認定" in given else old.severe,
            ventilator=new.ventilator if "人工呼吸器等装着" in given else old.ventilator,
        )


def _meant(periods: tuple[CertificatePeriod, ...], new: CertificatePeriod, *, today: date) -> CertificatePeriod | None:
    """The period a row is about: no number or day speaks against it, and one of them speaks for it. Where those are
    several (one number for many years), or the row names neither, the one valid today, else the newest; None: a new
    one."""
    possible = []
    for old in periods:
        pairs = ((old.number, new.number), (old.valid_from, new.valid_from), (old.valid_to, new.valid_to))
        both = [a == b for a, b in pairs if a and b]
        if all(both) and (both or not (new.number or new.valid_from or new.valid_to)):
            possible.append(old)
    now = period_on(possible, today)
    if now is not None and (now.valid_from or date.min) <= today <= (now.valid_to or date.max):
        return now
    return max(possible, key=lambda old: (old.valid_from or date.min, old.valid_to or date.max), default=None)


def _added_disease(known: tuple[ChildDisease, ...], new: tuple[ChildDisease, ...]) -> tuple[ChildDisease, ...]:
    if not new or any(d.name == new[0].name for d in known):
        return known
    if not new[0].name:
        return known or new
    return (new[0], *(replace(d, main=False) for d in known))


def _cared(known: tuple[MedicalCare, ...], new: tuple[MedicalCare, ...]) -> tuple[MedicalCare, ...]:
    items = {care.item: care for care in known}
    return tuple(items.get(care.item, care) for care in new)


def _added_guardian(
    known: tuple[FamilyMember, ...], new: tuple[FamilyMember, ...], *, relation: bool
) -> tuple[FamilyMember, ...]:
    for member in new:
        if any(m.name == member.name for m in known):
            known = tuple(
                replace(m, relationship=member.relationship) if relation and m.name == member.name else m for m in known
            )
        else:
            known = (*known, member)
    return known


def read(row: RowReader, *, today: date, numbered: bool = True) -> ChildRow | None:
    """The child of a row; None when it has no number, name or day of birth (the reader then knows the problems).

    `numbered`: lists of our own have 児童番号; others know only the number of the certificate.
    """
    number = row.number("児童番号", required=True) if numbered else ""
    family_name, given_name = row.line("姓", required=True), row.line("名", required=True)
    birth_date = row.date("生年月日", required=True)
    group = row.code("疾患群", "disease_group")
    disease = _disease(row, group)
    child = Child(
        number=number,
        family_name=family_name,
        given_name=given_name,
        family_name_kana=row.kana("姓カナ"),
        given_name_kana=row.kana("名カナ"),
        birth_date=birth_date or today,
        sex=row.code("性別", "sex") or "unknown",
        postal_code=row.postal_code("郵便番号"),
        address=row.text("住所"),
        phone=row.telephone("電話番号"),
        family=_guardian(row),
        certificates=_certificate(row, disease),
        diseases=disease,
        medical_care=tuple(MedicalCare(item=item) for item in _care(row)),
        hospital=row.text("主治医療機関"),
        doctor=row.text("主治医"),
        school=row.text("所属機関"),
        note=row.text("備考"),
    )
    worker = row.line("担当者")
    named = {finding.column for finding in row.problems}
    for problem in child_problems(child, today=today):
        if problem.field == "number" and not numbered:
            continue
        column = COLUMN_OF.get(problem.field, "")
        if column not in named:  # a missing value is named once
            row.add(problem, column=column)
    if not ((number or not numbered) and family_name and given_name and birth_date):
        row.text("学年")
        return None
    child = replace(child, grade_override=_grade(row, birth_date, today=today))
    return ChildRow(row.place, child, worker, frozenset(row.given))


def _care(row: RowReader) -> tuple[str, ...]:
    if row.text("医療的ケア") in ("なし", "無", "無し", "特になし", "-", "ー"):
        return ()
    return row.several_codes("医療的ケア", "medical_care")


def _guardian(row: RowReader) -> tuple[FamilyMember, ...]:
    name = row.line("保護者氏名")
    relationship = row.code("保護者続柄", "relationship")
    if not name:
        if relationship:
            row.warn("保護者続柄", _NO_NAME)
        return ()
    return (FamilyMember(relationship=relationship or "other", name=name, guardian=True),)


def _certificate(row: RowReader, disease: tuple[ChildDisease, ...]) -> tuple[CertificatePeriod, ...]:
    period = CertificatePeriod(
        number=_certificate_number(row),
        valid_from=row.date("受給者証有効期間開始"),
        valid_to=row.date("受給者証有効期間終了"),
        severe=row.yes_no("重症患者認定"),
        ventilator=row.yes_no("人工呼吸器等装着"),
        disease_group=disease[0].disease_group if disease else "",
        disease=disease[0].name if disease else "",
    )
    holds = period.number or period.valid_from or period.valid_to or period.severe or period.ventilator
    return (period,) if holds else ()


def _certificate_number(row: RowReader) -> str:
    number = row.number("受給者番号")
    if row.is_number_cell("受給者番号") and len(number) < 7 and check_digit_holds(number.zfill(7)):
        row.warn("受給者番号", _ZERO_LOST, text=number, mended=number.zfill(7))
        return number.zfill(7)
    return number


def _disease(row: RowReader, group: str) -> tuple[ChildDisease, ...]:
    name = row.text("疾病名")
    if not name:
        return (ChildDisease(name="", disease_group=group),) if group else ()
    listed = _listed(name, group)
    if listed is None:
        row.warn("疾病名", _NOT_LISTED, text=name)
        return (ChildDisease(name=name, disease_group=group),)
    if group and group != listed.group:
        row.warn("疾患群", _OTHER_GROUP, disease=name, group=listed.group_label("ja"))
    return (
        ChildDisease(
            name=name,
            disease_group=group or listed.group,
            list_version=diseases.version(),
            list_code=listed.code,
            notice_number=listed.number,
        ),
    )


def _listed(name: str, group: str) -> diseases.Disease | None:
    """The entry of exactly this name, in the row's group where the name stands in several."""
    found = _by_name().get(name, ())
    return next((d for d in found if d.group == group), found[0] if found else None) or diseases.named(name)


def _by_name() -> dict[str, tuple[diseases.Disease, ...]]:
    if not _NAMES:
        for disease in diseases.load():
            _NAMES[disease.name] = (*_NAMES.get(disease.name, ()), disease)
    return _NAMES


_NAMES: dict[str, tuple[diseases.Disease, ...]] = {}


def _grade(row: RowReader, birth_date: date, *, today: date) -> str:
    """The grade as an override where it is another than the date of birth gives."""
    text = row.text("学年")
    computed = grades.grade_on(birth_date, today)
    if not text or text in ("-", "ー", "なし", "未就学"):
        return ""
    said = grades.parse_grade(text)
    if said is None:
        year = re.fullmatch(r"([1-6１-６])年?生?", text)
        if not (year and computed and computed[0] != "k" and int(year[1]) == int(computed[1])):
            row.warn("学年", _NOT_A_GRADE, text=text, grade=grades.short(computed) or "—")
        return ""
    if said == computed:
        return ""
    row.warn("学年", _OTHER_GRADE, text=text, grade=grades.short(computed) or "—")
    return grades.override_for(birth_date, said, day=today)
