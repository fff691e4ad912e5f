"""Signing on the screen: strokes by the mouse, kept with the consent, printed on the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from caseapp.casework import papers, plans
from caseapp.casework.office import Office
from caseapp.desktop.kit.form import Form
from caseapp.desktop.plan.delivery import ConsentFields, DeliveryDialog
from caseapp.desktop.plan.signature import SignatureDialog, SignaturePad
from caseapp.rules import signature
from caseapp.vault.kdf import FAST_KDF_VARIABLE
from tests.casework.yoshino import hina, manager_office, saved_plan
from tests.desktop.fakes import ScriptedDialogs, make_desk
from tests.desktop.plan.test_plan_page import CONTROL, field, press, shown


@pytest.fixture
def family(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(FAST_KDF_VARIABLE, "1")
    with manager_office(tmp_path / "vault", now) as opened:
        opened.settings = replace(opened.settings, self_approval=True)
        yield opened


def stroke(pad: SignaturePad, *points: tuple[int, int]) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for each in points[1:]:
        QTest.mouseMove(pad, QPoint(*each))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def signing() -> SignatureDialog:
    (found,) = [each for each in QApplication.allWidgets() if isinstance(each, SignatureDialog) and each.is_open]
    return found


def test_a_signature_goes_with_the_delivery_and_onto_paper(
    family: Office, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    plan = saved_plan(family)
    plans.approve(family, plan.id)
    page = shown(make_desk(family, dialogs=dialogs), qtbot)
    press(page, Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = [each for each in QApplication.allWidgets() if isinstance(each, DeliveryDialog) and each.is_open]
    dialog.consent.explained.set_value(family.today)
    QTest.keyClick(field(dialog, "consent-guardian-sign"), Qt.Key.Key_Space)
    stroke(signing().pad, (20, 30), (90, 60), (120, 20))
    stroke(signing().pad, (50, 50))
    QTest.keyClick(signing().pad, Qt.Key.Key_Return, CONTROL)
    assert dialog.consent.guardian.value() == family.today
    assert dialog.consent.how.value() == "画面で署名"
    QTest.keyClick(dialog.to, Qt.Key.Key_Return, CONTROL)
    kept = plans.get(family, plan.id).consent
    assert len(signature.strokes(kept.guardian_signature)) == 2
    assert kept.child_signature == ""
    with_it = papers.build(family, "support-plan", child_id=hina(family), record_id=plan.id).pdf
    assert b"%PDF" in with_it[:8]


def consent_fields(office: Office, qtbot: QtBot) -> tuple[Form, ConsentFields]:
    form = Form()
    qtbot.addWidget(form)
    consent = saved_plan(office).consent
    fields = ConsentFields(form, consent, today=lambda: office.today, guardian="三枝 遥", worker="森下 由佳")
    form.resize(780, 300)
    form.show()
    return form, fields


def test_an_empty_field_is_no_signature_and_no_consent(family: Office, qtbot: QtBot) -> None:
    _form, fields = consent_fields(family, qtbot)
    fields.child_sign.button.click()
    dialog = signing()
    for strokes in ((), ((40, 40),)):  # nothing, and the trace of a touch
        if strokes:
            stroke(dialog.pad, *strokes)
        QTest.keyClick(dialog.pad, Qt.Key.Key_Return, CONTROL)
        assert dialog.is_open
        assert dialog.refusal.text() == "まだ署名がありません。署名しないときは「やめる」で閉じてください。"
    QTest.keyClick(dialog.pad, Qt.Key.Key_Escape)
    assert (fields.child.value(), fields.how.value(), fields.child_sign.value()) == (None, "", "")


def test_a_signature_that_is_taken_away_takes_what_it_brought_along(family: Office, qtbot: QtBot) -> None:
    _form, fields = consent_fields(family, qtbot)
    for written in (True, False):
        fields.child_sign.button.click()
        pad = signing().pad
        QTest.keyClick(pad, Qt.Key.Key_Delete)
        if written:
            stroke(pad, (20, 30), (90, 60))
        QTest.keyClick(pad, Qt.Key.Key_Return, CONTROL)
        agreed = family.today if written else None
        assert (fields.child.value(), fields.how.value()) == (agreed, "画面で署名" if written else "")


def test_the_paper_draws_the_strokes(family: Office) -> None:
    plan = saved_plan(family)
    plain = papers.build(family, "support-plan", child_id=hina(family), record_id=plan.id).pdf
    signed = replace(plan, consent=replace(plan.consent, child_signature="10,20 30,40 90,10"))
    plans.save(family, signed)
    assert papers.build(family, "support-plan", child_id=hina(family), record_id=plan.id).pdf != plain


def test_delete_empties_the_field_and_backspace_takes_back_a_stroke(qtbot: QtBot) -> None:
    pad = SignaturePad("1,2 3,4;5,6 7,8")
    qtbot.addWidget(pad)
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad.value() == "1,2 3,4"
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.value() == ""
