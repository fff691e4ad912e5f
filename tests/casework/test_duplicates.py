"""Never twice: who is found while a child is written down, over the whole office, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from caseapp.casework import audit, bulk, duplicates, register
from caseapp.casework.office import Office
from caseapp.rules.child import CertificatePeriod, FamilyMember
from caseapp.rules.child_facts import FormerName
from caseapp.rules.clock import TOKYO
from caseapp.rules.likeness_traits import traits_of
from caseapp.rules.problem import NotFound, Refused
from caseapp.words.likeness import said
from tests.casework.offices import new_office
from tests.casework.people import a_child, saved_child

BORN = date(2014, 8, 3)


def plain(number: str, family: str = "原", given: str = "葵", **fields: object) -> dict[str, object]:
    """A child with nothing but a name."""
    empty = {"family": (), "certificates": (), "phone": "", "former_name": "", "alias": ""}
    kana = {"family_name_kana": "", "given_name_kana": ""}
    return {"number": number, "family_name": family, "given_name": given, **empty, **kana, **fields}


def test_a_child_that_is_written_down_again_is_found_with_the_reason(opened: Office) -> None:
    known = saved_child(opened)
    typed = a_child(**plain("", "たかせ", "ひなの", birth_date=BORN))  # type: ignore[arg-type]  # fields by name
    (match,) = duplicates.likely(opened, typed)
    assert match.child_id == known.id
    assert said(match.reasons, "ja") == "よみと生年月日が同じです。"
    assert said(match.reasons, "en") == "The reading and the date of birth are the same."


def test_nobody_is_like_oneself(opened: Office) -> None:
    known = saved_child(opened)
    assert duplicates.likely(opened, known) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"family_name": "高瀨", "given_name": "陽菜乃"},
        {"family_name": "陽菜乃", "given_name": "高瀬"},
        {"family_name": "三枝", "given_name": "陽菜乃"},
        {"family_name": "岡本", "given_name": "陽菜乃", "former_names": (FormerName(family_name="高瀬"),)},
        {"family_name": "サエグサ", "given_name": "ひなの"},
        {"family_name": "高瀬", "given_name": "陽菜乃", "birth_date": date(2014, 3, 8)},
        {"family_name": "高瀬", "given_name": "陽菜乃", "birth_date": date(2014, 8, 13)},
        {"family_name": "名前", "given_name": "不明", "certificates": (CertificatePeriod(number="1234567"),)},
        {"family_name": "岡本", "given_name": "陽菜乃", "phone": "09000001234"},
        {
            "family_name": "岡本",
            "given_name": "陽菜乃",
            "family": (FamilyMember(relationship="mother", name="岡本 美咲", phone="090-0000-5678"),),
        },
    ],
)
def test_each_way_of_being_like_is_found_through_the_store(opened: Office, fields: dict[str, object]) -> None:
    known = saved_child(opened, former_names=(FormerName(family_name="三枝", family_name_kana="サエグサ"),))
    typed = a_child(**{**plain("", birth_date=BORN), **fields})  # type: ignore[arg-type]  # fields by name
    assert [match.child_id for match in duplicates.likely(opened, typed)] == [known.id]
    finder = duplicates.finder(opened)
    assert [match.child_id for match in finder.likely(traits_of(typed, born=typed.birth_date))] == [known.id]


def test_without_a_birth_date_the_whole_name_is_enough_and_half_of_it_is_not(opened: Office) -> None:
    known = saved_child(opened)
    whole = a_child(**plain("", "高瀬", "陽菜乃"))  # type: ignore[arg-type]  # fields by name
    assert [match.child_id for match in duplicates.likely(opened, whole, born_known=False)] == [known.id]
    half = a_child(**plain("", "高瀬", ""))  # type: ignore[arg-type]  # fields by name
    assert duplicates.likely(opened, half, born_known=False) == ()


def test_twins_are_told_and_are_not_in_the_list_of_the_office(opened: Office) -> None:
    saved_child(opened, "0001")
    typed = a_child("0002", given_name="一翔", given_name_kana="カズト", certificates=(), former_name="")
    (match,) = duplicates.likely(opened, typed)
    assert match.twins
    assert said(match.reasons, "ja") == "生年月日と姓が同じです。ふたごかもしれません。"
    assert duplicates.likely(opened, typed, twins=False) == ()
    register.save(opened, typed)
    assert duplicates.pairs(opened) == ()
    assert [pair.twins for pair in duplicates.pairs(opened, twins=True)] == [True]


def test_the_list_of_the_office_has_each_pair_once_the_likeliest_first(opened: Office) -> None:
    first = saved_child(opened, "0001")
    second = saved_child(opened, "0002", family_name_kana="", given_name_kana="", certificates=(), phone="")
    saved_child(opened, **plain("0003", birth_date=BORN))  # type: ignore[arg-type]  # fields by name
    saved_child(opened, **plain("0004", birth_date=BORN))  # type: ignore[arg-type]  # fields by name
    found = duplicates.pairs(opened)
    assert [{pair.left.number, pair.right.number} for pair in found] == [{"0001", "0002"}, {"0003", "0004"}]
    assert {found[0].left.child_id, found[0].right.child_id} == {first.id, second.id}


def test_two_who_were_told_apart_are_remembered_and_it_can_be_taken_back(opened: Office) -> None:
    one, other = saved_child(opened, "0001"), saved_child(opened, "0002")
    duplicates.told_apart(opened, other.id, one.id)
    assert duplicates.pairs(opened) == ()
    assert duplicates.likely(opened, one) == ()
    (settled,) = duplicates.pairs(opened, settled=True)
    assert (settled.settled_on, settled.settled_by) == (opened.today, opened.account.name)
    register.save(opened, register.child(opened, one.id))  # saving settings and records forgets nothing
    duplicates.not_told_apart(opened, one.id, other.id)
    assert len(duplicates.pairs(opened)) == 1
    assert duplicates.pairs(opened, settled=True) == ()
    actions = [entry.action for entry in audit.entries(opened, limit=2)]
    assert actions == ["child.not_told_apart", "child.told_apart"]


def test_what_was_told_apart_outlives_a_change_of_the_settings(opened: Office) -> None:
    from caseapp.casework import accounts

    one, other = saved_child(opened, "0001"), saved_child(opened, "0002")
    duplicates.told_apart(opened, one.id, other.id)
    accounts.save_settings(opened, opened.settings)
    assert duplicates.pairs(opened) == ()


def test_nobody_is_told_apart_from_oneself_or_from_somebody_who_is_not_there(opened: Office) -> None:
    one = saved_child(opened)
    with pytest.raises(Refused):
        duplicates.told_apart(opened, one.id, one.id)
    with pytest.raises(NotFound):
        duplicates.told_apart(opened, one.id, opened.new_id())


def test_a_crowd_of_one_birth_date_is_still_compared(opened: Office) -> None:
    finder = duplicates.Finder()
    for number in range(200):
        given = "葵" if number in (7, 150) else f"名{number}"
        child = a_child(**plain(str(number), "姓", given, birth_date=BORN, id=str(number)))  # type: ignore[arg-type]  # fields by name
        person = duplicates.Person(child_id=child.id, number=child.number, name=child.name, kana="", birth_date=BORN)
        finder.add(person, traits_of(child, born=BORN))
    assert {one.child_id + other.child_id for one, other, _ in finder.pairs()} == {"1507"}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    now = datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
    with new_office(Path(tmp_path_factory.mktemp("large")) / "vault", now) as office:
        bulk.multiply(office, children=2000, consultations=0)
        yield office


def test_a_child_of_a_large_office_is_found_again(large: Office) -> None:
    child = register.rows(large)[0]
    typed = a_child(**plain("", child.name.split()[0], child.name.split()[1], birth_date=child.birth_date))  # type: ignore[arg-type]  # fields by name
    assert child.child_id in [match.child_id for match in duplicates.likely(large, typed)]
