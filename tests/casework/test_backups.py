"""Backups as the use case makes them: checked, remembered, restorable."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseapp.casework import audit, backups, office, register
from caseapp.casework.office import Office
from caseapp.rules.clock import stopped
from caseapp.vault.trouble import BackupDamaged, WrongPassphrase
from tests.casework.people import MANAGER, WORDS, saved_child


def test_backup_verify_restore(opened: Office, tmp_path: Path) -> None:
    child = saved_child(opened)
    assert backups.last_backup(opened) is None
    made = backups.backup(opened, tmp_path / "kept")
    assert made.parent == tmp_path / "kept"
    assert backups.last_backup(opened) == opened.now
    assert "backup.made" in [entry.action for entry in audit.entries(opened)]
    backups.verify(made, user=MANAGER, passphrase=WORDS)
    restored = backups.restore(made, tmp_path / "restored", user=MANAGER, passphrase=WORDS)
    with office.open_office(restored, user=MANAGER, passphrase=WORDS, clock=stopped(opened.now)) as again:
        assert register.child(again, child.id) == child
        assert audit.verify_chain(again).whole


def test_a_damaged_backup_and_a_wrong_passphrase(
    opened: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_child(opened)
    made = backups.backup(opened, tmp_path / "kept")
    with pytest.raises(WrongPassphrase):
        backups.verify(made, user=MANAGER, passphrase="ちがう ことば です よ")
    data = bytearray(made.read_bytes())
    data[len(data) // 2] ^= 1
    made.write_bytes(data)
    with pytest.raises(BackupDamaged):
        backups.verify(made, user=MANAGER, passphrase=WORDS)
    with pytest.raises(BackupDamaged):
        backups.restore(made, tmp_path / "restored", user=MANAGER, passphrase=WORDS)
    assert not (tmp_path / "restored").exists()
