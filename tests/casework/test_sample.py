"""The samples fill a vault as the use cases would, on any day; the made-up office is like the real one, only larger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from caseapp.casework import (
    accounts,
    consultations,
    history,
    office,
    papers,
    plans,
    register,
    sample,
    search,
    stages,
    today,
)
from caseapp.casework.office import Office
from caseapp.casework.register import RegisterFilter
from caseapp.casework.unit_of_work import document_of
from caseapp.records import search_index
from caseapp.records.all_subjects import BY_KIND
from caseapp.rules.clock import TOKYO, stopped
from caseapp.rules.follow_up import NextStep
from tests.casework.people import MANAGER, WORDS, counted, everything
from tests.casework.test_papers import text_of

_NAMES = text('SELECT "key", what, place, length FROM search_name')


def test_thirty_children_with_all_their_records(filled: Office) -> None:
    rows = register.rows(filled, filter=RegisterFilter(status=""))
    assert len(rows) == 30
    assert filled.settings.name == "汐見保健所"
    hina = next(row for row in rows if row.kana.startswith("タカセ"))
    page = register.page(filled, hina.child_id)
    assert page.counts["consultation"] > 5
    assert page.plan is not None
    assert len(page.red_facts) >= 2
    assert plans.get(filled, page.plan.plan_id).goals
    assert {account.name for account in accounts.list_accounts(filled)} > {"森下 由佳", "佐伯 直子", "大槻 正美"}


def test_something_is_due_on_the_day_itself(filled: Office) -> None:
    stages.refresh(filled)
    page = today.page(filled, mine=False)
    for name in ("overdue", "due_today", "next_7_days", "waiting", "certificates", "milestones"):
        assert page.counts[name], name


def test_the_samples_are_found(filled: Office) -> None:
    assert search.find(filled, "高瀬").hits[0].kind == "child"
    assert any(hit.kind == "consultation" for hit in search.find(filled, "酸素").hits)


def test_what_the_samples_call_handed_over_prints_as_on_its_day(filled: Office) -> None:
    rows = register.rows(filled, filter=RegisterFilter(status=""))
    given = [plan for row in rows for plan in plans.of_child(filled, row.child_id) if plan.delivered_on]
    assert len(given) == 19
    assert all(plan.frozen for plan in given)
    hinano = next(row.child_id for row in rows if row.kana.startswith("タカセ"))
    letter = papers.build(filled, "information-letter", child_id=hinano)
    assert "みどりヶ丘小学校 小学5年生" in text_of(letter)  # 6年1組 by now
    plan = next(each for each in plans.of_child(filled, hinano) if each.version == 2)
    before = papers.build(filled, "support-plan", child_id=hinano, record_id=plan.id)
    child = register.child(filled, hinano)
    register.save(filled, replace(child, address="浜町9丁目9-9", school="港中学校 1年"))
    after = papers.build(filled, "support-plan", child_id=hinano, record_id=plan.id)
    assert after.pdf == before.pdf
    assert after.notice == letter.notice == ""


def test_filling_twice_changes_nothing(filled: Office) -> None:
    before = {name: rows for name, rows in everything(filled).items() if name not in ("audit", "setting")}
    sample.fill(filled)
    after = everything(filled)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2027, 3, 31), date(2028, 2, 29), date(2026, 1, 5)])
def test_the_samples_are_alive_on_any_day(folder: Path, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 10, 12, tzinfo=TOKYO)
    made, _ = office.create(
        folder, office_name="x", user_name=MANAGER, title="", passphrase=WORDS, clock=stopped(moment)
    )
    with made:
        sample.fill(made)
        page = today.page(made, mine=False)
        assert page.overdue
        assert page.next_7_days
        assert max(line.on for line in consultations.latest(made)) <= day
        newest = max(row.birth_date for row in register.rows(made))
        assert newest <= day


def test_only_whole_weeks_and_only_dates_are_moved() -> None:
    shift = timedelta(weeks=2)
    written = {
        "date": "2026-11-20",
        "created_at": "2026-11-20T10:12:00+09:00",
        "facts": "2026-11-20に電話",
        "since": "2019-05",
        "list_version": "2025-08-26",
        "periods": [{"valid_to": "2026-12-31"}, ["2026-11-13"]],
        "count": 3,
    }
    assert sample.moved(written, shift) == {
        "date": "2026-12-04",
        "created_at": "2026-12-04T10:12:00+09:00",
        "facts": "2026-11-20に電話",
        "since": "2019-05",
        "list_version": "2025-08-26",
        "periods": [{"valid_to": "2027-01-14"}, ["2026-11-27"]],
        "count": 3,
    }


def test_the_made_up_office_is_what_the_use_cases_would_have_written(opened: Office, tmp_path: Path) -> None:
    """Saving each made-up record through the use cases changes nothing: rows, index and history are the same."""
    sample.multiply(opened, 12, 40)
    before = everything(opened)
    for row in register.rows(opened):
        child = register.child(opened, row.child_id)
        register.save(opened, child)
        assert [change.field for change in history.of_record(opened, "child", child.id)] == [""]
        for talk in consultations.of_child(opened, child.id):
            consultations.record(opened, talk, next_step=None)
    assert everything(opened) == before
    with opened.work("reindex") as work:  # what the use cases would index
        documents = [
            document_of(subject, subject.shape.to_read(row))
            for subject in (BY_KIND["child"], BY_KIND["consultation"], BY_KIND["follow_up"])
            for row in work.session.query(subject.row)
        ]
        names = sorted(work.session.execute(_NAMES).all())
        search_index.put(work.session.connection(), documents)
        assert sorted(work.session.execute(_NAMES).all()) == names
    assert counted(opened, "search_entry") == counted(opened, "child") + counted(opened, "consultation") + counted(
        opened, "follow_up"
    )


def test_the_same_office_every_time(opened: Office) -> None:
    sample.multiply(opened, 5, 9)
    first = [(row.name, row.birth_date, row.disease) for row in register.rows(opened)]
    assert len(first) == 5
    assert len(consultations.latest(opened)) == 9
    assert first[0][0] == register.rows(opened)[0].name


def test_a_made_up_child_can_be_worked_with(opened: Office) -> None:
    sample.multiply(opened, 3, 5)
    child = register.rows(opened)[0]
    talk = consultations.latest(opened)[0]
    consultations.record(
        opened,
        consultations.get(opened, talk.consultation_id),
        next_step=NextStep(text="電話", due_on=opened.today + timedelta(days=3)),
    )
    consultations.withdraw(opened, talk.consultation_id, reason="x")
    assert register.page(opened, child.child_id).child.id == child.child_id


def test_what_the_samples_call_approved_lacks_nothing_that_approval_asks_for(filled: Office) -> None:
    rows = register.rows(filled, filter=RegisterFilter(status=""))
    approved = [plan for row in rows for plan in plans.of_child(filled, row.child_id) if plan.status == "approved"]
    assert approved
    for plan in approved:
        lacks = plans.missing(filled, replace(plan, status="draft"))
        assert [lack.field for lack in lacks if lack.before == "approval"] == [], plan.number
