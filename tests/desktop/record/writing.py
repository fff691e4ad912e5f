"""What the tests of the forms do over and over: find a child, open the form, type into it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from caseapp.casework import consultations, register
from caseapp.casework.office import Office
from caseapp.casework.views import ConsultationLine
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.record.page import RecordPage
from tests.desktop.fakes import Travel, turn

HINANO, MINATO, IBUKI = "高瀬 陽菜乃", "倉田 湊", "神谷 一颯"


def child_id(office: Office, name: str = HINANO) -> str:
    """The id of a sample child."""
    return next(row.child_id for row in register.rows(office) if row.name == name)


def records(office: Office, name: str = HINANO) -> list[ConsultationLine]:
    """The consultations of a child as the list of all shows them."""
    wanted = child_id(office, name)
    return [line for line in consultations.latest(office, limit=10_000) if line.child_id == wanted]


def open_form(
    desk: Desk,
    name: str = HINANO,
    *,
    consultation_id: str = "",
    follow_up_id: str = "",
    size: tuple[int, int] = (1214, 700),
) -> RecordPage:
    """The form, shown as a page of its own."""
    page = RecordPage(desk)
    page.resize(*size)
    page.show()
    page.open(child_id=child_id(desk.office, name), consultation_id=consultation_id, follow_up_id=follow_up_id)
    turn()
    return page


def write(page: RecordPage, text: str, kind: str = "facts") -> None:
    """Type a text into a paragraph, as a person does."""
    page.form.go_to(kind)
    QTest.keyClicks(page.form.paragraphs.fields[kind], "x")  # a key, then what the input method hands over
    page.form.paragraphs.fields[kind].textCursor().deletePreviousChar()
    page.form.paragraphs.fields[kind].insertPlainText(text)


def answer(page: RecordPage, text: str = "学校に聞く", day: str = "11/27") -> None:
    """Answer the question."""
    question = page.form.question
    question.text.setFocus()
    question.text.insert(text)
    question.text.textEdited.emit(text)
    question.due.day.setText(day)
    question.due.day.textEdited.emit(day)


def press(widget: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key into a widget."""
    held = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        held |= each
    QTest.keyClick(widget, key, held)
    turn()


def went(desk: Desk) -> list[str]:
    """The pages the person was sent to."""
    assert isinstance(desk.go, Travel)
    return [page for page, _args in desk.go.went]
