"""The search over a whole office: every text of every record, whose number it was, red facts, page after page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from caseapp.casework import not_to_know, organizations, register, search
from caseapp.casework.office import Office
from caseapp.casework.views import SearchHit
from caseapp.records import lean
from caseapp.records.all_subjects import BY_KIND
from caseapp.rules.child import Caution, FamilyMember
from caseapp.rules.child_facts import Telling
from caseapp.rules.folding import fold
from caseapp.rules.organization import Organization
from caseapp.rules.problem import NotFound
from tests.casework.people import a_child, saved_child, saved_talk

FULL_TEXT = ("consultation", "support_plan", "review", "liaison", "follow_up", "assessment", "information_letter")


def numbers(opened: Office, text: str, **given: object) -> list[str]:
    return [hit.child_number for hit in search.find(opened, text, **given).hits]  # type: ignore[arg-type]  # any option


def only(opened: Office, text: str) -> SearchHit:
    (hit,) = search.find(opened, text).hits
    return hit


@pytest.mark.slow
def test_every_text_of_every_kind_of_record_is_found_in_its_sentence(filled: Office) -> None:
    for kind in FULL_TEXT:
        subject = BY_KIND[kind]
        with filled.reading() as session:
            rows = session.scalars(select(subject.row)).all()
            values = [subject.shape.to_read(row) for row in rows if not getattr(row, "withdrawn", False)]
        assert values, kind
        most = max(values, key=lambda value: sum(bool(text) for text in subject.texts(value)))
        for text in filter(None, subject.texts(most)):
            part = text.split("\n")[0].split("。")[0][:12]
            if sum(letter.isalnum() for letter in part) < 4:
                continue
            hits = search.find(filled, part, limit=200, child_id=most.child_id).hits
            (hit,) = [hit for hit in hits if hit.record_id == most.id]
            assert hit.kind == kind
            marked = "".join(hit.text[start:end] for start, end in hit.spans)
            assert fold(part) in fold(marked), (kind, part, hit.text)


def test_what_is_read_leanly_says_the_same_as_whole_records(filled: Office) -> None:
    for kind, subject in BY_KIND.items():
        with filled.reading() as session:
            whole = {row.id: subject.shape.to_read(row) for row in session.scalars(select(subject.row))}
            for only in (None, lean.looked_at(subject.shape, subject.texts, subject.day), frozenset[str]()):
                for value in lean.read(session.connection(), subject.shape, list(whole), only=only):
                    assert list(subject.texts(value)) == list(subject.texts(whole[value.id])), kind
                    assert subject.day(value) == subject.day(whole[value.id])


@pytest.mark.parametrize(
    "typed",
    ["090-0000-5678", "09000005678", "０９０－００００－５６７８", "０９０ー００００ー５６７８", "5678", "0000 5678"],
)
def test_a_number_of_the_family_says_whose_it_is(opened: Office, typed: str) -> None:
    child = saved_child(opened)
    hit = only(opened, typed)
    assert (hit.record_id, hit.what, hit.text) == (child.id, "phone", "090-0000-5678")
    assert (hit.relationship, hit.member, hit.never_contact) == ("mother", "髙瀬 美咲", False)
    marked = "".join(hit.text[start:end] for start, end in hit.spans)
    assert marked.replace("-", "") in "09000005678"
    assert marked


def test_a_number_that_must_never_be_called_says_so(opened: Office) -> None:
    saved_child(
        opened,
        cautions=(),
        family=(FamilyMember(relationship="father", name="髙瀬 亮", phone="080-1111-2222", never_contact=True),),
    )
    hit = only(opened, "08011112222")
    assert (hit.member, hit.never_contact, hit.flag) == ("髙瀬 亮", True, "privacy")


def test_a_number_that_somebody_else_has_too_warns_of_who_must_never_be_called(opened: Office) -> None:
    """A landline of both parents, the same father in a brother's record, a father who is a contact person."""
    father = FamilyMember(relationship="father", name="髙瀬 亮", phone="080-1111-2222", never_contact=True)
    mother = FamilyMember(relationship="mother", name="髙瀬 美咲", phone="0801111-2222")
    saved_child(opened, "1", cautions=(), phone="", family=(mother, father))
    known = FamilyMember(relationship="father", name="髙瀬 亮", phone="08011112222")
    saved_child(opened, "2", given_name="湊", cautions=(), phone="", family=(known,))
    saved_child(opened, "3", given_name="凪", cautions=(), phone="080 1111 2222", family=())
    club = Organization(number="K1", name="汐見サッカークラブ", kind="other", phone="080-1111-2222")
    organizations.save(opened, club)
    free = Organization(number="K2", name="汐見水泳クラブ", kind="other", phone="080-1111-3333")
    organizations.save(opened, free)
    hits = search.find(opened, "080-1111").hits
    assert {(hit.child_number, hit.what, hit.never_contact, hit.flag) for hit in hits} == {
        ("1", "phone", True, "privacy"),
        ("2", "phone", True, "privacy"),
        ("3", "phone", True, "privacy"),
        ("K1", "phone", True, "privacy"),
        ("K2", "phone", False, ""),
    }
    assert next(hit.member for hit in hits if hit.child_number == "1") == "髙瀬 亮"


