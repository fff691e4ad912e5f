"""The transition checklist by its rules: how a sheet stands, what changed, where the sides differ, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseapp.rules.transition import (
    CHILD,
    GUARDIAN,
    ChecklistItem,
    Standing,
    TransitionAnswer,
    TransitionCheck,
    apart,
    blank_answers,
    check_problems,
    item_problems,
    latest,
    newly_yes,
    no_longer_yes,
    standing,
    wants_help,
)

DAY = date(2026, 11, 20)


def sheet(given: str, *, respondent: str = CHILD, on: date = DAY, key: str = "") -> TransitionCheck:
    """A sheet with a letter for each item: y(es), s(oon), h(elp), n(ot applicable), - (no answer)."""
    codes = {"y": "yes", "s": "soon", "h": "help", "n": "not_applicable", "-": ""}
    answers = tuple(TransitionAnswer(item=f"i{n}", answer=codes[letter]) for n, letter in enumerate(given))
    return TransitionCheck(id=key, child_id="c", on=on, respondent=respondent, answers=answers)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("", Standing()),
        ("yyy", Standing(yes=3, asked=3, answered=3)),
        ("ynsh-", Standing(yes=1, asked=4, help=1, answered=4)),
        ("nn", Standing(answered=2)),
    ],
)
def test_what_does_not_apply_is_not_asked(given: str, found: Standing) -> None:
    assert standing(sheet(given)) == found


def test_a_change_counts_where_both_times_an_answer_was_given() -> None:
    now, then = sheet("yy-sn"), sheet("s-yyy")
    assert [each.item for each in newly_yes(now, then)] == ["i0"]
    assert [each.item for each in no_longer_yes(now, then)] == ["i3", "i4"]
    assert newly_yes(now, None) == ()


def test_the_sides_differ_where_both_answered_otherwise() -> None:
    found = apart(sheet("yys-h"), sheet("yhyy-", respondent=GUARDIAN))
    assert [(pair.child.item, pair.guardian.answer) for pair in found] == [("i1", "help"), ("i2", "yes")]
    assert apart(sheet("y"), None) == ()
    assert [each.item for each in wants_help(sheet("yhsh"))] == ["i1", "i3"]


def test_the_sheets_of_a_side_come_newest_first() -> None:
    old, new = sheet("y", on=date(2025, 4, 1), key="a"), sheet("y", key="b")
    other = sheet("y", respondent=GUARDIAN, key="c")
    assert latest([old, other, new], CHILD) == (new, old)


def test_what_is_no_longer_asked_stands_on_no_new_sheet() -> None:
    asked = ChecklistItem(code="a", domain="visits", child="予約を取れる", guardian="お子さんは予約を取れる")
    gone = replace(asked, code="b", retired=True)
    assert [(each.item, each.wording) for each in blank_answers([asked, gone], GUARDIAN)] == [("a", asked.guardian)]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (sheet("y", on=date(2026, 11, 21)), "on"),
        (sheet("y", respondent="neighbour"), "respondent"),
        (sheet("--"), "answers"),
        (replace(sheet("y"), answers=sheet("y").answers * 2), "answers"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(value: TransitionCheck, field: str) -> None:
    assert [each.field for each in check_problems(value, today=DAY)] == [field]
    assert check_problems(sheet("y"), today=DAY) == []


KNOWN = ChecklistItem(code="a", domain="visits", child="予約を取れる", guardian="お子さんは予約を取れる")
FRESH = replace(KNOWN, code="", child="受付で話す")


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (replace(FRESH, domain="moon"), "domain"),
        (replace(FRESH, child=" "), "child"),
        (replace(FRESH, guardian=""), "guardian"),
        (replace(FRESH, guardian="長" * 201), "guardian"),
        (replace(FRESH, child="予約を 取れる"), "child"),
    ],
)
def test_an_item_that_cannot_be_asked_is_refused(value: ChecklistItem, field: str) -> None:
    assert [each.field for each in item_problems(value, [KNOWN], domains=("visits",))] == [field]


def test_an_item_may_be_said_otherwise() -> None:
    assert item_problems(FRESH, [KNOWN], domains=("visits",)) == []
    assert item_problems(replace(KNOWN, guardian="ほかの言葉"), [KNOWN], domains=("visits",)) == []
