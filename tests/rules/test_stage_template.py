"""The dated items of a child's path: the table of birthdays and eras, and what holds for every child."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.age import last_day
from caseapp.rules.child import CertificatePeriod, Child, Milestone
from caseapp.rules.child_facts import Device
from caseapp.rules.stage_template import (
    ANCHORS,
    DatedItem,
    Entry,
    StageFacts,
    as_stored,
    dated_items,
    entry_from,
    entry_problems,
    facts_of,
    mark,
    stored_problems,
    with_changes,
)
from caseapp.words.stages import item_text, seed, short_name

TODAY = date(2026, 11, 20)
ENTRIES = {entry.id: entry for entry in seed()}


def one(entry: str, facts: StageFacts, today: date = TODAY) -> DatedItem | None:
    """The item of this entry as seen on `today`."""
    found = [item for item in dated_items(facts, seed(), today) if item.entry == entry]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("entry", "birth", "today", "begins", "due"),
    [
        # born on 1 April one is a grade above who is born a day later
        ("school_talk", "2021-04-01", "2026-02-01", "2026-02-01", "2026-06-30"),
        ("school_talk", "2021-04-02", "2026-11-20", "2027-02-01", "2027-06-30"),
        ("school_talk", "2020-02-29", "2025-05-01", "2025-02-01", "2025-06-30"),
        ("health_check", "2020-06-01", "2026-11-20", "2026-10-01", "2026-11-30"),
        ("school_look", "2020-06-01", "2026-07-01", "2026-07-01", "2026-10-31"),
        ("school_look", "2021-04-01", "2026-07-01", "2026-07-01", "2026-10-31"),
        ("school_look", "2021-04-02", "2026-07-01", "2027-07-01", "2027-10-31"),
        ("health_check", "2021-04-01", "2026-11-20", "2026-10-01", "2026-11-30"),
        ("health_check", "2021-04-02", "2026-11-20", "2027-10-01", "2027-11-30"),
        ("health_check", "2020-02-29", "2025-11-20", "2025-10-01", "2025-11-30"),
        ("school_meeting", "2020-06-01", "2026-11-20", "2027-02-01", "2027-03-31"),
        ("school_meeting", "2021-04-01", "2027-03-31", "2027-02-01", "2027-03-31"),
        ("school_meeting", "2021-04-02", "2027-03-31", "2028-02-01", "2028-03-31"),
        ("kindergarten", "2023-04-01", "2026-04-01", None, None),
        ("kindergarten", "2023-04-02", "2026-04-01", "2026-09-01", "2026-11-30"),
        ("kindergarten", "2023-04-01", "2025-09-01", "2025-09-01", "2025-11-30"),
        ("junior_high", "2014-08-03", "2026-11-20", "2026-10-01", "2027-03-31"),
        ("junior_high", "2015-04-01", "2026-11-20", "2026-10-01", "2027-03-31"),
        ("junior_high", "2015-04-02", "2026-11-20", "2027-10-01", "2028-03-31"),
        ("high_school", "2012-04-01", "2026-11-20", "2026-07-01", "2026-12-31"),
        ("high_school", "2012-04-02", "2026-11-20", "2027-07-01", "2027-12-31"),
        ("after_school", "2009-04-01", "2026-11-20", "2026-07-01", "2026-12-31"),
        ("after_school", "2009-04-02", "2026-11-20", "2027-07-01", "2027-12-31"),
        # the birthday: 29 February has none in most years
        ("adult", "2009-01-14", "2026-11-20", "2026-10-14", "2027-01-14"),
        ("adult", "2008-02-29", "2025-12-01", "2025-11-29", "2026-03-01"),
        ("adult", "2009-04-01", "2026-12-30", "2026-12-30", "2027-04-01"),
        ("adult", "2001-05-01", "2019-02-01", "2019-01-29", "2019-05-01"),  # the first day of 令和
        ("transition", "2014-08-03", "2026-11-20", "2026-08-03", "2028-08-03"),
        ("transition", "2012-02-29", "2024-03-01", "2024-02-29", "2026-03-01"),
        ("transition", "2012-02-29", "2026-11-20", None, None),  # 14 in March
        ("transition", "2014-04-01", "2026-04-01", "2026-04-01", "2028-04-01"),
        # the eve of the 20th birthday
        ("twenty", "2007-03-09", "2027-01-10", "2027-01-07", "2027-03-08"),
        ("twenty", "2007-04-01", "2027-03-31", "2027-01-30", "2027-03-31"),
        ("twenty", "2008-02-29", "2028-02-28", "2027-12-30", "2028-02-28"),
        ("twenty", "1999-05-01", "2019-04-30", "2019-03-01", "2019-04-30"),  # the last day of 平成
        ("intractable", "2007-03-09", "2026-11-20", "2026-03-08", "2026-12-08"),
        ("intractable", "2008-02-29", "2027-12-01", "2027-02-28", "2027-11-30"),
        ("pension", "2007-03-09", "2026-11-20", "2026-11-08", "2027-03-08"),
        ("pension", "2007-04-01", "2027-01-01", "2026-12-01", "2027-03-31"),
        ("pension", "2008-02-29", "2028-01-01", "2027-10-31", "2028-02-28"),
    ],
)
def test_from_when_and_by_when(entry: str, birth: str, today: str, begins: str | None, due: str | None) -> None:
    found = one(entry, StageFacts(birth=date.fromisoformat(birth)), date.fromisoformat(today))
    assert (found and (found.from_on.isoformat(), found.due_on.isoformat())) == (begins and (begins, due))


def test_the_grade_of_the_record_counts() -> None:
    birth = date(2015, 8, 3)
    found = one("junior_high", StageFacts(birth=birth, grade_override="e6@2026"))
    assert found is not None
    assert found.due_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("birth", "valid_to", "due", "danger"),
    [
        ("2014-08-03", "2026-12-31", "2026-12-01", False),
        ("2009-01-15", "2027-01-13", "2026-12-14", False),  # the day after it the child is still 17
        ("2009-01-14", "2027-01-13", "2026-12-14", True),  # the day after it is the 18th birthday
        ("2009-04-01", "2027-03-30", "2027-02-28", False),
        ("2009-04-01", "2027-03-31", "2027-03-01", True),
        ("2008-02-29", "2026-02-27", "2026-01-28", False),
        ("2008-02-29", "2026-02-28", "2026-01-29", True),
        ("2007-03-09", "2026-11-30", "2026-10-31", True),
        ("2007-03-09", "2027-03-07", "2027-02-05", True),  # a day before the end: still to be renewed
        ("2007-03-09", "2027-03-08", None, None),  # reaches to the end of the programme
    ],
)
def test_the_renewal_and_when_it_is_danger(birth: str, valid_to: str, due: str | None, danger: bool | None) -> None:
    facts = StageFacts(birth=date.fromisoformat(birth), certificate_to=date.fromisoformat(valid_to))
    found = one("renewal", facts)
    assert (found and (found.due_on.isoformat(), found.danger)) == (due and (due, danger))


@pytest.mark.parametrize(
    ("checked", "today", "begins", "due", "lapses"),
    [
        ("2025-12-01", "2026-11-20", "2026-11-01", "2026-12-01", "2027-12-01"),
        ("2028-02-29", "2029-01-20", "2029-01-29", "2029-02-28", "2030-02-28"),
        ("2018-05-01", "2019-04-30", "2019-04-01", "2019-05-01", "2020-04-30"),  # over the change of the era
        (None, "2026-11-20", "2026-12-11", "2027-01-10", "2028-01-10"),  # never checked: a year from the registration
    ],
)
def test_the_battery_of_a_device(checked: str | None, today: str, begins: str, due: str, lapses: str) -> None:
    day = date.fromisoformat(checked) if checked else None
    facts = StageFacts(birth=date(2016, 6, 1), devices=(("d" * 36, "ventilator", day),), since=date(2026, 1, 10))
    found = one("battery", facts, date.fromisoformat(today))
    assert found is not None
    assert [each.isoformat() for each in (found.from_on, found.due_on, found.lapses_on)] == [begins, due, lapses]


@pytest.mark.parametrize(
    ("birth", "care", "today", "due"),
    [
        ("2016-06-01", True, "2026-05-01", ["2026-06-30", "2027-06-30"]),
        ("2016-06-01", True, "2026-12-27", ["2026-06-30", "2027-06-30"]),
        ("2016-06-01", True, "2026-12-28", ["2027-06-30"]),
        ("2016-06-01", True, "2027-04-01", ["2027-06-30", "2028-06-30"]),
        ("2007-07-01", True, "2027-04-01", ["2027-06-30"]),  # the last day of the programme
        ("2007-06-30", True, "2027-04-01", []),
        ("2016-06-01", False, "2026-05-01", []),
    ],
)
def test_the_plan_for_a_disaster_is_looked_at_each_year(birth: str, care: bool, today: str, due: list[str]) -> None:
    facts = StageFacts(birth=date.fromisoformat(birth), care=care)
    found = [item for item in dated_items(facts, seed(), date.fromisoformat(today)) if item.entry == "evacuation"]
    assert [item.due_on.isoformat() for item in found] == due


def test_every_stage_of_the_path_is_in_the_template() -> None:
    stages = {
        "退院・在宅移行": "home_move",
        "就園": "kindergarten",
        "就学相談": "school_talk",
        "就学時健診": "health_check",
        "入学前打合せ": "school_meeting",
        "中学": "junior_high",
        "高校": "high_school",
        "移行ポリシー": "transition",
        "18歳": "adult",
        "受給者証": "renewal",
        "指定難病": "intractable",
        "年金": "pension",
        "手当": "pension",
        "20歳の前日": "twenty",
        "バッテリー": "battery",
        "災害時の計画": "evacuation",
    }
    assert {stage: ENTRIES[entry].enabled for stage, entry in stages.items()} == dict.fromkeys(stages, True)
    assert (ENTRIES["adult"].ahead, ENTRIES["transition"].years) == (92, 14)  # three months; from 12 to 14


def test_an_adults_lapsed_certificate_stays_until_the_programme_ends() -> None:
    facts = StageFacts(birth=date(2007, 3, 9), certificate_to=date(2026, 9, 30))
    assert one("renewal", facts, date(2027, 3, 8)) is not None
    assert one("renewal", facts, date(2027, 3, 9)) is None
    long_ago = StageFacts(birth=date(2007, 3, 9), certificate_to=date(2025, 3, 31))
    assert one("renewal", long_ago, date(2027, 3, 8)) is not None  # longer than other items stay


def test_devices_events_and_years() -> None:
    child = Child(
        number="1",
        family_name="佐野",
        given_name="結翔",
        birth_date=date(2023, 6, 1),
        registered_on=date(2024, 1, 10),
        devices=(
            Device(id="0" * 24 + "aaaaaaaaaaaa", kind="ventilator", battery_minutes=240, checked_on=date(2025, 12, 1)),
            Device(id="0" * 24 + "bbbbbbbbbbbb", kind="suction", spare_minutes=60),
            Device(id="c", kind="wheelchair"),
        ),
        milestones=(
            Milestone(id="m" * 36, on=date(2026, 11, 1), name="NICUを退院"),
            Milestone(id="n", on=TODAY, name="手術"),
        ),
        certificates=(CertificatePeriod(valid_to=date(2027, 3, 31)), CertificatePeriod(valid_to=date(2026, 3, 31))),
    )
    found = {item.key: item for item in dated_items(facts_of(child), seed(), TODAY)}
    assert found["battery@aaaaaaaaaaaa@20251201"].due_on == date(2026, 12, 1)
    assert "battery@bbbbbbbbbbbb@20240110" not in found  # lapsed a year ago
    assert [key for key in found if key.startswith("home_move")] == [f"home_move@{'m' * 12}"]
    assert found["evacuation@2027"].due_on == date(2027, 6, 30)
    assert found["renewal@20270331"].on == date(2027, 3, 31)
    assert "guidance@2027" not in found
    bare = facts_of(replace(child, devices=(), medical_care=()))
    assert not [item for item in dated_items(bare, seed(), TODAY) if item.entry == "evacuation"]


BIRTHS = st.dates(date(2005, 1, 1), date(2026, 11, 19))


@given(BIRTHS, st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.booleans(), st.booleans())
def test_what_holds_for_every_child(birth: date, ends: date, care: bool, guidance: bool) -> None:
    facts = StageFacts(birth=birth, certificate_to=ends, care=care, guidance=guidance, since=birth)
    items = dated_items(facts, seed(), TODAY)
    keys = [item.key for item in items]
    assert len(set(keys)) == len(keys)
    assert all(len(key) <= 40 for key in keys)
    for item in items:
        assert item.from_on <= item.due_on <= item.lapses_on
        assert item.lapses_on >= TODAY
        assert item.due_on <= last_day(birth) + timedelta(days=1)
        assert item.danger <= (item.entry == "renewal")
        assert item.on - item.due_on == -timedelta(days=ENTRIES[item.entry].offset)
    assert [item.due_on for item in items] == sorted(item.due_on for item in items)


@given(BIRTHS, st.integers(0, 200))
def test_a_later_look_gives_the_same_items_with_the_same_keys(birth: date, days: int) -> None:
    facts = StageFacts(birth=birth, care=True, guidance=True)
    later = TODAY + timedelta(days=min(days, 131))  # the same fiscal year
    first, second = (dated_items(facts, seed(), day) for day in (TODAY, later))
    assert second == tuple(item for item in first if item.lapses_on >= later)


def test_a_corrected_birth_date_keeps_the_keys() -> None:
    wrong, right = (StageFacts(birth=date(2009, 1, day)) for day in (4, 14))
    first, second = one("adult", wrong), one("adult", right)
    assert first is not None
    assert second is not None
    assert (first.key, first.due_on != second.due_on) == (second.key, True)


# ---- the template


def test_the_seed_can_be_kept_and_read_again() -> None:
    for entry in seed():
        assert entry_from(entry.id, as_stored(entry)) == entry
        assert entry_problems(entry) == []
        assert entry.anchor in ANCHORS
        assert entry.evidence in ("W", "GK")
        assert entry.english
        assert item_text(entry, on=TODAY, name="x")
        assert short_name(entry)


def test_what_the_office_changes_stays_and_its_own_come_behind() -> None:
    own = Entry(id="own-1", text="七夕会の案内", anchor="yearly", month=6, day=20)
    other = replace(ENTRIES["adult"], ahead=180)
    told = with_changes(seed(), {"adult": as_stored(other), "own-1": as_stored(own)})
    assert [entry.id for entry in told] == [*ENTRIES, "own-1"]
    assert {entry.id: entry.ahead for entry in told}["adult"] == 180
    assert mark(told) != mark(seed()) == mark(with_changes(seed(), {}))
    off = with_changes(seed(), {"adult": as_stored(replace(other, enabled=False))})
    assert not [item for item in dated_items(StageFacts(birth=date(2009, 1, 14)), off, TODAY) if item.entry == "adult"]


@pytest.mark.parametrize(
    ("entry", "fields", "problem"),
    [
        ("adult", {"text": " "}, "text"),
        ("adult", {"years": 21}, "years"),
        ("adult", {"ahead": 2000}, "ahead"),
        ("school_talk", {"due": "k3 6/31"}, "due"),
        ("school_talk", {"since": "k9 2/1"}, "since"),
        ("evacuation", {"month": 13}, "month"),
        ("evacuation", {"day": 31}, "month"),
    ],
)
def test_an_entry_that_cannot_be(entry: str, fields: dict[str, object], problem: str) -> None:
    changed = replace(ENTRIES[entry], **fields)  # type: ignore[arg-type]  # any field
    assert [each.field for each in entry_problems(changed)] == [problem]


def test_what_an_office_may_have_stored_is_read_again() -> None:
    assert stored_problems("") == []
    assert stored_problems(json.dumps({entry.id: as_stored(entry) for entry in seed()}, ensure_ascii=False)) == []


@pytest.mark.parametrize(
    "stored",
    [
        "{broken",
        "[]",
        '"x"',
        '{"renewal": 3}',
        '{"renewal": {"text": "更新"}}',
        '{"renewal": {"anchor": "nowhere", "text": "更新"}}',
        '{"renewal": {"anchor": "certificate", "text": 3}}',
        '{"renewal": {"anchor": "certificate", "text": "更新", "ahead": "9"}}',
        '{"renewal": {"anchor": "certificate", "text": "更新", "words": [3]}}',
        '{"school_talk": {"anchor": "grade", "text": "就学相談", "due": "k3 6/31"}}',
    ],
)
def test_a_template_that_no_page_could_show_is_named(stored: str) -> None:
    assert [problem.field for problem in stored_problems(stored)] == ["stage_template"]
