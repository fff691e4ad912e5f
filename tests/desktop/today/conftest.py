"""Pages do not outlive their office, as in the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from caseapp.casework import office as offices
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk, Page
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.desktop.conftest import PASSPHRASE, USER


@pytest.fixture
def desk(desk: Desk) -> Iterator[Desk]:
    """The desk; its pages go before the office is closed."""
    yield desk
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Page):
            shiboken6.delete(widget)


@pytest.fixture
def empty_office(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office of this morning: nobody is registered."""
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    opened, _key = offices.create(
        tmp_path / "empty",
        office_name="汐見保健所",
        user_name=USER,
        title="自立支援員",
        passphrase=PASSPHRASE,
        clock=lambda: now,
    )
    with opened:
        yield opened
