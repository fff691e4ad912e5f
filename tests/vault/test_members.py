"""Who may open the vault: adding, disabling, new passphrases, and the new key when somebody leaves."""

from __future__ import annotations

import json
import os
from datetime import datetime

import pytest
from sqlalchemy import text

from caseapp.rules.problem import Refused
from caseapp.vault import cipher, pause, rekey
from caseapp.vault.header import HEADER, PREVIOUS, STORE
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.recovery_key import RecoveryKey
from caseapp.vault.trouble import (
    Busy,
    Cancelled,
    Closed,
    DamagedStore,
    DiskFull,
    InUse,
    Tampered,
    WeakPassphrase,
    WrongPassphrase,
)
from caseapp.vault.unlocking import derive_key
from tests.vault.office import MANAGER, THIRD, WORKER, Person, add, notes, reopen, snapshot, write_note


def test_each_user_has_a_way_of_their_own(vault: OpenVault, now: datetime) -> None:
    add(vault, WORKER)
    vault.close()
    for person in (MANAGER, WORKER):
        with reopen(vault.folder, now, user=person.name) as opened:
            assert opened.user_id == person.id
            assert len(notes(opened)) == 20
    with pytest.raises(WrongPassphrase):
        reopen(vault.folder, now, user=WORKER.name, passphrase=MANAGER.passphrase)


def test_a_changed_passphrase_counts_and_rewrites_one_slot(vault: OpenVault, now: datetime) -> None:
    add(vault, WORKER)
    before = {slot.id: slot for slot in vault.header.slots}
    vault.change_passphrase(MANAGER.passphrase, "あおい はしご のぼる 夏休み")
    after = {slot.id: slot for slot in vault.header.slots}
    assert {name for name in before if before[name] != after[name]} == {MANAGER.id}
    vault.close()
    with pytest.raises(WrongPassphrase):
        reopen(vault.folder, now)
    pause.forget(vault.folder)
    reopen(vault.folder, now, passphrase="あおい はしご のぼる 夏休み").close()
    reopen(vault.folder, now, user=WORKER.name).close()


def test_changing_a_passphrase_asks_for_the_old_one_and_for_a_good_one(vault: OpenVault) -> None:
    before = snapshot(vault.folder)
    with pytest.raises(WrongPassphrase):
        vault.change_passphrase("ちがう ことば ならんで いる", "あおい はしご のぼる 夏休み")
    with pytest.raises(WeakPassphrase):
        vault.change_passphrase(MANAGER.passphrase, "123456789012")
    with pytest.raises(WeakPassphrase):
        vault.change_passphrase(MANAGER.passphrase, "伴走保健センター2026", names=["伴走保健センター"])
    assert snapshot(vault.folder) == before


def test_a_name_is_used_once(vault: OpenVault) -> None:
    for taken in (MANAGER.name, "高橋 結衣", " ", ""):
        with pytest.raises(Refused):
            add(vault, Person(WORKER.id, taken, WORKER.passphrase))
    add(vault, WORKER)
    with pytest.raises(Refused):
        vault.update_user(WORKER.id, name=MANAGER.name)
    vault.update_user(WORKER.id, name="佐藤 葵(主任)", role="manager")
    assert [(u.name, u.role) for u in vault.users][1] == ("佐藤 葵(主任)", "manager")
    with pytest.raises(KeyError):
        vault.update_user(THIRD.id, name="だれか")


def test_a_disabled_user_is_out_and_everybody_else_and_every_row_stays(
    made: tuple[OpenVault, RecoveryKey], now: datetime
) -> None:
    vault, recovery = made
    add(vault, WORKER)
    add(vault, THIRD)
    engine, rows = vault.engine, notes(vault)
    vault.disable_user(WORKER.id)
    assert vault.engine is engine
    assert notes(vault) == rows
    write_note(vault, 500, "後から")
    vault.close()
    with pytest.raises(WrongPassphrase):
        reopen(vault.folder, now, user=WORKER.name)
    pause.forget(vault.folder)
    for person in (MANAGER, THIRD):
        with reopen(vault.folder, now, user=person.name) as opened:
            assert notes(opened) == [*rows, (500, "後から")]
    from caseapp.vault import opening

    opening.unlock_with_recovery(vault.folder, str(recovery), now=now).close()


