"""Difficult names come out of every document as the characters they went in, with readings above them, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import (
    assessments,
    consultations,
    disclosures,
    organizations,
    papers,
    plan_offers,
    plans,
    program_uses,
    register,
    transition_items,
    transitions,
)
from caseapp.casework.office import Office
from caseapp.casework.papers import NothingToPrint, Wanted, batch, list_paper
from caseapp.rules.assessment import Assessment
from caseapp.rules.consultation import Consultation
from caseapp.rules.disclosure import Consent
from caseapp.rules.follow_up import NextStep
from caseapp.rules.plan import GoalRating
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.program_use import ProgramUse
from caseapp.rules.transition import CHILD, TransitionCheck, blank_answers
from tests.casework.test_papers import text_of
from tests.casework.test_papers_batch import replace_pdf
from tests.casework.yoshino import AGREED, hina, manager_office, saved_plan

NAMES = (("𠮷野", "髙子"), ("葛\U000e0100城", "﨑太"), ("槗本", "濵子"), ("Nguyễn Phạm", "Thị Ánh Ưu"))
STEP = NextStep(text="電話する", due_on=date(2026, 11, 27))


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as manager:
        manager.settings = replace(manager.settings, self_approval=True)
        yield manager


def everything(office: Office) -> None:
    """A plan, delivered and reviewed, a consultation, a consent, a letter, an assessment, a checklist, a booking."""
    school = organizations.list_all(office)[0]
    given = Consent(
        child_id=hina(office), given_on=date(2026, 11, 5), given_by="母", recipient=school.name, items=("補食",)
    )
    disclosures.save_consent(office, given)
    plan = saved_plan(office)
    plans.approve(office, plan.id)
    plans.deliver(office, plan.id, on=date(2026, 11, 20), to="母", how="手渡し", consent=AGREED)
    ratings = tuple(GoalRating(goal_id=goal.id, rating="partly") for goal in plan.goals)
    review = replace(plans.new_review(office, plan.id), ratings=ratings, next_review_on=date(2027, 5, 28))
    plans.review(office, review, next_step=STEP)
    talk = Consultation(
        child_id=hina(office), on=date(2026, 11, 20), method="phone", consulter="mother", facts="様子を聞いた。"
    )
    consultations.record(office, talk, next_step=STEP)
    voice = Assessment(child_id=hina(office), on=date(2026, 11, 20), child_voice="「行きたい」")
    assessments.save(office, voice, next_step=STEP)
    for on in (date(2026, 5, 20), date(2026, 11, 20)):  # the course wants two
        asked = blank_answers(transition_items.items(office), CHILD)
        answers = (replace(asked[0], answer="yes"), *asked[1:])
        sheet = TransitionCheck(child_id=hina(office), on=on, respondent=CHILD, answers=answers)
        transitions.save(office, sheet, next_step=STEP)
    scheme = plan_offers.save_scheme(office, Scheme(name="一時預かり")).record_id
    day = date(2026, 11, 24)
    use = ProgramUse(child_id=hina(office), scheme_code=scheme, begins_on=day, ends_on=day, place="県立こども病院")
    program_uses.save(office, use)
    letter = disclosures.new_letter(office, hina(office), organization_id=school.id)
    ready = replace(letter, purpose="給食", withheld=("検査値",), readers="校長", storage="書庫", items=("補食",))
    disclosures.save_letter(office, ready)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("family", "given"), NAMES)
def test_every_document_gives_the_name_back(opened: Office, family: str, given: str) -> None:
    child = register.child(opened, hina(opened))
    register.save(
        opened, replace(child, family_name=family, given_name=given, family_name_kana="セイ", given_name_kana="メイ")
    )
    everything(opened)  # after the name: a delivered plan keeps the name of its day
    name, made = squeezed(f"{family}{given}"), 0
    for document, _title in papers.listing("ja"):
        for language in ("ja", "en"):
            try:
                paper = papers.build(opened, document, child_id=child.id, language=language)
            except NothingToPrint as nothing:  # pragma: no cover - the office above has all of them
                raise AssertionError(document) from nothing
            assert name in squeezed(text_of(paper)), (document, language)
            assert paper.inexact == ()
            made += 1
    assert made == 2 * len(papers.DOCUMENTS)
    many = batch.build_many(opened, "child-sheet", child_ids=[child.id])
    rows = list_paper.build_list(opened, title="一覧", columns=("氏名",), rows=[(f"{family} {given}",)])
    for pdf in (many.pdf, rows.pdf):
        assert name in squeezed(text_of(replace_pdf(pdf)))


def test_a_name_with_its_reading_keeps_its_characters(opened: Office) -> None:
    child = register.child(opened, hina(opened))
    register.save(
        opened,
        replace(
            child,
            family_name="葛\U000e0100城",
            given_name="𠮷子",
            family_name_kana="カツラギ",
            given_name_kana="ヨシコ",
        ),
    )
    everything(opened)
    wanted = Wanted(ruby=True)
    text = squeezed(text_of(papers.build(opened, "support-plan-family", child_id=child.id, wanted=wanted)))
    for said in ("葛\U000e0100城", "𠮷子", "かつらぎ", "よしこ"):
        assert said in text
