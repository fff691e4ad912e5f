"""What runs out beside the certificate comes up in time, once, and only where it concerns the child."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from caseapp.rules.child import Child
from caseapp.rules.child_facts import (
    ActivityGuidance,
    Allowance,
    Device,
    Handbook,
    ServiceUse,
    Telling,
    long_ago,
)
from caseapp.rules.stage_template import dated_items, facts_of
from caseapp.words.stages import item_text, seed

TODAY = date(2026, 11, 20)
CHILD = Child(number="1", family_name="佐野", given_name="結翔", birth_date=date(2016, 8, 3))
ENTRIES = {entry.id: entry for entry in seed()}
VENTILATOR = Device(id="d", kind="ventilator", watts=30)


def items(today: date = TODAY, **fields: Any) -> dict[str, str]:
    """What concerns none of the life's stages: entry → the day by which."""
    child = replace(CHILD, **{"registered_on": date(2020, 5, 1), **fields})
    wanted = {"handbook", "allowance", "allowance_report", "rearing_report", "guidance_visit", "service", "phone"}
    wanted |= {"no_phone", "battery_age"}
    wanted |= {"new_school", "school_year"}
    found = dated_items(facts_of(child), seed(), today)
    return {item.entry: item.due_on.isoformat() for item in found if item.entry in wanted and item.from_on <= today}


@pytest.mark.parametrize(
    ("today", "fields", "found"),
    [
        # shown 90 days before the last day, due a month before it
        ("2026-11-20", {"handbook_list": (Handbook(kind="physical", valid_to=date(2027, 2, 18)),)}, "2027-01-19"),
        ("2026-11-20", {"handbook_list": (Handbook(kind="physical", valid_to=date(2027, 2, 19)),)}, None),
        ("2026-11-20", {"handbook_list": (Handbook(kind="physical"),)}, None),
        ("2026-11-20", {"handbook_list": (Handbook(kind="mental", valid_to=date(2026, 9, 30)),)}, "2026-08-31"),
    ],
)
def test_a_handbook(today: str, fields: dict[str, Any], found: str | None) -> None:
    assert items(date.fromisoformat(today), **fields).get("handbook") == found


def test_only_the_newest_handbook_of_a_kind_counts() -> None:
    old, new = (Handbook(id=f"{y}", kind="mental", valid_to=date(y, 12, 31)) for y in (2026, 2028))
    assert items(handbook_list=(old, new)) == {}
    assert items(handbook_list=(new, old)) == {}
    assert "handbook" in items(handbook_list=(new, replace(old, kind="intellectual")))


def test_allowances_have_a_renewal_and_the_yearly_report() -> None:
    paid = Allowance(id="a", kind="special_child_rearing", review_on=date(2027, 1, 31))
    rearing = Allowance(kind="child_rearing", state="applied")
    assert items(allowance_list=(paid,)) == {"allowance": "2027-01-01"}
    assert items(date(2027, 8, 12), allowance_list=(replace(paid, review_on=None),)) == {
        "allowance_report": "2027-09-11"
    }
    assert items(date(2027, 8, 11), allowance_list=(replace(paid, review_on=None),)) == {}
    assert items(date(2027, 8, 2), allowance_list=(rearing,)) == {"rearing_report": "2027-08-31"}
    for state in ("ended", "refused", "considering"):
        assert items(date(2027, 8, 20), allowance_list=(replace(paid, state=state),)) == {}


def test_the_next_visit_and_the_end_of_what_was_granted() -> None:
    form = ActivityGuidance(id="g", kind="elementary", valid_to=date(2026, 12, 15))
    assert items(guidance=(form,)) == {"guidance_visit": "2026-12-15"}
    use = ServiceUse(id="s", scheme="after_school", provider="あおぞら", valid_to=date(2027, 2, 1))
    assert items(services=(use,)) == {"service": "2027-01-02"}
    renewed = replace(use, id="t", valid_to=date(2028, 2, 1))
    assert items(services=(use, renewed)) == {}
    assert items(services=(use, replace(renewed, provider="ひだまり"))) == {"service": "2027-01-02"}


