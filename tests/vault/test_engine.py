"""The engine: real transactions, no values in errors, no plain text, troubles with names."""

from __future__ import annotations

import importlib
import threading
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import exc, literal, select, text
from sqlalchemy.orm import Session

from caseapp.vault import cipher
from caseapp.vault.cipher import PLAIN
from caseapp.vault.engine import _STATEMENTS, make_engine
from caseapp.vault.header import STORE
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.trouble import (
    Busy,
    CannotReach,
    Closed,
    DamagedStore,
    DiskFull,
    NotEncrypted,
    ReadOnly,
    VaultTrouble,
)
from tests.vault.office import MARKER, notes, reopen, write_note


def setting(vault: OpenVault, name: str) -> object:
    with vault.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_every_connection_is_set_up_as_decided(vault: OpenVault) -> None:
    assert setting(vault, "foreign_keys") == 1
    assert setting(vault, "journal_mode") == "wal"
    assert setting(vault, "synchronous") == 2
    assert setting(vault, "secure_delete") == 1
    assert setting(vault, "temp_store") == 2
    assert setting(vault, "cipher_memory_security") == "0"
    assert setting(vault, "busy_timeout") == cipher.BUSY_MILLISECONDS
    assert str(setting(vault, "cipher_version")).startswith("4.")
    assert setting(vault, "page_size") == str(cipher.PAGE)


def plain_sqlite() -> ModuleType:
    return importlib.import_module("sqlite" + "3")  # banned by name in this house, except to prove why


def test_the_standard_librarys_sqlite_is_refused_because_it_does_not_encrypt(tmp_path: Path) -> None:
    store = tmp_path / STORE
    store.write_bytes(b"")
    with pytest.raises(NotEncrypted):
        cipher.connect(store, b"k" * 32, new=True, module=plain_sqlite())
    assert store.read_bytes() == b""
    store.write_bytes(b"x" * cipher.PAGE)
    engine = make_engine(store, lambda: b"k" * 32, opened=[], module=plain_sqlite())
    with pytest.raises(NotEncrypted), engine.connect():
        pass
    assert store.read_bytes() == b"x" * cipher.PAGE


def test_a_plain_database_in_the_stores_place_is_refused(tmp_path: Path) -> None:
    store = tmp_path / STORE
    connection = plain_sqlite().connect(store)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert store.read_bytes().startswith(PLAIN)
    with pytest.raises(NotEncrypted):
        cipher.connect(store, b"k" * 32)


def test_an_emptied_file_is_not_taken_for_a_new_database(tmp_path: Path) -> None:
    (tmp_path / STORE).write_bytes(b"")
    with pytest.raises(DamagedStore):
        cipher.connect(tmp_path / STORE, b"k" * 32)
    assert (tmp_path / STORE).read_bytes() == b""


