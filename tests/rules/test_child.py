"""The child's record: what cannot be saved, and what it says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseapp.rules.child import Caution, CertificatePeriod, Child, FamilyMember, child_problems, period_on

TODAY = date(2026, 11, 20)
HINANO = Child(number="0031", family_name="高瀬", given_name="陽菜乃", birth_date=date(2014, 8, 3))


def period(first: date | None, last: date | None, number: str = "1234567") -> CertificatePeriod:
    return CertificatePeriod(number=number, valid_from=first, valid_to=last)


def test_a_whole_child_can_be_saved() -> None:
    assert child_problems(HINANO, today=TODAY) == []
    assert child_problems(replace(HINANO, birth_date=TODAY), today=TODAY) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": " "}, "number"),
        ({"family_name": "\u3000"}, "family_name"),
        ({"given_name": ""}, "given_name"),
        ({"birth_date": date(2026, 11, 21)}, "birth_date"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date"),
        ({"certificates": (period(date(2026, 10, 2), date(2026, 10, 1)),)}, "certificates"),
        ({"family": (FamilyMember(relationship="father", name=" "),)}, "family"),
        ({"cautions": (Caution(rule=" "),)}, "cautions"),
        ({"status": "closed"}, "closed_on"),
    ],
)
def test_each_gap_is_named(change: dict[str, object], field: str) -> None:
    problems = child_problems(replace(HINANO, **change), today=TODAY)  # type: ignore[arg-type]  # a table of changes
    assert [p.field for p in problems] == [field]


def test_a_certificate_that_ends_before_it_begins_is_named_by_its_number() -> None:
    wrong = period(date(2026, 10, 2), date(2026, 10, 1), number="")
    assert str(child_problems(replace(HINANO, certificates=(wrong,)), today=TODAY)[0]) == (
        "A certificate ends before it begins (—)."
    )
    open_ended = (period(None, date(2026, 1, 1)), period(date(2026, 1, 1), None), period(None, None))
    assert child_problems(replace(HINANO, certificates=open_ended), today=TODAY) == []


def test_a_closed_record_with_its_day_can_be_saved() -> None:
    assert child_problems(replace(HINANO, status="closed", closed_on=TODAY), today=TODAY) == []


def test_names_are_joined_by_one_blank_and_printed_in_their_own_form() -> None:
    child = replace(HINANO, family_name_kana="タカセ", given_name_kana="ヒナノ", print_name="髙瀬 陽菜乃")
    assert (child.name, child.kana, child.paper_name) == ("高瀬 陽菜乃", "タカセ ヒナノ", "髙瀬 陽菜乃")
    assert HINANO.kana == ""
    assert HINANO.paper_name == "高瀬 陽菜乃"


def test_the_certificate_of_a_day_is_the_one_that_holds_else_the_last_else_the_next() -> None:
    old, new = period(date(2024, 10, 1), date(2025, 9, 30)), period(date(2025, 10, 1), date(2026, 9, 30))
    late = period(date(2025, 10, 1), date(2026, 12, 31))
    assert replace(HINANO, certificates=(new, old)).certificate_on(date(2025, 9, 30)) == old
    assert period_on([old, new, late], date(2026, 1, 1)) == late
    assert period_on([old, new], date(2026, 11, 20)) == new
    assert period_on([new, old], date(2024, 1, 1)) == old
    assert period_on([], TODAY) is None
    assert period_on([period(None, None)], TODAY) == period(None, None)
