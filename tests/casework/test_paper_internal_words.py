"""No paper that leaves the office has a word of a mark 〔内部のみ …〕, wherever in the record it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import disclosures, organizations, papers, plans, register, transition_items, transitions
from caseapp.casework.office import Office
from caseapp.casework.papers import Wanted, frozen_pages
from caseapp.rules.child import Caution
from caseapp.rules.disclosure import Consent, LetterSection
from caseapp.rules.plan import DatedGoal
from caseapp.rules.transition import SIDES, TransitionCheck, blank_answers
from tests.casework.people import NEXT
from tests.casework.test_papers import text_of
from tests.casework.yoshino import AGREED, full_plan, hina, manager_office

SCHOOL = "若葉市立南小学校"
SECRET = "離婚"
MARK = f"〔内部のみ、{SECRET}(父 {SECRET})、{SECRET}。\n「{SECRET}」・{SECRET}/{SECRET}に{SECRET}を言わない〕"
CODES = frozenset(
    ("number", "sex", "relationship", "custody", "kind", "role", "audience", "state", "status", "area", "disease_group",
     "frozen", "list_version", "respondent", "domain", "how_code", "method", "school_type", "school_class",
     "grade_override", "item", "answer", "child_signature", "guardian_signature")
)  # fmt: skip
OUTGOING = [kind.name for kind in papers.DOCUMENTS if kind.reader != "office"]


def marked(value: Any, name: str = "") -> Any:
    """The same with a mark behind every text that a person may write."""
    if isinstance(value, str):
        return value if not value or name in CODES or name.endswith("id") else f"{value}{MARK}"
    if isinstance(value, tuple):
        return tuple(marked(each, name) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: marked(getattr(value, f.name), f.name) for f in fields(value)})
    return value


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as made:
        made.settings = replace(made.settings, self_approval=True)
        yield made


def full_of_marks(office: Office) -> str:
    """Child, consent, letter, transition sheets and plan with marks everywhere; the plan's id."""
    child = register.child(office, hina(office))
    told = (Caution(kind="privacy", rule="学校に病名を言わない"),)
    register.save(office, marked(replace(child, cautions=told)))
    (to,) = organizations.list_all(office)
    consent = Consent(
        child_id=child.id, given_on=date(2026, 11, 5), given_by="母", purpose="給食", items=("補食の場所",),
        recipient=SCHOOL, valid_to=date(2027, 3, 31),
    )  # fmt: skip
    consent_id = disclosures.save_consent(office, marked(consent)).record_id
    letter = replace(
        disclosures.new_letter(office, child.id, organization_id=to.id), consent_id=consent_id, withheld=("検査値",),
        items=("補食の場所",), purpose="給食", readers="校長", storage="書庫", opening="一行目\n二行目", title="情報",
        addressee="校長", sections=(LetterSection(heading="お願い", text="見守り"),), basis="同意",
    )  # fmt: skip
    disclosures.save_letter(office, marked(letter))
    for side in SIDES:
        asked = blank_answers(transition_items.items(office), side)
        answers = tuple(replace(each, answer="yes", remark="できた") for each in asked[:3])
        check = TransitionCheck(child_id=child.id, on=office.today, respondent=side, answers=answers, remark="話した")
        transitions.save(office, marked(check), next_step=NEXT)
    plan = replace(
        full_plan(plans.new(office, child.id)), policy="方針", short_term_goals=(DatedGoal(text="はじめの一歩"),)
    )
    return plans.save(office, marked(plan)).record_id


def everything(name: str) -> Wanted:
    kind = next(each for each in papers.DOCUMENTS if each.name == name)
    return Wanted(parts=frozenset(part.name for part in kind.parts), ruby=kind.ruby, to="child")


@pytest.mark.parametrize("language", frozen_pages.LANGUAGES)
def test_no_paper_for_the_outside_has_a_word_of_a_mark(opened: Office, language: str) -> None:
    plan = full_of_marks(opened)
    for name in OUTGOING:
        record = plan if name.startswith("support-plan") else ""
        paper = papers.build(
            opened, name, child_id=hina(opened), record_id=record, language=language, wanted=everything(name)
        )
        text = text_of(paper)
        assert "陽菜" in text or "ひな" in text, name
        for sign in (*SECRET, "内部", "〔", "〕"):
            assert sign not in text, (name, sign, text)
    assert SECRET in text_of(papers.build(opened, "support-plan", child_id=hina(opened), record_id=plan))


@pytest.mark.parametrize("language", frozen_pages.LANGUAGES)
def test_nothing_of_a_mark_is_frozen_or_handed_over_with_what_goes_out(opened: Office, language: str) -> None:
    plan = full_of_marks(opened)
    plans.approve(opened, plan)
    plans.deliver(opened, plan, on=opened.today, to="母", how="手渡し", consent=marked(AGREED))
    kept = frozen_pages.unpacked(plans.get(opened, plan).frozen)
    assert SECRET not in str(kept["pages"][language]["support-plan-family"])
    assert SECRET in str(kept["pages"][language]["support-plan"])
    assert kept["partner"][language]
    assert SECRET not in str(kept["partner"])
    page = papers.build(opened, "support-plan-partner", child_id=hina(opened), record_id=plan, language=language)
    given, _changes = papers.hand_over(opened, page, method="hand")
    assert SECRET not in text_of(given)
    (entry,) = disclosures.disclosures(opened, hina(opened))
    assert SECRET not in str(entry)
    (letter,) = disclosures.letters(opened, hina(opened))
    papers.issue(opened, letter.id, method="hand", language=language)
    assert SECRET not in str(frozen_pages.unpacked(disclosures.letter(opened, letter.id).frozen))
    again = papers.build(opened, "information-letter", child_id=hina(opened), record_id=letter.id, language=language)
    assert SECRET not in text_of(again)
    (newest, _page) = disclosures.disclosures(opened, hina(opened))
    assert again.sha256 == newest.document_hash


