"""Rows of the yearly list of certificate holders (受給者台帳): whose they are, who is new, who is missing.

The list knows no number of ours. A row belongs to the child whose certificate has its number, else to the child of the
same name (or reading) and day of birth; where that is not one child, a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from caseapp.casework import merged_numbers
from caseapp.casework.duplicates import Finder
from caseapp.casework.import_children import refuse_result
from caseapp.casework.import_decision import Decision, Doubt, Item
from caseapp.casework.import_reading import read_many
from caseapp.casework.unit_of_work import Work
from caseapp.exchange.candidates import Candidates
from caseapp.exchange.child_rows import HELD_BACK
from caseapp.exchange.child_rows import ChildRow as Row
from caseapp.records import child
from caseapp.records.child import CertificatePeriodRow, ChildRow
from caseapp.rules.child import Child
from caseapp.rules.folding import fold
from caseapp.rules.identity import next_child_number
from caseapp.rules.likeness_traits import traits_of
from caseapp.rules.problem import N_

NEW = "new"
"""What a person chose for a row that is nobody here: a new child."""

_OTHER_NAME = N_("The register has the name {name}. It stays as it is; look at the child's record.")
_OTHER_BIRTH = N_("The register has another date of birth. It stays as it is; look at the child's record.")
_CLOSED = N_("The support of this child has ended.")
_SAME_CHILD = N_("This is the same child as in line {line}; both rows are taken together.")


@dataclass(frozen=True)
class _Known:
    """A child as far as it must be known to be recognized."""

    id: str
    name: str
    kana: str
    born: date
    active: bool

    def named_like(self, row: Child) -> bool:
        """The same name, or the same reading."""
        return self.name == fold(row.name) or self.read_like(row)

    def read_like(self, row: Child) -> bool:
        return bool(self.kana) and self.kana == fold(row.kana)


@dataclass(frozen=True)
class _Register:
    """Everybody by number of a certificate, by day of birth, by name."""

    by_id: Mapping[str, _Known]
    by_number: Mapping[str, set[str]]
    by_birth: Mapping[date, set[str]]
    by_name: Mapping[str, set[str]]


def decide(
    work: Work, found: Candidates[Row], *, today: date, chosen: Mapping[int, str], alike: Finder | None
) -> Decision:
    """What to do with each row. `chosen` says for lines whose child they are: an id, or `NEW`; `alike` finds those who
    may be the same in spite of another spelling or day."""
    decision = Decision.on(found)
    register = _register(work)
    owners: list[tuple[Row, str]] = []
    seen: set[str] = set()
    for row in found.rows:
        number = _number(row)
        known_as = chosen.get(row.place.line, "")
        maybe = (known_as,) if known_as else _maybe(register, row.child, number, alike)
        if maybe == (NEW,) or not maybe:
            new = replace(row.child, registered_on=today)
            decision.items.append(Item(row.place, child.SUBJECT, new))
        elif len(maybe) > 1 or not _sure(register.by_id[maybe[0]], row, number, register, chosen):
            decision.doubts.append(Doubt(row.place, maybe, row.child))
        else:
            owners.append((row, maybe[0]))
        seen.update(maybe)
    _update(work, decision, register, owners, today=today)
    decision.gone = _gone(work, register, seen)
    decision.items.sort(key=lambda item: item.place.line)
    return decision


def _number(row: Row) -> str:
    return row.child.certificates[0].number if row.child.certificates else ""


def _register(work: Work) -> _Register:
    names = (ChildRow.family_name, ChildRow.given_name, ChildRow.family_name_kana, ChildRow.given_name_kana)
    by_id: dict[str, _Known] = {}
    by_number: dict[str, set[str]] = defaultdict(set)
    by_birth: dict[date, set[str]] = defaultdict(set)
    by_name: dict[str, set[str]] = defaultdict(set)
    for key, family, given, family_kana, given_kana, born, status in work.session.execute(
        select(ChildRow.id, *names, ChildRow.birth_date, ChildRow.status)
    ):
        known = _Known(key, fold(family + given), fold(family_kana + given_kana), born, status == "active")
        by_id[key] = known
        by_birth[born].add(key)
        by_name[known.name].add(key)
    periods = select(CertificatePeriodRow.child_id, CertificatePeriodRow.number).where(
        CertificatePeriodRow.number != ""
    )
    for key, number in work.session.execute(periods):
        by_number[fold(number)].add(key)
    return _Register(by_id, by_number, by_birth, by_name)


def _maybe(register: _Register, row: Child, number: str, alike: Finder | None) -> tuple[str, ...]:
    """The children a row may be about; one where it is clear."""
    numbered = register.by_number.get(fold(number), set()) if number else set()
    agreeing = {key for key in numbered if _agrees(register.by_id[key], row)}
    if len(agreeing) == 1:
        return tuple(agreeing)
    born = register.by_birth.get(row.birth_date, set())
    named = {key for key in born if register.by_id[key].named_like(row)}
    exact = {key for key in named if register.by_id[key].name == fold(row.name)}
    if not numbered and len(exact) == 1:
        return tuple(exact)
    other_day = {key for key in register.by_name.get(fold(row.name), set()) if register.by_id[key].read_like(row)}
    likely = (
        {match.child_id for match in alike.likely(traits_of(row, born=row.birth_date), twins=False)} if alike else set()
    )
    return tuple(sorted(numbered | named | other_day | likely))


def _agrees(known: _Known, row: Child) -> bool:
    return known.born == row.birth_date or known.named_like(row)


def _sure(known: _Known, row: Row, number: str, register: _Register, chosen: Mapping[int, str]) -> bool:
    """Whether the one child a row may be about is the one: by its number, by name and day of birth, or as chosen."""
    if row.place.line in chosen:
        return True
    if number and known.id in register.by_number.get(fold(number), set()):
        return _agrees(known, row.child)
    return known.born == row.child.birth_date and known.name == fold(row.child.name)


def _update(
    work: Work, decision: Decision, register: _Register, owners: Iterable[tuple[Row, str]], *, today: date
) -> None:
    pairs = list(owners)
    stored = read_many(work.session, child.SHAPE, sorted({key for _row, key in pairs}))
    items: dict[str, Item] = {}
    for row, key in pairs:
        before, first = stored[key], items.get(key)
        if first is None:
            _told(decision, row, before, active=register.by_id[key].active)
            after = row.renewing(before, today=today)
            refuse_result(decision, row.place, before, after, today=today)
            items[key] = Item(row.place, child.SUBJECT, after, before, held_back=HELD_BACK)
            continue
        decision.warn(row.place, "", _SAME_CHILD, line=first.place.line)
        after = row.renewing(first.after, today=today)
        refuse_result(decision, row.place, first.after, after, today=today)
        items[key] = replace(first, after=after)
        decision.items.append(Item(row.place, child.SUBJECT, before, before))
    decision.items += items.values()


def _told(decision: Decision, row: Row, before: Child, *, active: bool) -> None:
    """What a person should know of a row that was recognized."""
    if fold(row.child.name) != fold(before.name):
        decision.warn(row.place, "姓", _OTHER_NAME, name=before.name)
    if row.child.birth_date != before.birth_date:
        decision.warn(row.place, "生年月日", _OTHER_BIRTH)
    if not active:
        decision.warn(row.place, "", _CLOSED)


def _gone(work: Work, register: _Register, seen: set[str]) -> tuple[str, ...]:
    """Children of ours with a certificate for whom no row stands in the list."""
    with_certificate = set(work.session.scalars(select(CertificatePeriodRow.child_id).distinct()))
    return tuple(known.id for known in register.by_id.values() if known.active and known.id in with_certificate - seen)


class Numbering:
    """Gives the numbers of the register to those who are registered from the list."""

    def __init__(self, work: Work, *, today: date) -> None:
        self._taken = {*work.session.scalars(select(ChildRow.number)), *merged_numbers.all_of(work.session)}
        self._today = today

    def numbered(self, value: Child) -> Child:
        """The child with the next number, if it has none."""
        if value.number:
            return value
        number = next_child_number(self._taken, on=self._today)
        self._taken.add(number)
        return replace(value, number=number)
