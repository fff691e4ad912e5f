"""What is missing is said at once, not bit by bit; and the question never is out of sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from caseapp.casework import register
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.liaison.page import LiaisonPage
from caseapp.desktop.record.page import RecordPage
from tests.desktop.child.showing import Statements, child_id
from tests.desktop.fakes import turn
from tests.desktop.record.writing import answer, open_form, press, records, write


def in_question(page: RecordPage) -> bool:
    """Whether the cursor stands in the question for what comes next."""
    focus = QApplication.focusWidget()
    return focus is not None and page.form.question.isAncestorOf(focus)


def test_everything_that_is_missing_is_said_at_the_first_press_and_the_first_of_it_has_the_focus(
    desk: Desk, office: Office
) -> None:
    before = len(records(office))
    page = open_form(desk)
    page.save()
    turn()
    facts = page.form.paragraphs.form.row_of("facts").problem_line
    assert facts.text() == "聞いたこと、あったことを書きます。"
    assert page.form.question.problem_line.text()
    assert QApplication.focusWidget() is page.form.paragraphs.fields["facts"]
    assert len(records(office)) == before


def test_what_was_mended_is_no_longer_complained_of(desk: Desk) -> None:
    page = open_form(desk)
    page.save()
    write(page, "電話があった。")
    page.save()
    turn()
    assert page.form.paragraphs.form.row_of("facts").problem_line.text() == ""
    assert page.form.question.problem_line.text()
    assert in_question(page)


def test_a_contact_with_an_organization_says_all_at_once_too(desk: Desk, office: Office) -> None:
    page = LiaisonPage(desk)
    page.resize(1214, 700)
    page.show()
    page.open(child_id=child_id(office))
    turn()
    page.save()
    said = [page.form.rows.row_of(name).problem_line.text() for name in ("organization_id", "subject")]
    assert all(said)
    assert page.form.question.problem_line.text()


@pytest.mark.parametrize(("height", "shown"), [(500, True), (740, False)])
def test_in_a_low_window_a_button_stands_for_the_question(desk: Desk, height: int, shown: bool) -> None:
    page = open_form(desk, size=(860, height))
    assert page.bar.question.isVisible() == shown
    assert page.bar.question.text() == "次にすることは?"
    page.bar.question.click()
    assert in_question(page)
    answer(page)
    assert page.bar.question.text() == "次にすること: 記入ずみ"


def test_alt_n_goes_to_the_question_from_anywhere(desk: Desk) -> None:
    page = open_form(desk, size=(860, 500))
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert in_question(page)


def test_a_form_reads_only_what_it_shows(desk: Desk, office: Office) -> None:
    who = child_id(office)
    register.page(office, who)  # seen already: neither reading writes that down again
    with Statements(office) as whole:
        register.page(office, who)
    with Statements(office) as head:
        shown = register.head(office, who)
    assert head.count < whole.count
    page = register.page(office, who)
    names = ("child", "age", "grade", "red_facts", "follow_ups", "waiting", "siblings", "organizations")
    assert [getattr(shown, name) for name in names] == [getattr(page, name) for name in names]
