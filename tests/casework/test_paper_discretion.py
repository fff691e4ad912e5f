"""What stays inside, what is told to nobody, what is asked before a paper goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import audit, disclosures, organizations, papers, plans, register
from caseapp.casework.office import Office
from caseapp.casework.papers import NothingToPrint, Wanted, discretion
from caseapp.rules.child import Caution, Child, ChildDisease
from caseapp.rules.child_facts import CareProvider, SchoolTime, Telling
from caseapp.rules.disclosure import Consent
from caseapp.rules.organization import Organization
from caseapp.rules.plan import SupportPlan, Wish
from caseapp.rules.problem import NotFound, Refused
from caseapp.words.language import translator
from tests.casework.test_papers import text_of
from tests.casework.yoshino import AGREED, HINA, hina, manager_office, saved_plan

SCHOOL = "若葉市立南小学校"
TODAY = date(2026, 11, 20)


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as manager:
        yield manager


def with_plan(opened: Office, **changes: object) -> str:
    return plans.save(opened, replace(saved_plan(opened), **changes)).record_id  # type: ignore[arg-type]  # by name


def consented(opened: Office, *, recipient: str = f"{SCHOOL}、みなみ野大学病院") -> str:
    given = Consent(
        child_id=hina(opened), given_on=date(2026, 11, 5), given_by="母", recipient=recipient, items=("補食の場所",)
    )
    return disclosures.save_consent(opened, given).record_id


def approved(opened: Office) -> str:
    opened.settings = replace(opened.settings, self_approval=True)
    plan = saved_plan(opened)
    plans.approve(opened, plan.id)
    return plan.id


# ---- internal words


def test_internal_words_print_in_the_office_only(opened: Office) -> None:
    plan = with_plan(opened, guardian_wish=Wish(text="夜が心配。〔内部のみ 父には言わないで〕", heard_on=TODAY))
    family = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened), record_id=plan))
    office = text_of(papers.build(opened, "support-plan", child_id=hina(opened), record_id=plan))
    assert "夜が心配。" in family
    assert "父には言わないで" not in family
    assert "父には言わないで" in office


# ---- what is told to nobody


def child_with(*cautions: Caution, **changes: object) -> Child:
    return replace(HINA, cautions=cautions, **changes)  # type: ignore[arg-type]  # by name


def secret(rule: str) -> Caution:
    return Caution(kind="privacy", rule=rule)


def test_what_the_family_may_read_of_its_own_secrets() -> None:
    child = child_with(
        secret("学校に病名も通院先も知らせない"),
        secret("お父さん(別居)に住所・学校を伝えない"),
        secret("本人の前で病名を言わない・書かない"),
        Caution(kind="body", rule="学校のプールで目を離さない"),
    )
    assert discretion.withheld(child, "ja") == ("学校には、病名も通院先もお伝えしません",)


def test_an_audience_that_was_not_told_is_named_once() -> None:
    told = (Telling(audience="school", state="not_told"), Telling(audience="child", state="not_told"))
    assert len(discretion.withheld(child_with(tellings=told), "ja")) == 1
    said = child_with(secret("学校に病名を言わない"), tellings=told)
    assert discretion.withheld(said, "ja") == ("学校には、病名をお伝えしません",)


def test_the_family_page_says_what_is_not_told(opened: Office) -> None:
    consented(opened)
    saved_plan(opened)
    child = register.child(opened, hina(opened))
    register.save(opened, replace(child, cautions=(secret("学校に病名を言わない"),)))
    to_guardians = Wanted(to="guardians")
    text = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened), wanted=to_guardians))
    assert text.count("お伝えしません") >= 2
    assert "学校には、病名をお伝えしません。" in text
    assert "どなたにも" not in text
    assert "先におたずねします" in text


def test_the_childs_own_copy_does_not_name_what_is_kept_back(opened: Office) -> None:
    to = organizations.list_all(opened)[0].id
    letter = disclosures.new_letter(opened, hina(opened), organization_id=to)
    letter = replace(letter, consent_id=consented(opened), items=("補食の場所",), withheld=("病気の見通し",))
    disclosures.save_letter(opened, letter)
    saved_plan(opened)

    def said(to: str) -> str:
        return text_of(papers.build(opened, "support-plan-family", child_id=hina(opened), wanted=Wanted(to=to)))

    assert "病気の見通し" in said("guardians")
    assert "病気の見通し" not in said("child")
    assert "お伝えする前に、おたずねします。" in said("child")


def test_the_letter_says_whom_to_call_as_one_speaks_of_a_doctor(opened: Office) -> None:
    opened.settings = replace(opened.settings, phone="0000-33-2200")
    saved_plan(opened)
    register.save(opened, replace(register.child(opened, hina(opened)), hospital="大学病院", doctor="皮膚科 鳥居 早苗"))
    text = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    assert "大学病院皮膚科（鳥居早苗先生）へご連絡ください" in text.replace(" ", "")


# ---- questions


@pytest.mark.parametrize(
    "child",
    [
        child_with(told="本人には病名を話していない。「疲れやすい体質」とだけ。"),
        child_with(secret("本人の前で病名を言わない・書かない")),
        child_with(tellings=(Telling(audience="child", state="not_told"),)),
    ],
)
def test_a_paper_with_the_illness_is_asked_about_where_the_child_does_not_know(opened: Office, child: Child) -> None:
    before = register.child(opened, hina(opened))
    kept = {"cautions": child.cautions, "told": child.told, "tellings": child.tellings}
    register.save(opened, replace(before, **kept))  # type: ignore[arg-type]  # by name
    plan = with_plan(opened, child_wish=Wish(text="1型糖尿病でも泊まりたい", heard_on=TODAY))
    to_child = Wanted(to="child")
    paper = papers.build(opened, "support-plan-family", child_id=hina(opened), record_id=plan, wanted=to_child)
    (question,) = paper.questions
    assert "1型糖尿病" in question
    assert papers.build(opened, "support-plan", child_id=hina(opened), record_id=plan).questions == ()


def test_a_child_who_was_not_told_is_addressed_only_when_somebody_says_so(opened: Office) -> None:
    saved_plan(opened)
    child = register.child(opened, hina(opened))
    told = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    register.save(opened, replace(child, cautions=(secret("本人の前で病名を言わない・書かない"),)))
    usual = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    asked = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened), wanted=Wanted(to="child")))
    for own in ("宿泊学習に、みんなと行きたい", "ご本人"):
        assert own in told
        assert own in asked
        assert own not in usual
    assert "保護者用" in usual
    assert "葛󠄀城 真由美" in usual or "真由美" in usual


def test_the_guardians_alone_may_be_addressed_though_the_child_knows(opened: Office) -> None:
    saved_plan(opened)
    paper = papers.build(opened, "support-plan-family", child_id=hina(opened), wanted=Wanted(to="guardians"))
    assert "宿泊学習に、みんなと行きたい" not in text_of(paper)


def test_an_adult_signs_alone(opened: Office) -> None:
    saved_plan(opened)
    child = register.child(opened, hina(opened))
    young = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    register.save(opened, replace(child, birth_date=date(2007, 5, 20)))
    adult = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    for family in ("続柄", "1部をご家族に", "いつもお忙しいなか"):
        assert family in young
        assert family not in adult
    assert "1部をお渡しします。" in adult


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("体育の理由をクラスに言わない", "クラスには、体育の理由をお伝えしません"),
        ("クラスに体育の理由を話さない。", "クラスには、体育の理由をお伝えしません"),
        ("学校には病名を出さない", "学校には病名を出しません"),
    ],
)
def test_a_promise_is_said_once_and_to_whom(rule: str, sentence: str) -> None:
    assert discretion.withheld(child_with(secret(rule)), "ja") == (sentence,)


def test_each_body_has_its_own_promise(opened: Office) -> None:
    consented(opened)
    saved_plan(opened)
    (consent,) = disclosures.consents(opened, hina(opened))
    to = next(o for o in organizations.list_all(opened))
    fresh = disclosures.new_letter(opened, hina(opened), organization_id=to.id)
    letter = replace(
        fresh, organization=SCHOOL, consent_id=consent.id, items=("補食の場所",), purpose="安全な給食",
        withheld=("検査値",), readers="校長", storage="保健室の書庫",
    )  # fmt: skip
    disclosures.save_letter(opened, letter)
    to_guardians = Wanted(to="guardians")
    text = text_of(papers.build(opened, "support-plan-family", child_id=hina(opened), wanted=to_guardians))
    school, hospital = text.split("みなみ野大学病院にお伝えすること・しないこと")
    assert f"{SCHOOL}にお伝えすること・しないこと" in school
    assert "検査値" in school
    assert "検査値" not in hospital


def test_a_child_who_knows_is_no_question(opened: Office) -> None:
    child = register.child(opened, hina(opened))
    told = (Telling(audience="child", state="told"),)
    register.save(opened, replace(child, told="病名は本人に話していない", tellings=told))
    with_plan(opened, child_wish=Wish(text="1型糖尿病でも泊まりたい", heard_on=TODAY))
    assert papers.build(opened, "support-plan-family", child_id=hina(opened)).questions == ()


def test_a_paper_that_names_a_forbidden_person_or_fact_is_asked_about(opened: Office) -> None:
    child = register.child(opened, hina(opened))
    register.save(opened, replace(child, cautions=(secret("お父さん(別居)に住所・学校を伝えない"),)))
    with_plan(opened, child_wish=Wish(text=f"葛󠄀城 健太と会いたい。{SCHOOL}は好き。", heard_on=TODAY))
    questions = papers.build(opened, "support-plan-family", child_id=hina(opened)).questions
    assert any("葛󠄀城 健太" in question for question in questions)
    assert any(SCHOOL in question for question in questions)


def test_the_illness_is_asked_about_by_the_words_of_the_paper_only() -> None:
    child = child_with(secret("会社には病名を言わない"), diseases=(ChildDisease(name="1型糖尿病"),))
    w = translator("ja")
    assert discretion.questions(child, "休憩の時刻", reader="outside", w=w) == ()
    assert len(discretion.questions(child, "1型糖尿病があります", reader="outside", w=w)) == 1


def test_every_school_and_hospital_of_the_record_is_looked_for() -> None:
    child, w = (
        child_with(
            secret("お父さん(別居)に学校・通院先を伝えない"),
            schools=(SchoolTime(school="若葉東幼稚園"),),
            care_providers=(CareProvider(role="regional", hospital="汐見市民病院"),),
        ),
        translator("ja"),
    )
    for name in ("若葉東幼稚園", "汐見市民病院"):
        assert len(discretion.questions(child, f"{name}へ行く", reader="family", w=w)) == 1


def test_what_a_relative_must_not_know_is_no_question_for_a_school() -> None:
    child, w = child_with(secret("お父さん(別居)に住所・学校を伝えない"), school=SCHOOL), translator("ja")
    assert discretion.questions(child, f"{SCHOOL} 御中", reader="outside", w=w) == ()
    assert len(discretion.questions(child, f"{SCHOOL}へ行く", reader="family", w=w)) == 1


def test_the_hospital_is_not_named_where_somebody_must_not_learn_it(opened: Office) -> None:
    opened.settings = replace(opened.settings, phone="0000-33-2200")
    saved_plan(opened)
    child = register.child(opened, hina(opened))
    assert "みなみ野医療センター" in text_of(papers.build(opened, "support-plan-family", child_id=hina(opened)))
    register.save(opened, replace(child, cautions=(secret("お父さん(別居)に住所・通院先を伝えない"),)))
    paper = papers.build(opened, "support-plan-family", child_id=hina(opened))
    assert "みなみ野医療センター" not in text_of(paper)
    assert "かかりつけの病院" in text_of(paper)
    assert paper.questions == ()


# ---- a plan page for an organization


def test_without_a_consent_nothing_goes_to_an_organization(opened: Office) -> None:
    saved_plan(opened)
    with pytest.raises(NothingToPrint) as refusal:
        papers.build(opened, "support-plan-partner", child_id=hina(opened))
    assert refusal.value.problems[0].field == "consent_id"


def test_an_organization_reads_what_is_asked_of_it_and_nothing_else(opened: Office) -> None:
    consented(opened)
    plan = saved_plan(opened)
    support = replace(plan.goals[0].supports[0], id="", content="夜の当番を分ける", provider="若葉市 こども家庭課")
    goals = (plan.goals[0], replace(plan.goals[1], supports=(support,)))
    plans.save(opened, replace(plan, goals=goals))
    paper = papers.build(opened, "support-plan-partner", child_id=hina(opened))
    text = text_of(paper)
    assert paper.draft
    assert paper.reader == "outside"
    for said in (f"{SCHOOL} 御中", "三者打合せ", "補食の場所", "場所と伝え方を本人が決める"):
        assert said in text
    assert "同意書(下記「根拠」)の範囲で" in text
    # who consented stands in the ground alone, and that the child is ill nowhere
    for hidden in ("糖尿病", "夜の当番", "6012345", "夜中に", "葛󠄀城", "注射を友だちに", "ご本人とご家族", "慢性疾病"):
        assert hidden not in text
    more = papers.build(
        opened, "support-plan-partner", child_id=hina(opened), wanted=Wanted(parts=frozenset({"tasks", "others"}))
    )
    assert "夜の当番" in text_of(more)


def test_who_is_asked_nothing_is_told_nothing(opened: Office) -> None:
    consent = consented(opened)
    saved_plan(opened)
    with pytest.raises(NothingToPrint):
        papers.build(
            opened,
            "support-plan-partner",
            child_id=hina(opened),
            wanted=Wanted(consent_id=consent, recipient="みなみ野大学病院"),
        )


@pytest.mark.parametrize(
    ("provider", "said"), [("森下、若葉市立南小 椎名先生", "「森下、若葉市立南小 椎名先生」"), ("森下", "どの支援も")]
)
def test_a_provider_by_a_shorter_name_is_pointed_at(opened: Office, provider: str, said: str) -> None:
    consented(opened, recipient=SCHOOL)
    unlisted(opened)
    provided_by(opened, saved_plan(opened), provider)
    with pytest.raises(NothingToPrint) as refusal:
        papers.build(opened, "support-plan-partner", child_id=hina(opened))
    (problem,) = refusal.value.problems
    words = translator("ja")._(problem.message).format(**problem.values)
    assert said in words
    assert SCHOOL in words
    assert problem.field == ("provider.plan" if "南小" in provider else "recipient")


def test_the_whole_name_is_written_into_a_draft(opened: Office) -> None:
    consented(opened, recipient=SCHOOL)
    unlisted(opened)
    plan = provided_by(opened, saved_plan(opened), "森下、若葉市立南小 椎名先生")
    plans.name_provider(opened, plan, provider="森下、若葉市立南小 椎名先生", name=SCHOOL)
    (support,) = plans.get(opened, plan).goals[0].supports
    assert support.provider == f"森下、{SCHOOL} 椎名先生"
    assert SCHOOL in text_of(papers.build(opened, "support-plan-partner", child_id=hina(opened)))


def test_the_name_in_an_approved_plan_is_taken_as_the_same_and_not_written(opened: Office) -> None:
    consented(opened, recipient=SCHOOL)
    unlisted(opened)
    plan = provided_by(opened, saved_plan(opened), "若葉市立南小")
    opened.settings = replace(opened.settings, self_approval=True)
    plans.approve(opened, plan)
    with pytest.raises(NothingToPrint) as refusal:
        papers.build(opened, "support-plan-partner", child_id=hina(opened))
    assert refusal.value.problems[0].field == "provider.same"
    with pytest.raises(Refused):
        plans.name_provider(opened, plan, provider="若葉市立南小", name=SCHOOL)
    same = Wanted(same="若葉市立南小")
    assert SCHOOL in text_of(papers.build(opened, "support-plan-partner", child_id=hina(opened), wanted=same))


def test_a_short_name_that_one_body_of_the_list_has_is_that_body(opened: Office) -> None:
    consented(opened, recipient=SCHOOL)
    provided_by(opened, saved_plan(opened), "若葉市立南小 椎名先生")
    organizations.save(opened, Organization(number="9001", name=SCHOOL, kind="school"))
    papers.build(opened, "support-plan-partner", child_id=hina(opened))


def unlisted(office: Office) -> None:
    """No body of the office's list is the school."""
    for each in organizations.list_all(office):
        organizations.save(office, replace(each, name=f"別の機関 {each.number}"))


