"""Pages do not outlive their office, as in the program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from caseapp.desktop.kit.page import Desk, Page


@pytest.fixture
def desk(desk: Desk) -> Iterator[Desk]:
    """The desk; its pages go before the office is closed."""
    yield desk
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Page):
            shiboken6.delete(widget)