@pytest.mark.parametrize(
    ("device", "found"),
    [
        (VENTILATOR, {"no_phone": "2027-03-31"}),  # no number: asked for by the end of each fiscal year
        (replace(VENTILATOR, confirmed_on=date(2026, 11, 1)), {"no_phone": "2027-03-31"}),
        (replace(VENTILATOR, kind="oximeter"), {}),  # nobody is in danger without it
        (replace(VENTILATOR, night_phone="090-0000-0001", confirmed_on=date(2026, 4, 10)), {}),
        (replace(VENTILATOR, night_phone="090-0000-0001", confirmed_on=date(2025, 12, 1)), {"phone": "2026-12-01"}),
        (replace(VENTILATOR, night_phone="090-0000-0001", checked_on=date(2025, 11, 1)), {"phone": "2026-11-01"}),
        (replace(VENTILATOR, night_phone="090-0000-0001"), {}),
    ],
)
def test_the_telephone_for_day_and_night(device: Device, found: dict[str, str]) -> None:
    assert items(devices=(device,)) == found


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2023-11-30", "2026-11-30"),
        ("2024-01", None),  # not within thirty days
        ("2023-12", "2026-12-01"),
        ("2023-06-01", "2026-06-01"),
        ("2019", "2026-04-01"),  # old: in each fiscal year
        ("", None),
        ("春ごろ", None),
    ],
)
def test_a_battery_of_its_own_grows_old(since: str, due: str | None) -> None:
    battery = Device(id="b", kind="battery", since=since)
    assert items(devices=(battery,)) == ({"battery_age": due} if due else {})
    assert items(devices=(replace(battery, kind="oximeter"),)) == {}


def test_a_new_school_until_somebody_made_sure_of_it() -> None:
    first = {"birth_date": date(2020, 6, 1), "school_confirmed_on": date(2026, 5, 1)}
    spring = date(2027, 4, 2)
    assert items(date(2027, 3, 31), **first) == {}
    assert items(spring, **first) == {"new_school": "2027-05-01"}
    for told, asked in ((date(2027, 2, 14), True), (date(2027, 2, 15), False), (spring, False), (None, True)):
        assert ("new_school" in items(spring, **{**first, "school_confirmed_on": told})) is asked


def test_each_april_for_those_of_whom_a_teacher_must_know() -> None:
    spring = date(2027, 4, 2)
    told = (Telling(audience="school", state="partly"),)
    assert items(spring) == {}
    assert items(spring, tellings=told) == {"school_year": "2027-04-30"}
    assert "school_year" in items(spring, devices=(replace(VENTILATOR, kind="oximeter"),))
    form = (ActivityGuidance(kind="elementary"),)
    assert items(spring, tellings=told, guidance=form) == {}  # the entry of the form speaks of it
    entering = items(spring, tellings=told, birth_date=date(2020, 6, 1))
    assert entering == {"new_school": "2027-05-01"}  # once, not twice
    assert items(spring, tellings=told, birth_date=date(2025, 6, 1)) == {}


def test_nothing_runs_out_after_the_programme() -> None:
    late: dict[str, Any] = {
        "birth_date": date(2007, 3, 9),
        "handbook_list": (Handbook(kind="physical", valid_to=date(2027, 3, 9)),),
    }
    assert items(date(2027, 1, 20), **late) == {}
    late["handbook_list"] = (Handbook(kind="physical", valid_to=date(2027, 3, 8)),)
    assert "handbook" in items(date(2027, 1, 20), **late)  # its last day is the programme's last day


def test_it_is_named_by_its_code_list() -> None:
    words = item_text(ENTRIES["handbook"], on=date(2027, 2, 18), name="physical")
    assert words == "身体障害者手帳はR9.2.18まで: 再判定・更新の手続きと診断書を確かめる"
    assert "for elementary school" in item_text(ENTRIES["guidance_visit"], on=TODAY, name="elementary", language="en")


@pytest.mark.parametrize(
    ("day", "old"), [(None, False), ("2025-11-21", False), ("2025-11-20", True), ("2024-02-29", True)]
)
def test_what_was_made_sure_of_a_year_ago_is_long_ago(day: str | None, old: bool) -> None:
    assert long_ago(date.fromisoformat(day) if day else None, today=TODAY) is old