def test_an_organization_that_must_not_know_warns_however_it_is_found(opened: Office) -> None:
    untold = Telling(audience="school", state="not_told", plan="学年が変わったら話し合う")
    saved_child(opened, "1", school="中央小学校", cautions=(), tellings=(untold,))
    secret = Caution(kind="privacy", rule="しおかぜ訪問看護には父のことを話さない")
    saved_child(opened, "2", school="", cautions=(secret,), tellings=())
    saved_child(opened, "3", school="中央小学校", cautions=(), tellings=(replace(untold, state="told"),))
    about_school = Caution(kind="privacy", rule="学校には病名を伝えていない")
    saved_child(opened, "4", school="海浜中学校", cautions=(about_school,), tellings=())
    for number, name in (
        ("S", "汐見市立中央小学校"),
        ("N", "しおかぜ訪問看護"),
        ("K", "海浜中学校"),
        ("F", "港小学校"),
    ):
        organizations.save(opened, Organization(number=number, name=name, kind="other", phone=f"0000-{ord(number)}-00"))
    for number, count in (("S", 1), ("N", 1), ("K", 1), ("F", 0)):
        (hit,) = [hit for hit in search.find(opened, f"0000-{ord(number)}").hits if hit.kind == "organization"]
        assert (hit.child_number, hit.untold, hit.flag) == (number, count, "privacy" if count else "")
    (school,) = [hit for hit in search.find(opened, "中央小").hits if hit.kind == "organization"]
    (kept,) = not_to_know.of_organization(opened, school.record_id)
    assert (kept.name, kept.rule, kept.reason) == ("髙瀬 陽菜乃", "", "学年が変わったら話し合う")
    with pytest.raises(NotFound):
        not_to_know.of_organization(opened, "nobody")


def test_red_facts_are_on_every_hit_that_shows_the_child(opened: Office) -> None:
    child = saved_child(opened)
    saved_talk(opened, child.id)
    free = saved_child(opened, "0002", family_name="倉田", former_name="", cautions=(), family=())
    assert only(opened, "高瀬 陽菜乃").flag == "body"
    assert only(opened, "給食").flag == "body"
    assert next(hit for hit in search.find(opened, "倉田").hits if hit.record_id == free.id).flag == ""


def test_two_figures_of_a_year_find_each_child_who_can_be_meant(opened: Office) -> None:
    saved_child(opened, "1", birth_date=date(2018, 4, 1))
    saved_child(opened, "2", birth_date=date(1988, 4, 1))
    saved_child(opened, "3", birth_date=date(2018, 4, 2))
    assert numbers(opened, "300401") == ["1"]
    assert numbers(opened, "H30.4.1") == ["1"]
    assert numbers(opened, "平成30年4月") == ["1", "3"]
    assert {"1", "2"} <= set(numbers(opened, "4/1"))


def test_a_reading_in_latin_letters_is_found_without_one_in_the_record(opened: Office) -> None:
    saved_child(opened, "1", family_name_kana="サトウ", given_name_kana="ユウコ", former_name="")
    assert numbers(opened, "satou") == ["1"]
    assert numbers(opened, "sato") == ["1"]
    assert numbers(opened, "yuko") == ["1"]
    assert numbers(opened, "satomi") == []


def test_readings_that_sound_alike_are_forgiven(opened: Office) -> None:
    saved_child(opened, "1", family_name_kana="カヅキ", given_name_kana="ミチル", former_name="")
    for typed in ("かづき", "かずき", "かつき"):
        assert numbers(opened, typed) == ["1"], typed


def test_going_on_shows_each_hit_once_and_comes_to_an_end(opened: Office) -> None:
    child = saved_child(opened)
    for number in range(3):
        register.save(opened, a_child(f"9{number}", family_name="酸素", family_name_kana="タ", former_name=""))
    for day in range(1, 20):
        saved_talk(opened, child.id, on=date(2026, 10, day), facts=f"酸素の話 {day}")
    seen: list[str] = []
    start = 0
    while True:
        answer = search.find(opened, "酸素", limit=5, start=start)
        seen += [hit.record_id for hit in answer.hits]
        if not answer.more:
            break
        start += 5
    assert len(seen) == len(set(seen)) == len(search.find(opened, "酸素", limit=100).hits)
    assert len(seen) > 20


def test_going_on_in_numbers_shows_each_child_once(opened: Office) -> None:
    """A child of whom several numbers begin so is one hit, the exact number comes first, and the pages fit together."""
    for number in range(12):
        phones = (FamilyMember(relationship="mother", name="母", phone=f"090-0000-{number:04}"),)
        saved_child(opened, f"9{number:02}", phone=f"090-1111-{number:04}", family=phones, certificates=())
    saved_child(opened, "0900", phone="", family=(), certificates=())
    pages = [numbers(opened, "0900", limit=5, start=start) for start in (0, 5, 10, 15)]
    assert pages[0][0] == "0900"
    together = [number for page in pages for number in page]
    assert len(together) == len(set(together)) == 13
    assert together == numbers(opened, "0900", limit=50)


def test_a_plan_or_a_liaison_is_not_buried_under_newer_consultations(opened: Office) -> None:
    child = saved_child(opened)
    for day in range(1, 31):
        saved_talk(opened, child.id, on=date(2026, 10, day), facts="宿泊の相談", none_reason="")
    register.save(opened, a_child("0002", family_name="倉田", former_name="", note="宿泊に同行する"))
    hits = search.find(opened, "宿泊").hits
    assert len(hits) == 20
    assert "child" in {hit.kind for hit in hits}
    days = [hit.on for hit in hits if hit.on]
    assert days == sorted(days, reverse=True)
