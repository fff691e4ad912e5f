"""A store of before version 11 may hold two open hand-overs of a child: the newest stays, and no second comes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from caseapp.records.handover import HandoverRow
from caseapp.records.migrations import m0011_one_open_handover
from tests.records.vaults import migrated_store


def keep(connection: Connection, key: str, child_id: str, state: str) -> None:
    values = {"id": key, "revision": 1, "child_id": child_id, "batch": "b", "state": state, "on": date(2026, 11, 20)}
    connection.execute(insert(HandoverRow).values(values))


def test_of_two_open_ones_the_newest_stays_and_no_second_comes(tmp_path: Path) -> None:
    with migrated_store(tmp_path / "store.db") as engine, engine.connect() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(text("DROP INDEX ix_handover_open"))
        rows = [("1", "given"), ("2", "preparing"), ("3", "acknowledged")]
        for key, state in rows:
            keep(connection, key, "one", state)
        keep(connection, "4", "two", "given")
        with Operations.context(MigrationContext.configure(connection)):
            m0011_one_open_handover.upgrade()
        row = HandoverRow
        found = connection.execute(select(row.id, row.state, row.cancelled_reason).order_by(row.id)).all()
        assert [tuple(each) for each in found] == [
            ("1", "cancelled", "同じ児童の引継ぎが重なっていたため"),
            ("2", "preparing", ""),
            ("3", "acknowledged", ""),
            ("4", "given", ""),
        ]
        keep(connection, "5", "one", "acknowledged")
        with pytest.raises(IntegrityError):
            keep(connection, "6", "one", "given")
        connection.rollback()
