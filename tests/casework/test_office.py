"""Making, opening, locking and recovering an office."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from caseapp.casework import accounts, audit, office, recovery_sheet, register
from caseapp.casework.office import HEAD_EVERY, Office
from caseapp.records import schema
from caseapp.rules.clock import stopped
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.vault.recovery_key import new_recovery_key
from caseapp.vault.trouble import (
    AlreadyAVault,
    Closed,
    DiskFull,
    NewerVersion,
    RecoveryKeyMistyped,
    Tampered,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)
from tests.casework.people import MANAGER, WORDS, WORKER, as_user, counted, saved_child


def reopened(folder: Path, now: datetime, *, user: str | None = MANAGER, words: str = WORDS) -> Office:
    return office.open_office(folder, user=user, passphrase=words, clock=stopped(now))


def test_a_new_office_has_its_manager_and_its_settings(opened: Office) -> None:
    assert (opened.account.name, opened.account.role, opened.account.title) == (MANAGER, "manager", "係長")
    assert opened.settings.name == "汐見保健所"
    assert accounts.list_accounts(opened) == (opened.account,)
    assert [entry.action for entry in audit.entries(opened)] == ["vault.created"]
    with opened.reading() as session:
        assert schema.current_version(session.connection()) == schema.CURRENT


@pytest.mark.parametrize("fields", [{"office_name": " "}, {"user_name": ""}, {"passphrase": "short"}])
def test_a_refused_office_leaves_no_vault(folder: Path, now: datetime, fields: dict[str, str]) -> None:
    given = {"office_name": "汐見保健所", "user_name": MANAGER, "passphrase": WORDS, **fields}
    with pytest.raises((Refused, WeakPassphrase)):
        office.create(folder, title="", clock=stopped(now), **given)
    assert not (folder / "vault.json").exists()


def test_a_vault_is_never_made_over_another(opened: Office, folder: Path, now: datetime) -> None:
    opened.close()
    with pytest.raises(AlreadyAVault):
        office.create(folder, office_name="x", user_name="y", title="", passphrase=WORDS, clock=stopped(now))


def test_locked_and_opened_again(opened: Office, folder: Path, now: datetime) -> None:
    child = saved_child(opened)
    office.lock(opened)
    office.lock(opened)
    assert opened.closed
    assert not (folder / "store.db-wal").exists() or (folder / "store.db-wal").stat().st_size == 0
    with reopened(folder, now, user=None) as again:
        assert register.child(again, child.id) == child
        actions = [entry.action for entry in audit.entries(again)]
        assert actions[:2] == ["vault.unlocked", "vault.locked"]


def test_nothing_goes_on_after_closing(opened: Office) -> None:
    opened.close()
    opened.close()
    with pytest.raises(Closed):
        register.rows(opened)


@pytest.mark.parametrize("user", [MANAGER, "nobody", None])
def test_a_wrong_passphrase_opens_nothing(opened: Office, folder: Path, now: datetime, user: str | None) -> None:
    opened.close()
    with pytest.raises(WrongPassphrase):
        reopened(folder, now, user=user, words="ちがう ことば です よ")


def test_somebody_disabled_cannot_open(staffed: Office, folder: Path, now: datetime) -> None:
    worker = next(account for account in accounts.list_accounts(staffed) if account.name == WORKER)
    accounts.disable(staffed, worker.id, passphrase=WORDS)
    staffed.close()
    with pytest.raises(WrongPassphrase), as_user(folder, WORKER, now=now, number="二"):
        pass


def test_a_new_passphrase(opened: Office, folder: Path, now: datetime) -> None:
    with pytest.raises(WrongPassphrase):
        office.change_passphrase(opened, old="ちがう ことば です よ", new=WORDS + " 新")
    with pytest.raises(WeakPassphrase):
        office.change_passphrase(opened, old=WORDS, new="1234")
    office.change_passphrase(opened, old=WORDS, new=WORDS + " 新")
    assert audit.entries(opened)[0].action == "passphrase.changed"
    opened.close()
    with reopened(folder, now, words=WORDS + " 新") as again:
        assert again.account == opened.account


def test_the_recovery_key_gives_a_new_passphrase(folder: Path, now: datetime) -> None:
    made, key = office.create(
        folder, office_name="汐見保健所", user_name=MANAGER, title="", passphrase=WORDS, clock=stopped(now)
    )
    made.close()
    with pytest.raises(RecoveryKeyMistyped):
        office.recover(folder, recovery_key="ABC", user=MANAGER, new_passphrase=WORDS + " 新", clock=stopped(now))
    with pytest.raises(WeakPassphrase):
        office.recover(folder, recovery_key=str(key), user=MANAGER, new_passphrase="x", clock=stopped(now))
    with pytest.raises(WrongPassphrase):
        office.recover(folder, recovery_key=str(key), user="nobody", new_passphrase=WORDS + " 新", clock=stopped(now))
    with office.recover(
        folder, recovery_key=str(key), user=MANAGER, new_passphrase=WORDS + " 新", clock=stopped(now)
    ) as again:
        assert again.account.name == MANAGER
        assert "passphrase.recovered" in [entry.action for entry in audit.entries(again)]


def test_only_a_manager_makes_a_recovery_key(staffed: Office, folder: Path, now: datetime) -> None:
    assert str(office.new_recovery_key(staffed))
    staffed.close()
    with as_user(folder, WORKER, now=now, number="二") as worker, pytest.raises(NotAllowed):
        office.new_recovery_key(worker)


def test_a_key_without_its_row_opens_nothing(staffed: Office, folder: Path, now: datetime) -> None:
    """The row is written before the key, so such a pair of files was put together by hand."""
    with staffed.vault.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM account WHERE name = ?", (WORKER,))
    staffed.close()
    with pytest.raises(Tampered), as_user(folder, WORKER, now=now, number="二"):
        pass


def test_a_newer_store_is_refused(opened: Office, folder: Path, now: datetime) -> None:
    with opened.vault.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    opened.close()
    with pytest.raises(NewerVersion):
        reopened(folder, now)


# ---- the audit chain's head in the header


def test_the_head_is_told_at_closing_and_every_fifty_entries(opened: Office) -> None:
    first = opened.vault.chain_head.count
    for number in range(HEAD_EVERY - 1):
        saved_child(opened, f"{number}")
    assert opened.vault.chain_head.count == first
    saved_child(opened, "last")
    assert opened.vault.chain_head.count == first + HEAD_EVERY
    saved_child(opened, "one more")
    opened.close()
    assert opened.vault.header.chain.count == first + HEAD_EVERY + 1


def test_an_older_store_put_back_is_noticed(opened: Office, folder: Path, now: datetime, tmp_path: Path) -> None:
    opened.close()
    shutil.copy(folder / "store.db", tmp_path / "older.db")
    with reopened(folder, now) as again:
        saved_child(again)
    shutil.copy(tmp_path / "older.db", folder / "store.db")
    with pytest.raises(Tampered):
        reopened(folder, now)


def test_a_crash_before_the_header_was_told_is_no_tampering(opened: Office, folder: Path, now: datetime) -> None:
    opened.tell_head()
    saved_child(opened)
    opened.vault.close()  # without telling the head, as after a kill
    with reopened(folder, now) as again:
        assert counted(again, "child") == 1
        assert audit.verify_chain(again).whole


def test_an_error_of_the_store_shows_no_value(opened: Office) -> None:
    saved_child(opened)
    with pytest.raises(DatabaseError) as caught, opened.work("x") as work:
        work.session.connection().exec_driver_sql("UPDATE child SET family_name = NULL")
    assert "髙瀬" not in str(caught.value)


# ---- the sheet with the recovery key


def test_a_manager_is_reminded_of_the_sheet_until_its_key_was_tried(folder: Path, now: datetime) -> None:
    opened, key = office.create(folder, office_name="汐見", user_name=MANAGER, passphrase=WORDS, clock=stopped(now))
    with opened:
        assert recovery_sheet.unconfirmed(opened)
        for typed, trouble in (("ABC", RecoveryKeyMistyped), (str(new_recovery_key()), WrongRecoveryKey)):
            with pytest.raises(trouble):
                recovery_sheet.confirm(opened, typed)
            assert recovery_sheet.unconfirmed(opened)
        recovery_sheet.confirm(opened, str(key).lower())
        assert not recovery_sheet.unconfirmed(opened)
        office.new_recovery_key(opened)
        assert recovery_sheet.unconfirmed(opened)  # nobody has seen the new sheet
        with pytest.raises(WrongRecoveryKey):
            recovery_sheet.confirm(opened, str(key))


def test_a_new_key_that_is_not_written_leaves_the_old_sheet_confirmed(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery_sheet.confirmed(staffed)

    def full(*_args: object, **_more: object) -> None:
        raise DiskFull

    monkeypatch.setattr("caseapp.vault.open_vault.make_slot", full)
    with pytest.raises(DiskFull):
        office.new_recovery_key(staffed)
    assert not recovery_sheet.unconfirmed(staffed)


def test_who_does_not_manage_is_not_reminded(staffed: Office, folder: Path, now: datetime) -> None:
    assert recovery_sheet.unconfirmed(staffed)
    staffed.close()
    with as_user(folder, WORKER, now=now, number="二") as worker:
        assert not recovery_sheet.unconfirmed(worker)
