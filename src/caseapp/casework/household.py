"""The household: who belongs to a child's family, brothers and sisters in the register, and the facts they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.casework.unit_of_work import Work
from caseapp.records.child import SHAPE, SUBJECT, ChildRow, FamilyMemberRow
from caseapp.rules.account import VIEWER
from caseapp.rules.age import age_and_grade
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child, FamilyMember
from caseapp.rules.child_household import (
    Shared,
    shared_differences,
    sibling_numbers,
    with_new_number,
    with_shared,
    with_sibling,
    without_sibling,
)
from caseapp.rules.problem import N_, NotFound, Problem, Refused

_MOST = 12  # children of one household


@dataclass(frozen=True, kw_only=True)
class HouseholdChild:
    """A child of the household who is in the register."""

    child_id: str
    number: str
    name: str
    kana: str
    age_grade: str
    status: str


@dataclass(frozen=True)
class HouseholdMember:
    """Somebody of the family; `of` are the ids of the children in whose records they stand."""

    member: FamilyMember
    of: tuple[str, ...]


@dataclass(frozen=True)
class Household:
    """The family around a child: `children` in the register, that child first; `members` whom one must never contact
    first, then in the order of an emergency and of calls."""

    children: tuple[HouseholdChild, ...]
    members: tuple[HouseholdMember, ...]


@dataclass(frozen=True)
class Offer:
    """What a brother's or sister's record says of the household otherwise than the child's."""

    child_id: str
    name: str
    number: str
    changes: tuple[Shared, ...]


def household(office: Office, child_id: str) -> Household:
    """The family of a child with all its children in the register. Raises NotFound."""
    with office.reading("child.get", need=VIEWER) as session:
        return household_of(session, child_id, office=office)


def household_of(session: Session, child_id: str, *, office: Office) -> Household:
    """The same inside the caller's transaction (for the search by a telephone number)."""
    children = _children(session, child_id)
    today, language = office.today, office.language
    found: dict[tuple[str, str], HouseholdMember] = {}
    for child in children:
        for member in child.family:
            if member.sibling_child_number and any(member.sibling_child_number == c.number for c in children):
                continue  # stands among the children
            key = ("".join(member.name.split()), member.relationship)
            seen = found.get(key)
            kept = member if seen is None or (member.never_contact and not seen.member.never_contact) else seen.member
            found[key] = HouseholdMember(kept, (*(seen.of if seen else ()), child.id))
    return Household(
        tuple(
            HouseholdChild(
                child_id=child.id,
                number=child.number,
                name=child.name,
                kana=child.kana,
                age_grade=age_and_grade(
                    child.birth_date, today, grade_override=child.grade_override, language=language
                ),
                status=child.status,
            )
            for child in children
        ),
        tuple(sorted(found.values(), key=lambda each: _calling(each.member))),
    )


def _calling(member: FamilyMember) -> tuple[bool, int, int]:
    return (not member.never_contact, member.emergency_order or 99, member.call_order or 99)


def _children(session: Session, child_id: str) -> list[Child]:
    """The child, and brothers and sisters whichever of them names the other."""
    row = SUBJECT.row_of(session, child_id)
    if row is None:
        raise NotFound("child", child_id)
    found = {row.id: SHAPE.to_read(row)}
    waiting = [found[row.id]]
    while waiting and len(found) < _MOST:
        child = waiting.pop(0)
        for other in _siblings(session, child):
            if other.id not in found:
                found[other.id] = other
                waiting.append(other)
    return list(found.values())


def _siblings(session: Session, child: Child) -> list[Child]:
    naming = select(FamilyMemberRow.child_id).where(FamilyMemberRow.sibling_child_number == child.number)
    wanted = ChildRow.number.in_(sibling_numbers(child)) | (ChildRow.id.in_(naming) & (child.number != ""))
    rows = session.scalars(select(ChildRow).where(wanted, ChildRow.id != child.id).order_by(ChildRow.birth_date))
    return [SHAPE.to_read(row) for row in rows]


# ------------------------------------------------------------------------------------------------ both ways


def check_siblings(work: Work, child: Child, *, before: Child | None) -> list[Problem]:
    """Numbers of brothers and sisters that nobody in the register has (those that stood there before are let be)."""
    old = set(sibling_numbers(before)) if before else set()
    return [
        Problem("family", N_("No child in the register has the number {number}."), {"number": number})
        for number in sibling_numbers(child)
        if number not in old and _by_number(work, number) is None
    ]


def settle_siblings(work: Work, child: Child, *, before: Child | None) -> None:
    """After `child` was saved: those it names as brothers and sisters name it, those it no longer names do not, and a
    new number of its own is told to them. Part of the same transaction."""
    if before is not None and before.number != child.number:
        for other in _naming(work, before.number):
            _save(work, other, with_new_number(other, before.number, child.number))
    now = sibling_numbers(child)
    for number in now:
        sibling = _by_number(work, number)
        if sibling is not None and sibling.id != child.id:
            _save(work, sibling, with_sibling(sibling, child))
    for number in set(sibling_numbers(before) if before else ()) - set(now):
        former = _by_number(work, number)
        if former is not None:
            _save(work, former, without_sibling(former, child.number))


def _save(work: Work, before: Child, after: Child) -> None:
    if after != before:
        work.save(SUBJECT, after)


def _by_number(work: Work, number: str) -> Child | None:
    row = work.session.scalars(select(ChildRow).where(ChildRow.number == number)).first()
    return SHAPE.to_read(row) if row is not None else None


def _naming(work: Work, number: str) -> list[Child]:
    naming = select(FamilyMemberRow.child_id).where(FamilyMemberRow.sibling_child_number == number)
    return [SHAPE.to_read(row) for row in work.session.scalars(select(ChildRow).where(ChildRow.id.in_(naming)))]


# ------------------------------------------------------------------------------------------------ sharing


def offers(office: Office, child_id: str) -> tuple[Offer, ...]:
    """What could be taken over into the records of brothers and sisters; () when they say the same. Raises NotFound."""
    with office.reading("child.get") as session:
        child, *others = _children(session, child_id)
        return tuple(
            Offer(other.id, other.name, other.number, changes)
            for other in others
            if other.status == "active" and (changes := shared_differences(child, other))
        )


def share(office: Office, child_id: str, wanted: Mapping[str, Iterable[Shared]]) -> Changes:
    """Take facts of the child's household over into the records of these siblings (by id), in one transaction.

    Raises NotFound, and Refused when somebody who is named in `wanted` is no sibling of the child.
    """
    with office.work("child.share") as work:
        child, *others = _children(work.session, child_id)
        known = {other.id: other for other in others}
        if set(wanted) - set(known):
            raise Refused([Problem("family", N_("Only brothers and sisters share the facts of the household."))])
        names = {member.name for member in child.family}
        for sibling_id, facts in wanted.items():
            there = tuple(fact for fact in facts if not fact.member or fact.member in names)
            work.save(SUBJECT, with_shared(known[sibling_id], child, there))
        work.about("child", child_id, child_id=child_id)
        return work.commit(child_id)
