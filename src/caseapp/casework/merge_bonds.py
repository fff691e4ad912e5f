"""Which records of a child rest on which others, and whose each is when a merge is undone.

A review rests on its plan, a letter on its consent, a next step on what it grew from: what hangs together is one
child's. Found in the tables themselves (their foreign keys), so that a table that is new is heeded, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from caseapp.casework.merge_moving import subjects
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.plan import SupportPlanRow


@dataclass(frozen=True)
class Shares:
    """`along`: ids of records made since that go back with what they hang together with, by kind. `torn`: of what
    hangs together with records of both children, those that were made or changed since: (kind, id)."""

    along: dict[str, list[str]]
    torn: tuple[tuple[str, str], ...] = ()


def bonds() -> Iterator[tuple[Table, str, str]]:
    """(table, column, table it points to) between the records of one child."""
    own = {subject.row.__tablename__ for subject in subjects()}
    for subject in subjects():
        table = subject.row.__table__
        for key in table.foreign_keys:
            if key.column.table.name in own:
                yield table, key.parent.name, key.column.table.name


def shares(session: Session, child_id: str, *, back: Collection[str], since: Collection[str]) -> Shares:
    """Whose the records of the child that remained are. `back` are the ids of those that go back to the other record,
    `since` of those that were made after the merge."""
    kinds = _kinds(session, child_id)
    pairs = [(one, other) for one, other in _pairs(session, child_id) if one in kinds and other in kinds]
    along: dict[str, list[str]] = defaultdict(list)
    torn: list[tuple[str, str]] = []
    for together in _groups(kinds, pairs):
        new = sorted(together & set(since))
        if not together & set(back):
            continue
        if together - set(back) - set(since):
            crossing = {one for one, other in pairs if one in together and (one in back) != (other in back)}
            torn += [(kinds[key], key) for key in sorted({*new, *crossing})]
            continue
        for key in new:
            along[kinds[key]].append(key)
    return Shares(dict(along), tuple(torn))


def _kinds(session: Session, child_id: str) -> dict[str, str]:
    return {
        key: subject.kind
        for subject in subjects()
        for key in session.scalars(select(subject.row.id).where(subject.row.child_id == child_id))
    }


def _pairs(session: Session, child_id: str) -> Iterator[tuple[str, str]]:
    """(id of a record, id of the one it rests on); a later version of a plan on the first of its number."""
    for table, column, _other in bonds():
        asked = select(table.c.id, table.c[column]).where(table.c.child_id == child_id, table.c[column].is_not(None))
        yield from ((row[0], row[1]) for row in session.execute(asked))
    grown = select(FollowUpRow.id, FollowUpRow.origin_id).where(FollowUpRow.child_id == child_id)
    yield from ((row[0], row[1]) for row in session.execute(grown.where(FollowUpRow.origin_id != "")))
    first: dict[str, str] = {}
    plans = select(SupportPlanRow.id, SupportPlanRow.number).where(SupportPlanRow.child_id == child_id)
    for key, number in session.execute(plans.order_by(SupportPlanRow.number, SupportPlanRow.version)):
        if first.setdefault(number, key) != key:
            yield key, first[number]


def _groups(ids: Collection[str], pairs: Collection[tuple[str, str]]) -> Iterator[set[str]]:
    """The sets of records that hang together, each record in one."""
    group = {key: {key} for key in ids}
    for one, other in pairs:
        if group[one] is not group[other]:
            group[one] |= group[other]
            for key in group[other]:
                group[key] = group[one]
    yield from {id(each): each for each in group.values()}.values()
