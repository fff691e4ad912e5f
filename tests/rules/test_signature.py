"""Strokes as text and back; what is no signature is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules import signature

_points = st.tuples(st.integers(0, signature.WIDTH), st.integers(0, signature.HEIGHT))


@given(st.lists(st.lists(_points, min_size=1, max_size=9).map(tuple), max_size=5).map(tuple))
def test_strokes_come_back_as_they_were(strokes: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    assert signature.strokes(signature.to_text(strokes)) == strokes


def test_what_leaves_the_field_is_kept_at_its_edge() -> None:
    assert signature.to_text([[(-5, 12.4), (2000, 999)]]) == "0,12 1000,300"


@pytest.mark.parametrize("text", ["1", "1,2;", " ", "1,2  3,4", "a,b", "1,2 3,4\n", "-1,2", "1,2 " * 20_000])
def test_what_is_no_signature_is_not_read(text: str) -> None:
    assert not signature.is_readable(text)
    assert signature.strokes(text) == ()


def test_only_a_line_is_written() -> None:
    assert not signature.is_written("")
    assert not signature.is_written("5,5")
    assert not signature.is_written("5,5 5,5;9,9")
    assert signature.is_written("5,5;9,9 20,4")
