"""Moving everything that belongs to one child to another: for a merge, and back when it is undone.

What points to a child is found in the tables themselves (their foreign keys), so that a table that is new is moved,
too: a record that stayed behind would keep the store from letting the child go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, String, Table, and_, literal, select, type_coerce, update
from sqlalchemy.orm import Session

from caseapp.casework.import_changing import Changing
from caseapp.casework.import_decision import portions
from caseapp.casework.import_reading import read_many
from caseapp.casework.unit_of_work import Work
from caseapp.records import child as children
from caseapp.records import consultation as consultations
from caseapp.records.all_subjects import ALL, METADATA
from caseapp.records.child import ChildRow, FamilyMemberRow
from caseapp.records.consultation import ConsultationChildRow, ConsultationRow
from caseapp.records.draft import DraftRow
from caseapp.records.subject import Subject
from caseapp.rules.child import Child
from caseapp.rules.consultation import Consultation


@dataclass
class Moved:
    """What was moved, to find it again: ids of records by kind; of consultations that named both or the other child the
    list as it was; (child, family member) whose link was turned; keys of rows without a subject; rows that were let go
    because the target had such a row already; keys of drafts."""

    records: dict[str, list[str]] = field(default_factory=dict)
    also: dict[str, list[str]] = field(default_factory=dict)
    links: list[list[str]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


LOGS = frozenset({"audit", "history", "search_entry", "draft"})
"""Tables that name a child without a foreign key: two logs, which keep the id, the index, and what is moved by hand."""


def derived_tables() -> tuple[Table, ...]:
    """Tables of what is worked out for each child: they name it without a foreign key."""
    named = (table for table in METADATA.sorted_tables if "child_id" in table.c and table.name not in LOGS)
    return tuple(table for table in named if not table.c.child_id.foreign_keys)


def subjects() -> tuple[Subject[Any, Any], ...]:
    """The kinds of record that belong to one child."""
    return tuple(s for s in ALL if s is not children.SUBJECT and "child_id" in s.row.__table__.columns)


def move(work: Work, source: Child, target: Child) -> Moved:
    """Give everything of `source` to `target`. Both are there; their own records are not touched."""
    moved = Moved()
    _move_also(work, moved, source.id, target.id)
    for subject in subjects():
        asked = select(subject.row.id).where(subject.row.child_id == source.id).order_by(subject.row.id)
        moved.records[subject.kind] = list(work.session.scalars(asked))
    _give(work, moved.records, source.id, target.id)
    _turn_links(work, moved, source, target)
    for table, column in _other_references():
        _move_rows(work.session, moved, table, column, (source.id, target.id))
    _move_drafts(work.session, moved, source.id, target.id)
    for table in derived_tables():  # worked out anew for whoever is there
        work.session.execute(table.delete().where(table.c.child_id == source.id))
    return moved


def move_back(work: Work, moved: Moved, source: Child, target: Child) -> None:
    """What `move` did, the other way round. What is not there any more, or elsewhere by now, is left alone."""
    _give(work, moved.records, target.id, source.id)
    for record_id, listed in moved.also.items():
        row = work.session.get(ConsultationRow, record_id)
        if row is not None:
            value = consultations.SHAPE.to_read(row)
            _save_also(work, row, value, _turned_back(value, listed, source.id, target.id))
    _turn_links_back(work, moved, source, target)
    for entry in moved.rows:
        table = METADATA.tables[entry["table"]]
        key = _key(table, {**entry["key"], entry["column"]: target.id})
        work.session.execute(update(table).where(key).values({entry["column"]: source.id}))
    for entry in moved.dropped:
        table = METADATA.tables[entry["table"]]
        values = {
            name: literal(value, String()) for name, value in {**entry["row"], entry["column"]: source.id}.items()
        }
        work.session.execute(table.insert().prefix_with("OR IGNORE").values(values))
    for draft in moved.drafts:
        wanted = and_(*(getattr(DraftRow, name) == value for name, value in draft.items()))
        statement = update(DraftRow).where(wanted, DraftRow.child_id == target.id)
        work.session.execute(statement.values(child_id=source.id), execution_options={"synchronize_session": False})


def _give(work: Work, records: Mapping[str, Sequence[str]], giver: str, child_id: str) -> None:
    """Let records that are one child's be another's: thousands in few statements."""
    changing = Changing(work)
    for subject in subjects():
        ids = records.get(subject.kind, ())
        for value in read_many(work.session, subject.shape, ids).values():
            if value.child_id != giver:
                continue
            if hasattr(value, "revision"):
                changing.change(subject, value, replace(value, child_id=child_id))
            else:
                work.save(subject, replace(value, child_id=child_id))
        if hasattr(subject.row, "withdrawn"):
            for part in portions(ids):
                taken_back = select(subject.row.id).where(subject.row.id.in_(part), subject.row.withdrawn.is_(True))
                for record_id in work.session.scalars(taken_back):
                    work.hide(subject.kind, record_id)
    changing.flush()
    work.session.expire_all()


# ------------------------------------------------------------------------------------------------ also about others


def _move_also(work: Work, moved: Moved, source: str, target: str) -> None:
    naming = select(ConsultationChildRow.consultation_id).where(ConsultationChildRow.child_id == source)
    own = select(ConsultationRow.id).where(ConsultationRow.child_id == source)
    own = own.join(ConsultationChildRow, ConsultationChildRow.consultation_id == ConsultationRow.id)
    own = own.where(ConsultationChildRow.child_id == target)
    for record_id in sorted({*work.session.scalars(naming), *work.session.scalars(own)}):
        row = work.row(consultations.SUBJECT, record_id)
        value = consultations.SHAPE.to_read(row)
        moved.also[record_id] = list(value.also_children)
        mapped = dict.fromkeys(target if child == source else child for child in value.also_children)
        if value.child_id in (source, target):
            mapped.pop(target, None)
        _save_also(work, row, value, tuple(mapped))


def _turned_back(value: Consultation, listed: Sequence[str], source: str, target: str) -> tuple[str, ...]:
    """The list as it was, and who came to it since; who was taken out since stays out."""
    then = [target if child == source else child for child in listed]
    kept = [child for child, now in zip(listed, then, strict=True) if now in value.also_children or now == target]
    return tuple(dict.fromkeys((*kept, *(child for child in value.also_children if child not in then))))


def _save_also(work: Work, row: ConsultationRow, value: Consultation, also: tuple[str, ...]) -> None:
    if also != value.also_children:
        work.save(consultations.SUBJECT, replace(value, also_children=also))


# ------------------------------------------------------------------------------------------------ brothers and sisters


def _turn_links(work: Work, moved: Moved, source: Child, target: Child) -> None:
    asked = select(FamilyMemberRow.child_id, FamilyMemberRow.id)
    asked = asked.where(FamilyMemberRow.sibling_child_number == source.number)
    linked = [(child_id, part_id) for child_id, part_id in work.session.execute(asked)]
    moved.links = [list(link) for link in linked if link[0] not in (source.id, target.id)]
    _link(work, moved.links, {source.number}, target.number)


def _turn_links_back(work: Work, moved: Moved, source: Child, target: Child) -> None:
    _link(work, moved.links, {target.number}, source.number)


def _link(work: Work, links: Sequence[Sequence[str]], before: set[str], after: str) -> None:
    for child_id in dict.fromkeys(link[0] for link in links):
        if work.session.get(ChildRow, child_id) is None:
            continue
        value = work.find(children.SUBJECT, child_id)
        meant = {part_id for of_child, part_id in links if of_child == child_id}
        family = tuple(
            replace(member, sibling_child_number=after)
            if member.id in meant and member.sibling_child_number in before
            else member
            for member in value.family
        )
        work.save(children.SUBJECT, replace(value, family=family))


# ------------------------------------------------------------------------------------------------ other tables


def _other_references() -> Iterator[tuple[Table, str]]:
    """(table, column) of everything else that points to a child."""
    own = {ChildRow.__tablename__, ConsultationChildRow.__tablename__}
    own |= {part.row.__tablename__ for part in children.SHAPE.parts.values()}
    own |= {subject.row.__tablename__ for subject in subjects()}
    for table in METADATA.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == ChildRow.__tablename__ and table.name not in own:
                yield table, key.parent.name


def _move_rows(session: Session, moved: Moved, table: Table, column: str, way: tuple[str, str]) -> None:
    """Point rows to the other child. Where it has such a row already (both were opened by one user), that one stays,
    and the other is noted, to come back with its child."""
    source, target = way
    names = [key.name for key in table.primary_key]
    asked = select(*(table.c[name] for name in names)).where(table.c[column] == source)
    for row in session.execute(asked).all():
        key = dict(zip(names, row, strict=True))
        taken = column in key and session.execute(select(table).where(_key(table, {**key, column: target}))).first()
        if taken:
            stored = select(*(type_coerce(c, String()).label(c.name) for c in table.columns))  # as it lies in the store
            whole = session.execute(stored.where(_key(table, key))).mappings().one()
            moved.dropped.append({"table": table.name, "column": column, "row": dict(whole)})
            session.execute(table.delete().where(_key(table, key)))
        else:
            session.execute(update(table).where(_key(table, key)).values({column: target}))
            kept = {name: value for name, value in key.items() if name != column}
            moved.rows.append({"table": table.name, "column": column, "key": kept})


def _key(table: Table, values: dict[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in values.items()))


def _move_drafts(session: Session, moved: Moved, source: str, target: str) -> None:
    row = DraftRow
    for account_id, form, record_id in session.execute(
        select(row.account_id, row.form, row.record_id).where(row.child_id == source)
    ).all():
        key = {"account_id": account_id, "form": form, "record_id": record_id}
        wanted = and_(*(getattr(row, name) == value for name, value in key.items()), row.child_id == source)
        session.execute(
            update(row).where(wanted).values(child_id=target), execution_options={"synchronize_session": False}
        )
        moved.drafts.append(key)
