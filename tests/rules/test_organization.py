"""Organizations and what passes between them and us."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseapp.rules.organization import ContactPerson, Liaison, Organization, liaison_problems, organization_problems

TODAY = date(2026, 11, 20)
SCHOOL = Organization(number="K-001", name="みどりヶ丘小学校", kind="school")
ASKED = Liaison(child_id="c", organization_id="o", on=date(2026, 11, 9), method="phone", subject="看護師の配置")


def test_a_whole_organization_can_be_saved() -> None:
    assert organization_problems(SCHOOL) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": " "}, "number"),
        ({"name": ""}, "name"),
        ({"kind": ""}, "kind"),
        ({"contacts": (ContactPerson(name=" "),)}, "contacts"),
    ],
)
def test_each_gap_of_an_organization_is_named(change: dict[str, object], field: str) -> None:
    changed = replace(SCHOOL, **change)  # type: ignore[arg-type]  # a table of changes
    assert [p.field for p in organization_problems(changed)] == [field]


def test_a_liaison_waits_until_the_answer_has_come() -> None:
    assert not ASKED.waiting
    asked = replace(ASKED, reply_due_on=date(2026, 11, 24))
    assert asked.waiting
    answered = replace(asked, answered_on=TODAY, answer="配置できる")
    assert not answered.waiting
    assert liaison_problems(ASKED, today=TODAY) == liaison_problems(answered, today=TODAY) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"organization_id": ""}, "organization_id"),
        ({"subject": " "}, "subject"),
        ({"method": ""}, "method"),
        ({"on": date(2026, 11, 21)}, "on"),
        ({"reply_due_on": date(2026, 11, 8)}, "reply_due_on"),
        ({"answered_on": date(2026, 11, 8), "answer": "はい"}, "answered_on"),
        ({"answered_on": date(2026, 11, 21), "answer": "はい"}, "answered_on"),
        ({"answered_on": TODAY}, "answer"),
    ],
)
def test_each_gap_of_a_liaison_is_named(change: dict[str, object], field: str) -> None:
    changed = replace(ASKED, **change)  # type: ignore[arg-type]  # a table of changes
    assert [p.field for p in liaison_problems(changed, today=TODAY)] == [field]
