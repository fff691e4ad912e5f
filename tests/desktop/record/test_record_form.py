"""The record of a contact, written through the real form into a real vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget

from caseapp.casework import consultations, follow_ups, register
from caseapp.casework.office import Office
from caseapp.desktop.child.take_back import TakeBackDialog
from caseapp.desktop.follow_up.next_step_box import NextStepBox
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.overlay import Overlay
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.runner import Runner
from caseapp.desktop.kit.text import Para
from caseapp.desktop.record.page import RecordPage
from caseapp.desktop.theme.theme import theme
from caseapp.rules.follow_up import DONE, DROPPED, NextStep
from caseapp.words import language
from tests.desktop.fakes import ScriptedDialogs, Travel, compose, turn
from tests.desktop.fakes import settle as settle_text
from tests.desktop.record.writing import (
    HINANO,
    IBUKI,
    MINATO,
    answer,
    child_id,
    open_form,
    press,
    records,
    went,
    write,
)

CTRL = Qt.KeyboardModifier.ControlModifier


def steps_of(office: Office, name: str = HINANO) -> dict[str, str]:
    """Every follow-up of a child and its state."""
    found = follow_ups.of_child(office, child_id(office, name), open_only=False)
    return {step.text: step.state for step in found}


# ---- opening


def test_the_form_opens_ready_to_type_with_now_this_worker_the_telephone_and_the_mother(desk: Desk) -> None:
    page = open_form(desk)
    heads = page.form.heads
    assert heads.on.value() == date(2026, 11, 20)
    assert heads.start.value() == time(10, 12)
    assert heads.method.value() == "phone"
    assert heads.consulter.value().startswith("mother:")
    assert QApplication.focusWidget() is page.form.paragraphs.fields["words"]
    blank = page.blank
    assert blank is not None
    assert blank.worker_id == desk.office.account.id


def test_the_red_facts_stand_above_the_form(desk: Desk) -> None:
    page = open_form(desk)
    assert [fact.rule for fact in page.band.facts()][:2] == [
        "頭を打ったら、症状がなくてもすぐ受診",
        "病気の見通しを本人に話さない",
    ]


def test_a_form_for_a_child_that_is_not_there_says_so_and_goes_back(desk: Desk, dialogs: ScriptedDialogs) -> None:
    dialogs.expect_failure = True
    page = RecordPage(desk)
    page.open(child_id="nobody")
    assert len(dialogs.reported) == 1
    assert went(desk) == ["back"]


# ---- saving


def test_what_was_written_is_saved_with_the_next_action_and_the_form_closes(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    page.form.heads.minutes.set_value(15)
    page.form.heads.topics.set_values(["home_care", "school"])
    write(page, "「先生は大丈夫と言うけれど」", "words")
    write(page, "修学旅行は12月3日から4日。")
    write(page, "担任から、宿は決まったと聞いた", "third_party")
    page.form.paragraphs.source.set_value("担任(母を通じて)")
    page.form.paragraphs.handed_over.set_value("酸素の手引き")
    answer(page, "宿に酸素を運べるか、業者に聞く", "11/24")
    page.save()
    assert len(records(office)) == before + 1
    assert went(desk) == ["back"]
    saved = consultations.get(office, records(office)[0].consultation_id)
    assert saved == replace(
        saved,
        on=date(2026, 11, 20),
        start=time(10, 12),
        minutes=15,
        method="phone",
        consulter="mother",
        consulter_name="高瀬 美咲",
        topics=("home_care", "school"),
        words="「先生は大丈夫と言うけれど」",
        facts="修学旅行は12月3日から4日。",
        third_party="担任から、宿は決まったと聞いた",
        third_party_source="担任(母を通じて)",
        handed_over="酸素の手引き",
        late_reason="",
        next_on=date(2026, 11, 24),
        worker_id=office.account.id,
    )
    made = [s for s in follow_ups.of_child(office, child_id(office)) if s.origin_id == saved.id]
    assert [(s.text, s.due_on, s.kind) for s in made] == [
        ("宿に酸素を運べるか、業者に聞く", date(2026, 11, 24), "phone")
    ]


def test_an_unanswered_question_gets_the_focus_and_nothing_is_saved(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    write(page, "話を聞いた。")
    page.save()
    assert len(records(office)) == before
    assert QApplication.focusWidget() is page.form.question.text
    assert page.form.question.problem_line.isVisible()
    assert went(desk) == []


def test_nothing_follows_needs_a_reason_and_then_is_saved_with_it(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    write(page, "お礼の電話。")
    page.form.question.none.click()
    page.save()
    assert page.form.question.problem_line.text() == "続きの対応がない理由を一言書きます。"
    assert QApplication.focusWidget() is page.form.question.reason
    page.form.question.reason.insert("お礼だけのため")
    page.form.question.reason.textEdited.emit("")
    page.save()
    assert records(office)[0].none_reason == "お礼だけのため"


def test_a_next_action_without_a_day_is_asked_for_beside_the_question(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    write(page, "話を聞いた。")
    answer(page, "学校に聞く", "")
    page.save()
    assert len(records(office)) == before
    assert page.form.question.problem_line.text() == "いつまでにするかを書きます。"
    assert QApplication.focusWidget() is page.form.question.due.day


def test_a_day_that_cannot_be_read_is_said_beside_its_field(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    write(page, "話を聞いた。")
    page.form.heads.on.setText("11/41")
    answer(page)
    page.save()
    assert len(records(office)) == before
    assert page.form.heads.form.row_of("on").problem_line.text()


def test_a_day_in_the_future_and_an_empty_text_are_refused_beside_their_fields(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    page.form.heads.on.set_value(date(2026, 12, 1))
    answer(page)
    page.save()
    assert len(records(office)) == before
    assert page.form.heads.form.row_of("on").problem_line.text()
    assert page.form.paragraphs.form.row_of("facts").problem_line.text()
    assert went(desk) == []


def test_ctrl_s_twice_in_a_hurry_makes_one_record_and_one_next_action(
    office: Office, desk: Desk, dialogs: ScriptedDialogs
) -> None:
    before, runner = len(records(office)), Runner(dialogs.report)
    desk.runner = runner
    try:
        page = open_form(desk)
        runner.flush()
        write(page, "急いで書いた。")
        answer(page, "折り返し電話する")
        page.save()
        page.saving.busy = False  # as if the second Ctrl+S slipped through
        page.save()
        runner.flush()
        turn()
    finally:
        runner.stop()
    assert len(records(office)) == before + 1
    assert [s.text for s in follow_ups.of_child(office, child_id(office))].count("折り返し電話する") == 1


def test_save_and_go_on_opens_an_empty_form_for_the_same_child(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    write(page, "一件めの電話。")
    answer(page)
    page.save_and_go_on()
    turn()
    assert page.form.paragraphs.empty()
    assert page.form.question.value() is None
    assert page.place() == {"child_id": child_id(office)}
    write(page, "二件めの電話。")
    answer(page, "もう一度電話する")
    page.save()
    assert len(records(office)) == before + 2


def test_enter_during_a_conversion_saves_nothing_and_closes_nothing(desk: Desk, office: Office) -> None:
    before = len(records(office))
    page = open_form(desk)
    write(page, "話を聞いた。")
    field = page.form.question.text
    field.setFocus()
    compose(field, "がっこう")
    press(field, Qt.Key.Key_Return)
    press(field, Qt.Key.Key_Escape)
    settle_text(field, "学校")
    press(field, Qt.Key.Key_Return)
    assert field.value() == "学校"
    assert len(records(office)) == before
    assert went(desk) == []
    stored = open_form(desk, consultation_id=records(office)[0].consultation_id)
    stored.take_back.click()
    dialog = stored.window().findChild(TakeBackDialog)
    assert dialog is not None
    compose(dialog.reason, "まちがい")
    press(dialog.reason, Qt.Key.Key_Return)
    assert dialog.is_open
    assert len(records(office)) == before


# ---- with whom, when, what else


def test_a_father_who_must_never_be_contacted_carries_the_shield_and_his_call_can_be_recorded(
    desk: Desk, office: Office
) -> None:
    page = open_form(desk)
    heads = page.form.heads
    father = next(each for each in heads.consulter.toggles if each.text() == "お父さん")
    assert father.toolTip().startswith("連絡してはいけない相手です。")
    father.click()
    assert heads.warning.isVisible()
    write(page, "父から電話。答えずに係長へ回した。")
    answer(page, "支援措置の係に知らせる")
    page.save()
    saved = consultations.get(office, records(office)[0].consultation_id)
    assert (saved.consulter, saved.consulter_name) == ("father", "高瀬 亮")


def test_a_teacher_is_asked_for_by_name_and_somebody_else_is_chosen_from_the_list(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    heads = page.form.heads
    heads.consulter.set_value("school")
    heads.consulter.changed.emit()
    assert heads.name.isVisible()
    assert not heads.code.isVisible()
    heads.consulter.set_value("other")
    heads.consulter.changed.emit()
    assert heads.code.isVisible()
    heads.code.set_value("welfare")
    heads.name.set_value("相談支援専門員 佐伯さん")
    write(page, "サービスの調整。")
    answer(page)
    page.save()
    saved = consultations.get(office, records(office)[0].consultation_id)
    assert (saved.consulter, saved.consulter_name) == ("welfare", "相談支援専門員 佐伯さん")


def test_a_way_without_a_toggle_stands_behind_other(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    method = page.form.heads.method
    assert method.rest is not None
    assert not method.rest.isVisible()
    method.set_value("other")
    assert method.rest.isVisible()
    method.rest.set_value("sns")
    write(page, "LINEで連絡があった。")
    answer(page)
    page.save()
    saved = consultations.get(office, records(office)[0].consultation_id)
    assert saved.method == "sns"
    again = open_form(desk, consultation_id=saved.id)
    assert again.form.heads.method.value() == "sns"


def test_place_and_occasion_are_folded_until_asked_for(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    heads = page.form.heads
    assert not heads.place.isVisible()
    heads.where.click()
    assert heads.place.isVisible()
    assert heads.trigger.isVisible()
    heads.place.set_value("home")
    heads.trigger.set_value("visit")
    heads.place.changed.emit()
    heads.where.click()
    assert not heads.place.isVisible()
    assert heads.where.text() == "家庭 ・ 訪問"
    write(page, "家で会った。")
    answer(page)
    page.save()
    saved = consultations.get(office, records(office)[0].consultation_id)
    assert (saved.place, saved.trigger) == ("home", "visit")


def test_a_record_of_an_earlier_day_says_that_it_is_written_today_and_takes_a_reason(
    desk: Desk, office: Office
) -> None:
    page = open_form(desk)
    heads = page.form.heads
    assert heads.late.text() == "記録は今日"
    assert not heads.late_reason.isVisible()
    heads.on.set_value(date(2026, 11, 12))
    heads.on.changed.emit()
    assert heads.late_reason.isVisible()
    heads.late_reason.set_value("出張のため")
    write(page, "先週の訪問。")
    answer(page)
    page.save()
    saved = next(line for line in records(office) if line.text == "先週の訪問。")
    stored = consultations.get(office, saved.consultation_id)
    assert stored.on == date(2026, 11, 12)
    assert stored.late_reason == "出張のため"
    assert stored.recorded_at is not None
    assert stored.recorded_at.date() == date(2026, 11, 20)


def test_a_brother_in_the_register_can_be_named_too_and_finds_the_record_on_his_page(
    desk: Desk, office: Office
) -> None:
    page = open_form(desk, IBUKI)
    assert len(page.form.paragraphs.siblings.toggles) == 1
    page.form.paragraphs.siblings.toggles[0].click()
    write(page, "きょうだいの通院が重なる日の相談。")
    answer(page)
    page.save()
    brother = consultations.of_child(office, child_id(office, "神谷 一翔"))
    assert brother[0].facts == "きょうだいの通院が重なる日の相談。"
    assert not open_form(desk, HINANO).form.paragraphs.siblings.isVisible()


def test_a_record_opened_from_the_brothers_page_stays_the_first_childs_and_names_him_still(
    desk: Desk, office: Office
) -> None:
    page = open_form(desk, IBUKI)
    page.form.paragraphs.siblings.toggles[0].click()
    write(page, "二人のこと。")
    answer(page)
    page.save()
    stored = consultations.get(office, records(office, IBUKI)[0].consultation_id)
    brothers = open_form(desk, "神谷 一翔", consultation_id=stored.id)
    assert brothers.place()["child_id"] == child_id(office, IBUKI)
    assert brothers.form.filled(stored) == stored
    write(brothers, "直した。", "opinion")
    brothers.save()
    after = consultations.get(office, stored.id)
    assert (after.child_id, after.also_children) == (stored.child_id, stored.also_children)


def test_the_source_is_asked_for_when_others_are_quoted(desk: Desk) -> None:
    page = open_form(desk)
    assert not page.form.paragraphs.source.isVisible()
    write(page, "担任の話。", "third_party")
    assert page.form.paragraphs.source.isVisible()


# ---- what was planned


def test_a_planned_action_is_settled_and_another_replaced_by_the_new_one(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    question = page.form.question
    assert question.more.isVisible()
    question.more.click()
    settled, replaced = question._open[0], question._open[1]
    settled._acts.toggles[0].click()
    replaced._acts.toggles[0].click()
    replaced._acts.toggles[1].click()
    assert (settled.choice(), replaced.choice()) == ("settle", "replace")
    write(page, "学校に確かめた。")
    answer(page, "宿に電話する")
    page.save()
    states = steps_of(office)
    assert states[settled.step.text] == DONE
    assert states[replaced.step.text] == DROPPED
    assert states["宿に電話する"] == "open"


def test_without_a_next_action_nothing_can_be_replaced(desk: Desk) -> None:
    page = open_form(desk)
    line = page.form.question._open[0]
    line._acts.toggles[1].click()
    page.form.question.none.click()
    assert line.choice() == ""
    assert not line._acts.toggles[1].isEnabled()


def test_a_record_opened_from_a_planned_action_settles_it(desk: Desk, office: Office) -> None:
    step = follow_ups.of_child(office, child_id(office))[2]
    page = open_form(desk, follow_up_id=step.id)
    assert page.form.question._open[0].step.id == step.id
    assert page.form.heads.trigger.value() == "follow_up"
    write(page, "会議の日が決まった。")
    answer(page, "会議に出る")
    page.save()
    assert steps_of(office)[step.text] == DONE


def test_an_action_added_while_the_form_is_open_appears_in_it(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    had = len(page.form.question._open)
    step = follow_ups.of_child(office, child_id(office))[0]
    changes = follow_ups.add(office, replace(step, id="", revision=0, text="薬局に電話する"))
    page.refresh(changes)
    assert len(page.form.question._open) == had + 1


# ---- changing and taking back


def test_a_stored_record_is_shown_whole_and_changed_without_touching_what_is_planned(
    desk: Desk, office: Office
) -> None:
    stored = consultations.get(office, records(office)[0].consultation_id)
    page = open_form(desk, consultation_id=stored.id)
    assert page.strip.title() == "相談記録を直す"
    assert page.form.filled(stored) == stored
    states = steps_of(office)
    write(page, "書き足した。", "opinion")
    page.save()
    after = consultations.get(office, stored.id)
    assert after.opinion == f"{stored.opinion}書き足した。"
    assert after.revision == stored.revision + 1
    assert steps_of(office) == states
    assert len(records(office)) == len([r for r in records(office) if r.consultation_id])


@pytest.mark.parametrize("name", [HINANO, MINATO, IBUKI])
def test_every_stored_record_comes_through_the_form_unchanged(desk: Desk, office: Office, name: str) -> None:
    for stored in consultations.of_child(office, child_id(office, name)):
        if stored.child_id != child_id(office, name):
            continue
        page = open_form(desk, name, consultation_id=stored.id)
        filled = page.form.filled(stored)
        met = stored.met_child or stored.consulter == "child"
        assert filled == replace(stored, met_child=met, late_reason=filled.late_reason)


def test_a_record_changed_meanwhile_is_not_overwritten_and_the_text_stays(desk: Desk, office: Office) -> None:
    stored = consultations.get(office, records(office)[0].consultation_id)
    page = open_form(desk, consultation_id=stored.id)
    consultations.record(office, replace(stored, facts="先に直した。"), next_step=None)
    write(page, "あとから書いた。", "opinion")
    page.save()
    assert consultations.get(office, stored.id).facts == "先に直した。"
    assert "変わりました" in page.form.banner.text()
    assert page.form.paragraphs.fields["opinion"].value().endswith("あとから書いた。")
    assert went(desk) == []


def test_a_record_is_taken_back_with_a_reason_and_comes_back(desk: Desk, office: Office) -> None:
    stored = records(office)[0]
    page = open_form(desk, consultation_id=stored.consultation_id)
    page.take_back.click()
    dialog = page.window().findChild(TakeBackDialog)
    assert dialog is not None
    dialog._save()
    assert dialog.form.row_of("reason").problem_line.text()
    dialog.reason.insert("別のお子さんの記録")
    dialog._save()
    assert stored.consultation_id not in [line.consultation_id for line in records(office)]
    assert page.undo_bar.offered
    page.undo_bar.undo()
    assert stored.consultation_id in [line.consultation_id for line in records(office)]
    assert page.form.isEnabled()


# ---- going about


def test_alt_1_to_5_go_to_the_paragraphs_and_alt_n_to_the_question(desk: Desk) -> None:
    page = open_form(desk)
    page.activateWindow()
    turn()
    for key, kind in (
        (Qt.Key.Key_2, "facts"),
        (Qt.Key.Key_3, "third_party"),
        (Qt.Key.Key_4, "opinion"),
        (Qt.Key.Key_5, "response"),
        (Qt.Key.Key_1, "words"),
    ):
        press(page, key, Qt.KeyboardModifier.AltModifier)
        assert QApplication.focusWidget() is page.form.paragraphs.fields[kind]
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is page.form.question.text


def test_ctrl_tab_goes_to_the_column_beside_and_back(desk: Desk) -> None:
    page = open_form(desk)
    page.form.go_to("opinion")
    page._other_column()
    assert QApplication.focusWidget() is page.context.focusProxy()
    page._other_column()
    assert QApplication.focusWidget() is page.form.paragraphs.fields["opinion"]


def test_in_a_narrow_window_the_column_opens_over_the_form(desk: Desk) -> None:
    page = open_form(desk, size=(862, 700))
    page.take_width("narrow")
    assert not page.context.isVisible()
    page._other_column()
    overlay = page.window().findChild(Overlay)
    assert overlay is not None
    assert overlay.is_open
    overlay.cancel()


def test_in_a_low_window_the_question_scrolls_with_the_form_and_is_shown_when_it_is_asked(desk: Desk) -> None:
    page = open_form(desk, size=(900, 460))
    question = page.form.question
    assert page.form.column.inside.isAncestorOf(question)
    write(page, "話を聞いた。")
    page.save()
    turn()
    top = question.mapTo(page.form.column.viewport(), question.rect().topLeft()).y()
    assert 0 <= top < page.form.column.viewport().height()
    page.resize(1214, 700)
    turn()
    assert not page.form.column.inside.isAncestorOf(question)
    assert question.isVisible()


@pytest.mark.parametrize("speech", ["ja", "en", "en_XA"])
@pytest.mark.parametrize(("width_class", "most"), [("narrow", 862), ("normal", 1214)])
def test_the_form_fits_into_the_width_it_is_given(desk: Desk, speech: str, width_class: str, most: int) -> None:
    language.use(speech)
    page = open_form(desk, size=(most, 700))
    page.take_width(width_class)
    turn()
    assert page.minimumSizeHint().width() <= most


def test_larger_text_needs_no_more_than_the_same_window_folded(desk: Desk) -> None:
    theme.apply(base=18)
    page = open_form(desk, size=(1366 - 48, 700))
    page.take_width("narrow")
    turn()
    assert page.minimumSizeHint().width() <= 1366 - 48


def test_f11_hides_who_it_is_and_what_was_said_before_while_the_form_stays_usable(desk: Desk) -> None:
    page = open_form(desk)
    write(page, "話を聞いた。")

    def said() -> str:
        shown = [w.text() for w in page.findChildren(Para) if w.isVisible()]
        names = [w.accessibleName() for w in page.findChildren(QWidget) if w.isVisible()]
        return "\n".join([*shown, *names])

    assert "同じ部屋に泊まらせて" in said()
    assert HINANO in said()
    masking.switch(on=True)
    turn()
    assert "同じ部屋に泊まらせて" not in said()
    assert HINANO not in said()
    assert "高瀬 亮" not in said()
    assert page.form.paragraphs.fields["facts"].value() == "話を聞いた。"
    masking.switch(on=False)
    assert HINANO in said()


def test_a_question_without_answer_is_none_and_an_answer_is_whole(desk: Desk) -> None:
    box = NextStepBox(desk.today)
    assert box.value() is None
    box.choose.click()
    assert box.value() is None
    box.text.insert("電話する")
    box.text.textEdited.emit("")
    box.findChild(type(box.more), "next-step-due-week")
    box.due.set_value(date(2026, 11, 27))
    assert box.value() == NextStep(text="電話する", due_on=date(2026, 11, 27), kind="phone")


def test_the_register_stays_as_it_was_when_a_form_is_only_looked_at(desk: Desk, office: Office) -> None:
    before = register.rows(office)
    page = open_form(desk)
    page.leave()
    QApplication.sendEvent(page, QFocusEvent(QFocusEvent.Type.FocusOut))
    page.close_form()
    assert register.rows(office) == before
    assert went(desk) == ["back"]


def test_a_record_without_topic_says_so_softly_and_is_the_one_that_is_chosen_then(desk: Desk, office: Office) -> None:
    said: list[str] = []
    desk.saved = said.append
    page = open_form(desk)
    row = page.form.heads.form.row_of("topics")
    assert row.under is not None
    assert row.under.text() == "未選択"
    write(page, "給食の話")
    answer(page)
    made = page.blank.id
    page.save()
    assert said[-1] == "保存しました 10:12 高瀬 陽菜乃さんの記録 相談内容は選ばれていません"
    assert isinstance(desk.go, Travel)
    assert desk.go.chosen == {"child_id": child_id(office), "record_kind": "consultation", "record_id": made}
    page = open_form(desk)
    page.form.heads.topics.set_values(["school"])
    page.form.heads.topics.changed.emit()
    row = page.form.heads.form.row_of("topics")
    assert row.under is not None
    assert row.under.text() == "いくつでも"
