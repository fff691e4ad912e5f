"""What must not be done or said: the body first, then secrecy, people, and who was not told; nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from caseapp.rules.child import Caution, Child, FamilyMember
from caseapp.rules.child_facts import Telling
from caseapp.rules.red_facts import red_facts, stops_calling
from tests.rules.test_child import HINANO

BODY, SECRET = Caution(kind="body", rule="頭を打ったらすぐ受診"), Caution(kind="privacy", rule="住所を伝えない")
FATHER = FamilyMember(id="f", relationship="father", name="高瀬 亮", never_contact=True, note="支援措置")
SCHOOL = Telling(id="t", audience="school", state="not_told", plan="本人の希望")


def of(child: Child) -> tuple[Caution, ...]:
    return red_facts(
        child,
        forbid=lambda member: f"{member.name}に連絡しない",
        keep_from=lambda telling: f"{telling.audience}に伝えていない",
    )


def test_the_body_comes_first_then_privacy_then_people_then_who_was_not_told() -> None:
    facts = of(replace(HINANO, cautions=(SECRET, BODY), family=(FATHER,), tellings=(SCHOOL,)))
    assert facts[:2] == (BODY, SECRET)
    assert (facts[2].kind, facts[2].rule, facts[2].reason) == ("privacy", "高瀬 亮に連絡しない", "支援措置")
    assert (facts[3].kind, facts[3].rule, facts[3].reason) == ("privacy", "schoolに伝えていない", "本人の希望")


def test_a_person_whom_a_caution_names_already_is_not_repeated() -> None:
    mother = FamilyMember(relationship="mother", name="高瀬 美咲")
    named = Caution(kind="privacy", rule="高瀬 亮に住所を伝えない")
    assert of(replace(HINANO, cautions=(named,), family=(FATHER, mother))) == (named,)


def test_an_audience_of_which_a_caution_speaks_already_is_not_repeated() -> None:
    said = Caution(kind="privacy", rule="学校に病名も通院先も知らせない")
    child = Telling(id="c", audience="child", state="not_told")
    assert [fact.rule for fact in of(replace(HINANO, cautions=(said,), tellings=(SCHOOL, child)))] == [
        said.rule,
        "childに伝えていない",
    ]


def test_only_those_who_were_not_told_are_red() -> None:
    told = (Telling(audience="child", state="told"), Telling(audience="siblings", state="partly"))
    assert of(replace(HINANO, tellings=told)) == ()


def test_secrecy_is_read_before_dialling_and_the_body_is_not() -> None:
    facts = of(replace(HINANO, cautions=(SECRET, BODY), family=(FATHER,)))
    assert [fact.rule for fact in stops_calling(facts)] == ["住所を伝えない", "高瀬 亮に連絡しない"]


@pytest.mark.parametrize(
    ("audience", "birth", "plan", "found"),
    [
        # the child itself: an infant is told nothing, a schoolchild must not hear it, who grows up wants a plan
        ("child", "2026-05-20", "", None),
        ("child", "2023-11-21", "", None),  # a day before the third birthday
        ("child", "2023-11-20", "", ""),
        ("child", "2014-11-21", "", ""),  # a day before the twelfth
        ("child", "2014-11-20", "", "12"),
        ("child", "2011-04-01", "中学卒業までに主治医から", "中学卒業までに主治医から"),
        ("child", "2008-11-21", "", "12"),
        ("child", "2008-11-20", "", "18"),
        ("child", "2008-11-20", " ", "18"),
        # what others must not hear does not depend on the age of the child
        ("school", "2026-05-20", "", ""),
        ("school", "2008-11-20", "", ""),
        ("siblings", "2026-05-20", "年明けに話す", "年明けに話す"),
        ("relatives", "2011-04-01", "", ""),
    ],
)
def test_not_told_by_age(audience: str, birth: str, plan: str, found: str | None) -> None:
    child = replace(
        HINANO,
        birth_date=date.fromisoformat(birth),
        tellings=(Telling(audience=audience, state="not_told", plan=plan),),
    )
    facts = red_facts(
        child,
        forbid=lambda member: member.name,
        keep_from=lambda telling: telling.audience,
        unplanned=str,
        today=date(2026, 11, 20),
    )
    assert [fact.reason for fact in facts if fact.rule == audience] == ([] if found is None else [found])


def test_without_a_day_the_age_says_nothing() -> None:
    infant = replace(HINANO, birth_date=date(2026, 5, 20), tellings=(Telling(audience="child", state="not_told"),))
    assert [fact.rule for fact in of(infant)] == ["childに伝えていない"]


def test_the_family_of_somebody_of_age_is_told_only_what_the_person_agreed_to() -> None:
    def at(today: date | None, **fields: Any) -> list[tuple[str, str]]:
        child = replace(HINANO, **{"family": (mother,), "birth_date": date(2007, 3, 9), **fields})
        words: dict[str, Any] = {"forbid": lambda m: m.name, "keep_from": lambda t: t.audience, "own_will": "18歳以上"}
        return [(fact.rule, fact.reason) for fact in red_facts(child, today=today, **words)]

    mother = FamilyMember(relationship="mother", name="高瀬 美咲", note="本人の了解のある事柄だけ話す")
    told = ("18歳以上", "本人の了解のある事柄だけ話す")
    assert at(date(2025, 3, 8)) == []
    assert at(date(2025, 3, 9)) == [told]
    assert at(None) == []
    assert at(date(2026, 1, 1), family=()) == []
    court = FamilyMember(relationship="legal_guardian", name="林 楓")
    assert at(date(2026, 1, 1), family=(mother, court)) == []
    said = Caution(kind="privacy", rule="母に受診の内容を話さない")
    assert at(date(2026, 1, 1), cautions=(said,)) == [(said.rule, "")]
