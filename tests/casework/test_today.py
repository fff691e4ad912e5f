"""The first page of the morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from caseapp.casework import accounts, follow_ups, liaisons, organizations, register, today
from caseapp.casework.office import Office
from caseapp.rules.child import CertificatePeriod, Child
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.organization import Liaison, Organization
from tests.casework.people import NONE, TODAY, WORKER, saved_child, saved_talk


def bare(opened: Office, number: str, **fields: object) -> Child:
    """A child about whom nothing is due."""
    given = {"certificates": (), "birth_date": date(2019, 1, 20), "worker_id": opened.account.id, **fields}
    return saved_child(opened, number, **given)


def planned(opened: Office, child: Child, days: int, text: str = "電話", **fields: object) -> None:
    due = TODAY + timedelta(days=days)
    follow_ups.add(opened, FollowUp(child_id=child.id, text=text, due_on=due, **fields))  # type: ignore[arg-type]  # any field


def test_actions_stand_where_they_are_due(opened: Office) -> None:
    child = bare(opened, "1")
    for days in (-4, -1, 0, 1, 7, 8, 30):
        planned(opened, child, days, f"{days}")
    follow_ups.done(opened, today.page(opened, mine=True).overdue[1].follow_up_id)
    page = today.page(opened, mine=True)
    assert [row.text for row in page.overdue] == ["-4"]
    assert [row.text for row in page.due_today] == ["0"]
    assert [row.text for row in page.next_7_days] == ["1", "7"]
    assert {name: page.counts[name] for name in ("overdue", "due_today", "next_7_days", "children")} == {
        "overdue": 1,
        "due_today": 1,
        "next_7_days": 2,
        "children": 1,
    }
    row = page.due_today[0]
    assert (row.child_name, row.child_kana, row.age_grade, row.worker_short) == (
        "髙瀬 陽菜乃",
        "タカセ ヒナノ",
        "7歳・小2",
        "村井",
    )


def test_today_goes_by_the_hour(opened: Office) -> None:
    from datetime import time

    child = bare(opened, "1")
    planned(opened, child, 0, "いつでも", kind="letter")
    planned(opened, child, 0, "午後", due_time=time(13, 30), kind="meeting")
    planned(opened, child, 0, "朝", due_time=time(10, 30), kind="visit")
    planned(opened, child, 0, "もう一つ", kind="visit")
    page = today.page(opened, mine=True)
    assert [row.text for row in page.due_today][:2] == ["朝", "午後"]
    assert page.kinds == {"visit": 2, "meeting": 1, "letter": 1}


def test_mine_and_the_offices(opened: Office) -> None:
    colleague = accounts.add_name(opened, name=WORKER).record_id
    mine, theirs = bare(opened, "1"), bare(opened, "2", worker_id=colleague)
    planned(opened, mine, 0, "わたし")
    planned(opened, theirs, 0, "ほかの人", worker_id=colleague)
    planned(opened, theirs, 0, "ほかの人の子をわたしが", worker_id=opened.account.id)
    assert {row.text for row in today.page(opened, mine=True).due_today} == {"わたし", "ほかの人の子をわたしが"}
    assert len(today.page(opened, mine=False).due_today) == 3
    assert today.page(opened, mine=True).counts["children"] == 1
    assert today.page(opened, mine=False).counts["children"] == 2


def test_whom_we_wait_for(opened: Office) -> None:
    child = bare(opened, "1")
    body = organizations.save(opened, Organization(number="K1", name="汐見市教育委員会", kind="other")).record_id
    for on, due in ((date(2026, 11, 9), date(2026, 11, 16)), (date(2026, 11, 17), date(2026, 11, 30))):
        value = Liaison(
            child_id=child.id,
            organization_id=body,
            on=on,
            method="phone",
            subject=f"{due.day}日まで",
            content="看護師の配置",
            reply_due_on=due,
        )
        liaisons.record(opened, value, next_step=None)
    first, second = today.page(opened, mine=True).waiting
    assert (first.organization, first.subject, first.reply_due_on) == (
        "汐見市教育委員会",
        "16日まで",
        date(2026, 11, 16),
    )
    liaisons.answered(opened, first.liaison_id, on=TODAY, answer="できる")
    assert today.page(opened, mine=True).waiting == (second,)
    assert register.page(opened, child.id).waiting[0].id == second.liaison_id


def test_whom_nobody_has_spoken_with(opened: Office) -> None:
    accounts.save_settings(opened, replace(opened.settings, silent_days=180))
    for number, days in enumerate((179, 180, 181, 400), 1):
        child = bare(opened, f"{number}", registered_on=date(2020, 1, 1))
        saved_talk(opened, child.id, on=TODAY - timedelta(days=days), consulter="father")
    never = bare(opened, "5", registered_on=date(2024, 1, 1))
    bare(opened, "6")  # registered today
    closed = bare(opened, "7", registered_on=date(2020, 1, 1))
    register.close(opened, closed.id, on=TODAY, reason="転出")
    page = today.page(opened, mine=True)
    assert [(row.last_on and (TODAY - row.last_on).days) for row in page.silent] == [None, 400, 181]
    assert page.silent[0].child_id == never.id
    assert (page.silent[1].method, page.silent[1].consulter) == ("phone", "father")
    assert page.counts["silent"] == 3


def test_the_last_contact_that_was_a_brothers_is_told_as_it_was(opened: Office) -> None:
    """The day of one record with the way and the person of another would say what never happened."""
    accounts.save_settings(opened, replace(opened.settings, silent_days=180))
    child, brother = bare(opened, "1"), bare(opened, "2")
    long_ago, later = TODAY - timedelta(days=500), TODAY - timedelta(days=300)
    saved_talk(opened, child.id, on=long_ago, method="visit", consulter="father")
    saved_talk(opened, child.id, on=later, start=time(9, 0), method="letter", consulter="school")
    saved_talk(
        opened, brother.id, on=later, start=time(15, 0), method="phone", consulter="mother", also_children=(child.id,)
    )
    rows = {row.child_id: (row.last_on, row.method, row.consulter) for row in today.page(opened, mine=True).silent}
    assert rows == {each.id: (later, "phone", "mother") for each in (child, brother)}


@pytest.mark.parametrize(("days", "there"), [(365, True), (366, True), (367, False)])
def test_an_expired_certificate_is_shown_for_a_year(opened: Office, days: int, there: bool) -> None:
    bare(opened, "1", certificates=(CertificatePeriod(valid_to=TODAY - timedelta(days=days)),))
    assert bool(today.page(opened, mine=True).certificates) == there


def test_certificates_that_run_out(opened: Office) -> None:
    def child(number: str, days: int, **fields: object) -> Child:
        period = CertificatePeriod(valid_from=date(2025, 1, 1), valid_to=TODAY + timedelta(days=days))
        return bare(opened, number, certificates=(period,), **fields)

    child("late", -10)
    child("near", 41)
    adult = child("adult", 60, birth_date=date(2008, 3, 1))
    child("far", 91)
    child("long ago", -400)
    renewed = (
        CertificatePeriod(valid_from=date(2025, 1, 1), valid_to=TODAY + timedelta(days=10)),
        CertificatePeriod(valid_from=TODAY + timedelta(days=11), valid_to=TODAY + timedelta(days=376)),
    )
    bare(opened, "renewed", certificates=renewed)
    page = today.page(opened, mine=True)
    numbers = [register.child(opened, row.child_id).number for row in page.certificates]
    assert numbers == ["adult", "late", "near"]
    assert page.certificates[0].state.danger
    assert page.counts["certificates"] == 3
    planned(opened, adult, 0)
    assert today.page(opened, mine=True).due_today[0].danger == "expiring"


def test_a_long_list_is_cut_and_counted(opened: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today, "SHOWN", 3)
    child = bare(opened, "1")
    for _ in range(5):
        planned(opened, child, -1)
        planned(opened, child, 0)
    page = today.page(opened, mine=True)
    assert (len(page.overdue), page.counts["overdue"]) == (3, 5)
    assert (len(page.due_today), page.counts["due_today"]) == (3, 5)


def test_a_follow_up_of_a_child_no_longer_supported_is_still_to_be_done(opened: Office) -> None:
    child = bare(opened, "1")
    saved_talk(opened, child.id, next_step=NONE)
    planned(opened, child, -1)
    register.close(opened, child.id, on=TODAY, reason="転出")
    assert len(today.page(opened, mine=True).overdue) == 1
