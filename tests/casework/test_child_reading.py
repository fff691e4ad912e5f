"""One child is read with a statement for each kind of part it has, not for each kind there is; nothing is left out."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from sqlalchemy import event, select

from caseapp.casework import child_page, register
from caseapp.casework.office import Office
from caseapp.records.child import SHAPE, SUBJECT, ChildRow
from caseapp.rules.child_facts import Device
from caseapp.vault.engine import _STATEMENTS
from tests.casework.people import everything
from tests.casework.test_household import save


@pytest.mark.slow
def test_a_child_read_alone_is_the_child_read_among_all(filled: Office) -> None:
    with filled.reading() as session:
        among_all = {row.id: SHAPE.to_read(row) for row in session.scalars(select(ChildRow))}
    assert len(among_all) >= 30
    for child_id, child in among_all.items():
        assert register.child(filled, child_id) == child


def test_a_child_without_parts_costs_few_statements(opened: Office) -> None:
    child = save(opened)
    asked: list[str] = []
    with opened.reading() as session:
        event.listen(
            opened.vault.engine, "before_cursor_execute", lambda _c, _u, statement, *_a: asked.append(statement)
        )
        row = SUBJECT.row_of(session, child.id)
        assert row is not None
        read = SHAPE.to_read(row)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 2
    assert all(getattr(read, field.name) == getattr(child, field.name) for field in fields(child))


def test_parts_added_to_a_child_without_any_are_kept(opened: Office) -> None:
    child = save(opened)
    register.save(opened, replace(child, devices=(Device(kind="suction", name="すいすい40"),)))
    assert [device.name for device in register.child(opened, child.id).devices] == ["すいすい40"]
    register.save(opened, replace(register.child(opened, child.id), devices=()))
    assert register.child(opened, child.id).devices == ()


def test_the_page_of_nobody_makes_the_statements_of_every_page_and_leaves_no_trace(opened: Office) -> None:
    child = save(opened)
    before = everything(opened)
    _STATEMENTS.clear()
    child_page.warm_up(opened)
    made = set(_STATEMENTS)
    assert everything(opened) == before
    known = set(_STATEMENTS)
    child_page.page(opened, child.id)
    assert len(set(_STATEMENTS) - known) < 8 < len(made)  # the entry that it was seen remains to be made
