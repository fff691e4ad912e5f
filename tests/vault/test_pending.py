"""What is half done when something fails in the middle: the vault closes itself, or goes on from where it stands."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from caseapp.vault import files, header, health, lock, opening, rekey, slots, unlocking
from caseapp.vault.header import HEADER, STORE, read_header
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.trouble import Closed, DamagedStore, DiskFull, Tampered, UnfinishedUpgrade, WrongPassphrase
from caseapp.vault.upgrade import upgrade
from tests.vault.office import MANAGER, THIRD, WORKER, add, new_vault, notes, reopen
from tests.vault.test_upgrade import create_table


def full(*_: Any, **__: Any) -> Any:
    raise DiskFull


@pytest.mark.parametrize("failing", ["begin", "finish"])
def test_a_rekeying_that_fails_late_closes_the_vault_and_is_finished_at_the_next_unlocking(
    vault: OpenVault, now: datetime, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    add(vault, WORKER)
    add(vault, THIRD)
    rows = notes(vault)
    with monkeypatch.context() as patched:
        # `begin` writes the header twice: let its second fail; `finish` starts with the rename
        real, calls = header.write_header, [0]

        def second_fails(*args: Any, **kwargs: Any) -> bytes:
            calls[0] += 1
            return real(*args, **kwargs) if calls[0] != 2 else full()

        if failing == "begin":
            patched.setattr(rekey, "write_header", second_fails)
        else:
            patched.setattr(rekey, "rename", full)
        with pytest.raises(DiskFull):
            vault.disable_user(WORKER.id)
    assert vault.closed
    assert not (vault.folder / lock.LOCK).exists()
    assert read_header(vault.folder).header.next_check is not None
    with pytest.raises(WrongPassphrase):
        reopen(vault.folder, now, user=WORKER.name)
    from caseapp.vault import pause

    pause.forget(vault.folder)
    with reopen(vault.folder, now, user=THIRD.name) as again:
        assert notes(again) == rows
        assert again.header.next_check is None
        assert not (vault.folder / rekey.FRESH).exists()


@pytest.mark.parametrize("failing", ["rename", "write_header"])
def test_a_pending_rekeying_opens_from_the_previous_header_too(
    vault: OpenVault, now: datetime, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    add(vault, WORKER)
    rows = notes(vault)
    real, calls = header.write_header, [0]

    def third_fails(*args: Any, **kwargs: Any) -> bytes:
        calls[0] += 1
        return real(*args, **kwargs) if calls[0] < 3 else full()

    monkeypatch.setattr(rekey, failing, full if failing == "rename" else third_fails)
    with pytest.raises(DiskFull):
        vault.disable_user(WORKER.id)
    monkeypatch.undo()
    (vault.folder / HEADER).write_bytes(b"torn")
    with reopen(vault.folder, now) as again:
        assert again.notices
        assert notes(again) == rows
    with reopen(vault.folder, now) as again:
        assert not again.notices
        assert again.header.next_check is None


def test_a_pending_rekeying_with_a_forged_next_key_is_tampering(
    vault: OpenVault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(vault, WORKER)
    monkeypatch.setattr(rekey, "rename", full)
    with pytest.raises(DiskFull):
        vault.disable_user(WORKER.id)
    monkeypatch.undo()
    key = unlocking.derive_key(vault.folder, MANAGER.name, passphrase=MANAGER.passphrase)
    forged = unlocking.KeyInHand(key.vault_id, key.user_id, key.current, unlocking.Secret(b"x" * 32))
    with pytest.raises(Tampered):
        opening.open_vault(vault.folder, forged, now=now)
    reopen(vault.folder, now).close()


def test_a_pending_rekeying_over_a_damaged_store_stays_pending(
    vault: OpenVault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(vault, WORKER)
    vault.checkpoint()
    monkeypatch.setattr(rekey, "rename", full)
    with pytest.raises(DiskFull):
        vault.disable_user(WORKER.id)
    monkeypatch.undo()
    raw = vault.store.read_bytes()
    vault.store.write_bytes(raw[:100] + b"junk" + raw[104:])
    with pytest.raises(DamagedStore):
        reopen(vault.folder, now)
    assert read_header(vault.folder).header.next_check is not None
    vault.store.write_bytes(raw)
    reopen(vault.folder, now).close()


def test_a_header_that_reached_the_disk_although_its_writing_failed_is_not_called_foreign(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(files, "sync_folder", lambda _: files_fail())
        with pytest.raises(DiskFull):
            vault.set_chain_head(1, "aa")
    vault.set_chain_head(2, "bb")
    assert read_header(vault.folder).header.chain.count == 2


def files_fail() -> None:
    raise OSError(28, "No space left on device")


def test_an_upgrade_whose_mark_cannot_be_cleared_lets_nobody_go_on(
    vault: OpenVault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def migrate(connection: Connection) -> None:
        create_table(connection)
        monkeypatch.setattr(header, "write_atomically", full)

    with pytest.raises(DiskFull):
        upgrade(vault, migrate=migrate, target_version=1, now=now)
    monkeypatch.undo()
    assert vault.closed
    with pytest.raises(UnfinishedUpgrade):
        reopen(vault.folder, now)


def test_a_set_up_that_fails_gives_the_lock_back_and_can_be_repeated(
    folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(opening, "write_header", full)
        with pytest.raises(DiskFull):
            new_vault(folder, now)
    assert sorted(p.name for p in folder.iterdir()) == ["backups", STORE]
    new_vault(folder, now)[0].close()


def test_locking_stops_a_full_check_in_the_middle(vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, outcome = threading.Event(), []

    def endless(raw: Any) -> list[str]:
        begun.set()
        raw.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n").fetchone()
        return []

    monkeypatch.setattr(health, "problems_in", endless)

    def check() -> None:
        try:
            vault.full_check()
        except Closed as error:
            outcome.append(error)

    thread = threading.Thread(target=check)
    thread.start()
    begun.wait(5)
    vault.close()
    thread.join(5)
    assert len(outcome) == 1


def test_a_check_that_fails_of_itself_says_why(vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "problems_in", full)
    with pytest.raises(DiskFull):
        vault.full_check()


def test_a_dropped_key_is_wiped(vault: OpenVault) -> None:
    secret = unlocking.Secret(b"k" * 32)
    inside = secret._key
    secret.drop()
    secret.drop()
    assert inside == bytearray(32)
    with pytest.raises(RuntimeError):
        secret.reveal()


def test_a_folder_name_that_is_a_file_is_no_place_for_a_vault(tmp_path: Path, now: datetime) -> None:
    from caseapp.vault.trouble import NotAVault

    (tmp_path / "v").write_text("x")
    with pytest.raises(NotAVault):
        new_vault(tmp_path / "v", now)


def test_a_slot_without_a_coming_key_does_not_move_on(vault: OpenVault) -> None:
    with pytest.raises(ValueError, match="coming"):
        slots.moved_on(vault.header.slots[0])
    assert (vault.folder / HEADER).exists()
