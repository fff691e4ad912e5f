"""Whatever a person does in any window of the program counts as somebody being there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.desktop.kit.fields import TextField
from caseapp.desktop.kit.watch import Watch, watch
from tests.desktop.fakes import compose, turn


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The moment of the watch's clock: it counted from 0 and now 100 seconds have gone by."""
    moment = [0.0]
    monkeypatch.setattr(watch, "clock", lambda: moment[0])
    watch.touch()
    moment[0] = 100.0
    return moment


def shown(qtbot: QtBot) -> tuple[QWidget, QWindow]:
    host = QWidget()
    host.resize(300, 200)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    turn()
    window = host.windowHandle()
    assert window is not None
    return host, window


def test_a_key_the_mouse_and_what_the_input_method_says_count(qtbot: QtBot, counting: list[float]) -> None:
    host, window = shown(qtbot)
    field = TextField(parent=host)
    field.setAccessibleName("field")
    field.show()
    field.setFocus()
    acts: list[Callable[[], object]] = [
        lambda: QTest.keyClick(window, Qt.Key.Key_Shift),
        lambda: QTest.mouseMove(window, QPoint(5, 5)),
        lambda: QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(9, 9)),
        lambda: compose(field, "あ"),
    ]
    for number, act in enumerate(acts):
        counting[0] = 200.0 + number
        act()
        turn()
        assert watch._last == counting[0]


def test_the_mouse_over_a_window_that_never_had_the_focus_counts_once_the_watch_has_looked(
    qtbot: QtBot, counting: list[float]
) -> None:
    _host, window = shown(qtbot)
    window.removeEventFilter(watch)  # the offscreen platform gives every window the focus
    QTest.mouseMove(window, QPoint(5, 5))
    turn()
    assert watch._last == 0.0
    watch._seconds = 1_000.0
    watch.look()
    QTest.mouseMove(window, QPoint(7, 7))
    turn()
    assert watch._last == counting[0]


def test_a_watch_that_was_removed_looks_at_nothing(qtbot: QtBot, counting: list[float]) -> None:
    _host, window = shown(qtbot)
    application = watch._on
    assert application is not None
    watch.remove()
    QTest.keyClick(window, Qt.Key.Key_Shift)
    turn()
    assert watch._last == 0.0
    watch.install(application)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    turn()
    assert watch._last == counting[0]


def test_a_watch_that_was_never_installed_can_be_removed() -> None:
    Watch().remove()
