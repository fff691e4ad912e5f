"""Documents filled from a real vault: the right words on the right page, and a record that they were printed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from caseapp.casework import assessments, audit, consultations, disclosures, organizations, papers, plans, register
from caseapp.casework.office import Office
from caseapp.casework.papers import NothingToPrint, Paper, Wanted
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.child import FamilyMember
from caseapp.rules.consultation import Consultation
from caseapp.rules.disclosure import LetterSection
from caseapp.rules.follow_up import NextStep
from caseapp.rules.problem import NotAllowed, NotFound, Refused
from caseapp.words import codes
from tests.casework.test_letters import ready_letter
from tests.casework.yoshino import HINA, hina, manager_office, saved_plan

STEP = NextStep(text="学校へ電話する", due_on=date(2026, 11, 27))


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as manager:
        yield manager


def text_of(paper: Paper) -> str:
    """What a reader of the PDF can copy from it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(paper.pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = (document.getAllText(page).text() for page in range(document.pageCount()))
    return "".join(pages).replace("\r", "").replace("\n", "")


def talk(opened: Office) -> str:
    value = Consultation(
        child_id=hina(opened), on=date(2026, 11, 20), method="phone", consulter="mother", facts="血糖の様子を聞いた。"
    )
    return consultations.record(opened, value, next_step=STEP).record_id


def test_without_records_there_is_nothing_to_print(opened: Office) -> None:
    for name, _title in papers.listing("ja"):
        if name in ("child-sheet", "handover"):  # the child itself is what it prints
            continue
        with pytest.raises(NothingToPrint):
            papers.build(opened, name, child_id=hina(opened))


def test_the_office_plan_says_what_the_store_holds(opened: Office) -> None:
    plan = saved_plan(opened)
    text = text_of(papers.build(opened, "support-plan", child_id=hina(opened), record_id=plan.id))
    for said in ("𠮷野 陽菜", "R8-001", "6012345", "葛󠄀城 健太", "場所と伝え方を本人が決める", "三者打合せ"):
        assert said in text


def test_the_family_page_names_no_number_and_nobody_who_must_not_be_told(opened: Office) -> None:
    saved_plan(opened)
    text = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    assert "陽菜さんのこれから一年の計画" in text
    for hidden in ("6012345", "0001", "葛󠄀城", "未確認", "未入力"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("how", "said", "unsaid"),
    [
        ("訪問", "ご家族", ("お母さん", "お父さん")),
        ("訪問。お母さんから", "お母さん", ("お父さん",)),
        ("電話。お父さんから", "お父さん", ("お母さん",)),
    ],
)
def test_the_family_page_puts_the_words_into_nobodys_mouth_who_did_not_say_them(
    opened: Office, how: str, said: str, unsaid: tuple[str, ...]
) -> None:
    plan = saved_plan(opened)
    plans.save(opened, replace(plan, guardian_wish=replace(plan.guardian_wish, how=how)))
    text = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    assert said in text
    assert not [who for who in unsaid if who in text]


def test_the_newest_consultation_prints_with_its_next_step(opened: Office) -> None:
    talk(opened)
    text = text_of(papers.build(opened, "consultation", child_id=hina(opened)))
    assert "血糖の様子を聞いた。" in text
    assert "学校へ電話する" in text


def test_a_record_of_something_past_leaves_no_open_question(opened: Office) -> None:
    talk(opened)
    paper = papers.build(opened, "consultation", child_id=hina(opened))
    head = text_of(paper).partition("相談の内容")[0].partition("受付方法")[2]
    assert "―" in head
    assert "未確認" not in head


def test_the_letter_names_what_is_not_given_and_the_consent(opened: Office) -> None:
    letter = replace(
        ready_letter(opened), sections=(LetterSection(heading="低血糖のとき", text="一人にしない。\n歩かせない。"),)
    )
    letter_id = disclosures.save_letter(opened, letter).record_id
    paper = papers.build(opened, "information-letter", child_id=hina(opened), record_id=letter_id)
    text = text_of(paper)
    for said in ("R8-0001", "歩かせない。", "取扱注意", "同意書(下記「根拠」)にもとづき"):
        assert said in text
    assert "6012345" not in text
    assert "検査値" not in text  # to a school
    assert "本人および保護者" not in text  # the consent says who gave it
    wanted = Wanted(parts=frozenset({"not-given"}))
    whole = papers.build(opened, "information-letter", child_id=hina(opened), record_id=letter_id, wanted=wanted)
    assert "検査値" in text_of(whole)
    papers.issue(opened, letter_id, method="hand", wanted=wanted)
    issued = papers.build(opened, "information-letter", child_id=hina(opened), record_id=letter_id)
    assert "検査値" in text_of(issued)  # it stays as it was given
    (made,) = disclosures.disclosures(opened, hina(opened))
    assert issued.sha256 == made.document_hash


def test_a_letter_that_keeps_the_illness_back_does_not_name_the_scheme(opened: Office) -> None:
    plain = disclosures.save_letter(opened, ready_letter(opened)).record_id
    assert "小児慢性" in text_of(papers.build(opened, "information-letter", child_id=hina(opened), record_id=plain))
    secret = replace(ready_letter(opened), withheld=("病名",))
    secret_id = disclosures.save_letter(opened, secret).record_id
    paper = papers.build(opened, "information-letter", child_id=hina(opened), record_id=secret_id)
    assert "小児慢性" not in text_of(paper)
    assert "病名" not in text_of(paper)
    assert paper.questions == ()
    own = disclosures.save_letter(opened, replace(secret, id="", opening="小慢児童等の支援に感謝します。")).record_id
    (question,) = papers.build(opened, "information-letter", child_id=hina(opened), record_id=own).questions
    assert "小慢" in question
    assert paper.reader == "outside"


def test_the_review_of_a_delivered_plan_prints(opened: Office) -> None:
    from caseapp.rules.plan import GoalRating
    from tests.casework.yoshino import AGREED

    opened.settings = replace(opened.settings, self_approval=True)
    plan = saved_plan(opened)
    plans.approve(opened, plan.id)
    plans.deliver(opened, plan.id, on=date(2026, 11, 20), to="母", how="手渡し", consent=AGREED)
    ratings = tuple(GoalRating(goal_id=g.id, rating="partly", comment="つづける") for g in plan.goals)
    review = replace(plans.new_review(opened, plan.id), ratings=ratings, next_review_on=date(2027, 5, 28))
    plans.review(opened, review, next_step=STEP)
    text = text_of(papers.build(opened, "review", child_id=hina(opened)))
    assert "つづける" in text
    assert "一部" in text


def test_the_assessment_says_every_area_and_how_it_was_before(opened: Office) -> None:
    first = Assessment(
        child_id=hina(opened), on=date(2025, 11, 4), child_voice="「いや」", areas=(AreaRating(area="mind", rating=1),)
    )
    assessments.save(opened, first, next_step=STEP)
    rated = AreaRating(area="mind", rating=4, state="友だちに話した", child_says="some")
    second = Assessment(child_id=hina(opened), on=date(2026, 11, 20), child_voice="「言えたよ」", areas=(rated,))
    made = assessments.save(opened, second, next_step=STEP).record_id
    text = text_of(papers.build(opened, "assessment", child_id=hina(opened)))
    for said in ("「言えたよ」", "すこしこまっている", "友だちに話した", "と「年齢なりに理解し、気持ちを話せる」の間"):
        assert said in text.replace(" ", "")
    assert "R7.11" in text
    assert text.count("今回は見ていない") == len(codes.load("plan_area")) - 1
    assert STEP.text in text
    assessments.withdraw(opened, made, reason="別の子の記録")
    assert "「いや」" in text_of(papers.build(opened, "assessment", child_id=hina(opened)))
    with pytest.raises(NotFound):
        papers.build(opened, "assessment", child_id=hina(opened), record_id=made)


@pytest.mark.parametrize("name", ["support-plan", "consultation", "assessment"])
def test_an_empty_form_has_the_childs_head_and_none_of_the_record(opened: Office, name: str) -> None:
    talk(opened)
    saved_plan(opened)
    text = text_of(papers.build(opened, name, child_id=hina(opened), blank=True))
    assert "𠮷野 陽菜" in text
    assert "血糖の様子" not in text
    assert "三者打合せ" not in text


def test_what_must_be_heeded_is_said_beside_an_empty_form_too(opened: Office) -> None:
    who = register.child(opened, hina(opened))
    father = FamilyMember(relationship="father", name="三枝 亮", never_contact=True, note="支援措置")
    register.save(opened, replace(who, family=(*who.family, father)))
    saved_plan(opened)
    whole, form = (papers.build(opened, "support-plan", child_id=hina(opened), blank=blank) for blank in (False, True))
    assert any("三枝 亮" in fact.rule for fact in whole.red_facts)
    assert form.red_facts == whole.red_facts
    assert "三枝 亮" not in text_of(form)


def test_there_is_no_empty_letter(opened: Office) -> None:
    with pytest.raises(Refused):
        papers.build(opened, "information-letter", child_id=hina(opened), blank=True)


def test_a_paper_nobody_knows_is_not_found(opened: Office) -> None:
    with pytest.raises(NotFound):
        papers.build(opened, "menu", child_id=hina(opened))


def test_another_childs_plan_is_not_printed_here(opened: Office) -> None:
    plan = saved_plan(opened)
    other = register.save(opened, replace(HINA, number="0002", given_name="湊")).record_id
    with pytest.raises(NotFound):
        papers.build(opened, "support-plan", child_id=other, record_id=plan.id)


def test_a_character_that_no_font_has_stops_the_print_and_is_named(opened: Office) -> None:
    plan = saved_plan(opened)
    plans.save(opened, replace(plan, policy="\U000107d0を決める"))
    with pytest.raises(Refused) as refusal:
        papers.build(opened, "support-plan", child_id=hina(opened))
    assert "U+107D0" in str(refusal.value.problems[0])


def test_printing_is_written_into_the_audit_without_a_name(opened: Office) -> None:
    talk(opened)
    paper = papers.build(opened, "consultation", child_id=hina(opened))
    papers.printed(opened, paper, how="printer", copies=2)
    entry = audit.entries(opened, child_id=hina(opened), limit=1)[0]
    assert entry.action == "print"
    assert entry.detail["document"] == "consultation"
    assert entry.detail["copies"] == 2
    assert "陽菜" not in paper.file_stem


def test_a_protected_paper_opens_only_with_its_password(opened: Office) -> None:
    talk(opened)
    paper = papers.protected(papers.build(opened, "consultation", child_id=hina(opened)), "みどりの長ぐつ27")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(paper.pdf))
    with pikepdf.open(io.BytesIO(paper.pdf), password="みどりの長ぐつ27") as document:
        assert len(document.pages) == 1


