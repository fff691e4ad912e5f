"""A backup counts only when it opens, and restoring never writes over anything."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from caseapp.vault import archive, backups, unlocking
from caseapp.vault.backups import backup, list_backups, restore, restore_with_recovery, verify_backup
from caseapp.vault.header import HEADER, STORE, UpgradeMark
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.recovery_key import RecoveryKey
from caseapp.vault.trouble import (
    AlreadyAVault,
    BackupDamaged,
    Cancelled,
    Closed,
    NewerVersion,
    NotABackup,
    Tampered,
    WrongPassphrase,
    WrongRecoveryKey,
)
from tests.vault.office import MANAGER, MARKER, WORKER, add, notes, reopen, snapshot, write_note


@pytest.fixture
def saved(vault: OpenVault, tmp_path: Path, now: datetime) -> Path:
    return backup(vault, tmp_path / "usb", now=now)


def restored(path: Path, to_folder: Path) -> Path:
    return restore(path, to_folder, user=MANAGER.name, passphrase=MANAGER.passphrase)


def test_a_restored_backup_holds_every_row_of_that_moment(
    vault: OpenVault, saved: Path, tmp_path: Path, now: datetime
) -> None:
    rows = notes(vault)
    write_note(vault, 77, "after the backup")
    folder = restored(saved, tmp_path / "back")
    with reopen(folder, now) as again:
        assert notes(again) == rows
        assert again.vault_id == vault.vault_id
        write_note(again, 78, "writable")
    assert sorted(p.name for p in folder.iterdir()) == ["backups", STORE, HEADER, "vault.json.previous"]


def test_a_backup_holds_what_is_only_in_the_log(vault: OpenVault, tmp_path: Path, now: datetime) -> None:
    vault.checkpoint()
    for number in range(100, 200):
        write_note(vault, number, f"only in the log {number}")
    assert (vault.folder / "store.db-wal").stat().st_size > 0
    folder = restored(backup(vault, tmp_path / "usb", now=now), tmp_path / "back")
    with reopen(folder, now) as again:
        assert notes(again) == notes(vault)
        assert len(notes(again)) == 120


def test_a_backup_is_one_file_named_by_time_and_vault_and_says_nothing_of_people(
    vault: OpenVault, saved: Path, now: datetime
) -> None:
    assert saved.name == f"caseapp-20261120-101200-{vault.vault_id[:8]}.casebackup"
    assert [p.name for p in saved.parent.iterdir()] == [saved.name]
    raw = saved.read_bytes()
    for word in (MARKER, MANAGER.name, MANAGER.passphrase, "SQLite format 3"):
        assert word.encode() not in raw
    manifest = archive.read_manifest(saved)
    assert manifest.vault_id == vault.vault_id
    assert manifest.created_at == now.isoformat()


def test_a_backup_is_made_while_somebody_writes(vault: OpenVault, tmp_path: Path, now: datetime) -> None:
    def write_meanwhile(done: int, total: int) -> None:
        write_note(vault, 10_000 + done, f"meanwhile {done}")

    with vault.engine.begin() as connection:
        for number in range(1000, 1600):
            connection.execute(text("INSERT INTO note VALUES (:n, :b)"), {"n": number, "b": f"{number}" + "あ" * 1500})
    before = notes(vault)
    path = backup(vault, tmp_path / "usb", now=now, progress=write_meanwhile)
    assert len(notes(vault)) > len(before)
    with reopen(restored(path, tmp_path / "back"), now) as again:
        assert notes(again) == before


def test_a_cancelled_backup_leaves_nothing(vault: OpenVault, tmp_path: Path, now: datetime) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        backup(vault, tmp_path / "usb", now=now, progress=stop)
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_backup_is_never_written_over_another(vault: OpenVault, saved: Path, now: datetime) -> None:
    first = saved.read_bytes()
    second = backup(vault, saved.parent, now=now)
    assert second != saved
    assert saved.read_bytes() == first
    verify_backup(second, MANAGER.name, passphrase=MANAGER.passphrase)


def test_the_same_content_under_the_same_name_is_compared_and_left(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(b"same")
    (tmp_path / "x.casebackup").write_bytes(b"same")
    assert backups._placed(tmp_path / "packed", tmp_path / "x.casebackup") == tmp_path / "x.casebackup"
    assert not (tmp_path / "x-2.casebackup").exists()


def test_what_a_killed_backup_left_is_cleared_by_the_next(vault: OpenVault, saved: Path, now: datetime) -> None:
    left = saved.parent / f".caseapp-{vault.vault_id[:8]}-dead"
    foreign = saved.parent / ".caseapp-another-beef"
    for folder in (left, foreign):
        folder.mkdir()
        (folder / STORE).write_bytes(b"half")
    backup(vault, saved.parent, now=now)
    assert not left.exists()
    assert foreign.exists()


def test_backups_are_listed_newest_first_unreadable_ones_last(vault: OpenVault, tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "usb"
    paths = [backup(vault, folder, now=now + timedelta(hours=hours)) for hours in (0, 30, 5)]
    (folder / "zz.casebackup").write_bytes(b"not one")
    (folder / "notes.txt").write_bytes(b"something else")
    found = list_backups(folder, vault_id=vault.vault_id)
    assert [face.path for face in found] == [paths[1], paths[2], paths[0], folder / "zz.casebackup"]
    assert [face.manifest is None for face in found] == [False, False, False, True]
    assert list_backups(folder, vault_id="another")[0].path.name == "zz.casebackup"
    assert list_backups(tmp_path / "nowhere") == ()


def test_verifying_says_what_it_is_and_leaves_nothing_behind(saved: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    manifest = verify_backup(saved, MANAGER.name, passphrase=MANAGER.passphrase)
    assert manifest.files[STORE].size > 0
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("user", [MANAGER.name, "だれでもない"])
def test_a_wrong_passphrase_restores_nothing(saved: Path, tmp_path: Path, user: str) -> None:
    before = snapshot(tmp_path)
    with pytest.raises(WrongPassphrase):
        restore(saved, tmp_path / "back", user=user, passphrase="まちがい の ながい ことば です")
    with pytest.raises(WrongPassphrase):
        verify_backup(saved, user, passphrase="まちがい の ながい ことば です")
    assert snapshot(tmp_path) == before
    assert not (tmp_path / "back").exists()
    assert [p for p in tmp_path.iterdir() if "restoring" in p.name] == []


def test_the_recovery_key_of_that_time_restores(
    made: tuple[OpenVault, RecoveryKey], saved: Path, tmp_path: Path, now: datetime
) -> None:
    vault, recovery = made
    newer = vault.new_recovery_key()
    with pytest.raises(WrongRecoveryKey):
        restore_with_recovery(saved, tmp_path / "back", recovery_key=str(newer))
    folder = restore_with_recovery(saved, tmp_path / "back", recovery_key=str(recovery))
    with reopen(folder, now) as again:
        assert len(notes(again)) == 20


def test_restoring_writes_over_nothing(vault: OpenVault, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    a_file = tmp_path / "file"
    a_file.write_text("mine")
    for target in (vault.folder, other, a_file):
        with pytest.raises(AlreadyAVault) as refusal:
            restored(saved, target)
        assert refusal.value.exit_code == 2
    assert (other / "letter.txt").read_text() == "mine"
    assert len(notes(vault)) == 20
    empty = tmp_path / "empty"
    empty.mkdir()
    restored(saved, empty)


def test_the_backup_of_somebody_disabled_later_still_opens_for_those_of_that_time(
    vault: OpenVault, tmp_path: Path, now: datetime
) -> None:
    add(vault, WORKER)
    path = backup(vault, tmp_path / "usb", now=now)
    vault.disable_user(WORKER.id)
    restored(path, tmp_path / "back")
    later = backup(vault, tmp_path / "usb", now=now + timedelta(minutes=1))
    with pytest.raises(WrongPassphrase):
        verify_backup(later, WORKER.name, passphrase=WORKER.passphrase)
    verify_backup(later, MANAGER.name, passphrase=MANAGER.passphrase)


def test_a_backup_made_during_an_upgrade_carries_no_mark(vault: OpenVault, tmp_path: Path, now: datetime) -> None:
    vault.mark_upgrade(UpgradeMark(0, 1, "x"))
    path = backup(vault, tmp_path / "usb", now=now)
    restored(path, tmp_path / "back")
    assert not unlocking.peek(tmp_path / "back").unfinished_upgrade


# ------------------------------------------------------------------------------------------------ hostile files


def test_a_backup_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.casebackup", tmp_path):
        with pytest.raises(NotABackup) as refusal:
            verify_backup(path, MANAGER.name, passphrase=MANAGER.passphrase)
        assert str(path) in str(refusal.value)


def damaged(path: Path, tmp_path: Path, *, kind: type[Exception] = BackupDamaged) -> None:
    before = sorted(p.name for p in tmp_path.iterdir())
    with pytest.raises(kind):
        verify_backup(path, MANAGER.name, passphrase=MANAGER.passphrase)
    with pytest.raises(kind):
        restored(path, tmp_path / "back")
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_every_flipped_byte_and_every_cut_is_noticed(
    saved: Path, tmp_path: Path, rounds: Callable[[int, int], int]
) -> None:
    raw = saved.read_bytes()
    step = max(1, len(raw) // rounds(40, 1000))
    for place in range(0, len(raw), step):
        saved.write_bytes(raw[:place] + bytes([raw[place] ^ 0x10]) + raw[place + 1 :])
        try:
            verify_backup(saved, MANAGER.name, passphrase=MANAGER.passphrase)
        except BackupDamaged:
            continue
        restored(saved, tmp_path / f"back{place}")  # zip's own fields (a date): what counts is whole
        assert (tmp_path / f"back{place}" / STORE).stat().st_size == archive.read_manifest(saved).files[STORE].size
    for left in (0, 1, 30, len(raw) // 2, len(raw) - 1):
        saved.write_bytes(raw[:left])
        damaged(saved, tmp_path)


def test_a_damaged_backup_names_a_better_one(vault: OpenVault, saved: Path, now: datetime) -> None:
    better = backup(vault, saved.parent, now=now - timedelta(days=1))
    saved.write_bytes(saved.read_bytes()[:-100])
    with pytest.raises(BackupDamaged) as refusal:
        verify_backup(saved, MANAGER.name, passphrase=MANAGER.passphrase)
    assert refusal.value.backup == better


def remade(path: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None], **options: Any) -> None:
    """The same backup, its manifest and members changed by hand and packed again."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(members.pop(archive.MANIFEST))
    change(manifest, members)
    with zipfile.ZipFile(path, "w", **options) as new:
        new.writestr(archive.MANIFEST, json.dumps(manifest))
        for name, data in members.items():
            new.writestr(name, data)