def test_the_key_a_disabled_user_may_have_kept_opens_nothing(vault: OpenVault) -> None:
    add(vault, WORKER)
    old_key = derive_key(vault.folder, WORKER.name, passphrase=WORKER.passphrase).current.reveal()
    vault.disable_user(WORKER.id)
    vault.close()
    with pytest.raises(DamagedStore):
        cipher.connect(vault.store, old_key)
    for name in (HEADER, PREVIOUS):
        fields = json.loads((vault.folder / name).read_bytes())
        assert WORKER.id not in [slot["id"] for slot in fields["slots"]]
    assert not (vault.folder / rekey.FRESH).exists()


def test_neither_oneself_nor_the_last_user_can_be_disabled(vault: OpenVault) -> None:
    with pytest.raises(Refused):
        vault.disable_user(MANAGER.id)
    with pytest.raises(KeyError):
        vault.disable_user(WORKER.id)


def test_the_last_user_stays_even_for_the_recovery_key(made: tuple[OpenVault, RecoveryKey], now: datetime) -> None:
    from caseapp.vault import opening

    vault, recovery = made
    vault.close()
    with (
        opening.unlock_with_recovery(vault.folder, str(recovery), now=now) as opened,
        pytest.raises(Refused),
    ):
        opened.disable_user(MANAGER.id)


def test_disabling_waits_for_no_open_session_and_changes_nothing(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "BUSY_MILLISECONDS", 10)
    settings = tuple(s if "busy" not in s else "PRAGMA busy_timeout = 10" for s in cipher._SETTINGS)
    monkeypatch.setattr(cipher, "_SETTINGS", settings)
    add(vault, WORKER)
    with vault.engine.connect() as session:
        session.execute(text("SELECT 1 FROM note")).all()
        before = (vault.folder / HEADER).read_bytes()
        with pytest.raises(Busy):
            vault.disable_user(WORKER.id)
        assert (vault.folder / HEADER).read_bytes() == before
    vault.disable_user(WORKER.id)
    assert len(notes(vault)) == 20


def test_a_cancelled_or_failed_rekeying_changes_nothing(vault: OpenVault, now: datetime) -> None:
    add(vault, WORKER)
    before = (vault.folder / HEADER).read_bytes()

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    def full(_done: int, _total: int) -> None:
        raise OSError(28, "No space left on device")

    for progress, expected in ((stop, Cancelled), (full, DiskFull)):
        with pytest.raises(expected):
            vault.disable_user(WORKER.id, progress=progress)
        assert (vault.folder / HEADER).read_bytes() == before
        assert not (vault.folder / rekey.FRESH).exists()
        assert len(notes(vault)) == 20
    vault.close()
    reopen(vault.folder, now, user=WORKER.name).close()


def test_a_header_changed_by_somebody_else_meanwhile_is_not_overwritten(vault: OpenVault) -> None:
    older = (vault.folder / HEADER).read_bytes()
    add(vault, WORKER)
    (vault.folder / HEADER).write_bytes(older)
    with pytest.raises(Tampered):
        add(vault, THIRD)
    assert (vault.folder / HEADER).read_bytes() == older


def test_a_header_damaged_meanwhile_is_mended_by_the_next_change(vault: OpenVault, now: datetime) -> None:
    (vault.folder / HEADER).write_bytes(os.urandom(300))
    add(vault, WORKER)
    vault.close()
    with reopen(vault.folder, now, user=WORKER.name) as opened:
        assert opened.notices == ()


def test_rekeying_leaves_a_store_in_one_file_under_another_salt(vault: OpenVault) -> None:
    add(vault, WORKER)
    before = (vault.folder / STORE).read_bytes()[:16]
    vault.disable_user(WORKER.id)
    vault.close()
    assert (vault.folder / STORE).read_bytes()[:16] != before


def test_a_key_that_was_dropped_does_not_come_back_with_the_new_one(vault: OpenVault, now: datetime) -> None:
    """The rekeying hung and was left behind at a lock; it ends, and the vault stays locked."""
    add(vault, WORKER)
    vault.disable_user(WORKER.id, progress=lambda _done, _total: vault.drop_key())
    assert vault.closed
    with pytest.raises(Closed):
        vault.reveal_key()
    vault.close()
    with reopen(vault.folder, now) as opened:
        assert len(notes(opened)) == 20


def test_a_vault_whose_key_was_dropped_is_given_back_when_it_is_closed(vault: OpenVault, now: datetime) -> None:
    vault.drop_key()
    assert vault.closed
    with pytest.raises(InUse):
        reopen(vault.folder, now)
    vault.close()
    reopen(vault.folder, now).close()
