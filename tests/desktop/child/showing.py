"""What the tests of these pages do over and over: show a page, press keys, look where it sent the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import event

from caseapp.casework import register
from caseapp.casework.office import Office
from caseapp.desktop.kit.overlay import Dialog, Overlay
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.page import width_class as class_of
from tests.desktop.fakes import Travel, turn

PageT = TypeVar("PageT", bound=Page)
DialogT = TypeVar("DialogT", bound=Overlay)
HINANO, MINATO, CHIHIRO = "高瀬 陽菜乃", "倉田 湊", "北条 千尋"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def child_id(office: Office, name: str = HINANO) -> str:
    """The id of a sample child."""
    return next(row.child_id for row in register.rows(office) if row.name == name)


def show(desk: Desk, kind: Callable[[Desk], PageT], *, size: tuple[int, int] = (1214, 700), **args: Any) -> PageT:
    """The page in a window of its own, opened; it listens to changes as in the program."""
    page = kind(desk)
    page.resize(*size)
    page.take_width(class_of(size[0] + 152))
    page.show()
    desk.bus.changed.connect(page.refresh)
    page.open(**args)
    turn()
    target = page.first_focus()
    if target is not None:
        target.setFocus()
    turn()
    return page


def press(widget: QWidget | None, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key into the widget (None: where the focus is)."""
    target = widget or QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)
    turn()


def went(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """Where the person was sent, with the arguments."""
    assert isinstance(desk.go, Travel)
    return desk.go.went


def part(parent: QWidget, name: str, kind: type[QWidget] = QWidget) -> Any:
    """The widget with this object name."""
    found = parent.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


def dialog(page: QWidget, name: str, kind: type[DialogT] = Dialog) -> DialogT:  # type: ignore[assignment]  # the default
    """The overlay with this object name that is open."""
    turn()
    found = [each for each in page.window().findChildren(kind) if each.objectName() == name and each.is_open]
    assert found, f"{name} is not open"
    return found[-1]


class Statements:
    """Counts the statements of the store while it is watched."""

    def __init__(self, office: Office) -> None:
        self._engine = office.vault.engine
        self.count = 0

    def _seen(self, *_args: Any) -> None:
        self.count += 1

    def __enter__(self) -> Self:
        event.listen(self._engine, "before_cursor_execute", self._seen)
        return self

    def __exit__(self, *_args: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._seen)
