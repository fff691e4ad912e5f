"""A plan's life by keyboard, through two versions: out of a consultation and an assessment to the reviewed second one.

The keys are counted: docs/plans.md tells how many a new plan takes from an existing consultation, and holds here.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from caseapp.casework import accounts, assessments, audit, consultations, office, papers, plans, register
from caseapp.desktop.plan.comparing import CompareDialog
from caseapp.desktop.plan.offer_dialog import PhraseDialog, SchemeDialog
from caseapp.desktop.plan.pick_dialog import PickDialog
from caseapp.desktop.plan.said_dialog import SaidDialog
from caseapp.desktop.plan.signature import SignatureDialog, SignaturePad
from caseapp.desktop.startup.program import Program
from caseapp.desktop.startup.session import destroy
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.plan import SupportPlan
from tests.casework.people import NONE, a_talk
from tests.casework.yoshino import MANAGER, MANAGER_WORDS, hina, manager_office
from tests.desktop.fakes import ScriptedDialogs
from tests.journeys.driver import Person

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HALF_A_YEAR = timedelta(days=190)
KEYS_PROMISED, CHARACTERS_PROMISED = 40, 110
"""docs/plans.md: a first plan with two needs out of a consultation takes at most so many keys, and characters typed."""


class Counting(Person):
    """Counts the keys pressed; words that are typed count apart, by their characters."""

    keys = 0
    characters = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        super().press(key, modifier)

    def type(self, text: str) -> None:
        self.characters += len(text)
        super().type(text)

    @property
    def child_id(self) -> str:
        return hina(self.office)

    def newest(self) -> SupportPlan:
        return plans.of_child(self.office, self.child_id)[0]

    def in_focus(self, name: str) -> None:
        """Wait until the field of that name has the cursor."""
        self.wait(lambda: self.focus().objectName() == name)

    def picking(self, kind: builtins.type[PickDialog]) -> PickDialog:
        def found() -> PickDialog | None:
            return next((each for each in self.window.findChildren(kind) if each.is_open), None)

        self.wait(found)
        dialog = found()
        assert dialog is not None
        self.wait(lambda: dialog.isAncestorOf(self.focus()))
        return dialog


@pytest.fixture
def moment(now: datetime) -> list[datetime]:
    """What the clock says; the journey moves it on."""
    return [now]


@pytest.fixture
def person(
    tmp_path: Path,
    now: datetime,
    moment: list[datetime],
    qtbot: QtBot,
    desktop: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Counting]:
    """Somebody at a vault with one child, who was looked at and talked with."""
    monkeypatch.setenv("CASEAPP_FAST_KDF_FOR_TESTS", "1")
    folder = tmp_path / "vault"
    with manager_office(folder, now) as opened:
        accounts.save_settings(opened, replace(opened.settings, self_approval=True))
        what_is_known(opened)
    program = Program(folder, clock=lambda: moment[0], dialogs=ScriptedDialogs())
    program.start()
    program.window.resize(1366, 768)
    with qtbot.waitActive(program.window):
        program.window.activateWindow()
    opened = office.open_office(folder, user=MANAGER, passphrase=MANAGER_WORDS, clock=lambda: moment[0])
    program.enter(opened)
    yield Counting(program, qtbot)
    program.end()
    destroy(program.window)


def what_is_known(opened: office.Office) -> None:
    words = "学校で血糖を測るのを見られたくない。夜に2回起きるので母が眠れない。"
    talk = a_talk(opened, hina(opened), topics=("school",), words=words, facts="", opinion="", response="")
    consultations.record(opened, talk, next_step=NONE)
    look = Assessment(
        child_id=hina(opened),
        on=date(2026, 11, 10),
        child_voice="宿泊学習に行きたい",
        voice_how="絵カード",
        worker_id=opened.account.id,
        areas=(
            AreaRating(area="school", state="別室で測っている", rating=2),
            AreaRating(area="society", state="習い事をやめた", rating=1),
            AreaRating(area="illness", state="安定している", rating=4),
        ),
    )
    assessments.save(opened, look, next_step=NONE)


# ------------------------------------------------------------------------------------------------ the steps


def new_plan(person: Counting) -> None:
    """As somebody does it for the first time, with the keys that stand on the screen: Ctrl+G beside 作りはじめる, then
    F3 from one missing thing to the next, which also opens what was said in the consultations; Ctrl+J for examples."""
    shell = person.program.session.shell  # type: ignore[union-attr]  # somebody is logged in
    assert shell is not None
    shell.open_child(person.child_id)
    person.wait(lambda: person.page() == "child")
    person.ctrl("g")
    person.wait(lambda: person.page() == "plan")
    person.wait_for("宿泊学習に行きたい")  # the child's words, out of the assessment
    person.wait_for("相談記録の言葉から拾うには Ctrl+Shift+J")
    person.press(Qt.Key.Key_F3)
    person.in_focus("wish-text")
    person.type("夜に眠れるようになりたい(母)")
    person.press(Qt.Key.Key_F3)
    person.in_focus("aim-long")
    person.type("宿泊学習に、みんなと参加する")
    person.press(Qt.Key.Key_F3)
    person.picking(SaidDialog)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return):
        person.press(key)
    person.press(Qt.Key.Key_F3)
    person.in_focus("area-reason-society")  # the school has a goal by now, taking part has none
    person.type("学校のことが落ち着いてから考える(本人)")
    for number in (1, 2):
        one_goal(person, scheme=number == 2)
    person.ctrl("s")
    person.wait(lambda: plans.of_child(person.office, person.child_id))


def one_goal(person: Counting, *, scheme: bool) -> None:
    """Goal and support from the examples, the two decisions typed."""
    person.press(Qt.Key.Key_F3)
    person.in_focus("goal-goal")
    person.ctrl("j")
    person.picking(PhraseDialog)
    person.press(Qt.Key.Key_Return)
    person.press(Qt.Key.Key_F3)
    person.in_focus("support-1-what")
    person.ctrl("j")
    person.picking(PhraseDialog)
    if scheme:
        person.press(Qt.Key.Key_Down)
    person.press(Qt.Key.Key_Return)
    person.press(Qt.Key.Key_F3)
    person.in_focus("support-1-who")
    if scheme:
        person.ctrl("j")
        person.picking(SchemeDialog)
        person.type("レスパイト")
        person.press(Qt.Key.Key_Return)
    else:
        person.type("南小学校 養護教諭")
    person.press(Qt.Key.Key_F3)
    person.in_focus("goal-achieve-by")
    person.type("R9.3.31")
    person.press(Qt.Key.Key_F3)
    person.in_focus("goal-review-every")
    person.type("3")
    person.press(Qt.Key.Key_Return, CONTROL)


def approve(person: Counting) -> None:
    person.press(Qt.Key.Key_P, CONTROL | SHIFT)
    person.wait(lambda: person.newest().status == "approved")


def deliver(person: Counting) -> None:
    """Explained, signed by the guardian on the screen, handed over."""
    person.wait(lambda: "交付" in person.find(QAbstractButton, "plan-next").text())
    person.press(Qt.Key.Key_P, CONTROL | SHIFT)
    today = person.office.today
    person.fill(person.find(QLineEdit, "consent-explained-on"), f"{today.month}/{today.day}")
    person.tab_to(person.find(QAbstractButton, "consent-guardian-sign"))
    person.press(Qt.Key.Key_Space)
    pad = person.find(SignaturePad, "signature-pad")
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    for x in range(50, 200, 10):
        QTest.mouseMove(pad, QPoint(x, 40 + x % 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    person.wait(lambda: any(each.is_open for each in person.window.findChildren(SignatureDialog)))
    pad.setFocus()
    person.press(Qt.Key.Key_Return, CONTROL)
    person.fill(person.find(QLineEdit, "delivery-next-review"), "R9.5.28" if today.year == 2026 else "R10.5.28")
    if not person.find(QLineEdit, "delivery-to").text():
        person.fill(person.find(QLineEdit, "delivery-to"), "本人とお母さん")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.wait(lambda: person.newest().status == "delivered")
    person.wait(lambda: "実施" in person.find(QAbstractButton, "plan-next").text())
    person.press(Qt.Key.Key_P, CONTROL | SHIFT)
    person.wait(lambda: person.newest().status == "active")


def review(person: Counting, *ratings: str, next_on: str) -> None:
    """Every goal rated in words and numbers, child and family in theirs, the plan kept as it is."""
    person.wait(lambda: "評価" in person.find(QAbstractButton, "plan-next").text())
    person.press(Qt.Key.Key_P, CONTROL | SHIFT)
    person.wait(lambda: person.page() == "review")
    for number, rating in enumerate(ratings, 1):
        toggles = person.find(QWidget, f"rating-{number}").findChildren(QAbstractButton)
        person.click(next(each for each in toggles if each.text() == rating))
        person.fill(person.find(QLineEdit, f"knowledge-{number}"), "3")
        person.fill(person.find(QLineEdit, f"state-{number}"), "4")
    person.fill(person.find(QTextEdit, "review-child"), "みんなの前で言えた。うれしい")
    person.fill(person.find(QTextEdit, "review-family"), "安心しました")
    person.fill(person.find(QLineEdit, "review-next-on"), next_on)
    person.fill(person.find(QLineEdit, "next-step-text"), "学校に聞く")
    person.click(person.find(QAbstractButton, "next-step-due-week"))
    person.ctrl("s")
    person.wait(lambda: plans.reviews(person.office, person.newest().id))
    person.wait(lambda: person.page() == "plan")


def printed(person: Counting, plan_id: str) -> bytes:
    return papers.build(person.office, "support-plan", child_id=person.child_id, record_id=plan_id).pdf


# ------------------------------------------------------------------------------------------------ the journey


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_plans_life_through_two_versions(person: Counting, moment: list[datetime]) -> None:
    new_plan(person)
    first = person.newest()
    assert person.keys <= KEYS_PROMISED, person.keys
    assert person.characters <= CHARACTERS_PROMISED, person.characters
    assert [each.need for each in first.goals] == [
        "学校で血糖を測るのを見られたくない",
        "夜に2回起きるので母が眠れない",
    ]
    assert first.area_reasons == (("society", "学校のことが落ち着いてから考える(本人)"),)
    assert first.goals[1].supports[0].scheme.startswith("療養生活支援事業")
    person.shot("plan-1-written")
    approve(person)
    deliver(person)
    assert plans.get(person.office, first.id).consent.guardian_signature
    kept = printed(person, first.id)

    moment[0] += HALF_A_YEAR
    review(person, "達成", "一部達成", next_on="R9.11.26")
    person.wait_for("評価の推移")
    person.shot("plan-2-reviewed")

    person.find(QAbstractButton, "plan-new-version").setFocus()
    person.press(Qt.Key.Key_Space)
    person.wait(lambda: person.newest().version == 2)
    person.wait_for("第2回")
    second = person.newest()
    assert [each.need for each in second.goals] == ["夜に2回起きるので母が眠れない"]  # the other one was reached
    assert (second.frozen, second.consent.guardian_signature, second.area_reasons) == ("", "", ())
    compare(person)
    fill_the_second(person)
    approve(person)
    deliver(person)
    assert [each.status for each in plans.of_child(person.office, person.child_id)] == ["active", "superseded"]

    moment[0] += HALF_A_YEAR
    rename(person)
    review(person, "ほぼ達成", next_on="R10.11.26")
    course = plans.reviews(person.office, person.newest().id)
    assert [(each.ratings[0].rating, each.ratings[0].state) for each in course] == [("mostly", 4)]
    moment[0] -= 2 * HALF_A_YEAR  # the same print line as then
    assert printed(person, first.id) == kept
    assert audit.verify_chain(person.office).whole


def compare(person: Counting) -> None:
    """What the new version lost and kept."""
    person.press(Qt.Key.Key_H, CONTROL | SHIFT)
    person.wait(lambda: any(isinstance(each, CompareDialog) and each.is_open for each in QApplication.allWidgets()))
    person.wait_for("なくなった")
    person.shot("plan-3-compared")
    person.press(Qt.Key.Key_Escape)


def fill_the_second(person: Counting) -> None:
    """Both wishes are heard anew, both areas that went badly want a word again, the goal carried over a new day."""
    today = person.office.today
    for _wish in ("the child's", "the guardian's"):
        person.press(Qt.Key.Key_F3)
        person.in_focus("wish-heard-on")
        person.type(f"{today.month}/{today.day}")
    person.press(Qt.Key.Key_F3)
    person.in_focus("area-reason-society")
    person.type("次の面談で聞く")
    person.press(Qt.Key.Key_F3)
    person.in_focus("goal-achieve-by")
    person.type("R9.12.25")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.ctrl("s")
    person.wait(lambda: person.newest().goals[0].achieve_by == date(2027, 12, 25))


def rename(person: Counting) -> None:
    """The family gets another name, the child another school."""
    child = register.child(person.office, person.child_id)
    register.save(person.office, replace(child, family_name="鈴木", school="港中学校"))
