"""What the tests of the form do over and over."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from caseapp.desktop.child_form.page import ChildForm
from caseapp.desktop.kit.page import Desk
from tests.desktop.child.showing import child_id, show
from tests.desktop.fakes import settle, turn


def new_form(desk: Desk, **args: Any) -> ChildForm:
    """The form for a new child."""
    return show(desk, ChildForm, **args)


def form_of(desk: Desk, name: str, **args: Any) -> ChildForm:
    """The form of a sample child."""
    return show(desk, ChildForm, child_id=child_id(desk.office, name), **args)


def field(form: ChildForm, name: str) -> Any:
    return form.sections.fields[name]


def write(form: ChildForm, name: str, text: str) -> None:
    """Type into a field as an input method does, then leave it."""
    target = field(form, name)
    target.setFocus()
    target.selectAll()
    settle(target, text)
    turn(1)
    QTest.keyClick(target, Qt.Key.Key_Tab)
    turn(1)


def fill(form: ChildForm) -> None:
    """The least that a new child needs."""
    write(form, "family_name", "青木")
    write(form, "family_name_kana", "あおき")
    write(form, "given_name", "結")
    write(form, "given_name_kana", "ﾕｲ")
    write(form, "birth_date", "H30.4.2")


def problem(form: ChildForm, name: str) -> str:
    """The sentence beside a field."""
    return form.form.row_of(name).problem_line.text()


def inside(editor: QWidget, name: str) -> Any:
    found = editor.findChild(QWidget, name)
    assert found is not None, name
    return found
