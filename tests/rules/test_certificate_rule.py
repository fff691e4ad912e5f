"""The certificate on a day, and when letting it run out cannot be mended."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.rules.certificate_rule import certificate_state

TODAY = date(2026, 11, 20)
CHILD = date(2014, 8, 3)
NINETEEN = date(2007, 3, 9)
SEVENTEEN = date(2009, 1, 14)


@pytest.mark.parametrize(
    ("valid_to", "state", "days"),
    [
        (date(2027, 9, 30), "valid", 314),
        (date(2027, 2, 19), "valid", 91),
        (date(2027, 2, 18), "expiring", 90),
        (date(2026, 11, 30), "expiring", 10),
        (date(2026, 11, 20), "expiring", 0),
        (date(2026, 11, 19), "expired", 1),
        (date(2025, 11, 20), "expired", 365),
    ],
)
def test_a_childs_certificate_runs_out_without_harm(valid_to: date, state: str, days: int) -> None:
    found = certificate_state(date(2025, 10, 1), valid_to, birth=CHILD, today=TODAY)
    assert (found.state, found.days) == (state, days)
    assert not found.danger
    assert not found.warning


def test_from_18_on_running_out_is_a_danger_for_90_days() -> None:
    near = certificate_state(None, date(2026, 11, 30), birth=NINETEEN, today=TODAY)
    assert (near.state, near.danger) == ("expiring", True)
    assert near.warning == "Once expired, it cannot be applied for again (18 or older)."
    far = certificate_state(None, date(2027, 3, 1), birth=NINETEEN, today=TODAY)
    assert (far.state, far.danger, far.warning) == ("valid", False, "")


def test_who_turns_18_before_it_runs_out_is_warned_too() -> None:
    assert certificate_state(None, date(2027, 1, 13), birth=SEVENTEEN, today=TODAY).danger
    assert not certificate_state(None, date(2027, 1, 12), birth=SEVENTEEN, today=TODAY).danger


def test_an_expired_one_stays_a_danger_until_the_twentieth_birthday() -> None:
    found = certificate_state(None, date(2026, 11, 1), birth=NINETEEN, today=TODAY)
    assert (found.state, found.danger) == ("expired", True)
    assert found.warning == "It cannot be applied for again (18 or older)."
    after = certificate_state(None, date(2026, 11, 1), birth=NINETEEN, today=date(2027, 3, 9))
    assert (after.state, after.danger, after.warning) == ("expired", False, "")


def test_the_last_certificate_ends_with_the_programme_and_is_no_danger() -> None:
    found = certificate_state(None, date(2027, 3, 31), birth=NINETEEN, today=date(2027, 3, 1))
    assert (found.state, found.days, found.final, found.danger) == ("expiring", 7, True, False)
    assert found.warning.startswith("The programme ends")
    over = certificate_state(None, date(2027, 3, 31), birth=NINETEEN, today=date(2027, 3, 9))
    assert (over.state, over.days, over.danger) == ("expired", 1, False)
    assert certificate_state(None, date(2027, 3, 8), birth=NINETEEN, today=date(2026, 6, 1)).final


def test_one_that_has_not_begun_and_none_at_all() -> None:
    coming = certificate_state(date(2026, 12, 1), date(2027, 11, 30), birth=CHILD, today=TODAY)
    assert (coming.state, coming.days) == ("coming", 11)
    assert certificate_state(None, None, birth=CHILD, today=TODAY).state == "none"


def test_it_says_what_it_is() -> None:
    def saying(valid_to: date | None) -> str:
        found = certificate_state(None, valid_to, birth=CHILD, today=TODAY)
        return found.saying.format(days=found.days)

    assert saying(date(2026, 11, 30)) == "Expires in 10 days"
    assert saying(TODAY) == "Expires today"
    assert saying(date(2026, 11, 18)) == "Expired 2 days ago"
    assert saying(date(2027, 11, 20)) == "Valid for 365 more days"
    assert saying(None) == "No certificate"


def test_the_days_of_warning_can_be_set() -> None:
    assert certificate_state(None, date(2027, 1, 31), birth=CHILD, today=TODAY, warn_days=30).state == "valid"
