"""Damage is noticed, told from a wrong passphrase, and names the backup to restore."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from caseapp.vault import backups, health, opening
from caseapp.vault.cipher import PAGE, PLAIN
from caseapp.vault.header import HEADER, PREVIOUS, STORE
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.trouble import Closed, DamagedHeader, DamagedStore, Tampered, VaultTrouble
from tests.vault.office import MANAGER, new_vault, notes, reopen, snapshot, write_note


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, Path]:
    """A closed vault of some hundred pages, its data key, and its newest backup. Never opened: copy it (`filled`)."""
    folder = tmp_path_factory.mktemp("whole") / "vault"
    now = datetime.fromisoformat("2026-11-20T10:12:00+09:00")
    vault, _recovery = new_vault(folder, now)
    with vault.engine.begin() as connection:
        for number in range(1000, 1400):
            connection.execute(text("INSERT INTO note VALUES (:n, :b)"), {"n": number, "b": f"{number} " + "あ" * 400})
    backups.backup(vault, folder / "backups", now=now - timedelta(days=3))
    newest = backups.backup(vault, folder / "backups", now=now)
    key = vault.reveal_key()
    vault.close()
    return folder, key, newest


@pytest.fixture
def filled(whole: tuple[Path, bytes, Path], folder: Path) -> tuple[Path, bytes, Path]:
    """A copy of it for this test."""
    shutil.copytree(whole[0], folder)
    return folder, whole[1], folder / "backups" / whole[2].name


def refused(folder: Path, now: datetime) -> VaultTrouble:
    with pytest.raises(VaultTrouble) as refusal:
        reopen(folder, now)
    assert not (folder / "vault.lock").exists()
    return refusal.value


def test_a_whole_store_passes_every_check(filled: tuple[Path, bytes, Path]) -> None:
    folder, key, _ = filled
    health.prove_at_start(folder / STORE, key)
    assert health.full_check(folder / STORE, key) == []


def test_a_damaged_first_page_is_damage_and_not_a_wrong_passphrase(
    filled: tuple[Path, bytes, Path], now: datetime
) -> None:
    folder, _, newest = filled
    with (folder / STORE).open("r+b") as file:
        file.seek(100)
        file.write(b"junk")
    before = snapshot(folder)
    trouble = refused(folder, now)
    assert isinstance(trouble, DamagedStore)
    assert trouble.backup == newest
    assert str(newest) in str(trouble)
    assert snapshot(folder) == before


def test_one_flipped_byte_in_the_middle_is_found_by_the_full_check(filled: tuple[Path, bytes, Path]) -> None:
    folder, key, _ = filled
    size = (folder / STORE).stat().st_size
    with (folder / STORE).open("r+b") as file:
        file.seek(size // 2)
        byte = file.read(1)
        file.seek(size // 2)
        file.write(bytes([byte[0] ^ 0x40]))
    assert health.full_check(folder / STORE, key)
    with pytest.raises(DamagedStore):
        health.require_whole(folder / STORE, key)


def test_a_flipped_byte_names_itself_when_the_page_is_read(filled: tuple[Path, bytes, Path], now: datetime) -> None:
    folder, _, _ = filled
    raw = bytearray((folder / STORE).read_bytes())
    for page in range(1, len(raw) // PAGE):
        raw[page * PAGE + 2000] ^= 0x01
    (folder / STORE).write_bytes(raw)
    with reopen(folder, now) as vault, pytest.raises(DamagedStore):
        notes(vault)


def test_a_damaged_store_makes_no_backup(filled: tuple[Path, bytes, Path], now: datetime) -> None:
    folder, _, _ = filled
    size = (folder / STORE).stat().st_size
    with (folder / STORE).open("r+b") as file:
        file.seek(size // 2)
        file.write(bytes(64))
    before = sorted(p.name for p in (folder / "backups").iterdir())
    with reopen(folder, now) as vault:
        assert vault.full_check()
        with pytest.raises(DamagedStore):
            backups.backup(vault, folder / "backups", now=now + timedelta(hours=1))
    assert sorted(p.name for p in (folder / "backups").iterdir()) == before


def test_a_store_cut_short_at_any_page_boundary_does_not_open(
    filled: tuple[Path, bytes, Path], now: datetime, rounds: Callable[[int, int], int]
) -> None:
    folder, key, newest = filled
    raw = (folder / STORE).read_bytes()
    pages = len(raw) // PAGE
    places = range(0, pages, max(1, pages // rounds(12, pages)))
    for page in places:
        (folder / STORE).write_bytes(raw[: page * PAGE])
        trouble = refused(folder, now)
        assert isinstance(trouble, DamagedStore), page
        assert trouble.backup == newest
        assert health.full_check(folder / STORE, key)


@pytest.mark.parametrize("left", [1, 100, PAGE - 1, PAGE + 1, 10 * PAGE + 512])
def test_a_store_cut_in_the_middle_of_a_page_does_not_open(
    filled: tuple[Path, bytes, Path], now: datetime, left: int
) -> None:
    folder, _, _ = filled
    (folder / STORE).write_bytes((folder / STORE).read_bytes()[:left])
    assert isinstance(refused(folder, now), DamagedStore)


def test_bytes_hung_on_behind_are_noticed(filled: tuple[Path, bytes, Path], now: datetime) -> None:
    folder, _, _ = filled
    with (folder / STORE).open("ab") as file:
        file.write(b"x" * 100)
    assert isinstance(refused(folder, now), DamagedStore)


def test_a_missing_store_is_damage_and_is_not_made_anew(filled: tuple[Path, bytes, Path], now: datetime) -> None:
    folder, _, newest = filled
    (folder / STORE).unlink()
    trouble = refused(folder, now)
    assert isinstance(trouble, DamagedStore)
    assert trouble.backup == newest
    assert not (folder / STORE).exists()


def test_a_plain_database_put_in_its_place_is_tampering(filled: tuple[Path, bytes, Path], now: datetime) -> None:
    folder, _, _ = filled
    (folder / STORE).write_bytes(PLAIN + b"\0" + bytes(8000))
    assert isinstance(refused(folder, now), Tampered)


def test_swapped_pages_are_found(filled: tuple[Path, bytes, Path]) -> None:
    folder, key, _ = filled
    raw = bytearray((folder / STORE).read_bytes())
    one, two = 20 * PAGE, 30 * PAGE
    raw[one : one + PAGE], raw[two : two + PAGE] = raw[two : two + PAGE], raw[one : one + PAGE]
    (folder / STORE).write_bytes(raw)
    assert health.full_check(folder / STORE, key)


def test_both_headers_damaged_names_the_backup(filled: tuple[Path, bytes, Path], now: datetime) -> None:
    folder, _, newest = filled
    for name in (HEADER, PREVIOUS):
        (folder / name).write_bytes(b"torn")
    trouble = refused(folder, now)
    assert isinstance(trouble, DamagedHeader)
    assert trouble.backup == newest


def test_an_unreadable_backup_is_not_the_one_to_restore(filled: tuple[Path, bytes, Path], now: datetime) -> None:
    folder, _, newest = filled
    newest.write_bytes(newest.read_bytes()[:-5000])
    (folder / STORE).unlink()
    trouble = refused(folder, now)
    assert isinstance(trouble, DamagedStore)
    assert trouble.backup is not None
    assert trouble.backup != newest


# ------------------------------------------------------------------------------------------------ the audit chain


def chain_at(connection: Connection, count: int) -> str | None:
    """A stand-in for the audit chain: entry n is row n of `note`, its digest the body."""
    query = text("SELECT body FROM note ORDER BY id LIMIT 1 OFFSET :n")
    found: str | None = connection.execute(query, {"n": count - 1}).scalar()
    return found


def unlocked(folder: Path, now: datetime) -> OpenVault:
    return opening.unlock(folder, MANAGER.name, passphrase=MANAGER.passphrase, now=now, chain_at=chain_at)


def test_an_older_store_put_back_is_noticed_by_the_chains_head(vault: OpenVault, now: datetime, tmp_path: Path) -> None:
    vault.checkpoint()
    older = tmp_path / "older.db"
    backup = backups.backup(vault, vault.folder / "backups", now=now)
    vault.close()
    shutil.copy(vault.store, older)
    with reopen(vault.folder, now) as again:
        write_note(again, 21, "entry 21")
        again.set_chain_head(21, "entry 21")
    unlocked(vault.folder, now).close()
    shutil.copy(older, vault.store)
    with pytest.raises(Tampered) as refusal:
        unlocked(vault.folder, now)
    assert refusal.value.backup == backup
    assert not (vault.folder / "vault.lock").exists()


def test_a_chain_of_the_right_length_with_another_entry_is_noticed(vault: OpenVault, now: datetime) -> None:
    vault.set_chain_head(20, "not what stands there")
    vault.close()
    with pytest.raises(Tampered):
        unlocked(vault.folder, now)


def test_a_store_ahead_of_the_header_is_what_a_crash_leaves_and_opens(vault: OpenVault, now: datetime) -> None:
    vault.set_chain_head(20, notes(vault)[-1][1])
    write_note(vault, 21, "entry 21")
    vault.close()
    with unlocked(vault.folder, now) as again:
        assert len(notes(again)) == 21


# ------------------------------------------------------------------------------------------------ in the background


def test_the_full_check_runs_beside_a_writer(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        connection.execute(text("INSERT INTO note VALUES (700, 'in the middle')"))
        assert vault.full_check() == []


def test_a_full_check_of_a_locked_vault_says_so(vault: OpenVault) -> None:
    vault.close()
    with pytest.raises(Closed):
        vault.full_check()


def test_a_damage_seen_in_one_run_only_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = iter([["page 7", "page 9"], ["page 9"]])
    monkeypatch.setattr(health, "_both_checks", lambda _: next(runs))
    assert health.problems_in(None) == ["page 9"]


def test_only_what_two_runs_of_the_check_agree_on_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """While another connection writes, a page is met half written once; a damaged one is found again."""
    runs = iter((["page 7", "page 9"], ["page 9", "page 12"]))
    monkeypatch.setattr(health, "_both_checks", lambda _raw: next(runs))
    assert health.problems_in(None) == ["page 9"]
    runs = iter(([],))
    assert health.problems_in(None) == []  # nothing is looked at twice where nothing was found
