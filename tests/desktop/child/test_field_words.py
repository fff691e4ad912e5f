"""The history of changes speaks of fields as the forms do: no name of the code, no bare code of a list."""

from __future__ import annotations

import dataclasses
from types import ModuleType

import pytest

from caseapp.casework import history, liaisons, organizations
from caseapp.casework.office import Office
from caseapp.desktop.child.field_words import field_label, value_words
from caseapp.rules import (
    assessment,
    child,
    child_facts,
    consultation,
    disclosure,
    follow_up,
    handover,
    organization,
    plan,
)

# Never in the history: what the store itself writes, and who is meant by a record.
_SILENT = {
    *("id", "revision", "child_id", "plan_id", "recorded_at", "created_at", "updated_at", "document_hash"),
    *("organization", "worker", "author"),
}
_NOT_KEPT = {"NextStep", "Candidate"}  # an answer, a question; no record


@pytest.mark.parametrize("module", [assessment, consultation, disclosure, follow_up, handover, organization, plan])
def test_every_field_of_a_record_has_a_name_in_words(module: ModuleType) -> None:
    wordless = [
        f"{record.__name__}.{field.name}"
        for record in vars(module).values()
        if isinstance(record, type) and dataclasses.is_dataclass(record) and record.__module__ == module.__name__
        for field in dataclasses.fields(record)
        if record.__name__ not in _NOT_KEPT and field.name not in _SILENT and field_label("", field.name) == field.name
    ]
    assert wordless == []


def test_a_field_may_be_called_otherwise_in_one_kind_of_record() -> None:
    assert field_label("handover", "person") == "どんな人"
    assert field_label("liaison", "person") != "どんな人"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ratings.rating", "mostly", "ほぼ達成"),
        ("kind", "phone", "電話"),
        ("basis", "written_consent", "同意書"),
        ("no_scheme", True, "はい"),
        ("state", "given", "確認待ち"),
        ("moved", ["a", "b"], "2"),
        ("given_at", "2026-11-20T00:50:00.000000+00:00", "令和8年11月20日(金) 9:50"),
        ("child_wish", {"text": "走りたい", "heard_on": "2026-11-20"}, "走りたい 令和8年11月20日(金)"),
    ],
)
def test_values_are_told_in_words(field: str, value: object, words: str) -> None:
    assert value_words(field, value) == words


def test_an_organization_is_named_and_not_numbered(office: Office) -> None:
    known = organizations.list_all(office)
    contact = next(each for each in liaisons.waiting(office) if each.organization_id != known[0].id)
    liaisons.record(office, dataclasses.replace(contact, organization_id=known[0].id), next_step=None)
    changes = history.of_record(office, "liaison", contact.id)
    assert [change.after for change in changes if change.field == "organization_id"] == [known[0].name]


@pytest.mark.parametrize("module", [child, child_facts])
def test_every_fact_of_a_child_has_a_name_in_words(module: ModuleType) -> None:
    lists = {"FormerName": "former_names", "SchoolTime": "schools", "ActivityGuidance": "guidance"}
    lists |= {"Telling": "tellings", "CareProvider": "care_providers", "Device": "devices"}
    lists |= {"Handbook": "handbook_list", "Allowance": "allowance_list", "ServiceUse": "services"}
    wordless = []
    for record in vars(module).values():
        if not isinstance(record, type) or not dataclasses.is_dataclass(record) or record.__module__ != module.__name__:
            continue
        within = lists.get(record.__name__, "")
        for field in dataclasses.fields(record):
            path = f"{within}.{field.name}" if within else field.name
            if field.name not in _SILENT and field.name in field_label("child", path).split("・"):
                wordless.append(f"{record.__name__}.{field.name}")
    assert wordless == []


def test_a_part_that_came_is_told_by_what_is_true_of_it() -> None:
    device = {"id": "x", "kind": "ventilator", "watts": 45, "battery_minutes": 270, "power_company": False}
    assert value_words("devices", device) == "人工呼吸器 45 4時間30分"
    disease = {"name": "単心室症", "list_version": "2025-08-26", "list_code": "04", "main": True, "since": "2014"}
    assert value_words("diseases", disease) == "単心室症 主な疾病 H26年"
    assert field_label("child", "devices.night_phone") == "機器・24時間"
