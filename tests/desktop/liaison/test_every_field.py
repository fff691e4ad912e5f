"""The forms and lists of contacts, looked at as a whole: everything has a name, room and a key of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from caseapp.desktop.kit.choices import Pill, Toggle
from caseapp.desktop.kit.page import Desk, Page
from caseapp.desktop.kit.shortcuts import clashes
from caseapp.desktop.liaison.overview import LiaisonsPage
from caseapp.desktop.liaison.page import LiaisonPage
from caseapp.desktop.record.overview import ConsultationsPage
from caseapp.desktop.record.page import RecordPage
from caseapp.words import language
from tests.desktop.fakes import spoken_name, turn
from tests.desktop.record.writing import child_id

PAGES: list[type[Page]] = [RecordPage, LiaisonPage, ConsultationsPage, LiaisonsPage]


def opened(desk: Desk, kind: type[Page], width_class: str) -> Page:
    page = kind(desk)
    page.resize(862 if width_class == "narrow" else 1214, 640)
    page.show()
    page.take_width(width_class)
    page.open(**({"child_id": child_id(desk.office)} if kind in (RecordPage, LiaisonPage) else {}))
    turn(6)
    return page


def seen(page: Page) -> list[QWidget]:
    return [each for each in page.findChildren(QWidget) if each.isVisible()]


@pytest.mark.parametrize("kind", PAGES)
def test_whatever_takes_the_focus_has_a_name(desk: Desk, kind: type[Page]) -> None:
    page = opened(desk, kind, "normal")
    nameless = [
        f"{type(each).__name__} {each.objectName()}"
        for each in seen(page)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not spoken_name(each)
    ]
    assert nameless == []


@pytest.mark.parametrize("kind", PAGES)
def test_no_two_keys_of_a_page_are_alike(desk: Desk, kind: type[Page]) -> None:
    assert clashes(list(opened(desk, kind, "normal").bound())) == []


@pytest.mark.parametrize("speech", ["ja", "en", "en_XA"])
@pytest.mark.parametrize("width_class", ["narrow", "normal"])
@pytest.mark.parametrize("kind", PAGES)
def test_no_word_is_cut_off(desk: Desk, kind: type[Page], width_class: str, speech: str) -> None:
    language.use(speech)
    page = opened(desk, kind, width_class)
    cut = []
    for each in seen(page):
        fixed = isinstance(each, (Toggle, Pill)) or (isinstance(each, QAbstractButton) and each.text())
        plain = isinstance(each, QLabel) and not each.wordWrap() and each.text()
        if (fixed or plain) and each.width() < each.sizeHint().width() - 1:
            cut.append(f"{each.text()!r} has {each.width()} of {each.sizeHint().width()}")  # type: ignore[attr-defined]  # both kinds have a text
    assert cut == []


@pytest.mark.parametrize("kind", [RecordPage, LiaisonPage])
def test_tab_goes_through_the_form_in_reading_order(desk: Desk, kind: type[Page]) -> None:
    page = opened(desk, kind, "normal")
    page.activateWindow()
    turn()
    first = page.findChild(QWidget, "record-on" if kind is RecordPage else "liaison-on")
    assert first is not None
    first.setFocus()
    form = page.findChild(QWidget, "record-form" if kind is RecordPage else "liaison-form")
    assert form is not None
    before = (-1, -1)
    for _step in range(60):
        now = QApplication.focusWidget()
        assert now is not None
        if not form.isAncestorOf(now):
            break
        at = now.mapTo(form, now.rect().center())
        box = page.findChild(QWidget, "next-step")
        assert box is not None
        inside = box.isAncestorOf(now)
        row = (1 if inside else 0, at.y() + (0 if inside else _scrolled(page)))
        assert row[0] > before[0] or row[1] >= before[1] - 12, f"{now.objectName()} comes too late"
        before = row
        page.focusNextChild()
        turn()
    else:
        pytest.fail("Tab never leaves the form")
    assert before[0] == 1, "the question was not reached"


def test_tab_goes_on_from_a_toggle_that_was_clicked_and_back_again(desk: Desk) -> None:
    page = opened(desk, RecordPage, "normal")
    assert isinstance(page, RecordPage)
    topics = page.form.heads.topics.toggles
    topics[0].click()
    topics[5].click()
    topics[5].setFocus()
    page.focusNextPrevChild(True)
    assert QApplication.focusWidget() is page.form.paragraphs.fields["words"]
    page.focusNextPrevChild(False)
    assert QApplication.focusWidget() is topics[0]


def test_tab_never_ends_in_nothing(desk: Desk) -> None:
    page = opened(desk, RecordPage, "normal")
    assert isinstance(page, RecordPage)
    page.close_button.setFocus()
    page.focusNextPrevChild(True)
    assert QApplication.focusWidget() is page.form.heads.on


def _scrolled(page: Page) -> int:
    column = page.question_form.column  # type: ignore[attr-defined]  # both pages are forms about a child
    return int(column.verticalScrollBar().value())
