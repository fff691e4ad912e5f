"""A row of the organizations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from caseapp.exchange.findings import Place
from caseapp.exchange.row_reader import RowReader
from caseapp.rules.organization import Organization, organization_problems

_COLUMN_OF = {"number": "機関番号", "name": "機関名", "kind": "種別"}
_PLAIN = {
    "機関名": "name",
    "種別": "kind",
    "担当部署": "department",
    "担当者名": "contact",
    "電話番号": "phone",
    "FAX": "fax",
    "メール": "email",
    "郵便番号": "postal_code",
    "住所": "address",
    "備考": "note",
}


@dataclass(frozen=True)
class OrganizationRow:
    """An organization as a row has it."""

    place: Place
    organization: Organization
    given: frozenset[str]

    @property
    def number(self) -> str:
        return self.organization.number

    def onto(self, known: Organization) -> Organization:
        """The known organization with what the row says: an empty cell changes nothing."""
        plain = {field: getattr(self.organization, field) for column, field in _PLAIN.items() if column in self.given}
        return replace(known, **plain)


def read(row: RowReader, *, today: date) -> OrganizationRow | None:
    """The organization of a row; None when number, name or kind are missing (the reader knows the problems)."""
    organization = Organization(
        number=row.number("機関番号", required=True),
        name=row.line("機関名", required=True),
        kind=row.code("種別", "organization_kind", required=True),
        department=row.line("担当部署"),
        contact=row.line("担当者名"),
        phone=row.telephone("電話番号"),
        fax=row.telephone("FAX"),
        email=row.line("メール"),
        postal_code=row.postal_code("郵便番号"),
        address=row.text("住所"),
        note=row.text("備考"),
    )
    if not (organization.number and organization.name and organization.kind):
        return None
    for problem in organization_problems(organization):
        row.add(problem, column=_COLUMN_OF.get(problem.field, ""))
    return OrganizationRow(row.place, organization, frozenset(row.given))
