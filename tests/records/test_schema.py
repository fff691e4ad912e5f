"""Models and migrations tell the same story, every version ever written still opens, an upgrade is whole or undone."""

from __future__ import annotations

import ast
import io
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from caseapp.casework import audit, consultations, office, register, search
from caseapp.records import all_subjects, schema
from caseapp.rules.clock import stopped
from caseapp.vault import upgrade
from caseapp.vault.backups import list_backups
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from caseapp.vault.opening import unlock
from caseapp.vault.trouble import UnfinishedUpgrade
from tests.records import make_stored
from tests.records.vaults import empty_store, migrated_store

HERE = Path(__file__).parent
NUMBERS = [number for number, _ in schema.migrations()]


def shape_of(connection: Connection) -> dict[str, Any]:
    """Everything SQLite knows about the tables: columns, keys, indexes with their columns, triggers, virtual tables."""
    names = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").all()
    shape: dict[str, Any] = {}
    for kind, name, sql in names:
        words = "".join((sql or "").split())
        if kind == "table" and not name.startswith("search_text"):
            shape[name] = {
                # without their order and defaults: a column that a migration adds stands last and needs a default
                "columns": sorted((row[1], row[2], row[3], row[5], row[6]) for row in xinfo(connection, name)),
                "keys": sorted(row[2:] for row in pragma(connection, "foreign_key_list", name)),
                "indexes": {
                    row[1]: (row[2:], [(at, *how) for at, _place, *how in pragma(connection, "index_xinfo", row[1])])
                    for row in pragma(connection, "index_list", name)
                },
                "checks": sorted(part for part in words.split("CONSTRAINT") if "CHECK" in part),
                "without_rowid": "WITHOUTROWID" in words,
            }
        elif not name.startswith("search_text_"):
            shape[f"{kind} {name}"] = words
    return shape


