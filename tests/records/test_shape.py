"""Every field of every record goes into the store and comes back the same."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caseapp.records import all_subjects, child, plan
from caseapp.records.all_subjects import BY_KIND
from caseapp.records.tables import Record, moment_text
from caseapp.rules.child import Child, FamilyMember
from tests.records.values import ALL, AT, CHILD, numbered


def store(session: Session, kind: str) -> None:
    """The value of this kind, with all it refers to."""
    for name in ALL:
        value, subject = ALL[name], BY_KIND[name]
        row = subject.shape.make(value, new_id=numbered("new"))
        row.revision = 1
        session.add(row)
        session.flush()
        if name == kind:
            break
    session.commit()
    session.expunge_all()


@pytest.mark.parametrize("kind", ALL)
def test_a_record_comes_back_as_it_was(session: Session, kind: str) -> None:
    store(session, kind)
    subject = BY_KIND[kind]
    row = session.get(subject.row, ALL[kind].id)
    assert row is not None
    assert subject.shape.to_read(row) == ALL[kind]


def test_a_child_comes_back_as_it_was(session: Session) -> None:
    row = session.get(child.ChildRow, "child")
    assert row is not None
    assert child.SHAPE.to_read(row) == CHILD


@pytest.mark.parametrize("kind", [*ALL, "child"])
def test_the_full_values_leave_no_field_at_its_default(kind: str) -> None:
    """Else a field that is not stored would come back the same by chance."""
    value = CHILD if kind == "child" else ALL[kind]
    left = [
        f.name
        for f in dataclasses.fields(value)
        if f.default is not dataclasses.MISSING and getattr(value, f.name) == f.default
    ]
    assert left == []


@pytest.mark.parametrize("kind", [*ALL, "child"])
def test_a_record_emptied_comes_back_empty(session: Session, kind: str) -> None:
    if kind != "child":
        store(session, kind)
    subject = BY_KIND[kind]
    value = CHILD if kind == "child" else ALL[kind]
    empty = {
        f.name: f.default
        for f in dataclasses.fields(value)
        if f.default is not dataclasses.MISSING and f.name not in ("id", "revision", *subject.read_only)
    }
    if kind in ("support_plan", "information_letter"):
        empty.pop("organization_id", None)
    wanted = dataclasses.replace(value, **empty)
    row: Any = session.get(subject.row, value.id)
    subject.shape.apply(row, wanted, new_id=numbered("x"))
    session.commit()
    session.expunge_all()
    names = {name: "" for name in subject.read_only if name != "organization"}
    assert subject.shape.to_read(session.get(subject.row, value.id)) == dataclasses.replace(wanted, **names)


def test_parts_moved_keep_their_rows(session: Session) -> None:
    row: Any = session.get(child.ChildRow, "child")
    first, second = CHILD.family
    new = FamilyMember(relationship="sister", name="y")
    child.SHAPE.apply(row, dataclasses.replace(CHILD, family=(new, second, first)), new_id=numbered("made"))
    session.commit()
    session.expunge_all()
    ids = [member.id for member in child.SHAPE.to_read(session.get(child.ChildRow, "child")).family]  # type: ignore[arg-type]  # it is there
    assert ids == ["made-1", "f2", "f1"]


def test_goals_and_their_supports_are_told_by_their_ids(session: Session) -> None:
    store(session, "support_plan")
    value = ALL["support_plan"]
    first, second = value.goals
    one, two = first.supports
    moved = dataclasses.replace(
        value, goals=(second, dataclasses.replace(first, supports=(two, dataclasses.replace(one, content="別"))))
    )
    row: Any = session.get(plan.SupportPlanRow, "plan")
    plan.SHAPE.apply(row, moved, new_id=numbered("x"))
    session.commit()
    session.expunge_all()
    assert plan.SHAPE.to_read(session.get(plan.SupportPlanRow, "plan")) == moved  # type: ignore[arg-type]  # it is there


def test_every_record_has_a_subject_and_every_constraint_a_name() -> None:
    rows = {mapper.class_ for mapper in Record.registry.mappers if issubclass(mapper.class_, Record)}
    assert rows == {subject.row for subject in all_subjects.ALL}
    for table in all_subjects.METADATA.tables.values():
        for constraint in table.constraints:
            assert constraint.name, (table.name, constraint)
        for index in table.indexes:
            assert index.name


def test_every_foreign_key_is_indexed_or_rarely_asked() -> None:
    """A key without index makes a delete or a join scan; those left out point to people and are never joined from."""
    people = {"account"}
    missing = []
    for table in all_subjects.METADATA.tables.values():
        leading = {index.columns.keys()[0] for index in table.indexes} | set(table.primary_key.columns.keys()[:1])
        for key in table.foreign_keys:
            if key.parent.name not in leading and key.column.table.name not in people:
                missing.append(f"{table.name}.{key.parent.name}")
    assert sorted(missing) == [
        "disclosure.organization_id",
        "information_letter.consent_id",
        "support_plan.previous_id",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE child SET status = 'gone'",
        "UPDATE child SET worker_id = 'nobody'",
        "UPDATE child SET family_name = NULL",
        "INSERT INTO account (id, name, role, title, active, revision) SELECT 'x', name, role, '', 1, 1 FROM account",
        "DELETE FROM child",
    ],
)
def test_the_store_refuses_what_must_not_be(session: Session, engine: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(statement))


def test_a_moment_without_zone_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment_text(datetime(2026, 11, 20))


def test_moments_are_stored_in_one_width_so_that_text_order_is_time_order() -> None:
    assert moment_text(AT) == "2026-11-20T01:12:30.123456Z"
    assert moment_text(AT.replace(microsecond=0)) == "2026-11-20T01:12:30.000000Z"


def test_names_are_derived_for_the_register() -> None:
    row = child.ChildRow()
    child.SUBJECT.derive(row, Child(number="1", family_name="髙瀬", given_name="葵", birth_date=date(2014, 8, 3)))
    assert row.search_keys == "高瀬葵 1"
    assert row.sort_key