def test_a_full_disk_is_named_and_the_transaction_is_undone(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        write_note(vault, 99, "あ" * 20_000)
    assert len(notes(vault)) == 20


def test_a_missing_file_is_never_made_by_connecting(tmp_path: Path) -> None:
    with pytest.raises(CannotReach):
        cipher.connect(tmp_path / STORE, b"k" * 32)
    assert not (tmp_path / STORE).exists()


def test_names_of_folders_may_hold_anything(tmp_path: Path, now: datetime) -> None:
    from tests.vault.office import new_vault, reopen

    folder = tmp_path / "保管庫 100% #1?x=y&z"
    new_vault(folder, now)[0].close()
    with reopen(folder, now) as vault:
        assert len(notes(vault)) == 20


def test_an_error_shows_no_value(vault: OpenVault) -> None:
    with pytest.raises(exc.IntegrityError) as error:
        write_note(vault, 1, f"{MARKER} ふたつめ")
    assert MARKER not in str(error.value)
    assert "hidden" in str(error.value)


def test_a_schema_change_rolls_back_with_its_transaction(vault: OpenVault) -> None:
    def change_and_fail() -> None:
        with vault.engine.begin() as connection:
            connection.execute(text("CREATE TABLE half (a)"))
            connection.execute(text("INSERT INTO half VALUES (1)"))
            connection.execute(text("ALTER TABLE note ADD COLUMN extra TEXT"))
            connection.execute(text("DELETE FROM note"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    with vault.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        columns = connection.exec_driver_sql("PRAGMA table_info(note)").all()
    assert tables == ["note"]
    assert len(columns) == 2
    assert len(notes(vault)) == 20


def test_a_savepoint_rolls_back_alone(vault: OpenVault) -> None:
    with Session(vault.engine) as session:
        session.execute(text("INSERT INTO note VALUES (101, 'stays')"))
        inner = session.begin_nested()
        session.execute(text("INSERT INTO note VALUES (102, 'goes')"))
        inner.rollback()
        session.commit()
    assert notes(vault)[-1] == (101, "stays")


def test_a_transaction_holds_the_write_lock_from_its_beginning(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = vault.connect()
    other.execute("PRAGMA busy_timeout = 0")
    with vault.engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM note")).all()
        with pytest.raises(Exception, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


def test_another_thread_may_use_the_engine(vault: OpenVault) -> None:
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(len(notes(vault))))
    thread.start()
    thread.join()
    assert seen == [20]
    assert len(notes(vault)) == 20


def test_a_busy_store_is_named_as_a_trouble(vault: OpenVault) -> None:
    other = vault.connect()
    other.execute("BEGIN IMMEDIATE")
    with vault.engine.connect() as connection:
        connection.rollback()
    raw = vault.engine.raw_connection()
    raw.cursor().execute("PRAGMA busy_timeout = 0")
    raw.close()
    with pytest.raises(Busy), vault.engine.begin():
        pass
    other.execute("ROLLBACK")
    other.close()
    assert len(notes(vault)) == 20


def test_a_read_only_store_is_named_as_a_trouble(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(ReadOnly):
            connection.execute(text("DELETE FROM note"))


def test_a_mistake_of_our_own_stays_an_ordinary_exception(vault: OpenVault) -> None:
    with pytest.raises(exc.OperationalError) as error, vault.engine.connect() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(error.value, VaultTrouble)


def test_locking_cuts_off_a_session_that_is_still_open(vault: OpenVault) -> None:
    session = Session(vault.engine)
    session.execute(text("INSERT INTO note VALUES (900, 'not committed')"))
    vault.close()
    with pytest.raises(Exception, match="closed"):
        session.execute(text("SELECT * FROM note"))
    session.invalidate()
    with pytest.raises(Closed):
        vault.connect()


def test_what_was_not_committed_at_locking_is_gone(vault: OpenVault, now: datetime) -> None:
    from tests.vault.office import reopen

    session = Session(vault.engine)
    session.execute(text("INSERT INTO note VALUES (900, 'not committed')"))
    vault.close()
    session.invalidate()
    with reopen(vault.folder, now) as again:
        assert len(notes(again)) == 20


def test_a_wrong_key_is_a_damaged_store_to_the_database(closed: Path) -> None:
    with pytest.raises(DamagedStore):
        cipher.connect(closed / STORE, b"x" * 32)


def test_sqlcipher_says_nothing_on_standard_error(closed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DamagedStore):
        cipher.connect(closed / STORE, b"x" * 32)
    assert capfd.readouterr().err == ""


def test_what_was_made_of_a_statement_serves_the_next_unlocking_and_is_not_kept_for_each(
    closed: Path, now: datetime
) -> None:
    """A program that is locked twenty times a day must not grow by what each engine made."""
    question = select(literal("x").label("a_word_of_this_test"))
    engines = set()
    for _unlocking in range(3):
        with reopen(closed, now) as vault, vault.engine.connect() as connection:
            assert connection.scalar(question) == "x"
            engines.add(vault.engine.dialect)
    assert len(engines) == 1
    assert len([made for made in _STATEMENTS.values() if "a_word_of_this_test" in str(made)]) == 1
