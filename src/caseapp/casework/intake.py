"""Taking in a case file (the JSON export, or the samples): references become ids, and every record is saved as usual.

In a file a worker is a name, an organization and a child are numbers, and a record's id may be any text. Here names and
numbers are looked up (people who are not known become names without a way to unlock), and an id that is no UUID becomes
one made from it, so that taking in the same file twice meets the same records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from caseapp.casework.unit_of_work import Work
from caseapp.exchange.casefile import CaseFile, ChildCase, Withdrawn
from caseapp.records import (
    account,
    assessment,
    child,
    consultation,
    disclosure,
    follow_up,
    handover,
    liaison,
    organization,
    plan,
    program_use,
    transition,
)
from caseapp.records.account import AccountRow
from caseapp.records.child import ChildRow
from caseapp.records.organization import OrganizationRow
from caseapp.records.subject import Subject
from caseapp.rules.account import WORKER, Account
from caseapp.rules.child import Child
from caseapp.rules.problem import N_, Problem, Refused
from caseapp.rules.stage_template import ORIGIN

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NAMESPACE = UUID("7c1c2a34-6b7e-5d0e-9f53-0d3b6e1d8a10")

_ORDER: tuple[tuple[str, Subject[Any, Any]], ...] = (
    ("assessments", assessment.SUBJECT),
    ("transition_checks", transition.SUBJECT),
    ("consents", disclosure.CONSENT_SUBJECT),
    ("support_plans", plan.SUBJECT),
    ("reviews", plan.REVIEW_SUBJECT),
    ("letters", disclosure.LETTER_SUBJECT),
    ("disclosures", disclosure.DISCLOSURE_SUBJECT),
    ("liaisons", liaison.SUBJECT),
    ("program_uses", program_use.SUBJECT),
    ("consultations", consultation.SUBJECT),
    ("follow_ups", follow_up.SUBJECT),
    ("handovers", handover.SUBJECT),
)
_SUBJECTS = dict(_ORDER)


@dataclass(frozen=True)
class Taken:
    """How many records were new, and left as they were, by kind."""

    new: Counter[str]
    unchanged: Counter[str]


class Intake:
    """Takes one case file into the store, inside the transaction of `work`. The caller checks it and commits.

    A record that is there already is left alone: nobody's child changes its worker here. `made` are the records that
    were new, by kind.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        self.taken = Taken(Counter(), Counter())
        self.made: dict[str, list[Any]] = {}
        self._ids: dict[str, set[str]] = {}
        session = work.session
        self._people = {name: key for key, name in session.execute(select(AccountRow.id, AccountRow.name))}
        self._children = {number: key for key, number in session.execute(select(ChildRow.id, ChildRow.number))}
        organizations = session.execute(select(OrganizationRow.id, OrganizationRow.number))
        self._organizations = {number: key for key, number in organizations}

    def take(self, case_file: CaseFile) -> Taken:
        """Everything in the file but the settings. Raises Refused for a reference that leads nowhere."""
        for person in case_file.accounts:
            self._person(person.name, role=person.role, title=person.title, active=person.active)
        for value in case_file.organizations:
            number = value.number
            known = self._organizations.get(number, "") or _id(number, "organization")
            contacts = tuple(replace(p, id=_id(p.id, number)) for p in value.contacts)
            saved = self._save(organization.SUBJECT, replace(value, id=known, contacts=contacts))
            self._organizations[number] = saved.id
        for case in case_file.children:
            self._child(case.child)
        for case in case_file.children:
            self._records(case)
        return self.taken

    def _child(self, value: Child) -> None:
        number = value.number
        parts: dict[str, Any] = {
            name: tuple(replace(part, id=_id(part.id, number)) for part in getattr(value, name))
            for name in child.SHAPE.parts
        }
        known = self._children.get(number, "") or _id(value.id or number, "child")
        saved = self._save(child.SUBJECT, replace(value, id=known, worker_id=self._person(value.worker), **parts))
        self._children[number] = saved.id

    def _records(self, case: ChildCase) -> None:
        number = case.child.number
        for listed, subject in _ORDER:
            values: Iterable[Any] = getattr(case, listed)
            if listed == "support_plans":  # a version comes after the one it was made from
                values = sorted(values, key=lambda version: version.version)
            for value in values:
                self._save(subject, self._resolved(value, number))
        for item in case.withdrawn:
            self._withdrawn(item, number)

    def _withdrawn(self, item: Withdrawn, number: str) -> None:
        subject = _SUBJECTS[item.of]
        saved = self._save(subject, self._resolved(item.record, number))
        self.work.withdraw(subject, saved.id, reason=item.reason)

    def _resolved(self, value: Any, number: str) -> Any:
        """The record with ids for the child, the people, the organization and the other records it names."""
        changed: dict[str, Any] = {"id": _id(value.id, number), "child_id": self._children[number]}
        for person in ("worker", "author", "approved_by", "giver", "taker"):
            if hasattr(value, f"{person}_id"):
                changed[f"{person}_id"] = self._person(getattr(value, person))
        for other in ("plan_id", "previous_id", "consent_id", "letter_id", "origin_id"):
            if getattr(value, other, "") and not (other == "origin_id" and value.origin_kind == ORIGIN):
                changed[other] = _id(getattr(value, other), number)
        if getattr(value, "organization_id", ""):
            changed["organization_id"] = self._found(self._organizations, value.organization_id, "organization")
        if getattr(value, "also_children", ()):
            others = [n for n in value.also_children if n != number]
            changed["also_children"] = tuple(self._found(self._children, n, "child") for n in others)
        if hasattr(value, "batch"):  # children of one hand-over share it
            changed["batch"] = _id(value.batch, "handover")
            changed["moved"] = tuple(_id(key, number) for key in value.moved)
        if hasattr(value, "goals"):
            changed["goals"] = tuple(
                replace(
                    goal,
                    id=_id(goal.id, number),
                    supports=tuple(replace(s, id=_id(s.id, f"{number}/{goal.id}")) for s in goal.supports),
                )
                for goal in value.goals
            )
        if hasattr(value, "ratings"):
            changed["ratings"] = tuple(replace(rating, goal_id=_id(rating.goal_id, number)) for rating in value.ratings)
        return replace(value, **changed)

    def _person(self, name: str, *, role: str = WORKER, title: str = "", active: bool = False) -> str:
        """The id of the account with this name; one that is not known yet is made, without a way to unlock."""
        if not name:
            return ""
        if name not in self._people:
            made = self._save(account.SUBJECT, Account(id="", name=name, role=role, title=title, active=active))
            self._people[name] = made.id
        return self._people[name]

    @staticmethod
    def _found(known: dict[str, str], number: str, what: str) -> str:
        if number not in known:
            values = {"what": what, "number": number}
            raise Refused([Problem(what, N_("The file names a {what} that is not there: {number}."), values)])
        return known[number]

    def _known(self, subject: Subject[Any, Any]) -> set[str]:
        """The ids of the records that are there, asked once for each kind."""
        if subject.kind not in self._ids:
            self._ids[subject.kind] = set(self.work.session.scalars(select(subject.row.id)))
        return self._ids[subject.kind]

    def _save(self, subject: Subject[Any, Any], value: Any) -> Any:
        if value.id not in self._known(subject):
            self.taken.new[subject.kind] += 1
            saved = self.work.add(subject, value)
            self._ids[subject.kind].add(saved.id)
            self.made.setdefault(subject.kind, []).append(saved)
            return saved
        self.taken.unchanged[subject.kind] += 1
        return subject.shape.to_read(self.work.row(subject, value.id))


def _id(text: str, within: str) -> str:
    """A record's id as it is stored: a UUID stays, another text becomes one that belongs to it, "" stays ""."""
    if not text or _UUID.fullmatch(text):
        return text
    return str(uuid5(_NAMESPACE, f"{within}/{text}"))
