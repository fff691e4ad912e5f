"""Records as rows of the three tables: the contract's columns in their order, in the words that reading takes back."""

from __future__ import annotations

from datetime import date

from caseapp.exchange.casefile_shapes import newest_certificate, written_content
from caseapp.exchange.writing import Cell
from caseapp.rules import grade
from caseapp.rules.child import Child
from caseapp.rules.consultation import Consultation
from caseapp.rules.organization import Organization
from caseapp.words import codes

_YES, _NO = "はい", "いいえ"


def child(value: Child, *, today: date) -> tuple[Cell, ...]:
    """A row of `columns.CHILDREN`: the newest certificate, the main disease and the first guardian."""
    certificate = newest_certificate(value)
    disease = next((d for d in value.diseases if d.main), value.diseases[0] if value.diseases else None)
    guardian = next((m for m in value.family if m.guardian), None)
    group = (disease.disease_group if disease else "") or (certificate.disease_group if certificate else "")
    return (
        value.number,
        value.family_name,
        value.given_name,
        value.family_name_kana,
        value.given_name_kana,
        value.birth_date,
        _label("sex", value.sex),
        value.postal_code,
        value.address,
        value.phone,
        guardian.name if guardian else "",
        _label("relationship", guardian.relationship) if guardian else "",
        certificate.number if certificate else "",
        certificate.valid_from if certificate else None,
        certificate.valid_to if certificate else None,
        _label("disease_group", group),
        (disease.name if disease else "") or (certificate.disease if certificate else ""),
        _yes_no(certificate.severe) if certificate else "",
        _yes_no(certificate.ventilator) if certificate else "",
        "、".join(_label("medical_care", care.item) for care in value.medical_care),
        value.hospital,
        value.doctor,
        value.school,
        grade.short(grade.grade_on(value.birth_date, today, override=value.grade_override)),
        value.worker,
        value.note,
    )


def consultation(value: Consultation, *, child_number: str) -> tuple[Cell, ...]:
    """A row of `columns.CONSULTATIONS`; the kinds of paragraphs stand in one text."""
    return (
        child_number,
        value.on,
        value.start,
        value.minutes,
        _label("method", value.method),
        _consulter(value),
        "、".join(_label("topic", topic) for topic in value.topics),
        written_content(value),
        value.response,
        value.next_on,
        value.worker,
    )


def organization(value: Organization) -> tuple[Cell, ...]:
    """A row of `columns.ORGANIZATIONS`."""
    return (
        value.number,
        value.name,
        _label("organization_kind", value.kind),
        value.department,
        value.contact,
        value.phone,
        value.fax,
        value.email,
        value.postal_code,
        value.address,
        value.note,
    )


def _label(list_name: str, code: str) -> str:
    return codes.load(list_name).label(code, "ja")


def _yes_no(value: bool) -> str:
    return _YES if value else _NO


def _consulter(value: Consultation) -> str:
    label = _label("consulter", value.consulter)
    if not value.consulter_name or value.consulter in ("", "other"):
        return value.consulter_name or label
    return f"{value.consulter_name}({label})"
