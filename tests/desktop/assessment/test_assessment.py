"""The assessment: the child first, every area by keyboard, how it was before beside it, saved once, kept as a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.casework import assessments, drafts, follow_ups, history, register
from caseapp.casework.office import Office
from caseapp.desktop.assessment.page import AssessmentPage
from caseapp.desktop.child import readings
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys
from caseapp.desktop.print.dialog import PrintDialog
from caseapp.rules.assessment import Assessment
from caseapp.rules.assessment_anchors import ANCHORS
from caseapp.rules.follow_up import NextStep
from caseapp.rules.problem import NotFound, Refused
from caseapp.words import codes
from tests.desktop.fakes import ScriptedDialogs, turn
from tests.desktop.record.writing import HINANO, MINATO, child_id, press, went

NEW_WORDS = "「夜の機械の音がきらい」"


def open_form(desk: Desk, name: str = HINANO, *, assessment_id: str = "", width: int = 1214) -> AssessmentPage:
    page = AssessmentPage(desk)
    page.resize(width, 700)
    page.show()
    page.open(child_id=child_id(desk.office, name), assessment_id=assessment_id)
    turn()
    return page


def kept(office: Office, name: str = HINANO) -> tuple[Assessment, ...]:
    return assessments.of_child(office, child_id(office, name))


def focused() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def answer(page: AssessmentPage) -> None:
    question = page.form.question
    question.none.setChecked(True)
    question.reason.insert("来月の訪問で続きを聞く")
    question.reason.textEdited.emit("")


def say(page: AssessmentPage, words: str = NEW_WORDS) -> None:
    page.form.voice.insertPlainText(words)


def test_every_area_has_a_question_and_anchors() -> None:
    assert set(ANCHORS) == set(codes.load("plan_area"))
    assert "society" in ANCHORS


def test_behind_the_last_area_comes_the_summary_and_not_the_first_area(desk: Desk) -> None:
    """The next digit overwrote the first rating."""
    page = open_form(desk)
    areas = list(page.form.areas.values())
    for _area in areas:
        page.trigger(Keys.NEXT_TAB)
    press(focused(), Qt.Key.Key_2)
    assert areas[-1].rating.rating() == 2
    page.trigger(Keys.NEXT_TAB)
    assert page.form.summary.hasFocus()
    page.trigger(Keys.NEXT_TAB)
    assert page.form.summary.hasFocus()
    page.trigger(Keys.PREVIOUS_TAB)
    assert areas[-1].rating.isAncestorOf(focused())
    areas[0].rating.setFocus()
    page.trigger(Keys.PREVIOUS_TAB)
    page.trigger(Keys.PREVIOUS_TAB)
    assert page.form.voice.hasFocus()


def test_the_child_is_asked_first_and_the_areas_are_rated_by_keys_alone(desk: Desk, office: Office) -> None:
    before = len(kept(office))
    page = open_form(desk)
    assert page.form.voice.hasFocus()
    say(page)
    areas = list(page.form.areas)
    page.trigger(Keys.NEXT_TAB)
    press(focused(), Qt.Key.Key_2)
    page.trigger(Keys.NEXT_TAB)
    press(focused(), Qt.Key.Key_4)
    page.trigger(Keys.NEXT_TAB)
    press(focused(), Qt.Key.Key_5)
    press(focused(), Qt.Key.Key_0)
    page.trigger(Keys.PREVIOUS_TAB)
    page.trigger(Keys.PREVIOUS_TAB)
    assert page.form.areas[areas[0]].rating.isAncestorOf(focused())
    page.form.areas["society"].says.set_value("some")
    page.form.how.toggles.set_values(["絵カード"])
    page.form.how.text.set_value("自宅で")
    answer(page)
    page.trigger(Keys.SAVE)
    page.trigger(Keys.SAVE)
    turn()
    now = kept(office)
    assert len(now) == before + 1
    assert {each.area: (each.rating, each.child_says) for each in now[0].areas} == {
        areas[0]: (2, ""),
        areas[1]: (4, ""),
        "society": (None, "some"),
    }
    assert (now[0].child_voice, now[0].voice_how) == (NEW_WORDS, "絵カード、自宅で")
    assert (now[0].voice_by, now[0].voice_on) == (office.account.name, office.today)
    assert now[0].none_reason == "来月の訪問で続きを聞く"
    assert went(desk) == ["back"]


def test_saving_names_the_areas_that_want_a_goal(desk: Desk) -> None:
    page = open_form(desk)
    say(page)
    assert not any(codes.load("plan_area").label(area) in page.saved_words() for area in page.form.areas)
    page.form.areas["society"].rating.take(1)
    page.form.areas["school"].rating.take(3)
    words = page.saved_words()
    assert codes.load("plan_area").label("society") in words
    assert codes.load("plan_area").label("school") not in words


def test_a_digit_in_a_text_is_text(desk: Desk) -> None:
    page = open_form(desk)
    part = page.form.areas["school"]
    part.texts["state"].setFocus()
    press(part.texts["state"], Qt.Key.Key_3)
    assert part.texts["state"].value() == "3"
    assert part.rating.rating() is None


def test_without_words_of_the_child_a_reason_is_needed(desk: Desk, office: Office) -> None:
    before = len(kept(office))
    page = open_form(desk)
    page.form.areas["school"].rating.set_rating(3)
    answer(page)
    page.trigger(Keys.SAVE)
    turn()
    assert len(kept(office)) == before
    assert page.form.voice_form.row_of("child_voice").problem_line.text()
    page.form.missing.set_value("まだ会えていない")
    page.trigger(Keys.SAVE)
    turn()
    assert kept(office)[0].voice_missing_reason == "まだ会えていない"
    assert (kept(office)[0].voice_by, kept(office)[0].voice_on) == ("", None)


def test_without_a_next_step_or_a_reason_nothing_is_saved(desk: Desk, office: Office) -> None:
    before = len(kept(office))
    page = open_form(desk)
    say(page)
    page.trigger(Keys.SAVE)
    turn()
    assert len(kept(office)) == before
    assert page.form.question.problem_line.text()


def test_a_next_step_grows_from_it(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    say(page)
    page.form.question.text.insert("学校に聞く")
    page.form.question.text.textEdited.emit("")
    page.form.question.due.day.setText("11/27")
    page.form.question.due.day.textEdited.emit("11/27")
    page.trigger(Keys.SAVE)
    turn()
    grown = [each for each in follow_ups.of_child(office, child_id(office)) if each.origin_id == kept(office)[0].id]
    assert [each.text for each in grown] == ["学校に聞く"]


def test_ratings_and_words_of_before_stand_beside_each_area(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    last = kept(office)[0]
    area = last.areas[0]
    part = page.form.areas[area.area]
    assert area.state in part.earlier.text()
    assert str(area.rating) in part.head.remark.text()
    known = {each.area for found in kept(office) for each in found.areas}
    assert all(bool(each.earlier.text()) == (each.area in known) for each in page.form.areas.values())


def test_the_draft_comes_back_for_the_same_child_only_and_goes_with_the_saving(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    say(page)
    page.form.areas["mind"].rating.take(1)
    page.form.areas["mind"].texts["worry"].insertPlainText("夜が不安")
    page.keep_draft()
    other = open_form(desk, MINATO)
    assert other.form.voice.value() == ""
    again = open_form(desk)
    assert again.form.voice.value() == NEW_WORDS
    mind = again.form.areas["mind"].value()
    assert (mind.rating, mind.worry) == (1, "夜が不安")
    answer(again)
    again.trigger(Keys.SAVE)
    turn()
    assert drafts.find(office, form="assessment", child_id=child_id(office), record_id="") is None


def test_a_stored_one_is_changed_read_and_taken_back(desk: Desk, office: Office) -> None:
    stored = kept(office)[0]
    page = open_form(desk, assessment_id=stored.id)
    assert page.form.voice.value() == stored.child_voice
    assert stored.id not in {found.id for found, _area in page.form.areas[stored.areas[0].area]._before}
    page.form.areas["disaster"].rating.take(2)
    page.trigger(Keys.SAVE)
    turn()
    changed = assessments.get(office, stored.id)
    kept_areas = {each.area: replace(each) for each in stored.areas if each.area != "disaster"}
    assert {each.area: each for each in changed.areas if each.area != "disaster"} == kept_areas
    assert next(each.rating for each in changed.areas if each.area == "disaster") == 2
    assert history.of_record(office, "assessment", stored.id)
    view = register.page(office, child_id(office))
    reading = readings.reading(changed, view, kind="assessment", record_id=stored.id)
    assert reading is not None
    assert reading.withdrawable
    assert reading.edit == ("assessment", {"child_id": view.child.id, "assessment_id": stored.id})
    assert any(entry.record_id == stored.id for entry in view.timeline if entry.kind == "assessment")


@pytest.mark.parametrize("text", ["", "会話", "会話、絵カード。自宅", "自宅。絵カード", "会話、自宅、会話"])
def test_how_it_was_asked_is_kept_to_the_letter(desk: Desk, text: str) -> None:
    page = open_form(desk)
    page.form.how.set_value(text)
    assert page.form.how.value() == text


def test_names_hidden_hides_the_words_of_before(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    area = kept(office)[0].areas[0]
    masking.switch(True)
    try:
        assert area.state not in page.form.areas[area.area].earlier.text()
    finally:
        masking.switch(False)


def test_the_page_of_the_child_leads_here(desk: Desk, office: Office) -> None:
    page = ChildPage(desk)
    page.show()
    page.open(child_id=child_id(office))
    turn()
    page.trigger(Keys.ASSESSMENT)
    assert went(desk) == ["assessment"]


def test_taken_back_it_leaves_the_timeline_and_comes_again(desk: Desk, office: Office) -> None:
    stored = kept(office)[0]
    with pytest.raises(Refused):
        assessments.withdraw(office, stored.id, reason=" ")
    assessments.withdraw(office, stored.id, reason="別の子の記録")
    assert stored.id not in {each.id for each in kept(office)}
    with pytest.raises(NotFound):
        assessments.get(office, stored.id)
    assessments.restore(office, stored.id)
    assert kept(office)[0].id == stored.id


def test_the_store_refuses_a_new_one_without_an_answer(office: Office) -> None:
    fresh = Assessment(child_id=child_id(office), on=office.today, child_voice="げんき")
    before = len(kept(office))
    with pytest.raises(Refused):
        assessments.save(office, fresh, next_step=None)
    with pytest.raises(Refused):
        assessments.save(office, fresh, next_step=NextStep(none_reason=""))
    assert len(kept(office)) == before


def printing(page: AssessmentPage) -> PrintDialog | None:
    return next((each for each in page.window().findChildren(PrintDialog) if each.is_open), None)


def test_a_stored_assessment_is_printed_from_its_page(desk: Desk, office: Office) -> None:
    stored = kept(office)[0]
    page = open_form(desk, assessment_id=stored.id)
    page.trigger(Keys.PRINT)
    dialog = printing(page)
    assert dialog is not None
    assert dialog.paper.name == "assessment"
    assert not dialog.paper.blank
    dialog.close()


def test_what_is_not_saved_does_not_go_to_paper_unasked(desk: Desk, office: Office, dialogs: ScriptedDialogs) -> None:
    page = open_form(desk)
    say(page)
    dialogs.answers = ["", "print"]
    page.trigger(Keys.PRINT)
    assert printing(page) is None
    page.trigger(Keys.PRINT)
    dialog = printing(page)
    assert dialog is not None
    assert len(dialogs.asked) == 2
    dialog.close()


def test_a_question_is_worded_for_the_age(desk: Desk) -> None:
    """A girl of fourteen was asked 「えんや がっこうは たのしい?」."""
    page = open_form(desk)  # twelve
    school = page.form.areas["school"]
    assert "学校や職場での毎日はどうですか。" in school.says.accessibleDescription()
    assert "困っていることは何ですか" in page.form.voice.accessibleDescription()
    page = open_form(desk, MINATO)  # six
    school = page.form.areas["school"]
    assert "えんや がっこうは たのしい?" in school.says.accessibleDescription()
    help_line = page.form.areas["school"].form.row_of("says").help
    assert help_line is not None
    assert help_line.text() == school.says.accessibleDescription()


def test_medical_care_is_asked_about_where_there_is_some(desk: Desk, office: Office) -> None:
    child = register.child(office, child_id(office, "小畑 莉子"))
    assert not child.medical_care
    page = open_form(desk, "小畑 莉子")
    part = page.form.areas["medical_care"]
    assert part.isHidden()
    page.trigger(Keys.NEXT_TAB)
    page.trigger(Keys.NEXT_TAB)
    assert page.form.areas["daily_life"].rating.isAncestorOf(focused())
    page.form.care.click()
    assert part.isVisible()
    assert part.rating.isAncestorOf(focused())
    assert page.form.care.isHidden()
    assert open_form(desk).form.areas["medical_care"].isVisible()
