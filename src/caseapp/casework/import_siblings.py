"""Brothers and sisters in a list that is read in: offered at the look, linked only where a person ticked them.

Two rows of the list, or a row and a child who is here. The link is part of what the import writes, so that undoing the
import takes it away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from sqlalchemy import select

from caseapp.casework.import_decision import Decision, Item
from caseapp.casework.import_reading import read_many
from caseapp.casework.unit_of_work import Work
from caseapp.records.child import SHAPE, SUBJECT, ChildRow, FamilyMemberRow
from caseapp.rules.child import Child
from caseapp.rules.child_household import with_sibling
from caseapp.rules.kin import CROWD, Key, household_keys, is_grown_up, keys_of, kin
from caseapp.rules.problem import ChangedMeanwhile


@dataclass(frozen=True)
class Relative:
    """One of two: a row of the file (`line`, and `row` as a spreadsheet counts it) or a child of the register
    (`child_id`)."""

    name: str
    number: str
    birth_date: date
    line: int = 0
    row: int = 0
    child_id: str = ""


@dataclass(frozen=True)
class SiblingOffer:
    """A new child of the row `one` and another who seem to be brothers or sisters. `why`: "address" (and the same
    guardian) or "phone" (and the same family name). `twins`: born on one day, under another name."""

    one: Relative
    other: Relative
    why: str
    twins: bool = False

    @property
    def key(self) -> tuple[int, str]:
        """What a person's choice names it by."""
        return self.one.line, self.other.child_id or str(self.other.line)

    @property
    def lines(self) -> tuple[int, ...]:
        """The rows that it is about."""
        return tuple(line for line in (self.one.line, self.other.line) if line)


def offers(work: Work, decision: Decision) -> tuple[SiblingOffer, ...]:
    """Who among the new children may have a brother or sister in the list or in the register."""
    amiss = {finding.place for finding in decision.problems}
    rows = {item.place.line: item for item in decision.items if item.new and item.place not in amiss}
    if not rows:
        return ()
    by_key: dict[Key, list[int]] = defaultdict(list)
    for line, item in rows.items():
        for key in keys_of(item.after):
            by_key[key].append(line)
    here = _here(work, by_key)
    known = read_many(work.session, SHAPE, {child_id for ids in here.values() for child_id in ids})
    shared: dict[tuple[int, str], set[Key]] = defaultdict(set)
    for key, lines in by_key.items():
        theirs = here.get(key, set())
        if 1 < len(lines) + len(theirs) <= CROWD:
            for one, other in combinations(lines, 2):
                shared[one, str(other)].add(key)
            for line in lines:
                for child_id in theirs:
                    shared[line, child_id].add(key)
    return tuple(_offered(shared, rows, known))


def _offered(
    shared: Mapping[tuple[int, str], set[Key]], rows: Mapping[int, Item], known: Mapping[str, Child]
) -> Iterator[SiblingOffer]:
    for line, other in sorted(shared):
        here = known.get(other)
        found = kin(rows[line].after, here or rows[int(other)].after, shared[line, other])
        if found is not None:
            there = Relative(here.name, here.number, here.birth_date, child_id=other) if here else None
            yield SiblingOffer(_of_row(rows[line]), there or _of_row(rows[int(other)]), found.why, found.twins)


def _of_row(item: Item) -> Relative:
    child = item.after
    return Relative(child.name, child.number, child.birth_date, item.place.line, item.place.row)


def _here(work: Work, wanted: Mapping[Key, object]) -> dict[Key, set[str]]:
    """The children of the register by those keys."""
    names: dict[str, list[str]] = defaultdict(list)
    phones: dict[str, list[str]] = defaultdict(list)
    member = FamilyMemberRow
    columns = (member.child_id, member.name, member.phone, member.relationship, member.sibling_child_number)
    for child_id, name, phone, relationship, sibling in work.session.execute(select(*columns)):
        if is_grown_up(relationship, sibling):
            names[child_id].append(name)
            phones[child_id].append(phone)
    found: dict[Key, set[str]] = defaultdict(set)
    row = ChildRow
    for child_id, address, phone, family, kana in work.session.execute(
        select(row.id, row.address, row.phone, row.family_name, row.family_name_kana)
    ):
        for key in household_keys(
            address=address, phones=(phone, *phones[child_id]), family=(family, kana), grown_ups=names[child_id]
        ):
            if key in wanted:
                found[key].add(child_id)
    return found


def possible(items: Iterable[Item], wanted: Iterable[SiblingOffer]) -> list[SiblingOffer]:
    """Those of which all rows are taken."""
    lines = {item.place.line for item in items}
    return [offer for offer in wanted if lines.issuperset(offer.lines)]


def linked(work: Work, items: Sequence[Item], taken: Sequence[SiblingOffer]) -> list[Item]:
    """The items with those links in both records; a child of the register that only gets a link is one item more.

    Raises ChangedMeanwhile when a child is no longer here.
    """
    rows = {item.place.line: item for item in items}
    ids = {offer.other.child_id for offer in taken if offer.other.child_id}
    line_of = {item.before.id: item.place.line for item in items if item.before is not None}
    known = read_many(work.session, SHAPE, ids - set(line_of))
    if ids - set(line_of) - set(known):
        raise ChangedMeanwhile
    more = {
        child_id: Item(rows[_first(taken, child_id)].place, SUBJECT, child, child) for child_id, child in known.items()
    }
    for offer in taken:
        child_id = offer.other.child_id
        line = line_of.get(child_id, 0) if child_id else offer.other.line
        one, other = rows[offer.one.line], rows[line] if line else more[child_id]
        joined = replace(one, after=with_sibling(one.after, other.after))
        back = replace(other, after=with_sibling(other.after, one.after))
        rows[offer.one.line] = joined
        if line:
            rows[line] = back
        else:
            more[child_id] = back
    return [*rows.values(), *more.values()]


def _first(taken: Iterable[SiblingOffer], child_id: str) -> int:
    return next(offer.one.line for offer in taken if offer.other.child_id == child_id)
