"""Ids, record numbers and the check digit of the payer's numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import identity

NOW = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
ON = date(2026, 11, 20)


@given(st.binary(min_size=10, max_size=10), st.datetimes(timezones=st.just(UTC)))
def test_an_id_is_a_uuid_of_version_7_with_its_time(noise: bytes, moment: datetime) -> None:
    at = moment.replace(year=max(moment.year, 1970))
    found = UUID(identity.new_id(at, lambda n: noise[:n]))
    assert (found.version, found.variant) == (7, "specified in RFC 4122")
    assert found.int >> 80 == int(at.timestamp() * 1000)


def test_an_id_tells_when_it_was_made_and_any_other_tells_nothing() -> None:
    moment = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
    assert identity.made_at(identity.new_id(moment, bytes)) == moment
    beyond = "ffffffff-ffff-7000-8000-000000000000"  # of a year that no calendar has
    for other in ("", "7", "7c1c2a34-6b7e-5d0e-9f53-0d3b6e1d8a10", beyond):
        assert identity.made_at(other) is None


def test_ids_sort_by_the_time_they_were_made() -> None:
    ids = [identity.new_id(NOW + timedelta(milliseconds=n), lambda size: bytes([255 - n] * size)) for n in range(5)]  # noqa: B023 - called at once
    assert ids == sorted(ids)


def test_all_random_bits_are_used() -> None:
    none, all_ = identity.new_id(NOW, bytes), identity.new_id(NOW, lambda n: b"\xff" * n)
    assert (UUID(none).int ^ UUID(all_).int).bit_count() == 74


@pytest.mark.parametrize(
    "moment", [datetime(2026, 11, 20), datetime(1969, 12, 31, tzinfo=UTC)]
)  # fmt: skip
def test_a_time_that_fits_no_id_is_refused(moment: datetime) -> None:
    with pytest.raises(ValueError, match="time"):
        identity.new_id(moment, bytes)


def test_a_number_counts_within_its_fiscal_year() -> None:
    assert identity.record_number(2026, 31) == "R8-031"
    assert identity.next_number([], on=ON) == "R8-001"
    assert identity.next_number(["R8-009", "R7-120", "R8-010", "x", "R8-", "R8-1a"], on=ON) == "R8-011"
    assert identity.next_number(["R8-999"], on=ON) == "R8-1000"
    assert identity.next_number(["R8-009"], on=date(2027, 4, 1)) == "R9-001"


@pytest.mark.parametrize(
    ("taken", "number"),
    [
        ([], "R8-0001"),
        (["abc", ""], "R8-0001"),
        (["0007", "0412"], "0413"),
        (["S-0412", "S-0099"], "S-0413"),
        (["9"], "10"),
        (["099"], "100"),
        (["R8-0012", "0500"], "R8-0013"),
        (["R7-0012"], "R7-0013"),
    ],
)
def test_the_next_child_follows_the_offices_own_way_of_counting(taken: list[str], number: str) -> None:
    assert identity.next_child_number(taken, on=ON) == number


@given(st.lists(st.from_regex(r"[A-Z]{0,2}-?[0-9]{1,6}", fullmatch=True)))
def test_the_next_child_number_is_free(taken: list[str]) -> None:
    assert identity.next_child_number(taken, on=ON) not in taken


@pytest.mark.parametrize("number", ["52276011", "54016027"])
def test_the_check_digit_of_real_numbers_holds(number: str) -> None:
    assert identity.check_digit_holds(number)


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.integers(1, 9))
def test_any_other_last_digit_does_not_hold(stem: str, step: int) -> None:
    right = identity.check_digit(stem)
    assert identity.check_digit_holds(f"{stem}{right}")
    assert not identity.check_digit_holds(f"{stem}{(right + step) % 10}")


@pytest.mark.parametrize("number", ["", "123456", "522760110", "5227601a", "５２２７６０１１"])
def test_what_is_no_such_number_does_not_hold(number: str) -> None:
    assert not identity.check_digit_holds(number)
