"""The register: saving children, the list in its order, one child's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from caseapp.casework import drafts, follow_ups, register
from caseapp.casework.office import Office
from caseapp.casework.register import RegisterFilter
from caseapp.rules.child import CertificatePeriod, FamilyMember
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.problem import NotFound, Refused
from caseapp.vault.trouble import Closed
from tests.casework.people import NEXT, a_child, counted, everything, saved_child, saved_talk

HOSTILE = (
    *("髙橋", "𠮷田", "葛󠄀城", "神", "O'Brien", 'Robert"); DROP TABLE child;--', "%_", "a\u200db", "🏥"),
    *("あ" * 500, "ﾊﾝｶｸ", "  前後  "),
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_kept_to_the_code_point(opened: Office, name: str) -> None:
    saved = saved_child(opened, family_name=name, note=name)
    again = register.child(opened, saved.id)
    assert (again.family_name, again.note) == (name, name)


def test_a_number_is_given_once(opened: Office) -> None:
    saved = saved_child(opened)
    before = everything(opened)
    with pytest.raises(Refused) as caught:
        register.save(opened, a_child("0001", family_name="倉田"))
    assert [problem.field for problem in caught.value.problems] == ["number"]
    assert everything(opened) == before
    register.save(opened, replace(saved, note="自分の番号のまま"))


def test_the_next_number_follows_the_offices_own(opened: Office) -> None:
    assert register.next_number(opened) == "R8-0001"
    saved_child(opened, "S-0411")
    assert register.next_number(opened) == "S-0412"


def test_what_is_missing_is_told_and_nothing_saved(opened: Office) -> None:
    with pytest.raises(Refused) as caught:
        register.save(opened, a_child("", family_name=" ", birth_date=date(2026, 11, 21)))
    assert {problem.field for problem in caught.value.problems} == {"number", "family_name", "birth_date"}
    assert counted(opened, "child") == 0


def test_found_by_id_and_by_number(opened: Office) -> None:
    saved = saved_child(opened)
    assert register.child_by_number(opened, "0001") == register.child(opened, saved.id) == saved
    with pytest.raises(NotFound):
        register.child_by_number(opened, "9999")
    with pytest.raises(NotFound):
        register.page(opened, "nothing")


def test_a_row_says_what_the_list_shows(opened: Office) -> None:
    saved = saved_child(opened, worker_id=opened.account.id)
    talk = saved_talk(opened, saved.id, next_step=NEXT)
    follow_ups.add(opened, FollowUp(child_id=saved.id, text="あとのこと", due_on=date(2027, 1, 8)))
    (row,) = register.rows(opened)
    assert (row.name, row.kana, row.number) == ("髙瀬 陽菜乃", "タカセ ヒナノ", "0001")
    assert (row.age_grade, row.grade) == ("12歳・小6", "e6")
    assert (row.disease, row.disease_group) == ("単心室症", "4")
    assert (row.medical_care, row.medical_care_text) == (("oxygen", "suction"), "在宅酸素ほか1")
    assert (row.certificate_to, row.certificate_state.state) == (date(2027, 9, 30), "valid")
    assert (row.last_contact_on, row.next_text, row.next_due_on) == (talk.on, NEXT.text, NEXT.due_on)
    assert (row.worker_short, row.flag, row.status) == ("村井", "body", "active")
    assert row.search_keys.startswith("高瀬陽菜乃 三枝陽菜乃 たかせひなの 0001")


def test_the_page_and_the_list_judge_a_certificate_alike(opened: Office) -> None:
    today = opened.today
    for number, ends in enumerate((None, -400, -1, 0, 40, 89, 91, 600)):
        to = None if ends is None else today + timedelta(days=ends)
        period = CertificatePeriod(valid_from=date(2020, 1, 1), valid_to=to)
        saved_child(opened, f"{number}", birth_date=date(2008 + number % 3, 5, 5), certificates=(period,))
    for row in register.rows(opened):
        page = register.page(opened, row.child_id)
        assert page.certificate is not None
        assert (row.certificate_state, row.certificate_to) == (page.certificate_state, page.certificate.valid_to)


def test_the_order_is_that_of_the_readings(opened: Office) -> None:
    names = [
        ("ワタナベ", "アオイ"),
        ("アベ", "ハルト"),
        ("ハマダ", "リン"),
        ("バンドウ", "アン"),
        ("ハマダ", "アン"),
        ("", ""),
    ]
    for number, (family, given) in enumerate(names):
        saved_child(opened, f"{number}", family_name_kana=family, given_name_kana=given)
    listed = [row.kana for row in register.rows(opened)]
    assert listed == ["アベ ハルト", "ハマダ アン", "ハマダ リン", "バンドウ アン", "ワタナベ アオイ", ""]


def test_the_filters(opened: Office) -> None:
    child = saved_child(opened, worker_id=opened.account.id)
    bare = saved_child(
        opened,
        "0002",
        birth_date=date(2020, 5, 1),
        registered_on=date(2026, 4, 1),
        diseases=(),
        medical_care=(),
        certificates=(),
        cautions=(),
        family=(),
    )
    saved_talk(opened, child.id, next_step=NEXT)

    def found(**wanted: object) -> list[str]:
        return [row.number for row in register.rows(opened, filter=RegisterFilter(**wanted))]  # type: ignore[arg-type]  # any filter

    assert found() == ["0001", "0002"]
    assert found(worker_id=opened.account.id) == ["0001"]
    assert found(disease_groups=("4",)) == ["0001"]
    assert found(grades=("k3",)) == ["0002"]
    assert found(care="any") == ["0001"]
    assert found(next_step="none") == ["0002"]
    assert found(certificate_days=90) == []
    assert found(certificate_days=365) == ["0001"]
    assert found(silent_days=180) == ["0002"]
    assert found(silent_days=10) == ["0001", "0002"]
    register.close(opened, bare.id, on=opened.today, reason="転出")
    assert found() == ["0001"]
    assert found(status="closed") == ["0002"]
    assert found(status="") == ["0001", "0002"]


def test_ending_and_taking_up_the_support(opened: Office) -> None:
    child = saved_child(opened)
    with pytest.raises(Refused):
        register.close(opened, child.id, on=opened.today, reason="")
    with pytest.raises(Refused):
        register.close(opened, child.id, on=date(2026, 11, 21), reason="転出")
    register.close(opened, child.id, on=opened.today, reason="転出")
    assert register.child(opened, child.id).closed_reason == "転出"
    register.reopen(opened, child.id)
    assert register.child(opened, child.id) == replace(child, revision=3)


def test_the_childs_page(opened: Office) -> None:
    sister = saved_child(opened, "0002", given_name="蒼")
    related = FamilyMember(relationship="sister", name="髙瀬 蒼", sibling_child_number="0002")
    child = saved_child(opened, family=(*a_child().family, related))
    talk = saved_talk(opened, child.id, next_step=NEXT, consulter="child")
    page = register.page(opened, child.id)
    assert page.child == register.child(opened, child.id)
    assert (page.age, page.age_grade, page.grade) == ("12歳3か月", "12歳・小6", "e6")
    assert [caution.kind for caution in page.red_facts] == ["body", "privacy", "privacy"]
    assert page.last_contact is not None
    assert (page.last_contact.on, page.last_contact.days_ago) == (talk.on, 14)
    assert [stage.kind for stage in page.stages if stage.when == "next"] == ["junior_high"]
    assert [follow_up.text for follow_up in page.follow_ups] == [NEXT.text]
    assert page.siblings == ((sister.id, "髙瀬 蒼", "sister"),)
    assert page.counts == {"": 4, "consultation": 1, "certificate": 2, "milestone": 1}
    first = page.timeline[0]
    assert (first.kind, first.state, first.due_on, first.own_words) == ("consultation", "open", NEXT.due_on, True)
    assert [entry.kind for entry in page.timeline] == ["consultation", "certificate", "certificate", "milestone"]
    assert page.plan is None


def test_a_seen_page_is_audited_once_and_remembered(opened: Office) -> None:
    first, second = saved_child(opened), saved_child(opened, "0002", given_name="蒼")
    entries = counted(opened, "audit")
    register.page(opened, first.id)
    register.page(opened, first.id)
    assert counted(opened, "audit") == entries + 1
    register.page(opened, second.id)
    assert counted(opened, "audit") == entries + 2
    later = opened.now + timedelta(minutes=11)
    opened.clock = lambda: later
    register.page(opened, first.id)
    assert counted(opened, "audit") == entries + 3
    assert register.recent(opened) == ((first.id, "髙瀬 陽菜乃"), (second.id, "髙瀬 蒼"))


def test_the_timeline_goes_on_in_whole_days(opened: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    child = saved_child(opened, certificates=(), milestones=())
    for number in range(9):
        saved_talk(opened, child.id, on=date(2026, 11, 1 + number // 2), words=f"{number}")
    monkeypatch.setattr("caseapp.casework.child_page.FIRST", 4)
    shown = list(register.page(opened, child.id).timeline)
    assert [entry.on.day for entry in shown] == [5, 4, 4]
    while more := register.timeline(opened, child.id, before=shown[-1].on):
        shown += more
    assert [entry.on.day for entry in shown] == [5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert len({entry.record_id for entry in shown}) == 9
    assert register.timeline(opened, child.id, kinds=("liaison",)) == ()


def test_the_list_is_kept_until_something_changes(opened: Office) -> None:
    child = saved_child(opened)
    first = register.rows(opened)
    register.page(opened, child.id)
    drafts.save(opened, form="consultation", child_id=child.id, content={})
    assert register.rows(opened) is first
    saved_talk(opened, child.id)
    assert register.rows(opened)[0].last_contact_on is not None
    assert register.rows(opened, filter=RegisterFilter(status="closed")) == ()
    later = opened.now + timedelta(days=300)
    opened.clock = lambda: later
    assert register.rows(opened)[0].age_grade == "13歳・中1"
    opened.preferences = {"language": "en"}
    assert register.rows(opened)[0].age_grade == "age 13, jr high 1"
    opened.close()
    with pytest.raises(Closed):
        register.rows(opened)
