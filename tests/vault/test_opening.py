"""Making, unlocking and closing a vault, and every refusal on the way."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from caseapp.rules.problem import Refused
from caseapp.vault import kdf, opening, pause, unlocking
from caseapp.vault.header import HEADER, STORE
from caseapp.vault.lock import LOCK
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.recovery_key import RecoveryKey
from caseapp.vault.trouble import (
    AlreadyAVault,
    Closed,
    DamagedHeader,
    InUse,
    NotAVault,
    RecoveryKeyMistyped,
    TooSoon,
    UserUnknown,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)
from tests.vault.office import MANAGER, WORKER, add, new_vault, notes, reopen, snapshot


def test_what_was_written_is_there_after_closing_and_unlocking(
    closed: Path, opened: Callable[[Path], OpenVault]
) -> None:
    vault = opened(closed)
    assert len(notes(vault)) == 20
    assert vault.user_id == MANAGER.id
    assert vault.notices == ()


@pytest.mark.parametrize("typed", [MANAGER.name, "高橋 結衣", "高橋結衣", MANAGER.id])
def test_a_user_is_found_by_id_or_by_the_name_in_any_width(closed: Path, now: datetime, typed: str) -> None:
    with opening.unlock(closed, typed, passphrase=MANAGER.passphrase, now=now) as vault:
        assert vault.user_id == MANAGER.id


def test_the_lock_screen_sees_users_before_any_passphrase(vault: OpenVault, folder: Path) -> None:
    add(vault, WORKER)
    face = unlocking.peek(folder)
    assert [(u.name, u.role) for u in face.users] == [(MANAGER.name, "manager"), (WORKER.name, "worker")]
    assert face.holder is not None
    assert face.holder.who == MANAGER.id
    assert not face.unfinished_upgrade
    assert not face.header_recovered


def test_a_wrong_passphrase_changes_nothing(closed: Path, now: datetime) -> None:
    before = snapshot(closed)
    with pytest.raises(WrongPassphrase) as refusal:
        reopen(closed, now, passphrase="まちがい の ながい ことば です")
    assert refusal.value.exit_code == 3
    assert snapshot(closed) == before


def test_an_unknown_user_says_and_costs_the_same_as_a_wrong_passphrase(
    closed: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs: list[kdf.KdfCost] = []
    real = kdf.derive

    def counted(secret: str, salt: bytes, *, cost: kdf.KdfCost) -> bytes:
        costs.append(cost)
        return real(secret, salt, cost=cost)

    monkeypatch.setattr("caseapp.vault.slots.derive", counted)
    monkeypatch.setattr("caseapp.vault.unlocking.derive", counted)
    seen = []
    for user in (MANAGER.name, "だれでもない", ""):
        costs.clear()
        monkeypatch.setattr(pause, "_tries", {})
        with pytest.raises(UserUnknown) as refusal:
            opening.unlock(closed, user, passphrase="まちがい の ながい ことば です", now=now)
        seen.append((type(refusal.value), str(refusal.value), list(costs)))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0][2]) == 1


def test_the_pause_after_wrong_tries_grows_to_thirty_seconds_and_never_sleeps(
    closed: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(pause, "clock", lambda: clock[0])
    waits = []
    for _ in range(7):
        with pytest.raises(WrongPassphrase) as refusal:
            reopen(closed, now, passphrase="まちがい の ながい ことば です")
        waits.append(refusal.value.wait_seconds)
        with pytest.raises(TooSoon) as early:
            reopen(closed, now)
        assert early.value.wait_seconds == refusal.value.wait_seconds
        clock[0] += refusal.value.wait_seconds
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    reopen(closed, now).close()
    with pytest.raises(WrongPassphrase) as after:
        reopen(closed, now, passphrase="まちがい の ながい ことば です")
    assert after.value.wait_seconds == 1


def test_full_width_and_half_width_are_the_same_passphrase(folder: Path, now: datetime) -> None:
    vault, _ = opening.create(
        folder,
        user_name="山本",
        user_id=MANAGER.id,
        role="manager",
        passphrase="カラフルな Kasa 3本 と 雨",
        now=now,
        kdf=kdf.fast_for_tests(),
    )
    vault.close()
    opening.unlock(folder, "山本", passphrase="カラフルな Kasa 3本 と 雨", now=now).close()


def test_the_recovery_key_opens_and_gives_a_new_passphrase(
    made: tuple[OpenVault, RecoveryKey], folder: Path, now: datetime
) -> None:
    vault, recovery = made
    vault.close()
    with opening.unlock_with_recovery(folder, str(recovery).lower().replace("-", " "), now=now) as opened:
        assert opened.user_id == ""
        opened.set_passphrase(MANAGER.id, "あたらしい ことば ならべる 四月")
    with pytest.raises(WrongPassphrase):
        reopen(folder, now)
    pause.forget(folder)
    reopen(folder, now, passphrase="あたらしい ことば ならべる 四月").close()


def test_a_mistyped_and_a_foreign_recovery_key_say_different_things(
    made: tuple[OpenVault, RecoveryKey], folder: Path, now: datetime
) -> None:
    vault, recovery = made
    other = vault.new_recovery_key()
    vault.close()
    with pytest.raises(WrongRecoveryKey):
        opening.unlock_with_recovery(folder, str(recovery), now=now)
    pause.forget(folder)
    typed = str(other)
    with pytest.raises(RecoveryKeyMistyped):
        opening.unlock_with_recovery(folder, typed[1] + typed[0] + typed[2:], now=now)
    with pytest.raises(RecoveryKeyMistyped):
        opening.unlock_with_recovery(folder, "", now=now)
    opening.unlock_with_recovery(folder, typed, now=now).close()


def test_a_folder_without_a_vault_is_named(tmp_path: Path, now: datetime) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotAVault) as refusal:
            opening.unlock(folder, MANAGER.name, passphrase=MANAGER.passphrase, now=now)
        assert str(folder) in str(refusal.value)


def test_nothing_is_made_over_a_vault_or_what_is_left_of_one(closed: Path, now: datetime) -> None:
    with pytest.raises(AlreadyAVault):
        new_vault(closed, now)
    (closed / HEADER).unlink()
    with pytest.raises(AlreadyAVault):
        new_vault(closed, now)
    (closed / "vault.json.previous").unlink()
    before = snapshot(closed)
    with pytest.raises(AlreadyAVault):
        new_vault(closed, now)
    assert snapshot(closed) == before
    with pytest.raises(DamagedHeader):
        reopen(closed, now)


def test_a_weak_passphrase_makes_no_vault(folder: Path, now: datetime) -> None:
    for weak in ("kurumi", "aaaaaaaaaaaaaaa", "高橋結衣高橋結衣123"):
        with pytest.raises(WeakPassphrase) as refusal:
            opening.create(folder, user_name=MANAGER.name, user_id=MANAGER.id, role="manager", passphrase=weak, now=now)
        assert refusal.value.problems
        assert isinstance(refusal.value, Refused)
    with pytest.raises(Refused):
        opening.create(
            folder, user_name="  ", user_id=MANAGER.id, role="manager", passphrase=MANAGER.passphrase, now=now
        )
    assert not folder.exists()


def test_a_second_opening_is_told_who_where_and_since_when(vault: OpenVault, now: datetime) -> None:
    with pytest.raises(InUse) as refusal:
        reopen(vault.folder, now)
    assert refusal.value.values["who"] == MANAGER.name
    assert refusal.value.values["since"] == now.isoformat()
    assert refusal.value.values["machine"]
    assert refusal.value.exit_code == 6
    assert len(notes(vault)) == 20  # the first is not disturbed


def test_a_holder_with_the_recovery_key_is_told_without_a_name(
    made: tuple[OpenVault, RecoveryKey], folder: Path, now: datetime
) -> None:
    vault, recovery = made
    vault.close()
    with opening.unlock_with_recovery(folder, str(recovery), now=now), pytest.raises(InUse) as refusal:
        reopen(folder, now)
    assert "recovery key" in str(refusal.value)


def test_closing_leaves_no_log_no_lock_and_no_key(vault: OpenVault, folder: Path) -> None:
    with vault.engine.begin() as connection:
        connection.execute(text("DELETE FROM note WHERE id > 10"))
    vault.close()
    vault.close()
    assert sorted(p.name for p in folder.iterdir()) == ["backups", STORE, HEADER, "vault.json.previous"]
    assert vault.closed
    with pytest.raises(Closed):
        vault.reveal_key()
    with pytest.raises(Closed), vault.engine.connect():
        pass


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files can be listed only where /proc is")
def test_closing_leaves_no_open_file(vault: OpenVault, folder: Path) -> None:
    def held() -> list[str]:
        links = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
        return [str(link.readlink()) for link in links if str(folder) in str(link.readlink())]

    notes(vault)
    assert held()
    vault.close()
    assert held() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such modes; the user's own folder protects there")
def test_only_the_owner_may_read_the_files(vault: OpenVault, folder: Path) -> None:
    vault.set_chain_head(1, "aa")
    notes(vault)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "backups").stat().st_mode) == 0o700
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir() if p.is_file()}
    assert LOCK in modes
    assert set(modes.values()) == {0o600}


def test_a_set_up_that_broke_off_before_the_header_can_be_repeated(folder: Path, now: datetime) -> None:
    folder.mkdir()
    (folder / STORE).write_bytes(b"")
    vault, _ = new_vault(folder, now)
    vault.close()


def test_the_office_can_open_with_a_key_derived_beforehand(closed: Path, now: datetime) -> None:
    key = unlocking.derive_key(closed, MANAGER.name, passphrase=MANAGER.passphrase)
    before = snapshot(closed)
    assert LOCK not in before
    assert MANAGER.passphrase not in repr(key)
    assert key.current.reveal().hex() not in repr(key)
    with opening.open_vault(closed, key, now=now) as vault:
        assert len(notes(vault)) == 20
    assert key.current.dropped
