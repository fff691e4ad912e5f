"""The JSON of one office: what is written where, and how leniently what other programs write is read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from caseapp.exchange import casefile
from caseapp.exchange import casefile_shapes as shapes
from caseapp.exchange.casefile import CaseFile, ChildCase
from caseapp.exchange.findings import BadRows
from caseapp.exchange.json_shape import Leaf
from caseapp.rules.account import Account, OfficeSettings
from caseapp.rules.child import CertificatePeriod, Child, ChildDisease
from caseapp.rules.clock import TOKYO
from caseapp.rules.consultation import Consultation
from caseapp.rules.organization import Organization
from caseapp.rules.plan import Goal, GoalRating, Review, Support, SupportPlan
from tests.exchange.sheets import TODAY

CHILD = Child(number="1", family_name="髙", given_name="𠮷", birth_date=date(2014, 8, 3))


def written(case: ChildCase) -> dict[str, Any]:
    """The one child of an export, as another program would read it."""
    whole = casefile.to_object(CaseFile(children=(case,)))
    (child,) = json.loads(casefile.to_bytes(whole))["children"]
    assert isinstance(child, dict)
    return child


def read(child: dict[str, Any], **rest: Any) -> ChildCase:
    whole = {"format": casefile.FORMAT, "version": 1, "children": [child], **rest}
    return casefile.from_object(whole, today=TODAY).children[0]


def test_a_child_with_nothing_has_every_key_of_the_contract() -> None:
    child = written(ChildCase(child=CHILD))
    assert child["certificate"] == {
        "number": "",
        "valid_from": None,
        "valid_to": None,
        "disease_group": "",
        "disease": "",
        "severe": False,
        "ventilator": False,
    }
    lists = "consultations assessments support_plans follow_ups liaisons consents disclosures program_uses documents"
    assert [child[key] for key in lists.split()] == [[]] * 9
    assert child["evacuation_plan"] is None
    assert read(child) == ChildCase(child=CHILD)


def test_the_certificate_is_the_one_that_ends_last() -> None:
    periods = (
        CertificatePeriod(id="a", number="1", valid_to=date(2026, 9, 30)),
        CertificatePeriod(id="b", number="2", valid_to=date(2027, 9, 30), severe=True),
        CertificatePeriod(id="c", number="3", valid_to=date(2025, 9, 30)),
    )
    child = written(ChildCase(child=Child(**{**vars(CHILD), "certificates": periods})))
    assert (child["certificate"]["number"], child["certificate"]["severe"]) == ("2", True)
    assert [period["number"] for period in child["certificates"]] == ["1", "2", "3"]
    assert read(child).child.certificates == periods


def test_without_a_certificate_the_disease_still_stands_where_the_contract_has_it() -> None:
    diseases = (ChildDisease(name="ほか", main=False), ChildDisease(name="単心室症", disease_group="4"))
    child = written(ChildCase(child=Child(**{**vars(CHILD), "diseases": diseases})))
    assert (child["certificate"]["disease_group"], child["certificate"]["disease"]) == ("4", "単心室症")
    assert read(child).child.diseases == diseases
    assert read(child).child.certificates == ()


def test_the_content_of_a_consultation_is_all_that_was_said_and_seen() -> None:
    consultation = Consultation(
        id="k",
        child_id="1",
        on=TODAY,
        method="phone",
        words="「行きたい」",
        facts="欠席3日",
        opinion="疲れ",
        response="x",
    )
    (stands,) = written(ChildCase(child=CHILD, consultations=(consultation,)))["consultations"]
    assert stands["content"] == "「行きたい」\n\n欠席3日\n\n疲れ"
    assert (stands["date"], stands["next_date"], stands["created_at"]) == ("2026-11-20", None, None)
    again = read({**written(ChildCase(child=CHILD)), "consultations": [stands]})
    assert again.consultations == (consultation,)


def test_ratings_stand_with_the_plan_and_with_each_goal() -> None:
    goals = (Goal(id="g1", need="体力", supports=(Support(id="s", content="訪問", period_from=TODAY),)), Goal(id="g2"))
    plan = SupportPlan(id="p", child_id="1", made_on=TODAY, goals=goals)
    rating = GoalRating(goal_id="g1", rating="mostly", comment="歩けた")
    review = Review(id="r", plan_id="p", child_id="1", on=TODAY, ratings=(rating,))
    case = ChildCase(child=CHILD, support_plans=(plan,), reviews=(review,))
    (stands,) = written(case)["support_plans"]
    assert [goal["reviews"] for goal in stands["goals"]] == [
        [{"date": "2026-11-20", "rating": "mostly", "comment": "歩けた"}],
        [],
    ]
    assert stands["goals"][0]["supports"][0]["period"] == {"from": "2026-11-20", "to": None}
    assert read(written(case)) == case


def test_null_is_nothing_for_texts_lists_and_dates() -> None:
    child = {
        **written(ChildCase(child=CHILD)),
        "note": None,
        "family": None,
        "registered_on": None,
        "consultations": None,
    }
    assert read(child) == ChildCase(child=CHILD)


def test_a_moment_without_zone_is_japans() -> None:
    child = written(ChildCase(child=CHILD))
    child["consultations"] = [
        {"date": "2026-11-20", "method": "phone", "content": "x", "created_at": "2026-11-20T10:12:00"},
        {"date": "2026-11-20", "method": "phone", "content": "y", "created_at": "2026-11-20T01:12:00Z"},
    ]
    first, second = read(child).consultations
    assert first.recorded_at == datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO)
    assert second.recorded_at == datetime(2026, 11, 20, 1, 12, tzinfo=UTC)


def test_people_settings_and_organizations_come_back() -> None:
    whole = CaseFile(
        organizations=(Organization(number="K-1", name="学校", kind="school"),),
        accounts=(Account(id="", name="森下 由佳", role="worker", title="自立支援員"),),
        settings=OfficeSettings(name="汐見保健所", approval_boxes=("所長", "係長")),
        exported_at=datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO),
    )
    assert casefile.read(casefile.to_bytes(casefile.to_object(whole)), today=TODAY) == whole


def test_a_file_is_plain_utf_8_that_a_person_can_read_and_compare() -> None:
    data = casefile.to_bytes(casefile.to_object(CaseFile(children=(ChildCase(child=CHILD),))))
    assert data.startswith(b'{\n "format": "caseapp-export",\n "version": 1,')
    assert '"family_name": "髙"'.encode() in data
    assert data.endswith(b"}\n")
    assert casefile.read(b"\xef\xbb\xbf" + data, today=TODAY).children[0].child == CHILD


@pytest.mark.parametrize("key", ["period", "consent", "child_wish_heard"])
def test_an_object_inside_must_be_one(key: str) -> None:
    child = written(ChildCase(child=CHILD, support_plans=(SupportPlan(id="p", child_id="1", made_on=TODAY),)))
    child["support_plans"][0][key] = "x"
    with pytest.raises(BadRows) as bad:
        read(child)
    assert [finding.column for finding in bad.value.findings] == [f"children[0].support_plans[0].{key}"]


def test_unknown_keys_inside_objects_and_parts_are_told() -> None:
    child = written(ChildCase(child=CHILD, support_plans=(SupportPlan(id="p", child_id="1", made_on=TODAY),)))
    child["support_plans"][0]["period"]["until"] = "x"
    child["family"] = [{"relationship": "mother", "name": "美咲", "shoe": 23}]
    whole = {"format": casefile.FORMAT, "version": 1, "children": [child]}
    found = casefile.from_object(whole, today=TODAY)
    assert sorted(finding.column for finding in found.warnings) == [
        "children[0].family[0].shoe",
        "children[0].support_plans[0].period.until",
    ]


def test_no_id_of_the_store_but_those_of_records_is_in_the_file() -> None:
    def keys(tree: dict[str, Any]) -> set[str]:
        return {key for key, leaf in tree.items() if isinstance(leaf, Leaf)}

    for shape in (shapes.CHILD, shapes.CONSULTATION, shapes.PLAN, shapes.LIAISON, shapes.DISCLOSURE, shapes.LETTER):
        assert not {key for key in keys(shape.leaves) if key.endswith("_id")}
        assert "revision" not in keys(shape.leaves)