def test_the_recovery_sheet_prints_the_key(opened: Office) -> None:
    groups = ("7K2QD", "M9X4T", "0HB3R", "WVE8N", "5JZ1C", "PYG6A", "S2F7K")
    assert papers.recovery_sheet(opened, groups).startswith(b"%PDF")
    assert organizations.list_all(opened)


def test_letters_issued_in_another_order_than_printed_keep_their_own_numbers(opened: Office) -> None:
    first, second = (disclosures.save_letter(opened, ready_letter(opened)).record_id for _ in range(2))
    drafts = [papers.build(opened, "information-letter", child_id=hina(opened), record_id=i) for i in (first, second)]
    assert all(paper.draft for paper in drafts)
    for letter_id in (second, first):
        papers.issue(opened, letter_id, method="hand")
    numbers = {made.letter_id: made.number for made in disclosures.disclosures(opened, hina(opened))}
    for letter_id in (first, second):
        paper = papers.build(opened, "information-letter", child_id=hina(opened), record_id=letter_id)
        assert not paper.draft
        assert f"提供記録番号{numbers[letter_id]}" in "".join(text_of(paper).split())
        (made,) = (d for d in disclosures.disclosures(opened, hina(opened)) if d.letter_id == letter_id)
        assert made.document_hash == paper.sha256


