"""What counts as a change, and how it is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from caseapp.records.history import Difference, differences
from caseapp.rules.child import FamilyMember
from caseapp.rules.plan import DatedGoal, Goal, Support
from tests.records.values import ALL, AT, CHILD

PLAN = ALL["support_plan"]


def test_nothing_changed() -> None:
    assert list(differences(CHILD, CHILD)) == []


def test_what_goes_with_every_change_is_no_change() -> None:
    talk = ALL["consultation"]
    later = replace(talk, revision=9, updated_at=None, recorded_at=None, worker="別")
    assert list(differences(talk, later, silent=frozenset({"worker"}))) == []


def test_plain_fields() -> None:
    after = replace(CHILD, phone="", birth_date=date(2014, 8, 4), kana_confirmed_on=None)
    assert list(differences(CHILD, after)) == [
        Difference("kana_confirmed_on", "", '"2026-11-20"', "null"),
        Difference("birth_date", "", '"2014-08-03"', '"2014-08-04"'),
        Difference("phone", "", '"090-0000-0000"', '""'),
    ]


def test_a_part_that_came_went_changed_and_moved() -> None:
    first, second = CHILD.family
    (changed,) = differences(CHILD, replace(CHILD, family=(replace(first, phone="03"), second)))
    assert changed == Difference("family.phone", "f1", '"090"', '"03"')
    (gone,) = differences(CHILD, replace(CHILD, family=(second,)))
    assert (gone.field, gone.part_id, gone.after) == ("family", "f1", "")
    assert '"name":"葛󠄀城 恵"' in gone.before
    new = FamilyMember(id="f3", relationship="sister", name="z")
    (came,) = differences(CHILD, replace(CHILD, family=(first, second, new)))
    assert (came.field, came.part_id, came.before) == ("family", "f3", "")
    (moved,) = differences(CHILD, replace(CHILD, family=(second, first)))
    assert moved == Difference("family.order", "", '["f1","f2"]', '["f2","f1"]')


def test_inside_of_a_plan() -> None:
    first, second = PLAN.goals
    one, two = first.supports
    deeper = replace(first, need="別の課題", supports=(replace(one, provider="病院"), two, Support(id="s3")))
    after = replace(PLAN, goals=(deeper, second), long_term_goal=DatedGoal(text="長期", by=None))
    assert [(d.field, d.part_id) for d in differences(PLAN, after)] == [
        ("long_term_goal.by", ""),
        ("goals.need", "g1"),
        ("goals.supports.provider", "s1"),
        ("goals.supports", "s3"),
    ]


def test_lists_without_parts_are_one_field() -> None:
    talk = ALL["consultation"]
    (only,) = differences(talk, replace(talk, topics=("school",)))
    assert only == Difference("topics", "", '["medical","school"]', '["school"]')
    (dated,) = differences(PLAN, replace(PLAN, short_term_goals=()))
    assert dated.after == "[]"
    plan_at = replace(PLAN, approved_at=AT.replace(hour=11))
    (moment,) = differences(PLAN, plan_at)
    assert moment.after == '"2026-11-20T11:12:30.123456+09:00"'


def test_the_first_parts_of_an_empty_list() -> None:
    (only,) = differences(replace(PLAN, goals=()), replace(PLAN, goals=(Goal(id="g9"),)))
    assert (only.field, only.part_id) == ("goals", "g9")