def put(manifest: dict[str, Any], members: dict[str, bytes], *, name: str, data: bytes) -> None:
    """Replace a member and tell the manifest, as somebody could who knows the format but not the key."""
    members[name] = data
    manifest["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


CHANGES: dict[str, Callable[[dict[str, Any], dict[str, bytes]], None]] = {
    "another format": lambda m, f: m.update(format="something"),
    "no format": lambda m, f: m.pop("format"),
    "a time that is none": lambda m, f: m.update(created_at="yesterday"),
    "another vault's id": lambda m, f: m.update(vault_id="another"),
    "a further member": lambda m, f: f.update({"extra.txt": b"x"}),
    "a path upwards": lambda m, f: f.update({"../../evil": f.pop(STORE)}),
    "an absolute path": lambda m, f: f.update({"/etc/evil": f.pop(STORE)}),
    "no store": lambda m, f: f.__delitem__(STORE),
    "a wrong size": lambda m, f: m["files"][STORE].update(size=1),
    "a wrong hash": lambda m, f: m["files"][STORE].update(sha256="0" * 64),
    "files that are none": lambda m, f: m.update(files=[]),
    "a third file named": lambda m, f: m["files"].update({"x": {"size": 1, "sha256": ""}}),
    "a header that is none": lambda m, f: put(m, f, name=HEADER, data=b"{}"),
    "a huge manifest": lambda m, f: m.update(padding="x" * 100_000),
    "a huge header": lambda m, f: put(m, f, name=HEADER, data=b" " * 2_000_000),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_backup_made_by_hand_is_refused(
    saved: Path, tmp_path: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]
) -> None:
    remade(saved, change)
    damaged(saved, tmp_path)
    assert not (tmp_path / "evil").exists()


def test_a_compressed_backup_is_refused_for_what_it_could_grow_to(saved: Path, tmp_path: Path) -> None:
    remade(saved, lambda m, f: None, compression=zipfile.ZIP_DEFLATED)
    damaged(saved, tmp_path)


def test_a_member_twice_is_refused(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved, "a") as more, pytest.warns(UserWarning, match="Duplicate"):
        more.writestr(HEADER, b"{}")
    damaged(saved, tmp_path)


def test_a_backup_of_a_later_format_is_told_from_damage(saved: Path, tmp_path: Path) -> None:
    remade(saved, lambda m, f: m.update(format_version=2))
    damaged(saved, tmp_path, kind=NewerVersion)


def test_a_foreign_store_under_an_honest_header_is_damage(
    vault: OpenVault, saved: Path, tmp_path: Path, now: datetime
) -> None:
    from tests.vault.office import new_vault

    other, _ = new_vault(tmp_path / "other", now)
    foreign = backup(other, tmp_path / "usb2", now=now)
    other.close()
    shutil.rmtree(tmp_path / "other")
    with zipfile.ZipFile(foreign) as file:
        store = file.read(STORE)
    remade(saved, lambda m, f: put(m, f, name=STORE, data=store))
    damaged(saved, tmp_path)


def test_a_header_signed_by_nobody_is_tampering(saved: Path, tmp_path: Path) -> None:
    def change(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        fields = json.loads(members[HEADER])
        fields.pop("checksum")
        fields["schema_version"] = 5
        plain = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
        fields["checksum"] = hashlib.sha256(plain).hexdigest()
        put(manifest, members, name=HEADER, data=json.dumps(fields).encode())

    remade(saved, change)
    damaged(saved, tmp_path, kind=Tampered)


def test_an_own_backup_signed_with_another_key_is_not_put_back(
    vault: OpenVault, saved: Path, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(Tampered):
        backups.unpack_store_for(saved, vault.header, key=b"x" * 32, target=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_wrong_hash_is_noticed_by_every_reader(saved: Path, tmp_path: Path) -> None:
    remade(saved, lambda m, f: m["files"][HEADER].update(sha256="0" * 64))
    with pytest.raises(BackupDamaged):
        archive.read_header_bytes(saved)
    with pytest.raises(BackupDamaged):
        archive.compare_hashes(saved)
    remade(saved, lambda m, f: m["files"][STORE].update(sha256="0" * 64))
    with pytest.raises(BackupDamaged):
        archive.unpack_store(saved, target=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_store_that_is_whole_as_a_file_but_not_as_a_database_is_damage(
    vault: OpenVault, saved: Path, tmp_path: Path
) -> None:
    def cut(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
        put(manifest, members, name=STORE, data=members[STORE][:8192])

    remade(saved, cut)
    damaged(saved, tmp_path)


def test_a_backup_that_comes_back_after_the_key_was_dropped_goes_no_further(
    vault: OpenVault, tmp_path: Path, now: datetime
) -> None:
    """It hung (a drive on the network) and was left behind at a lock."""
    usb = tmp_path / "usb"
    with pytest.raises(Closed):
        backup(vault, usb, now=now, progress=lambda _done, _total: vault.drop_key())
    assert list(usb.iterdir()) == []


@pytest.mark.parametrize("step", ["require_whole", "archive.compare_hashes"])
def test_no_backup_gets_its_name_once_the_key_is_dropped(
    vault: OpenVault, tmp_path: Path, now: datetime, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"caseapp.vault.backups.{step}", lambda *_args, **_more: vault.drop_key())
    usb = tmp_path / "usb"
    with pytest.raises(Closed):
        backup(vault, usb, now=now)
    assert list(usb.iterdir()) == []