@pytest.fixture
def kept_with_marks(opened: Office, monkeypatch: pytest.MonkeyPatch) -> str:
    """A plan delivered with an older program: its pages were kept as plan and consent say them."""
    monkeypatch.setattr("caseapp.casework.papers.gathered.outward", lambda value: value)
    consent = Consent(
        child_id=hina(opened), given_on=date(2026, 11, 5), given_by="母", recipient=SCHOOL, items=("補食の場所",),
        purpose=f"給食{MARK}",
    )  # fmt: skip
    disclosures.save_consent(opened, consent)
    fresh = full_plan(plans.new(opened, hina(opened)))
    plan = plans.save(opened, replace(fresh, guardian_wish=marked(fresh.guardian_wish))).record_id
    plans.approve(opened, plan)
    plans.deliver(opened, plan, on=opened.today, to="母", how="手渡し", consent=AGREED)
    kept = frozen_pages.unpacked(plans.get(opened, plan).frozen)
    assert SECRET in str(kept["pages"]["ja"]["support-plan-family"])
    assert SECRET in str(kept["partner"]["ja"])
    return plan


@pytest.mark.parametrize(
    ("name", "said"), [("support-plan-family", "夜中に低血糖が起きないか"), ("support-plan-partner", "給食")]
)
def test_a_page_that_was_kept_with_a_mark_is_printed_without_it(
    opened: Office, kept_with_marks: str, name: str, said: str
) -> None:
    text = text_of(papers.build(opened, name, child_id=hina(opened), record_id=kept_with_marks))
    assert SECRET not in text
    assert said in text


def test_a_page_that_was_kept_with_a_mark_is_handed_over_without_it(opened: Office, kept_with_marks: str) -> None:
    page = papers.build(opened, "support-plan-partner", child_id=hina(opened), record_id=kept_with_marks)
    given, _changes = papers.hand_over(opened, page, method="hand")
    assert SECRET not in text_of(given)
    (entry,) = disclosures.disclosures(opened, hina(opened))
    assert (entry.purpose, entry.document_hash) == ("給食", given.sha256)
    (kept,) = papers.handed_over(opened, hina(opened), plan_id=kept_with_marks)
    assert kept.page.purpose == "給食"


def test_a_letter_is_issued_as_it_is_printed_from_then_on(opened: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.casework.papers.gathered.outward", lambda value: value)
    full_of_marks(opened)
    (letter,) = disclosures.letters(opened, hina(opened))
    papers.issue(opened, letter.id, method="hand")
    again = papers.build(opened, "information-letter", child_id=hina(opened), record_id=letter.id)
    (entry,) = disclosures.disclosures(opened, hina(opened))
    assert again.sha256 == entry.document_hash


def test_what_is_marked_in_a_red_fact_still_forbids(opened: Office) -> None:
    opened.settings = replace(opened.settings, phone="0000-33-2200")
    child = register.child(opened, hina(opened))
    rule = "〔内部のみ お父さん(別居)に住所・通院先を伝えない〕"
    register.save(opened, replace(child, cautions=(Caution(kind="privacy", rule=rule),)))
    plans.save(opened, full_plan(plans.new(opened, child.id)))
    paper = papers.build(opened, "support-plan-family", child_id=child.id)
    assert "かかりつけの病院" in text_of(paper)
    assert "みなみ野医療センター" not in text_of(paper)
    assert "お父さん" not in text_of(paper)
    assert rule in [fact.rule for fact in paper.red_facts]


def test_what_is_marked_of_the_telling_still_keeps_the_letter_from_the_child(opened: Office) -> None:
    child = register.child(opened, hina(opened))
    register.save(opened, replace(child, told="〔内部のみ 本人には病名を話していない〕"))
    plans.save(opened, full_plan(plans.new(opened, child.id)))
    text = text_of(papers.build(opened, "support-plan-family", child_id=child.id))
    assert "宿泊学習に、みんなと行きたい" not in text


def test_the_red_facts_beside_a_paper_are_told_whole(opened: Office) -> None:
    child = register.child(opened, hina(opened))
    family = tuple(replace(each, note="〔内部のみ 暴力〕") if each.never_contact else each for each in child.family)
    register.save(opened, replace(child, family=family))
    plans.save(opened, full_plan(plans.new(opened, child.id)))
    paper = papers.build(opened, "support-plan-family", child_id=child.id)
    assert "暴力" in " ".join(fact.reason for fact in paper.red_facts)


def test_a_provider_with_internal_words_beside_it_is_named_in_the_plan_as_it_is_printed(opened: Office) -> None:
    fresh = full_plan(plans.new(opened, hina(opened)))
    (support,) = fresh.goals[0].supports
    goal = replace(fresh.goals[0], supports=(replace(support, provider="南小学校 椎名先生〔内部のみ 話しにくい〕"),))
    plan = plans.save(opened, replace(fresh, goals=(goal,))).record_id
    plans.name_provider(opened, plan, provider="南小学校 椎名先生", name=SCHOOL)
    (named,) = plans.get(opened, plan).goals[0].supports
    assert named.provider == f"{SCHOOL} 椎名先生〔内部のみ 話しにくい〕"
