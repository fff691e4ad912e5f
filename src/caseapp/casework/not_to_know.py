"""Of whose illness an organization must not know: what one heeds before one calls or writes to it.

The children's records say so: who has not been told, and cautions of secrecy that name the organization or, for the
school the child goes to, the school. Rather once too often: 中央小学校 and 汐見市立中央小学校 are taken for the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select

from caseapp.casework.office import Office
from caseapp.records.child import CautionRow, ChildRow
from caseapp.records.child_facts import TellingRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.tables import driver_rows, driver_words
from caseapp.rules.child_facts import NOT_TOLD
from caseapp.rules.folding import key_of
from caseapp.rules.problem import NotFound

_SHORTEST = 4
"""Letters of a name that can be told from others inside a longer one: more than 小学校 or 保育園."""
_SCHOOL = ("学校", "園", "先生")
"""Words by which a caution shows that it is about the school (`rules.red_facts` has the same)."""
_CHILD = (ChildRow.id, ChildRow.family_name, ChildRow.given_name)
_UNTOLD = (
    select(*_CHILD, ChildRow.school, TellingRow.plan)
    .join(ChildRow, ChildRow.id == TellingRow.child_id)
    .where(TellingRow.state == NOT_TOLD, TellingRow.audience == "school", ChildRow.school != "")
)
_CAUTIONS = (
    select(*_CHILD, ChildRow.school, CautionRow.rule, CautionRow.reason)
    .join(ChildRow, ChildRow.id == CautionRow.child_id)
    .where(CautionRow.kind == "privacy")
)


@dataclass(frozen=True)
class Kept:
    """Something an organization must not know. `rule` is the caution as written; "" for a school that is not told of
    the illness (`reason` is then what is planned)."""

    child_id: str
    name: str
    rule: str
    reason: str


class _Secret(NamedTuple):
    """Whom it is about, in comparable form: the school of the child ("" for none), and the words of a caution."""

    school: str
    rule: str
    kept: Kept

    def concerns(self, name: str) -> bool:
        return name in self.rule or bool(self.school and (self.school in name or name in self.school))


@dataclass(frozen=True)
class Secrets:
    """All of them in the office."""

    all: tuple[_Secret, ...]

    def from_whom(self, organization: str) -> tuple[Kept, ...]:
        """What the organization of this name must not know; each child once, a caution before what is not told."""
        name = key_of(organization)
        found = [secret.kept for secret in self.all if secret.concerns(name)] if len(name) >= _SHORTEST else []
        return tuple({kept.child_id: kept for kept in reversed(found)}.values())[::-1]


def secrets(office: Office, connection: Connection) -> Secrets:
    """All of the office, read once until any record changes; inside `reading` or `looking`."""
    return office.kept("not_to_know", lambda: _read(connection))


def of_organization(office: Office, organization_id: str) -> tuple[Kept, ...]:
    """What this organization must not know. Raises NotFound."""
    with office.reading("organization.get") as session:
        row = session.get(OrganizationRow, organization_id)
        if row is None:
            raise NotFound("organization", organization_id)
        return secrets(office, session.connection()).from_whom(row.name)


def _read(connection: Connection) -> Secrets:
    dialect = connection.dialect
    cautions = driver_rows(connection, driver_words(_CAUTIONS, dialect), ("privacy",))
    untold = driver_rows(connection, driver_words(_UNTOLD, dialect), (NOT_TOLD, "school", ""))
    said = [
        _Secret(_school(school) if any(word in rule for word in _SCHOOL) else "", key_of(rule), _kept(child, rule, why))
        for *child, school, rule, why in cautions
    ]
    return Secrets((*said, *(_Secret(_school(school), "", _kept(child, "", plan)) for *child, school, plan in untold)))


def _school(name: str) -> str:
    key = key_of(name)
    return key if len(key) >= _SHORTEST else ""


def _kept(child: list[str], rule: str, reason: str) -> Kept:
    child_id, family, given = child
    return Kept(child_id, f"{family} {given}".strip(), rule, reason)
