"""同意, 情報提供書, 提供記録, 連絡調整 and 関係機関 on a real vault."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from caseapp.casework import assessments, disclosures, follow_ups, liaisons, organizations
from caseapp.casework.office import Office
from caseapp.rules.assessment import AreaRating, Assessment
from caseapp.rules.disclosure import Consent, InformationLetter
from caseapp.rules.follow_up import NextStep
from caseapp.rules.organization import ContactPerson, Liaison, Organization
from caseapp.rules.problem import NotFound, Refused
from tests.casework.yoshino import hina, manager_office

TODAY = date(2026, 11, 20)
NEXT = NextStep(text="養護教諭に電話する", due_on=date(2026, 11, 27), kind="school")


@pytest.fixture
def opened(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with manager_office(tmp_path / "vault", now) as manager:
        yield manager


def school(opened: Office) -> Organization:
    return organizations.list_all(opened)[0]


def consent(opened: Office) -> Consent:
    given = Consent(
        child_id=hina(opened),
        given_on=date(2026, 11, 5),
        given_by="保護者 母",
        purpose="給食前の注射を、本人の望む場所で安全に行うこと",
        recipient="若葉市立南小学校",
        items=("低血糖のときの手当て", "補食と注射に必要な場所・時間"),
        valid_to=date(2027, 11, 30),
    )
    disclosures.save_consent(opened, given)
    return disclosures.consents(opened, given.child_id)[0]


def ready_letter(opened: Office) -> InformationLetter:
    consent(opened)
    fresh = disclosures.new_letter(opened, hina(opened), organization_id=school(opened).id)
    return replace(fresh, withheld=("検査値",), readers="校長、養護教諭", storage="保健室の施錠できる書庫")


def test_a_new_letter_starts_from_the_consent_that_names_its_reader(opened: Office) -> None:
    letter = ready_letter(opened)
    assert letter.items == ("低血糖のときの手当て", "補食と注射に必要な場所・時間")
    assert letter.addressee == "校長 原田 正志"
    assert letter.basis == "同意書 第R8-0001号(令和8年11月5日 保護者 母)"


def test_a_consent_is_not_widened_to_another_reader(opened: Office) -> None:
    consent(opened)
    organizations.save(opened, Organization(number="C1", name="汐見市役所", kind="municipality"))
    city = next(o for o in organizations.list_all(opened) if o.number == "C1")
    letter = disclosures.new_letter(opened, hina(opened), organization_id=city.id)
    assert (letter.consent_id, letter.items, letter.basis) == ("", (), "")


def test_an_issued_letter_makes_a_disclosure_with_the_hash_of_what_was_printed(opened: Office) -> None:
    letter_id = disclosures.save_letter(opened, ready_letter(opened)).record_id
    disclosures.issue(opened, letter_id, method="hand", render=lambda *_: (b"%PDF-1.4 page", ""))
    (made,) = disclosures.disclosures(opened, hina(opened))
    assert made.number == "R8-0001"
    assert made.document_hash == hashlib.sha256(b"%PDF-1.4 page").hexdigest()
    assert made.recipient == "若葉市立南小学校 校長 原田 正志"
    assert disclosures.letter(opened, letter_id).issued_on == TODAY


def test_an_issued_letter_stays_as_it_is(opened: Office) -> None:
    letter_id = disclosures.save_letter(opened, ready_letter(opened)).record_id
    disclosures.issue(opened, letter_id, method="hand", render=lambda *_: (b"pdf", ""))
    with pytest.raises(Refused):
        disclosures.save_letter(opened, replace(disclosures.letter(opened, letter_id), purpose="別のこと"))
    with pytest.raises(Refused):
        disclosures.issue(opened, letter_id, method="hand", render=lambda *_: (b"pdf", ""))
    assert len(disclosures.disclosures(opened, hina(opened))) == 1


@pytest.mark.parametrize("gap", ["purpose", "items", "withheld", "basis", "organization_id"])
def test_nothing_goes_out_without_purpose_items_and_ground(opened: Office, gap: str) -> None:
    letter = ready_letter(opened)
    change: dict[str, Any] = {gap: () if gap in ("items", "withheld") else ""}
    emptied = replace(letter, **change)
    letter_id = disclosures.save_letter(opened, emptied).record_id
    with pytest.raises(Refused) as refusal:
        disclosures.issue(opened, letter_id, method="hand", render=lambda *_: (b"pdf", ""))
    assert [problem.field for problem in refusal.value.problems] == [gap]
    assert disclosures.disclosures(opened, hina(opened)) == ()


@pytest.mark.parametrize("ended", [{"withdrawn_on": TODAY}, {"valid_to": TODAY - timedelta(days=1)}])
def test_a_new_letter_does_not_rest_on_a_consent_that_has_ended(opened: Office, ended: dict[str, Any]) -> None:
    to = ready_letter(opened).organization_id
    assert disclosures.new_letter(opened, hina(opened), organization_id=to).consent_id
    for given in disclosures.consents(opened, hina(opened)):
        disclosures.save_consent(opened, replace(given, **ended))
    letter = disclosures.new_letter(opened, hina(opened), organization_id=to)
    assert (letter.consent_id, letter.basis, letter.items) == ("", "", ())


def test_a_withdrawn_consent_stops_the_letter(opened: Office) -> None:
    letter_id = disclosures.save_letter(opened, ready_letter(opened)).record_id
    given = disclosures.consents(opened, hina(opened))[0]
    disclosures.save_consent(opened, replace(given, withdrawn_on=TODAY))
    with pytest.raises(Refused):
        disclosures.issue(opened, letter_id, method="hand", render=lambda *_: (b"pdf", ""))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"given_on": date(2026, 11, 21)}, "given_on"),
        ({"given_by": " "}, "given_by"),
        ({"recipient": ""}, "recipient"),
        ({"items": ()}, "items"),
        ({"valid_to": date(2026, 1, 1)}, "valid_to"),
        ({"withdrawn_on": date(2026, 1, 1)}, "withdrawn_on"),
    ],
)
def test_a_contradictory_consent_is_refused(opened: Office, change: dict[str, Any], field: str) -> None:
    given = consent(opened)
    with pytest.raises(Refused) as refusal:
        disclosures.save_consent(opened, replace(given, **change))
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert disclosures.consents(opened, hina(opened)) == (given,)


def asked(opened: Office, **change: Any) -> Liaison:
    value = Liaison(
        id=opened.new_id(),
        child_id=hina(opened),
        organization_id=school(opened).id,
        on=TODAY,
        method="phone",
        subject="注射の場所",
        request="教室のすみで打てるか",
        reply_due_on=date(2026, 11, 27),
    )
    return replace(value, **change)


def test_waiting_for_an_answer_is_a_next_step_of_its_own(opened: Office) -> None:
    liaisons.record(opened, asked(opened), next_step=None)
    (waiting,) = liaisons.waiting(opened)
    assert (waiting.organization, waiting.worker) == ("若葉市立南小学校", opened.account.name)
    assert follow_ups.of_child(opened, hina(opened)) == ()


def test_without_waiting_the_question_must_be_answered(opened: Office) -> None:
    with pytest.raises(Refused):
        liaisons.record(opened, asked(opened, reply_due_on=None), next_step=None)
    assert liaisons.of_child(opened, hina(opened)) == ()


def test_an_answer_ends_the_waiting_once(opened: Office) -> None:
    made = liaisons.record(opened, asked(opened), next_step=NEXT)
    liaisons.answered(opened, made.record_id, on=TODAY, answer="教室のすみで打ってよい")
    assert liaisons.waiting(opened) == ()
    with pytest.raises(Refused):
        liaisons.answered(opened, made.record_id, on=TODAY, answer="もう一度")
    assert liaisons.get(opened, made.record_id).answer == "教室のすみで打ってよい"


def test_a_liaison_saved_twice_in_a_hurry_is_one_with_one_next_action(opened: Office) -> None:
    value = asked(opened)
    for _ in range(2):
        liaisons.record(opened, value, next_step=NEXT)
    assert len(liaisons.of_child(opened, hina(opened))) == 1
    assert [f.text for f in follow_ups.of_child(opened, hina(opened))] == ["養護教諭に電話する"]


def test_a_withdrawn_liaison_is_hidden_and_can_come_back(opened: Office) -> None:
    made = liaisons.record(opened, asked(opened), next_step=None)
    with pytest.raises(Refused):
        liaisons.withdraw(opened, made.record_id, reason="")
    liaisons.withdraw(opened, made.record_id, reason="別のお子さんのこと")
    assert (liaisons.recent(opened), liaisons.waiting(opened)) == ((), ())
    with pytest.raises(NotFound):
        liaisons.get(opened, made.record_id)
    liaisons.restore(opened, made.record_id)
    assert len(liaisons.recent(opened)) == 1


def test_two_organizations_cannot_have_one_number(opened: Office) -> None:
    with pytest.raises(Refused):
        organizations.save(opened, Organization(number="S1", name="汐見第二中学校", kind="school"))
    assert len(organizations.list_all(opened)) == 1


def test_an_organization_is_found_by_a_person_and_by_another_form_of_writing(opened: Office) -> None:
    person = ContactPerson(name="髙橋 文", role="養護教諭")
    organizations.save(opened, replace(school(opened), contacts=(person,)))
    assert [o.number for o in organizations.find(opened, "高橋")] == ["S1"]
    assert organizations.find(opened, "") == ()
    assert organizations.get(opened, school(opened).id).contacts[0].name == "髙橋 文"


def test_an_assessment_is_kept_and_an_impossible_one_refused(opened: Office) -> None:
    value = Assessment(
        child_id=hina(opened),
        on=TODAY,
        child_voice="給食が楽しみ",
        areas=(AreaRating(area="school", state="毎日通っている", rating=4),),
    )
    assessments.save(opened, value, next_step=NEXT)
    for wrong in (
        replace(value, on=date(2026, 11, 21)),
        replace(value, areas=(), child_voice="", voice_missing_reason="まだ会えていない"),
        replace(value, areas=(AreaRating(area="school", rating=6),)),
        replace(value, child_voice=""),
        replace(value, voice_on=date(2026, 11, 21)),
    ):
        with pytest.raises(Refused):
            assessments.save(opened, wrong, next_step=NEXT)
    assert [a.on for a in assessments.of_child(opened, hina(opened))] == [TODAY]


def test_an_empty_letter_is_not_kept(opened: Office) -> None:
    with pytest.raises(Refused):
        disclosures.save_letter(opened, disclosures.new_letter(opened, hina(opened)))
    assert disclosures.letters(opened, hina(opened)) == ()
