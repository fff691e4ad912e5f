"""English and the stretched pretend language fit into the windows, too, and everything has a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child_form.page import ChildForm
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.register.page import RegisterPage
from caseapp.desktop.today.page import TodayPage
from tests.desktop.child.showing import child_id, show

PAGES: list[type[Page]] = [TodayPage, RegisterPage, ChildPage, ChildForm]


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("spoken", ["en", "en_XA"])
@pytest.mark.parametrize("width", [862, 1214])
def test_no_page_is_wider_than_the_window(
    desk: Desk, speak: Callable[[str], None], kind: type[Page], spoken: str, width: int
) -> None:
    known: dict[str, Any] = {"child_id": child_id(desk.office)} if kind in (ChildPage, ChildForm) else {}
    speak(spoken)
    page = show(desk, kind, size=(width, 629), **known)
    assert page.minimumSizeHint().width() <= width
    assert page.width() == width


@pytest.mark.parametrize("kind", PAGES)
def test_whatever_takes_the_focus_has_a_name(desk: Desk, kind: type[Page]) -> None:
    known: dict[str, Any] = {"child_id": child_id(desk.office)} if kind in (ChildPage, ChildForm) else {}
    page = show(desk, kind, **known)
    nameless = [
        each.objectName() or type(each).__name__
        for each in page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(page) and not each.accessibleName()
    ]
    assert nameless == []