def provided_by(office: Office, plan: SupportPlan, provider: str) -> str:
    """Every support of the plan is from this provider."""
    goals = tuple(
        replace(g, supports=tuple(replace(s, provider=provider) for s in g.supports)) for g in plan.goals
    )  # fmt: skip
    return plans.save(office, replace(plan, goals=goals)).record_id


def test_a_recipient_the_consent_does_not_name_is_refused(opened: Office) -> None:
    consent = consented(opened)
    saved_plan(opened)
    for wanted, refusal in (
        (Wanted(consent_id="nobody"), NotFound),
        (Wanted(consent_id=consent, recipient="市"), Refused),
    ):
        with pytest.raises(refusal):
            papers.build(opened, "support-plan-partner", child_id=hina(opened), wanted=wanted)


def test_what_was_handed_over_is_what_the_disclosure_keeps(opened: Office) -> None:
    consented(opened)
    plan = approved(opened)
    draft = papers.build(opened, "support-plan-partner", child_id=hina(opened), record_id=plan)
    final, _changes = papers.hand_over(opened, draft, method="hand")
    (made,) = disclosures.disclosures(opened, hina(opened))
    assert not final.draft
    assert made.document_hash == final.sha256
    assert made.recipient == SCHOOL
    assert made.items == ("補食の場所",)
    assert made.number in text_of(final).replace(" ", "")
    assert audit.entries(opened, child_id=hina(opened), limit=1)[0].action == "support_plan.shared"
    (kept,) = papers.handed_over(opened, hina(opened), plan_id=plan)
    assert (kept.page.recipient, kept.page.disclosure_number) == (SCHOOL, made.number)


