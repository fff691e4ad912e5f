"""文例と支援策: what comes with the program covers every area and age; the office changes, adds and takes off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import consultations, plan_needs, plan_offers
from caseapp.casework.office import Office
from caseapp.rules.consultation import Consultation
from caseapp.rules.folding import fold
from caseapp.rules.plan_offer import BANDS, KINDS, Phrase, Scheme, fitting, schemes_with
from caseapp.rules.problem import NotAllowed, Refused
from caseapp.words import codes
from caseapp.words import plan_offers as given
from tests.casework.people import NEXT
from tests.casework.yoshino import hina, manager_office

WORK_BEGINS = (12, 14)


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as made:
        yield made


def test_there_are_many_sentences_and_none_twice() -> None:
    assert len(given.phrases()) >= 120
    assert len({(each.kind, fold(each.text)) for each in given.phrases()}) == len(given.phrases())
    assert len({each.code for each in given.phrases()}) == len(given.phrases())
    assert {each.kind for each in given.phrases()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("area", codes.load("plan_area"))
def test_every_area_has_sentences_for_every_age(area: str, kind: str) -> None:
    for low, high in BANDS:
        if area == "work" and high < WORK_BEGINS[0]:
            continue
        assert any(fitting(given.phrases(), kind=kind, area=area, age=age) for age in range(low, high + 1)), low


def test_a_sentence_ends_as_a_line_of_a_plan_ends() -> None:
    for each in given.phrases():
        assert not each.text.endswith("。")
        assert 8 <= len(each.text) <= 70, each.text
        assert each.ages_from <= each.ages_to


def test_every_scheme_says_its_law_and_whom_to_ask() -> None:
    names = [fold(each.name) for each in given.schemes()]
    assert len(set(names)) == len(names) >= 30
    for each in given.schemes():
        assert each.law, each.name
        assert each.provider, each.name
        assert each.who, each.name
        assert each.contact, each.name


def test_sentences_are_found_by_every_word_typed() -> None:
    found = fitting(given.phrases(), kind="support", area="disaster", age=9, wanted="避難 計画")
    assert [each.text for each in found] == ["個別避難計画を市町村の担当者・家族と作り、年1回見直す"]


def test_schemes_are_found_by_name_or_by_who_runs_them() -> None:
    assert [each.code for each in schemes_with(given.schemes(), "ﾚｽﾊﾟｲﾄ")] == ["shoman_respite"]
    assert "disability_pension" in [each.code for each in schemes_with(given.schemes(), "年金機構")]


def test_the_office_adds_changes_and_takes_off_sentences(opened: Office) -> None:
    added = plan_offers.save_phrase(opened, Phrase(kind="goal", area="school", ages_to=12, text="朝の会で話す "))
    first = plan_offers.phrases(opened)[0]
    assert (first.code, first.text, first.own) == (added.record_id, "朝の会で話す", True)
    packaged = given.phrases()[0]
    plan_offers.save_phrase(opened, replace(packaged, text="薬を飲みきれない", retired=False))
    changed = next(each for each in plan_offers.phrases(opened) if each.code == packaged.code)
    assert (changed.text, changed.own) == ("薬を飲みきれない", True)
    plan_offers.save_phrase(opened, replace(first, retired=True))
    assert not fitting(plan_offers.phrases(opened), kind="goal", wanted="朝の会")
    assert len(plan_offers.phrases(opened)) == len(given.phrases()) + 1


def test_a_sentence_that_is_there_already_is_refused(opened: Office) -> None:
    twice = Phrase(kind=given.phrases()[0].kind, area="mind", text=given.phrases()[0].text)
    with pytest.raises(Refused) as refusal:
        plan_offers.save_phrase(opened, twice)
    assert [problem.field for problem in refusal.value.problems] == ["text"]
    assert len(plan_offers.phrases(opened)) == len(given.phrases())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Phrase(kind="", area="school", text="a"), "kind"),
        (Phrase(kind="goal", area="nowhere", text="a"), "area"),
        (Phrase(kind="goal", area="school", text=" "), "text"),
        (Phrase(kind="goal", area="school", text="あ" * 301), "text"),
        (Phrase(kind="goal", area="school", text="a", ages_from=9, ages_to=3), "ages_to"),
    ],
)
def test_a_sentence_that_cannot_be_offered_is_refused(opened: Office, wrong: Phrase, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        plan_offers.save_phrase(opened, wrong)
    assert field in [problem.field for problem in refusal.value.problems]


def test_the_office_keeps_its_own_schemes(opened: Office) -> None:
    plan_offers.save_scheme(opened, Scheme(name="町の見守り", contact="0123-45-6789"))
    changed = replace(given.schemes()[0], contact="若葉保健所 小慢係")
    plan_offers.save_scheme(opened, changed)
    known = {each.code: each for each in plan_offers.schemes(opened)}
    assert known[changed.code].contact == "若葉保健所 小慢係"
    assert plan_offers.schemes(opened)[0].name == "町の見守り"


@pytest.mark.parametrize("name", [" ", given.schemes()[3].name, "あ" * 301])
def test_a_scheme_without_a_name_of_its_own_is_refused(opened: Office, name: str) -> None:
    with pytest.raises(Refused):
        plan_offers.save_scheme(opened, Scheme(name=name))
    assert len(plan_offers.schemes(opened)) == len(given.schemes())


def test_a_worker_may_add_a_sentence_a_viewer_may_not(opened: Office) -> None:
    opened.account = replace(opened.account, role="worker")
    plan_offers.save_phrase(opened, Phrase(kind="goal", area="school", text="朝の会で話す"))
    opened.account = replace(opened.account, role="viewer")
    with pytest.raises(NotAllowed):
        plan_offers.save_phrase(opened, Phrase(kind="goal", area="school", text="もう一つ"))


def test_needs_are_picked_out_of_what_was_said(opened: Office) -> None:
    for day, words in ((1, "夜に何度も起きる。眠れない。"), (5, "学校で疲れる。\n学校で疲れる")):
        talk = Consultation(
            child_id=hina(opened),
            on=date(2026, 11, day),
            method="phone",
            topics=("school",),
            words=words,
            opinion="母の疲労が強い",
        )
        consultations.record(opened, talk, next_step=NEXT)
    said = plan_needs.said_lately(opened, hina(opened))
    assert [(each.on.day, each.kind, each.text) for each in said] == [
        (5, "words", "学校で疲れる"),
        (5, "opinion", "母の疲労が強い"),
        (1, "words", "夜に何度も起きる"),
        (1, "words", "眠れない"),
        (1, "opinion", "母の疲労が強い"),
    ]
    assert {each.area for each in said} == {"school"}


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        (
            "「おしえます。さびしい」(母)「しんぞうのとこ、せんがある。みせないの」（本人）",
            ["おしえます(母)", "さびしい(母)", "しんぞうのとこ、せんがある(本人)", "みせないの(本人)"],
        ),
        ("「夜が心配。眠れない」と話す。母は疲れている！", ["「夜が心配。眠れない」と話す", "母は疲れている！"]),
        ("夜に起きる。「眠れない」", ["夜に起きる", "眠れない"]),
        (
            "「父は『いいよ』と言った」(本人)。\n「閉じない引用。\n次の行",
            ["父は『いいよ』と言った(本人)", "「閉じない引用", "次の行"],
        ),
        ("「」\n。", []),
    ],
)
def test_quotations_are_not_cut_and_keep_who_said_them(said: str, needs: list[str]) -> None:
    talk = Consultation(child_id="c", on=date(2026, 11, 1), method="phone", words=said)
    assert [each.text for each in plan_needs.sentences(talk)] == needs


def test_a_very_long_paragraph_is_cut_in_an_instant() -> None:
    talk = Consultation(child_id="c", on=date(2026, 11, 1), method="phone", words="「あ」(" * 20_000)
    assert len(list(plan_needs.sentences(talk))) <= 2
