"""暦: everything dated between two days, whose it is, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from caseapp.casework import (
    accounts,
    calendar,
    consultations,
    follow_ups,
    liaisons,
    organizations,
    plan_offers,
    plans,
    program_uses,
    register,
    stages,
)
from caseapp.casework.office import Office
from caseapp.records.follow_up import FollowUpRow
from caseapp.records.plan import SupportPlanRow
from caseapp.records.stage import StageItemRow
from caseapp.rules.child import CertificatePeriod, Child
from caseapp.rules.follow_up import FollowUp
from caseapp.rules.organization import Liaison, Organization
from caseapp.rules.plan_offer import Scheme
from caseapp.rules.program_use import ProgramUse
from tests.casework.people import NONE, TODAY, WORKER, saved_child, saved_talk, statements

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def child(opened: Office) -> Child:
    periods = (CertificatePeriod(valid_to=date(2026, 11, 5)), CertificatePeriod(valid_to=date(2026, 11, 28)))
    return saved_child(opened, worker_id=opened.account.id, certificates=periods, milestones=())


def seen(opened: Office, *, mine: bool = True) -> list[tuple[str, int]]:
    return [(entry.kind, entry.on.day) for entry in calendar.between(opened, FIRST, LAST, mine=mine)]


def test_every_kind_stands_on_its_day(opened: Office, child: Child) -> None:
    step = FollowUp(child_id=child.id, text="電話", due_on=TODAY, due_time=time(10, 30), kind="phone")
    follow_ups.add(opened, step)
    waiting = follow_ups.add(opened, FollowUp(child_id=child.id, text="意見書", due_on=TODAY)).record_id
    follow_ups.wait(opened, waiting, whom="榎本医師", since=TODAY, until=date(2026, 11, 25))
    saved_talk(opened, child.id, on=date(2026, 11, 6), method="visit", start=time(14, 0), next_step=NONE)
    saved_talk(opened, child.id, on=date(2026, 11, 7), method="phone", next_step=NONE)
    body = organizations.save(opened, Organization(number="K1", name="汐見小学校", kind="other")).record_id
    asked = Liaison(
        child_id=child.id, organization_id=body, on=TODAY, subject="給食", method="phone",
        request="塩分を確かめる", reply_due_on=date(2026, 11, 24),
    )  # fmt: skip
    liaisons.record(opened, asked, next_step=None)
    assert seen(opened) == [
        ("visit", 6),
        ("step", 20),
        ("waiting", 24),
        ("waiting", 25),
        ("certificate", 28),
    ]
    timed = [entry for entry in calendar.between(opened, FIRST, LAST, mine=True) if entry.at]
    assert [(entry.at, entry.child_name, entry.worker_short) for entry in timed] == [
        (time(14, 0), child.name, "村井"),
        (time(10, 30), child.name, "村井"),
    ]


def test_the_items_of_the_path_stand_on_their_due_day(opened: Office) -> None:
    made = saved_child(opened, "2", birth_date=date(2020, 6, 1), certificates=(), worker_id=opened.account.id)
    stages.refresh(opened)
    found = [entry for entry in calendar.between(opened, FIRST, LAST, mine=True) if entry.kind == "stage"]
    assert [(entry.on, entry.record_id, entry.child_id) for entry in found] == [(LAST, "health_check", made.id)]


def test_what_is_done_withdrawn_or_of_others_is_not_there(opened: Office, child: Child) -> None:
    colleague = accounts.add_name(opened, name=WORKER).record_id
    done = follow_ups.add(opened, FollowUp(child_id=child.id, text="済み", due_on=TODAY)).record_id
    follow_ups.done(opened, done)
    visit = saved_talk(opened, child.id, on=date(2026, 11, 6), method="visit", next_step=NONE)
    consultations.withdraw(opened, visit.id, reason="別のお子さんの記録")
    body = organizations.save(opened, Organization(number="K1", name="汐見小学校", kind="other")).record_id
    asked = Liaison(
        child_id=child.id, organization_id=body, on=TODAY, subject="給食", method="phone",
        request="塩分を確かめる", reply_due_on=date(2026, 11, 24),
    )  # fmt: skip
    answered, mistaken = (liaisons.record(opened, asked, next_step=None).record_id for _ in range(2))
    liaisons.answered(opened, answered, on=TODAY, answer="減塩にしている")
    liaisons.withdraw(opened, mistaken, reason="二重")
    other = saved_child(opened, "2", worker_id=colleague, certificates=())
    follow_ups.add(opened, FollowUp(child_id=other.id, text="ほかの人", due_on=TODAY, worker_id=colleague))
    assert seen(opened) == [("certificate", 28)]
    assert seen(opened, mine=False) == [("step", 20), ("certificate", 28)]
    register.close(opened, child.id, on=TODAY, reason="転出")
    assert seen(opened, mine=False) == [("step", 20)]
    register.close(opened, other.id, on=TODAY, reason="転出")
    assert seen(opened, mine=False) == [("step", 20)]  # still to be done, as on Today


def test_the_last_day_of_an_adults_certificate_is_red(opened: Office) -> None:
    """From 18 on an expired one cannot be applied for again; the last one of all ends with the programme."""
    days = {"child": date(2015, 4, 1), "adult": date(2008, 2, 1), "final": date(2006, 11, 29)}
    for number, birth in days.items():
        last = CertificatePeriod(valid_to=date(2026, 11, 28))
        saved_child(opened, number, birth_date=birth, certificates=(last,), worker_id=opened.account.id)
    numbers = {row.child_id: row.number for row in register.rows(opened)}
    found = [entry for entry in calendar.between(opened, FIRST, LAST, mine=True) if entry.kind == "certificate"]
    assert {numbers[entry.child_id]: (entry.danger, entry.text) for entry in found} == {
        "child": (False, ""),
        "adult": (True, ""),
        "final": (False, "final"),
    }


def test_a_month_of_thousands_is_there_to_its_last_day(opened: Office, child: Child) -> None:
    """An office of six thousand children has more steps in a month than anybody thought of; none is left out."""
    first = date(2027, 1, 1)
    follow_ups.add(opened, FollowUp(child_id=child.id, text="電話", due_on=first))
    with opened.vault.engine.begin() as connection:
        (one,) = connection.execute(select(FollowUpRow.__table__)).mappings()
        days = (first + timedelta(days=number % 31) for number in range(2100))
        copies = [{**one, "id": f"copy-{number}", "due_on": day} for number, day in enumerate(days)]
        connection.execute(insert(FollowUpRow), copies)
    found = calendar.between(opened, first, date(2027, 1, 31), mine=False)
    assert sum(entry.kind == "step" for entry in found) == 2101


def test_a_plan_is_reviewed_from_its_delivery_to_its_end(opened: Office, child: Child) -> None:
    draft = replace(plans.new(opened, child.id), policy="家で過ごす", next_review_on=date(2026, 11, 18))
    made = plans.save(opened, draft).record_id
    assert ("review", 18) not in seen(opened)
    for status, there in (("delivered", True), ("active", True), ("closed", False)):
        with opened.vault.engine.begin() as connection:
            connection.execute(update(SupportPlanRow).where(SupportPlanRow.id == made).values(status=status))
        assert (("review", 18) in seen(opened)) == there


def test_what_was_booked_and_withdrawn_or_proposed_and_lapsed_is_not_there(opened: Office) -> None:
    made = saved_child(opened, "2", birth_date=date(2020, 6, 1), certificates=(), worker_id=opened.account.id)
    stages.refresh(opened)
    assert ("stage", 30) in seen(opened)
    with opened.vault.engine.begin() as connection:
        connection.execute(update(StageItemRow).values(lapses_on=TODAY))
    assert ("stage", 30) in seen(opened)
    with opened.vault.engine.begin() as connection:
        connection.execute(update(StageItemRow).values(lapses_on=TODAY - timedelta(days=1)))
    assert ("stage", 30) not in seen(opened)
    days = (date(2026, 11, 24), date(2026, 11, 25))
    code = plan_offers.save_scheme(opened, Scheme(name="一時入院支援")).record_id
    use = ProgramUse(child_id=made.id, scheme_code=code, begins_on=days[0], ends_on=days[1])
    booked = program_uses.save(opened, use).record_id
    assert [day for kind, day in seen(opened) if kind == "program_use"] == [24, 25]
    program_uses.withdraw(opened, booked, reason="別のお子さんの予約")
    assert [day for kind, day in seen(opened) if kind == "program_use"] == []


def test_the_number_of_statements_does_not_grow(opened: Office, child: Child) -> None:
    counts = []
    for number in range(2):
        for day in range(10 * number):
            step = FollowUp(child_id=child.id, text="電話", due_on=FIRST + timedelta(days=day))
            follow_ups.add(opened, step)
        with statements(opened) as asked:
            calendar.between(opened, FIRST, LAST, mine=False)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9
