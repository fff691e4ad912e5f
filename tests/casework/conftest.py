"""Offices on real encrypted files with the fast key derivation: one manager, one worker, one viewer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from caseapp.casework import accounts, office
from caseapp.casework.office import Office
from caseapp.rules.clock import stopped
from caseapp.vault import pause
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework import offices
from tests.casework.people import MANAGER, VIEWER, WORDS, WORKER
from tests.templates import new_office


@pytest.fixture(autouse=True)
def fast_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast key derivation, and no pause after wrong tries left over from another test."""
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    monkeypatch.setattr(pause, "_tries", {})
    monkeypatch.setattr(pause, "clock", lambda: 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def opened(folder: Path, now: datetime) -> Iterator[Office]:
    """A new office, open as its manager."""
    with new_office(folder, now, user=MANAGER, title="係長", passphrase=WORDS) as made:
        yield made


@pytest.fixture
def staffed(opened: Office) -> Office:
    """The same with a worker and a viewer who can unlock, too."""
    accounts.add(opened, name=WORKER, role="worker", title="保健師", passphrase=WORDS + " 二")
    accounts.add(opened, name=VIEWER, role="viewer", passphrase=WORDS + " 三")
    return opened


@pytest.fixture(scope="session")
def sample_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault of the manager's with the thirty samples. Never opened: copy it (`filled`)."""
    return offices.sample_vault(tmp_path_factory)


@pytest.fixture
def filled(sample_vault: Path, folder: Path, now: datetime) -> Iterator[Office]:
    """A copy of it, open as its manager."""
    shutil.copytree(sample_vault, folder)
    with office.open_office(folder, user=MANAGER, passphrase=WORDS, clock=stopped(now)) as opened:
        yield opened
