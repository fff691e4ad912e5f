"""Contacts with organizations: found by typing, recorded, waited for, answered; through the real form and vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from caseapp.casework import drafts, follow_ups, liaison_lines, liaisons, organizations
from caseapp.casework.office import Office
from caseapp.desktop.kit.lists import Head
from caseapp.desktop.kit.page import Desk
from caseapp.desktop.liaison.answer import AnswerDialog
from caseapp.desktop.liaison.overview import LiaisonsPage
from caseapp.desktop.liaison.page import LiaisonPage
from caseapp.desktop.liaison.quick import QuickOrganization
from caseapp.rules.organization import Liaison, Organization
from caseapp.words import language
from tests.desktop.fakes import Travel, compose, turn
from tests.desktop.record.writing import HINANO, MINATO, child_id, press, went

SCHOOL = "汐見市立みどりヶ丘小学校"


def open_form(desk: Desk, name: str = HINANO, *, liaison_id: str = "", width: int = 1214) -> LiaisonPage:
    page = LiaisonPage(desk)
    page.resize(width, 700)
    page.show()
    page.open(child_id=child_id(desk.office, name), liaison_id=liaison_id)
    turn()
    return page


def type_organization(page: LiaisonPage, text: str) -> None:
    page.form.organization.text.setFocus()
    page.form.organization.text.clear()
    QTest.keyClicks(page.form.organization.text, "")
    page.form.organization.text.insert(text)
    page.form.organization.text.textEdited.emit(text)
    turn()


def fill(page: LiaisonPage, *, reply: date | None = None) -> None:
    type_organization(page, "みどりヶ丘")
    press(page.form.organization.text, Qt.Key.Key_Return)
    page.form.subject.insert("修学旅行の酸素")
    page.form.subject.textEdited.emit("")
    page.form.text.insertPlainText("宿への連絡は学校が行う。")
    if reply is not None:
        page.form.reply.set_value(reply)
        page.form.reply.changed.emit()


def newest(office: Office, name: str = HINANO) -> Liaison:
    return liaisons.of_child(office, child_id(office, name))[0]


def hits(page: LiaisonPage) -> list[str]:
    return [each.name for each in page.form.organization.list.list_model().items()]


# ---- finding the organization


def test_the_organization_is_found_by_typing_and_taken_by_enter(desk: Desk) -> None:
    page = open_form(desk)
    type_organization(page, "みどり")
    assert hits(page) == [SCHOOL]
    press(page.form.organization.text, Qt.Key.Key_Return)
    assert page.form.organization.text.value() == SCHOOL
    assert page.form.organization.value()
    assert not page.form.organization.list.isVisible()
    assert "0000-41-3300" in page.form.organization.about.text()


def test_a_person_a_number_and_a_kind_find_it_too_whatever_the_width(desk: Desk) -> None:
    page = open_form(desk)
    for text in ("中村", "ミドリヶ丘", "学校 みどり", "Ｋ09"):
        type_organization(page, text)
        assert SCHOOL in hits(page), text


def test_those_whom_this_child_deals_with_come_first(desk: Desk) -> None:
    page = open_form(desk)
    press(page.form.organization.text, Qt.Key.Key_Down)
    first = hits(page)[:3]
    assert SCHOOL in first
    assert "あおぞら酸素サービス 汐見営業所" in first


def test_enter_in_a_conversion_takes_nothing_and_esc_closes_only_the_hits(desk: Desk) -> None:
    page = open_form(desk)
    page.activateWindow()
    type_organization(page, "みどり")
    compose(page.form.organization.text, "しょう")
    press(page.form.organization.text, Qt.Key.Key_Return)
    assert page.form.organization.value() == ""
    compose(page.form.organization.text, "")
    turn()
    press(page.form.organization.text, Qt.Key.Key_Escape)
    assert not page.form.organization.list.isVisible()
    assert went(desk) == []
    press(page.form.organization.text, Qt.Key.Key_Escape)
    assert went(desk) == ["back"]


def test_the_arrows_choose_among_the_hits(desk: Desk) -> None:
    page = open_form(desk)
    type_organization(page, "汐見")
    wanted = hits(page)[2]
    press(page.form.organization.text, Qt.Key.Key_Down)
    press(page.form.organization.text, Qt.Key.Key_Down)
    press(page.form.organization.text, Qt.Key.Key_Return)
    assert page.form.organization.text.value() == wanted


def test_going_on_takes_the_only_hit_and_says_what_is_missing_otherwise(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    type_organization(page, "みどりヶ丘")
    page.form.subject.setFocus()
    assert page.form.organization.value()
    type_organization(page, "どこにもない機関")
    page.form.subject.setFocus()
    before = len(liaisons.of_child(office, child_id(office)))
    page.save()
    assert page.form.rows.row_of("organization_id").problem_line.text() == "一覧から選ぶか、新しく加えます。"
    assert len(liaisons.of_child(office, child_id(office))) == before


def test_an_organization_that_is_not_known_is_added_without_leaving_the_form(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    type_organization(page, "うみかぜ薬局")
    press(page.form.organization.text, Qt.Key.Key_Return)
    dialog = page.window().findChild(QuickOrganization)
    assert dialog is not None
    assert dialog.name.value() == "うみかぜ薬局"
    dialog.save()
    assert dialog.form.row_of("kind").problem_line.text()
    dialog.kind.set_value("pharmacy")
    dialog.save()
    turn()
    made = next(each for each in organizations.list_all(office) if each.name == "うみかぜ薬局")
    assert page.form.organization.value() == made.id
    assert made.number


# ---- saving


def test_a_contact_with_an_answer_to_wait_for_is_saved_without_a_next_action(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    fill(page, reply=date(2026, 11, 27))
    page.form.people.ways.toggles[0].click()
    page.form.ground.ways.toggles[0].click()
    page.save()
    assert went(desk) == ["back"]
    saved = newest(office)
    assert saved.organization == SCHOOL
    assert saved.person == "養護教諭 中村 珠美"
    assert (saved.subject, saved.content) == ("修学旅行の酸素", "宿への連絡は学校が行う。")
    assert saved.reply_due_on == date(2026, 11, 27)
    assert saved.basis == "同意書 R7-0203"
    assert saved.waiting


def test_without_an_answer_to_wait_for_the_question_must_be_answered(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    fill(page)
    before = len(liaisons.of_child(office, child_id(office)))
    page.save()
    assert page.form.question.problem_line.text()
    assert len(liaisons.of_child(office, child_id(office))) == before
    page.form.question.text.insert("宿に電話する")
    page.form.question.text.textEdited.emit("")
    page.form.question.due.set_value(date(2026, 11, 24))
    page.save()
    saved = newest(office)
    grown = [step for step in follow_ups.of_child(office, child_id(office)) if step.origin_id == saved.id]
    assert [step.text for step in grown] == ["宿に電話する"]


def test_what_is_missing_is_said_beside_each_field(desk: Desk) -> None:
    page = open_form(desk)
    page.form.reply.set_value(date(2026, 11, 10))
    page.save()
    assert page.form.rows.row_of("organization_id").problem_line.text()
    assert page.form.rows.row_of("subject").problem_line.text()
    assert page.form.rows.row_of("reply_due_on").problem_line.text()
    assert went(desk) == []


def test_for_a_school_the_letter_is_offered_and_opens_with_child_and_school(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    assert not page.save_letter.isVisible()
    fill(page, reply=date(2026, 11, 27))
    assert page.save_letter.isVisible()
    page.save_letter.click()
    assert isinstance(desk.go, Travel)
    school = newest(office).organization_id
    assert desk.go.last == ("letter", {"child_id": child_id(office), "organization_id": school})


def test_for_a_supplier_no_letter_is_offered(desk: Desk) -> None:
    page = open_form(desk)
    type_organization(page, "あおぞら")
    press(page.form.organization.text, Qt.Key.Key_Return)
    assert not page.save_letter.isVisible()


def test_a_stored_contact_comes_through_the_form_unchanged(desk: Desk, office: Office) -> None:
    for name in (HINANO, MINATO):
        for stored in liaisons.of_child(office, child_id(office, name)):
            page = open_form(desk, name, liaison_id=stored.id)
            assert page.form.filled(stored) == stored


def test_a_changed_contact_keeps_what_was_planned(desk: Desk, office: Office) -> None:
    stored = newest(office)
    page = open_form(desk, liaison_id=stored.id)
    page.form.subject.set_value("件名を直した")
    page.form.subject.changed.emit()
    page.save()
    assert liaisons.get(office, stored.id) == replace(stored, subject="件名を直した", revision=stored.revision + 1)


# ---- drafts


def test_the_draft_comes_back_for_the_same_child_only(desk: Desk, office: Office) -> None:
    page = open_form(desk)
    fill(page, reply=date(2026, 11, 27))
    page.leave()
    assert open_form(desk, MINATO).form.subject.value() == ""
    again = open_form(desk)
    assert again.form.subject.value() == "修学旅行の酸素"
    assert again.form.organization.text.value() == SCHOOL
    assert again.form.reply.value() == date(2026, 11, 27)
    again.save()
    assert drafts.find(office, form="liaison", child_id=child_id(office)) is None
    assert newest(office).subject == "修学旅行の酸素"


def test_an_organization_half_typed_is_in_the_draft_too(desk: Desk) -> None:
    page = open_form(desk)
    type_organization(page, "みど")
    page.leave()
    assert open_form(desk).form.organization.text.value() == "みど"


# ---- the answer


def test_the_answer_is_written_down_from_the_form_of_a_waiting_contact(desk: Desk, office: Office) -> None:
    waiting = next(each for each in liaisons.waiting(office) if each.child_id == child_id(office))
    page = open_form(desk, liaison_id=waiting.id)
    assert page.form.banner.text() == "返事を待っています(10日め)。"
    page._answer()
    dialog = page.window().findChild(AnswerDialog)
    assert dialog is not None
    dialog.save()
    assert dialog.form.row_of("answer").problem_line.text()
    dialog.text.insertPlainText("運べる。3日の14時に届ける。")
    dialog.on_day.set_value(date(2026, 11, 1))
    dialog.save()
    assert dialog.form.row_of("answered_on").problem_line.text()
    dialog.on_day.set_value(date(2026, 11, 19))
    dialog.save()
    turn()
    after = liaisons.get(office, waiting.id)
    assert (after.answered_on, after.answer) == (date(2026, 11, 19), "運べる。3日の14時に届ける。")
    assert page.form.answer_text.value() == "運べる。3日の14時に届ける。"
    assert not page.form.banner.text()


# ---- the list


def overview(desk: Desk) -> LiaisonsPage:
    page = LiaisonsPage(desk)
    page.resize(1166, 680)
    page.show()
    page.open()
    turn()
    return page


def test_the_list_begins_with_whom_one_waits_for_the_longest(desk: Desk, office: Office) -> None:
    page = overview(desk)
    rows = page.list.list_model().rows()
    head = rows[0]
    assert isinstance(head, Head)
    assert (head.words, head.count) == ("返事を待っています", str(len(liaisons.waiting(office))))
    waiting = page._lines.waiting
    assert [line.liaison.on for line in waiting] == sorted(line.liaison.on for line in waiting)
    assert {line.liaison.id for line in waiting} == {each.id for each in liaisons.waiting(office)}
    recent = [line.liaison.on for line in page._lines.recent]
    assert recent == sorted(recent, reverse=True)
    assert not {line.liaison.id for line in waiting} & {line.liaison.id for line in page._lines.recent}


def test_the_list_answers_opens_and_narrows_down(desk: Desk, office: Office) -> None:
    page = overview(desk)
    line = page.list.current()
    assert line is not None
    assert line.liaison.waiting
    page.list.opened.emit(line)
    assert isinstance(desk.go, Travel)
    assert desk.go.last == ("liaison", {"child_id": line.liaison.child_id, "liaison_id": line.liaison.id})
    page._answer()
    dialog = page.window().findChild(AnswerDialog)
    assert dialog is not None
    dialog.text.insertPlainText("週3日と決まった。")
    dialog.save()
    page.open()
    assert line.liaison.id not in {each.liaison.id for each in page._lines.waiting}
    page.search.setText("訪問看護 なぎさ")
    page._paint()
    assert {each.liaison.organization for each in page.list.list_model().items()} == {"訪問看護 なぎさ"}


def test_mine_shows_only_what_i_asked(desk: Desk, office: Office) -> None:
    everything, own = liaison_lines.lines(office), liaison_lines.lines(office, mine=True)
    assert {line.liaison.worker for line in own.recent} == {"森下 由佳"}
    assert len(own.recent) < len(everything.recent)
    page = overview(desk)
    page._switch()
    assert len(page._lines.recent) == len(own.recent)


def test_a_contact_taken_back_is_in_no_list(office: Office) -> None:
    first = liaison_lines.lines(office).waiting[0]
    liaisons.withdraw(office, first.liaison.id, reason="二重に書いた")
    after = liaison_lines.lines(office)
    assert first.liaison.id not in {line.liaison.id for line in (*after.waiting, *after.recent)}


def test_an_office_without_contacts_says_so(desk: Desk) -> None:
    page = LiaisonsPage(desk)
    page._paint()
    words = [row.words for row in page.list.list_model().rows() if isinstance(row, Head) and row.empty]
    assert words == [
        "返事を待っている連絡はありません",
        "まだありません。お子さんのページで Ctrl+L を押すと記録できます",
    ]


@pytest.mark.parametrize("speech", ["ja", "en", "en_XA"])
@pytest.mark.parametrize(("width_class", "most"), [("narrow", 862), ("normal", 1214)])
def test_the_pages_fit_into_the_width_they_are_given(desk: Desk, speech: str, width_class: str, most: int) -> None:
    language.use(speech)
    form, several = open_form(desk, width=most), overview(desk)
    fill(form)
    for page in (form, several):
        page.take_width(width_class)
        turn()
        assert page.minimumSizeHint().width() <= most


def test_a_new_organization_needs_a_name_and_a_kind_only(office: Office) -> None:
    number = organizations.next_number(office)
    changes = organizations.save(office, Organization(number=number, name="みなと内科", kind="hospital"))
    assert organizations.get(office, changes.record_id).number == number
