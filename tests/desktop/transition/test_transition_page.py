"""The transition checklist: filled in by keys, the answers of before and of the other side beside it, kept as a draft,
seen on the page of the child."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.casework import drafts, follow_ups, history, register, transition_items, transitions
from caseapp.casework.office import Office
from caseapp.desktop.child import readings, side
from caseapp.desktop.child.history import changed_words
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child.take_back import TakeBackDialog
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.kit.text import Para
from caseapp.desktop.print import print_dialog
from caseapp.desktop.print.choices import same_record
from caseapp.desktop.print.dialog import PrintDialog
from caseapp.desktop.transition.page import TransitionPage
from caseapp.documents.catalogue import DOCUMENTS, document
from caseapp.rules.transition import CHILD, GUARDIAN, TransitionCheck
from caseapp.words import codes, transition
from tests.desktop.child.showing import part
from tests.desktop.fakes import turn
from tests.desktop.record.writing import HINANO, child_id, press, went

SAKURA, ICHIGO = "三浦 さくら", "神谷 一颯"
_OWN = [document("transition-checklist"), document("transition-progress")]


def open_form(desk: Desk, name: str = SAKURA, *, width: int = 1214, **args: str) -> TransitionPage:
    page = TransitionPage(desk)
    page.resize(width, 700)
    page.show()
    page.open(child_id=child_id(desk.office, name), **args)
    turn()
    return page


def kept(office: Office, name: str = SAKURA, respondent: str = CHILD) -> list[TransitionCheck]:
    found = transitions.of_child(office, child_id(office, name))
    return [each for each in found if each.respondent == respondent]


def focused() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def nothing_follows(page: TransitionPage) -> None:
    question = page.form.question
    question.none.setChecked(True)
    question.reason.insert("外来で続きを聞く")
    question.reason.textEdited.emit("")


def test_a_sheet_is_filled_in_by_the_keys_1_to_4(desk: Desk, office: Office) -> None:
    before = len(kept(office))
    page = open_form(desk)
    page.form.focus_first()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        press(focused(), key)
    assert page.form.rows[4].answer.isAncestorOf(focused())
    press(focused(), Qt.Key.Key_Up)
    assert page.form.rows[3].answer.isAncestorOf(focused())
    press(focused(), Qt.Key.Key_0)
    page.form.rows[2].remark.set_value("表を一緒に作る")
    page.form.how.set_value("interview")
    nothing_follows(page)
    page.trigger(Keys.SAVE)
    page.trigger(Keys.SAVE)
    turn()
    now = kept(office)
    assert len(now) == before + 1
    assert [each.answer for each in now[0].answers[:5]] == ["yes", "soon", "help", "", ""]
    assert now[0].answers[2].remark == "表を一緒に作る"
    assert (now[0].how, now[0].list_version, now[0].respondent_name) == ("interview", transition.version(), "")
    assert now[0].worker_id == office.account.id
    assert went(desk) == ["back"]


def test_behind_the_last_domain_comes_the_remark_and_not_the_first_domain(desk: Desk) -> None:
    page = open_form(desk)
    page.form.focus_row(len(page.form.rows) - 1)
    page.trigger(Keys.NEXT_TAB)
    assert page.form.remark.hasFocus()
    page.trigger(Keys.NEXT_TAB)
    assert page.form.remark.hasFocus()
    page.trigger(Keys.PREVIOUS_TAB)
    last = page.form.rows[-1].value().domain
    first = next(row for row in page.form.rows if row.value().domain == last)
    assert first.answer.isAncestorOf(focused())
    page.form.focus_first()
    page.trigger(Keys.PREVIOUS_TAB)
    assert page.form.rows[0].answer.isAncestorOf(focused())


def test_without_an_answer_or_a_next_step_nothing_is_saved(desk: Desk, office: Office) -> None:
    before = len(kept(office))
    page = open_form(desk)
    page.trigger(Keys.SAVE)
    turn()
    assert page.form.missing.text()
    assert page.form.rows[0].answer.isAncestorOf(focused())
    press(focused(), Qt.Key.Key_1)
    assert page.form.rows[0].answer.value() == "yes"
    assert not page.form.missing.text()
    assert "2か所" in page.saved.text()
    page.trigger(Keys.SAVE)
    turn()
    assert page.form.question.problem_line.text()
    assert "1か所" in page.saved.text()
    assert len(kept(office)) == before


def test_the_next_look_is_offered_and_holds_when_it_is_chosen(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    assert page.form.question.value() is None
    page.form.rows[0].put("yes", "")
    page.form.question.choose.click()
    page.trigger(Keys.SAVE)
    turn()
    grown = [
        each for each in follow_ups.of_child(office, child_id(office, SAKURA)) if each.origin_id == kept(office)[0].id
    ]
    assert [(each.text, each.due_on.isoformat()) for each in grown] == [("移行準備をもう一度聞く", "2027-11-22")]


@pytest.mark.parametrize("field", ["text", "day"])
def test_the_offered_next_look_is_taken_with_enter_and_the_refusal_says_so(
    desk: Desk, office: Office, field: str
) -> None:
    page = open_form(desk)
    question = page.form.question
    page.form.rows[0].put("yes", "")
    before = len(kept(office))
    page.trigger(Keys.SAVE)
    turn()
    assert "Enter" in question.problem_line.text()
    page.trigger(Keys.NEXT_STEP)
    press(question.text if field == "text" else question.due.day, Qt.Key.Key_Return)
    assert question.choose.isChecked()
    assert not question.problem_line.text()
    page.trigger(Keys.SAVE)
    turn()
    assert len(kept(office)) == before + 1


def test_enter_in_an_empty_next_step_chooses_nothing(desk: Desk) -> None:
    question = open_form(desk).form.question
    question.put_back({})
    press(question.text, Qt.Key.Key_Return)
    assert not question.choose.isChecked()


def test_the_guardians_are_asked_in_words_of_their_own_and_named(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    own = page.form.rows[0].words.text()
    assert not page.form.who.isVisible()
    page.form.side.set_value(GUARDIAN)
    page.form.side.changed.emit()
    assert page.form.rows[0].words.text() != own
    assert page.form.who.isVisible()
    page.form.who.toggles[0].click()
    page.form.rows[0].put("soon", "")
    nothing_follows(page)
    page.trigger(Keys.SAVE)
    turn()
    found = kept(office, respondent=GUARDIAN)[0]
    assert (found.respondent_name, found.relationship) == ("三浦 恵理", "mother")
    assert found.answers[0].wording == transition.items()[0].guardian


def test_saving_goes_on_with_the_other_side(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    page.form.rows[0].put("yes", "")
    nothing_follows(page)
    page.trigger(Keys.SAVE_NEXT)
    turn()
    assert page.form.side.value() == GUARDIAN
    assert page.form.rows[0].answer.value() == ""
    assert "本人" not in page.form.rows[0].beside.text()
    page.trigger(Keys.COMPARE)
    assert "本人" in page.form.rows[0].beside.text()


def test_what_was_said_before_and_by_the_other_side_stands_beside(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    last, theirs = kept(office)[0], kept(office, respondent=GUARDIAN)[0]
    row = next(each for each in page.form.rows if each.item == "alone")
    listed = codes.load("transition_answer")
    assert last.answers[8].remark in row.beside.text()
    assert "保護者" not in row.beside.text()
    assert "保護者" in page.form.aside.text()
    page.trigger(Keys.COMPARE)
    assert f"保護者 R8.9.24 {listed.label(theirs.answers[8].answer)}" in row.beside.text()
    assert row.answer.value() == ""
    row.answer.toggles[0].click()
    assert "保護者とちがう" in row.beside.text()
    masking.switch(True)
    try:
        assert last.answers[8].remark not in row.beside.text()
    finally:
        masking.switch(False)


def test_the_draft_comes_back_and_goes_with_the_saving(desk: Desk, office: Office) -> None:
    page = open_form(desk, respondent=GUARDIAN)
    page.form.rows[1].answer.toggles[2].click()
    page.form.rows[1].remark.set_value("絵で見せたい")
    page.keep_draft()
    assert open_form(desk, HINANO).form.rows[1].answer.value() == ""
    again = open_form(desk)
    assert again.form.side.value() == GUARDIAN
    assert again.form.rows[1].words.text() == transition.items()[1].guardian
    assert (again.form.rows[1].answer.value(), again.form.rows[1].remark.value()) == ("help", "絵で見せたい")
    nothing_follows(again)
    again.trigger(Keys.SAVE)
    turn()
    assert drafts.find(office, form="transition", child_id=child_id(office, SAKURA), record_id="") is None


def test_a_stored_sheet_keeps_its_words_and_its_changes_are_told_by_item(desk: Desk, office: Office) -> None:
    stored = kept(office)[0]
    item = transition_items.items(office)[0]
    transition_items.save_item(office, replace(item, child="病名を書ける", retired=True))
    page = open_form(desk, transition_id=stored.id)
    assert page.form.rows[0].words.text() == stored.answers[0].wording
    assert not page.form.side.isEnabled()
    page.form.rows[0].answer.toggles[1].click()
    page.trigger(Keys.SAVE)
    turn()
    changed = transitions.get(office, stored.id)
    assert changed.answers[0].answer == "soon"
    assert changed.answers[1:] == stored.answers[1:]
    told = [changed_words(each) for each in history.of_record(office, "transition_check", stored.id)]
    assert f"{stored.answers[0].wording}:はい → これから" in told
    fresh = open_form(desk)
    assert all(row.item != item.code for row in fresh.form.rows)


def test_a_sheet_is_taken_back_in_its_form_and_brought_back(desk: Desk, office: Office) -> None:
    stored = kept(office)[0]
    page = open_form(desk, transition_id=stored.id)
    page.take_back.click()
    dialog = page.window().findChild(TakeBackDialog)
    assert dialog is not None
    dialog.reason.set_value("別の日の用紙")
    part(dialog, "take-back-save").click()
    turn()
    assert stored.id not in {each.id for each in kept(office)}
    assert not page.form.isEnabled()
    transitions.restore(office, stored.id)
    assert kept(office)[0].id == stored.id


def test_the_page_of_the_child_tells_how_it_stands_and_where_they_differ(desk: Desk, office: Office) -> None:
    view = register.page(office, child_id(office, SAKURA))
    said = [line.spoken for line in side.rows(view, today=desk.today()) if not isinstance(line, Head)]
    own = next(line for line in said if line.startswith("本人、はい"))
    assert "はい 15/24 ・ 支援が必要 1" in own
    assert "前回から +9" in own
    assert any("一人で診察室で話すことがある … 本人「はい」・保護者「これから」" in line for line in said)
    newest = kept(office, respondent=GUARDIAN)[0]
    reading = readings.reading(newest, view, kind="transition_check", record_id=newest.id)
    assert reading is not None
    assert reading.withdrawable
    assert any("保護者「これから」" in text for _label, text in reading.sections)
    assert any(entry.record_id == newest.id for entry in view.timeline)


@pytest.mark.parametrize(("name", "offered"), [(HINANO, True), (ICHIGO, False)])
def test_it_is_out_of_sight_for_the_young_and_always_reachable(
    desk: Desk, office: Office, name: str, offered: bool
) -> None:
    view = register.page(office, child_id(office, name))
    heads = [line for line in side.rows(view, today=desk.today()) if isinstance(line, Head)]
    assert any(head.words == "移行準備" for head in heads) == offered
    page = ChildPage(desk)
    page.show()
    page.open(child_id=child_id(office, name))
    turn()
    page.trigger(Keys.TRANSITION)
    assert went(desk) == ["transition"]


def test_its_papers_are_looked_at_from_the_chosen_sheet(desk: Desk, office: Office) -> None:
    newest = kept(office, respondent=GUARDIAN)[0]
    page = ChildPage(desk)
    page.resize(1214, 700)
    page.show()
    page.open(child_id=child_id(office, SAKURA), record_kind="transition_check", record_id=newest.id)
    turn()
    page.trigger(Keys.PRINT)
    turn()
    dialog = next(each for each in page.window().findChildren(PrintDialog) if each.is_open)
    assert dialog.paper is not None
    assert (dialog.paper.name, dialog.paper.record_id) == ("transition-checklist", newest.id)
    boxes = {side: part(dialog, f"print-part-{side}") for side in (CHILD, GUARDIAN)}
    assert not any(box.isVisible() for box in boxes.values())
    assert "選んだ用紙だけ" in dialog.parts._alone.text()
    dialog.parts.show_for("transition-checklist", whole=False)
    assert all(box.isVisible() for box in boxes.values())
    assert all(same_record(one.name, other.name) == (one == other) for one in _OWN for other in DOCUMENTS)


def test_a_side_without_a_sheet_is_not_ticked_and_that_is_said(desk: Desk, office: Office) -> None:
    for sheet in kept(office, respondent=GUARDIAN):
        transitions.withdraw(office, sheet.id, reason="誤り")
    page = ChildPage(desk)
    page.resize(1214, 700)
    page.show()
    page.open(child_id=child_id(office, SAKURA))
    dialog = print_dialog(page, child_id(office, SAKURA), document="transition-checklist")
    turn()
    own, theirs = (part(dialog, f"print-part-{side}") for side in (CHILD, GUARDIAN))
    assert (own.isEnabled(), own.isChecked()) == (True, True)
    assert (theirs.isEnabled(), theirs.isChecked()) == (False, False)
    assert "保護者の記入はまだありません" in " ".join(p.text() for p in dialog.findChildren(Para) if p.isVisible())
    part(dialog, "print-part-remarks").click()
    assert desk.preferences["print"]["transition-checklist"]["out"] == []  # the side is not left out for good
