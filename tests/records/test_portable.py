"""The tables must be possible on PostgreSQL: only the search index, the triggers and the migrations know SQLite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from caseapp import casework, records
from caseapp.records import all_subjects

KNOWS_SQLITE = {"search_index.py", "schema.py", "tables.py", "audit.py"}
SIGNS = re.compile(r"sqlite|PRAGMA|fts5|rowid|exec_driver_sql", re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(all_subjects.METADATA.tables))
def test_a_table_can_be_made_on_postgresql(name: str) -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy gives it no types
    table = all_subjects.METADATA.tables[name]
    made = str(CreateTable(table).compile(dialect=dialect))
    assert "CREATE TABLE" in made
    for index in table.indexes:
        assert len(index.name or "") <= 63  # what PostgreSQL keeps of a name
        assert str(CreateIndex(index).compile(dialect=dialect))


def test_nothing_else_speaks_sqlites_dialect() -> None:
    folders = [Path(str(package.__file__)).parent for package in (records, casework)]
    files = [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]
    speaking = {path.name for path in files if SIGNS.search(_code(path.read_text("utf-8")))}
    assert speaking == KNOWS_SQLITE


def _code(text: str) -> str:
    """Without docstrings and comments, which may name it."""
    return re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.DOTALL)
