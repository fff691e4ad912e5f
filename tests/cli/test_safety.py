"""Backups, their check, the way back; damage is told with the backup to restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseapp.casework import office
from caseapp.rules.clock import stopped
from caseapp.vault.header import STORE
from tests.cli.terminal import MANAGER, VIEWER, WORDS, WORKER, Terminal


def made(terminal: Terminal, folder: Path) -> Path:
    answer = terminal("backup", folder)
    assert answer.code == 0, answer.err
    assert answer.out.count("\n") == 1
    return Path(answer.out.strip())


def test_a_backup_is_one_new_file_whose_name_is_printed(terminal: Terminal) -> None:
    target = terminal.folder / "backups"
    first, second = made(terminal, target), made(terminal, target)
    assert sorted(target.iterdir()) == sorted([first, second])
    assert first.suffix == ".casebackup"
    assert first.stat().st_mode & 0o077 == 0


def test_a_backup_is_checked_and_put_back_and_holds_the_same(terminal: Terminal) -> None:
    before = terminal.holds()
    backup = made(terminal, terminal.folder / "backups")
    asking = ("--user", MANAGER, "--passphrase-file", terminal.secret(MANAGER))
    checked = terminal.run("verify", backup, *asking)
    assert checked.code == 0
    assert "2026-11-20" in checked.out
    target = terminal.folder / "back"
    assert terminal.run("restore", backup, "--to", target, *asking).code == 0
    terminal.vault = target
    assert terminal.holds() == before


def test_a_backup_of_an_only_user_needs_no_name(samples: Terminal) -> None:
    backup = made(samples, samples.folder / "backups")
    secret = samples.secret(MANAGER)
    assert samples.run("verify", backup, "--passphrase-file", secret).code == 0
    assert samples.run("restore", backup, "--to", samples.folder / "b", "--passphrase-file", secret).code == 0


def test_nothing_is_put_back_over_something(terminal: Terminal) -> None:
    before = terminal.holds()
    backup = made(terminal, terminal.folder / "backups")
    assert terminal("restore", backup, "--to", terminal.vault).code == 2
    assert terminal.holds() == before


def test_a_wrong_passphrase_opens_no_backup(terminal: Terminal) -> None:
    backup = made(terminal, terminal.folder / "backups")
    wrong = terminal.write("wrong.txt", "まちがい")
    for words in (("verify", backup), ("restore", backup, "--to", terminal.folder / "back")):
        assert terminal.run(*words, "--user", MANAGER, "--passphrase-file", wrong).code == 3
        assert terminal.run(*words, "--user", "だれか", "--passphrase-file", terminal.secret(MANAGER)).code == 3
    assert not (terminal.folder / "back").exists()


def test_a_damaged_backup_is_told_with_the_one_to_take_instead(terminal: Terminal) -> None:
    good, bad = made(terminal, terminal.folder / "b"), made(terminal, terminal.folder / "b")
    data = bytearray(bad.read_bytes())
    data[len(data) // 2] ^= 0xFF
    bad.write_bytes(bytes(data))
    for words in (("verify", bad), ("restore", bad, "--to", terminal.folder / "back")):
        answer = terminal(*words)
        assert answer.code == 5
        assert str(good) in answer.err
    assert not (terminal.folder / "back").exists()


def test_a_backup_that_is_not_there_is_a_word_that_is_off(terminal: Terminal) -> None:
    assert terminal("verify", terminal.folder / "none.casebackup").code == 2
    assert terminal("backup", terminal.write("file", "x")).code == 2


def test_the_store_is_checked(terminal: Terminal) -> None:
    for user in (MANAGER, WORKER, VIEWER):
        answer = terminal.as_user(user, "verify")
        assert answer.code == 0
        assert "傷みはありません" in answer.out


def damage_pages(store: Path) -> None:
    """Every second page from the middle on."""
    data = bytearray(store.read_bytes())
    for place in range(len(data) // 2 // 4096 * 4096, len(data), 8192):
        data[place + 100] ^= 0xFF
    store.write_bytes(bytes(data))


def test_a_damaged_store_is_told_with_the_backup_to_restore(terminal: Terminal) -> None:
    backup = made(terminal, terminal.vault / "backups")
    damage_pages(_store(terminal))
    answer = terminal("verify")
    assert answer.code == 5
    assert str(backup) in answer.err
    assert answer.out == ""


def _store(terminal: Terminal) -> Path:
    return terminal.vault / STORE


@pytest.mark.parametrize("keep", [0, 4096, 100_000])
def test_a_store_cut_short_opens_for_no_command(terminal: Terminal, keep: int) -> None:
    backup = made(terminal, terminal.vault / "backups")
    store = _store(terminal)
    store.write_bytes(store.read_bytes()[:keep])
    for words in (("search", "x"), ("verify",), ("export", "-o", terminal.folder / "x.json")):
        answer = terminal(*words)
        assert answer.code == 5
        assert str(backup) in answer.err
    assert not (terminal.folder / "x.json").exists()


def test_damaged_key_files_are_told_before_anybody_types(terminal: Terminal) -> None:
    backup = made(terminal, terminal.vault / "backups")
    for file in terminal.vault.glob("vault.json*"):
        file.write_bytes(b"{}")
    answer = terminal.run("search", "x", "--vault", terminal.vault)
    assert answer.code == 5
    assert str(backup) in answer.err


def test_an_older_store_put_in_place_is_told(terminal: Terminal) -> None:
    store = _store(terminal)
    older = store.read_bytes()
    backup = made(terminal, terminal.vault / "backups")
    with office.open_office(terminal.vault, user=MANAGER, passphrase=WORDS, clock=stopped(terminal.now)) as opened:
        opened.tell_head()
    store.write_bytes(older)
    answer = terminal("search", "x")
    assert answer.code == 5
    assert str(backup) in answer.err


def test_an_access_log_that_was_changed_is_told_by_verify_and_audit(terminal: Terminal) -> None:
    with (
        office.open_office(terminal.vault, user=MANAGER, passphrase=WORDS, clock=stopped(terminal.now)) as opened,
        opened.vault.engine.begin() as connection,
    ):
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        for trigger in triggers.all():
            if "audit" in trigger:
                connection.exec_driver_sql(f'DROP TRIGGER "{trigger}"')
        connection.exec_driver_sql("UPDATE audit SET who = 'だれか' WHERE seq = 2")
    backup = made(terminal, terminal.vault / "backups")
    for words in (("verify",), ("audit", "--json")):
        answer = terminal(*words)
        assert answer.code == 5
        assert str(backup) in answer.err
    assert terminal("audit", "--json").json["chain"]["broken_at"] == 2
    assert terminal.as_user(WORKER, "verify").code == 0
