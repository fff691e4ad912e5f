"""お子さんのページ, on a real vault: who it is, what must be heeded, what is open; every act has a key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from caseapp.casework import consultations, drafts, follow_ups, register
from caseapp.casework.office import Office
from caseapp.desktop.calendar.pick_child import PickChild
from caseapp.desktop.child import side
from caseapp.desktop.child.calling import secrets
from caseapp.desktop.child.entries import Entry
from caseapp.desktop.child.history import HistoryDialog
from caseapp.desktop.child.page import ChildPage
from caseapp.desktop.child.reading_pane import ReadingOverlay
from caseapp.desktop.child.take_back import TakeBackDialog
from caseapp.desktop.child.words import facts, red_facts
from caseapp.desktop.follow_up.steps import NewStepDialog, PostponeDialog
from caseapp.desktop.kit.choices import Pill
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.masking import masking
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.kit.shortcuts import Keys, clashes
from caseapp.desktop.kit.text import Para
from caseapp.desktop.theme.theme import theme
from caseapp.rules.child import Child
from caseapp.rules.consultation import Consultation
from caseapp.rules.follow_up import DONE, OPEN, FollowUp, NextStep
from tests.desktop.child.showing import (
    CHIHIRO,
    CTRL,
    MINATO,
    SHIFT,
    Statements,
    child_id,
    dialog,
    part,
    press,
    show,
    went,
)
from tests.desktop.fakes import ScriptedDialogs, turn

WIDE = (1740, 1000)


@pytest.fixture
def page(desk: Desk) -> ChildPage:
    return show(desk, ChildPage, child_id=child_id(desk.office))


@pytest.fixture
def wide(desk: Desk) -> ChildPage:
    return show(desk, ChildPage, size=WIDE, child_id=child_id(desk.office))


def entries(page: ChildPage) -> list[Entry]:
    return [line for line in page.timeline.list.list_model().items() if isinstance(line, Entry)]


def choose(page: ChildPage, kind: str) -> Entry:
    entry = next(each for each in entries(page) if each.entry.kind == kind)
    assert page.timeline.choose(entry.key)
    turn()
    return entry


def steps_shown(page: ChildPage) -> list[side.Step]:
    return [line for line in page.side.list_model().items() if isinstance(line, side.Step)]


def people(page: ChildPage) -> list[side.Person]:
    return [line for line in page.side.list_model().items() if isinstance(line, side.Person)]


# ---- ten seconds


def test_a_stranger_knows_the_child_in_ten_seconds(page: ChildPage) -> None:
    assert page.heading.accessibleName() == "お子さん 高瀬 陽菜乃"
    assert page.heading.accessibleDescription().startswith("女 ・ 12歳3か月 ・ 小学6年生(")
    assert [fact.rule for fact in page.red.facts()][:3] == [
        "頭を打ったら、症状がなくてもすぐ受診",
        "病気の見通しを本人に話さない",
        "お父さん(別居)に住所・学校・通院先を伝えない",
    ]
    assert page.red.facts()[2].privacy
    facts = dict(page.facts.facts())
    assert facts["担当"] == "森下 由佳(R6.4から)"
    assert facts["受給者証"] == "R9.9.30まで ・ 重症"
    assert facts["連絡する人"] == "母 高瀬 美咲 ・ 平日17時から"
    assert facts["最後の連絡"] == "11月6日 電話(14日前)"
    assert facts["支援計画"] == "第2回 実施中 残り10日 → 第3回 案"


def test_the_life_path_is_read_aloud_in_order(page: ChildPage) -> None:
    spoken = page.path.accessibleDescription()
    assert spoken.index("誕生(H26.8)") < spoken.index("フォンタン手術") < spoken.index("いま 小6(12歳3か月)")
    assert spoken.index("いま 小6") < spoken.index("中学校(R9.4・あと4か月)") < spoken.index("小慢が終わる")
    assert spoken.endswith("R3.4.12からこの保健所が伴走")


def test_the_side_list_tells_what_comes_next_the_plan_and_the_people(page: ChildPage) -> None:
    assert [(step.chip.words, step.chip.kind) for step in steps_shown(page) if step.proposal is None] == [
        ("4日超過", "late"),
        ("返事待ち", "waiting"),
        ("あと6日", "coming"),
        ("12月11日", "coming"),
    ]
    named = {person.name: person for person in people(page)}
    assert named["第2回 実施中"].aside == "R8.11.30まで"
    assert named["高瀬 美咲"].aside == "母・親権者・連絡1番"
    assert named["高瀬 亮"].red
    assert named["高瀬 亮"].icon == "shield"
    assert named["高瀬 亮"].below.startswith("連絡しない。")
    assert "県こども医療センター" in named


def test_the_timeline_tells_kind_who_what_and_what_is_open(page: ChildPage) -> None:
    call = next(each for each in entries(page) if each.entry.kind == "consultation")
    assert (call.day, call.under, call.kind, call.title) == ("11月6日", "金 14:20", "電話", "お母さん")
    assert [(chip.words, chip.kind) for chip in call.chips] == [("4日超過", "late")]
    liaison = next(each for each in entries(page) if each.entry.kind == "liaison")
    assert liaison.title.startswith("あおぞら酸素サービス")
    assert liaison.chips[0].kind == "waiting"
    heads = [row.words for row in page.timeline.list.list_model().rows() if isinstance(row, Head)]
    assert heads[:2] == ["令和7年度", "令和6年度"]
    assert heads[-1].startswith("平成")


def test_another_child_shows_nothing_of_the_one_before_not_even_while_it_is_read(
    page: ChildPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.runner, "ask", lambda *_args, **_kwargs: None)  # the answer never comes
    page.open(child_id="somebody")
    assert entries(page) == []
    assert page.red.facts() == ()
    assert page.facts.facts() == []
    assert page.side.list_model().rows() == []
    assert page.reading.reading() is None
    assert page.path.spoken() == ""
    assert page.heading.accessibleName() == ""
    assert page.heading._view is None


def test_a_child_that_is_not_there_is_said_and_left(desk: Desk, dialogs: ScriptedDialogs) -> None:
    dialogs.expect_failure = True
    show(desk, ChildPage, child_id="nobody")
    assert len(dialogs.reported) == 1
    assert went(desk)[-1][0] == "register"


def test_a_child_without_anything_offers_to_record(desk: Desk, office: Office) -> None:
    fresh = Child(number="Z-1", family_name="加藤", given_name="蓮", birth_date=date(2020, 5, 1))
    made = register.save(office, fresh).record_id
    page = show(desk, ChildPage, child_id=made)
    assert not page.red.isVisible()
    assert page.timeline.empty.isVisible()
    rows = page.side.list_model().rows()
    assert [row.words for row in rows if isinstance(row, Head) and row.empty] == [
        "予定はありません",
        "家族がまだ登録されていません。",
    ]
    assert page.first_focus() is page.record


# ---- keys


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Qt.Key.Key_N, CTRL, "record"),
        (Qt.Key.Key_L, CTRL, "liaison"),
        (Qt.Key.Key_E, CTRL, "child_form"),
        (Qt.Key.Key_G, CTRL, "plan"),
        (Qt.Key.Key_L, CTRL | SHIFT, "letter"),
    ],
)
def test_keys_lead_to_where_things_are_written(
    page: ChildPage, desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier, name: str
) -> None:
    press(page.timeline.list, key, modifiers)
    where, args = went(desk)[-1]
    assert where == name
    assert args["child_id"] == child_id(desk.office)


def test_f2_mends_the_chosen_record_and_beside_the_list_the_childs_own(page: ChildPage, desk: Desk) -> None:
    entry = choose(page, "consultation")
    press(page.timeline.list, Qt.Key.Key_F2)
    assert went(desk)[-1] == (
        "record",
        {"child_id": child_id(desk.office), "consultation_id": entry.entry.record_id},
    )
    page.side.setFocus()
    press(page.side, Qt.Key.Key_F2)
    assert went(desk)[-1] == ("child_form", {"child_id": child_id(desk.office)})


def test_ctrl_p_shows_the_paper_of_the_chosen_record(page: ChildPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def print_dialog(_page: object, _child: str, *, document: str, record_id: str) -> None:
        asked.append((document, record_id))

    monkeypatch.setattr("caseapp.desktop.child.ways.print_dialog", print_dialog)
    entry = choose(page, "consultation")
    press(page.timeline.list, Qt.Key.Key_P, CTRL)
    choose(page, "certificate")
    press(page.timeline.list, Qt.Key.Key_P, CTRL)
    assert asked == [("consultation", entry.entry.record_id), ("support-plan", "")]


def test_no_two_keys_of_the_page_are_alike(page: ChildPage) -> None:
    assert clashes(list(page.bound())) == []


def test_half_a_record_is_offered_to_be_gone_on_with(desk: Desk, office: Office) -> None:
    drafts.save(office, form="record", child_id=child_id(office), content={"paragraphs": {}})
    page = show(desk, ChildPage, child_id=child_id(office))
    assert page.draft.text() == "書きかけの記録があります(10:12)。"
    other = show(desk, ChildPage, child_id=child_id(office, MINATO))
    assert other.draft.text() == ""


# ---- what comes next


def test_space_on_the_side_list_marks_as_done_and_undo_brings_it_back(page: ChildPage, office: Office) -> None:
    page.side.setFocus()
    page.side.choose_first()
    step = steps_shown(page)[0].follow_up
    assert step is not None
    press(page.side, Qt.Key.Key_Space)
    assert follow_ups.get(office, step.id).state == DONE
    assert step.id not in [line.key for line in steps_shown(page)]
    page.trigger(Keys.UNDO_ACT)
    assert follow_ups.get(office, step.id).state == OPEN


def test_a_next_action_is_added_with_its_day(page: ChildPage, office: Office) -> None:
    press(page.timeline.list, Qt.Key.Key_T, CTRL)
    box = dialog(page, "step-dialog", NewStepDialog)
    press(box.text, Qt.Key.Key_Return)
    assert box.form.row_of("text").problem_line.text()
    assert box.form.row_of("due_on").problem_line.text()
    box.text.setText("宿に電源を確かめる")
    box.due.day.setText("12/1")
    box.kind.set_value("phone")
    press(box.text, Qt.Key.Key_Return)
    added = next(each for each in follow_ups.of_child(office, child_id(office)) if each.text == "宿に電源を確かめる")
    assert (added.due_on, added.kind, added.worker_id) == (date(2026, 12, 1), "phone", office.account.id)
    assert "宿に電源を確かめる" in [step.text for step in steps_shown(page)]


def test_a_planned_action_is_recorded_so_that_saving_marks_it_as_done(page: ChildPage, desk: Desk) -> None:
    page.side.setFocus()
    step = steps_shown(page)[0].follow_up
    assert step is not None
    press(page.side, Qt.Key.Key_R, CTRL)
    assert went(desk)[-1] == ("record", {"child_id": step.child_id, "follow_up_id": step.id})


def test_what_grew_from_an_entry_is_done_and_put_off_from_there(page: ChildPage, office: Office) -> None:
    entry = choose(page, "consultation")
    step = next(
        each for each in follow_ups.of_child(office, child_id(office)) if each.origin_id == entry.entry.record_id
    )
    press(page.timeline.list, Qt.Key.Key_D, CTRL | SHIFT)
    box = dialog(page, "step-dialog", PostponeDialog)
    box.due.day.setText("12/3")
    box.reason.setText("学校が休み")
    press(box.reason, Qt.Key.Key_Return)
    assert follow_ups.get(office, step.id).due_on == date(2026, 12, 3)
    page.timeline.list.setFocus()
    press(page.timeline.list, Qt.Key.Key_D, CTRL)
    assert follow_ups.get(office, step.id).state == DONE


def test_putting_off_past_the_end_of_the_certificate_is_warned_of_and_can_be_taken_back(desk: Desk) -> None:
    office, who = desk.office, child_id(desk.office, CHIHIRO)
    page = show(desk, ChildPage, child_id=who)
    (step,) = follow_ups.of_child(office, who)
    page.side.setFocus()
    assert page.side.choose(lambda line: isinstance(line, side.Step) and line.follow_up is not None)
    press(page.side, Qt.Key.Key_D, CTRL | SHIFT)
    box = dialog(page, "step-dialog", PostponeDialog)
    assert box.about.text() == f"{CHIHIRO} ・ {step.text}"
    box.due.set_value(date(2026, 11, 30))
    box.due.changed.emit()
    assert box.warning.isHidden()
    box.due.set_value(date(2026, 12, 21))
    box.due.changed.emit()
    assert box.warning.text().startswith("受給者証は11月30日で切れます。それより後の日です。")
    press(box.reason, Qt.Key.Key_Return)
    line = box.form.row_of("reason").problem_line
    assert line.text()
    box.reason.setText("病院が休み")
    assert not line.text()
    press(box.reason, Qt.Key.Key_Return)
    assert follow_ups.get(office, step.id).due_on == date(2026, 12, 21)
    assert page.undo_bar.text() == f"延ばしました:{CHIHIRO}さん {step.text}"
    page.trigger(Keys.UNDO_ACT)
    again = follow_ups.get(office, step.id)
    assert (again.due_on, again.postponements) == (step.due_on, step.postponements)


def test_enter_on_the_side_list_goes_where_it_is_dealt_with(page: ChildPage, desk: Desk) -> None:
    page.side.setFocus()
    assert page.side.choose(lambda line: isinstance(line, side.Step) and line.liaison is not None)
    press(page.side, Qt.Key.Key_Return)
    assert went(desk)[-1][0] == "liaison"
    assert page.side.choose(lambda line: line.key.startswith("plan:"))
    press(page.side, Qt.Key.Key_Return)
    assert went(desk)[-1][0] == "plan"
    first = steps_shown(page)[0]
    page.side.choose(lambda line: line.key == first.key)
    press(page.side, Qt.Key.Key_Return)
    current = page.timeline.current()
    assert current is not None
    assert first.follow_up is not None
    assert current.entry.record_id == first.follow_up.origin_id


def test_coming_from_today_the_action_is_chosen(desk: Desk, office: Office) -> None:
    wanted = follow_ups.of_child(office, child_id(office))[1]
    page = show(desk, ChildPage, child_id=child_id(office), follow_up_id=wanted.id)
    line = page.side.current()
    assert isinstance(line, side.Step)
    assert line.key == wanted.id
    assert QApplication.focusWidget() is page.side


# ---- the timeline


def test_pills_count_and_narrow_down(page: ChildPage, office: Office) -> None:
    pills = {pill.code: pill for pill in page.timeline.pills.findChildren(Pill)}
    assert pills["all"].text() == f"すべて {len(entries(page))}"
    own = len(consultations.of_child(office, child_id(office)))
    assert pills["consultation"].text().endswith(f" {own}")
    pills["consultation"].click()
    assert {each.entry.kind for each in entries(page)} == {"consultation"}
    assert len(entries(page)) == own
    press(page.timeline.list, Qt.Key.Key_PageDown, CTRL)
    assert {each.entry.kind for each in entries(page)} == {"liaison"}
    press(page.timeline.list, Qt.Key.Key_PageUp, CTRL)
    press(page.timeline.list, Qt.Key.Key_PageUp, CTRL)
    assert page.timeline.pills.value() == "all"


@pytest.mark.slow
def test_a_long_history_is_read_on_at_its_end_whole_and_in_order(desk: Desk, office: Office) -> None:
    who = child_id(office, MINATO)
    before = len(consultations.of_child(office, who))
    for number in range(260):
        day = date(2020, 1, 1 + number % 28).replace(month=1 + number % 12)
        record = Consultation(child_id=who, on=day, method="phone", facts=f"記録{number}")
        consultations.record(office, record, next_step=NextStep(none_reason="続かない"))
    page = show(desk, ChildPage, child_id=who)
    read = len(entries(page))
    assert read < before + 260
    press(page.timeline.list, Qt.Key.Key_End)
    press(page.timeline.list, Qt.Key.Key_Return)
    for _turn in range(4):
        page.feed._ask_more()
    found = entries(page)
    assert len(found) == register.page(office, who).counts[""]
    assert len({each.key for each in found}) == len(found)
    assert [each.entry.on for each in found] == sorted((each.entry.on for each in found), reverse=True)
    part(page, "child-filter").set_value("consultation")
    page.feed._choose_group("consultation")
    for _turn in range(4):
        page.feed._ask_more()
    assert len(entries(page)) == before + 260


def test_the_number_of_statements_does_not_grow_with_the_entries(page: ChildPage, office: Office) -> None:
    page._ask()
    with Statements(office) as few:
        page._ask()
    for number in range(12):
        step = FollowUp(child_id=child_id(office), text=f"電話{number}", due_on=date(2026, 12, 1))
        follow_ups.add(office, step)
        record = Consultation(child_id=child_id(office), on=date(2026, 1, 5), method="phone", facts="記録")
        consultations.record(office, record, next_step=NextStep(none_reason="続かない"))
    with Statements(office) as many:
        page._ask()
    assert many.count <= few.count + 1  # the look is written down at most once more


# ---- reading a record


def test_enter_reads_the_record_over_the_page_and_esc_comes_back(page: ChildPage) -> None:
    choose(page, "consultation")
    press(page.timeline.list, Qt.Key.Key_Return)
    overlay = dialog(page, "reading-overlay", ReadingOverlay)
    reading = overlay.pane.reading()
    assert reading is not None
    assert reading.title == "電話 ・ お母さん ・ 高瀬 美咲"
    assert reading.when.startswith("令和8年11月6日(金)14:20から")
    assert dict(reading.sections)["本人・家族の言葉"].startswith("「みんなと同じ部屋に")
    press(None, Qt.Key.Key_Escape)
    assert not [each for each in page.window().findChildren(ReadingOverlay) if each.is_open]
    assert QApplication.focusWidget() is page.timeline.list


def test_in_a_wide_window_the_record_stands_beside_the_timeline(wide: ChildPage) -> None:
    assert wide.reading.isVisible()
    for kind in ("support_plan", "liaison", "consultation", "review", "assessment", "certificate", "milestone"):
        entry = choose(wide, kind)
        reading = wide.reading.reading()
        assert reading is not None, kind
        assert (reading.kind, reading.record_id) == entry.key
    press(wide.timeline.list, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is wide.reading.column


@pytest.mark.slow
def test_every_entry_of_every_sample_child_can_be_read(desk: Desk, office: Office) -> None:
    page = show(desk, ChildPage, size=WIDE, child_id=child_id(office))
    kinds = set()
    for row in register.rows(office):
        page.open(child_id=row.child_id)
        for entry in entries(page):
            page.timeline.choose(entry.key)
            reading = page.reading.reading()
            assert reading is not None, (row.name, entry.key)
            assert reading.title
            kinds.add(entry.entry.kind)
    assert kinds >= {"consultation", "liaison", "support_plan", "review", "assessment", "certificate", "milestone"}
    assert "information_letter" in kinds


def test_the_next_action_below_the_record_is_done_from_there(wide: ChildPage, office: Office) -> None:
    entry = choose(wide, "consultation")
    step = next(
        each for each in follow_ups.of_child(office, child_id(office)) if each.origin_id == entry.entry.record_id
    )
    part(wide.reading, "reading-done").click()
    turn()
    assert follow_ups.get(office, step.id).state == DONE


def test_the_history_of_a_record_tells_who_changed_what(page: ChildPage, office: Office) -> None:
    entry = choose(page, "consultation")
    found = consultations.get(office, entry.entry.record_id)
    consultations.record(office, replace(found, method="visit", facts="家で聞いた。"), next_step=None)
    press(page.timeline.list, Qt.Key.Key_H, CTRL)
    box = dialog(page, "history-dialog", HistoryDialog)
    words = [each.text() for each in box.findChildren(Para)]
    assert "電話 → 訪問" in words
    assert any(words_.endswith("→ 家で聞いた。") for words_ in words)


def test_the_childs_own_history_is_shown_from_the_side(page: ChildPage, desk: Desk, office: Office) -> None:
    child = register.child(office, child_id(office))
    desk.bus.tell(register.save(office, replace(child, school="汐見市立汐見第二中学校")))
    page.side.setFocus()
    press(page.side, Qt.Key.Key_H, CTRL)
    box = dialog(page, "history-dialog", HistoryDialog)
    words = [each.text() for each in box.findChildren(Para)]
    assert "汐見市立みどりヶ丘小学校 6年1組 → 汐見市立汐見第二中学校" in words


def test_taking_a_record_back_asks_why_and_can_be_undone(page: ChildPage, office: Office) -> None:
    entry = choose(page, "consultation")
    page.trigger(Keys.DELETE_ROW)
    box = dialog(page, "take-back-dialog", TakeBackDialog)
    press(box.reason, Qt.Key.Key_Return)
    assert box.form.row_of("reason").problem_line.text()
    box.reason.setText("別のお子さんの記録だった")
    press(box.reason, Qt.Key.Key_Return)
    assert entry.key not in [each.key for each in entries(page)]
    reasons = [why for found, why in consultations.withdrawn(office, child_id(office)) if found.id == entry.key[1]]
    assert reasons == ["別のお子さんの記録だった"]
    page.trigger(Keys.UNDO_ACT)
    assert entry.key in [each.key for each in entries(page)]


def test_taking_a_record_back_takes_what_was_planned_in_it_off_too(page: ChildPage, desk: Desk, office: Office) -> None:
    record = Consultation(child_id=child_id(office), on=date(2026, 11, 20), method="phone", facts="座席の話")
    planned = NextStep(text="学校に座席のことを聞く", due_on=date(2026, 12, 4))
    changes = consultations.record(office, record, next_step=planned)
    desk.bus.tell(changes)
    entry = next(each for each in entries(page) if each.key[1] == changes.record_id)
    page.timeline.choose(entry.key)
    page.trigger(Keys.DELETE_ROW)
    box = dialog(page, "take-back-dialog", TakeBackDialog)
    assert box.steps.isVisible()
    assert box.steps.isChecked()

    assert box.planned.text() == "・12月4日 学校に座席のことを聞く"
    box.reason.setText("別のお子さんの記録だった")
    press(box.reason, Qt.Key.Key_Return)

    def texts() -> list[str]:
        return [each.text for each in follow_ups.of_child(office, child_id(office))]

    assert planned.text not in texts()
    page.trigger(Keys.UNDO_ACT)
    assert planned.text in texts()


def test_a_record_of_the_wrong_child_is_moved_and_can_come_back(page: ChildPage, desk: Desk, office: Office) -> None:
    entry = choose(page, "consultation")
    other = child_id(office, MINATO)
    page.acts.with_reading(entry, page.view, page.acts.move)
    box = dialog(page, "pick-child", PickChild)
    box.search.setText("倉田 湊")
    box.ask()
    press(box.search, Qt.Key.Key_Return)
    assert consultations.get(office, entry.key[1]).child_id == other
    assert entry.key not in [each.key for each in entries(page)]
    assert page.undo_bar.text().startswith("倉田 湊さんへ移しました")
    page.trigger(Keys.UNDO_ACT)
    assert entry.key in [each.key for each in entries(page)]


def test_what_cannot_be_taken_back_is_not_offered(page: ChildPage) -> None:
    choose(page, "certificate")
    page.trigger(Keys.DELETE_ROW)
    assert not [each for each in page.window().findChildren(TakeBackDialog) if each.is_open]


def test_of_somebody_of_age_the_person_comes_first_and_the_family_hears_what_was_agreed(desk: Desk) -> None:
    page = show(desk, ChildPage, child_id=child_id(desk.office, CHIHIRO))
    view = page.view
    assert view is not None
    today, style = desk.today(), desk.preferences["date_style"]
    told = dict(facts(view, today=today, style=style))
    assert told["連絡する人"] == "本人、次に母 北条 由紀子 ・ 夜19時から"
    band = [(fact.rule, fact.reason) for fact in red_facts(view.child, today)]
    assert ("18歳以上:家族には、本人の了解のあることだけ話す", "本人の了解のある事柄だけ話す") in band
    assert "18歳以上:家族には、本人の了解のあることだけ話す" in [fact.rule for fact in secrets(view.child, today)]


# ---- following changes


def test_the_page_follows_changes_of_its_child_and_no_other(page: ChildPage, desk: Desk, office: Office) -> None:
    shown = page.timeline.current()
    assert shown is not None
    record = Consultation(child_id=child_id(office), on=date(2026, 11, 20), method="phone", facts="いま電話があった。")
    changes = consultations.record(office, record, next_step=NextStep(none_reason="続かない"))
    desk.bus.tell(changes)
    assert entries(page)[0].text == "いま電話があった。"
    assert page.timeline.current() == next(each for each in entries(page) if each.key == shown.key)
    other = FollowUp(child_id=child_id(office, MINATO), text="ほか", due_on=date(2026, 11, 30))
    theirs = follow_ups.add(office, other)
    with Statements(office) as asked:
        desk.bus.tell(theirs)
    assert asked.count == 0


# ---- hiding names, sizes


def test_hidden_names_are_hidden_everywhere_on_the_page(page: ChildPage, office: Office) -> None:
    masking.switch(on=True)
    turn()
    child = register.child(office, child_id(office))
    words = [page.heading.accessibleName(), page.facts.accessibleDescription(), page.red.accessibleDescription()]
    words += [line.spoken for line in page.side.list_model().items()]
    words += [each.spoken for each in entries(page)]
    for name in (child.name, *(member.name for member in child.family)):
        assert not [each for each in words if name in each], name


def test_the_text_of_a_record_is_hidden_with_the_names_and_comes_back(wide: ChildPage) -> None:
    choose(wide, "consultation")
    words = "「みんなと同じ部屋に"

    def readable() -> bool:
        return any(each.text().startswith(words) for each in wide.reading.findChildren(Para) if each.isVisible())

    assert readable()
    masking.switch(on=True)
    turn()
    assert not readable()
    assert words not in wide.reading.column.accessibleDescription()
    masking.switch(on=False)
    turn()
    assert readable()


@pytest.mark.parametrize(
    ("size", "base"), [((862, 600), 10.5), ((1214, 629), 10.5), ((1294, 640), 15.75), (WIDE, 10.5)]
)
def test_it_fits_every_window(desk: Desk, size: tuple[int, int], base: float) -> None:
    theme.apply(base=base)
    page = show(desk, ChildPage, size=size, child_id=child_id(desk.office))
    assert page.minimumSizeHint().width() <= size[0]
    assert page.inside.minimumSizeHint().width() <= page.scroller.viewport().width()
    assert page.timeline.list.height() >= theme.height("today_row") * 2


def test_the_life_path_keeps_now_and_what_comes_when_there_is_little_room(desk: Desk) -> None:
    page = show(desk, ChildPage, size=(862, 600), child_id=child_id(desk.office))
    shown = page.path.shown()
    assert [stage.when for stage in shown][:3] == ["past", "past", "now"]
    assert shown[-1].kind == "end"


def test_the_lists_hold_to_the_rules_of_qts_models(page: ChildPage, qtmodeltester: Any) -> None:
    qtmodeltester.check(page.timeline.list.list_model(), force_py=True)
    qtmodeltester.check(page.side.list_model(), force_py=True)
