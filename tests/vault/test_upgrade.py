"""An upgrade is whole or undone; a mark left behind leads back to the backup made just before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from caseapp.vault import opening, unlocking
from caseapp.vault.header import STORE, UpgradeMark
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.trouble import BackupDamaged, Cancelled, NewerVersion, Tampered, UnfinishedUpgrade
from caseapp.vault.upgrade import Upgraded, restore_unfinished, upgrade, version_in_store
from tests.vault.office import MANAGER, dump, notes, reopen, write_note

STATEMENTS = (
    "CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "ALTER TABLE note ADD COLUMN topic_id INTEGER REFERENCES topic (id)",
    "INSERT INTO topic VALUES (1, '療育相談指導')",
    "UPDATE note SET topic_id = 1",
    "CREATE TABLE note2 (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    "INSERT INTO note2 SELECT id, body FROM note",
    "DROP TABLE note",
    "ALTER TABLE note2 RENAME TO note",
)


class Broke(Exception):
    """The migration's own failure."""


def migration(fail_after: int | None = None) -> Callable[[Connection], None]:
    def migrate(connection: Connection) -> None:
        for number, statement in enumerate(STATEMENTS):
            if number == fail_after:
                raise Broke
            connection.execute(text(statement))
        if fail_after == len(STATEMENTS):
            raise Broke

    return migrate


def create_table(connection: Connection) -> None:
    assert connection.in_transaction()
    connection.execute(text("CREATE TABLE t (a)"))


def test_an_upgrade_backs_up_migrates_and_counts(vault: OpenVault, now: datetime) -> None:
    done = upgrade(vault, migrate=migration(), target_version=4, now=now)
    assert isinstance(done, Upgraded)
    assert (done.from_version, done.to_version) == (0, 4)
    assert done.backup is not None
    assert done.backup.parent == vault.folder / "backups"
    with vault.engine.connect() as connection:
        assert version_in_store(connection) == 4
        assert connection.execute(text("SELECT count(*) FROM note WHERE text IS NOT NULL")).scalar_one() == 20
    assert unlocking.peek(vault.folder).schema_version == 4
    assert not unlocking.peek(vault.folder).unfinished_upgrade
    assert upgrade(vault, migrate=migration(0), target_version=4, now=now) is None


@pytest.mark.parametrize("after", range(len(STATEMENTS) + 1))
def test_a_migration_that_raises_after_any_statement_leaves_the_old_store(
    vault: OpenVault, now: datetime, after: int
) -> None:
    before = dump(vault)
    with pytest.raises(Broke):
        upgrade(vault, migrate=migration(after), target_version=1, now=now)
    assert dump(vault) == before
    assert vault.header.upgrade is None
    vault.close()
    with reopen(vault.folder, now) as again:
        assert dump(again) == before
        assert upgrade(again, migrate=migration(), target_version=1, now=now) is not None


def test_an_empty_new_store_needs_no_backup(folder: Path, now: datetime) -> None:
    from caseapp.vault import kdf

    vault, _ = opening.create(
        folder,
        user_name="山本",
        user_id=MANAGER.id,
        role="manager",
        passphrase=MANAGER.passphrase,
        now=now,
        kdf=kdf.fast_for_tests(),
    )
    with vault:
        done = upgrade(vault, migrate=create_table, target_version=1, now=now)
        assert done == Upgraded(0, 1, None)
    assert list((folder / "backups").iterdir()) == []


def test_a_store_of_a_later_version_is_refused_and_untouched(vault: OpenVault, now: datetime) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 9")
    before = dump(vault)
    with pytest.raises(NewerVersion) as refusal:
        upgrade(vault, migrate=migration(), target_version=8, now=now)
    assert refusal.value.exit_code == 9
    assert dump(vault) == before
    assert list((vault.folder / "backups").iterdir()) == []


def test_the_programs_own_idea_of_the_version_may_be_asked(vault: OpenVault, now: datetime) -> None:
    assert upgrade(vault, migrate=migration(0), target_version=3, now=now, current=lambda _: 3) is None
    assert vault.header.schema_version == 3


