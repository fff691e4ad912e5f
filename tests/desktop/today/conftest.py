"""Pages do not outlive their office, as in the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk, Page
from tests.desktop.conftest import PASSPHRASE, USER
from tests.templates import new_office


@pytest.fixture
def desk(desk: Desk) -> Iterator[Desk]:
    """The desk; its pages go before the office is closed."""
    yield desk
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Page):
            shiboken6.delete(widget)


@pytest.fixture
def empty_office(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """An office of this morning: nobody is registered."""
    with new_office(tmp_path / "empty", now, user=USER, title="自立支援員", passphrase=PASSPHRASE) as opened:
        yield opened
