"""The clock as an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from caseapp.rules import clock


def test_the_day_is_tokyos_day() -> None:
    late_in_greenwich = clock.stopped(datetime(2026, 11, 19, 15, 0, tzinfo=UTC))
    assert clock.today(late_in_greenwich) == date(2026, 11, 20)
    assert clock.now(late_in_greenwich).isoformat() == "2026-11-20T00:00:00+09:00"


def test_a_stopped_clock_without_zone_is_tokyos() -> None:
    assert clock.now(clock.stopped(datetime(2026, 11, 20, 10, 12))).hour == 10


def test_a_clock_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.now(lambda: datetime(2026, 11, 20))
