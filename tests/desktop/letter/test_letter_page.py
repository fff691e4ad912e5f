"""The information letter on a real vault, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import disclosures, drafts, organizations, register
from caseapp.casework.office import Office
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.letter.consent_dialog import ConsentDialog
from caseapp.desktop.letter.page import LetterPage
from caseapp.desktop.print.dialog import PrintDialog
from caseapp.rules.disclosure import Consent
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework.yoshino import HINA, hina, manager_office
from tests.desktop.fakes import ScriptedDialogs, make_desk, settle, turn


@pytest.fixture
def family(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now) as opened:
        yield opened


@pytest.fixture
def own_desk(family: Office, dialogs: ScriptedDialogs) -> Desk:
    return make_desk(family, dialogs=dialogs)


def shown(desk: Desk, qtbot: QtBot, **more: str) -> LetterPage:
    page = LetterPage(desk)
    qtbot.addWidget(page, before_close_func=lambda _page: page.stop_keeping())
    desk.bus.changed.connect(page.refresh)
    page.resize(1190, 700)
    page.show()
    page.open(**{"child_id": hina(desk.office), **more})
    turn()
    return page


def type_in(target: QWidget, text: str) -> None:
    target.setFocus()
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        settle(target, text)


def given(office: Office) -> Consent:
    to = organizations.list_all(office)[0]
    consent = Consent(
        child_id=hina(office),
        given_on=date(2026, 11, 5),
        given_by="母",
        purpose="安全な給食",
        recipient=to.name,
        items=("補食の場所",),
        valid_to=date(2027, 3, 31),
    )
    disclosures.save_consent(office, consent)
    return disclosures.consents(office, hina(office))[0]


def choose_school(page: LetterPage) -> None:
    page.form.organization.setFocus()
    QTest.keyClick(page.form.organization, Qt.Key.Key_Down)
    page.form.organization.activated.emit(page.form.organization.currentIndex())


def fill(page: LetterPage) -> None:
    choose_school(page)
    type_in(page.form.withheld, "検査値")
    type_in(page.form.readers, "校長")
    type_in(page.form.storage, "書庫")


def test_the_school_brings_its_person_and_its_consent(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    consent = given(family)
    page = shown(own_desk, qtbot)
    choose_school(page)
    letter = page.letter
    assert letter is not None
    assert (letter.addressee, letter.consent_id) == ("校長 原田 正志", consent.id)
    assert (letter.purpose, letter.items) == ("安全な給食", ("補食の場所",))
    assert letter.basis.startswith("同意書 第R8-0001号")


def test_it_is_saved_once_and_looked_at_as_paper(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    given(family)
    page = shown(own_desk, qtbot)
    fill(page)
    page.trigger(Keys.SAVE)
    page.trigger(Keys.SAVE)
    (letter,) = disclosures.letters(family, hina(family))
    assert letter.withheld == ("検査値",)
    page.trigger(Keys.PRINT)
    (dialog,) = page.findChildren(PrintDialog)
    assert dialog.paper.record_id == letter.id


def test_handed_over_it_is_read_only(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    given(family)
    page = shown(own_desk, qtbot)
    fill(page)
    page.trigger(Keys.PRINT)
    (dialog,) = page.findChildren(PrintDialog)
    QTest.keyClick(dialog.issue.method.toggles[0], Qt.Key.Key_Space)
    QTest.keyClick(dialog.issue.go, Qt.Key.Key_Return)
    (letter,) = disclosures.letters(family, hina(family))
    assert letter.issued_on == date(2026, 11, 20)
    assert "渡した文書です" in page.banner.text()
    type_in(page.form.purpose, "changed")
    page.trigger(Keys.SAVE)
    assert disclosures.letters(family, hina(family)) == (letter,)


def test_a_consent_recorded_on_the_way_is_chosen(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    choose_school(page)
    type_in(page.form.items, "補食")
    QTest.keyClick(page.form.new_consent, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(ConsentDialog)
    dialog.by.setFocus()
    dialog.by.clear()
    QTest.keyClick(dialog.by, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.is_open
    assert disclosures.consents(family, hina(family)) == ()
    type_in(dialog.by, "母")
    QTest.keyClick(dialog.by, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (consent,) = disclosures.consents(family, hina(family))
    letter = page.letter
    assert letter is not None
    assert letter.consent_id == consent.id
    assert letter.basis.startswith("同意書")


def test_a_consent_that_ran_out_cannot_be_chosen(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    old = Consent(
        child_id=hina(family),
        given_on=date(2025, 4, 1),
        given_by="母",
        recipient="学校",
        items=("すべて",),
        valid_to=date(2026, 3, 31),
    )
    disclosures.save_consent(family, old)
    page = shown(own_desk, qtbot)
    assert page.form.consent.count() == 1


def test_sections_are_added_and_taken_out(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    for heading in ("低血糖のとき", "補食"):
        QTest.keyClick(page.form.sections.add, Qt.Key.Key_Return)
        focused = page.focusWidget()
        assert focused is not None
        type_in(focused, heading)
    page.findChildren(QWidget, "section-1-remove")[0].setFocus()
    QTest.keyClick(page.findChildren(QWidget, "section-1-remove")[0], Qt.Key.Key_Return)
    page.trigger(Keys.SAVE)
    (letter,) = disclosures.letters(family, hina(family))
    assert [section.heading for section in letter.sections] == ["補食"]


def test_a_draft_comes_back_for_this_child_only(own_desk: Desk, family: Office, qtbot: QtBot) -> None:
    page = shown(own_desk, qtbot)
    type_in(page.form.purpose, "給食のこと")
    page.keep_draft()
    again = shown(own_desk, qtbot)
    assert again.form.purpose.value() == "給食のこと"
    other = register.save(family, replace(HINA, number="0002", given_name="湊", family=())).record_id
    again.open(child_id=other)
    assert again.form.purpose.value() == ""
    page.trigger(Keys.SAVE)
    assert drafts.find(family, form="letter", child_id=hina(family)) is None
