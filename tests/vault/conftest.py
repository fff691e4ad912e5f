"""A small real vault for each test: SQLCipher files, the fast key derivation, invented people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from caseapp.vault import pause
from caseapp.vault.open_vault import OpenVault
from caseapp.vault.recovery_key import RecoveryKey
from tests.vault.office import MANAGER, new_vault, reopen


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins without wrong tries, on a clock that stands still unless the test moves it."""
    monkeypatch.setattr(pause, "_tries", {})
    monkeypatch.setattr(pause, "clock", lambda: 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def made(folder: Path, now: datetime) -> Iterator[tuple[OpenVault, RecoveryKey]]:
    """A new vault with some rows, open, and its recovery key."""
    vault, recovery = new_vault(folder, now)
    yield vault, recovery
    vault.close()


@pytest.fixture
def vault(made: tuple[OpenVault, RecoveryKey]) -> OpenVault:
    return made[0]


@pytest.fixture
def closed(vault: OpenVault) -> Path:
    """The folder of a vault that was made, filled and closed."""
    vault.close()
    return vault.folder


@pytest.fixture
def opened(now: datetime) -> Iterator[Callable[[Path], OpenVault]]:
    """Open a folder as the manager; closed again after the test."""
    vaults: list[OpenVault] = []

    def open_it(folder: Path) -> OpenVault:
        vaults.append(reopen(folder, now, user=MANAGER.name))
        return vaults[-1]

    yield open_it
    for vault in vaults:
        vault.close()
