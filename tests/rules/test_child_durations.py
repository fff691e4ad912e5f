"""Hours and minutes as people write them."""

from __future__ import annotations

import pytest

from caseapp.rules.child_durations import minutes_words, read_minutes
from caseapp.rules.problem import Refused


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4", 240),
        ("４時間", 240),
        ("4.5", 270),
        ("4時間30分", 270),
        ("4時間半", 270),
        ("90分", 90),
        ("約8時間", 480),
        ("4 h 30 min", 270),
    ],
)
def test_a_duration_is_read_as_it_is_written(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["半日", "0", "4時", "1000", "-1", "半"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_minutes(text)


@pytest.mark.parametrize("minutes", [1, 45, 60, 240, 270, 1441])
def test_what_is_shown_can_be_read_again(minutes: int) -> None:
    for language in ("ja", "en"):
        assert read_minutes(minutes_words(minutes, language)) == minutes
