"""Which comes first, the effect or its entry in the access log: docs/decisions/0041, each case cut in two."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import accounts, audit, backups, office, papers
from caseapp.casework.office import Office
from caseapp.vault.trouble import DiskFull, WeakPassphrase, WrongPassphrase
from tests.casework.people import NONE, VIEWER, WORDS, WORKER, saved_child, saved_talk

NEW_WORDS = WORDS + " 新"


class EntryFailed(Exception):
    """The access log could not be written."""


def change_passphrase(opened: Office, _folder: Path) -> None:
    office.change_passphrase(opened, old=WORDS, new=NEW_WORDS)


def renew_recovery_key(opened: Office, _folder: Path) -> None:
    office.new_recovery_key(opened)


def add_user(opened: Office, _folder: Path) -> None:
    accounts.add(opened, name="久保 結", role="worker", passphrase=NEW_WORDS)


def disable_user(opened: Office, _folder: Path) -> None:
    accounts.disable(opened, the_worker(opened), passphrase=WORDS)


def keep_paper(opened: Office, folder: Path) -> None:
    child = saved_child(opened)
    talk = saved_talk(opened, child.id, next_step=NONE)
    paper = papers.build(opened, "consultation", child_id=child.id, record_id=talk.id)
    papers.keep(opened, paper, folder / "paper.pdf")


def make_backup(opened: Office, folder: Path) -> None:
    backups.backup(opened, folder / "kept")


Act = Callable[[Office, Path], None]
LETS_OUT_OR_IN: dict[str, Act] = {
    "passphrase.changed": change_passphrase,
    "recovery_key.renewed": renew_recovery_key,
    "account.add": add_user,
    "account.disable": disable_user,
    "print": keep_paper,
}


def the_worker(opened: Office) -> str:
    return next(account.id for account in accounts.list_accounts(opened) if account.name == WORKER)


def outside(opened: Office, folder: Path) -> tuple[Any, ...]:
    """What an effect would leave outside the store: key slots, and files beside the vault."""
    kept = sorted(path.name for path in folder.rglob("*") if opened.folder not in (path, *path.parents))
    return opened.vault.header.slots, opened.vault.users, kept


def actions(opened: Office) -> list[str]:
    return [entry.action for entry in audit.entries(opened)]


def no_room(*_: Any, **__: Any) -> None:
    raise DiskFull


def fail_entries_of(monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    """The entry of this action cannot be written; all others can."""
    from caseapp.casework import unit_of_work

    real = unit_of_work.append_audit

    def failing(*given: Any, **named: Any) -> Any:
        if named["action"] == action:
            raise EntryFailed
        return real(*given, **named)

    monkeypatch.setattr(unit_of_work, "append_audit", failing)


@pytest.mark.parametrize("action", LETS_OUT_OR_IN)
def test_without_its_entry_nothing_is_let_out_or_in(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    before, entered = outside(staffed, tmp_path), actions(staffed).count(action)
    fail_entries_of(monkeypatch, action)
    with pytest.raises(EntryFailed):
        LETS_OUT_OR_IN[action](staffed, tmp_path)
    assert outside(staffed, tmp_path) == before
    assert actions(staffed).count(action) == entered


@pytest.mark.parametrize("action", LETS_OUT_OR_IN)
def test_an_effect_that_fails_has_been_written_down(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    before, entered = outside(staffed, tmp_path), actions(staffed).count(action)
    for place in ("open_vault.write_header", "rekey.prepare"):
        monkeypatch.setattr(f"caseapp.vault.{place}", no_room)
    monkeypatch.setattr(papers, "write_atomically", no_room)
    with pytest.raises(DiskFull):
        LETS_OUT_OR_IN[action](staffed, tmp_path)
    monkeypatch.undo()
    assert outside(staffed, tmp_path) == before
    assert actions(staffed).count(action) == entered + 1


def test_a_user_whose_key_could_not_be_written_is_added_by_doing_it_again(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("caseapp.vault.open_vault.write_header", no_room)
        with pytest.raises(DiskFull):
            add_user(staffed, tmp_path)
    known = next(account for account in accounts.list_accounts(staffed) if account.name == "久保 結")
    assert known.id not in accounts.can_unlock(staffed)
    add_user(staffed, tmp_path)
    assert known.id in accounts.can_unlock(staffed)
    assert actions(staffed).count("account.add") == 4


def test_a_refused_passphrase_leaves_no_entry(staffed: Office) -> None:
    before = len(actions(staffed))
    with pytest.raises(WrongPassphrase):
        office.change_passphrase(staffed, old=WORDS + " 誤", new=NEW_WORDS)
    with pytest.raises(WeakPassphrase):
        office.change_passphrase(staffed, old=WORDS, new="短い")
    with pytest.raises(WeakPassphrase):
        accounts.add(staffed, name="久保 結", role="worker", passphrase="短い")
    assert len(actions(staffed)) == before + 1  # the looking itself


def test_a_backup_that_fails_is_not_called_made(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("caseapp.vault.archive.pack", no_room)
        with pytest.raises(DiskFull):
            make_backup(staffed, tmp_path)
    assert "backup.made" not in actions(staffed)
    assert backups.last_backup(staffed) is None


def test_a_backup_is_there_before_its_entry(staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        fail_entries_of(patch, "backup.made")
        with suppress(EntryFailed):
            make_backup(staffed, tmp_path)
    (made,) = (tmp_path / "kept").iterdir()
    assert "backup.made" not in actions(staffed)
    made.unlink()
    make_backup(staffed, tmp_path)
    (made,) = (tmp_path / "kept").iterdir()
    entry = next(entry for entry in audit.entries(staffed) if entry.action == "backup.made")
    assert entry.detail == {"file": made.name}


def test_after_a_failed_effect_the_office_knows_what_was_committed(
    staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept of the store is forgotten although the action ended in an exception."""
    with staffed.reading():
        assert staffed.kept("who", lambda: "before") == "before"
    with monkeypatch.context() as patch:
        patch.setattr("caseapp.vault.open_vault.write_header", no_room)
        with pytest.raises(DiskFull):
            add_user(staffed, tmp_path)
    with staffed.reading():
        assert staffed.kept("who", lambda: "after") == "after"
    assert VIEWER in [account.name for account in accounts.list_accounts(staffed)]