def test_a_draft_plan_is_not_handed_over(opened: Office) -> None:
    consented(opened)
    plan = saved_plan(opened)
    draft = papers.build(opened, "support-plan-partner", child_id=hina(opened), record_id=plan.id)
    with pytest.raises(Refused):
        papers.hand_over(opened, draft, method="hand")
    assert disclosures.disclosures(opened, hina(opened)) == ()


# ---- parts


@pytest.mark.parametrize(
    ("document", "part", "gone"),
    [
        ("support-plan-family", "guardian-words", "夜中に低血糖が起きないか"),
        ("support-plan-family", "child-words", "宿泊学習に、みんなと行きたい"),
        ("support-plan-family", "signatures", "ご確認"),
        ("support-plan-family", "tasks", "三者打合せ"),
        ("support-plan", "family", "葛󠄀城 健太"),
        ("support-plan", "wishes", "夜中に低血糖が起きないか"),
        ("support-plan", "supports", "三者打合せ"),
        ("support-plan", "agreement", "同意と交付"),
    ],
)
def test_a_part_that_is_not_wanted_is_not_there(opened: Office, document: str, part: str, gone: str) -> None:
    plan = plans.save(opened, replace(saved_plan(opened), consent=AGREED)).record_id
    usual = next(kind.usual for kind in papers.DOCUMENTS if kind.name == document)
    whole = papers.build(opened, document, child_id=hina(opened), record_id=plan)
    less = papers.build(opened, document, child_id=hina(opened), record_id=plan, wanted=Wanted(parts=usual - {part}))
    assert gone in text_of(whole)
    assert gone not in text_of(less)