def test_an_upgrade_stopped_during_its_backup_changes_nothing(vault: OpenVault, now: datetime) -> None:
    before = dump(vault)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        upgrade(vault, migrate=migration(), target_version=1, now=now, progress=stop)
    assert dump(vault) == before
    assert vault.header.upgrade is None


# ------------------------------------------------------------------------------------------------ after a kill


@pytest.fixture
def unfinished(vault: OpenVault, now: datetime) -> tuple[Path, Path, list[str]]:
    """A vault whose upgrade was interrupted (the store half-way, as no transaction would leave it), and the backup."""
    before = dump(vault)
    done = upgrade(vault, migrate=migration(), target_version=1, now=now)
    assert done is not None
    assert done.backup is not None
    write_marker = UpgradeMark(0, 1, done.backup.name)
    vault.set_chain_head(3, "entry 3")
    vault.mark_upgrade(write_marker, schema_version=0)
    vault.close()
    return vault.folder, done.backup, before


def test_an_unfinished_mark_names_the_backup_and_opens_nothing(
    unfinished: tuple[Path, Path, list[str]], now: datetime
) -> None:
    folder, backup, _ = unfinished
    assert unlocking.peek(folder).unfinished_upgrade
    raw = (folder / STORE).read_bytes()
    with pytest.raises(UnfinishedUpgrade) as refusal:
        reopen(folder, now)
    assert refusal.value.backup == backup
    assert refusal.value.exit_code == 5
    assert (folder / STORE).read_bytes() == raw
    assert not (folder / "vault.lock").exists()


def test_the_backup_is_put_back_and_the_upgrade_can_be_done_again(
    unfinished: tuple[Path, Path, list[str]], now: datetime
) -> None:
    folder, _, before = unfinished
    (folder / "store.db-wal").write_bytes(b"a log of the interrupted upgrade")
    (folder / "store.db.restoring").write_bytes(b"left over from a killed try")
    key = unlocking.derive_key(folder, MANAGER.name, passphrase=MANAGER.passphrase)
    restore_unfinished(folder, key, now=now)
    assert not (folder / "store.db-wal").exists()  # a log must never meet another file than its own
    assert not (folder / "store.db.restoring").exists()
    restore_unfinished(folder, key, now=now)  # nothing to do
    with opening.open_vault(folder, key, now=now) as vault:
        assert dump(vault) == before
        assert vault.chain_head.count == 0  # as far as the backup goes
        assert upgrade(vault, migrate=migration(), target_version=1, now=now) is not None


def test_without_its_backup_an_unfinished_upgrade_changes_nothing(
    unfinished: tuple[Path, Path, list[str]], now: datetime
) -> None:
    folder, backup, _ = unfinished
    whole, raw = backup.read_bytes(), (folder / STORE).read_bytes()
    key = unlocking.derive_key(folder, MANAGER.name, passphrase=MANAGER.passphrase)
    backup.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupDamaged):
        restore_unfinished(folder, key, now=now)
    backup.unlink()
    with pytest.raises(UnfinishedUpgrade):
        restore_unfinished(folder, key, now=now)
    assert (folder / STORE).read_bytes() == raw
    assert unlocking.peek(folder).unfinished_upgrade
    backup.write_bytes(whole)
    restore_unfinished(folder, key, now=now)
    assert not unlocking.peek(folder).unfinished_upgrade


def test_only_this_vaults_own_backup_is_put_back(
    unfinished: tuple[Path, Path, list[str]], now: datetime, tmp_path: Path
) -> None:
    from caseapp.vault import backups
    from tests.vault.office import new_vault

    folder, backup, _ = unfinished
    other, _ = new_vault(tmp_path / "other", now)
    foreign = backups.backup(other, tmp_path / "usb", now=now)
    other.close()
    backup.write_bytes(foreign.read_bytes())
    key = unlocking.derive_key(folder, MANAGER.name, passphrase=MANAGER.passphrase)
    with pytest.raises((BackupDamaged, Tampered)):
        restore_unfinished(folder, key, now=now)
    assert unlocking.peek(folder).unfinished_upgrade


def test_a_migration_sees_one_transaction(vault: OpenVault, now: datetime) -> None:
    upgrade(vault, migrate=create_table, target_version=1, now=now)
    write_note(vault, 99, "afterwards")
    assert notes(vault)[-1] == (99, "afterwards")
