"""An encrypted store with all tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from caseapp.records.account import AccountRow
from caseapp.records.child import SHAPE, ChildRow
from tests.records.values import CHILD, numbered
from tests.records.vaults import migrated_store


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with migrated_store(tmp_path / "store.db") as made:
        yield made


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session in which an account `worker` and a child `child` are stored."""
    with Session(engine) as made:
        made.add(AccountRow(id="worker", revision=1, name="森下 由佳", role="worker", title="保健師", active=True))
        row: ChildRow = SHAPE.make(CHILD, new_id=numbered("part"))
        row.id, row.revision, row.sort_key, row.search_keys = "child", 1, "", ""
        made.add(row)
        made.commit()
        yield made


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as made:
        yield made