def test_a_file_that_stood_there_survives_a_failed_record(opened: Office, tmp_path: Path) -> None:
    talk(opened)
    paper = papers.build(opened, "consultation", child_id=hina(opened))
    target = tmp_path / "相談.pdf"
    target.write_bytes(b"what the person had")
    account = opened.account
    opened.account = replace(account, active=False)
    with pytest.raises(NotAllowed):
        papers.keep(opened, paper, target)
    assert target.read_bytes() == b"what the person had"
    opened.account = account
    papers.keep(opened, paper, target, password="みどりの長ぐつ27")
    entry = audit.entries(opened, child_id=hina(opened), limit=1)[0]
    assert entry.detail["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()


def test_a_number_with_a_stroke_is_no_folder_in_the_name_of_the_file(opened: Office) -> None:
    talk(opened)
    child = register.child(opened, hina(opened))
    register.save(opened, replace(child, number="R8/01:47"))
    paper = papers.build(opened, "consultation", child_id=child.id)
    assert paper.file_stem.startswith("consultation-R8-01-47-")


def test_the_situation_does_not_borrow_the_day_on_which_the_wishes_were_heard(opened: Office) -> None:
    plan = saved_plan(opened)
    text = text_of(papers.build(opened, "support-plan", child_id=hina(opened), record_id=plan.id))
    assert plan.child_wish.heard_on is not None
    assert "現在の状況" in text
    assert "確認日" not in text
