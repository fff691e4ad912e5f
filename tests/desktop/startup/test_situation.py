"""What stands in the folder decides which screen is shown."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.desktop.startup.situation import Kind, look
from caseapp.vault.trouble import DamagedHeader, NewerVersion, NotAVault
from tests.desktop.conftest import PASSPHRASE, USER


def test_an_empty_or_missing_folder_is_for_a_new_store(tmp_path: Path) -> None:
    assert look(tmp_path / "none").kind is Kind.NEW
    assert look(tmp_path).kind is Kind.NEW


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    found = look(tmp_path)
    assert found.kind is Kind.TROUBLE
    assert isinstance(found.trouble, NotAVault)


def test_a_store_tells_its_users(vault_folder: Path) -> None:
    found = look(vault_folder)
    assert found.kind is Kind.LOCKED
    assert USER in [name for _id, name in found.users]
    assert found.held is None


def test_a_store_open_elsewhere_tells_by_whom_where_and_since(office: Office, now: datetime) -> None:
    found = look(office.folder)
    assert found.held is not None
    assert found.held.who == USER
    assert found.held.machine
    assert found.held.since == now


def test_a_damaged_key_file_is_a_trouble_of_its_own(vault_folder: Path) -> None:
    for name in ("vault.json", "vault.json.previous", "vault.previous.json"):
        path = vault_folder / name
        if path.exists():
            path.write_bytes(b"{}")
    found = look(vault_folder)
    assert isinstance(found.trouble, DamagedHeader)
    assert found.problem is not None


def test_a_newer_store_is_a_trouble_of_its_own(vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def newer(_folder: Path) -> None:
        raise NewerVersion

    monkeypatch.setattr("caseapp.vault.unlocking.peek", newer)
    assert isinstance(look(vault_folder).trouble, NewerVersion)


def test_looking_changes_nothing(vault_folder: Path, now: datetime) -> None:
    before = {path.name: path.read_bytes() for path in vault_folder.iterdir() if path.is_file()}
    look(vault_folder)
    assert {path.name: path.read_bytes() for path in vault_folder.iterdir() if path.is_file()} == before
    offices.open_office(vault_folder, user=USER, passphrase=PASSPHRASE, clock=lambda: now).close()
