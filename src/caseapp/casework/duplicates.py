"""重複の確認: who may be registered twice, for the form, for imports and over the whole office.

Every record is compared only with those that share a key with it (`rules.likeness_traits`), never each with each.
Two children who were looked at and found to be two are remembered, and not shown again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseapp.casework.office import Office
from caseapp.records.account import AccountRow
from caseapp.records.child import CertificatePeriodRow, ChildRow, FamilyMemberRow
from caseapp.records.child_facts import FormerNameRow
from caseapp.records.setting import SettingRow
from caseapp.rules.changes import Changes
from caseapp.rules.child import Child
from caseapp.rules.folding import fold
from caseapp.rules.likeness import Likeness, birth_dates_near, compare
from caseapp.rules.likeness_traits import Traits, traits, traits_of
from caseapp.rules.problem import N_, NotFound, Problem, Refused

SETTLED = "different_children"
"""The setting that holds the pairs told apart."""
_CROWD = 60
_PORTION = 500


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of the register, as much of it as tells two children apart."""

    child_id: str
    number: str
    name: str
    kana: str
    birth_date: date
    status: str = "active"
    address: str = ""
    phone: str = ""
    worker: str = ""


@dataclass(frozen=True, kw_only=True)
class Match:
    """Somebody of the register who is like a candidate. `twins`: born together, not the same child.

    `reasons` are codes of `rules.likeness.REASONS`; `words.likeness.said` puts them into a sentence.
    """

    person: Person
    points: int
    reasons: tuple[str, ...]
    twins: bool = False

    @property
    def child_id(self) -> str:
        return self.person.child_id


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two of the register who may be one. `settled_on`: found to be two children on that day, by `settled_by`."""

    left: Person
    right: Person
    points: int
    reasons: tuple[str, ...]
    twins: bool = False
    settled_on: date | None = None
    settled_by: str = ""


class Finder:
    """The whole register, made ready to be asked about many candidates: a second for 10,000 children, then nothing.

    `add` lets a candidate that was taken in be found by the next one.
    """

    def __init__(self, known: Iterable[tuple[Person, Traits]] = ()) -> None:
        self._known: dict[str, tuple[Person, Traits]] = {}
        self._blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for person, of_person in known:
            self.add(person, of_person)

    def add(self, person: Person, of_person: Traits) -> None:
        """Let this one be found, too."""
        self._known[person.child_id] = person, of_person
        for key in of_person.block_keys():
            self._blocks[key].append(person.child_id)

    def likely(self, candidate: Traits, *, limit: int = 5, twins: bool = True) -> tuple[Match, ...]:
        """Who is like the candidate, the likeliest first; twins after all others (or not at all)."""
        ids = {other for key in candidate.block_keys() for other in self._blocks.get(key, ())} - {candidate.key}
        return _matches(candidate, (self._known[other] for other in ids), limit=limit, twins=twins)

    def pairs(self, *, twins: bool = False) -> Iterator[tuple[Person, Person, Likeness]]:
        """Every two of the register that may be one (with `twins`, those born together, too), in no order."""
        seen: set[tuple[str, str]] = set()
        for block in self._blocks.values():
            for crowd in self._crowds(block):
                for one, other in combinations(sorted(set(crowd)), 2):
                    if (one, other) in seen:
                        continue
                    seen.add((one, other))
                    found = compare(self._known[one][1], self._known[other][1])
                    if found.likely or (twins and found.twins):
                        yield self._known[one][0], self._known[other][0], found

    def _crowds(self, block: Sequence[str]) -> Iterator[Sequence[str]]:
        """A block of many (all whose birth date was not known got the same one) is parted once more."""
        if len(block) <= _CROWD:
            yield block
            return
        parted: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key in block:
            of_child = self._known[key][1]
            for what in ("given", "given_kana"):
                if text := getattr(of_child, what):
                    parted[what, text].append(key)
            for what in ("family", "family_kana"):  # a typo in the given name, and twins
                if text := getattr(of_child, what):
                    parted[what, text].append(key)
        yield from parted.values()


# ------------------------------------------------------------------------------------------------ asking


def finder(office: Office) -> Finder:
    """The register, ready for many questions: for an import. Raises NotAllowed."""
    with office.reading("duplicates.finder") as session:
        return Finder(_known(session))


def likely(
    office: Office, candidate: Child, *, limit: int = 5, born_known: bool = True, twins: bool = True
) -> tuple[Match, ...]:
    """Who of the register is like a child that is being written down, the likeliest first, twins after all others.

    `born_known`: False while the form has no birth date yet (`candidate.birth_date` is not looked at then). The
    candidate's own record (its id) and those found to be other children are left out.
    """
    sought = traits_of(candidate, born=candidate.birth_date if born_known else None)
    with office.reading("duplicates.likely") as session:
        ids = _worth_comparing(session, candidate, sought)
        known = [found for part in _portions(sorted(ids)) for found in _known(session, part)]
        apart = {key for key in _settled(session) if candidate.id and candidate.id in key}
    others = (found for found in known if _key(candidate.id, found[0].child_id) not in apart)
    return _matches(sought, others, limit=limit, twins=twins)


def pairs(office: Office, *, settled: bool = False, twins: bool = False) -> tuple[Pair, ...]:
    """Who may be in the register twice, the likeliest first.

    `settled`: only those that were found to be two children (to take that back); `twins`: those born together, too.
    """
    with office.reading("duplicates.pairs") as session:
        decided = _settled(session)
        everybody = Finder(_known(session))
        accounts: dict[str, str] = dict(session.execute(select(AccountRow.id, AccountRow.name)).all())
    made = []
    for left, right, found in everybody.pairs(twins=twins or settled):
        key = _key(left.child_id, right.child_id)
        if (key in decided) != settled:
            continue
        by, on = decided.get(key, ("", ""))
        made.append(
            Pair(
                left=left,
                right=right,
                points=found.points,
                reasons=found.reasons,
                twins=found.twins,
                settled_on=date.fromisoformat(on) if on else None,
                settled_by=accounts.get(by, ""),
            )
        )
    return tuple(sorted(made, key=lambda pair: (pair.twins, -pair.points, pair.left.kana, pair.left.number)))


# ------------------------------------------------------------------------------------------------ deciding


def told_apart(office: Office, one: str, other: str) -> Changes:
    """Remember that these are two children (別のお子さんと確認した). Raises NotFound, Refused for one and the same."""
    return _decide(office, one, other, action="child.told_apart", apart=True)


def not_told_apart(office: Office, one: str, other: str) -> Changes:
    """Take that back."""
    return _decide(office, one, other, action="child.not_told_apart", apart=False)


def _decide(office: Office, one: str, other: str, *, action: str, apart: bool) -> Changes:
    if one == other:
        raise Refused([Problem("", N_("Choose two records."))])
    with office.work(action) as work:
        asked = select(ChildRow.id, ChildRow.number).where(ChildRow.id.in_((one, other)))
        numbers: dict[str, str] = dict(work.session.execute(asked).all())
        for missing in {one, other} - set(numbers):
            raise NotFound("child", missing)
        decided = _settled(work.session)
        if apart:
            decided[_key(one, other)] = (office.account.id, office.today.isoformat())
        else:
            decided.pop(_key(one, other), None)
        stored = json.dumps({" ".join(key): value for key, value in sorted(decided.items())})
        work.session.merge(SettingRow(key=SETTLED, value=stored))
        work.touch("duplicates", children=[one, other])
        work.about("child", one, child_id=one)
        work.note(numbers=[numbers[one], numbers[other]])
        return work.commit(one)


def _settled(session: Session) -> dict[tuple[str, str], tuple[str, str]]:
    """Pairs that were found to be two children: who said so, and when."""
    row = session.get(SettingRow, SETTLED)
    stored: dict[str, list[str]] = json.loads(row.value) if row else {}
    return {_key(*key.split(" ")): (value[0], value[1]) for key, value in stored.items()}


def _key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


# ------------------------------------------------------------------------------------------------ the store


def _matches(sought: Traits, known: Iterable[tuple[Person, Traits]], *, limit: int, twins: bool) -> tuple[Match, ...]:
    compared = ((person, compare(sought, of_person)) for person, of_person in known if person.child_id != sought.key)
    found = [
        Match(person=person, points=alike.points, reasons=alike.reasons, twins=alike.twins)
        for person, alike in compared
        if alike.likely or (twins and alike.twins)
    ]
    found.sort(key=lambda match: (match.twins, -match.points, match.person.number))
    return tuple(found[:limit])


def _worth_comparing(session: Session, candidate: Child, sought: Traits) -> set[str]:
    """Who could be like the candidate: by birth date, certificate, or the whole name either way round."""
    asked = []
    if sought.born is not None:
        asked.append(select(ChildRow.id).where(ChildRow.birth_date.in_(tuple(birth_dates_near(sought.born)))))
    if numbers := [period.number for period in candidate.certificates if period.number]:
        asked.append(select(CertificatePeriodRow.child_id).where(CertificatePeriodRow.number.in_(numbers)))
    wholes = (
        {sought.name, fold(candidate.given_name + candidate.family_name), *sought.others} if sought.given else set()
    )
    if sought.given_kana:
        wholes |= {sought.reading, sought.given_kana + sought.family_kana}
    if wholes := {text for text in wholes if len(text) > 1}:
        holding = (ChildRow.search_keys.contains(text, autoescape=True) for text in sorted(wholes))
        asked.append(select(ChildRow.id).where(or_(*holding)).limit(_PORTION))
    return {child_id for question in asked for child_id in session.scalars(question)}


def _known(session: Session, ids: Sequence[str] | None = None) -> list[tuple[Person, Traits]]:
    """These children (None: all) with what is compared of them: four statements with plain columns."""
    row = ChildRow
    connection = session.connection()

    def ask(question: Any, column: Any) -> Any:
        return connection.execute(question if ids is None else question.where(column.in_(ids)))

    phones: Mapping[str, list[str]] = _by_child(ask(_phones(), FamilyMemberRow.child_id))
    certificates: Mapping[str, list[str]] = _by_child(ask(_certificates(), CertificatePeriodRow.child_id))
    before: dict[str, list[Any]] = defaultdict(list)
    for child_id, *name in ask(_former_names(), FormerNameRow.child_id):
        before[child_id].append(name)
    question = select(
        *(row.id, row.number, row.family_name, row.given_name, row.family_name_kana, row.given_name_kana),
        *(row.former_name, row.alias, row.print_name, row.romaji, row.birth_date, row.sex, row.phone, row.address),
        *(row.status, AccountRow.name),
    ).outerjoin(AccountRow, AccountRow.id == row.worker_id)
    return [_made(found, phones, certificates, before) for found in ask(question, row.id)]


def _made(
    found: Any,
    phones: Mapping[str, list[str]],
    certificates: Mapping[str, list[str]],
    before: Mapping[str, list[Any]],
) -> tuple[Person, Traits]:
    key, number, family, given, family_kana, given_kana = found[:6]
    former, alias, printed, romaji, born, sex, phone, address, status, worker = found[6:]
    person = Person(
        child_id=key,
        number=number,
        name=f"{family} {given}".strip(),
        kana=f"{family_kana} {given_kana}".strip(),
        birth_date=born,
        status=status,
        address=address,
        phone=phone,
        worker=worker or "",
    )
    return person, traits(
        key=key,
        names=(family, given, family_kana, given_kana),
        others=(former, alias, printed, romaji),
        before=before.get(key, ()),
        born=born,
        sex=sex,
        phones=(phone, *phones.get(key, ())),
        address=address,
        certificates=certificates.get(key, ()),
    )


def _phones() -> Any:
    return select(FamilyMemberRow.child_id, FamilyMemberRow.phone).where(FamilyMemberRow.phone != "")


def _certificates() -> Any:
    row = CertificatePeriodRow
    return select(row.child_id, row.number).where(row.number != "").distinct()


def _former_names() -> Any:
    row = FormerNameRow
    return select(row.child_id, row.family_name, row.given_name, row.family_name_kana, row.given_name_kana)


def _by_child(rows: Any) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = defaultdict(list)
    for child_id, text in rows:
        listed[child_id].append(text)
    return listed


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(ids), _PORTION):
        yield ids[begin : begin + _PORTION]
