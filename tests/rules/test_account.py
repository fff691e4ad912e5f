"""Roles and the office's settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caseapp.rules.account import ROLES, Account, OfficeSettings, require, settings_problems
from caseapp.rules.problem import NotAllowed

OFFICE = OfficeSettings(name="汐見保健所")


def test_a_role_includes_those_below_it() -> None:
    for held, rank in zip(ROLES, (2, 1, 0), strict=True):
        for asked, needed in zip(ROLES, (2, 1, 0), strict=True):
            account = Account(id="a", name="森下 由佳", role=held)
            if rank >= needed:
                require(account, asked, action="x")
            else:
                with pytest.raises(NotAllowed):
                    require(account, asked, action="x")


def test_a_disabled_account_may_nothing() -> None:
    with pytest.raises(NotAllowed):
        require(Account(id="a", name="森下 由佳", role="manager", active=False), "viewer", action="x")


@pytest.mark.parametrize("name", ["森下 由佳", "森下\u3000由佳", "森下"])
def test_lists_show_the_family_name(name: str) -> None:
    assert Account(id="a", name=name, role="worker").short_name == "森下"


def test_whole_settings_can_be_saved() -> None:
    assert settings_problems(OFFICE) == []
    assert settings_problems(replace(OFFICE, idle_minutes=60, approval_boxes=("係",) * 6, silent_days=1)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"idle_minutes": 0}, "idle_minutes"),
        ({"idle_minutes": 61}, "idle_minutes"),
        ({"approval_boxes": ("係",) * 7}, "approval_boxes"),
        ({"silent_days": 0}, "silent_days"),
    ],
)
def test_each_gap_of_the_settings_is_named(change: dict[str, object], field: str) -> None:
    changed = replace(OFFICE, **change)  # type: ignore[arg-type]  # a table of changes
    assert [p.field for p in settings_problems(changed)] == [field]