def xinfo(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    """(cid, name, type, notnull, default, pk, hidden) of each column."""
    return pragma(connection, "table_xinfo", table)


def pragma(connection: Connection, what: str, name: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(f'PRAGMA {what}("{name}")')]


def test_the_models_and_the_migrations_make_the_same_tables(tmp_path: Path) -> None:
    with empty_store(tmp_path / "models.db") as engine:
        all_subjects.METADATA.create_all(engine)
        with engine.connect() as connection:
            models = shape_of(connection)
    with migrated_store(tmp_path / "migrated.db") as engine, engine.connect() as connection:
        migrated = shape_of(connection)
    assert models == migrated
    assert len(models) > 60


def test_the_version_is_the_newest_migration() -> None:
    assert list(range(1, schema.CURRENT + 1)) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_every_migration_has_its_stored_vault_and_its_section_in_the_docs(number: int) -> None:
    assert (HERE / "stored" / f"version-{number}.zip").is_file(), "run python -m tests.records.make_stored"
    page = (HERE.parents[1] / "docs" / "database.md").read_text("utf-8")
    assert f"## Version {number}" in page


@pytest.mark.parametrize("module", [module for _, module in schema.migrations()], ids=lambda m: m.__name__[-12:])
def test_a_migration_imports_nothing_of_ours(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert {name.split(".")[0] for name in imported} <= {"__future__", "alembic", "sqlalchemy"}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_vault_of_every_version_opens_and_holds_what_it_held(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with zipfile.ZipFile(HERE / "stored" / f"version-{number}.zip") as stored:
        stored.extractall(tmp_path / "vault")
    opened = office.open_office(
        tmp_path / "vault", user=make_stored.USER, passphrase=make_stored.WORDS, clock=stopped(now)
    )
    with opened:
        with opened.vault.engine.connect() as connection:
            assert schema.current_version(connection) == schema.CURRENT
        assert make_stored.told(opened) == make_stored.expected()
        assert audit.verify_chain(opened).whole
        child = register.rows(opened)[0]
        assert [talk.facts for talk in consultations.of_child(opened, child.child_id)] == ["給食の塩分の話"]
        assert search.find(opened, "給食").hits


def test_the_stored_vault_is_of_the_tables_as_they_are_now(tmp_path: Path, now: datetime) -> None:
    """Until a version is released its migration may still change; then the stored vault must be made again."""
    with zipfile.ZipFile(io.BytesIO((HERE / "stored" / f"version-{schema.CURRENT}.zip").read_bytes())) as stored:
        stored.extractall(tmp_path / "vault")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FAST_KDF_VARIABLE, "1")
        vault = unlock(tmp_path / "vault", make_stored.USER, passphrase=make_stored.WORDS, now=now)
    with vault, vault.engine.connect() as connection:
        kept = shape_of(connection)
    with migrated_store(tmp_path / "migrated.db") as engine, engine.connect() as connection:
        assert kept == shape_of(connection)


# ---- what an upgrade must never do, shown with a migration that does not exist yet


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A version 2 that adds a column, in memory."""
    module = ModuleType("m0002_next")
    module.upgrade = lambda: None  # type: ignore[attr-defined]  # a module's function
    known = list(schema.migrations())
    monkeypatch.setattr(schema, "CURRENT", schema.CURRENT + 1)
    monkeypatch.setattr(schema, "migrations", lambda: iter([*known, (schema.CURRENT, module)]))
    return module


def adding_a_column() -> None:
    from alembic import op

    op.execute("ALTER TABLE child ADD COLUMN nickname TEXT NOT NULL DEFAULT ''")
    op.execute("UPDATE child SET nickname = given_name")


def failing_half_way() -> None:
    adding_a_column()
    raise RuntimeError("power cut")


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with zipfile.ZipFile(HERE / "stored" / "version-1.zip") as stored:
        stored.extractall(tmp_path / "vault")
    return tmp_path / "vault"


def open_old(folder: Path, now: datetime) -> office.Office:
    return office.open_office(folder, user=make_stored.USER, passphrase=make_stored.WORDS, clock=stopped(now))


def test_an_upgrade_makes_a_backup_first_and_carries_the_data_over(
    old: Path, now: datetime, next_version: ModuleType
) -> None:
    next_version.upgrade = adding_a_column  # type: ignore[attr-defined]  # a module's function
    assert not list_backups(old / "backups")
    with open_old(old, now) as opened:
        with opened.vault.engine.connect() as connection:
            assert schema.current_version(connection) == schema.CURRENT
            assert connection.exec_driver_sql("SELECT nickname FROM child").scalar_one() == "陽菜乃"
        assert make_stored.told(opened) == make_stored.expected()
    (backup,) = list_backups(old / "backups")
    assert backup.manifest is not None
    with open_old(old, now):
        assert len(list_backups(old / "backups")) == 1


def test_a_migration_that_fails_leaves_the_old_store(old: Path, now: datetime, next_version: ModuleType) -> None:
    next_version.upgrade = failing_half_way  # type: ignore[attr-defined]  # a module's function
    with pytest.raises(RuntimeError, match="power cut"):
        open_old(old, now)
    vault = unlock(old, make_stored.USER, passphrase=make_stored.WORDS, now=now)
    with vault, vault.engine.connect() as connection:
        assert schema.current_version(connection) == 1
        columns = [row[1] for row in pragma(connection, "table_xinfo", "child")]
        assert "nickname" not in columns
    next_version.upgrade = adding_a_column  # type: ignore[attr-defined]  # a module's function
    with open_old(old, now) as opened:
        assert make_stored.told(opened) == make_stored.expected()


def test_a_kill_between_migration_and_clearing_the_mark_leads_to_the_backup(
    old: Path, now: datetime, next_version: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version.upgrade = adding_a_column  # type: ignore[attr-defined]  # a module's function
    from caseapp.vault.open_vault import OpenVault

    real = OpenVault.mark_upgrade

    def killed(self: OpenVault, mark: Any, **rest: Any) -> None:
        if mark is None:
            raise KeyboardInterrupt
        real(self, mark, **rest)

    monkeypatch.setattr(OpenVault, "mark_upgrade", killed)
    with pytest.raises(KeyboardInterrupt):
        open_old(old, now)
    monkeypatch.setattr(OpenVault, "mark_upgrade", real)
    with pytest.raises(UnfinishedUpgrade):
        open_old(old, now)
    from caseapp.vault.unlocking import derive_key

    key = derive_key(old, make_stored.USER, passphrase=make_stored.WORDS)
    upgrade.restore_unfinished(old, key, now=now)
    with open_old(old, now) as opened:
        assert make_stored.told(opened) == make_stored.expected()


def test_alembic_is_not_imported_when_nothing_is_to_be_done(engine: Engine) -> None:
    held = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "alembic"}
    for name in held:
        del sys.modules[name]
    try:
        with engine.begin() as connection:
            schema.migrate(connection)
        assert not [name for name in sys.modules if name.split(".")[0] == "alembic"]
    finally:
        sys.modules.update(held)


def test_a_gap_in_the_numbers_is_a_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    import pkgutil

    monkeypatch.setattr(pkgutil, "iter_modules", lambda _path: [pkgutil.ModuleInfo(None, "m0003_third", False)])  # type: ignore[arg-type]  # no finder is asked
    with pytest.raises(RuntimeError, match="m0003_third"):
        list(schema.migrations())
